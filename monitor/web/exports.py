"""Write alerts as CSV, JSON and Atom: the analysts' record of what was told, when, why, and what people said of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as XML

from monitor.answers.recorded import Recorded
from monitor.model import Telling
from monitor.rules.opml import xml_text
from monitor.sinks.escape import link
from monitor.sinks.headline import headlines
from monitor.store.marks import Mark
from monitor.store.owed import IN_WORDS
from monitor.web.words import slack_link
from monitor.wording import clock

COLUMNS = (
    "id", "created", "kind", "level", "treaty", "step", "actors", "actions", "headline", "title", "url",
    "quote", "outlets", "rule", "because", "rules_version", "story", "channel", "state", "sent", "slack",
    "marks", "items", "taken_back", "titles_now",
)  # fmt: skip
"""The columns of the CSV and the keys of the JSON; new ones are added at the end."""

ATOM = "http://www.w3.org/2005/Atom"
_FORMULA = re.compile(r"(?:^|(?<=;))(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")
"""Where a spreadsheet may see a formula begin: also behind `;`, at which many locales part cells, and in full width."""


def record(row: Recorded, workspace: str | None) -> dict[str, Any]:
    """Return one alert as a mapping of COLUMNS, ready for JSON.

    `marks` holds what people said and did not take back, `items` the happenings of a grouped message, `titles_now` each
    outlet whose title tells it no more; `taken_back` says that this is so of all.
    """
    owed, alert, telling = row.owed, row.owed.alert, row.owed.alert.telling
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
        "outlets": list(dict.fromkeys(outlet.publisher for outlet in row.shown.outlets)),
        "rule": telling.rule,
        "because": list(telling.because),
        "rules_version": alert.rules_version,
        "story": alert.story,
        "channel": alert.channel,
        "state": owed.state.value,
        "sent": owed.sent.isoformat() if owed.sent else None,
        "slack": slack_link(owed, workspace),
        "marks": [
            {"said": mark.verdict, "person": mark.person, "at": mark.at.isoformat(), "link": mark.link}
            for mark in row.marks
        ],
        "items": [_item(item) for item in telling.items],
        "taken_back": row.taken_back,
        "titles_now": [
            {"publisher": outlet.publisher, "title": outlet.title, "was": outlet.was}
            for outlet in row.retitled
        ],
    }


def _item(item: Telling) -> dict[str, Any]:
    """Return one happening of a grouped message, with the article that told it."""
    first = item.first
    return {
        "headline": headlines(item)[0],
        "title": item.title,
        "url": item.url,
        "rule": item.rule,
        "outlet": first.publisher if first else None,
        "published": first.published.isoformat() if first and first.published else None,
    }


def _listed(item: Telling) -> str:
    """Return the same in one line: what happened, by which article of whom, and where that is."""
    first = item.first
    who, published = (first.publisher, first.published) if first else ("", None)
    by = ", ".join(filter(None, (f"“{item.title}”", who, clock(published))))
    return " ".join(filter(None, (headlines(item)[0], f"({by})", item.url)))


def as_csv(chunks: Iterable[Sequence[Recorded]], workspace: str | None) -> Iterator[str]:
    """Yield a CSV file (RFC 4180) in parts: its header, then one for each chunk; lists are joined by `; `.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
    """
    yield _csv([COLUMNS])
    for chunk in chunks:
        rows = [record(row, workspace) | _in_words(row) for row in chunk]
        yield _csv([_cell(row[name]) for name in COLUMNS] for row in rows)


def _in_words(row: Recorded) -> dict[str, Any]:
    """Return the columns that CSV has in words."""
    return {
        "marks": [_said(mark) for mark in row.marks],
        "items": [_listed(item) for item in row.owed.alert.telling.items],
        "taken_back": "taken back" if row.taken_back else "",
        "titles_now": [f"{outlet.publisher}: {outlet.title}" for outlet in row.retitled],
    }


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str | int | bool | None]]) -> str:
    """Return rows that have these columns as CSV with a header."""
    cells = ([_cell("" if row[name] is None else str(row[name])) for name in columns] for row in rows)
    return _csv([columns, *cells])


def as_json(chunks: Iterable[Sequence[Recorded]], workspace: str | None) -> Iterator[str]:
    """Yield `{"alerts": [...]}` in parts: one for each chunk, each alert on its own line."""
    yield '{"alerts": ['
    between = "\n"
    for chunk in chunks:
        yield between + ",\n".join(json.dumps(record(row, workspace), ensure_ascii=False) for row in chunk)
        between = ",\n"
    yield "\n]}\n"


def atom(rows: Sequence[Recorded], *, here: str, page: str, now: datetime) -> bytes:
    """Return rows as an Atom feed (RFC 4287); `here` is its own address, `page` that of the same view for people."""
    XML.register_namespace("", ATOM)
    feed = XML.Element(f"{{{ATOM}}}feed")
    _text(feed, "id", here)
    _text(feed, "title", "Treatywatch alerts")
    _text(feed, "updated", max(map(_touched, rows), default=now).isoformat())
    _text(XML.SubElement(feed, f"{{{ATOM}}}author"), "name", "Treatywatch")
    XML.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=here)
    XML.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=page)
    for row in rows:
        alert, telling = row.owed.alert, row.owed.alert.telling
        entry = XML.SubElement(feed, f"{{{ATOM}}}entry")
        _text(entry, "id", f"urn:treatywatch:alert:{alert.id}")
        _text(entry, "title", f"{'Taken back: ' if row.taken_back else ''}{headlines(telling)[0]}")
        _text(entry, "published", alert.created.isoformat())
        _text(entry, "updated", _touched(row).isoformat())
        address = link(telling.url) or f"{page.partition('?')[0]}/{alert.id}"  # a list leads to its own page
        XML.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=xml_text(address))
        said = dict.fromkeys(mark.verdict.value for mark in row.marks)
        for term in (telling.treaty, telling.rule, alert.level.value, *said):
            if term:
                XML.SubElement(entry, f"{{{ATOM}}}category", term=xml_text(term))
        items = [f"• {_listed(item)}" for item in telling.items if len(telling.items) > 1]
        lines = [
            telling.title,
            *items,
            telling.quote,
            *telling.because,
            f"Delivery: {IN_WORDS[row.owed.state]}",
        ]
        lines += [f"{outlet.publisher} says now: {outlet.title}" for outlet in row.retitled]
        lines += [
            f"{mark.words}, {mark.who}, {clock(mark.at)} {mark.link or ''}".strip() for mark in row.marks
        ]
        _text(entry, "content", "\n".join(dict.fromkeys(filter(None, lines)))).set("type", "text")
    found: bytes = XML.tostring(feed, encoding="utf-8", xml_declaration=True)
    return found


def _touched(row: Recorded) -> datetime:
    """Return when an alert last changed: owed, marked, or told no more by an outlet."""
    told = [row.owed.alert.created, *([row.edited] if row.retitled else [])]
    return max([*told, *(mark.at for mark in row.marks)])


def _said(mark: Mark) -> str:
    return ", ".join(part for part in (mark.words, mark.person, mark.at.isoformat(), mark.link) if part)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _cell(value: str | list[str] | None) -> str:
    text = "; ".join(value) if isinstance(value, list) else value or ""
    return _FORMULA.sub("'", text)


def _text(parent: XML.Element, name: str, text: str) -> XML.Element:
    element = XML.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = xml_text(text)
    return element
