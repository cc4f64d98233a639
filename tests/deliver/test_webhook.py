"""A webhook takes messages without a history to look into: each at least once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from monitor.deliver import Deliverer
from monitor.model import Delivery, Failed, Fault, Message
from monitor.sinks.webhook import WebhookSink
from monitor.store.owed import State
from tests.deliver.made import Desk, edit, named, numbered
from tests.slack_server import Breakdown


async def test_a_webhook_posts_at_least_once(at: Desk) -> None:
    hook = WebhookSink(at.slack.webhook_url, timeout=0.25)
    at.deliverer = Deliverer(at.outbox, hook, default_channel="#treaty-alerts")
    at.slack.break_down(Breakdown(kind="drop", method="webhook", commit=True))
    at.outbox.add([numbered(1), numbered(2), edit(3, of=1)])
    await at.run(seconds=120)
    assert len(at.slack.workspace.posts()) == 3
    counts = at.outbox.counts()
    assert (counts[State.SENT], counts[State.SKIPPED]) == (2, 1)


@pytest.mark.parametrize(
    "how",
    [
        {"kind": "drop"},
        {"kind": "status", "status": 500},
        {"kind": "status", "status": 403, "body": "<html>Blocked</html>"},
        {"kind": "html"},
    ],
    ids=str,
)
async def test_an_outage_of_hours_loses_nothing_that_a_webhook_tells(at: Desk, how: dict[str, Any]) -> None:
    at.deliverer.sink = WebhookSink(at.slack.webhook_url, timeout=60)
    at.outbox.add([numbered(1)])
    await at.run(seconds=2)
    at.slack.break_down(Breakdown(method="webhook", times=1_000_000, **how))
    at.outbox.add([numbered(2), numbered(3)])
    await at.run(seconds=3 * 3600, step=10)
    assert at.outbox.counts()[State.DEAD] == 0
    at.slack.workspace.plan.queue.clear()
    await at.run(seconds=1000)
    assert len(at.slack.workspace.posts()) == 3


@pytest.mark.parametrize("how", [{"kind": "drop"}, {"kind": "status", "status": 502}], ids=str)
async def test_a_webhook_whose_answers_are_lost_is_posted_to_once_until_it_answers(
    at: Desk, how: dict[str, Any]
) -> None:
    at.deliverer.sink = WebhookSink(at.slack.webhook_url, timeout=60)
    at.slack.break_down(Breakdown(method="webhook", times=1_000_000, commit=True, **how))
    at.outbox.add([numbered(1), numbered(2)])
    await at.run(seconds=3 * 3600, step=10)
    assert len(at.slack.workspace.posts()) == 1
    at.slack.workspace.plan.queue.clear()
    await at.run(seconds=200)
    assert (at.outbox.counts()[State.SENT], len(at.slack.workspace.posts())) == (2, 3)


class PickyHook(WebhookSink):
    """A webhook with one message that something on the way answers with a page."""

    async def send(self, message: Message, now: datetime) -> Delivery:
        if message.alert.id in named(1):
            return Failed(fault=Fault.UNKNOWN, reason="HTTP 413 and no error code")
        return await super().send(message, now)


async def test_a_message_that_a_webhook_alone_never_takes_is_given_up_once_others_pass(
    at: Desk,
) -> None:
    at.deliverer.sink = PickyHook(at.slack.webhook_url, timeout=60)
    at.outbox.add([numbered(1), numbered(2), numbered(3)])
    await at.run(seconds=3 * 3600, step=10)
    (dead,) = at.outbox.listing(State.DEAD)
    assert (dead.alert.id, dead.error) == (
        named(1)[0],
        "no clear answer to 9 attempts: HTTP 413 and no error code",
    )
    assert len(at.slack.workspace.posts()) == 3  # the others, and that one was given up
