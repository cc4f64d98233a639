"""Check the day arithmetic of clauses against treaties whose dates are known."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import story
from monitor.decide import alerts
from monitor.ledger import ends, moment, tally
from monitor.model import Action, Event, Parsed, Status
from monitor.parse import untc
from tests.ledger.acts import act, many, record, treaty
from tests.ledger.facts import FACTS, Fact
from tests.record.documents import document, feed, status
from tests.record.documents import treaty as with_reference
from tests.sinks.made import NOW as MADE
from tests.sinks.made import alert, telling

TABLES = Path(__file__).parents[3] / "shared" / "corpus" / "treaties"
ROMAN = {"4": "IV", "5": "V", "9": "IX", "10": "X", "18": "XVIII", "26": "XXVI", "27": "XXVII"}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.number)
def test_real_clauses(fact: Fact) -> None:
    assert moment(fact.rule, date.fromisoformat(fact.deposit)) == date.fromisoformat(fact.in_force)


def test_a_withdrawal_takes_effect_by_the_treaty_s_own_clause_and_its_alert_says_when() -> None:
    """Türkiye's notice of 22 March 2021 to leave the Istanbul Convention took effect on 1 July 2021."""
    clause = "first of month after 3 months"
    lake = treaty(more={"withdrawal": clause})
    left = act("TR", "2021-03-22", Action.WITHDRAWAL)
    assert ends(clause, left) == date(2021, 7, 1)
    assert ends(None, left) is None
    assert ends(clause, act("TR", "2021-03-22")) is None
    event = Event(
        treaty=lake.id, action=left.action, status=Status.DONE, actor="TR", on=left.on, official=True
    )
    joined = story.join(event, MADE, lambda _: None, lambda *_: [])
    assert joined is not None
    told = alerts.informed(alert(telling=telling(treaty=lake.id)), [joined], {lake.id: lake}, None, left.on)
    assert told.telling.progress == "takes effect on 1 July 2021"


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.number)
def test_the_deposit_is_found_among_others_that_do_not_count(fact: Fact) -> None:
    """The EU and a successor deposited early, others later: the n-th of the rest decides."""
    acts = [
        act("EU", "1950-01-01", Action.APPROVAL),
        act("RS", "1950-01-02", Action.SUCCESSION),
        *many(fact.needed, fact.deposit),
        act("ZW", "2030-01-01"),
    ]
    found = tally(treaty(fact.needed, fact.rule), record(*acts))
    assert found.reached == date.fromisoformat(fact.deposit)
    assert found.in_force == date.fromisoformat(fact.in_force)


@pytest.mark.skipif(not TABLES.is_dir(), reason="the real participant tables are not beside this checkout")
def test_the_real_tables_give_the_real_dates() -> None:
    """From the record's own columns, dates and letters, through the parser, to the day of entry into force."""
    expected = json.loads((TABLES / "expected.json").read_text(encoding="utf-8"))
    assert len(expected) >= 20
    wrong = {}
    for number, facts in expected.items():
        with (TABLES / f"{number}.csv").open(encoding="utf-8") as lines:
            heads, *rows = list(csv.reader(lines))
        chapter, _, rest = number.partition("-")
        reference = f"{ROMAN[chapter]}-{rest}"
        lake = with_reference(reference, count=facts["count"], rule=facts["rule"])
        url = f"https://treaties.un.org/doc/{reference}.en.xml"
        answer = untc.parse(document(status(rows, heads), url), feed(url), {lake.id: lake})
        assert isinstance(answer, Parsed), (number, answer)
        assert answer.record is not None
        found = tally(lake, answer.record)
        if (str(found.reached), str(found.in_force)) != (facts["nth_deposit"], facts["in_force"]):
            wrong[number] = (found.reached, found.in_force, facts)
        assert not answer.skipped, (number, answer.skipped)
    assert wrong == {}


@pytest.mark.parametrize(
    ("rule", "deposit", "expected"),
    [
        ("0 days", "2025-09-15", "2025-09-15"),
        ("1 day", "2025-12-31", "2026-01-01"),
        ("90 days", "2026-11-24", "2027-02-22"),
        ("120 days", "2025-09-19", "2026-01-17"),
        ("90 days", "2020-10-24", "2021-01-22"),
        ("90 days", "2021-01-22", "2021-04-22"),
        ("3 months", "2023-11-30", "2024-02-29"),
        ("3 months", "2022-11-30", "2023-02-28"),
        ("12 months", "2025-06-02", "2026-06-02"),
        ("first of month after 3 months", "2004-03-18", "2004-07-01"),
        ("first of month after 3 months", "2014-04-22", "2014-08-01"),
        ("first of month after 3 months", "2012-11-30", "2013-03-01"),
        ("first of month after 3 months", "2022-11-30", "2023-03-01"),
        ("first of month after 60 days", "2002-04-11", "2002-07-01"),
        ("first of sixth month", "1998-09-16", "1999-03-01"),
        ("first of twelfth month", "2025-12-31", "2026-12-01"),
        ("first of second month", "2025-12-01", "2026-02-01"),
    ],
)
def test_rules(rule: str, deposit: str, expected: str) -> None:
    assert moment(rule, date.fromisoformat(deposit)) == date.fromisoformat(expected)


@pytest.mark.parametrize("rule", ["soon", "90", "first of month", "90 days later", "-1 days"])
def test_an_unknown_rule_is_a_bug_with_its_name(rule: str) -> None:
    with pytest.raises(ValueError, match="no way of counting"):
        moment(rule, date(2026, 1, 1))


@given(
    st.dates(date(1945, 1, 1), date(2200, 1, 1)),
    st.dates(date(1945, 1, 1), date(2200, 1, 1)),
    st.sampled_from(["30 days", "3 months", "first of month after 3 months", "first of sixth month"]),
)
def test_no_rule_puts_a_later_deposit_first(one: date, other: date, rule: str) -> None:
    early, late = sorted((one, other))
    assert moment(rule, early) <= moment(rule, late)
    assert moment(rule, early) > early
