"""Reading only what is new, and carrying texts around feedparser, gives exactly what the plain way gives."""

from __future__ import annotations

import gc
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Document, Entry, Parsed
from monitor.parse import feed as feeds
from monitor.parse import outline
from monitor.parse.long_texts import LongTexts
from tests.parse.reading import ADDRESS, FEED, NOW, atom, read, rss

TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="<>&]\ufffe\uffff"), max_size=30
)
HTML = [
    "&lt;p&gt;",
    "&lt;/p&gt;",
    "&amp;amp;",
    "&#233;",
    "&#xA0;",
    "&amp;nbsp;",
    "x" * 120,
    "Ã©",
    "\x85",
    "\x93",
]
XML = ["<![CDATA[<p>a</p>]]>", "<![CDATA[&amp; <br> > ]] ]]>", "<!-- c -->", "<?pi x?>", "\r\n", "  "]
TICKETS = ["longtext0", "longtext", "longte&#120;t0", "longte&#120;t1x", "longte&#120;t"]
BITS = st.lists(st.one_of(TEXT, *map(st.sampled_from, (HTML, XML, TICKETS))), max_size=6).map("".join)
MARKUP = st.one_of(
    BITS, st.sampled_from(["<b>x</b>", "<div xmlns='http://www.w3.org/1999/xhtml'><p>y</p></div>"])
)


def element(name: str, inside: st.SearchStrategy[str] = BITS, attributes: str = "") -> st.SearchStrategy[str]:
    return inside.map(lambda text: f"<{name}{attributes}>{text}</{name.split()[0]}>")


RSS_PARTS = st.one_of(
    element("title", MARKUP),
    element(
        "link",
        st.sampled_from(
            [
                "https://a.example/1",
                "/2?x=1&amp;y=2",
                "https://a.example/1?utm_source=x",
                "javascript:x",
                "//b.example/2",
                "http:///b.example/3",
                "HTTPS://feeds.example?#",
                "?q",
                "http://[",
                " ../up ",
            ]
        ),
    ),
    element("link", st.sampled_from(["/5", "6"]), ' xml:base="https://c.example/x/"'),
    element("guid", st.sampled_from(["1", "2", "https://a.example/1"]), ' isPermaLink="false"'),
    element("guid", st.sampled_from(["https://a.example/3", "g", "/h?", "mailto:x"])),
    element("description", MARKUP),
    element("content:encoded", MARKUP),
    element("media:description"),
    element("pubDate", st.sampled_from(["Mon, 23 Nov 2026 12:00:00 GMT", "never"])),
    element("dc:language", st.sampled_from(["fr", "de-CH"])),
    element("source", st.just("Paper"), ' url="https://p.example"'),
    element("category"),
    element("dc:creator", TEXT),
    st.sampled_from(
        [
            "<enclosure url='https://a.example/x.mp3' type='audio/mpeg'/>",
            "<image><title>I</title></image>",
            "<item:x xmlns:item='urn:i'/>",
        ]
    ),
)
ATOM_PARTS = st.one_of(
    element("title", BITS, ' type="html"'),
    element("title", BITS),
    element("id", st.sampled_from(["urn:1", "urn:2", "https://a.example/1"])),
    st.sampled_from(
        [
            "<link href='/1'/>",
            "<link href='1' xml:base='https://c.example/x/'/>",
            "<link base='https://d.example/x/' href='2'/>",
            "<link rel='self' href='/2'/>",
            '<link rel="alternate" href="https://a.example/3"/>',
        ]
    ),
    element("summary", BITS, ' type="html"'),
    element("summary", BITS),
    element("content", BITS, ' type="html"'),
    element("content", BITS, ' type="html" xml:lang="it"'),
    element("content", MARKUP, ' type="xhtml"'),
    element("updated", st.sampled_from(["2026-11-23T12:00:00Z", "x"])),
    element("author", st.just("<name>Ann</name><email>ann@a.example</email>")),
    st.just("<source><title>Origin</title><id>urn:o</id></source>"),
)
HEADS = st.sampled_from(
    [
        "<title>T</title>",
        "<title>T</title><ttl>5</ttl><language>pt</language>",
        "<image><title>I</title><url>/i.png</url></image>",
    ]
)
ENTRIES = st.lists(st.lists(RSS_PARTS, max_size=6).map("".join), min_size=1, max_size=5)
ATOM_ENTRIES = st.lists(st.lists(ATOM_PARTS, max_size=6).map("".join), min_size=1, max_size=5)
DOCUMENTS = st.one_of(
    st.builds(lambda items, head: rss(*items, head=head), ENTRIES, HEADS),
    st.builds(lambda items: atom(*items), ATOM_ENTRIES),
)


def parsed(body: str, frugal: bool, seen: frozenset[bytes] = frozenset()) -> Parsed:
    document = Document(url=ADDRESS, body=body.encode())
    found = feeds.parse(document, FEED, {}, now=NOW, frugal=frugal, seen=seen.__contains__)
    assert isinstance(found, Parsed), found
    return found


