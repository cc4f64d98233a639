from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.deliver import Deliverer, Obstacles
from monitor.model import Delivery, Failed, Fault, Kind, Message, Sent
from monitor.sinks.slack import SlackSink
from monitor.store.owed import State
from tests.deliver.made import START, Desk, edit, named, numbered, open_outbox
from tests.logged import logged
from tests.slack_server import Breakdown

BREAKDOWNS = [
    Breakdown(kind="drop"),
    Breakdown(kind="drop", commit=True),
    Breakdown(kind="reset"),
    Breakdown(kind="reset", commit=True),
    Breakdown(kind="hang"),
    Breakdown(kind="hang", commit=True),
    Breakdown(kind="truncate", commit=True),
    Breakdown(kind="html", commit=True),
    Breakdown(kind="status", status=500),
    Breakdown(kind="status", status=500, commit=True),
    Breakdown(kind="status", status=503),
    Breakdown(kind="status", status=429, headers={"Retry-After": "3"}),
    Breakdown(kind="status", status=429, headers={"Retry-After": "soon"}),
    Breakdown(kind="error", error="internal_error"),
    Breakdown(kind="error", error="internal_error", commit=True),
    Breakdown(kind="error", error="fatal_error", commit=True),
    Breakdown(kind="error", error="invalid_blocks"),
    Breakdown(kind="error", error="service_unavailable"),
    Breakdown(kind="error", error="a_code_of_tomorrow"),
    Breakdown(kind="error", error="is_archived"),
    Breakdown(kind="error", error="token_expired"),
]


@pytest.mark.parametrize(
    "how", BREAKDOWNS, ids=lambda how: f"{how.kind}-{how.error}-{how.status}-{how.commit}"
)
async def test_whatever_breaks_nothing_is_missing_nothing_twice_and_order_is_kept(
    at: Desk, how: Breakdown
) -> None:
    at.slack.break_down(how)
    at.outbox.add([numbered(n) for n in range(1, 5)])
    await at.run(seconds=420)
    assert at.stands() == named(1, 2, 3, 4)
    assert at.outbox.counts()[State.SENT] == 4
    assert at.slack.workspace.impatient == 0


async def test_history_that_lags_is_waited_for(at: Desk) -> None:
    at.slack.workspace.history_lag = 8.0
    at.slack.break_down(Breakdown(kind="drop", commit=True, times=3))
    at.outbox.add([numbered(1), numbered(2), numbered(3)])
    await at.run(seconds=300)
    assert at.stands() == named(1, 2, 3)


@pytest.mark.parametrize("ahead", [-3600.0, -90.0, 90.0, 3600.0])
async def test_a_clock_that_is_wrong_finds_its_messages_all_the_same(at: Desk, ahead: float) -> None:
    at.slack.workspace.clock = lambda: at.clock.epoch() - ahead
    at.slack.break_down(Breakdown(kind="drop", commit=True, times=2))
    at.outbox.add([numbered(1), numbered(2)])
    await at.run(seconds=200)
    assert at.stands() == named(1, 2)


@pytest.mark.parametrize("refusals", [0, 100])
@pytest.mark.parametrize("jump", [-86000.0, -3600.0, 3600.0, 86400.0 * 30])
async def test_a_clock_that_is_set_while_the_outcome_is_unknown(at: Desk, jump: float, refusals: int) -> None:
    true = 0.0
    at.slack.workspace.clock = lambda: at.clock.epoch() - true
    if jump < 0:  # it was ahead, and is set right
        true = -jump
    at.slack.break_down(Breakdown(kind="drop", commit=True))
    at.outbox.add([numbered(1)])
    await at.deliverer.deliver_due(at.clock())
    assert at.outbox.counts()[State.UNKNOWN] == 1
    at.clock.pass_(jump)
    true += jump
    at.outbox.bring_back(at.clock())
    at.restart()
    if refusals:  # so that it is found after the wrong time has come
        later = Breakdown(kind="status", status=503, method="conversations.history", times=refusals)
        at.slack.break_down(later)
    await at.run(seconds=200 + 61 * refusals, step=5 if refusals else 1)
    assert at.stands() == named(1)


