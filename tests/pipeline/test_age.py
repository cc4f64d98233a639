"""A date makes an item old only where its feed dates others later, not where its clock is wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.decide.age import days_old, newest
from monitor.model import Entry, Level
from tests.pipeline.items import bring, desk, item
from tests.pipeline.made import NOW, Desk

WORDS = 'id: words, channel: "#words", match: fisheries'
TOLD = [("#words", Level.NORMAL)]


def dated(number: int, published: datetime | None) -> Entry:
    return item(f"Talks on fisheries of group {number} begin", number=number, published=published)


def told(here: Desk, *items: Entry) -> list[str]:
    """Return the titles that are told."""
    alerts = here.poll(*items, feed="wire").alerts
    return [one.title for alert in alerts for one in (alert.telling.items or (alert.telling,))]


@pytest.mark.parametrize("published", [datetime.fromtimestamp(0, NOW.tzinfo), NOW - timedelta(days=400)])
def test_a_feed_that_gives_all_items_one_old_date_is_heard(published: datetime) -> None:
    here = desk(WORDS)
    for number in range(4):
        assert bring(here, "wire", dated(number, published)) == TOLD


def test_a_feed_whose_clock_is_wrong_is_heard_whatever_the_order_of_its_items() -> None:
    here = desk(WORDS)
    begin = NOW - timedelta(days=365)
    for day in range(6):
        some = [dated(2 * day + n, begin + timedelta(days=day, hours=h)) for n, h in enumerate((9, 2))]
        assert len(told(here, *some)) == 2
        here.now += timedelta(days=1)


def test_what_comes_back_among_newer_items_is_no_news_also_in_a_quiet_feed() -> None:
    here = desk(WORDS)
    bring(here, "wire", dated(1, NOW - timedelta(days=90)))
    for number, days in enumerate((400, 92), 2):
        poll = here.poll(dated(number, NOW - timedelta(days=days)), feed="wire")
        assert (poll.alerts, poll.noted[0].stopped) == (
            (),
            f"published {days} days before it came (left to the digest)",
        )
    assert bring(here, "wire", dated(9, NOW - timedelta(days=88))) == TOLD


def test_what_the_first_poll_held_says_how_the_feed_dates() -> None:
    here = desk(WORDS)
    here.states.pop("wire")
    bring(here, "wire", dated(1, NOW - timedelta(days=2)))
    assert bring(here, "wire", dated(2, NOW - timedelta(days=40))) == []


def test_what_is_announced_for_the_future_makes_nothing_old() -> None:
    here = desk(WORDS)
    bring(here, "wire", dated(1, NOW + timedelta(days=400)))
    assert bring(here, "wire", dated(2, NOW - timedelta(days=40))) == TOLD


DATES = st.none() | st.integers(-20_000, 20_000).map(lambda days: NOW + timedelta(days=days / 7))


@given(st.lists(DATES, max_size=6), DATES)
def test_the_latest_item_of_a_feed_is_never_old_and_an_undated_one_neither(
    before: list[datetime | None], published: datetime | None
) -> None:
    latest = None
    for number, date in enumerate(before):
        latest = newest(latest, [dated(number, date)], NOW)
    assert latest is None or latest <= NOW
    days = days_old(dated(9, published), latest, NOW)
    if published is None or latest is None or published >= latest:
        assert days is None
    if days is not None:
        assert days >= 30


def test_an_item_without_a_date_is_judged_by_the_day_on_which_it_was_first_seen() -> None:
    """The High Seas Treaty closed for signature in 2025: only an item that says it is of today can be news of one."""
    here = desk('id: acts, channel: "#acts", match: {treaty: [bbnj, un-cybercrime], action: signature}')
    assert told(here, item("Oman signs the High Seas Treaty", number=1, published=None)) == []
    assert told(here, item("Oman signs the Hanoi Convention", number=2, published=None)) != []
    assert told(here, item("Chad signs the High Seas Treaty", number=3, published=NOW)) != []
    here.now = NOW.replace(year=2025, month=9)
    assert told(here, item("Fiji signs the High Seas Treaty", number=4, published=None)) != []


OLD = NOW.replace(year=2019)
SIGNED = 'id: acts, channel: "#acts", match: {treaty: budapest, action: signature, status: done}'


def test_an_archive_in_the_first_dated_document_of_a_feed_is_no_news() -> None:
    """Its first poll found nothing, so that there was no baseline to set."""
    here = desk(SIGNED)
    archive = [item(f"{who} signs the Budapest Convention", number=n, published=at) for n, (who, at) in enumerate(
        (("Norway", OLD), ("Peru", OLD.replace(year=2022)), ("Chile", NOW)), 1)]  # fmt: skip
    assert told(here, *archive) == ["Chile signs the Budapest Convention"]


@pytest.mark.parametrize("before", [None, NOW - timedelta(days=1)])
def test_another_title_of_what_was_old_when_it_came_is_no_news_unless_it_tells_more(
    before: datetime | None,
) -> None:
    here = desk(SIGNED)
    if before is None:
        here.states.pop("wire")  # it is in the baseline
    else:
        assert told(here, dated(9, before)) == []
    title = "Norway signs the Budapest Convention"
    assert told(here, item(title, number=1, published=OLD)) == []
    assert told(here, item(f"{title} | Archive", number=1, published=OLD)) == []
    assert told(here, item("Peru signs the Budapest Convention", number=1, published=OLD)) != []
