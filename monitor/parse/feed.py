"""Read RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 with feedparser, and JSON Feed, from bytes.

feedparser is the judge of what a feed says. It is given UTF-8, the address for relative links, a document within
bounds, and only entries that were not read before; it is never given an address to open.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import feedparser

from monitor.model import Document, Feed, FetchError, Parsed
from monitor.normalise import date, identity, text
from monitor.parse import json_feed, outline, rough
from monitor.parse.charset import to_utf8
from monitor.parse.item import Item, Markup, doubts_of, entries_of, primary
from monitor.treaties import Treaty

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
"""Seconds of sy:updatePeriod (RSS 1.0 module Syndication)."""
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,40})")
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<![A-Za-z][^<>\[]*(?:\[.*?\]\s*)?>)+", re.DOTALL)
_HTML_TITLE = re.compile(rb"<title\b[^<>]*>([^<]{1,300})", re.IGNORECASE)
_LOOKS_HTML = re.compile(
    r"</?(?:br|p|b|i|u|em|strong|span|div|a|img|sup|sub|wbr|font|small|h[1-6]|li|ul|ol|q|cite)(?:\s[^<>]*)?/?>",
    re.I,
)
_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_NO_ARTICLE = {
    "self",
    "edit",
    "replies",
    "enclosure",
    "hub",
    "next",
    "previous",
    "first",
    "last",
    "license",
    "search",
}


def parse(
    document: Document,
    feed: Feed,
    treaties: Mapping[str, Treaty],  # noqa: ARG001 - the same for every kind of feed
    *,
    seen: Callable[[bytes], bool] | None = None,
    now: datetime | None = None,
) -> Parsed | FetchError:
    """Return the entries of a feed, or why the document is none. Never raises for what a document holds.

    Entries whose digest is `seen` are left out. The answer's `digests` are those of all entries that are read by
    now; of more than `outline.ENTRIES` unread ones the first are taken, and the rest remain for the next time.
    """
    body = to_utf8(document.body, document.content_type)
    if not body.strip():
        return FetchError(reason="not a feed: the answer was empty")
    if body.lstrip()[:1] in (b"{", b"["):
        return json_feed.parse(body, document, feed, seen=seen, now=now)
    root = _root(body)
    if root in ("html", "body", ""):
        return FetchError(reason=f"not a feed: {_page(body, root)}")
    try:
        plan = outline.scan(body)
        if plan is not None:
            return _by_outline(plan, document, feed, seen, now)
        return _whole(body, document, feed, now)
    except outline.Refused as refused:
        return FetchError(reason=f"the document was refused: {refused}")


def _by_outline(
    plan: outline.Outline,
    document: Document,
    feed: Feed,
    seen: Callable[[bytes], bool] | None,
    now: datetime | None,
) -> Parsed | FetchError:
    """Read the entries of a well-formed document that were not read before."""
    digests = [plan.digest(piece) for piece in plan.pieces]
    old = [bool(seen and plan.divisible and seen(digest)) for digest in digests]
    skipped: list[str] = []
    wanted: list[int] = []
    for at, piece in enumerate(plan.pieces):
        if piece.fault:
            skipped.append(f"entry {at + 1} was left out: {piece.fault}")
        elif not old[at]:
            wanted.append(at)
    later = wanted[outline.ENTRIES :]
    if later:
        skipped.append(f"{len(later)} further entries left out (at most {outline.ENTRIES:,} at once)")
        wanted = wanted[: outline.ENTRIES]
    result = _feedparser(plan.frame([plan.pieces[at] for at in wanted]), document.url)
    trouble = _trouble(result, plan.body)
    if trouble:
        return trouble
    doubts = identity.doubts([(piece.guid, piece.link, piece.title) for piece in plan.pieces])
    items = [_item(entry, result, now) for entry in result.entries]
    # Where feedparser sees other entries than expat did, it judges alone.
    chosen = [doubts[at] for at in wanted] if len(items) == len(wanted) else doubts_of(items)
    left = set(later)
    kept = tuple(dict.fromkeys(digest for at, digest in enumerate(digests) if at not in left))
    return _parsed(items, chosen, result, feed, skipped, kept)


def _whole(body: bytes, document: Document, feed: Feed, now: datetime | None) -> Parsed | FetchError:
    """Read a document that is not well-formed, which is about one feed in twenty."""
    bounded, skipped = rough.bounded(body)
    result = _feedparser(bounded, document.url)
    trouble = _trouble(result, body)
    if trouble:
        return trouble
    entries = result.entries[: outline.ENTRIES]
    if entries and rough.breaks_off(bounded):
        entries = entries[:-1]
        skipped.append("the document breaks off within its last entry, which was left out")
    items = [_item(entry, result, now) for entry in entries]
    return _parsed(items, doubts_of(items), result, feed, skipped, ())


def _parsed(
    items: Sequence[Item],
    doubts: Sequence[identity.Doubt],
    result: Any,
    feed: Feed,
    skipped: list[str],
    digests: tuple[bytes, ...],
) -> Parsed:
    title = _markup(result.feed, "title", result.version)
    name = text.plain(title.value, title.html, text.TITLE) or None
    entries, empty = entries_of(items, feed, doubts, name, primary(_string(result.feed, "language")))
    return Parsed(
        entries=entries,
        skipped=tuple(skipped + empty),
        title=name,
        every=_every(result.feed),
        digests=digests,
    )


def _feedparser(body: bytes, address: str) -> Any:
    """Parse bytes. Sanitising is off since only plain text is kept; embedded links are not kept, so not resolved."""
    return feedparser.parse(  # type: ignore[attr-defined, no-untyped-call] - feedparser ships no types
        io.BytesIO(body),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": address},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _trouble(result: Any, body: bytes) -> FetchError | None:
    """Return why this is no feed, if it is none. `bozo` alone is no reason: one feed in twenty is damaged."""
    if result.version or result.entries:
        return None
    return FetchError(reason=f"not a feed: {_page(body, _root(body))}")


def _root(body: bytes) -> str:
    """Return the local name of the document's first element in lower case, "" if there is none."""
    prolog = _PROLOG.match(body[:100_000])
    found = _ROOT.match(body, prolog.end() if prolog else 0) or _ROOT.search(body[:100_000])
    return found[1].decode("ascii", "replace").lower() if found else ""


