"""Read news sitemaps (Google's `sitemap-news/0.9` on sitemaps.org's protocol), which outlets keep that have no feed.

A sitemap lists the articles of the last two days: address, title, time, outlet, language and keywords, and no text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from xml.parsers import expat

from monitor.model import Document, Feed, FetchError, Parsed
from monitor.normalise import date, text, url
from monitor.parse.item import Item, Markup, joined, unread
from monitor.parse.outline import Refused

LIST, INDEX = "urlset", "sitemapindex"
ROOTS = frozenset({LIST, INDEX})
DEPTH = 20
"""Elements within each other; the protocol has five, and pictures and videos a few more."""

_FIELDS = {
    ("url", "loc"): "link",
    ("url", "news", "title"): "title",
    ("url", "news", "publication_date"): "published",
    ("url", "news", "keywords"): "keywords",
    ("url", "news", "publication", "name"): "source",
    ("url", "news", "publication", "language"): "language",
    ("sitemap", "loc"): "link",
}
"""Where each field stands below the root; the title and the time of a picture or a video stand elsewhere."""


def parse(
    body: bytes,
    document: Document,
    feed: Feed,
    *,
    seen: Callable[[bytes], bool] | None = None,
    now: datetime | None = None,
) -> Parsed | FetchError:
    """Return the articles of a news sitemap in UTF-8, or why it is none. `seen` is as in `parse.feed`.

    Of a sitemap that breaks off or is damaged, what stands before the damage is read. Raises Refused.
    """
    reader = _Reader()
    damage = reader.read(body)
    if reader.root == INDEX:
        return FetchError(reason=f"not a feed: {_index(reader, document.url)}")
    skipped = [f"the sitemap is damaged ({damage}); what lies behind was not read"] if damage else []
    articles = [found for found in reader.found if found.get("title")]
    if not articles and not reader.news:
        return FetchError(reason="not a feed: a sitemap without titles (it has no news:news)")
    return unread(
        [_item(found, document.url, now) for found in articles],
        [blake2b(repr(sorted(found.items())).encode(), digest_size=16).digest() for found in articles],
        seen,
        feed,
        title=text.clean(next((one["source"] for one in articles if one.get("source")), ""), text.TITLE)
        or None,
        language=None,
        skipped=skipped,
    )


def _item(found: dict[str, str], base: str, now: datetime | None) -> Item:
    return Item(
        link=joined(base, found.get("link", "")),
        title=Markup(value=found["title"], html=True),  # many are escaped once too often
        source=found.get("source", ""),
        categories=tuple(word.strip() for word in found.get("keywords", "").split(",")),
        published=date.parse(found.get("published"), now),
        language=found.get("language", ""),
    )


def _index(reader: _Reader, base: str) -> str:
    """Say what to poll in place of an index of sitemaps."""
    named = [joined(base, found["link"]) for found in reader.found if found.get("link")]
    address = url.address(next((one for one in named if "news" in one.lower()), next(iter(named), "")))
    return "an index of sitemaps" + (f"; poll one that it names, such as {address}" if address else "")


class _Reader:
    """Gather the fields of each `url` while expat reads."""

    def __init__(self) -> None:
        self.root = ""
        self.found: list[dict[str, str]] = []
        """The fields of each `url`, or of each `sitemap` of an index."""
        self.news = False
        """Whether the document speaks of news at all: a list without recent articles may be empty."""
        self._path: list[str] = []
        self._text: list[str] = []
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartDoctypeDeclHandler = self._doctype

    def read(self, body: bytes) -> str | None:
        """Read the one document; return what is wrong with it, if anything is. Raises Refused."""
        try:
            self._parser.Parse(body, True)
        except expat.ExpatError as error:
            return f"{expat.ErrorString(error.code)}, line {error.lineno}"
        finally:
            del self._parser  # which holds this reader: together they would stay until cycles are looked for
        return None

    def _start(self, qualified: str, _: dict[str, str]) -> None:
        name = qualified.rpartition(" ")[2].lower()
        if len(self._path) >= DEPTH:
            raise Refused(f"more than {DEPTH} elements within each other")
        if not self._path:
            self.root = name
        self._path.append(name)
        if len(self._path) == 2:
            self.found.append({})
        if self._field():
            self._text = []
            self._parser.CharacterDataHandler = self._text.append

    def _end(self, _: str) -> None:
        field = self._field()
        self._path.pop()
        if field:
            self._parser.CharacterDataHandler = None
            self.found[-1].setdefault(field, "".join(self._text).strip())

    def _field(self) -> str | None:
        return _FIELDS.get(tuple(self._path[1:]))

    def _namespace(self, _: str | None, uri: str) -> None:
        self.news = self.news or "sitemap-news" in uri.lower()

    def _doctype(self, *_: object) -> None:
        raise Refused("a sitemap that declares a document type or entities")
