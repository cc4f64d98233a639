"""Take what is wanted from an entry as feedparser gives it, with feedparser's habits undone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from monitor.normalise import date
from monitor.parse.item import Item, Markup

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
"""Seconds of sy:updatePeriod (RSS 1.0 module Syndication)."""
HUBS = 10
"""WebSub hubs that are taken from one document."""
_LOOKS_HTML = re.compile(
    r"</?(?:br|p|b|i|u|em|strong|span|div|a|img|sup|sub|wbr|font|small|h[1-6]|li|ul|ol|q|cite)(?:\s[^<>]*)?/?>",
    re.I,
)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_NO_ARTICLE = frozenset({
    "self", "edit", "replies", "enclosure", "hub", "next", "previous", "first", "last", "license", "search",
})  # fmt: skip


def item(entry: Any, result: Any, now: datetime | None, collect: Callable[[str], str]) -> Item:
    """Return what feedparser found; `collect` puts back texts that were carried around it."""
    language = _language(entry)
    contents = [
        _typed(part, result.version, collect)
        for part in entry.get("content", ())
        if isinstance(part, Mapping)
    ]
    summary = markup(entry, "summary", result.version, collect)
    if "summary_detail" not in entry and any(summary.value == part.value for part in contents):
        summary = Markup(value="", html=False)  # feedparser copies the content where a feed has no summary
    source = entry.get("source")
    return Item(
        guid=string(entry, "id"),
        link=_link(entry),
        title=markup(entry, "title", result.version),
        summary=summary,
        contents=tuple(contents),
        author=string(entry, "author"),
        categories=tuple(string(tag, "label") or string(tag, "term") for tag in entry.get("tags", ())),
        source=string(source, "title") if isinstance(source, Mapping) else "",
        published=next(
            filter(None, (_date(entry, name, now) for name in ("published", "updated", "created"))), None
        ),
        language="" if language == string(result.feed, "language") else language,
    )


def markup(where: Any, name: str, version: str, collect: Callable[[str], str] = str) -> Markup:
    """Return a text with its type; feedparser keeps the type beside the text."""
    detail = dict.get(where, f"{name}_detail")
    if not isinstance(detail, Mapping):
        detail = {"value": string(where, name), "type": "text/html"}
    return _typed(detail, version, collect)


def _typed(detail: Any, version: str, collect: Callable[[str], str]) -> Markup:
    """Return a text and whether it is HTML. Atom says so; of other formats feedparser guesses, and misses `<br>`."""
    value = collect(string(detail, "value"))
    html = detail.get("type", "text/plain") in _HTML_TYPES
    if not html and not version.startswith("atom"):
        html = _LOOKS_HTML.search(value) is not None
    return Markup(value=value, html=html)


def _link(entry: Any) -> str:
    """Return the address of the article: the entry's link, or the best of its other links, or its guid."""
    link = string(entry, "link").strip()
    guid = string(entry, "id").strip()
    if link.startswith(("http:", "https:")) and link != guid:  # feedparser takes an Atom id for a link, too
        return link
    for other in entry.get("links", ()):
        href = string(other, "href").strip()
        if href.startswith(("http:", "https:")) and other.get("rel") not in _NO_ARTICLE:
            return href
    return link or (guid if guid.startswith(("http:", "https:")) else "")


def _date(entry: Any, name: str, now: datetime | None) -> datetime | None:
    """Return a date, None where feedparser found another year than is written: `01-12-2026` is 2001 to it."""
    written = string(entry, name)
    read = date.parse(written, now) or date.parse(dict.get(entry, f"{name}_parsed"), now)
    years = _YEAR.findall(written)
    return read if read and (not years or any(abs(read.year - int(year)) < 2 for year in years)) else None


def _language(entry: Any) -> str:
    detail = entry.get("title_detail")
    return string(entry, "language") or (string(detail, "language") if isinstance(detail, Mapping) else "")


def every(feed: Any) -> timedelta | None:
    """Return how often the feed wishes to be asked: `<ttl>` in minutes, or sy:updatePeriod by updateFrequency."""
    ttl = string(feed, "ttl").strip()
    if ttl.isascii() and ttl.isdigit() and int(ttl[:8]) > 0:
        return timedelta(minutes=int(ttl[:8]))
    period = _PERIODS.get(string(feed, "sy_updateperiod").strip().lower())
    if period is None:
        return None
    frequency = string(feed, "sy_updatefrequency").strip()
    return timedelta(
        seconds=period
        / (int(frequency[:6]) if frequency.isascii() and frequency.isdigit() and int(frequency[:6]) else 1)
    )


def linked(found: Any, relation: str) -> tuple[str, ...]:
    """Return the addresses of the document's own links of one relation, in their order."""
    links = found.get("links", ())
    return tuple(
        dict.fromkeys(
            string(link, "href")
            for link in links
            if isinstance(link, Mapping) and string(link, "rel").lower() == relation and string(link, "href")
        )
    )[:HUBS]


def string(where: Any, name: str) -> str:
    """Return a text, "" where feedparser has none or something else (an element with attributes is a dict)."""
    value = dict.get(where, name)  # not by feedparser's own `get`, which tries old names first
    return value if isinstance(value, str) else ""
