"""Count signatories and parties by the treaty's own clause."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.ledger import ics, tally
from monitor.model import Action
from tests.ledger.acts import act, many, record, treaty

A, B, C, D = (act(code, f"2026-01-0{day}") for day, code in enumerate(("VN", "QA", "AZ", "RU"), 1))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EU = act("EU", "2026-01-02", Action.APPROVAL)


def test_an_empty_record() -> None:
    found = tally(treaty(40, "90 days"), record())
    assert (found.counted, found.missing, found.reached, found.in_force) == (0, 40, None, None)
    assert tally(treaty(40, "90 days"), record()).progress == "0 of 40 · 40 to go"


def test_two_of_forty() -> None:
    assert tally(treaty(40, "90 days"), record(A, B)).progress == "2 of 40 · 38 to go"


def test_the_eu_is_a_party_and_does_not_count() -> None:
    found = tally(treaty(3), record(A, EU, B))
    assert (found.counted, found.missing, len(found.parties)) == (2, 1, 3)
    assert [party.number for party in found.parties] == [1, None, 2]
    assert found.in_force is None


def test_the_eu_counts_where_the_clause_says_so() -> None:
    found = tally(treaty(3, counts_reio=True), record(A, EU, B))
    assert found.in_force == date(2026, 2, 1)


def test_a_succession_is_a_party_and_does_not_count() -> None:
    found = tally(treaty(2), record(A, act("RS", "2026-01-01", Action.SUCCESSION)))
    assert (found.counted, found.missing, len(found.parties)) == (1, 1, 2)


def test_every_kind_of_consent_counts_and_a_signature_does_not() -> None:
    kinds = (Action.RATIFICATION, Action.ACCEPTANCE, Action.APPROVAL, Action.ACCESSION)
    acts = [act(code, "2026-01-01", kind) for code, kind in zip(("VN", "QA", "AZ", "RU"), kinds, strict=True)]
    found = tally(treaty(4), record(*acts, act("BR", "2026-01-01", Action.SIGNATURE)))
    assert (found.counted, len(found.signatures)) == (4, 1)
    assert found.reached == date(2026, 1, 1)


def test_whoever_ratified_is_still_a_signatory() -> None:
    found = tally(treaty(), record(act("VN", "2025-10-25", Action.SIGNATURE), A))
    assert len(found.signatures) == 1


def test_reached_with_its_date() -> None:
    found = tally(treaty(3), record(A, B, C))
    assert (found.reached, found.in_force, found.missing) == (date(2026, 1, 3), date(2026, 2, 2), 0)
    assert tally(treaty(3), record(A, B, C)).progress == "in force from 2 February 2026 · 3 parties"


def test_the_records_order_does_not_matter() -> None:
    assert tally(treaty(3), record(C, A, B)) == tally(treaty(3), record(A, C, B))


def test_each_later_party_has_its_own_date_and_earlier_ones_the_treatys() -> None:
    late = act("BR", "2026-06-01")
    found = tally(treaty(3, "90 days", later="30 days"), record(A, B, C, D, EU, late))
    bound = {party.code: party.bound for party in found.parties}
    in_force = date(2026, 4, 3)
    assert found.in_force == in_force
    # Russia deposited after the count was reached; thirty days later the treaty was not yet in force.
    assert bound == {
        "VN": in_force, "QA": in_force, "AZ": in_force, "RU": in_force, "EU": in_force, "BR": date(2026, 7, 1),
    }  # fmt: skip


def test_without_a_rule_for_later_parties_their_date_is_open() -> None:
    found = tally(treaty(1), record(A, B))
    assert [party.bound for party in found.parties] == [date(2026, 1, 31), None]


def test_a_withdrawal_lowers_the_count() -> None:
    gone = act("QA", "2026-01-02", in_effect=False)
    found = tally(treaty(3), record(A, gone, C))
    assert (found.counted, found.missing, len(found.parties)) == (2, 1, 2)
    assert found.left == (gone,)


def test_a_withdrawal_does_not_end_a_treaty_that_is_in_force() -> None:
    """Vienna Convention on the Law of Treaties, article 55."""
    gone = act("QA", "2026-01-02", in_effect=False)
    notice = act("QA", "2027-05-01", Action.WITHDRAWAL)
    found = tally(treaty(3), record(A, gone, C, notice))
    assert (found.in_force, found.missing, len(found.parties)) == (date(2026, 2, 2), 0, 2)
    known = tally(treaty(3, since="2026-02-02"), record(A, gone, C))
    assert (known.in_force, known.missing, len(known.parties)) == (date(2026, 2, 2), 0, 2)


def test_a_withdrawal_before_entry_into_force_counts_against_it() -> None:
    gone = act("QA", "2026-01-02", in_effect=False)
    notice = act("QA", "2026-01-20", Action.WITHDRAWAL)
    assert tally(treaty(3), record(A, gone, C, notice)).in_force is None


def test_a_party_that_came_back_is_one_party_from_its_new_act() -> None:
    back = [
        act("US", "2021-01-20", Action.ACCEPTANCE, in_effect=False),
        act("US", "2025-02-20", Action.ACCEPTANCE),
    ]
    found = tally(treaty(), record(*back))
    assert [(party.code, party.deposited) for party in found.parties] == [("US", date(2025, 2, 20))]


def test_a_second_condition_holds_the_treaty_back() -> None:
    coe = {"at_least": 2, "of": ["AZ", "FR"], "name": "members of the Council of Europe"}
    pact = treaty(3, among=coe)
    assert tally(pact, record(A, B, C)).in_force is None
    assert tally(pact, record(A, B, C)).progress == "3 of 3 · 1 of 2 members of the Council of Europe"
    found = tally(pact, record(A, B, C, act("FR", "2026-03-01")))
    assert (found.reached, found.in_force, found.unmet) == (date(2026, 3, 1), date(2026, 3, 31), ())


def test_named_states_hold_the_treaty_back() -> None:
    pact = treaty(2, named=["VN", "US"])
    assert tally(pact, record(A, B)).unmet == ("1 of 2 named States missing",)
    assert tally(pact, record(A, B, act("US", "2026-05-01"))).reached == date(2026, 5, 1)


def test_one_instrument_and_one_party_are_not_plural() -> None:
    assert tally(treaty(1), record(A)).progress.endswith("1 party")


def test_a_year_that_the_depositary_mistyped_counts_nowhere_and_stops_nothing() -> None:
    typo = act("FR", "9999-12-31")
    for rule in ("90 days", "3 months", "first of sixth month"):
        found = tally(treaty(1, rule, later=rule), record(A, typo))
        assert (found.counted, [party.code for party in found.parties]) == (1, ["VN"])
        assert ics([found], NOW)


@given(st.integers(0, 60), st.integers(1, 50))
def test_the_sum_is_always_right(deposited: int, needed: int) -> None:
    found = tally(treaty(needed), record(*many(deposited, "2026-01-01")))
    assert found.counted == deposited
    assert found.missing == max(0, needed - deposited)
    assert (found.in_force is not None) == (deposited >= needed)
