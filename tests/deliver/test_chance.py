"""Let chance break a third of all calls, reads included, and stop the worker in between: count on Slack's ledger."""

from __future__ import annotations

import asyncio
import random

import pytest

from monitor.store.owed import State
from tests.deliver.made import Desk, numbered
from tests.slack_server import Breakdown

CHOICES = [
    Breakdown(kind="drop"),
    Breakdown(kind="drop", commit=True),
    Breakdown(kind="reset", commit=True),
    Breakdown(kind="truncate", commit=True),
    Breakdown(kind="status", status=500, commit=True),
    Breakdown(kind="status", status=503),
    Breakdown(kind="status", status=429, headers={"Retry-After": "5"}),
    Breakdown(kind="error", error="internal_error", commit=True),
    Breakdown(kind="error", error="invalid_blocks"),
    Breakdown(kind="error", error="ratelimited", method="conversations.history"),
    Breakdown(kind="drop", method="conversations.history"),
    Breakdown(kind="status", status=500, method="conversations.replies"),
]
CHANNELS = ("#treaty-alerts", "#asia", "#press")


@pytest.mark.parametrize("seed", range(8))
async def test_missing_none_twice_none_in_order(at: Desk, seed: int) -> None:
    dice = random.Random(seed)
    at.slack.workspace.add_channel("asia", "C0TREATY02")
    at.slack.workspace.add_channel("press", "C0TREATY03", private=True)
    at.slack.workspace.history_lag = dice.choice([0.0, 5.0])
    at.slack.workspace.plan.load({"seed": seed, "probability": 0.35})
    at.slack.workspace.plan.choices = CHOICES
    alerts = [
        numbered(n, channel=dice.choice(CHANNELS), thread=dice.choice([None, None, "un-cybercrime:VN"]))
        for n in range(1, 25)
    ]
    at.outbox.add(alerts)
    for _ in range(12):
        await at.run(seconds=dice.randrange(5, 60))
        await stopped_in_flight(at, dice)
    at.slack.workspace.plan.probability = 0.0
    await at.run(seconds=1500, step=2)
    for channel in CHANNELS:
        wanted = [alert.id for alert in alerts if alert.channel == channel]
        assert [message.alert_id for message in at.slack.workspace.posts(channel)] == wanted
    assert at.outbox.counts()[State.SENT] == len(alerts)
    assert len([line for line in at.slack.workspace.ledger if line["event"] == "post"]) == len(alerts)
    assert at.slack.workspace.impatient == 0


async def stopped_in_flight(at: Desk, dice: random.Random) -> None:
    """Stop a pass after a random number of steps of the loop, then begin anew on the same file."""
    flight = asyncio.create_task(at.deliverer.deliver_due(at.clock()))
    for _ in range(dice.randrange(60)):
        await asyncio.sleep(0)
    flight.cancel()
    await asyncio.gather(flight, return_exceptions=True)
    at.restart()
