"""Read the UN Treaty Collection's status, in every shape in which it comes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Act, Action, Document, FetchError, Parsed, Record, Status, Validators
from monitor.parse import untc
from tests.record import documents
from tests.record.documents import document, feed, shipped, status, treaty

TREATIES = shipped()

ROWS = [
    ("Algeria", "25 Oct\t 2025 ", ""),
    ("Côte d'Ivoire", "25 Oct\t 2025 ", "3 Sept\t 2026 A"),
    ("European Union<superscript>1,12</superscript>", "25 Oct\t 2025 ", "1 Dec\t 2026 AA"),
    ("Iran (Islamic Republic of)", "25 Oct\t 2025 ", ""),
    ("Namibia", "", "2 Mar\t 2026 a"),
    ("Norway", "", ""),
    ("Viet Nam", "25 Oct\t 2025 ", " 5 Jan\t 2026 "),
]


def read(body: bytes, url: str = documents.ADDRESS) -> Parsed:
    answer = untc.parse(document(body, url), feed(url), TREATIES)
    assert isinstance(answer, Parsed), answer
    return answer


def acts(body: bytes) -> list[Act]:
    record = read(body).record
    return list(record.acts)


def refused(body: bytes, url: str = documents.ADDRESS, **more: object) -> str:
    answer = untc.parse(document(body, url, **more), feed(url), TREATIES)
    assert isinstance(answer, FetchError), answer
    return answer.reason


def test_the_whole_table() -> None:
    answer = read(status(ROWS))
    assert answer.record.treaty == "un-cybercrime"
    assert [(act.actor, act.action, act.on.isoformat()) for act in answer.record.acts] == [
        ("DZ", Action.SIGNATURE, "2025-10-25"),
        ("CI", Action.SIGNATURE, "2025-10-25"),
        ("CI", Action.ACCEPTANCE, "2026-09-03"),
        ("EU", Action.SIGNATURE, "2025-10-25"),
        ("EU", Action.APPROVAL, "2026-12-01"),
        ("IR", Action.SIGNATURE, "2025-10-25"),
        ("NA", Action.ACCESSION, "2026-03-02"),
        ("VN", Action.SIGNATURE, "2025-10-25"),
        ("VN", Action.RATIFICATION, "2026-01-05"),
    ]
    assert answer.skipped == ()


def test_each_act_is_an_entry_that_says_what_it_is() -> None:
    answer = read(status(ROWS))
    entries = {entry.guid: entry for entry in answer.entries}
    assert len(entries) == 9
    entry = entries["untc:XVIII-16:VN:ratification:2026-01-05"]
    assert entry.title == (
        "Official: Viet Nam deposited its instrument of ratification of the UN Convention against Cybercrime"
    )
    assert (entry.official.official, entry.official.status) == (True, Status.DONE)
    assert (entry.official.actor, entry.official.on) == ("VN", date(2026, 1, 5))
    assert entry.url == TREATIES["un-cybercrime"].depositary.page
    assert entry.publisher == "UN Treaty Collection"
    assert len(entry.id) == 16
    signed = entries["untc:XVIII-16:DZ:signature:2025-10-25"]
    assert signed.title == "Official: Algeria signed the UN Convention against Cybercrime"
    joined = entries["untc:XVIII-16:NA:accession:2026-03-02"]
    assert "instrument of accession to the UN Convention" in joined.title


def test_entries_keep_their_ids_from_poll_to_poll_and_differ() -> None:
    once, again = read(status(ROWS)), read(status([*ROWS, ("Zambia", "1 Dec\t 2026 ", "")]))
    ids = {entry.guid: entry.id for entry in once.entries}
    assert len(set(ids.values())) == len(ids)
    assert ids.items() <= {entry.guid: entry.id for entry in again.entries}.items()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("5 Jan\t 2026 ", [(Action.RATIFICATION, "2026-01-05", True)]),
        ("05 January 2026", [(Action.RATIFICATION, "2026-01-05", True)]),
        ("5 Jan. 2026", [(Action.RATIFICATION, "2026-01-05", True)]),
        ("5 Jan\t 2026 A", [(Action.ACCEPTANCE, "2026-01-05", True)]),
        ("5 Jan 2026AA", [(Action.APPROVAL, "2026-01-05", True)]),
        ("3 Sept\t 2026 a", [(Action.ACCESSION, "2026-09-03", True)]),
        ("3 Sep 2026 d", [(Action.SUCCESSION, "2026-09-03", True)]),
        ("[20 Jan\t 2021 A]", [(Action.ACCEPTANCE, "2021-01-20", False)]),
        ("[20 Jan\t 2021 A] 20 Feb\t 2025 A",
         [(Action.ACCEPTANCE, "2021-01-20", False), (Action.ACCEPTANCE, "2025-02-20", True)]),
        ("&lt;superscript&gt;3&lt;/superscript&gt;5 Jan 2026", [(Action.RATIFICATION, "2026-01-05", True)]),
        ("5 Jan 2026 <superscript>3,14</superscript>", [(Action.RATIFICATION, "2026-01-05", True)]),
        ("5 janv. 2026", [(Action.RATIFICATION, "2026-01-05", True)]),
        ("3 août 2026", [(Action.RATIFICATION, "2026-08-03", True)]),
        ("\u00a05\u00a0Jan\u00a02026", [(Action.RATIFICATION, "2026-01-05", True)]),
    ],
)  # fmt: skip
def test_cells(cell: str, expected: list[tuple[Action, str, bool]]) -> None:
    found = acts(status([("Chad", "", cell)]))
    assert [(act.action, act.on.isoformat(), act.in_effect) for act in found] == expected


@pytest.mark.parametrize("cell", ["31 Feb 2026", "5 Foo 2026", "soon", "5 Jan 2026 q"])
def test_a_cell_that_cannot_be_read_is_named_and_costs_nothing_else(cell: str) -> None:
    answer = read(status([("Chad", "1 Feb 2026", cell), ("Mali", "2 Feb 2026", "")]))
    assert [act.actor for act in answer.record.acts] == ["TD", "ML"]
    assert len(answer.skipped) == 1
    assert answer.skipped[0].startswith("Chad: ")
    assert answer.record.unread == answer.skipped


@pytest.mark.parametrize("cell", ["", " - ", "\u2013", "...", "<superscript>2</superscript>"])
def test_a_cell_that_tells_nothing_is_no_trouble(cell: str) -> None:
    answer = read(status([("Chad", "1 Feb 2026", cell)]))
    assert (answer.skipped, answer.record.unread) == ((), ())


@pytest.mark.parametrize(
    ("heading", "named"),
    [
        ("Date of deposit", "the column 'Date of deposit' is of no act that is known here, and holds 1 date"),
        ("", "the column '' is of no act that is known here, and holds 1 date"),
        (None, "the column '' is of no act that is known here, and holds 1 date"),
        ("Provisional application", None),
        ("Application provisoire", None),
    ],
)
def test_a_column_of_dates_that_is_no_known_act_is_named(heading: str | None, named: str | None) -> None:
    headings = ("Participant", "Signature") if heading is None else ("Participant", "Signature", heading)
    answer = read(status([("Chad", "1 Feb 2026", "2 Mar 2026"), ("Mali", "2 Feb 2026", "")], headings))
    assert [act.actor for act in answer.record.acts] == ["TD", "ML"]
    assert answer.record.unread == ((named,) if named else ())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("United States of America<superscript>7</superscript>", "US"),
        ("China &lt;superscript&gt;2,13&lt;/superscript&gt;", "CN"),
        ("Netherlands (Kingdom of the)3", "NL"),
        ("Czech Republic 4, 5", "CZ"),
        ("Türkiye", "TR"),
        ("C\u00f4te d\u0092Ivoire", "CI"),  # windows-1252 in a document that says ISO-8859-1
        ("Cook Islands", "CK"),
    ],
)
def test_names_with_footnotes(name: str, code: str | None) -> None:
    found = acts(status([(name, "1 Feb 2026", "")]))
    assert found[0].actor == code


def test_real_superscript_elements_are_footnotes_too() -> None:
    row = (
        "Chad<superscript><b>1</b></superscript>",
        "1 Feb 2026<superscript>2</superscript>",
        "<i>3 Mar 2026</i> a",
    )
    found = acts(status([row], raw=True))
    assert [(act.name, act.action, act.on) for act in found] == [
        ("Chad", Action.SIGNATURE, date(2026, 2, 1)),
        ("Chad", Action.ACCESSION, date(2026, 3, 2 + 1)),
    ]


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        (("Participant", "Signature, Succession to signature(d)", "Accession(a), Ratification"),
         ("4 May 2020 d", "5 May 2021"), [Action.SIGNATURE, Action.RATIFICATION]),
        (("Participant", "Signature", "Formal confirmation(c), Accession(a), Ratification"),
         ("4 May 2020", "5 May 2021 c"), [Action.SIGNATURE, Action.APPROVAL]),
        (("Participant", "Acceptance(A), Definitive signature(s)"), ("4 May 2020 s",), [Action.RATIFICATION]),
        (("Participant", "Accession(a)"), ("4 May 2020",), [Action.ACCESSION]),
        (("Participant", "Provisional application under Article V", "Ratification, Acceptance(A)"),
         ("4 May 2020", "5 May 2021"), [Action.RATIFICATION]),
        (("Participant", "Signature", "Provisional application(n)", "Approval(AA), Ratification"),
         ("4 May 2020", "5 May 2020 n", "6 May 2021 AA"), [Action.SIGNATURE, Action.APPROVAL]),
        (("Participant", "Signature", "Adhésion(a), Ratification, Acceptation(A), Approbation(AA)"),
         ("4 mai 2020", "5 févr. 2021 AA"), [Action.SIGNATURE, Action.APPROVAL]),
        (("Participant<superscript>1</superscript>", "Signature", "Ratification<superscript>2</superscript>"),
         ("4 May 2020", "5 May 2021"), [Action.SIGNATURE, Action.RATIFICATION]),
    ],
)  # fmt: skip
def test_columns_are_named_by_the_table(
    headings: tuple[str, ...], cells: tuple[str, ...], expected: list[Action]
) -> None:
    assert [act.action for act in acts(status([("Chad", *cells)], headings))] == expected


def test_a_bracketed_consent_tells_of_the_withdrawal_once_it_stands_in_brackets() -> None:
    """The deposit itself is told no more, not even where it first appears in brackets: it does not count."""
    before = read(status([("Mali", "1 Feb 2020", "3 Mar 2021")]))
    after = read(status([("Mali", "1 Feb 2020", "[3 Mar 2021]")]))
    guids = [[str(entry.guid).split(":")[3] for entry in one.entries] for one in (before, after)]
    assert guids == [["signature", "ratification"], ["signature", "withdrawal"]]
    assert [(act.action, act.in_effect) for act in after.record.acts] == [
        (Action.SIGNATURE, True),
        (Action.RATIFICATION, False),
    ]
    new = next(entry for entry in after.entries if ":withdrawal:" in str(entry.guid))
    assert new.title == "Official: Mali is no longer bound by the UN Convention against Cybercrime"
    assert (new.official.action, new.official.on, new.published) == (Action.WITHDRAWAL, None, None)


def test_former_states_are_kept_without_a_code_and_alert_nobody() -> None:
    answer = read(status([("Yugoslavia", "1 Feb 1990", ""), ("Chad", "1 Feb 1990", "")]))
    assert [(act.name, act.actor) for act in answer.record.acts] == [("Yugoslavia", None), ("Chad", "TD")]
    assert len(answer.entries) == 1
    assert answer.skipped == ()


def test_an_unknown_participant_is_named_to_the_operator() -> None:
    answer = read(status([("Atlantis", "1 Feb 2026", "2 Mar 2026"), ("Chad", "1 Feb 2026", "")]))
    assert len(answer.skipped) == 1
    assert "'Atlantis'" in answer.skipped[0]


def test_several_tables_are_read() -> None:
    body = status([("Chad", "1 Feb 2026", "")]).replace(
        b"</Table></Participants>",
        b"</Table><Table><TGroup><Thead><Row><Entry>Participant</Entry><Entry>Accession(a)</Entry></Row></Thead>"
        b"<Tbody><Row><Entry>Mali</Entry><Entry>4 May 2026 a</Entry></Row></Tbody></TGroup></Table></Participants>",
    )
    assert [(act.actor, act.action) for act in acts(body)] == [
        ("TD", Action.SIGNATURE),
        ("ML", Action.ACCESSION),
    ]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://treaties.un.org/doc/Publication/MTDSG/Volume%20II/Chapter%20XVIII/XVIII-16.en.xml", "un-cybercrime"),
        ("https://treaties.un.org/doc/Publication/MTDSG/Volume%20II/Chapter%20XXI/xxi-10.en.xml", "bbnj"),
        ("https://treaties.un.org/doc/Publication/MTDSG/Volume%20I/Chapter%20IV/IV-15.fr.xml", "crpd"),
        ("http://127.0.0.1:8080/copy/XXVI-9.en.xml?x=1", "tpnw"),
        ("https://example.org/get?mtdsg_no=XXVII-18&chapter=27", "escazu"),
        ("http://127.0.0.1/anything", "un-cybercrime"),  # by the header: chapter XVIII, number 16
    ],
)  # fmt: skip
def test_which_treaty(url: str, expected: str) -> None:
    record = read(status(ROWS), url).record
    assert record.treaty == expected


def test_a_record_of_no_known_treaty_is_refused_by_its_number() -> None:
    url = "https://treaties.un.org/doc/Publication/MTDSG/Volume%20II/Chapter%20XXVII/XXVII-7.en.xml"
    body = status(ROWS).replace(b"CHAPTER XVIII", b"CHAPTER XXVII").replace(b"<TreatyNo>16", b"<TreatyNo>7")
    assert "XXVII-7 is the reference" in refused(body, url)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            b"<html><body>The site is under urgent maintenance and is currently unavailable.</body></html>",
            "outage",
        ),
        (b"<!DOCTYPE html><html><title>UNTC</title></html>", "web page"),
        (b"", "no XML"),
        (b"%PDF-1.7", "no XML"),
        (b'<?xml version="1.0"?><MTDSG><Treaty/></MTDSG>', "no table"),
        (b'<?xml version="1.0"?><MTDSG><Treaty>', "well-formed"),
        (b'<?xml version="1.0" encoding="made-up"?><a/>', "encoding"),
        (b'<?xml version="1.0" encoding="shift_jis"?><a/>', "encoding"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "document type"),
        (b'<?xml version="1.0"?>' + b"<a>" * 70 + b"</a>" * 70, "nested"),
        (status([("Chad", "", ""), ("Mali", "", "")]), "no dates"),
        (status([("Chad", "", "")]).replace(b"<?xml", b"\xff\xfe<\0?\0x\0m\0l\0"), "answered with"),
    ],
)
def test_what_is_no_record_is_refused(body: bytes, reason: str) -> None:
    assert reason in refused(body)


def test_a_broken_off_document_is_refused() -> None:
    assert "broke off" in refused(status(ROWS), truncated=True)
    half = status(ROWS)
    assert "well-formed" in refused(half[: len(half) // 2])


def test_the_headers_count_is_held_against_the_table() -> None:
    counts = "<Status><Signatories>{}</Signatories><Parties>4</Parties></Status>"
    assert "72 signatories" in refused(status(ROWS, header=counts.format(72)))
    assert len(read(status(ROWS, header=counts.format(5))).entries) == 9


def test_the_records_own_date_is_kept_or_the_servers() -> None:
    body = status(ROWS, header="<Note>STATUS AS AT : 13-05-2026 11:16:24 EDT</Note>")
    answer = read(body)
    assert isinstance(answer.record, Record)
    assert answer.record.as_of == "13-05-2026 11:16:24 EDT"
    dated = Document(
        url=documents.ADDRESS,
        body=status(ROWS),
        validators=Validators(last_modified="Tue, 24 Nov 2026 08:00:00 GMT"),
    )
    other = untc.parse(dated, feed(), TREATIES)
    assert isinstance(other, Parsed)
    assert other.record.as_of == "Tue, 24 Nov 2026 08:00:00 GMT"


def test_any_treaty_with_a_reference_is_read() -> None:
    lake = treaty("XVIII-16")
    answer = untc.parse(document(status(ROWS)), feed(), {lake.id: lake})
    assert isinstance(answer, Parsed)
    assert answer.entries[0].title.endswith("the Lake Pact")


@given(st.binary(max_size=400))
def test_any_bytes_give_an_answer(body: bytes) -> None:
    assert isinstance(untc.parse(document(body), feed(), TREATIES), FetchError)


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30)), max_size=5))
def test_any_cells_give_an_answer(rows: list[tuple[str, str, str]]) -> None:
    clean = [
        tuple("".join(c for c in cell if c == "\t" or (" " <= c < "\ud800")) for cell in row) for row in rows
    ]
    answer = untc.parse(document(status(clean)), feed(), TREATIES)
    assert isinstance(answer, Parsed | FetchError)
