"""Decide whether an entry is new, seen before, or an edit of one that was seen.

An entry is recognised by keys, digests of 8 bytes (see `KEY`). What each holds, and for whom it speaks:

| key | made of | holds for |
|---|---|---|
| own | the feed and the entry's guid, or its link or page | one feed: another may use the guid for something else |
| link | the canonical link | all feeds; only where the link looks like one article's own page |
| page | the canonical link and the title | all feeds; where the link is an index page or stands over several items |
| item | the guid and the canonical link | one feed; there, too, where the guid is distinctive and no copy of the link |
| title | the publisher and the folded title | all feeds, for `WINDOW`; only titles long enough to say something |
| text | the feed, title, summary and content | one feed; where there is no link |

`sighting` is the whole procedure, and the store only answers lookups:

1. The own key is known with this title: seen. (Link, date, order and text may have changed.)
2. The page is known, or the link is known with this title: seen. (The guid may have changed; the feed may differ.)
3. The link is known with another title: an update. (The title was edited.)
4. The guid is known with another title, and the link is the same or missing: an update, if the guid is one that
   nobody makes up twice (`1` or `news` is not). A guid that is a copy of the link is as good as the link: of an
   index page (a feed of the latest item alone) it says nothing. A known guid with another title *and* another link
   is a new entry: some feeds use one guid for all items, and a repeated telling is stopped by the story, while a
   lost item is lost. A live blog, one item under ever new titles, is updated; each act that a title tells is told.
5. The title of this publisher was first seen less than `WINDOW` ago: seen. (Both guid and link have changed.)
6. The text is known: seen.
7. Otherwise the entry is new.

Within one document a guid that stands over different links or titles is not trusted, nor a link over different
titles, nor a title over different links: `doubts` finds them and the parser leaves them out of the entry.

What the store keeps: for a new entry every key of `Keys.all` with its id, title digest and the time (an existing
row of the key is replaced); for an update the same under the id that was known; for a seen entry the keys that
were unknown, under the known id. Rows are never refreshed by being seen, or the window would never close.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

from msgspec import Struct

from monitor.folding import fold
from monitor.model import Entry
from monitor.normalise import url

WINDOW = timedelta(hours=12)
"""How long a publisher's title stands for one article: shorter than a day, for the sake of `Daily briefing`."""
KEY = 8
"""Bytes of a key. Among 30 million keys (10 million entries) a new entry meets a foreign one by chance once in
200,000 million times. Whoever wants to hide another's item need not look for a collision: its own link does it."""

_TELLING = 16
"""Letters and digits of the shortest title that can stand for an article (half as many in Chinese and its kin)."""
_HEX = re.compile(r"(?:urn:uuid:)?[{(]?[0-9a-fA-F]{8}-?[0-9a-fA-F-]{8,60}[)}]?")
_WORDLESS = (
    "[\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0eff]"  # compiled when it is first asked for: it takes milliseconds
)


class Keys(Struct, frozen=True, kw_only=True):
    """Hold the digests (`KEY` bytes each) by which one entry is recognised; None where it has none of that kind."""

    own: bytes | None = None
    """The feed's own: another feed that brings the same entry has another."""
    link: bytes | None = None
    page: bytes | None = None
    item: bytes | None = None
    title: bytes | None = None
    text: bytes | None = None
    title_digest: bytes
    """4 bytes: tells an edited title from the same one."""
    firm_guid: bool = False
    """The guid is distinctive enough to be believed alone."""
    firm_link: bool = False
    """The link is one article's own page."""

    @property
    def all(self) -> tuple[bytes, ...]:
        """The keys to be kept, at most four: there is a text only where there is no link."""
        link = self.link if self.firm_link else self.page
        return tuple(key for key in (self.own, link, self.item, self.title, self.text) if key is not None)

    @property
    def asked(self) -> tuple[bytes, ...]:
        """The keys that `sighting` may ask for."""
        every = (self.own, self.link, self.page, self.item, self.title, self.text)
        return tuple(key for key in every if key is not None)


