"""Times, spans, counts and lists in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.model import Action
from monitor.wording import RECORDED, begun, clock, counts, day, in_words, lasting, many, some, stamp

NOON = datetime(2026, 3, 5, 12, 4, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-5), "1 min"),
        (timedelta(seconds=89), "1 min"),
        (timedelta(seconds=3599), "60 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=35, minutes=59), "36 h"),
        (timedelta(hours=36), "2 days"),
        (timedelta(days=12), "12 days"),
    ],
)
def test_a_span_in_its_largest_unit(span: timedelta, words: str) -> None:
    assert lasting(span) == words


def test_a_moment_and_a_day() -> None:
    assert (day(NOON), clock(NOON)) == ("5 Mar 2026", "5 Mar 2026, 12:04 UTC")
    assert (day(None), clock(None)) == ("", "")
    assert (in_words(NOON.date()), in_words(NOON)) == ("5 March 2026", "5 March 2026, 12:04 UTC")
    assert in_words(date(1, 1, 1)) == "1 January 1"
    assert stamp(NOON) == "2026-03-05 12:04 UTC"


def test_numbers_of_things() -> None:
    assert [many(n, "feed") for n in (0, 1, 2, 12_000)] == ["0 feeds", "1 feed", "2 feeds", "12,000 feeds"]
    assert [many(n, "entry", "entries") for n in (1, 2)] == ["1 entry", "2 entries"]
    assert counts({"rules": 1, "treaties": 1, "feeds": 0}) == "1 rule, 1 treaty, 0 feeds"
    assert counts({"treaties": 2}) == "2 treaties"


def test_what_a_list_leaves_out_is_counted() -> None:
    assert [some("abc"[:n], 2) for n in (0, 1, 2, 3)] == ["", "a", "a, b", "a, b and 1 more"]


def test_a_sentence_begins_with_a_capital_and_keeps_its_others() -> None:
    assert [begun(words) for words in ("", "the UN", "Één", "été")] == ["", "The UN", "Één", "Été"]


def test_what_a_depositary_records_of_one_and_of_several() -> None:
    assert RECORDED[Action.ACCESSION] == (
        "deposited its instrument of accession to {treaty}",
        "deposited their instruments of accession to {treaty}",
    )
    assert RECORDED[Action.SUCCESSION][1] == "deposited their notifications of succession to {treaty}"
    assert set(RECORDED) == set(Action) - {Action.ENTRY_INTO_FORCE}
