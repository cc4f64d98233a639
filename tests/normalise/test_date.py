from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import struct_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.normalise.date import AHEAD, EARLIEST, parse

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-23T12:00:00Z",
        "2026-11-23T14:00:00+02:00",
        "2026-11-23t12:00:00z",
        "2026-11-23T12:00:00.000Z",
        "2026-11-23 12:00",
        "20261123T120000Z",
        " Mon, 23 Nov 2026 12:00:00 GMT ",
        "23 Nov 2026 07:00:00 -0500",
        "Mon, 23 Nov 2026 13:00:00 +0100",
        "Mon, 23 Nov 2026 19:00:00 GMT+7",
        "Mon, 23 Nov 2026 17:30:00 UTC+05:30",
        "Mon,23 Nov 2026 08:00:00 -4",
        "2026/11/23 12:00:00",
        "2026/11/23 21:00 +0900",
        "2026/11/23 12:00 PM",
        "2026.11.23 12:00",
        "2026年11月23日 12:00",
        "23.11.2026 12:00",
        "23.11.2026, 13:00:00 +0100",
        "November 23, 2026 12:00",
        "Monday, November 23, 2026 - 12:00",
        "Mon, 23 Nov 2026 13:00:00 CET",
        "Mon, 23 Nov 2026 15:00 MSK",
        "2026-11-23 19:00:00 ICT",
        "Mon Nov 23 2026 19:00:00 GMT+0700 (Indochina Time)",
        "23.11.2026 13:00 (GMT+1)",
        "Mon, 23 Nov 2026 07:00 AM EST",
        "Nov 23, 2026, 12:00 PM",
        "2026-11-23 1:00 p.m. CET",
        "23/11/2026 12:00",
        "Mon, 11/23/2026 - 12:00",
        "23-11-2026 12:00",
        "Mon, 23 Nov 2026 12:00:00 IST",
        "23-Nov-2026 12:00",
        "12:00, 23 Nov 2026",
        "12:00 23/11/2026",
        "Monday 23rd November 2026 12:00",
        "23 Nov. 2026 – 12:00",
        "2026-11-23 12:00:00 +0000 UTC",
        "2026-11-23T19:00:00.000+07:00[Asia/Bangkok]",
        "2026-11-23T09:00:00−03:00",
        "23/11/2026 07:00 PM GMT+7",
        "Mon, 23 Nov 2026 12.00.00 GMT",
        "٢٣/١١/٢٠٢٦ ١٢:٠٠",
        "Mon Nov 23 12:00:00 2026",
        struct_time((2026, 11, 23, 12, 0, 0, 0, 327, 0)),
    ],
)
def test_dates_of_every_kind_become_utc(value: str | struct_time) -> None:
    assert parse(value, NOW) == NOON
    assert parse(value, NOW).tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        "2026/2/3",
        "2026. 2. 3",
        "2026.02.03.",
        "2026年2月3日",
        "2026年2月3日(火) 10時",
        "2026年 2月 3日",
        "3.2.2026",
        "03.02.2026 klo 10.00",
        "2026-2-3",
        f"2026-2-3 {'9' * 40}M",
        "3-Feb-2026",
        "Tue, 3/02/2026",
        "03/02/2026 às 10h, Tue",
        "Tuesday, 02/03/2026",
        "Tue, 03/02/2026",
        "3 Feb 2026",
        "February 3, 2026",
    ],
)
def test_a_day_keeps_its_day_where_the_time_cannot_be_read(value: str) -> None:
    assert parse(value, NOW) == datetime(2026, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "yesterday",
        "1970-01-01T00:00:00Z",
        "1899-12-30",
        "0000-00-00",
        "2099-01-01T00:00:00Z",
        "Mon, 32 Nov 2026 12:00:00 GMT",
        "9999-12-31T23:59:59-12:00",
        "2026/13/01",
        "2026/11/231",
        "Thu Nov 2026",
        "November 2026",
        "23 Nov",
        "23/11/26",
        "10:00 02/03/2026",
        "1.2.3.4",
        "32.01.2026",
        "3.2.20261",
        "02/03/2026",
        "Wed, 02/03/2026",
        "31/31/2026",
        "0001-01-01T00:00:00+12:00",
        struct_time((2026, 13, 1, 0, 0, 0, 0, 1, 0)),
        struct_time((1, 1, 1, 0, 0, 0, 0, 1, 0)),
    ],
)
def test_absent_and_absurd_dates_are_none(value: str | struct_time | None) -> None:
    assert parse(value, NOW) is None


def test_the_bound_ahead_needs_a_now() -> None:
    assert parse("2099-01-01", None) == datetime(2099, 1, 1, tzinfo=UTC)
    assert parse((NOW + AHEAD).isoformat(), NOW) == NOW + AHEAD
    assert parse((NOW + AHEAD + timedelta(seconds=1)).isoformat(), NOW) is None
    assert parse((EARLIEST - timedelta(seconds=1)).isoformat(), None) is None


def test_a_leap_second_is_a_second() -> None:
    assert parse(struct_time((2016, 12, 31, 23, 59, 60, 5, 366, 0))) == datetime(
        2016, 12, 31, 23, 59, 59, tzinfo=UTC
    )


PARTS = (
    "2026",
    "23",
    "3",
    "11",
    "Nov",
    "May",
    "Mon",
    "GMT",
    "CET",
    "PM",
    "T",
    "Z",
    "+7",
    "年",
    "-",
    "/",
    ".",
    ":",
    ",",
    " ",
    "(",
    ")",
    "9" * 9,
    "1e9",
)


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(PARTS), max_size=12).map("".join),
        st.datetimes().map(str),
        st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"),
    )
)
def test_any_text_is_a_date_within_bounds_or_none(value: str) -> None:
    read = parse(value, NOW)
    assert read is None or (read.tzinfo is UTC and EARLIEST <= read <= NOW + AHEAD)


@given(st.tuples(*[st.integers(-10, 10_000)] * 9))
def test_any_struct_is_a_date_or_none(value: tuple[int, ...]) -> None:
    parse(struct_time(value), NOW)
