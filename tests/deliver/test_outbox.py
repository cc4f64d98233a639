from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.model import Kind, Level, Outlet, Sent
from monitor.store.outbox import Outbox
from monitor.store.owed import State
from monitor.store.pauses import WORKSPACE, Hold, channel_scope
from tests.deliver.made import START, edit, ids, numbered, open_outbox, sent
from tests.sinks.made import telling

SECOND = timedelta(seconds=1)


def test_the_same_telling_cannot_be_owed_twice(outbox: Outbox) -> None:
    assert outbox.add([numbered(1), numbered(1, telling=telling(title="other")), numbered(2)]) == 2
    assert outbox.add([numbered(2)]) == 0
    owed = outbox.get(f"{1:032x}")
    assert owed.alert == numbered(1)


def test_a_list_that_grows_takes_its_place_while_it_waits_and_no_later(outbox: Outbox) -> None:
    small = numbered(1, telling=telling(items=(telling(),)), story="first", due=START + SECOND)
    large = numbered(1, telling=telling(items=(telling(), telling())), story="louder", due=small.due)
    outbox.add([small, replace(large, level=Level.HIGH, grows=True)])
    (owed,) = outbox.due(START + SECOND)
    assert owed.alert == replace(large, level=Level.HIGH)
    sent(outbox, 1)
    outbox.add([replace(small, grows=True)])
    assert outbox.get(owed.alert.id).alert.story == "louder"


