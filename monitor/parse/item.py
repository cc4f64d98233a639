"""Normalise what the parsers of the several formats found: an Item as published becomes an Entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urljoin

from msgspec import Struct

from monitor.model import Entry, Feed, FetchError, Parsed
from monitor.normalise import identity, text, url
from monitor.parse.outline import ENTRIES

CATEGORIES = 50
"""Kept of one entry."""
REASONS = 20
_GUID = 2_000
"""Characters kept of a guid; identity hashes it, and nobody reads it."""
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]|$)")


class Markup(Struct, frozen=True, kw_only=True):
    """Hold a text as published, and whether it is HTML."""

    value: str
    html: bool


class Item(Struct, frozen=True, kw_only=True):
    """Hold one item as its format gives it."""

    guid: str = ""
    link: str = ""
    title: Markup = Markup(value="", html=False)
    summary: Markup = Markup(value="", html=False)
    contents: tuple[Markup, ...] = ()
    author: str = ""
    categories: tuple[str, ...] = ()
    source: str = ""
    """The outlet that the item itself names."""
    published: datetime | None = None
    language: str = ""


def entry_of(
    item: Item, feed: Feed, doubt: identity.Doubt, publisher: str | None, language: str | None
) -> Entry | None:
    """Return the entry, or None where the item has no text at all.

    `publisher` and `language` are the document's own; the feed's settings outrank them, and the item's outrank both.
    """
    source = text.clean(item.source, text.TITLE)
    title = text.plain(item.title.value, html=item.title.html, limit=text.TITLE)
    if source:  # as Google News writes titles; the outlet has its own field
        title = title.removesuffix(f" - {source}").rstrip()
    summary = text.plain(item.summary.value, html=item.summary.html, lines=True)
    contents = dict.fromkeys(text.plain(part.value, html=part.html, lines=True) for part in item.contents)
    contents.pop(summary, None)
    content = text.cut("\n".join(filter(None, contents)), text.BODY)
    if not (title or summary or content):
        return None
    title = title or _first_words(summary or content)
    guid = text.clean(item.guid[: _GUID * 2], _GUID)
    address = url.address(item.link)
    return Entry(
        id=identity.entry_id(feed.id, guid, address, title, f"{summary}\n{content}\n{item.published}"),
        feed=feed.id,
        title=title,
        guid=guid if guid and not doubt.guid else None,
        url=address,
        link=url.canonical(address) if address and not doubt.link else None,
        summary=summary,
        content=content,
        author=text.clean(item.author, 200) or None,
        categories=tuple(dict.fromkeys(filter(None, (text.clean(c, 200) for c in item.categories))))[
            :CATEGORIES
        ],
        publisher=source or feed.title or publisher,
        published=item.published,
        language=primary(item.language) or feed.language or language,
        title_shared=doubt.title,
    )


def entries_of(
    items: Sequence[Item],
    feed: Feed,
    doubts: Sequence[identity.Doubt],
    publisher: str | None,
    language: str | None,
) -> tuple[tuple[Entry, ...], list[str]]:
    """Return entries unique by id, and one reason for each item that gave none."""
    entries: dict[str, Entry] = {}
    skipped: list[str] = []
    for number, (item, doubt) in enumerate(zip(items, doubts, strict=True), 1):
        entry = entry_of(item, feed, doubt, publisher, language)
        if entry is None:
            skipped.append(f"item {number} has neither title nor text")
        else:
            entries.setdefault(entry.id, entry)
    return tuple(entries.values()), skipped


def unread(
    items: Sequence[Item],
    digests: Sequence[bytes],
    seen: Callable[[bytes], bool] | None,
    feed: Feed,
    *,
    title: str | None,
    language: str | None,
    skipped: Sequence[str],
) -> Parsed:
    """Return the entries of the items that were not `seen` (see `parse.parse`); the first, where they are too many."""
    wanted = [at for at, digest in enumerate(digests) if not (seen and seen(digest))]
    later = set(wanted[ENTRIES:])
    left = (
        [f"{len(later)} further items left for the next time (at most {ENTRIES:,} at once)"] if later else []
    )
    doubts = doubts_of(items)
    wanted = wanted[:ENTRIES]
    entries, empty = entries_of(
        [items[at] for at in wanted], feed, [doubts[at] for at in wanted], title, language
    )
    return Parsed(
        entries=entries,
        skipped=few([*skipped, *left, *empty]),
        title=title,
        digests=tuple(dict.fromkeys(digest for at, digest in enumerate(digests) if at not in later)),
        more=bool(later),
    )


def few(reasons: Sequence[str]) -> tuple[str, ...]:
    """Return the first reasons and the number of the others: a hostile document gives thousands."""
    return (*reasons[:REASONS], *([f"and {len(reasons) - REASONS} more"] if len(reasons) > REASONS else []))


def doubts_of(items: Sequence[Item]) -> list[identity.Doubt]:
    """Find what cannot identify the items of one document (see `identity.doubts`)."""
    return identity.doubts(
        [(item.guid.strip(), item.link.strip(), item.title.value.strip()) for item in items]
    )


def joined(base: str, link: str) -> str:
    """Return a link as its document means it; none stays none, and what is no address stays as it is."""
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return link


def primary(tag: str) -> str | None:
    """Return the primary subtag of a language tag (RFC 5646, section 2.2.1) in lower case."""
    found = _LANGUAGE.match(tag.strip())
    return found[1].lower() if found else None


def _first_words(body: str) -> str:
    """Return a title for an item that has none, as on microblogs."""
    line = body.partition("\n")[0]
    return line if len(line) <= 120 else line[:120].rsplit(" ", 1)[0] + "…"


def of_use(found: Parsed | FetchError, seen: Callable[[bytes], bool] | None) -> Parsed | FetchError:
    """Return what was read, or why not where there are entries and nothing in any: a broken feed, or none."""
    if isinstance(found, FetchError) or found.entries or not found.skipped:
        return found
    if seen and any(map(seen, found.digests)):
        return found
    return FetchError(reason=f"not a feed: nothing in it can be read ({found.skipped[0]})")
