"""Read the Council of Europe's chart, and refuse tables that lost what they had."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.model import Act, Action, FetchError, Parsed, Record
from monitor.parse import coe
from monitor.parse.record import shrinks_oddly
from tests.record.documents import CHART, chart, document, feed, shipped

TREATIES = shipped()
MEMBERS = [
    {"LibPaysOrga": "Albania", "DateSignature": "2001-11-23T00:00:00", "DateConsentement": "2002-06-20T00:00:00"},
    {"LibPaysOrga": "Ireland", "DateSignature": "2002-02-28T00:00:00"},
    {"LibPaysOrga": "San Marino"},
    {"LibPaysOrga": "Türkiye", "DateSignature": "2010-11-10", "DateConsentement": "2014-09-29",
     "DateDenonciation": "2021-03-22", "DateEffetDenonciation": "2021-07-01"},
]  # fmt: skip
OTHERS = [{"LibPaysOrga": "Viet Nam", "DateConsentement": "2026-01-05T00:00:00"}]


def read(body: bytes, url: str = CHART) -> Parsed:
    answer = coe.parse(document(body, url), feed(url, "coe"), TREATIES)
    assert isinstance(answer, Parsed), answer
    return answer


def test_the_chart() -> None:
    answer = read(chart(MEMBERS, OTHERS))
    assert answer.record.treaty == "budapest"
    assert [(act.actor, act.action, act.on.isoformat(), act.in_effect) for act in answer.record.acts] == [
        ("AL", Action.SIGNATURE, "2001-11-23", True),
        ("AL", Action.RATIFICATION, "2002-06-20", True),
        ("IE", Action.SIGNATURE, "2002-02-28", True),
        ("TR", Action.SIGNATURE, "2010-11-10", True),
        ("TR", Action.RATIFICATION, "2014-09-29", False),
        ("TR", Action.WITHDRAWAL, "2021-03-22", True),
        ("VN", Action.ACCESSION, "2026-01-05", True),
    ]


def test_entries_and_one_withdrawal_only() -> None:
    answer = read(chart(MEMBERS, OTHERS))
    guids = [entry.guid for entry in answer.entries]
    assert "coe:185:VN:accession:2026-01-05" in guids
    assert [guid for guid in guids if guid and "withdrawal" in guid] == ["coe:185:TR:withdrawal:2021-03-22"]
    assert answer.entries[-1].title == (
        "Official: Viet Nam deposited its instrument of accession to the Budapest Convention on Cybercrime"
    )


@pytest.mark.parametrize(
    ("url", "number", "expected"),
    [
        (CHART, "185", "budapest"),
        (CHART.replace("185", "210"), "210", "istanbul"),
        ("http://127.0.0.1/chart", "224", "budapest-2ap"),
        ("https://www.coe.int/en/web/conventions/full-list?module=signatures-by-treaty&treatynum=225", "1", "coe-ai"),
    ],
)  # fmt: skip
def test_which_treaty(url: str, number: str, expected: str) -> None:
    record = read(chart(MEMBERS, number=number), url).record
    assert record.treaty == expected


def test_a_flat_list_is_a_chart_too() -> None:
    body = b'[{"LibPaysOrga": "Chad", "NumSTE": "185", "DateSignature": "2026-02-01"}]'
    assert [entry.guid for entry in read(body).entries] == ["coe:185:TD:signature:2026-02-01"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!doctype html><title>Council of Europe Portal</title>", "web page"),
        (b"", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[[], [], []]", "no participants"),
        (b'{"error": "token"}', "no participants"),
        (chart([{"LibPaysOrga": "Ireland"}]), "no dates"),
    ],
)
def test_what_is_no_chart_is_refused(body: bytes, reason: str) -> None:
    answer = coe.parse(document(body, CHART), feed(CHART, "coe"), TREATIES)
    assert isinstance(answer, FetchError)
    assert reason in answer.reason


def test_a_chart_of_no_known_treaty_is_refused_by_its_number() -> None:
    url = CHART.replace("185", "005")
    answer = coe.parse(document(chart(MEMBERS, number="005"), url), feed(url, "coe"), TREATIES)
    assert isinstance(answer, FetchError)
    assert "5 is the reference of no treaty" in answer.reason


def test_a_bad_date_is_named_and_costs_nothing_else() -> None:
    answer = read(chart([{"LibPaysOrga": "Ireland", "DateSignature": "soon"}, *MEMBERS]))
    assert answer.skipped == ("Ireland: 'soon' is no date (DateSignature)",)
    assert len(answer.record.acts) == 6
    assert answer.record.unread == answer.skipped


FIELDS = st.sampled_from(["LibPaysOrga", "NumSTE", "DateSignature", "DateConsentement"])
JSON = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(FIELDS, inner),
    max_leaves=12,
)


@given(JSON)
def test_any_json_gives_an_answer(data: object) -> None:
    answer = coe.parse(document(json.dumps(data).encode(), CHART), feed(CHART, "coe"), TREATIES)
    assert isinstance(answer, Parsed | FetchError)


def table(names: str, *, bound: int = 0) -> Record:
    acts = [
        Act(actor=None, name=name, action=Action.SIGNATURE, on=date(2020, 1, 1)) for name in names.split()
    ]
    acts += [
        Act(actor=None, name=name, action=Action.RATIFICATION, on=date(2021, 1, 1))
        for name in names.split()[:bound]
    ]
    return Record(treaty="t", acts=tuple(acts))


STATES = " ".join(f"State{number}" for number in range(60))


def test_a_first_table_and_a_grown_one_are_taken() -> None:
    assert shrinks_oddly(None, table(STATES)) is None
    assert shrinks_oddly(table(STATES), table(STATES + " Another", bound=9)) is None
    assert shrinks_oddly(table(STATES), table(STATES)) is None


def test_vanished_rows_are_refused_and_a_corrected_one_is_not() -> None:
    fewer = " ".join(STATES.split()[:40])
    reason = shrinks_oddly(table(STATES), table(fewer))
    assert reason.startswith("20 acts vanished from the table: State40 (signature)")
    assert reason.endswith("and 17 more")
    assert shrinks_oddly(table(STATES), table(" ".join(STATES.split()[:59]))) is None
    assert shrinks_oddly(table(STATES), Record(treaty="t", acts=())) == "the new table has no acts at all"


def test_brackets_explain_three_parties_lost_and_no_more() -> None:
    def without(number: int) -> Record:
        old = table(STATES, bound=50)
        acts = [
            replace(
                act, in_effect=not (act.action is Action.RATIFICATION and act.name in STATES.split()[:number])
            )
            for act in old.acts
        ]
        return replace(old, acts=tuple(acts))

    assert shrinks_oddly(table(STATES, bound=50), without(3)) is None
    assert shrinks_oddly(table(STATES, bound=50), without(4)) == "the parties fell from 50 to 46"


def test_a_state_that_changes_its_name_has_not_vanished() -> None:
    def named(*names: str) -> Record:
        return Record(
            treaty="t",
            acts=tuple(
                Act(actor=code, name=name, action=Action.SIGNATURE, on=date(2020, 1, 1))
                for name, code in zip(names, ("TR", "SZ", "MK"), strict=True)
            ),
        )

    old = named("Turkey", "Swaziland", "The former Yugoslav Republic of Macedonia")
    assert shrinks_oddly(old, named("Türkiye", "Eswatini", "North Macedonia")) is None