def test_adding_joins_the_transaction_of_its_cause(outbox: Outbox) -> None:
    def cause() -> None:
        with outbox.db.atomic():
            outbox.add([numbered(1)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cause()
    assert outbox.counts()[State.PENDING] == 0


def test_each_channel_goes_in_its_own_order(outbox: Outbox) -> None:
    outbox.add([numbered(1), numbered(2), numbered(3, channel="#other")])
    assert ids(outbox) == [1, 3]
    sent(outbox, 1)
    assert ids(outbox, SECOND) == [2, 3]


def test_a_message_in_flight_or_unknown_holds_its_channel(outbox: Outbox) -> None:
    outbox.add([numbered(1), numbered(2)])
    (first,) = outbox.due(START)
    assert outbox.claim(first, START)
    assert outbox.claim(first, START) is None
    assert ids(outbox, SECOND) == []
    assert outbox.recover(START, START + 10 * SECOND) == 1
    assert ids(outbox, 9 * SECOND) == []
    (unknown,) = outbox.due(START + 10 * SECOND)
    assert (unknown.state, unknown.strikes, int(unknown.alert.id, 16)) == (State.UNKNOWN, 0, 1)


def test_a_retry_keeps_its_place_and_quiet_hours_do_not(outbox: Outbox) -> None:
    outbox.add([numbered(1, due=START + 60 * SECOND, thread="t"), numbered(2), numbered(3, thread="t")])
    assert ids(outbox) == [2]
    sent(outbox, 2)
    assert ids(outbox, SECOND) == []  # 3 waits for 1, the root of its thread
    assert outbox.next_at(START + SECOND) == START + 60 * SECOND
    assert ids(outbox, 60 * SECOND) == [1]
    (first,) = outbox.due(START + 60 * SECOND)
    outbox.claim(first, START)
    outbox.retry_later(first.alert.id, START + 90 * SECOND, "busy")
    assert ids(outbox, 89 * SECOND) == []
    assert ids(outbox, 90 * SECOND) == [1]


def test_a_thread_replies_to_its_latest_message_of_its_own(outbox: Outbox) -> None:
    outbox.add([numbered(n, thread="un-cybercrime:VN") for n in range(1, 5)])
    assert outbox.message(numbered(1, thread="un-cybercrime:VN")).thread_ts is None
    sent(outbox, 1)
    sent(outbox, 2, thread_ts="1.0")
    assert outbox.message(numbered(3, thread="un-cybercrime:VN")).thread_ts == "1.0"
    sent(outbox, 3)  # the thread was gone, so it became a message of its own
    message = outbox.message(numbered(4, thread="un-cybercrime:VN"))
    assert (message.thread_ts, message.channel_id) == ("3.0", "C0TREATY01")
    assert outbox.message(numbered(4, thread="un-cybercrime:VN", channel="#other")).thread_ts is None


def test_edits_wait_for_their_message_and_the_newest_overtakes(outbox: Outbox) -> None:
    outbox.add([numbered(1), edit(2, of=1), edit(3, of=1), edit(4, of=99)])
    assert ids(outbox) == [1]
    states = {int(owed.alert.id, 16): owed.state for owed in outbox.listing()}
    assert states == {1: State.PENDING, 2: State.SKIPPED, 3: State.PENDING, 4: State.SKIPPED}
    (first,) = outbox.due(START)
    assert outbox.claim(first, START)
    outbox.add([edit(5, of=1)])
    outbox.mark_sent(first.alert.id, Sent(channel_id="C0TREATY01", ts="1.0"), START)
    (update,) = outbox.due(START)
    message = outbox.claim(update, START)
    assert (message.update_ts, message.channel_id, int(message.alert.id, 16)) == ("1.0", "C0TREATY01", 5)


def test_a_message_that_waited_leaves_with_what_its_edits_would_show(outbox: Outbox) -> None:
    both = telling(outlets=tuple(Outlet(publisher=name, url=None, title="Signed") for name in ("One", "Two")))
    outbox.add([numbered(1), edit(2, of=1, telling=both)])
    (first,) = outbox.due(START)
    message = outbox.claim(first, START)
    assert (int(message.alert.id, 16), message.alert.updates, message.alert.telling) == (1, None, both)
    outbox.mark_sent(first.alert.id, Sent(channel_id="C0TREATY01", ts="1.0"), START)
    assert outbox.due(START) == (), "nothing is left to edit"


def test_a_message_shows_the_outlets_of_its_latest_edit(outbox: Outbox) -> None:
    first = telling(outlets=(Outlet(publisher="One", url=None, title="One"),))
    both = replace(first, outlets=(*first.outlets, Outlet(publisher="Two", url=None, title="Two")))
    outbox.add([numbered(1), edit(2, of=1, telling=both), edit(3, of=9, telling=first)])
    assert [outlet.publisher for outlet in outbox.shown(f"{1:032x}").outlets] == ["One", "Two"]
    outbox.add([edit(4, of=1, telling=first)])
    assert [outlet.publisher for outlet in outbox.shown(f"{1:032x}").outlets] == ["One"]
    assert outbox.shown(f"{2:032x}") is None


def test_edits_of_a_dead_letter_are_skipped(outbox: Outbox) -> None:
    outbox.add([numbered(1), edit(2, of=1)])
    outbox.give_up(f"{1:032x}", "no")
    assert ids(outbox) == []
    assert outbox.counts() | {State.DEAD: 1, State.SKIPPED: 1} == outbox.counts()


def test_pauses_survive_and_pacing_never_shortens_another(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path / "state.db")
    outbox.add([numbered(1), numbered(2, channel="#other")])
    outbox.pauses.set(channel_scope("#treaty-alerts"), Hold.RATE, START + 30 * SECOND, START)
    outbox.pauses.set(channel_scope("#treaty-alerts"), Hold.PACE, START + SECOND, START)
    outbox.db.close()
    outbox = open_outbox(tmp_path / "state.db")
    assert ids(outbox, 29 * SECOND) == [2]
    assert ids(outbox, 30 * SECOND) == [1, 2]
    outbox.pauses.set(WORKSPACE, Hold.TOKEN, START + 60 * SECOND, START)
    outbox.pauses.set(WORKSPACE, Hold.TOKEN, START + 90 * SECOND, START + 60 * SECOND)
    assert outbox.pauses.all()[WORKSPACE].tries == 2
    assert ids(outbox, 89 * SECOND) == []
    outbox.db.close()


def test_a_parked_channel_keeps_its_queue_and_drains_after_one_success(outbox: Outbox) -> None:
    outbox.add([numbered(1), numbered(2)])
    (first,) = outbox.due(START)
    outbox.claim(first, START)
    outbox.park("#treaty-alerts", START + 300 * SECOND, START, "not_in_channel")
    outbox.add([numbered(3)])
    assert outbox.counts()[State.PARKED] == 2
    assert ids(outbox, 299 * SECOND) == []
    (again,) = outbox.due(START + 300 * SECOND)
    assert (int(again.alert.id, 16), again.attempts) == (1, 0)
    assert outbox.claim(again, START)
    outbox.mark_sent(again.alert.id, Sent(channel_id="C", ts="1.0"), START + 300 * SECOND, SECOND)
    assert outbox.counts()[State.PARKED] == 0
    assert ids(outbox, 301 * SECOND) == [2]


@given(burst=st.integers(1, 5), quarters=st.lists(st.integers(0, 12), max_size=40))
def test_the_end_of_a_pause_is_all_that_there_is_to_a_bucket(burst: int, quarters: list[int]) -> None:
    with TemporaryDirectory() as folder:
        outbox = open_outbox(Path(folder) / "state.db")
        at, level = START, float(burst)
        for quarter in quarters:
            at += SECOND * quarter / 4
            level = min(burst, level + quarter / 4)
            pause = outbox.pauses.all().get("channel:#c")
            assert (pause is None or pause.until <= at) == (level >= 1)
            if level >= 1:
                outbox.pauses.spend("channel:#c", at, SECOND, burst)
                level -= 1
        outbox.db.close()


def test_a_bucket_is_empty_after_retry_after_and_leaves_other_pauses_alone(outbox: Outbox) -> None:
    scope = channel_scope("#treaty-alerts")
    outbox.pauses.set(scope, Hold.RATE, START + 30 * SECOND, START, "Slack asked to wait")
    outbox.pauses.spend(scope, START + 10 * SECOND, SECOND, 3)  # an answer to what had left before
    assert (outbox.pauses.all()[scope].kind, outbox.pauses.all()[scope].until) == (
        Hold.RATE, START + 30 * SECOND,
    )  # fmt: skip
    outbox.pauses.spend(scope, START + 30 * SECOND, SECOND, 3)
    assert (outbox.pauses.all()[scope].kind, outbox.pauses.all()[scope].until) == (
        Hold.PACE, START + 31 * SECOND,
    )  # fmt: skip


def test_a_bucket_does_not_wait_for_a_clock_that_was_set_back(outbox: Outbox) -> None:
    scope = channel_scope("#treaty-alerts")
    for _ in range(3):
        outbox.pauses.spend(scope, START + 600 * SECOND, SECOND, 3)
    outbox.bring_back(START)
    assert outbox.pauses.all()[scope].until == START


def test_operators_list_retry_and_drop(outbox: Outbox) -> None:
    outbox.add([numbered(1), numbered(2)])
    one, two = f"{1:032x}", f"{2:032x}"
    outbox.give_up(one, "invalid_blocks")
    assert [owed.error for owed in outbox.listing(State.DEAD)] == ["invalid_blocks"]
    assert outbox.drop(two, "wrong channel")
    assert outbox.retry(one, START)
    assert not outbox.retry("f" * 32, START)
    assert ids(outbox) == [1]
    sent(outbox, 1)
    assert not outbox.drop(one, "too late")
    assert not outbox.retry(one, START)
    dropped = outbox.get(two)
    assert (dropped.state, dropped.error) == (State.DEAD, "dropped: wrong channel")


def test_what_waits_for_a_channel_is_moved_to_another_with_its_edits(outbox: Outbox) -> None:
    change = replace(numbered(3, channel="#nosuch"), kind=Kind.UPDATE, updates=f"{1:032x}")
    outbox.add([numbered(1, channel="#nosuch"), numbered(2), change])
    outbox.park("#nosuch", START + 300 * SECOND, START, "channel_not_found")
    assert ids(outbox) == [2]
    assert outbox.move("#nosuch", "#legal") == [f"{1:032x}"]
    assert ids(outbox) == [1, 2]
    assert {owed.alert.channel for owed in outbox.listing()} == {"#legal", numbered(2).channel}
    sent(outbox, 1)
    assert ids(outbox) == [2]
    assert outbox.move("#legal", "#other") == []


def test_what_is_moved_just_before_it_is_sent_goes_to_no_channel_but_the_new_one(outbox: Outbox) -> None:
    outbox.add([numbered(1, channel="#nosuch")])
    (about_to_leave,) = outbox.due(START)
    outbox.move("#nosuch", "#legal")
    assert outbox.claim(about_to_leave, START) is None
    (moved,) = outbox.due(START)
    message = outbox.claim(moved, START)
    assert message.alert.channel == "#legal"


def test_an_alert_that_cannot_be_read_any_more_is_told_as_that(outbox: Outbox) -> None:
    outbox.add([numbered(1), numbered(2, channel="#other")])
    outbox.db.execute('UPDATE outbox SET body=\'{"step": "of tomorrow"}\' WHERE seq=1')
    first, second = outbox.due(START)
    assert first.alert.telling.title == f"An alert that this version cannot read: {1:032x}"
    assert second.alert == numbered(2, channel="#other")


def test_a_long_queue_is_asked_in_no_time(outbox: Outbox) -> None:
    with outbox.db.atomic():
        outbox.add([numbered(n, channel=f"#c{n % 7}", thread=f"t{n % 900}") for n in range(3000)])
    plan = outbox.db.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM outbox_owed WHERE channel=? ORDER BY seq LIMIT 1", ("#c1",)
    ).fetchall()
    assert "USING INDEX outbox_open" in plan[0][3]
    assert len(outbox.due(START)) == 4
