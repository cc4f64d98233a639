"""Read the UN Treaty Collection's status of a treaty: who signed, ratified, accepted, approved or acceded, and when.

The document is the XML of `Multilateral Treaties Deposited with the Secretary-General` (MTDSG), one file a treaty,
in ISO-8859-1. Its table names its columns, and the letters in them, itself: `Participant | Signature |
Acceptance(A), Ratification, Approval(AA), Accession(a)`; a date without a letter is the kind without one.
Dates hold tabs, acts no longer in effect stand in brackets, and footnotes stand as (escaped) <superscript>.
Learned from public readers of these files (openclimatedata, faits-politiques, legal-data-hunter); no schema is public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from urllib.parse import unquote

from monitor import actors
from monitor.folding import fold
from monitor.model import Act, Action, Document, Feed, FetchError, Parsed, Record
from monitor.parse import record as records
from monitor.parse.mtdsg import Broken, StatusDocument, Table, read
from monitor.treaties import Treaty
from monitor.wording import many

PUBLISHER = "UN Treaty Collection"

_REFERENCE = re.compile(
    r"(?<![A-Za-z0-9])([IVXL]{1,8}-\d{1,3}(?:-[A-Za-z0-9]{1,3})*)(?=\.(?:en|fr)\.xml|&|#|$)", re.I
)
_CELL = re.compile(
    r"(?P<open>\[)?\s*(?P<day>\d{1,2})\s+(?P<month>[^\W\d]{3,9})\.?\s+(?P<year>\d{4})\s*(?P<mark>[A-Za-z]{1,2}\b)?\s*(?P<close>\])?"
)
_TAG = re.compile(r"<superscript>.*?</superscript>|<[^<>]{0,200}>", re.I | re.S)
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0) if code != 0x85}
"""Documents that say ISO-8859-1 hold windows-1252 now and then: the apostrophe in Côte d'Ivoire."""
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier", "feb february fev fevr fevrier", "mar march mars", "apr april avr avril",
            "may mai", "jun june juin", "jul july juil juillet", "aug august aou aout",
            "sep sept september septembre", "oct october octobre", "nov november novembre",
            "dec december decembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
"""Months as the English and the French edition write them, folded."""

_KINDS = (
    ("succession to signature", Action.SIGNATURE),
    ("definitive signature", Action.RATIFICATION),
    ("signature definitive", Action.RATIFICATION),
    ("signature", Action.SIGNATURE),
    ("ratification", Action.RATIFICATION),
    ("accept", Action.ACCEPTANCE),
    ("approv", Action.APPROVAL),
    ("approb", Action.APPROVAL),
    ("formal confirmation", Action.APPROVAL),
    ("confirmation formelle", Action.APPROVAL),
    ("consent to be bound", Action.RATIFICATION),
    ("accession", Action.ACCESSION),
    ("adhesion", Action.ACCESSION),
    ("adherence", Action.ACCESSION),
    ("succession", Action.SUCCESSION),
)
"""What the headings say, folded, to the act. A definitive signature binds by itself (Treaty Handbook, 3.1.4), and a
formal confirmation is an organisation's ratification; the model has no word of its own for either."""
_PROVISIONAL = "provis"
"""In a heading, folded, in English and in French: a treaty that is applied provisionally binds nobody by that."""
_MARKS = {
    "A": Action.ACCEPTANCE,
    "AA": Action.APPROVAL,
    "a": Action.ACCESSION,
    "d": Action.SUCCESSION,
    "s": Action.RATIFICATION,
    "c": Action.APPROVAL,
}
"""Marks that a heading may forget to explain."""


