"""News sitemaps: what outlets without a feed publish."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Feed, Parsed
from monitor.parse.outline import ENTRIES
from tests.parse.reading import FEED, answer, one, read, refused

SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def article(
    title: str = "Benin ratifies the Hanoi Convention", address: str = "https://wire.example/benin"
) -> str:
    return f"""<url>
      <loc>{address}</loc>
      <news:news>
        <news:publication><news:name>The Wire</news:name><news:language>en</news:language></news:publication>
        <news:publication_date>2026-11-24T09:30:00+01:00</news:publication_date>
        <news:title>{title}</news:title>
        <news:keywords>Benin, treaties</news:keywords>
      </news:news>
      <image:image><image:loc>https://wire.example/benin.jpg</image:loc><image:title>A hall</image:title></image:image>
    </url>"""


def sitemap(*articles: str, spaces: str = SPACES) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {spaces}>{"".join(articles)}</urlset>'


def test_an_article() -> None:
    entry = one(sitemap(article()))
    assert entry.title == "Benin ratifies the Hanoi Convention"
    assert entry.url == "https://wire.example/benin"
    assert entry.published == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    assert (entry.publisher, entry.language) == ("The Wire", "en")
    assert entry.categories == ("Benin", "treaties")
    assert (entry.summary, entry.content) == ("", "")


def test_the_feed_of_a_sitemap_is_called_as_its_outlet() -> None:
    assert read(sitemap(article())).title == "The Wire"


def test_the_feeds_own_language_stands_in_for_none() -> None:
    bare = article().replace("<news:language>en</news:language>", "")
    assert one(sitemap(bare), feed=Feed(id="wire", url=FEED.url, language="fr")).language == "fr"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("<![CDATA[Chad & Peru sign]]>", "Chad & Peru sign"),
        ("Chad &amp; Peru sign", "Chad & Peru sign"),
        ("Chad &amp;amp; Peru sign", "Chad & Peru sign"),
        ("Chad <b>signs</b> it", "Chad signs it"),
        ("&lt;!channel&gt; signs", "signs"),
    ],
)
def test_titles_are_plain_text(written: str, read_as: str) -> None:
    assert one(sitemap(article(written))).title == read_as


def test_the_prefix_is_the_publishers_own() -> None:
    other = sitemap(article()).replace("news:", "n:").replace("xmlns:news", "xmlns:n")
    assert one(other) == one(sitemap(article()))


def test_articles_that_were_seen_are_left_out() -> None:
    first = read(sitemap(article()))
    again = read(
        sitemap(article("Chad signs it", "/chad"), article()), seen=frozenset(first.digests).__contains__
    )
    assert [(entry.title, entry.url) for entry in again.entries] == [
        ("Chad signs it", "https://wire.example/chad")
    ]
    assert len(again.digests) == 2


def test_addresses_without_news_are_no_articles() -> None:
    bare = "<url><loc>https://wire.example/about</loc></url>"
    assert [entry.title for entry in read(sitemap(bare, article())).entries] == [
        "Benin ratifies the Hanoi Convention"
    ]
    assert read(sitemap(bare)).entries == ()  # nothing happened these two days
    assert read(sitemap()).entries == ()
    assert refused(sitemap(bare, spaces="")) == "not a feed: a sitemap without titles (it has no news:news)"


def test_of_too_many_the_rest_is_left_for_the_next_time() -> None:
    found = read(sitemap(*(article(f"Story {n}", f"/{n}") for n in range(ENTRIES + 3))))
    assert (len(found.entries), len(found.digests), found.more) == (ENTRIES, ENTRIES, True)
    assert found.skipped == (f"3 further items left for the next time (at most {ENTRIES:,} at once)",)


def test_an_index_says_what_to_poll() -> None:
    index = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <sitemap><loc>https://wire.example/pages.xml</loc></sitemap>
      <sitemap><loc>/news-1.xml</loc></sitemap></sitemapindex>"""
    assert refused(index) == (
        "not a feed: an index of sitemaps; poll one that it names, such as https://wire.example/news-1.xml"
    )
    assert refused("<sitemapindex/>") == "not a feed: an index of sitemaps"


def test_what_stands_before_the_damage_is_read() -> None:
    whole = sitemap(article("One", "/1"), article("Two", "/2"))
    found = read(whole[: whole.index("Two")])
    assert [entry.title for entry in found.entries] == ["One"]
    assert found.skipped[0].startswith("the sitemap is damaged (")


def test_dangerous_sitemaps_are_refused() -> None:
    declared = '<!DOCTYPE urlset [<!ENTITY a "b">]>' + sitemap(article("&a;")).partition("?>")[2]
    assert "declares a document type" in refused(declared)
    assert "within each other" in refused(f"<urlset {SPACES}>" + "<url>" * 100_000)
    assert one(sitemap(article(address="javascript:alert(1)"))).url is None


@given(st.text(), st.text())
def test_no_text_breaks_it(title: str, rest: str) -> None:
    found = answer(sitemap(article(f"<![CDATA[{title}]]>"), rest))
    assert not isinstance(found, Parsed) or len(found.entries) <= 2


def test_a_sitemap_goes_as_soon_as_it_is_read() -> None:
    gc.collect()
    read(sitemap(article()))
    assert gc.collect() == 0, "what is left is freed only when cycles are looked for"
