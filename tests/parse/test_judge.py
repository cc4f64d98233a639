"""Asked the quick way, feedparser says of a well-formed document what it says when asked as everybody does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.parse import judge, quick
from tests.parse.reading import ADDRESS

PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "geo": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "s": "http://www.w3.org/2000/svg",
    "x": "urn:nobody-knows",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xlink": "http://www.w3.org/1999/xlink",
}
DECLARED = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())
NAMES = """
    title link guid id description summary content content:encoded abstract body source author name email uri
    category keywords tags pubDate published updated dc:date dc:creator dc:title dc:subject dc:rights dc:language
    language image url width height textinput textInput enclosure comments generator rights subtitle info item entry
    atom:link atom:title atom:summary atom:content atom:author itunes:author itunes:summary itunes:keywords
    itunes:explicit itunes:image media:title media:description media:content media:credit media:thumbnail geo:point
    x:title x:thing thing Title LINK x:Item s:svg s:title svg math div xhtml:div xhtml:body p b fullitem expired
    created modified issued cloud contributor managingEditor webMaster ttl feed channel
"""
VALUES = st.sampled_from([
    "html", "text", "xhtml", "text/plain", "text/html", "TEXT/HTML", "application/xhtml+xml", "text/xml", "base64",
    "application/octet-stream", "true", "false", "self", "alternate", "Enclosure", "/a?b=1&amp;c=2", "",
    "https://a.example/1", "HTTP://A.example/", "x",
])  # fmt: skip
ATTRIBUTES = """
    type rel href url isPermaLink ispermalink domain term label scheme mode src lang xml:lang rdf:about x:y xlink:href
    XMLNS version lastmod Type TITLE
"""
TEXTS = st.sampled_from([
    "", " ", "Words", "&lt;b&gt;a&lt;/b&gt;", "a &amp;amp; b &amp;eacute;", "&lt;x&gt;y&lt;/x&gt;", "été", "Ã©",
    "\x93q\x94", "日本", "https://a.example/1", " https://a.example/a/b?c=d&amp;e=f ", "http:///b.example", "../up",
    "//b.example/2", "https://a.example/?", "https://a.example/#f", "javascript:x", "http://[", "1 2",
    "Mon, 23 Nov 2026 12:00:00 GMT", "12",
    "2026-11-23T12:00:00Z", "ann@a.example (Ann)", "Ann", "aGVsbG8=", "<![CDATA[<p>a</p> &amp;]]>", "<!-- c -->",
])  # fmt: skip


def element(name: str, attributes: Mapping[str, str], inside: list[str]) -> str:
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(inside)}</{name}>"


def rss(head: str, items: list[str]) -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"{DECLARED}><channel>{head}{inside}</channel></rss>'


def atom(head: str, entries: list[str]) -> str:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="{PREFIXES["atom"]}"{DECLARED}>{head}{inside}</feed>'


NAMED = st.sampled_from(NAMES.split())
GIVEN = st.dictionaries(st.sampled_from(ATTRIBUTES.split()), VALUES, max_size=3)
NESTED = st.recursive(
    TEXTS, lambda inside: st.builds(element, NAMED, GIVEN, st.lists(inside, max_size=4)), max_leaves=12
)
INSIDE = st.lists(st.one_of(TEXTS, TEXTS, NESTED), max_size=2)
PARTS = st.lists(st.builds(element, NAMED, GIVEN, INSIDE), max_size=9).map("".join)
ENTRIES = st.lists(PARTS, min_size=1, max_size=4)
DOCUMENTS = st.one_of(st.builds(rss, PARTS, ENTRIES), st.builds(atom, PARTS, ENTRIES))


def told(result: Any) -> Any:
    """Return what feedparser found as plain values, but for the base, which nobody reads."""
    if isinstance(result, Mapping):
        return {key: told(dict.__getitem__(result, key)) for key in result if key != "base"}
    return [told(one) for one in result] if isinstance(result, list) else result


def said(result: Any) -> Any:
    return result and {key: told(result[key]) for key in ("feed", "entries", "version")}


def test_the_installed_feedparser_is_one_that_the_quick_way_was_held_against() -> None:
    assert feedparser.__version__ in judge.HELD, "see docs/dependencies.md, *A new feedparser*"


def test_another_feedparser_is_asked_as_everybody_asks_it() -> None:
    raw = rss("<title>News</title>", ["<title>Words</title>"]).encode()
    assert "bozo" in judge.sooner(raw, ADDRESS, version="6.0.999")  # which the quick way does not say
    assert "bozo" not in judge.sooner(raw, ADDRESS, version=min(judge.HELD))


@given(DOCUMENTS)
@settings(max_examples=300)
def test_the_quick_way_equals_the_plain_one(body: str) -> None:
    raw = body.encode()
    found = quick.parse(raw, ADDRESS)
    assert found is None or said(found) == said(judge.plainly(raw, ADDRESS))


def test_an_ordinary_document_is_read_the_quick_way() -> None:
    found = quick.parse(rss("<title>News</title>", ["<title>Words</title>"]).encode(), ADDRESS)
    assert [entry.title for entry in found.entries] == ["Words"]


@given(
    st.from_regex(quick._ABSOLUTE, fullmatch=True),
    st.sampled_from([ADDRESS, "http://a.example/b?c", "urn:x"]),
)
@settings(max_examples=500)
def test_addresses_that_are_left_alone_are_the_same_when_resolved(address: str, base: str) -> None:
    assert urljoin(base, address) == address


def test_plain_addresses_are_left_alone() -> None:
    for address in ("https://a.example/news/1-story.html?utm_source=rss&a=b", "http://a.example/?p=1-2"):
        assert quick._ABSOLUTE.fullmatch(address)
