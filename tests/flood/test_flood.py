"""A feed that changes every id and link at once brings a notice, and a feed with news brings none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from monitor.decide import flood
from monitor.model import Entry
from monitor.normalise import identity

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORDS = ("harbour", "lantern", "meadow", "granite", "compass", "orchard", "velvet", "thunder")


def entry(number: int, session: str = "", title: str | None = None) -> Entry:
    link = f"https://news.example/{session}2026/story-{number}-{WORDS[number % 8]}"
    return Entry(
        id=identity.entry_id(
            "one", f"{session}{number}", link, title or f"{WORDS[number % 8]} report {number} in full"
        ),
        feed="one",
        title=title or f"{WORDS[number % 8]} report {number} in full",
        guid=f"guid-{session}{number}",
        url=link,
        link=link,
        publisher="The Example",
    )


def memory(entries: list[Entry], at: datetime) -> dict[bytes, identity.Known]:
    kept = {}
    for item in entries:
        keys = identity.keys(item)
        known = identity.Known(entry_id=item.id, title_digest=keys.title_digest, seen_at=at)
        kept |= dict.fromkeys(keys.all, known)
    return kept


def returned(entries: list[Entry], known: Callable[[bytes], identity.Known | None]) -> set[str]:
    """Ask of each entry and of the whole, as polling does."""
    back = set()
    for item in entries:
        keys = identity.keys(item)
        if flood.came_back(keys, identity.sighting(keys, known, NOW), known):
            back.add(item.id)
    return back if flood.is_flood(len(back), len(entries)) else set()


OLD = [entry(number) for number in range(30)]
LONG_AGO = memory(OLD, NOW - timedelta(days=30))


def test_all_ids_and_links_changed_at_once_is_a_flood() -> None:
    back = [entry(number, "s4711/") for number in range(30)]
    assert returned(back, LONG_AGO.get) == {item.id for item in back}


def test_what_is_new_among_them_stays_new() -> None:
    back = [entry(number, "s4711/") for number in range(25)]
    news = [entry(number, "s4711/") for number in range(100, 105)]
    assert returned([*back, *news], LONG_AGO.get) == {item.id for item in back}


@pytest.mark.parametrize(
    "document",
    [
        OLD,
        [entry(number) for number in range(100, 130)],
        [*OLD, *(entry(number) for number in range(100, 140))],
        [entry(number, "s4711/") for number in range(flood.LEAST)],
        [*(entry(n, "s4711/") for n in range(14)), *(entry(n) for n in range(14, 30))],
    ],
    ids=["nothing changed", "all of it news", "news and old", "a few", "less than half"],
)
def test_no_flood(document: list[Entry]) -> None:
    assert returned(document, LONG_AGO.get) == set()


def test_within_the_window_the_titles_tell_them_and_there_is_no_flood() -> None:
    back = [entry(number, "s4711/") for number in range(30)]
    assert returned(back, memory(OLD, NOW - timedelta(hours=1)).get) == set()


def test_titles_that_say_nothing_are_no_sign() -> None:
    back = [entry(number, "s4711/", title="Video") for number in range(30)]
    assert returned(back, memory([entry(1, title="Video")], NOW - timedelta(days=9)).get) == set()


def test_the_notice_lists_what_rules_had_met() -> None:
    text, lines = flood.notice("one", 90, [f"title {number:03}" for number in range(60)])
    assert "90 items" in text
    assert "60 of them" in text
    assert lines[0] == "title 000"
    assert len(lines) == flood.LISTED + 1
    assert "20 more" in lines[-1]
