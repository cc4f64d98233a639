"""Take the XML of a treaty's status apart: its header and its tables, as texts.

Expat, which every Python has, is used directly: a document type or an entity is refused before it can be expanded,
and depth, rows and characters are bounded.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from msgspec import Struct, field

DEPTH = 60
CELLS = 20_000
CHARACTERS = 20_000_000
"""More than these no status has; the largest (many reservations) has a few million characters."""

_OUTAGE = re.compile(rb"maintenance|unavailable|service is down", re.I)
_CHAPTER = re.compile(r"\bCHAPTER\s+([IVXL]+)\b", re.I)
_NUMBER = re.compile(r"^(\d{1,3})\s*\.?\s*(?:-?\s*([a-z])\b)?\.?$", re.I)
_AS_OF = re.compile(r"status as at\s*:?\s*(.{4,60})", re.I)


class Broken(Exception):
    """Say why a document is no status of a treaty; the message is for people."""


class Table(Struct):
    """Hold one table of participants as texts."""

    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class StatusDocument(Struct):
    """Hold what a status document says, still as texts."""

    tables: list[Table] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    """The texts of the elements outside the tables, in order, short ones only."""
    signatories: int | None = None
    as_of: str | None = None

    def references(self) -> list[str]:
        """Return the treaty's number by the header, where it can be told: chapter and number."""
        chapter = next((found[1] for text in self.header if (found := _CHAPTER.search(text))), None)
        number = next((found for text in self.header if (found := _NUMBER.match(text))), None)
        if chapter is None or number is None:
            return []
        letter = f"-{number[2]}" if number[2] else ""
        return [f"{chapter}-{number[1]}{letter}".upper()]


def read(body: bytes) -> StatusDocument:
    """Return the header and tables of a status document.

    Raises Broken for an outage page (which comes with status 200), for HTML, for broken or dangerous XML, and for
    a document without rows.
    """
    start = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"<?xml"):
        page = (
            "an outage page" if _OUTAGE.search(body[:20_000]) else "a web page" if b"<" in start else "no XML"
        )
        raise Broken(f"the record's address answered with {page}")
    if b"\0" in body[:2000] or len(body) > CHARACTERS:
        raise Broken("the record is in an unexpected encoding or far too large")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.EntityDeclHandler = reader.doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(body.lstrip(b" \t\r\n"), True)
    except expat.ExpatError as error:
        raise Broken(
            f"the record is no well-formed XML ({expat.ErrorString(error.code)}, line {error.lineno})"
        ) from None
    except (LookupError, ValueError):  # no such encoding, or one of several bytes a letter
        raise Broken("the record is in an encoding that cannot be read") from None
    if not any(table.rows for table in reader.status.tables):
        raise Broken("the record has no table of participants")
    return reader.status


class _Reader:
    """Gather texts while expat reads."""

    def __init__(self) -> None:
        self.status = StatusDocument()
        self._path: list[str] = []
        self._text: list[str] = []
        self._cells = 0

    def doctype(self, *_: object) -> None:
        """Refuse: no status has a document type, and entities are how small documents grow huge."""
        raise Broken("the record declares a document type or entities, which is not allowed")

    def start(self, name: str, _: dict[str, str]) -> None:
        name = name.rpartition(":")[2].lower()
        self._path.append(name)
        if len(self._path) > DEPTH:
            raise Broken("the record is nested too deeply")
        if name == "table" and "participants" in self._path:
            self.status.tables.append(Table())
        elif name == "row" and self._inside("tbody"):
            self.status.tables[-1].rows.append([])
        if name != "superscript":
            self._text = self._text if "entry" in self._path[:-1] else []

    def end(self, _: str) -> None:
        name = self._path.pop()
        if name == "superscript" or "entry" in self._path:
            return
        text = "".join(self._text)
        self._text = []
        if name == "entry" and self._inside("thead"):
            self.status.tables[-1].headings.append(text)
        elif name == "entry" and self._inside("tbody") and self.status.tables[-1].rows:
            self._cells += 1
            if self._cells > CELLS:
                raise Broken("the record has far too many rows")
            self.status.tables[-1].rows[-1].append(text)
        elif "participants" not in self._path:
            self._head(name, " ".join(text.split()))

    def text(self, data: str) -> None:
        if "superscript" not in self._path:
            self._text.append(data)

    def _head(self, name: str, text: str) -> None:
        """Keep a short text of the header, and the count of signatories and the date that it states."""
        if not text or len(text) > 400 or len(self.status.header) > 60:
            return
        self.status.header.append(text)
        if name == "signatories" and text.isdigit():
            self.status.signatories = int(text[:6])
        if self.status.as_of is None and (found := _AS_OF.search(text)):
            self.status.as_of = found[1].strip()

    def _inside(self, part: str) -> bool:
        return bool(self.status.tables) and part in self._path and "participants" in self._path
