from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.deliver import Deliverer, Health
from monitor.model import Delivery, Failed, Fault, Kind, Message, Sent
from monitor.sinks.slack import SlackSink
from monitor.sinks.webhook import WebhookSink
from monitor.store.owed import State
from tests.deliver.made import START, FullDisk, desk, edit, named, numbered, open_outbox, until
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
    tmp_path: Path, how: Breakdown
) -> None:
    async with desk(tmp_path) as at:
        at.slack.break_down(how)
        at.outbox.add([numbered(n) for n in range(1, 5)])
        await at.run(seconds=420)
        assert at.stands() == named(1, 2, 3, 4)
        assert at.outbox.counts()[State.SENT] == 4
        assert at.slack.workspace.impatient == 0


@pytest.mark.parametrize("thread", [None, "un-cybercrime:VN"])
async def test_a_stop_between_post_and_mark_is_found_in_history(tmp_path: Path, thread: str | None) -> None:
    async with desk(tmp_path) as at:
        for number in (1, 2, 3):  # each is taken by Slack, and the worker dies before it writes that down
            at.outbox.add([numbered(number, thread=thread)])
            (owed,) = at.outbox.due(at.clock())
            message = at.outbox.claim(owed, at.clock())
            assert message is not None
            assert isinstance(await at.deliverer.sink.send(message, at.clock()), Sent)
            at.restart()
            await at.run(seconds=90)
        assert at.stands() == named(1, 2, 3)
        roots = [message.thread_ts for message in at.slack.workspace.posts()]
        assert roots == ([None] * 3 if thread is None else [None, *[at.slack.workspace.posts()[0].ts] * 2])
        assert at.outbox.counts()[State.SENT] == 3


