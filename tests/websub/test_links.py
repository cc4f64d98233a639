"""The Link header is read as RFC 8288 says, and whatever else stands in it costs nothing."""

from __future__ import annotations

import time

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.parse.link_header import LONGEST, MOST, links

BASE = "https://news.example/a/feed"


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('<https://hub.example/>; rel="hub", </feed>; rel=self', [("hub", "https://hub.example/"), ("self", "https://news.example/feed")]),
        ('<x>; rel="self hub"', [("self", "https://news.example/a/x"), ("hub", "https://news.example/a/x")]),
        ('<a,b>; title="x, <y>; rel=hub"; rel=self', [("self", "https://news.example/a/a,b")]),
        ('<a>; title="\\"q\\", <z>; rel=hub"; rel=self', [("self", "https://news.example/a/a")]),
        ("<a> ;\trel = hub ; x", [("hub", "https://news.example/a/a")]),
        ("<a>; REL=HUB", [("hub", "https://news.example/a/a")]),
        ("<a>;rel=hub;rel=self", [("hub", "https://news.example/a/a")]),
        ('<a>; rel=hub; anchor="#other", <b>; rel=hub', [("hub", "https://news.example/a/b")]),
        ("<>; rel=self", [("self", BASE)]),
        (", ,<a>; rel=hub;,", [("hub", "https://news.example/a/a")]),
        ("rel=hub, <a>; rel=hub", [("hub", "https://news.example/a/a")]),
        ("<a>", []),
        ('<a>; rel="hub', []),
        ("<a; rel=hub", []),
        ("<http://[x>; rel=hub", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_header(header: str, found: list[tuple[str, str]]) -> None:
    assert list(links(header, BASE)) == found


TOKEN = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=12).filter(lambda word: word != "rel")
ADDRESS = st.text("abcdefghijklmnopqrstuvwxyz0123456789/-._~,;=?&", min_size=1, max_size=30).map(
    lambda path: f"https://host.example/{path}"
)
QUOTED = st.text(max_size=20).map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
LINK = st.tuples(
    ADDRESS,
    st.lists(TOKEN, min_size=1, max_size=3, unique=True),
    st.lists(st.tuples(TOKEN.filter(lambda word: word != "anchor"), st.one_of(TOKEN, QUOTED)), max_size=3),
)


@given(st.lists(LINK, max_size=6), st.sampled_from([", ", ",", " , "]), st.sampled_from(["; ", ";", " ; "]))
def test_what_is_written_is_read(
    written: list[tuple[str, list[str], list[tuple[str, str]]]], comma: str, semicolon: str
) -> None:
    header = comma.join(
        semicolon.join(
            [f"<{address}>", *(f"{name}={value}" for name, value in more), f'rel="{" ".join(rels)}"']
        )
        for address, rels, more in written
    )
    assert list(links(header, BASE)) == [(rel, address) for address, rels, _ in written for rel in rels]


@given(
    st.lists(
        st.tuples(ADDRESS.filter(lambda a: ";" not in a and "," not in a), TOKEN),
        unique_by=lambda pair: pair[1],
        max_size=5,
    )
)
def test_plain_headers_are_read_as_httpx_reads_them(written: list[tuple[str, str]]) -> None:
    header = ", ".join(f'<{address}>; rel="{rel}"' for address, rel in written)
    theirs = httpx.Response(200, headers={"link": header} if header else {}).links
    assert dict(links(header, BASE)) == {rel: link["url"] for rel, link in theirs.items()}


@given(st.text(st.sampled_from('<>",;=\\ ahubrel\t%é'), max_size=200))
def test_anything_may_stand_there(header: str) -> None:
    for relation, address in links(header, BASE):
        assert relation == relation.lower()
        assert isinstance(address, str)


@pytest.mark.parametrize(
    "part", ['"', "<", ",", "<a>;rel=hub,", '<a>;a="\\', "<a>;x", ' a="b"', "<>;;;", "a "]
)
def test_hostile_headers_cost_little(part: str) -> None:
    began = time.process_time()
    found = list(links(part * 100_000, BASE))
    assert time.process_time() - began < 1
    assert len(found) <= min(MOST, LONGEST)


@pytest.mark.parametrize("mark", ["", "="])
def test_thousands_of_spaces_do_not_hold_the_loop(mark: str) -> None:
    began = time.process_time()
    assert list(links(f'<a>;a{mark}{" " * 8_000}"', BASE)) == []
    assert time.process_time() - began < 0.1
