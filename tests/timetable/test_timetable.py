"""Local times: over midnight, over a change of the clock, in zones that differ by odd amounts."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.model import Kind, Level
from monitor.timetable import DAYS, DigestPlan, QuietHours, hushed_until, quiet_until
from tests.sinks.made import alert

BERLIN = "Europe/Berlin"
ZONES = st.sampled_from(
    ["UTC", BERLIN, "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"]
)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MOMENTS = st.integers(1_704_067_200, 1_830_297_600).map(lambda at: datetime.fromtimestamp(at, UTC))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def night(**changes: object) -> QuietHours:
    made = QuietHours(channel=None, start=time(22), end=time(7), zone=BERLIN)
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (utc(2026, 11, 24, 20, 59), None),
        (utc(2026, 11, 24, 21, 0), utc(2026, 11, 25, 6, 0)),
        (utc(2026, 11, 25, 5, 59), utc(2026, 11, 25, 6, 0)),
        (utc(2026, 11, 25, 6, 0), None),
        (utc(2026, 10, 24, 21, 0), utc(2026, 10, 25, 6, 0)),  # an hour longer: the clock goes back that night
        (utc(2026, 3, 28, 22, 0), utc(2026, 3, 29, 5, 0)),  # an hour shorter
    ],
)
def test_a_quiet_night_in_berlin(now: datetime, until: datetime | None) -> None:
    assert night().until(now) == until


def test_quiet_that_begins_in_the_hour_that_comes_twice_begins_once() -> None:
    late = night(start=time(2, 30))
    assert late.until(utc(2026, 10, 25, 0, 29)) is None
    assert late.until(utc(2026, 10, 25, 0, 30)) == utc(2026, 10, 25, 6, 0)
    assert late.until(utc(2026, 10, 25, 1, 15)) == utc(2026, 10, 25, 6, 0), "a quarter past two once more"


def test_quiet_hours_within_a_day() -> None:
    siesta = night(start=time(13), end=time(15), zone="UTC")
    assert siesta.until(utc(2026, 11, 24, 12, 59)) is None
    assert siesta.until(utc(2026, 11, 24, 14, 0)) == utc(2026, 11, 24, 15, 0)
    assert siesta.until(utc(2026, 11, 24, 15, 0)) is None


@given(TIMES, TIMES, ZONES, MOMENTS)
def test_quiet_ends_within_a_day_and_is_over_then(start: time, end: time, zone: str, now: datetime) -> None:
    hours = night(start=start, end=end, zone=zone)
    until = hours.until(now)
    if until is not None:
        assert now < until <= now + timedelta(hours=26)
        assert start != end
        assert hours.until(until) is None or until < hours.until(until)  # a clock set back may begin it anew


def test_a_channel_s_own_hours_win_and_critical_passes_if_so_wished() -> None:
    now = utc(2026, 11, 24, 23, 0)
    own = night(channel="#legal", start=time(1), end=time(2))
    assert quiet_until((night(), own), "#legal", Level.HIGH, now) is None
    assert quiet_until((night(), own), "#other", Level.HIGH, now) == utc(2026, 11, 25, 6, 0)
    assert quiet_until((own,), "#legal", Level.HIGH, utc(2026, 11, 24, 0, 30)) == utc(2026, 11, 24, 1, 0)
    assert quiet_until((own,), "#other", Level.HIGH, utc(2026, 11, 24, 0, 30)) is None, "the hours of others"
    assert quiet_until((night(),), "#other", Level.CRITICAL, now) is None
    assert quiet_until((night(critical=False),), "#other", Level.CRITICAL, now) == utc(2026, 11, 25, 6, 0)


def test_delivery_waits_and_edits_and_digests_do_not() -> None:
    now, until = utc(2026, 11, 24, 23, 0), utc(2026, 11, 25, 6, 0)
    made = (
        alert(),
        alert(kind=Kind.NOTICE),
        alert(kind=Kind.UPDATE),
        alert(kind=Kind.DIGEST),
        alert(level=Level.CRITICAL),
    )
    assert [hushed_until(one, (night(),), now) for one in made] == [until, until, None, None, None]
    assert [hushed_until(one, (), now) for one in made] == [None] * len(made)


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (utc(2026, 11, 24, 6, 59), utc(2026, 11, 23, 7, 0)),
        (utc(2026, 11, 24, 7, 0), utc(2026, 11, 24, 7, 0)),
        (utc(2026, 7, 1, 6, 30), utc(2026, 7, 1, 6, 0)),
        (utc(2026, 3, 29, 7, 0), utc(2026, 3, 29, 6, 0)),
    ],
)
def test_a_daily_digest_at_eight_in_berlin(now: datetime, last: datetime) -> None:
    assert DigestPlan(every="day", at=time(8), zone=BERLIN).last(now) == last


def test_a_weekly_digest_on_its_day() -> None:
    plan = DigestPlan(every="week", at=time(8), zone=BERLIN, on="monday")
    assert plan.last(utc(2026, 11, 24, 12, 0)) == utc(2026, 11, 23, 7, 0)
    assert plan.last(utc(2026, 11, 23, 6, 0)) == utc(2026, 11, 16, 7, 0)


@given(st.sampled_from(["day", "week"]), TIMES, ZONES, st.sampled_from(DAYS), MOMENTS)
def test_a_digest_was_due_within_its_period(every: str, at: time, zone: str, on: str, now: datetime) -> None:
    plan = DigestPlan(every=every, at=at, zone=zone, on=on)
    last = plan.last(now)
    assert last <= now < last + plan.period + timedelta(hours=26)
    assert plan.last(last) == last
    following = plan.next(now)
    assert now < following
    assert plan.last(following) == following
    assert plan.last(following - timedelta(seconds=1)) == last


def test_a_day_of_25_hours_has_its_digest_ahead() -> None:
    plan = DigestPlan(every="day", at=time(7), zone=BERLIN)
    assert plan.next(utc(2026, 10, 24, 5, 30)) == utc(2026, 10, 25, 6, 0)