@given(DOCUMENTS)
@settings(max_examples=300)
def test_the_fast_way_equals_the_plain_one(body: str) -> None:
    assert parsed(body, frugal=True) == parsed(body, frugal=False)


@given(DOCUMENTS, st.data())
@settings(max_examples=300)
def test_what_is_left_out_changes_nothing_else(body: str, data: st.DataObject) -> None:
    whole = parsed(body, frugal=False)
    plan = outline.scan(body.encode())
    assert plan.divisible
    digests = [plan.digest(piece) for piece in plan.pieces]
    seen = frozenset(data.draw(st.sets(st.sampled_from(digests))))
    part = parsed(body, frugal=True, seen=seen)
    assert {entry.id for entry in part.entries} <= {entry.id for entry in whole.entries}
    assert (part.title, part.every, part.digests) == (whole.title, whole.every, whole.digests)
    wanted: list[Entry] = []
    for digest in dict.fromkeys(digests):
        if digest not in seen:
            wanted += parsed(body, frugal=False, seen=frozenset(digests) - {digest}).entries
    first = {entry.id: entry for entry in reversed(wanted)}
    assert part.entries == tuple(first[key] for key in dict.fromkeys(entry.id for entry in wanted))


@given(DOCUMENTS)
@settings(max_examples=100)
def test_pieces_are_whole_elements_in_order(body: str) -> None:
    raw = body.encode()
    plan = outline.scan(raw)
    for piece in plan.pieces:
        text = raw[piece.start : piece.end]
        assert text.startswith((b"<item", b"<entry"))
        assert text.endswith((b"</item>", b"</entry>", b"/>"))
    assert all(one.end <= following.start for one, following in pairwise(plan.pieces))
    assert outline.scan(plan.frame([])) is not None


@pytest.mark.parametrize(
    "body",
    [rss("<title>a</title>"), "<rss><channel>", f"<!DOCTYPE rss [<!ENTITY a '{'x' * 999}&b;'>]><rss/>"],
)
def test_a_document_goes_as_soon_as_it_is_cut(body: str) -> None:
    gc.collect()
    with suppress(outline.Refused):
        outline.scan(body.encode())
    assert gc.collect() == 0, "what is left is freed only when cycles are looked for"


@pytest.mark.parametrize("empty", ["<item/>", '<item a=">"/>', "<item></item>", "<item ></item >"])
def test_empty_entries_are_cut_at_their_own_end(empty: str) -> None:
    body = f"<rss version='2.0'><channel>{empty}<item><title>x</title></item>{empty}</channel></rss>".encode()
    plan = outline.scan(body)
    cut = [body[piece.start : piece.end].decode() for piece in plan.pieces]
    assert cut == [empty, "<item><title>x</title></item>", empty]


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE rss>" + rss("<title>a</title>"),
        rss("<title>a</title><x:item xmlns:x='urn:x'/>"),
        rss("<title>a</title><item><title>b</title></item>"),
        "<rss version='2.0'><channel xmlns:x='urn:x'><x:item><title>a</title></x:item></channel></rss>",
    ],
)
def test_documents_in_which_entries_are_unclear_are_read_whole(body: str) -> None:
    plan = outline.scan(body.encode())
    assert not plan.divisible
    first = read(body)
    assert read(body, seen=lambda _: True).entries == first.entries


def test_only_new_entries_reach_feedparser() -> None:
    body = rss("<title>Old</title>", "<title>New</title>")
    first = read(body)
    again = read(body, seen=frozenset(first.digests[:1]).__contains__)
    assert [entry.title for entry in again.entries] == ["New"]
    assert again.title == "The Wire"
    assert again.digests == first.digests


def test_a_changed_entry_is_read_again() -> None:
    first = read(rss("<title>Old</title>", "<title>Two</title>"))
    again = read(
        rss("<title>Old, corrected</title>", "<title>Two</title>"), seen=frozenset(first.digests).__contains__
    )
    assert [entry.title for entry in again.entries] == ["Old, corrected"]


def test_tickets_are_of_one_document() -> None:
    texts, other = LongTexts([b"digest"]), LongTexts([b"another"])
    ticket = texts.set_aside("a text").decode()
    assert texts.put_back(ticket) == "a text"
    assert other.set_aside("a text").decode() != ticket
    for text in ("longtext0", other.set_aside("x").decode(), ""):
        assert texts.put_back(text) == text


@pytest.mark.parametrize(
    ("written", "text"), [("Ã©tÃ©", "été"), ("a\x93b\x94", "a“b”"), ("plain", "plain"), ("日本", "日本")]
)
def test_a_long_text_is_mended_as_feedparser_does(written: str, text: str) -> None:
    texts = LongTexts([])
    assert texts.put_back(texts.set_aside(written).decode()) == text
