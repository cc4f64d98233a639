"""Read RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 with feedparser, JSON Feed and news sitemaps, from bytes.

feedparser is the judge of what a feed says. It is given UTF-8, the address for relative links, a document within
bounds, and only entries that were not read before; it is never given an address to open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from monitor.model import Document, Feed, FetchError, Parsed
from monitor.normalise import identity, text
from monitor.parse import fields, json_feed, outline, rough, sitemap, webpage
from monitor.parse.charset import to_utf8
from monitor.parse.item import Item, doubts_of, entries_of, few, of_use, primary
from monitor.parse.long_texts import LongTexts

if TYPE_CHECKING:
    from monitor.treaties import Treaty

_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,40})")
_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_ELEMENTS = 100_000
"""Read at once: about two seconds of feedparser's."""
_FEW, _FEW_BYTES, _FEW_TAGS, _FEW_READ, _FEW_READ_TAGS = 5, 262_144, 10_000, 65_536, 600
"""What `parse_few` takes: entries, bytes and tags that expat sees, bytes and tags that feedparser sees. In Python
3.11 that is at most 30 ms for expat with its handlers and 15 ms for feedparser."""
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<![A-Za-z][^<>\[]*(?:\[.*?\]\s*)?>)+", re.DOTALL)


def parse(
    document: Document,
    feed: Feed,
    treaties: Mapping[str, Treaty],  # noqa: ARG001 - the same for every kind of feed
    *,
    seen: Callable[[bytes], bool] | None = None,
    now: datetime | None = None,
    frugal: bool = True,
) -> Parsed | FetchError:
    """Return the entries of a feed, or why the document is none. Never raises for what a document holds.

    Entries whose digest is `seen` are left out. The answer's `digests` are those of all entries that are read by
    now; of more than `outline.ENTRIES` unread ones the first are taken, and the rest remain for the next time.
    Without `frugal` feedparser reads whole documents and texts: the reference that the fast way must equal.
    """
    body = to_utf8(document.body, document.content_type)
    if not body.strip():
        return FetchError(reason="not a feed: the answer was empty")
    if body.lstrip()[:1] in (b"{", b"["):
        return json_feed.parse(body, document, feed, seen=seen, now=now)
    root = _root(body)
    if root in ("html", "body", ""):
        return FetchError(reason=f"not a feed: {_page(body, document.url)}")
    try:
        if root in sitemap.ROOTS:
            return sitemap.parse(body, document, feed, seen=seen, now=now)
        plan = outline.scan(body)
        if plan is None:
            mended = rough.mended(body)
            plan = None if mended == body else outline.scan(mended)
            body = mended
        if plan is not None:
            return _by_outline(plan, document, feed, seen, now, frugal=frugal)
        return _whole(body, document, feed, now)
    except outline.Refused as refused:
        return FetchError(reason=f"the document was refused: {refused}")


def parse_few(
    document: Document, feed: Feed, seen: Callable[[bytes], bool], now: datetime | None
) -> Parsed | FetchError | None:
    """Return what `parse` would, where that is certain to be quick; None where it might not be.

    Quick is a well-formed document of bounded size with a few new entries: most polls that bring something. Its time
    is bounded by the number of tags, some hundredths of a second at worst, so that it may run in the event loop.
    """
    if len(document.body) > _FEW_BYTES or document.body.count(b"<") > _FEW_TAGS:
        return None
    body = to_utf8(document.body, document.content_type)
    if _root(body) not in _ROOTS:
        return None
    try:
        plan = outline.scan(body)
    except outline.Refused:
        return None
    if plan is None or not plan.divisible or not plan.pieces:
        return None
    new = [piece for piece in plan.pieces if not seen(plan.digest(piece))]
    frame = plan.frame(new, lambda _: b"")
    if len(new) > _FEW or len(frame) > _FEW_READ or frame.count(b"<") > _FEW_READ_TAGS:
        return None
    return of_use(_by_outline(plan, document, feed, seen, now), seen)


