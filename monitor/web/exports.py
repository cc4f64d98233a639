"""Write alerts as CSV, JSON and Atom: an analyst's record of what was told, when, why, and how it was delivered."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from xml.etree import ElementTree as XML

from monitor.sinks.headline import headlines
from monitor.store.owed import Owed
from monitor.web.words import STATES, safe, slack_link

COLUMNS = (
    "id",
    "created",
    "kind",
    "level",
    "treaty",
    "step",
    "actors",
    "actions",
    "headline",
    "title",
    "url",
    "quote",
    "outlets",
    "rule",
    "because",
    "rules_version",
    "story",
    "channel",
    "state",
    "sent",
    "slack",
)
"""The columns of the CSV and the keys of the JSON; new ones are added at the end."""

ATOM = "http://www.w3.org/2005/Atom"
_UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2, Char)."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def record(owed: Owed, workspace: str | None) -> dict[str, str | list[str] | None]:
    """Return one alert as a mapping of COLUMNS."""
    alert, telling = owed.alert, owed.alert.telling
    return {
        "id": alert.id,
        "created": alert.created.isoformat(),
        "kind": alert.kind.value,
        "level": alert.level.value,
        "treaty": telling.treaty,
        "step": telling.step.value if telling.step else None,
        "actors": list(dict.fromkeys(event.actor for event in telling.events if event.actor)),
        "actions": list(dict.fromkeys(event.action.value for event in telling.events)),
        "headline": headlines(telling)[0],
        "title": telling.title,
        "url": telling.url,
        "quote": telling.quote,
        "outlets": [outlet.publisher for outlet in telling.outlets],
        "rule": telling.rule,
        "because": list(telling.because),
        "rules_version": alert.rules_version,
        "story": alert.story,
        "channel": alert.channel,
        "state": owed.state.value,
        "sent": owed.sent.isoformat() if owed.sent else None,
        "slack": slack_link(owed, workspace),
    }


def csv_lines(rows: Iterable[Owed], workspace: str | None, *, head: bool) -> str:
    """Return rows as CSV (RFC 4180); lists are joined by `; `.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
    """
    out = io.StringIO()
    writer = csv.writer(out)
    if head:
        writer.writerow(COLUMNS)
    for row in rows:
        values = record(row, workspace)
        writer.writerow([_cell(values[name]) for name in COLUMNS])
    return out.getvalue()


def table(rows: Sequence[Mapping[str, str | int | bool | None]]) -> str:
    """Return rows that all have the same keys as CSV with a header; empty without rows."""
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows[0])
    writer.writerows([_cell("" if cell is None else str(cell)) for cell in row.values()] for row in rows)
    return out.getvalue()


def json_lines(rows: Iterable[Owed], workspace: str | None, *, first: bool) -> str:
    """Return rows as members of a JSON array, each on its own line; the caller opens and closes the array."""
    texts = (json.dumps(record(row, workspace), ensure_ascii=False) for row in rows)
    return "".join(("\n" if first and index == 0 else ",\n") + text for index, text in enumerate(texts))


def atom(rows: Sequence[Owed], *, here: str, page: str, now: datetime) -> bytes:
    """Return rows as an Atom feed (RFC 4287); `here` is its own address, `page` that of the same view for people."""
    XML.register_namespace("", ATOM)
    feed = XML.Element(f"{{{ATOM}}}feed")
    _text(feed, "id", here)
    _text(feed, "title", "Treatywatch alerts")
    _text(feed, "updated", (rows[0].alert.created if rows else now).isoformat())
    _text(XML.SubElement(feed, f"{{{ATOM}}}author"), "name", "Treatywatch")
    XML.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=here)
    XML.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=page)
    for row in rows:
        alert, telling = row.alert, row.alert.telling
        entry = XML.SubElement(feed, f"{{{ATOM}}}entry")
        _text(entry, "id", f"urn:treatywatch:alert:{alert.id}")
        _text(entry, "title", headlines(telling)[0])
        _text(entry, "updated", alert.created.isoformat())
        link = safe(telling.url)
        if link:
            XML.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=_clean(link))
        for term in (telling.treaty, telling.rule, alert.level.value):
            if term:
                XML.SubElement(entry, f"{{{ATOM}}}category", term=_clean(term))
        lines = [telling.title, telling.quote, *telling.because, f"Delivery: {STATES[row.state]}"]
        _text(entry, "content", "\n".join(line for line in lines if line)).set("type", "text")
    found: bytes = XML.tostring(feed, encoding="utf-8", xml_declaration=True)
    return found


def _cell(value: str | list[str] | None) -> str:
    text = "; ".join(value) if isinstance(value, list) else value or ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(parent: XML.Element, name: str, text: str) -> XML.Element:
    element = XML.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text)