class Known(Struct, frozen=True, kw_only=True):
    """Hold what the store knows under one key."""

    entry_id: str
    title_digest: bytes | None = None
    """Of the title it was last seen with; need not be known of a `dated` key, which holds the title itself."""
    seen_at: datetime | None = None
    """When the key was kept, aware UTC; need not be known of any but a `dated` key."""


class New(Struct, frozen=True):
    """Say that nobody saw this entry before."""


class Seen(Struct, frozen=True):
    """Say that this is an entry that was seen before, in this feed or another."""

    entry_id: str


class Update(Struct, frozen=True):
    """Say that this is an entry that was seen before, under an edited title."""

    entry_id: str


Sighting = New | Seen | Update


class Doubt(Struct, frozen=True):
    """Say which parts of an entry do not tell it from the others of its document."""

    guid: bool = False
    link: bool = False
    title: bool = False


def entry_id(feed_id: str, guid: str | None, link: str | None, title: str, text: str = "") -> str:
    """Return the id of an entry that turned out to be new: 16 hexadecimal digits.

    Everything that can make an entry new takes part, so that a new one never meets the id of another; whoever
    sees an entry again uses the id in the sighting. `text` counts only where there is no link, as in `Keys.text`.
    """
    return _digest("entry", feed_id, guid or "", link or "", title, "" if link else text)[:8].hex()


def keys(entry: Entry) -> Keys:
    """Return the keys of an entry. An act of the official record has its guid alone: its text is a table cell."""
    title = fold_title(entry.title)
    title_digest = _digest("t", title)[:4]
    guid = guid_key(entry.guid) if entry.guid else ""
    own = _key("guid", entry.feed, guid) if entry.guid else None
    if entry.official is not None:
        return Keys(own=own, title_digest=title_digest, firm_guid=True)
    link = entry.link or (url.canonical(entry.url) if entry.url else None)
    firm_link = entry.link is not None and url.is_article(entry.link)
    firm_guid = _firm(entry.guid or "")
    tells = firm_guid and not firm_link and guid.removesuffix("#") != link
    if own is None and link:
        own = _key("own", entry.feed, link, "" if firm_link else title)
    return Keys(
        own=own,
        link=_key("link", link) if link else None,
        page=_key("page", link, title) if link else None,
        item=_key("item", entry.feed, guid, link) if link and tells else None,
        title=None if entry.title_shared or not _tells(title) else _key("title", _publisher(entry), title),
        text=None if link else _key("text", entry.feed, title, _text(entry)),
        title_digest=title_digest,
        firm_guid=firm_guid,
        firm_link=firm_link,
    )


def sighting(keys: Keys, lookup: Callable[[bytes], Known | None], now: datetime) -> Sighting:
    """Return whether an entry is new, seen or updated; the procedure is in the module's docstring."""
    by_own = lookup(keys.own) if keys.own else None
    if by_own and by_own.title_digest == keys.title_digest:
        return Seen(by_own.entry_id)
    by_page = lookup(keys.page) if keys.page else None
    if by_page:
        return Seen(by_page.entry_id)
    by_link = lookup(keys.link) if keys.link else None
    if by_link and by_link.title_digest == keys.title_digest:
        return Seen(by_link.entry_id)
    if by_link and keys.firm_link:
        return Update(by_link.entry_id)
    by_item = lookup(keys.item) if keys.item else by_own if keys.link is None else None
    if by_item and keys.firm_guid:
        return Update(by_item.entry_id)
    by_title = lookup(keys.title) if keys.title else None
    if by_title and by_title.seen_at and abs(now - by_title.seen_at) < WINDOW:
        return Seen(by_title.entry_id)
    by_text = lookup(keys.text) if keys.text else None
    return Seen(by_text.entry_id) if by_text else New()


def brought(keys: Keys, lookup: Callable[[bytes], Known | None]) -> bool:
    """Say whether the entry's own feed is known to have brought it under this title, and not only others."""
    own = lookup(keys.own or keys.text or b"")
    return own is not None and own.title_digest == keys.title_digest