def _by_outline(
    plan: outline.Outline,
    document: Document,
    feed: Feed,
    seen: Callable[[bytes], bool] | None,
    now: datetime | None,
    *,
    frugal: bool = True,
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
    room = sum(1 for total in accumulate(plan.pieces[at].elements for at in wanted) if total <= _ELEMENTS)
    wanted, later = wanted[: min(room, outline.ENTRIES)], wanted[min(room, outline.ENTRIES) :]
    if later:
        skipped.append(
            f"{len(later)} further entries left for the next time (at most {outline.ENTRIES:,} at once)"
        )
    texts = LongTexts(digests)
    carry = texts.set_aside if frugal and plan.divisible else None
    read = _read(plan, wanted, carry, document.url)
    if read is None:
        return FetchError(reason="feedparser fails on this document")
    result, found, sound = read
    skipped += [
        f"entry {at + 1} was left out: feedparser fails on it" for at in sorted(set(wanted) - set(sound))
    ]
    trouble = None if plan.pieces else _trouble(result, plan.body, document.url)
    if trouble:
        return trouble
    doubts = identity.doubts([(piece.guid, piece.link, piece.title) for piece in plan.pieces])
    items = [fields.item(entry, result, now, texts.put_back) for entry in found]
    # Where feedparser sees other entries than expat did, it judges alone.
    chosen = [doubts[at] for at in sound] if len(items) == len(sound) else doubts_of(items)
    left = set(later)
    kept = tuple(dict.fromkeys(digest for at, digest in enumerate(digests) if at not in left))
    return replace(_parsed(items, chosen, result, feed, skipped, kept), more=bool(later))


def _read(
    plan: outline.Outline, wanted: list[int], carry: Callable[[str], bytes] | None, address: str
) -> tuple[Any, list[Any], list[int]] | None:
    """Return feedparser's result, the entries, and which of the wanted they are; None if it fails on all.

    Where one entry makes feedparser fail, each is read by itself, so that the others are not lost.
    """
    from monitor.parse import judge  # loads feedparser, which only polls that bring something need

    ask = judge.sooner if carry else judge.plainly
    result = ask(plan.frame([plan.pieces[at] for at in wanted], carry), address)
    if result is not None:
        return result, result.entries, wanted
    result = judge.plainly(plan.frame([]), address) if plan.divisible else None
    if result is None:
        return None
    found: list[Any] = []
    sound: list[int] = []
    for at in wanted:
        alone = judge.plainly(plan.frame([plan.pieces[at]], carry), address)
        if alone is not None and len(alone.entries) == 1:
            found += alone.entries
            sound.append(at)
    return result, found, sound


def _whole(body: bytes, document: Document, feed: Feed, now: datetime | None) -> Parsed | FetchError:
    """Read a document that is not well-formed, which is about one feed in twenty."""
    if _root(body) not in _ROOTS and not rough.has_entries(body):
        return FetchError(reason=f"not a feed: {_page(body, document.url)}")
    from monitor.parse import judge  # loads feedparser

    bounded, skipped = rough.bounded(body)
    result = judge.plainly(bounded, document.url)
    entries = [] if result is None else list(result.entries)
    if result is None:
        head, parts = rough.pieces(bounded)
        found = [judge.plainly(head + part, document.url) for part in parts]
        result = next((one for one in (judge.plainly(head, document.url), *found) if one is not None), None)
        entries = [entry for one in found if one is not None for entry in one.entries]
        skipped += [
            f"entry {at} was left out: feedparser fails on it"
            for at, one in enumerate(found, 1)
            if one is None
        ]
    if result is None:
        return FetchError(reason="the document is damaged, and feedparser fails on it")
    trouble = None if entries else _trouble(result, body, document.url)
    if trouble:
        return trouble
    if entries and rough.breaks_off(bounded):
        entries.pop()
        skipped.append("the document breaks off within its last entry, which was left out")
    entries = entries[: outline.ENTRIES]
    items = [fields.item(entry, result, now, str) for entry in entries]
    return _parsed(items, doubts_of(items), result, feed, skipped, ())


def _parsed(
    items: Sequence[Item],
    doubts: Sequence[identity.Doubt],
    result: Any,
    feed: Feed,
    skipped: list[str],
    digests: tuple[bytes, ...],
) -> Parsed:
    title = fields.markup(result.feed, "title", result.version, str)
    name = text.plain(title.value, html=title.html, limit=text.TITLE) or None
    entries, empty = entries_of(items, feed, doubts, name, primary(fields.string(result.feed, "language")))
    return Parsed(
        entries=entries,
        skipped=few(skipped + empty),
        title=name,
        every=fields.every(result.feed),
        digests=digests,
        hubs=fields.linked(result.feed, "hub"),
        topic=next(iter(fields.linked(result.feed, "self")), None),
    )


def _trouble(result: Any, body: bytes, address: str) -> FetchError | None:
    """Return why this is no feed, if it is none. `bozo` alone is no reason: one feed in twenty is damaged."""
    if result.version or result.entries:
        return None
    return FetchError(reason=f"not a feed: {_page(body, address)}")


def _root(body: bytes) -> str:
    """Return the local name of the document's first element in lower case, "" if there is none."""
    prolog = _PROLOG.match(body[:100_000])
    found = _ROOT.match(body, prolog.end() if prolog else 0) or _ROOT.search(body[:100_000])
    return found[1].decode("ascii", "replace").lower() if found else ""


def _page(body: bytes, address: str) -> str:
    """Say what a document is that is no feed."""
    root = _root(body)
    if root in ("html", "body", "head"):
        return webpage.described(body, address)
    if root == "opml":
        return "a list of feeds (OPML), which `treatywatch feeds import-opml` reads from a file"
    return f"XML with the root element <{root}>" if root else "plain text"
