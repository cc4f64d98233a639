"""Whatever happens to a feed, it is neither polled at once nor parked."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.due import (
    BACKOFF,
    DAY,
    FLOOR,
    LEAST,
    STRETCH,
    PollSummary,
    Schedule,
    sane_due,
)
from tests.due.made import BROKEN, DEFAULT, NOW, step

OLD, NEW = "https://old.example/f", "https://new.example/f"
WAITS = st.none() | st.timedeltas(-2 * DAY, 4000 * DAY)
ANSWERS = st.builds(
    PollSummary,
    trouble=st.none() | st.just("answers 503"),
    gone=st.booleans(),
    not_modified=st.booleans(),
    unchanged=st.booleans(),
    entries=st.integers(0, 50),
    fresh=st.integers(0, 50),
    wait=WAITS,
    wish=WAITS,
    moved_to=st.none() | st.sampled_from([NEW, OLD]),
)
EVERY = st.none() | st.timedeltas(timedelta(seconds=1), 40 * DAY)
JITTER = st.floats(0, 1, exclude_max=True)


@given(st.lists(st.tuples(ANSWERS, JITTER), max_size=30), EVERY, st.timedeltas(LEAST, 40 * DAY))
def test_no_history_polls_at_once_or_parks_a_feed(
    history: list[tuple[PollSummary, float]], every: timedelta | None, default: timedelta
) -> None:
    schedule, now, told = Schedule(), NOW, False
    for answer, jitter in history:
        made = step(schedule, answer, now=now, every=every, default=default, jitter=jitter)
        assert LEAST <= made.due - now <= DAY
        assert made.due - now == made.schedule.planned
        assert sane_due(now, made.due, made.schedule.planned) == made.due
        if answer.trouble is None:
            assert made.due - now <= max(every or DAY, LEAST)
            assert made.schedule.interval is not None
            assert made.schedule.interval <= max(every or default * STRETCH, LEAST)
            assert made.schedule.interval >= min(FLOOR, every or default, DAY)
            assert (made.tell is not None) == told
        else:
            assert made.due - now <= max(BACKOFF, answer.wait or BACKOFF)
            assert not (told and made.tell)
        told = made.schedule.told
        schedule, now = made.schedule, made.due


@given(st.integers(0, 10**6), JITTER, EVERY)
def test_more_failures_never_mean_sooner(failures: int, jitter: float, every: timedelta | None) -> None:
    fewer = step(Schedule(failures=failures), BROKEN, jitter=jitter, every=every)
    more = step(Schedule(failures=failures + 1), BROKEN, jitter=jitter, every=every)
    assert fewer.due <= more.due


@given(ANSWERS, st.timedeltas(timedelta(0), 30 * DAY), JITTER)
def test_a_longer_wish_never_means_sooner(answer: PollSummary, more: timedelta, jitter: float) -> None:
    patient = replace(answer, wait=(answer.wait or timedelta(0)) + more)
    schedule = Schedule(interval=DEFAULT)
    assert step(schedule, answer, jitter=jitter).due <= step(schedule, patient, jitter=jitter).due