def parse(document: Document, feed: Feed, treaties: Mapping[str, Treaty]) -> Parsed | FetchError:
    """Return the whole table and one entry for each act, or why the document is not the record it should be."""
    if document.truncated:
        return FetchError(reason="the record broke off before its end")
    try:
        status = read(document.body)
    except Broken as broken:
        return FetchError(reason=str(broken))
    references = [*_references(feed.url), *_references(document.url), *status.references()]
    treaty = records.treaty_of(references, "untc", treaties)
    if treaty is None:
        seen = f"{references[0]} is" if references else "neither its address nor its header is"
        return FetchError(
            reason=f"no treaty is known for this record: {seen} the reference of a treaty in rules/treaties"
        )
    acts, skipped = _acts(status)
    if not acts:
        return FetchError(reason="the record has no dates in its table of participants")
    signed = {act.name for act in acts if act.action is Action.SIGNATURE}
    if status.signatories is not None and len(signed) < status.signatories - max(2, status.signatories // 20):
        return FetchError(
            reason=f"the record's header counts {status.signatories} signatories, its table {len(signed)}"
        )
    found = Record(
        treaty=treaty.id,
        acts=tuple(acts),
        as_of=status.as_of or document.validators.last_modified,
        unread=tuple(skipped),
    )
    return records.parsed(found, feed, treaty, publisher=PUBLISHER, skipped=skipped)


def _references(address: str) -> list[str]:
    """Find the record's number in an address: the file's name, or `mtdsg_no`."""
    return [found.upper() for found in _REFERENCE.findall(unquote(address))]


def _acts(status: StatusDocument) -> tuple[list[Act], list[str]]:
    """Return the acts of every table, and a reason for each cell that could not be read."""
    acts: list[Act] = []
    skipped: list[str] = []
    for table in status.tables:
        columns = [_legend(heading) for heading in table.headings]
        skipped.extend(_unknown_columns(table, columns))
        for row in table.rows:
            name = _participant(row[0]) if row else ""
            if not name:
                continue
            code = actors.from_record(name)
            for legend, cell in zip(columns[1:], row[1:], strict=False):
                if not legend:
                    continue  # a column that is no act of consent, or named in `skipped` as a whole
                found = list(_dates(_plain(cell)))
                if not found and re.search(r"\w", _plain(cell)):
                    skipped.append(f"{name}: no date in {_plain(cell)[:60]!r}")
                for on, mark, in_effect in found:
                    action = legend.get(mark) or (_MARKS.get(mark) if mark else None)
                    if on is None or action is None:
                        skipped.append(f"{name}: {_plain(cell)[:60]!r} is no date or has an unknown letter")
                        continue
                    acts.append(Act(actor=code, name=name, action=action, on=on, in_effect=in_effect))
    return list(dict.fromkeys(acts)), skipped


def _unknown_columns(table: Table, columns: list[dict[str, Action]]) -> Iterator[str]:
    """Name each column of dates whose heading tells no act, or that has none: what it held before would be lost."""
    for place in range(1, max(map(len, table.rows), default=0)):
        heading = _plain(table.headings[place]) if place < len(columns) else ""
        if (place < len(columns) and columns[place]) or _PROVISIONAL in fold(heading).text:
            continue
        dates = sum(bool(_CELL.search(_plain(row[place]))) for row in table.rows if place < len(row))
        if dates:
            yield f"the column {heading!r} is of no act that is known here, and holds {many(dates, 'date')}"


def _legend(heading: str) -> dict[str, Action]:
    """Read a heading: mark to act, with "" for the act that has no mark."""
    legend: dict[str, Action] = {}
    for part in _plain(heading).split(","):
        words, _, mark = part.partition("(")
        folded = fold(words).text.strip()
        action = next((action for kind, action in _KINDS if kind in folded), None)
        if action is not None:
            legend.setdefault(mark.rstrip(") "), action)
    if len(legend) == 1:  # `Accession(a)` alone: its dates may come without the letter
        legend.setdefault("", next(iter(legend.values())))
    return legend


def _dates(cell: str) -> Iterator[tuple[date | None, str, bool]]:
    """Yield (day, mark, in effect) of each date in a cell; one in brackets is no longer in effect."""
    depth_open = False
    for found in _CELL.finditer(cell):
        depth_open = depth_open or bool(found["open"])
        month = _MONTHS.get(fold(found["month"]).text)
        try:
            day = date(int(found["year"]), month, int(found["day"])) if month else None
        except ValueError:
            day = None
        yield day, found["mark"] or "", not depth_open
        if found["close"]:
            depth_open = False


def _plain(text: str) -> str:
    """Take footnotes and other markup out of a cell, and tidy its blanks."""
    return " ".join(unescape(_TAG.sub("", unescape(text.translate(_C1)))).split())


def _participant(text: str) -> str:
    """Return a participant's name without its footnotes: digits, commas and asterisks at the end."""
    return re.sub(r"[\s\d,*]+$", "", _plain(text))
