"""When a feed is polled next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.due import (
    BACKOFF,
    DAY,
    FLOOR,
    STRETCH,
    WEEK,
    PollSummary,
    Schedule,
    address,
    sane_due,
    summary_of,
    wants_full_fetch,
)
from monitor.model import Document, Entry, FetchError, NotModified, Parsed, Validators
from tests.due.made import BROKEN, DEFAULT, GONE, HOUR, MINUTE, NOW, QUIET, UNCHANGED, step


def waited(
    answer: PollSummary, *, interval: timedelta | None = DEFAULT, every: timedelta | None = None
) -> timedelta:
    return step(Schedule(interval=interval), answer, every=every).due - NOW


def entry(number: int) -> Entry:
    return Entry(id=f"{number:032}", feed="f", title="t")


# --- The interval follows the feed --------------------------------------------------------------------------


def test_a_new_feed_starts_at_its_own_interval_or_the_default() -> None:
    first = PollSummary(entries=20, fresh=20)
    assert waited(first, interval=None) == DEFAULT
    assert waited(first, interval=None, every=HOUR) == HOUR
    assert waited(first, interval=None, every=timedelta(seconds=1)) == timedelta(seconds=1)


@pytest.mark.parametrize(
    ("fresh", "minutes"), [(0, 5 * 2**0.25), (1, 2.5), (13, 2.5), (14, 1.25), (20, 1.25)]
)
def test_news_shortens_and_silence_lengthens(fresh: int, minutes: float) -> None:
    answer = PollSummary(entries=20, fresh=fresh)
    assert waited(answer) == timedelta(minutes=minutes)


def test_silence_in_every_form_lengthens_alike() -> None:
    same = PollSummary(unchanged=True)
    assert waited(QUIET) == waited(UNCHANGED) == waited(same) > DEFAULT


def settle(news_every: timedelta, *, every: timedelta | None = None) -> timedelta:
    """Poll a feed that brings one entry in each period for a month, and return its interval."""
    schedule, now, told = Schedule(), NOW, NOW
    for _ in range(2000):
        fresh = int((now - told) / news_every)
        told += fresh * news_every
        made = step(schedule, PollSummary(entries=20, fresh=fresh), now=now, every=every)
        schedule, now = made.schedule, made.due
    assert schedule.interval is not None
    return schedule.interval


def test_intervals_settle_where_a_poll_in_five_brings_news() -> None:
    assert FLOOR <= settle(timedelta(seconds=10)) <= 2 * FLOOR
    hourly = settle(HOUR)
    assert HOUR / 12 <= hourly <= HOUR / 2
    assert settle(30 * DAY) == DEFAULT * STRETCH
    assert settle(30 * DAY, every=10 * MINUTE) == 10 * MINUTE
    assert settle(timedelta(seconds=1), every=10 * MINUTE) <= 2 * FLOOR


# --- What servers and feeds ask for ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "every", "wait"),
    [
        (PollSummary(entries=1, wait=HOUR), None, HOUR),
        (PollSummary(entries=1, wish=HOUR), None, HOUR),
        (PollSummary(entries=1, wait=HOUR, wish=2 * HOUR), None, 2 * HOUR),
        (PollSummary(entries=1, wait=MINUTE), None, DEFAULT * 2**0.25),
        (PollSummary(entries=1, wait=365 * DAY), None, DAY),
        (PollSummary(entries=1, wish=365 * DAY), None, DAY),
        (PollSummary(entries=1, wait=-HOUR), None, DEFAULT * 2**0.25),
        (PollSummary(entries=1, wait=HOUR), 10 * MINUTE, 10 * MINUTE),
        (PollSummary(entries=1, wish=HOUR), 10 * MINUTE, 10 * MINUTE),
        (PollSummary(trouble="answers 429", wait=HOUR), 10 * MINUTE, HOUR),
        (PollSummary(trouble="answers 503", wait=HOUR), 10 * MINUTE, HOUR),
        (PollSummary(trouble="answers 503", wait=30 * DAY), 10 * MINUTE, DAY),
        (PollSummary(trouble="answers 429"), 10 * MINUTE, 10 * MINUTE),
    ],
)
def test_wishes_are_heard_within_bounds(
    answer: PollSummary, every: timedelta | None, wait: timedelta
) -> None:
    assert waited(answer, every=every) == wait


def test_a_wish_is_kept_while_nothing_changes_and_dropped_with_the_document() -> None:
    wished = step(Schedule(), PollSummary(entries=1, wish=2 * HOUR)).schedule
    unchanged = step(wished, UNCHANGED)
    assert unchanged.due - NOW == 2 * HOUR
    assert step(unchanged.schedule, QUIET).due - NOW < HOUR


def test_jitter_takes_off_up_to_a_tenth() -> None:
    for answer in (QUIET, BROKEN, PollSummary(entries=1, wait=30 * DAY)):
        full = step(Schedule(interval=DEFAULT), answer).due - NOW
        spread = step(Schedule(interval=DEFAULT), answer, jitter=0.5).due - NOW
        assert full * 0.9 <= spread < full


# --- Trouble ----------------------------------------------------------------------------------------------


def test_failures_back_off_to_six_hours_and_go_on() -> None:
    schedule, now, waits = Schedule(interval=MINUTE), NOW, []
    for _ in range(12):
        made = step(schedule, BROKEN, now=now)
        waits.append(made.due - now)
        schedule, now = made.schedule, made.due
    minutes = [wait / MINUTE for wait in waits]
    assert minutes == [5, 10, 20, 40, *[60] * 8], (
        "in its first day, an item waits an hour at most once it is back"
    )
    assert schedule.failures == 12
    later = step(schedule, BROKEN, now=NOW + DAY)
    assert later.due - NOW - DAY == BACKOFF


def test_who_was_without_a_network_for_a_night_waits_no_hours_more() -> None:
    alone = summary_of(FetchError(reason="no address is known for its host name", unanswered=True))
    schedule, now, waits = Schedule(interval=MINUTE), NOW, []
    for _ in range(6):
        made = step(schedule, alone, now=now)
        waits.append(made.due - now)
        schedule, now = made.schedule, made.due
    assert [wait / MINUTE for wait in waits] == [5, 10, 15, 15, 15, 15]
    assert step(Schedule(failures=9), alone, every=HOUR).due - NOW == HOUR, (
        "an hourly feed is not asked oftener"
    )
    assert step(schedule, BROKEN).due - NOW == HOUR, "a server that answers is spared as ever"
    assert step(schedule, alone, now=NOW + DAY).due - NOW - DAY > HOUR, (
        "after a day it is the server's own trouble"
    )


def test_a_return_starts_where_the_feed_was() -> None:
    failed = step(Schedule(interval=2 * MINUTE), BROKEN).schedule
    back = step(failed, QUIET)
    assert back.schedule.failures == 0
    assert back.schedule.failing_since is None
    assert back.due - NOW == 2 * MINUTE * 2**0.25
    assert back.tell is None


def test_410_is_told_at_once_and_once_and_so_is_the_return() -> None:
    first = step(Schedule(), GONE)
    assert first.tell is not None
    assert "410 Gone" in first.tell
    assert "feeds.yaml" in first.tell
    second = step(first.schedule, GONE, now=NOW + HOUR)
    third = step(second.schedule, BROKEN, now=NOW + 9 * DAY)
    assert (second.tell, third.tell) == (None, None)
    back = step(third.schedule, QUIET, now=NOW + 10 * DAY)
    assert back.tell.startswith("answers again")
    assert step(back.schedule, QUIET, now=NOW + 11 * DAY).tell is None


def test_a_week_of_failures_is_told_once() -> None:
    schedule, now, told = Schedule(), NOW, []
    for _ in range(100):
        made = step(schedule, BROKEN, now=now)
        if made.tell:
            told.append((now - NOW, made.tell))
        schedule, now = made.schedule, made.due
    ((after, words),) = told
    assert WEEK <= after <= WEEK + BACKOFF
    assert words.startswith(
        "has failed since 24 November 2026, 10:00 UTC: answers 500 Internal Server Error."
    )


def test_trouble_told_before_is_told_anew_after_a_return() -> None:
    back = step(step(Schedule(), GONE).schedule, QUIET).schedule
    assert step(back, GONE).tell is not None


def test_a_clock_that_went_back_does_not_lengthen_trouble() -> None:
    failing = step(Schedule(), BROKEN, now=NOW + 3650 * DAY).schedule
    made = step(failing, BROKEN, now=NOW)
    assert made.schedule.failing_since == NOW
    assert made.tell is None


# --- Full fetches and lies --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ago", "hidden", "wanted"),
    [
        (None, 0, True),
        (timedelta(0), 0, False),
        (DAY - MINUTE, 0, False),
        (DAY, 0, True),
        (-HOUR, 0, True),
        (11 * HOUR, 1, False),
        (12 * HOUR, 1, True),
        (45 * MINUTE, 5, True),
        (44 * MINUTE, 5, False),
        (44 * MINUTE, 10**6, False),
        (45 * MINUTE, 10**6, True),
    ],
)
def test_full_fetches(ago: timedelta | None, hidden: int, wanted: bool) -> None:
    last = None if ago is None else NOW - ago
    assert wants_full_fetch(NOW, last, hidden) is wanted


def document(etag: str | None = '"a"', modified: str | None = None) -> Document:
    return Document(
        url="https://example.org/f",
        body=b"x",
        validators=Validators(etag=etag, last_modified=modified),
        wait=HOUR,
        moved_to="https://example.org/g",
    )


PARSED = Parsed(entries=(entry(1), entry(2)), every=2 * HOUR)


def test_answers_are_summed_up() -> None:
    assert summary_of(document(), PARSED, fresh=1) == PollSummary(
        entries=2, fresh=1, wait=HOUR, wish=2 * HOUR, moved_to="https://example.org/g"
    )
    assert summary_of(document()) == PollSummary(unchanged=True, wait=HOUR, moved_to="https://example.org/g")
    assert summary_of(document(), Parsed(entries=())).moved_to is None
    assert summary_of(document(), FetchError(reason="is a web page")) == PollSummary(trouble="is a web page")
    assert summary_of(NotModified(wait=HOUR)) == PollSummary(not_modified=True, unchanged=True, wait=HOUR)
    assert summary_of(FetchError(reason="answers 410 Gone", gone=True)) == GONE


@pytest.mark.parametrize(
    ("withheld", "given", "fresh", "hidden"),
    [
        (Validators(etag='"a"'), document('"a"'), 1, True),
        (Validators(etag='"a"'), document('"a"'), 0, False),
        (Validators(etag='"a"'), document('"b"'), 1, False),
        (None, document('"a"'), 1, False),
        (Validators(), document(None), 1, False),
        (Validators(etag='"a"', last_modified="x"), document('"b"', "x"), 1, False),
        (Validators(last_modified="x"), document(None, "x"), 1, True),
        (Validators(last_modified="x"), document(None, "y"), 1, False),
    ],
)
def test_news_under_old_validators_would_have_been_hidden(
    withheld: Validators | None, given: Document, fresh: int, hidden: bool
) -> None:
    assert summary_of(given, PARSED, fresh=fresh, withheld=withheld).hidden is hidden


def test_304s_and_what_they_would_have_hidden_are_counted() -> None:
    full = step(Schedule(), QUIET).schedule
    assert full.last_full == NOW
    later = step(full, UNCHANGED, now=NOW + HOUR).schedule
    assert (later.last_full, later.not_modified, later.hidden) == (NOW, 1, 0)
    caught = step(later, PollSummary(entries=2, fresh=1, hidden=True), now=NOW + DAY).schedule
    assert (caught.last_full, caught.not_modified, caught.hidden) == (NOW + DAY, 1, 1)
    assert step(caught, BROKEN, now=NOW + 2 * DAY).schedule.last_full == NOW + DAY


# --- Clocks and moves -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ahead", "planned", "kept"),
    [
        (timedelta(0), None, True),
        (-HOUR, None, True),
        (HOUR, None, True),
        (DAY, None, True),
        (DAY + MINUTE, None, False),
        (3650 * DAY, None, False),
        (5 * MINUTE, 5 * MINUTE, True),
        (6 * MINUTE, 5 * MINUTE, False),
        (DAY + MINUTE, 30 * DAY, False),
    ],
)
def test_absurd_due_times_are_brought_back(ahead: timedelta, planned: timedelta | None, kept: bool) -> None:
    due = NOW + ahead
    assert sane_due(NOW, due, planned) == (due if kept else NOW)


OLD, NEW = "https://old.example/f", "https://new.example/f"
MOVED = PollSummary(entries=2, moved_to=NEW)


def after(*answers: PollSummary) -> Schedule:
    schedule = Schedule()
    for answer in answers:
        schedule = step(schedule, answer).schedule
    return schedule


def test_a_move_is_believed_when_it_has_held() -> None:
    assert address(after(MOVED, MOVED), OLD) == OLD
    assert address(after(MOVED, MOVED, MOVED), OLD) == NEW
    assert address(after(MOVED, MOVED, MOVED, QUIET, UNCHANGED), OLD) == NEW


def test_a_move_that_does_not_hold_is_forgotten() -> None:
    other = PollSummary(entries=2, moved_to="https://other.example/f")
    assert address(after(MOVED, MOVED, QUIET, MOVED), OLD) == OLD
    assert address(after(MOVED, MOVED, other, MOVED), OLD) == OLD
    assert address(after(MOVED, UNCHANGED, MOVED, BROKEN, MOVED), OLD) == NEW


def test_a_move_that_fails_is_tried_by_turns_with_the_old_address() -> None:
    schedule = after(MOVED, MOVED, MOVED)
    places = []
    for _ in range(9):
        schedule = step(schedule, BROKEN).schedule
        places.append(address(schedule, OLD))
    assert places == [NEW, NEW, OLD, OLD, OLD, NEW, NEW, NEW, OLD]
    assert address(step(schedule, QUIET).schedule, OLD) == OLD
    assert step(schedule, QUIET).schedule.moved_to is None