async def test_history_once_a_minute_is_respected(at: Desk) -> None:
    at.slack.workspace.harsh()
    at.slack.workspace.add_channel("other", "C0TREATY02")
    at.slack.break_down(Breakdown(kind="drop", commit=True, times=4))
    at.outbox.add([numbered(n, channel="#other" if n % 2 else "#treaty-alerts") for n in range(1, 5)])
    await at.run(seconds=600)
    assert sorted(at.stands()) == named(1, 2, 3, 4)
    assert at.slack.workspace.impatient == 0


class Picky(SlackSink):
    """Slack, with one message over which it stumbles for ever."""

    async def send(self, message: Message, now: datetime) -> Delivery:
        if message.alert.id in named(1):
            return Failed(fault=Fault.UNKNOWN, reason="HTTP 500")
        return await super().send(message, now)


async def test_a_message_over_which_slack_stumbles_is_given_up_once_others_pass(at: Desk) -> None:
    at.deliverer.sink = Picky(at.slack.token, api_url=at.slack.api_url)
    at.outbox.add([numbered(1), numbered(2), numbered(3)])
    await at.run(seconds=3 * 3600, step=5)
    (dead,) = at.outbox.listing(State.DEAD)
    assert dead.alert.id == named(1)[0]
    assert dead.error == "not there after 9 attempts: HTTP 500"
    *passed, notice = at.slack.workspace.posts()
    assert [message.alert_id for message in passed] == named(2, 3)
    assert notice.body["text"].splitlines()[0] == "An alert could not be delivered to #treaty-alerts"


async def test_an_edit_that_is_never_taken_is_no_alert_that_was_not_delivered(at: Desk) -> None:
    at.outbox.add([numbered(1)])
    await at.run(seconds=2)
    strange = Breakdown(kind="error", error="a_code_of_tomorrow", method="chat.update", times=10_000)
    at.slack.break_down(strange)
    at.outbox.add([edit(2, of=1)])
    await at.run(seconds=2 * 24 * 3600, step=60)
    assert at.outbox.counts() | {State.SENT: 1, State.SKIPPED: 1} == at.outbox.counts()
    assert at.stands() == named(1)


@pytest.mark.parametrize("error", ["msg_blocks_too_long", "a_code_of_tomorrow"])
async def test_a_message_that_is_never_taken_is_a_dead_letter_said_loudly_once(at: Desk, error: str) -> None:
    at.outbox.add([numbered(1)])
    at.slack.break_down(
        Breakdown(kind="error", error=error, times=2 if error == "msg_blocks_too_long" else 8)
    )
    with logged() as logs:
        await at.run(seconds=3600, step=5)
    (dead,) = at.outbox.listing(State.DEAD)
    assert dead.alert.id == named(1)[0]
    (notice,) = at.slack.workspace.posts()
    assert notice.body["text"].splitlines()[0] == "An alert could not be delivered to #treaty-alerts"
    assert "treatywatch outbox retry" in notice.body["text"]
    assert [entry["id"] for entry in logs if entry["event"] == "dead letter"] == named(1)
    at.outbox.retry(dead.alert.id, at.clock())
    await at.run(seconds=5)
    assert at.stands()[-1] == named(1)[0]


async def test_a_notice_that_dies_makes_no_notice(at: Desk) -> None:
    at.outbox.add([numbered(1)])
    at.slack.break_down(Breakdown(kind="error", error="no_text", times=1000))
    await at.run(seconds=60)
    assert at.outbox.counts()[State.DEAD] == 2
    assert [owed.alert.kind for owed in at.outbox.listing(State.DEAD)] == [Kind.NOTICE, Kind.NEWS]


async def test_edits_coalesce_are_paced_and_hold_nothing_up(at: Desk) -> None:
    at.outbox.add([numbered(1)])
    await at.run(seconds=2)
    at.outbox.add([edit(n, of=1) for n in range(10, 30)])
    at.slack.break_down(
        Breakdown(kind="status", status=429, method="chat.update", headers={"Retry-After": "60"})
    )
    at.outbox.add([numbered(2)])
    await at.run(seconds=5)
    assert at.stands() == named(1, 2)
    await at.run(seconds=70)
    assert at.slack.workspace.posts()[0].edits == 1
    assert at.slack.workspace.impatient == 0
    counts = at.outbox.counts()
    assert (counts[State.SENT], counts[State.SKIPPED]) == (3, 19)


