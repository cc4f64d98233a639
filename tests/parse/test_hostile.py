"""Documents that are made to hurt: bounded time, and the good entries are kept."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.parse import outline, rough
from tests.parse.reading import answer, atom, one, read, refused, rss

GOOD = "<title>Good</title><link>https://wire.example/good</link>"
POISON = '<x:pos xmlns:x="http://www.opengis.net/gml"/>'
"""feedparser 6.0.14 raises KeyError for a place outside of a `georss:where`."""


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < 10


def test_deep_nesting_costs_the_entry_alone() -> None:
    found = read(rss(GOOD, "<title>Bad</title>" + "<b>" * 200_000 + "</b>" * 200_000))
    assert [entry.title for entry in found.entries] == ["Good"]
    assert found.skipped == (f"entry 2 was left out: more than {outline.DEPTH} elements within each other",)


def test_deep_nesting_outside_of_entries_is_refused() -> None:
    assert "within each other" in refused(rss(GOOD, head="<x>" * 200_000 + "</x>" * 200_000))
    assert "within each other" in refused(rss(GOOD) + "<b>" * 200_000)


def test_many_attributes_cost_the_entry_alone() -> None:
    many = " ".join(f'a{n}="x"' for n in range(50_000))
    found = read(rss(GOOD, f"<title>Bad</title><x {many}/>"))
    assert [entry.title for entry in found.entries] == ["Good"]
    assert "attributes" in found.skipped[0]
    assert one(rss(f"<title>Lenient & good</title><x {many}>")).title == "Lenient & good"


def test_many_items_are_taken_over_several_polls() -> None:
    body = rss(*(f"<title>Item {n}</title><guid>{n}</guid>" for n in range(outline.ENTRIES + 500)))
    first = read(body)
    assert len(first.entries) == outline.ENTRIES
    assert first.skipped == ("500 further entries left for the next time (at most 2,000 at once)",)
    second = read(body, seen=frozenset(first.digests).__contains__)
    assert [entry.title for entry in second.entries] == [f"Item {n}" for n in range(2_000, 2_500)]
    third = read(body, seen=frozenset(second.digests).__contains__)
    assert (third.entries, third.skipped) == ((), ())
    assert [first.more, second.more, third.more] == [True, False, False]


def test_many_json_items_are_taken_over_several_polls() -> None:
    items = [{"id": str(n), "title": f"Item {n}"} for n in range(outline.ENTRIES + 1)]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    first = read(body)
    second = read(body, seen=frozenset(first.digests).__contains__)
    assert [len(first.entries), first.more, len(second.entries), second.more] == [
        outline.ENTRIES,
        True,
        1,
        False,
    ]


def test_a_hundred_thousand_items_are_bounded() -> None:
    body = rss(*(["<title>x</title>"] * 100_000))
    assert len(read(body).entries) == 1  # all the same
    assert len(read(body[: len(body) - 20]).entries) == 1


@pytest.mark.parametrize("element", ["author", "dc:creator", "managingEditor", "category", "pubDate"])
def test_an_endless_name_is_left_out(element: str) -> None:
    for body in (
        rss(f"{GOOD}<{element}>{'x' * 300_000}</{element}>"),
        rss(f"{GOOD}<{element}>{'x' * 300_000}</{element}>") + "<",
    ):
        entry = one(body)
        assert (entry.title, entry.author, entry.published) == ("Good", None, None)


def test_many_categories_are_bounded() -> None:
    body = rss(GOOD + "".join(f"<category>c{n}</category>" for n in range(10_000)))
    assert len(one(body).categories) == 50


def test_many_elements_cost_the_entry_alone() -> None:
    found = read(rss(GOOD, "<title>Bad</title>" + "<b/>" * 100_000))
    assert [entry.title for entry in found.entries] == ["Good"]
    assert found.skipped == ("entry 2 was left out: more than 20,000 elements",)
    assert "elements" in refused(rss(GOOD, head="<b/>" * 100_000))


def test_elements_of_many_entries_are_read_over_several_polls() -> None:
    body = rss(*(f"<title>Item {n}</title>" + "<b/>" * 19_000 for n in range(7)))
    first = read(body)
    assert len(first.entries) == 5
    second = read(body, seen=frozenset(first.digests).__contains__)
    assert len(first.entries) + len(second.entries) == 7


@pytest.mark.parametrize(
    "piece", ["<b/>", "<a ", '<a b="', "<a:b ", "<media:category>x</media:category>", "<!", "</"]
)
def test_a_damaged_document_of_many_tags_is_bounded(piece: str) -> None:
    found = read(rss(GOOD + "<br>", "<title>Second</title>" + piece * 200_000))
    assert found.entries[0].title == "Good"


def test_reasons_are_bounded() -> None:
    found = read(rss("<title>T</title>", *(["<link>https://wire.example/</link>"] * 100)))
    assert len(found.skipped) == 21
    assert found.skipped[-1] == "and 80 more"


@pytest.mark.parametrize(
    "body",
    [
        rss("<link>https://wire.example/</link>", "<pubDate>soon</pubDate>"),
        rss("<link>https://wire.example/</link>").removesuffix("</rss>"),  # not well-formed
        "<Table><Row><Entry/><Entry/></Row></Table>",  # a record, polled as a feed
        '{"version": "https://jsonfeed.org/version/1.1", "items": [3, {}]}',
    ],
)
def test_a_document_of_whose_entries_none_can_be_read_is_no_feed(body: str) -> None:
    assert "nothing in it can be read (item 1 " in refused(body)


def test_an_entry_that_cannot_be_read_beside_a_known_one_is_passed_over() -> None:
    digests: set[bytes] = set(read(rss("<title>T</title>")).digests)
    found = read(rss("<title>T</title>", "<pubDate>soon</pubDate>"), seen=digests.__contains__)
    assert (found.entries, found.skipped) == ((), ("item 1 has neither title nor text",))


def test_an_endless_guid_is_hashed_and_a_long_title_cut() -> None:
    entry = one(rss(f"<title>{'word ' * 50_000}</title><guid isPermaLink='false'>{'g' * 1_000_000}</guid>"))
    assert len(entry.id) == 16
    assert len(entry.guid or "") <= 2_000
    assert len(entry.title) <= 1_000


def test_an_endless_entry_is_left_out() -> None:
    found = read(rss(GOOD, f"<title>Bad</title><description>{'x' * outline.ENTRY}</description>"))
    assert [entry.title for entry in found.entries] == ["Good"]
    assert found.skipped == ("entry 2 was left out: longer than 2,000,000 bytes",)


def test_many_namespaces_are_refused() -> None:
    assert "namespaces" in refused(rss(GOOD, *(f'<n{n}:a xmlns:n{n}="urn:{n}"/>' for n in range(5_000))))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x PUBLIC "p" "http://127.0.0.1/x">',
        "<!ENTITY % p '<!ENTITY q \"r\">'>",
        f'<!ENTITY long "{"x" * 1_000}">',
    ],
)
def test_entities_that_are_no_plain_text_are_refused(declaration: str) -> None:
    assert "entit" in refused(rss(GOOD, before=f"<!DOCTYPE rss [{declaration}]>"))


def test_the_letters_of_html_that_an_old_feed_names_are_not_loaded() -> None:
    letters = '<!ENTITY % latin PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "xhtml-lat1.ent"> %latin;'
    assert one(rss(GOOD, before=f"<!DOCTYPE rss [{letters}]>")).title == "Good"


def test_entities_that_are_plain_text_are_read() -> None:
    body = rss("<title>caf&eacute;</title>", before='<!DOCTYPE rss [\n<!ENTITY eacute "&#233;">\n]>')
    assert one(body).title == "café"


def test_a_damaged_document_with_entities_is_refused_as_well() -> None:
    assert "entities" in refused(
        'x<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + rss(GOOD + "<br>")
    )
    assert "entities" in refused('x<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rss(GOOD))


@pytest.mark.parametrize("second", ["<title>A & B</title></width>", f"<title>Two</title>{POISON}"])
def test_an_entry_that_feedparser_fails_on_costs_itself_alone(second: str) -> None:
    found = read(rss(GOOD, second, "<title>Third</title>"))
    assert [entry.title for entry in found.entries] == ["Good", "Third"]
    assert found.skipped == ("entry 2 was left out: feedparser fails on it",)


@pytest.mark.parametrize("head", ["<title>A & B</title></width>", POISON])
def test_a_document_whose_head_feedparser_fails_on_is_refused(head: str) -> None:
    assert "feedparser fails on" in refused(rss(head=head))


def test_a_truncated_document_keeps_its_whole_entries() -> None:
    whole = rss(GOOD, "<title>Second</title>", "<title>Third one that is cut somewhere</title>")
    found = read(whole[: whole.index("somewhere")])
    assert [entry.title for entry in found.entries] == ["Good", "Second"]
    assert "breaks off" in found.skipped[-1]
    assert found.digests == ()


def test_damaged_documents_are_read_as_far_as_they_can_be() -> None:
    found = read(rss("<title>A & B</title>", "<title>C &nbsp; D</title>", "<title>E<br>F</title>"))
    assert len(found.entries) == 3
    assert found.entries[0].title == "A & B"


def test_a_poisoned_guid_is_not_trusted() -> None:
    item = (
        "<title>Headline {0}</title><link>https://wire.example/{0}</link><guid isPermaLink='false'>x</guid>"
    )
    found = read(rss(*map(item.format, range(3))))
    assert [entry.guid for entry in found.entries] == [None] * 3
    assert len({entry.link for entry in found.entries}) == 3
    assert len({entry.id for entry in found.entries}) == 3


def test_a_link_over_all_items_is_no_identity() -> None:
    found = read(rss(*(f"<title>Headline {n}</title><link>https://wire.example/</link>" for n in range(3))))
    assert [entry.link for entry in found.entries] == [None] * 3
    assert {entry.url for entry in found.entries} == {"https://wire.example/"}


def test_a_title_over_several_items_is_marked() -> None:
    found = read(
        rss(*(f"<title>Daily briefing</title><link>https://wire.example/{n}</link>" for n in range(2)))
    )
    assert [entry.title_shared for entry in found.entries] == [True, True]


def test_doubt_falls_on_a_new_entry_because_of_a_seen_one() -> None:
    item = (
        "<title>Headline {0}</title><link>https://wire.example/{0}</link><guid isPermaLink='false'>x</guid>"
    )
    body = rss(item.format(1), item.format(2))
    first = read(body)
    (entry,) = read(body, seen=frozenset(first.digests[:1]).__contains__).entries
    assert (entry.title, entry.guid) == ("Headline 2", None)


def test_the_same_item_twice_is_one_entry() -> None:
    assert len(read(rss(GOOD, GOOD)).entries) == 1


def test_a_rough_document_is_cut_at_its_bound() -> None:
    bounded, left = rough.bounded(b"<rss>" + b"<item>x & y</item>" * 3_000)
    assert bounded.count(b"<item>") == outline.ENTRIES
    assert left == ["1000 further entries left out (at most 2,000 at once)"]


HEAP = """<rss version='2.0'>|<channel>|</channel>|</rss>|<item>|</item>|<item/>|<entry>|</entry>|<title>|</title>|T
|<link>|</link>|<link href='/x'/>|https://a.example/1|<guid>|</guid>|<![CDATA[|]]>|<!--|-->|&|&amp;|&lt;b&gt;|&#0;|&nope;
|<description>|</description>|<feed xmlns='http://www.w3.org/2005/Atom'>|</feed>|<image>|<width>|</width>|<pubDate>
|</pubDate>|longtext0|longtext|<!DOCTYPE rss>|<?xml version='1.0'?>|<source url=''>|</source>|<content type='html'>
|</content>|<svg xmlns='http://www.w3.org/2000/svg'>|</svg>|{|["""
PIECES = st.sampled_from([*HEAP.split("|"), "\x00", "\ud7ff", "x" * 150])


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=300)
def test_any_heap_of_pieces_gets_an_answer(body: str) -> None:
    answer(body)
    answer(rss(body))
    answer(atom(body))


@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer(body: bytes) -> None:
    answer(body)
    answer(b"<rss version='2.0'><channel><item><title>x</title>" + body)