def dated(key: bytes) -> bool:
    """Say whether it matters when a key was kept (a title's) and not which title it came with (all others)."""
    return bool(key[KEY - 1] & 1)


def doubts(items: Sequence[tuple[str, str, str]]) -> list[Doubt]:
    """Find what cannot identify the items of one document, given as (guid, link, title), "" for none.

    Copies of one item (same title, links equal in canonical form) are no cause for doubt.
    """
    # Mostly nothing repeats, and then the forms in which things would be the same need not be worked out.
    written = (
        (guid for guid, _, _ in items),
        (link.partition("?")[0].partition("#")[0].rstrip("/") for _, link, _ in items),
        (title.casefold() for _, _, title in items),
    )
    if not any(map(_repeats, written)):
        return [Doubt()] * len(items)
    links = {link: url.canonical(link) or link for _, link, _ in items}
    guids: dict[str, set[tuple[str, str]]] = defaultdict(set)
    pages: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, set[str]] = defaultdict(set)
    folded = {title: fold_title(title) for *_, title in items}
    for guid, link, title in items:
        guids[guid].add((links[link], folded[title]))
        pages[links[link]].add(folded[title])
        titles[folded[title]].add(links[link] or guid)
    return [
        Doubt(
            guid=bool(guid) and len(guids[guid]) > 1,
            link=bool(link) and len(pages[links[link]]) > 1,
            title=bool(title) and len(titles[folded[title]]) > 1,
        )
        for guid, link, title in items
    ]


def fold_title(title: str) -> str:
    """Return a title without case, accents, punctuation and spacing."""
    return " ".join(re.findall(r"\w+", fold(title).text))


def guid_key(guid: str) -> str:
    """Return a guid with its harmless variants made equal: white space, an address's spelling, case of a UUID."""
    guid = " ".join(guid.split())
    if guid[:4].lower() == "http":
        # Some feeds tell items apart by the fragment alone, so that it must stay.
        address, _, fragment = guid.partition("#")
        return f"{url.canonical(address) or address}#{fragment}"
    return guid.lower() if _HEX.fullmatch(guid) else guid


def _repeats(values: Iterable[str]) -> bool:
    seen: set[str] = set()
    for value in values:
        if value and value in seen:
            return True
        seen.add(value)
    return False


def _tells(title: str) -> bool:
    letters = len(title.replace(" ", ""))
    return letters >= _TELLING or (letters >= _TELLING // 2 and re.search(_WORDLESS, title) is not None)


def _firm(guid: str) -> bool:
    """Say whether a guid is one that nobody makes up twice: eight characters or more, some of them digits."""
    if guid[:4].lower() == "http":
        guid = guid.partition("//")[2].partition("/")[2]
        return any(char.isdigit() for char in guid) or len(guid) >= 25
    return len(guid) >= 8 and any(char.isdigit() for char in guid)


def _publisher(entry: Entry) -> str:
    return _folded_name(entry.publisher or "") or f"feed {entry.feed}"


_folded_name = lru_cache(maxsize=256)(fold_title)
"""Of a publisher, whose every entry bears it."""


def _text(entry: Entry) -> str:
    """Return what tells two entries of one title apart where there is no link: their text, or else their day."""
    if entry.summary or entry.content:
        return f"{entry.summary}\n{entry.content}"
    return entry.published.date().isoformat() if entry.published else ""


def _key(kind: str, *parts: str) -> bytes:
    """Return a key; its last bit says whether it is `dated`."""
    digest = _digest(kind, *parts)[:KEY]
    return digest[:-1] + bytes(((digest[-1] & 0xFE) | (kind == "title"),))


def _digest(*parts: str) -> bytes:
    """Return 16 bytes over the parts, each ended so that no two lists of parts read the same."""
    written = b"\xff".join([part.encode("utf-8", "replace") for part in parts])
    return blake2b(written + b"\xff", digest_size=16).digest()
