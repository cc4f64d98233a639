"""Set reports beside the record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from monitor.ledger import contradiction
from monitor.model import Action, Event, Status
from tests.ledger.acts import act, record, treaty

RECORD = record(
    act("VN", "2025-10-25", Action.SIGNATURE),
    act("BR", "2025-10-25", Action.SIGNATURE),
    act("QA", "2026-01-01"),
    act("CL", "2025-10-25", Action.SIGNATURE),
    act("CL", "2026-01-01"),
    act("HU", "2020-01-01", in_effect=False),
    act("IL", "2025-10-25", Action.SIGNATURE, in_effect=False),
)
PACT, TODAY = treaty(40), date(2026, 2, 1)


def event(action: Action, actor: str | None = None, status: Status = Status.DONE, **more: Any) -> Event:
    return Event(treaty="lake-pact", action=action, status=status, actor=actor, **more)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (event(Action.RATIFICATION, "VN"),
         "Viet Nam: no instrument of ratification in the depositary's record yet; signed on 25 October 2025."),
        (event(Action.ACCESSION, "FR"), "France: no instrument of accession in the depositary's record yet."),
        (event(Action.RATIFICATION, "HU"), "Hungary: no instrument of ratification in the depositary's record yet."),
        (event(Action.SIGNATURE, "QA"), "Qatar: a party already by the depositary's record, without a signature."),
        (event(Action.RATIFICATION, count=72),
         "Reported: 72 instruments of ratification. By the depositary's record: 2 deposited, 3 signatures."),
        (event(Action.SIGNATURE, count=72), "Reported: 72 signatures. By the depositary's record: 3."),
        (event(Action.WITHDRAWAL, "ML"), "Mali: no part in the treaty by the depositary's record."),
    ],
)  # fmt: skip
def test_what_the_record_does_not_show(said: Event, expected: str) -> None:
    assert contradiction(said, RECORD, PACT, TODAY) == expected


@pytest.mark.parametrize(
    "said",
    [
        event(Action.SIGNATURE, "VN"),
        event(Action.SIGNATURE, "FR"),  # records lag behind signatures by days
        event(Action.SIGNATURE, "CL"),
        event(Action.RATIFICATION, "QA"),
        event(Action.ACCESSION, "QA"),  # the press mixes the names of the same effect
        event(Action.RATIFICATION, "FR", Status.PLANNED),
        event(Action.RATIFICATION, "FR", Status.PROCESS),
        event(Action.SIGNATURE, count=3),
        event(Action.RATIFICATION, count=2),
        event(Action.SIGNATURE),
        event(Action.RATIFICATION),
        event(Action.WITHDRAWAL, "HU"),
        event(Action.WITHDRAWAL, "QA"),
        event(Action.WITHDRAWAL),
        event(Action.RATIFICATION, "FR", official=True),
    ],
)
def test_what_the_record_bears_out_or_does_not_judge(said: Event) -> None:
    assert contradiction(said, RECORD, PACT, TODAY) is None


def test_without_a_record_nothing_is_said() -> None:
    assert contradiction(event(Action.RATIFICATION, "FR"), None, PACT, TODAY) is None


def test_a_reported_entry_into_force_is_judged_by_the_clause() -> None:
    said = event(Action.ENTRY_INTO_FORCE)
    few = contradiction(said, RECORD, PACT, TODAY)
    assert few == ("By the depositary's record the treaty is not in force: 2 of 40 instruments.")
    early = contradiction(said, RECORD, treaty(2, "90 days"), date(2026, 2, 1))
    assert early == "By the depositary's record the treaty enters into force on 1 April 2026, not before."
    assert contradiction(said, RECORD, treaty(2, "90 days"), date(2026, 4, 1)) is None


def test_a_signature_after_the_window_is_named() -> None:
    pact = treaty(40, more={"signature_closes": "2026-12-31"})
    said = event(Action.SIGNATURE, "US")
    words = contradiction(said, RECORD, pact, date(2027, 1, 4))
    assert words == "The treaty closed for signature on 31 December 2026; now a State can only accede."
    assert contradiction(said, None, pact, date(2027, 1, 4)) == words, "no record is needed for it"
    assert contradiction(event(Action.SIGNATURE), None, pact, date(2027, 1, 4)) is None
    assert contradiction(said, RECORD, pact, date(2026, 12, 31)) is None, (
        "records lag behind signatures by days"
    )


@pytest.mark.parametrize("status", [Status.PLANNED, Status.PROCESS])
def test_a_signature_ahead_of_a_treaty_that_is_closed_for_it_is_named(status: Status) -> None:
    pact = treaty(40, more={"signature_closes": "2026-12-31"})
    said = event(Action.SIGNATURE, "US", status)
    for known in (RECORD, None):
        assert "closed for signature" in (contradiction(said, known, pact, date(2027, 1, 4)) or "")
        assert contradiction(said, known, pact, date(2026, 12, 31)) is None
    urged = event(Action.SIGNATURE, "US", Status.URGED)
    assert contradiction(urged, RECORD, pact, date(2027, 1, 4)) is None