async def test_history_that_lags_is_waited_for(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.slack.workspace.history_lag = 8.0
        at.slack.break_down(Breakdown(kind="drop", commit=True, times=3))
        at.outbox.add([numbered(1), numbered(2), numbered(3)])
        await at.run(seconds=300)
        assert at.stands() == named(1, 2, 3)


@pytest.mark.parametrize("ahead", [-3600.0, -90.0, 90.0, 3600.0])
async def test_a_clock_that_is_wrong_finds_its_messages_all_the_same(tmp_path: Path, ahead: float) -> None:
    async with desk(tmp_path) as at:
        at.slack.workspace.clock = lambda: at.clock.epoch() - ahead
        at.slack.break_down(Breakdown(kind="drop", commit=True, times=2))
        at.outbox.add([numbered(1), numbered(2)])
        await at.run(seconds=200)
        assert at.stands() == named(1, 2)


@pytest.mark.parametrize("jump", [-86000.0, -3600.0, 3600.0, 86400.0 * 30])
async def test_a_clock_that_is_set_while_the_outcome_is_unknown(tmp_path: Path, jump: float) -> None:
    async with desk(tmp_path) as at:
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
        at.restart()
        at.outbox.bring_back(at.clock())
        await at.run(seconds=200)
        assert at.stands() == named(1)


async def test_history_once_a_minute_is_respected(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.slack.workspace.harsh()
        at.slack.workspace.add_channel("other", "C0TREATY02")
        at.slack.break_down(Breakdown(kind="drop", commit=True, times=4))
        at.outbox.add([numbered(n, channel="#other" if n % 2 else "#treaty-alerts") for n in range(1, 5)])
        await at.run(seconds=600)
        assert sorted(at.stands()) == named(1, 2, 3, 4)
        assert at.slack.workspace.impatient == 0


async def test_a_bad_channel_parks_its_own_queue_only_and_drains_when_mended(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        broken = at.slack.workspace.add_channel("broken", "C0TREATY02", member=False)
        at.outbox.add([numbered(1, channel="#broken"), numbered(2, channel="#broken"), numbered(3)])
        await at.run(seconds=30)
        assert at.outbox.counts()[State.PARKED] == 2
        assert at.deliverer.health(at.clock()).waiting
        told = [
            message.body["text"].splitlines()[0] for message in at.slack.workspace.posts("#treaty-alerts")
        ]
        assert told[1] == "Nothing can be posted to #broken"
        await at.run(seconds=7200, step=60)
        assert len(at.slack.workspace.posts("#treaty-alerts")) == 2  # told once
        assert at.slack.workspace.calls.count("chat.postMessage") < 12  # probed slowly
        broken.member = True
        await at.run(seconds=3700, step=5)
        assert [message.alert_id for message in at.slack.workspace.posts("#broken")] == named(1, 2)
        assert at.deliverer.health(at.clock()) == Health()


async def test_a_bad_token_stops_everything_keeps_the_queue_and_drains_when_mended(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.outbox.add([numbered(n) for n in range(1, 4)])
        at.slack.workspace.revoked = "token_revoked"
        await at.run(seconds=1800, step=10)
        assert at.deliverer.health(at.clock()) == Health(down=("Slack refuses everything: token_revoked",))
        assert at.slack.workspace.calls.count("chat.postMessage") == 1
        assert at.slack.workspace.calls.count("auth.test") < 10
        at.restart()  # and a restart does not forget it
        await at.run(seconds=5)
        assert at.slack.workspace.calls.count("chat.postMessage") == 1
        at.slack.workspace.revoked = None
        await at.run(seconds=700)
        assert at.stands() == named(1, 2, 3)
        assert at.deliverer.health(at.clock()) == Health()


async def test_an_outage_of_hours_loses_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        how = Breakdown(kind="status", status=503, method="*", times=10_000)
        at.slack.break_down(how)
        at.outbox.add([numbered(n) for n in range(1, 8)])
        await at.run(seconds=3 * 3600, step=30)
        assert at.outbox.counts()[State.DEAD] == 0
        at.slack.workspace.plan.queue.clear()
        await at.run(seconds=900)
        assert at.stands() == named(*range(1, 8))


async def test_an_outage_with_unknown_outcomes_and_no_history_loses_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.slack.break_down(Breakdown(kind="status", status=500, method="*", times=10_000))
        at.outbox.add([numbered(n) for n in range(1, 4)])
        await at.run(seconds=3 * 3600, step=30)
        at.slack.workspace.plan.queue.clear()
        await at.run(seconds=900)
        assert at.stands() == named(1, 2, 3)


async def test_an_outage_of_posting_alone_loses_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.slack.workspace.add_channel("other", "C0TREATY02")
        at.outbox.add([numbered(1)])
        await at.run(seconds=2)
        for method in ("chat.postMessage", "chat.update"):
            at.slack.break_down(Breakdown(kind="status", status=500, method=method, times=10_000))
        at.outbox.add([numbered(2), numbered(3), edit(4, of=1), numbered(5, channel="#other")])
        await at.run(seconds=3 * 3600, step=10)
        assert at.stands() == named(1)
        at.slack.workspace.plan.queue.clear()
        await at.run(seconds=1000)
        assert sorted(at.stands()) == named(1, 2, 3, 5)
        assert at.slack.workspace.posts()[0].edits == 1
        assert at.outbox.counts()[State.SENT] == 5


class Picky(SlackSink):
    """Slack, with one message over which it stumbles for ever."""

    async def send(self, message: Message, now: datetime) -> Delivery:
        if message.alert.id in named(1):
            return Failed(fault=Fault.UNKNOWN, reason="HTTP 500")
        return await super().send(message, now)


async def test_a_message_over_which_slack_stumbles_is_given_up_once_others_pass(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.deliverer.sink = Picky(at.slack.token, api_url=at.slack.api_url)
        at.outbox.add([numbered(1), numbered(2), numbered(3)])
        await at.run(seconds=3 * 3600, step=5)
        (dead,) = at.outbox.listing(State.DEAD)
        assert dead.alert.id == named(1)[0]
        assert dead.error == "not there after 9 attempts: HTTP 500"
        *passed, notice = at.slack.workspace.posts()
        assert [message.alert_id for message in passed] == named(2, 3)
        assert notice.body["text"].splitlines()[0] == "An alert could not be delivered to #treaty-alerts"


async def test_an_edit_that_is_never_taken_is_no_alert_that_was_not_delivered(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.outbox.add([numbered(1)])
        await at.run(seconds=2)
        strange = Breakdown(kind="error", error="a_code_of_tomorrow", method="chat.update", times=10_000)
        at.slack.break_down(strange)
        at.outbox.add([edit(2, of=1)])
        await at.run(seconds=2 * 24 * 3600, step=60)
        assert at.outbox.counts() | {State.SENT: 1, State.SKIPPED: 1} == at.outbox.counts()
        assert at.stands() == named(1)


@pytest.mark.parametrize("error", ["msg_blocks_too_long", "a_code_of_tomorrow"])
async def test_a_message_that_is_never_taken_is_a_dead_letter_said_loudly_once(
    tmp_path: Path, error: str
) -> None:
    async with desk(tmp_path) as at:
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


async def test_a_notice_that_dies_makes_no_notice(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.outbox.add([numbered(1)])
        at.slack.break_down(Breakdown(kind="error", error="no_text", times=1000))
        await at.run(seconds=60)
        assert at.outbox.counts()[State.DEAD] == 2
        assert [owed.alert.kind for owed in at.outbox.listing(State.DEAD)] == [Kind.NOTICE, Kind.NEWS]


async def test_edits_coalesce_are_paced_and_hold_nothing_up(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
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


async def test_a_message_a_person_deleted_is_not_posted_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.outbox.add([numbered(1)])
        await at.run(seconds=2)
        at.slack.workspace.posts()[0].deleted = True
        at.outbox.add([edit(2, of=1)])
        await at.run(seconds=60)
        assert at.stands() == []
        assert at.outbox.counts()[State.SKIPPED] == 1


async def test_one_message_a_second_and_no_429_for_sixty_signatures(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.be_patient()
        at.slack.workspace.rates["post"] = (1.0, 1.0)
        at.outbox.add([numbered(n) for n in range(60)])
        await at.run(seconds=62)
        assert at.stands() == named(*range(60))
        assert len(at.slack.workspace.calls) == 60


async def test_a_429_storm_in_two_channels_pauses_the_workspace(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        for n in range(5):
            at.slack.workspace.add_channel(f"c{n}", f"C0TREATY1{n}")
        at.slack.break_down(Breakdown(kind="status", status=429, headers={"Retry-After": "20"}, times=2))
        at.outbox.add([numbered(n, channel=f"#c{n % 5}") for n in range(10)])
        await at.run(seconds=15)
        # the two that came beside them were taken; nothing more until Slack is asked for no more patience
        assert len(at.slack.workspace.posts()) <= 3
        await at.run(seconds=15)
        assert sorted(at.stands()) == named(*range(10))


async def test_stopping_claims_nothing_more_and_lets_the_one_in_flight_finish(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.slack.break_down(Breakdown(kind="slow", seconds=0.05, commit=True))
        at.outbox.add([numbered(1), numbered(2)])
        flight = asyncio.create_task(at.deliverer.deliver_due(at.clock()))
        await until(lambda: at.slack.workspace.calls)
        at.deliverer.stop()
        await flight
        await at.run(seconds=5)
        assert at.stands() == named(1)
        assert at.outbox.counts() | {State.SENT: 1, State.PENDING: 1} == at.outbox.counts()


async def test_a_cancelled_flight_is_unknown_and_looked_for(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.slack.break_down(Breakdown(kind="hang", commit=True))
        at.outbox.add([numbered(1)])
        flight = asyncio.create_task(at.deliverer.deliver_due(at.clock()))
        await until(at.stands)
        flight.cancel()
        with pytest.raises(asyncio.CancelledError):
            await flight
        assert at.outbox.counts()[State.UNKNOWN] == 1
        await at.run(seconds=60)
        assert at.stands() == named(1)
        assert at.outbox.counts()[State.SENT] == 1


async def test_passes_that_overlap_send_nothing_twice(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.outbox.add([numbered(n) for n in range(3)])
        await asyncio.gather(*(at.deliverer.deliver_due(at.clock()) for _ in range(10)))
        assert at.stands() == named(0)


async def test_a_full_disk_sends_nothing_more_until_the_outcome_is_written(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.outbox.add([numbered(n) for n in range(1, 4)])
        await at.run(seconds=1)
        at.clock.pass_(1)
        disk = FullDisk(at.outbox.db.conn)
        at.slack.break_down(Breakdown(kind="slow", seconds=0, commit=True))
        flight = asyncio.create_task(at.deliverer.deliver_due(at.clock()))
        await until(lambda: at.slack.workspace.calls.count("chat.postMessage") == 2)
        disk.fill()
        await flight
        await at.run(seconds=20)
        assert at.stands() == named(1, 2)
        assert at.deliverer.health(at.clock()).down
        disk.free()
        await at.run(seconds=5)
        assert at.stands() == named(1, 2, 3)
        assert at.deliverer.health(at.clock()) == Health()


async def test_a_disk_that_is_full_from_the_start_posts_nothing_and_recovers(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.outbox.add([numbered(1), edit(2, of=1)])
        disk = FullDisk(at.outbox.db.conn)
        disk.fill()
        await at.run(seconds=10)
        assert at.slack.workspace.calls == []
        disk.free()
        await at.run(seconds=5)
        assert at.stands() == named(1)


async def test_health_tells_who_waits(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        assert at.deliverer.health(at.clock()) == Health()
        at.slack.break_down(Breakdown(kind="status", status=429, headers={"Retry-After": "30"}))
        at.outbox.add([numbered(1)])
        await at.run(seconds=2)
        assert at.deliverer.health(at.clock()) == Health(
            waiting=("#treaty-alerts waits: Slack asked to wait",)
        )
        await at.run(seconds=30)
        assert at.deliverer.health(at.clock()) == Health()


async def test_without_the_history_scope_it_is_sent_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.slack.workspace.tokens[at.slack.token] = ("chat:write",)
        at.slack.break_down(Breakdown(kind="drop", commit=True))
        at.outbox.add([numbered(1)])
        await at.run(seconds=120)
        assert at.stands() == named(1, 1)
        assert at.deliverer.health(at.clock()) == Health()


async def test_pages_instead_of_slack_s_answers_are_waited_out(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:  # a firewall blocks Slack for hours, and says so on a page of its own
        page = Breakdown(kind="status", status=403, method="*", body="<html>Blocked</html>", times=1_000_000)
        at.slack.break_down(page)
        at.outbox.add([numbered(1), numbered(2)])
        await at.run(seconds=3 * 3600)
        assert at.outbox.counts()[State.PENDING] == 2
        page.times = 1
        await at.run(seconds=1800)
        assert at.stands() == named(1, 2)


async def test_a_message_that_alone_gets_a_page_holds_up_no_other_for_ever(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.slack.break_down(Breakdown(kind="status", status=413, body="<html>Too large</html>", times=8))
        at.outbox.add([numbered(1), numbered(2)])
        await at.run(seconds=3600)
        assert at.outbox.counts()[State.DEAD] == 1
        assert named(2)[0] in at.stands()


async def test_a_webhook_posts_at_least_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
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
async def test_an_outage_of_hours_loses_nothing_that_a_webhook_tells(
    tmp_path: Path, how: dict[str, Any]
) -> None:
    async with desk(tmp_path) as at:
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
    tmp_path: Path, how: dict[str, Any]
) -> None:
    async with desk(tmp_path) as at:
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
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as at:
        at.deliverer.sink = PickyHook(at.slack.webhook_url, timeout=60)
        at.outbox.add([numbered(1), numbered(2), numbered(3)])
        await at.run(seconds=3 * 3600, step=10)
        (dead,) = at.outbox.listing(State.DEAD)
        assert (dead.alert.id, dead.error) == (
            named(1)[0],
            "no clear answer to 9 attempts: HTTP 413 and no error code",
        )
        assert len(at.slack.workspace.posts()) == 3  # the others, and that one was given up


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


async def test_a_revoked_token_is_known_before_an_alert_is_owed(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.deliverer.ask(at.clock)
        assert at.deliverer.health(at.clock()) == Health()
        at.slack.workspace.revoked = "token_revoked"
        await at.deliverer.ask(at.clock)
        assert at.deliverer.health(at.clock()).down
        at.slack.workspace.revoked = None
        await at.run(seconds=120)
        assert at.deliverer.health(at.clock()) == Health()


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


async def test_one_line_a_delivery_and_no_text_in_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.outbox.add([numbered(1)])
        with logged() as logs:
            await at.run(seconds=1)
        (line,) = logs
        assert line.items() >= {
            "event": "delivery", "level": "INFO", "outcome": "sent", "channel": "#treaty-alerts",
            "kind": "news", "priority": "high", "attempt": 1, "id": named(1)[0],
        }.items()  # fmt: skip
        assert "Viet Nam" not in str(line)


async def test_drain_waits_for_the_pace_and_ends(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.outbox.add([numbered(1), numbered(2), numbered(3, due=START + timedelta(hours=9))])

        async def sleep(seconds: float) -> None:
            at.clock.pass_(seconds)

        total = await at.deliverer.drain(at.clock, within=timedelta(seconds=30), sleep=sleep)
        assert total["sent"] == 2
        assert at.outbox.next_at(at.clock()) == START + timedelta(hours=9)


async def test_drain_waits_for_nobody_to_mend_a_token(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.outbox.add([numbered(1)])
        at.slack.workspace.revoked = "token_revoked"
        slept: list[float] = []

        async def sleep(seconds: float) -> None:
            slept.append(seconds)
            at.clock.pass_(seconds)

        await at.deliverer.drain(at.clock, within=timedelta(minutes=2), sleep=sleep)
        assert (slept, at.stands()) == ([], [])
        at.slack.workspace.revoked = None
        at.restart()
        await at.deliverer.drain(at.clock, within=timedelta(minutes=2), sleep=sleep)
        assert at.stands() == named(1)


def test_faults_are_all_handled() -> None:
    assert set(Fault) == {
        Fault.LATER, Fault.RATE, Fault.UNKNOWN, Fault.MESSAGE, Fault.CHANNEL, Fault.TOKEN, Fault.STRANGE,
    }  # fmt: skip
