"""What is parsed in the event loop is parsed as anywhere else, and is certain to be quick."""

from __future__ import annotations

import time

import pytest

from monitor.model import Document, Feed, Parsed
from monitor.parse import feed as feeds

FEED = Feed(id="few", url="https://few.example/feed.xml")


def rss(*items: str, head: str = "") -> Document:
    body = f"<rss version='2.0'><channel><title>Few</title>{head}{''.join(items)}</channel></rss>"
    return Document(url=FEED.url, body=body.encode())


def item(number: int, more: str = "") -> str:
    text = f"<description>{'word ' * 40}</description>"
    return f"<item><title>Title {number}</title><guid>urn:x:{number}</guid>{text}{more}</item>"


def digests(document: Document) -> frozenset[bytes]:
    parsed = feeds.parse(document, FEED, {})
    assert isinstance(parsed, Parsed)
    return frozenset(parsed.digests)


@pytest.mark.parametrize("new", range(6))
def test_a_few_new_entries_are_read_as_ever(new: int) -> None:
    seen = digests(rss(*map(item, range(20)))).__contains__
    few = feeds.parse_few(rss(*map(item, range(new, 20 + new))), FEED, seen, None)
    assert few == feeds.parse(rss(*map(item, range(new, 20 + new))), FEED, {}, seen=seen)
    assert isinstance(few, Parsed)
    assert len(few.entries) == new


@pytest.mark.parametrize(
    "document",
    [
        rss(*map(item, range(20, 40))),  # many new ones
        rss(item(1), head="<x>" * 3),  # not well-formed
        rss(item(1, "<x>y</x>" * 400)),  # many tags
        rss(item(1, "<author>" + "x" * 90_000 + "</author>" * 1), head="<generator>" + "y" * 70_000 + "</generator>"),
        rss(item(1), head="<i/>" * 11_000),
        Document(url=FEED.url, body=b"<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" + rss(item(1)).body),
        Document(url=FEED.url, body=b"<html><title>Not a feed</title></html>"),
        Document(url=FEED.url, body=b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'),
        Document(url=FEED.url, body=b""),
    ],
)  # fmt: skip
def test_whatever_might_take_long_is_left_to_its_own_process(document: Document) -> None:
    assert feeds.parse_few(document, FEED, frozenset({b"x"}).__contains__, None) is None


@pytest.mark.parametrize(
    "tag", ["<i/>", "<category>a</category>", "<a href='b'/>", "<author>(((((</author>", "<link>"]
)
def test_the_worst_that_is_taken_is_quick(tag: str) -> None:
    for count in (140, 290, 590, 9_900):
        document, least = rss(item(1), item(2, tag * (count // tag.count("<")))), 9.0
        for _ in range(3):
            began = time.process_time()
            feeds.parse_few(document, FEED, lambda _: False, None)
            least = min(least, time.process_time() - began)
        assert least < 0.1
