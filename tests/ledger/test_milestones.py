"""Tell what is worth a message once, and nothing of long ago."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.ledger import ahead, milestones, tally
from monitor.model import Level, Record
from tests.ledger.acts import act, many, record, treaty


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def found(now: str, table: Record, told: set[str] | None = None) -> dict[str, Level]:
    ledger = tally(treaty(40, "90 days"), table)
    return {item.key: item.level for item in milestones(ledger, at(now), told or set())}


def test_an_instrument_alone_is_no_milestone() -> None:
    assert found("2026-06-01", record(act("VN", "2026-06-01"))) == {}, (
        "the alert of the deposit gives the count"
    )


@pytest.mark.parametrize(
    ("deposited", "key"),
    [(29, None), (30, "10"), (34, "10"), (35, "5"), (36, "5"), (37, "3"), (38, "3"), (39, "1")],
)
def test_to_go(deposited: int, key: str | None) -> None:
    keys = found("2026-06-01", record(*many(deposited, "2025-01-01")))
    assert keys == ({f"lake-pact:to-go:{key}": Level.HIGH} if key else {})


def test_few_instruments_are_no_countdown_before_the_first() -> None:
    assert milestones(tally(treaty(5, "90 days"), record()), at("2026-06-01"), set()) == ()


def test_a_day_to_come_that_no_deposit_brought_is_not_one_that_instruments_reached() -> None:
    ledger = tally(treaty(5, since="2027-01-01"), record(act("VN", "2026-06-01")))
    assert milestones(ledger, at("2026-12-01"), set()) == ()


def test_what_is_ahead_has_a_day_that_is_not_over() -> None:
    counting = tally(
        treaty(5, "90 days", more={"signature_closes": "2026-06-10"}), record(act("VN", "2026-06-01"))
    )
    (closes,) = ahead(counting, at("2026-06-10"))
    assert closes.startswith("The Lake Pact closes for signature today")
    bound = tally(treaty(40, "90 days"), record(*many(40, "2026-01-01")))
    assert ahead(bound, at("2026-03-31")) == [
        "The Lake Pact has its 40 instruments and enters into force on 1 April 2026"
    ]
    assert ahead(bound, at("2026-04-01")) == ["The Lake Pact is in force from 1 April 2026"]
    assert ahead(bound, at("2026-04-02")) == []


def test_what_was_told_is_not_told_again() -> None:
    table = record(*many(35, "2025-01-01"))
    assert found("2026-06-01", table, {"lake-pact:to-go:5"}) == {}


def test_reached_then_in_force_then_silence() -> None:
    table = record(*many(40, "2026-01-01"))
    assert found("2026-03-01", table) == {"lake-pact:reached": Level.CRITICAL}
    assert found("2026-03-31", table) == {"lake-pact:reached": Level.CRITICAL}
    assert found("2026-04-01", table) == {"lake-pact:in-force": Level.CRITICAL}
    assert found("2026-04-08", table) == {"lake-pact:in-force": Level.CRITICAL}
    assert found("2026-04-09", table) == {}


def test_the_date_is_said() -> None:
    items = milestones(tally(treaty(40, "90 days"), record(*many(40, "2026-01-01"))), at("2026-03-01"), set())
    assert items[0].title == "The Lake Pact has its 40 instruments and enters into force on 1 April 2026"
    assert str(items[0].on) == "2026-04-01"


@pytest.mark.parametrize(
    ("now", "key", "words"),
    [
        ("2026-11-30", None, ""),
        ("2026-12-01", "30", "in 30 days"),
        ("2026-12-10", "30", "in 21 days"),
        ("2026-12-24", "7", "in 7 days"),
        ("2026-12-30", "1", "tomorrow"),
        ("2026-12-31", "1", "today"),
        ("2027-01-01", None, ""),
    ],
)
def test_the_window_closes(now: str, key: str | None, words: str) -> None:
    ledger = tally(treaty(40, more={"signature_closes": "2026-12-31"}), record())
    items = milestones(ledger, at(now), set())
    assert [item.key for item in items] == ([f"lake-pact:closes:{key}"] if key else [])
    assert all(f"closes for signature {words}, on 31 December 2026" in item.title for item in items)


def test_an_old_treaty_tells_nothing_at_first_sight() -> None:
    ledger = tally(treaty(3, since="2002-07-01"), record(*many(120, "2019-01-01")))
    assert milestones(ledger, at("2026-11-24"), set()) == ()
