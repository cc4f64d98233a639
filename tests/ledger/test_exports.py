"""Hand the ledger out: as a calendar that other programs read, and as rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from icalendar import Calendar

from monitor.ledger import ics, rows, tally
from monitor.model import Action
from tests.ledger.acts import act, record, treaty

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PACT = treaty(
    2, "90 days", later="30 days",
    more={"adopted": "2024-12-24", "opened": "2025-10-25", "signature_closes": "2026-12-31", "withdrawal": "12 months"},
)  # fmt: skip
TABLE = record(
    act("VN", "2025-10-25", Action.SIGNATURE),
    act("VN", "2026-01-05"),
    act("QA", "2026-02-05", Action.ACCESSION),
    act("BR", "2026-10-05"),
    act("ML", "2020-01-05", in_effect=False),
    act("ML", "2025-09-22", Action.WITHDRAWAL),
)


def test_the_calendar_holds_every_dated_step() -> None:
    calendar = Calendar.from_ical(ics([tally(PACT, TABLE)], NOW))
    assert isinstance(calendar, Calendar)
    events = {str(event["uid"]): event for event in calendar.events}
    assert {uid: event.DTSTART for uid, event in events.items()} == {
        "lake-pact-opens@treatywatch": date(2025, 10, 25),
        "lake-pact-closes@treatywatch": date(2026, 12, 31),
        "lake-pact-reached@treatywatch": date(2026, 2, 5),
        "lake-pact-in-force@treatywatch": date(2026, 5, 6),
        "lake-pact-binds-BR@treatywatch": date(2026, 11, 4),
        "lake-pact-leaves-ML@treatywatch": date(2026, 9, 22),
    }
    closes = events["lake-pact-closes@treatywatch"]
    assert str(closes["summary"]) == "Lake Pact: last day for signature"
    assert str(closes["url"]) == "https://example.org/lake"
    assert str(events["lake-pact-binds-BR@treatywatch"]["summary"]) == "Lake Pact: binds Brazil"


def test_the_calendar_has_what_rfc_5545_asks_for_and_takes_no_one_s_time() -> None:
    now = datetime(2026, 11, 24, 13, 30, 15, 999, tzinfo=timezone(timedelta(hours=1)))
    calendar = Calendar.from_ical(ics([tally(PACT, TABLE)], now))
    assert isinstance(calendar, Calendar)
    assert (calendar["version"], calendar["prodid"]) == ("2.0", "-//Treatywatch//Treaties//EN")
    assert calendar["x-wr-calname"] == "Treatywatch: treaties"
    for event in calendar.events:
        assert event["dtstamp"].dt == datetime(2026, 11, 24, 12, 30, 15, tzinfo=UTC)
        assert (event.DTEND - event.DTSTART).days == 1
        assert event["transp"] == "TRANSPARENT"


def test_a_treaty_whose_record_was_never_read_has_its_own_days_and_no_rows() -> None:
    unread = tally(PACT, None)
    calendar = Calendar.from_ical(ics([unread], NOW))
    assert isinstance(calendar, Calendar)
    assert [str(event["uid"]).partition("@")[0] for event in calendar.events] == [
        "lake-pact-opens",
        "lake-pact-closes",
    ]
    assert rows(unread) == []
    assert (unread.read, unread.as_of, unread.missing, unread.in_force) == (False, None, 2, None)
    assert unread.progress == "2 needed · the official record cannot be read by machines"


def test_the_same_ledger_gives_the_same_bytes() -> None:
    assert ics([tally(PACT, TABLE)], NOW) == ics([tally(PACT, TABLE)], NOW)


def test_a_calendar_without_treaties_is_a_calendar() -> None:
    assert Calendar.from_ical(ics([], NOW)).name == "VCALENDAR"


def test_rows_have_one_shape_and_say_who_left() -> None:
    found = {row["code"]: row for row in rows(tally(PACT, TABLE))}
    assert set(found) == {"VN", "QA", "BR", "ML"}
    assert len({tuple(row) for row in found.values()}) == 1
    assert found["VN"] == {
        "treaty": "lake-pact", "participant": "State VN", "code": "VN", "signed": "2025-10-25",
        "action": "ratification", "deposited": "2026-01-05", "number": 1, "bound": "2026-05-06",
        "withdrawn": False, "withdrawal": None,
    }  # fmt: skip
    assert (found["ML"]["withdrawn"], found["ML"]["withdrawal"]) == (True, "2025-09-22")
    assert found["ML"]["deposited"] is None
