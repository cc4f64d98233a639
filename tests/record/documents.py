"""Write documents as depositaries do, for the tests of the parsers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml

from monitor.model import Document, Feed
from monitor.shapes import made
from monitor.treaties import Treaty

FOLDER = Path(__file__).parents[2] / "rules" / "treaties"
ADDRESS = "https://treaties.un.org/doc/Publication/MTDSG/Volume%20II/Chapter%20XVIII/XVIII-16.en.xml"
HEADINGS = ("Participant", "Signature", "Acceptance(A), Ratification, Approval(AA), Accession(a)")
CHART = "https://conventions-ws.coe.int/WS_LFRConventions/api/signatures?numSTE=185&langue=ENG"


def shipped() -> dict[str, Treaty]:
    """Return the treaties that the project ships."""
    found = (made(Treaty, yaml.safe_load(path.read_text("utf-8"))) for path in FOLDER.glob("*.yaml"))
    return {treaty.id: treaty for treaty in found}


def treaty(reference: str, kind: str = "untc", count: int = 3, rule: str = "30 days", **more: Any) -> Treaty:
    """Return a small treaty with a record of that reference."""
    clause = {"count": count, "rule": rule, **more}
    return made(
        Treaty,
        {
            "id": "lake-pact",
            "title": "the Lake Pact",
            "names": {"en": ["Lake Pact"]},
            "depositary": {
                "name": "X",
                "page": "https://example.org/lake",
                "kind": kind,
                "reference": reference,
            },
            "in_force": clause,
        },
    )


def status(
    rows: Iterable[Sequence[str]], headings: Sequence[str] = HEADINGS, *, header: str = "", raw: bool = False
) -> bytes:
    """Return a status document as the UN Treaty Collection writes it; `raw` cells may hold real markup."""
    keep = (lambda text: text) if raw else escape
    heads = "".join(f"<Entry>{escape(heading)}</Entry>" for heading in headings)
    lines = "\n".join(
        "<Row>" + "".join(f"<Entry>{keep(cell)}</Entry>" for cell in row) + "</Row>" for row in rows
    )
    text = f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<MTDSG><Header><Chapter><Number>CHAPTER XVIII</Number><Name>PENAL MATTERS</Name></Chapter></Header>
<Treaty><ExternalData><TreatyNo>16</TreatyNo><Titlesect>Convention on Lakes</Titlesect>{header}</ExternalData>
<Participants><Table><TGroup><Thead><Row>{heads}</Row></Thead><Tbody><Rows>
{lines}
</Rows></Tbody></TGroup></Table></Participants>
<Declarations><Declaration><Participant>Norway</Participant><Text>A text of 3 May 2020.</Text></Declaration>
</Declarations></Treaty></MTDSG>"""
    return text.encode("iso-8859-1", "xmlcharrefreplace")


def document(body: bytes, url: str = ADDRESS, **more: Any) -> Document:
    return Document(url=url, body=body, **more)


def feed(url: str = ADDRESS, kind: str = "untc") -> Feed:
    return Feed(id="record", url=url, kind=kind)


def chart(
    members: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]] = (), number: str = "185"
) -> bytes:
    """Return a chart as the Council of Europe's service writes it: members, non-members, organisations."""
    empty = {
        "CodePays": "XXX",
        "NumSTE": number,
        "DateSignature": None,
        "DateConsentement": None,
        "DateEntreeVigueur": None,
        "DateDenonciation": None,
        "DateEffetDenonciation": None,
    }
    return json.dumps(
        [[{**empty, **row} for row in members], [{**empty, **row} for row in others], []]
    ).encode()