async def test_a_message_a_person_deleted_is_not_posted_again(at: Desk) -> None:
    at.outbox.add([numbered(1)])
    await at.run(seconds=2)
    at.slack.workspace.posts()[0].deleted = True
    at.outbox.add([edit(2, of=1)])
    await at.run(seconds=60)
    assert at.stands() == []
    assert at.outbox.counts()[State.SKIPPED] == 1


async def test_one_message_a_second_and_no_429_for_sixty_signatures(at: Desk) -> None:
    at.be_patient()
    at.slack.workspace.rates["post"] = (1.0, 1.0)
    at.outbox.add([numbered(n) for n in range(60)])
    await at.run(seconds=62)
    assert at.stands() == named(*range(60))
    assert len(at.slack.workspace.calls) == 60


async def test_health_tells_who_waits(at: Desk) -> None:
    assert at.deliverer.obstacles(at.clock()) == Obstacles()
    at.slack.break_down(Breakdown(kind="status", status=429, headers={"Retry-After": "30"}))
    at.outbox.add([numbered(1)])
    await at.run(seconds=2)
    assert at.deliverer.obstacles(at.clock()) == Obstacles(
        waiting=("#treaty-alerts waits: Slack asked to wait",)
    )
    await at.run(seconds=30)
    assert at.deliverer.obstacles(at.clock()) == Obstacles()


async def test_without_the_history_scope_it_is_sent_again(at: Desk) -> None:
    at.slack.workspace.tokens[at.slack.token] = ("chat:write",)
    at.slack.break_down(Breakdown(kind="drop", commit=True))
    at.outbox.add([numbered(1)])
    await at.run(seconds=120)
    assert at.stands() == named(1, 1)
    assert at.deliverer.obstacles(at.clock()) == Obstacles()


class Odd:
    """A sink with a bug in it."""

    pace = timedelta(0)
    burst = 1
    asked = 0

    async def send(self, message: Message, _now: datetime) -> Delivery:
        self.asked += 1
        if int(message.alert.id, 16) == 1:
            raise ZeroDivisionError
        return Sent()

    async def find(self, _message: Message, _since: datetime, _now: datetime) -> Sent | Failed | None:
        if self.asked > 2:
            raise ZeroDivisionError
        return None

    async def probe(self) -> Failed | None:
        return None


async def test_a_bug_in_a_sink_is_one_messages_trouble(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path / "state.db")
    outbox.add([numbered(1), numbered(2, channel="#other")])
    deliverer = Deliverer(outbox, Odd(), default_channel="#treaty-alerts")
    with logged() as logs:
        for minute in range(5):
            await deliverer.deliver_due(START + timedelta(minutes=minute))
    outbox.db.close()
    assert outbox_state(logs, 2) == ["sent"]
    assert outbox_state(logs, 1)[:2] == ["unknown", "absent"]
    assert any(entry.get("exc_info") for entry in logs)


def outbox_state(logs: list[dict[str, object]], number: int) -> list[object]:
    wanted = f"{number:032x}"
    return [entry["outcome"] for entry in logs if entry["event"] == "delivery" and entry["id"] == wanted]


async def test_one_line_a_delivery_and_no_text_in_it(at: Desk) -> None:
    at.outbox.add([numbered(1)])
    with logged() as logs:
        await at.run(seconds=1)
    (line,) = logs
    assert line.items() >= {
        "event": "delivery", "level": "INFO", "outcome": "sent", "channel": "#treaty-alerts",
        "kind": "news", "priority": "high", "attempt": 1, "id": named(1)[0],
    }.items()  # fmt: skip
    assert "Viet Nam" not in str(line)


def test_faults_are_all_handled() -> None:
    assert set(Fault) == {
        Fault.LATER, Fault.RATE, Fault.UNKNOWN, Fault.MESSAGE, Fault.CHANNEL, Fault.TOKEN, Fault.STRANGE,
    }  # fmt: skip
