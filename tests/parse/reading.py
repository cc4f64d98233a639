"""Parse a text in a test as if it had been fetched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from monitor.model import Document, Entry, Feed, FetchError, Parsed
from monitor.parse import parse

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEED = Feed(id="wire", url="https://wire.example/feed.xml")
ADDRESS = "https://wire.example/news/feed.xml"


def answer(
    body: str | bytes,
    content_type: str | None = None,
    feed: Feed = FEED,
    seen: Callable[[bytes], bool] | None = None,
) -> Parsed | FetchError:
    raw = body.encode() if isinstance(body, str) else body
    return parse(Document(url=ADDRESS, body=raw, content_type=content_type), feed, {}, seen=seen, now=NOW)


def read(
    body: str | bytes,
    content_type: str | None = None,
    feed: Feed = FEED,
    seen: Callable[[bytes], bool] | None = None,
) -> Parsed:
    found = answer(body, content_type, feed, seen)
    assert isinstance(found, Parsed), found
    return found


def one(body: str | bytes, content_type: str | None = None, feed: Feed = FEED) -> Entry:
    found = read(body, content_type, feed)
    assert len(found.entries) == 1, found
    return found.entries[0]


def refused(body: str | bytes, content_type: str | None = None) -> str:
    found = answer(body, content_type)
    assert isinstance(found, FetchError), found
    return found.reason


def rss(*items: str, head: str = "<title>The Wire</title>", before: str = "") -> str:
    """Return an RSS 2.0 document; each item is what stands in its element."""
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    )
    inside = "\n".join(f"<item>{item}</item>" for item in items)
    return f'{before}<rss version="2.0" {spaces}><channel>{head}{inside}</channel></rss>'


def atom(*entries: str, head: str = "<title>The Wire</title>") -> str:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{inside}</feed>'
