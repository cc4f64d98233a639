"""What is no feed says what it is, and what is damaged costs no more than itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Document, Feed, FetchError
from monitor.parse import parse
from tests.parse.reading import atom, read, refused, rss


def test_a_bad_item_is_skipped_with_a_reason() -> None:
    found = read(rss("<title>One</title>", "<link>https://wire.example/2</link>", "<title>Three</title>"))
    assert [entry.title for entry in found.entries] == ["One", "Three"]
    assert found.skipped == ("item 2 has neither title nor text",)


def test_an_item_that_feedparser_fails_on_is_skipped() -> None:
    found = read(rss("<title>One</title>", "<title>Two</title><width><b/></width>", "<title>Three</title>"))
    assert {entry.title for entry in found.entries} >= {"One", "Three"}


def test_a_feed_without_items_is_a_feed() -> None:
    for body in (rss(), atom(), '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[]}'):
        assert read(body).entries == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "not a feed: the answer was empty"),
        (" \n\t", "not a feed: the answer was empty"),
        (b"\xef\xbb\xbf", "not a feed: the answer was empty"),
        (
            "<!DOCTYPE html><html><head><title>Log in &amp; go</title></head><form>",
            "not a feed: a web page titled 'Log in & go'",
        ),
        ("<!-- x --><HTML><body>maintenance", "not a feed: a web page"),
        (
            '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
            "not a feed: a web page",
        ),
        ('{"error": "key missing"}', "not a feed: JSON without a list of items (it says 'key missing')"),
        (
            '{"items": [{"x": 1}]}',
            "not a feed: JSON that is no JSON Feed (no version, and items without id or url)",
        ),
        ("[1, 2]", "not a feed: JSON without a list of items"),
        ("<Error><Code>AccessDenied</Code></Error>", "not a feed: XML with the root element <error>"),
        (
            "<opml version='2.0'><body/></opml>",
            "not a feed: a list of feeds (OPML), which `treatywatch feeds import-opml` reads from a file",
        ),
        ("Service unavailable", "not a feed: plain text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a feed: plain text"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: str | bytes, reason: str) -> None:
    assert refused(body) == reason


def test_a_web_page_says_where_its_feed_is() -> None:
    page = """<!doctype html><html><head><title>The Wire</title>
      <link rel="stylesheet" type="text/css" href="/style.css">
      <link href='/feed/?a=1&amp;b=2' title="All" type='application/rss+xml' rel='alternate'>
      <LINK REL=alternate TYPE=application/atom+xml HREF=https://wire.example/atom.xml />
      <link rel="alternate" hreflang="fr" href="/fr">
      <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">"""
    assert refused(page) == (
        "not a feed: a web page titled 'The Wire'; its feed is https://wire.example/feed/?a=1&b=2"
        " or https://wire.example/atom.xml"
    )


def test_a_page_of_another_host_names_the_host() -> None:
    page = Document(url="https://consent.example/?q=1", body=b"<html>Agree", redirected_to="consent.example")
    expected = FetchError(reason="not a feed: a web page (redirected to consent.example)")
    assert parse(page, Feed(id="wire", url="https://wire.example/feed.xml"), {}) == expected


@given(st.text(alphabet="<link rel=alternate type=application/rss+xml href>'\"/ \n&"))
def test_no_page_breaks_what_describes_it(inside: str) -> None:
    assert refused(f"<html><link rel=alternate type=application/rss+xml {inside}").startswith("not a feed: ")


def test_a_page_made_to_hurt_is_described_at_once() -> None:
    for part in ("a" * 3_900, "a=" * 1_900, "a='", " " * 3_900, "<link "):
        assert refused("<html>" + f"<link {part}>" * 2_000) == "not a feed: a web page"


def test_damaged_json_is_no_feed() -> None:
    assert refused('{"items": [').startswith("not a feed: damaged JSON")
    assert refused("[" * 100_000).startswith("not a feed")


def test_an_unknown_kind_is_a_failure_not_a_crash() -> None:
    from tests.parse.reading import answer

    found = answer(rss(), feed=Feed(id="x", url="https://x.example", kind="telepathy"))
    assert "no parser for the kind 'telepathy'" in str(found)