def _page(body: bytes, root: str) -> str:
    if root in ("html", "body", "head"):
        title = _HTML_TITLE.search(body[:100_000])
        name = text.plain(title[1].decode("utf-8", "replace"), html=True, limit=80) if title else ""
        return f"a web page titled {name!r}" if name else "a web page"
    return f"XML with the root element <{root}>" if root else "plain text"


def _item(entry: Any, result: Any, now: datetime | None) -> Item:
    language = _language(entry)
    contents = [
        _typed(part, result.version) for part in entry.get("content", ()) if isinstance(part, Mapping)
    ]
    summary = _markup(entry, "summary", result.version)
    if "summary_detail" not in entry and any(summary.value == part.value for part in contents):
        summary = Markup(value="", html=False)  # feedparser copies the content where a feed has no summary
    source = entry.get("source")
    return Item(
        guid=_string(entry, "id"),
        link=_link(entry),
        title=_markup(entry, "title", result.version),
        summary=summary,
        contents=tuple(contents),
        author=_string(entry, "author"),
        categories=tuple(_string(tag, "label") or _string(tag, "term") for tag in entry.get("tags", ())),
        source=_string(source, "title") if isinstance(source, Mapping) else "",
        published=next(
            filter(
                None,
                (
                    date.parse(dict.get(entry, f"{name}_parsed"), now)
                    for name in ("published", "updated", "created")
                ),
            ),
            None,
        ),
        language="" if language == _string(result.feed, "language") else language,
    )


def _markup(where: Any, name: str, version: str) -> Markup:
    """Return a text with its type; feedparser keeps the type beside the text."""
    detail = where.get(f"{name}_detail")
    if isinstance(detail, Mapping):
        return _typed(detail, version)
    return _typed({"value": _string(where, name), "type": "text/html"}, version)


def _typed(detail: Any, version: str) -> Markup:
    """Return a text and whether it is HTML. Atom says so; of other formats feedparser guesses, and misses `<br>`."""
    value = _string(detail, "value")
    html = detail.get("type", "text/plain") in _HTML_TYPES
    if not html and not version.startswith("atom"):
        html = _LOOKS_HTML.search(value) is not None
    return Markup(value=value, html=html)


def _link(entry: Any) -> str:
    """Return the address of the article: the entry's link, or the best of its other links, or its guid."""
    link = _string(entry, "link").strip()
    if link.startswith(("http:", "https:")):
        return link
    for other in entry.get("links", ()):
        href = _string(other, "href").strip()
        if href.startswith(("http:", "https:")) and other.get("rel") not in _NO_ARTICLE:
            return href
    guid = _string(entry, "id").strip()
    return link or (guid if guid.startswith(("http:", "https:")) else "")


def _language(entry: Any) -> str:
    detail = entry.get("title_detail")
    return _string(entry, "language") or (_string(detail, "language") if isinstance(detail, Mapping) else "")


def _every(feed: Any) -> timedelta | None:
    """Return how often the feed wishes to be asked: `<ttl>` in minutes, or sy:updatePeriod by updateFrequency."""
    ttl = _string(feed, "ttl").strip()
    if ttl.isascii() and ttl.isdigit() and int(ttl[:8]) > 0:
        return timedelta(minutes=int(ttl[:8]))
    period = _PERIODS.get(_string(feed, "sy_updateperiod").strip().lower())
    if period is None:
        return None
    frequency = _string(feed, "sy_updatefrequency").strip()
    return timedelta(
        seconds=period
        / (int(frequency[:6]) if frequency.isascii() and frequency.isdigit() and int(frequency[:6]) else 1)
    )


def _string(where: Any, name: str) -> str:
    """Return a text, "" where feedparser has none or something else (an element with attributes is a dict)."""
    value = where.get(name)
    return value if isinstance(value, str) else ""
