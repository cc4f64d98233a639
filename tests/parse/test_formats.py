from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import Feed
from tests.parse.reading import FEED, atom, one, read, rss

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_rss_2() -> None:
    found = read(
        rss(
            """<title>Viet Nam signs</title><link>https://wire.example/1?utm_source=rss</link>
            <guid isPermaLink="false">wire-1</guid><pubDate>Mon, 23 Nov 2026 12:00:00 GMT</pubDate>
            <description>&lt;p&gt;Short &amp;amp; sweet&lt;/p&gt;</description>
            <content:encoded><![CDATA[<p>Long <b>text</b></p><ul><li>one</li><li>two</li></ul>]]></content:encoded>
            <dc:creator>A. Writer</dc:creator><category>UN</category><category>Law</category><category>UN</category>""",
            head="<title>The Wire</title><language>en-GB</language><ttl>45</ttl>",
        )
    )
    assert (found.title, found.every, found.skipped) == ("The Wire", timedelta(minutes=45), ())
    (entry,) = found.entries
    assert entry.title == "Viet Nam signs"
    assert entry.url == "https://wire.example/1?utm_source=rss"
    assert entry.link == "https://wire.example/1"
    assert entry.guid == "wire-1"
    assert entry.published == NOON
    assert entry.summary == "Short & sweet"
    assert entry.content == "Long text\none\ntwo"
    assert entry.author == "A. Writer"
    assert entry.categories == ("UN", "Law")
    assert entry.publisher == "The Wire"
    assert entry.language == "en"
    assert len(entry.id) == 16


def test_rss_091_with_its_document_type() -> None:
    entry = one(
        """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
        "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Old</title>
        <language>pt-br</language><item><title>Brasil assina</title><link>http://old.example/1</link>
        <description>Texto</description></item></channel></rss>"""
    )
    assert (entry.title, entry.url, entry.summary, entry.language) == (
        "Brasil assina", "http://old.example/1", "Texto", "pt",
    )  # fmt: skip


def test_rss_092_without_titles() -> None:
    entry = one(
        '<rss version="0.92"><channel><title>Log</title><item><description>A day of signing. '
        + "And more words follow " * 20
        + "</description></item></channel></rss>"
    )
    assert entry.title.startswith("A day of signing. And more")
    assert entry.title.endswith("…")
    assert len(entry.title) <= 121


def test_rdf() -> None:
    found = read(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
        <channel rdf:about="http://rdf.example/"><title>RDF wire</title><sy:updatePeriod>daily</sy:updatePeriod>
        <sy:updateFrequency>4</sy:updateFrequency></channel>
        <item rdf:about="http://rdf.example/1"><title>Japan accepts</title><link>http://rdf.example/1</link>
        <dc:date>2026-11-23T12:00:00Z</dc:date><dc:language>ja</dc:language><dc:subject>Treaties</dc:subject></item></rdf:RDF>"""
    )
    (entry,) = found.entries
    assert found.every == timedelta(hours=6)
    assert (entry.title, entry.guid, entry.url) == (
        "Japan accepts",
        "http://rdf.example/1",
        "http://rdf.example/1",
    )
    assert (entry.published, entry.language, entry.categories) == (NOON, "ja", ("Treaties",))


def test_atom_1() -> None:
    entry = one(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/news/" xml:lang="fr">
        <title>Le fil</title><entry xml:lang="de"><id>tag:atom.example,2026:1</id>
        <title type="html">A &amp;lt; B &lt;b&gt;C&lt;/b&gt;</title>
        <link rel="self" href="https://atom.example/api/1"/><link rel="alternate" type="text/html" href="1.html"/>
        <published>2026-11-23T13:00:00+01:00</published><updated>2026-11-24T00:00:00Z</updated>
        <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>t<em>w</em>o</p></div></summary>
        <content type="html">&lt;p&gt;Body&lt;/p&gt;</content><author><name>Ann</name></author>
        <category term="t" label="Treaties"/></entry></feed>"""
    )
    assert entry.title == "A < B C"
    assert (entry.url, entry.guid) == ("https://atom.example/news/1.html", "tag:atom.example,2026:1")
    assert (entry.published, entry.language, entry.author) == (NOON, "de", "Ann")
    assert (entry.summary, entry.content, entry.categories) == ("One\ntwo", "Body", ("Treaties",))
    assert entry.publisher == "Le fil"


def test_atom_03() -> None:
    entry = one(
        """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old atom</title>
        <entry><title>Chile ratifies</title>
        <link rel="alternate" type="text/html" href="http://old.example/9"/><id>urn:x:9</id>
        <issued>2026-11-23T12:00:00Z</issued>
        <content type="text/html" mode="escaped">&lt;b&gt;Done&lt;/b&gt;</content></entry></feed>"""
    )
    assert (entry.title, entry.url, entry.content, entry.summary) == (
        "Chile ratifies",
        "http://old.example/9",
        "Done",
        "",
    )
    assert entry.published == NOON


JSON_ITEM = {
    "id": "j1",
    "url": "/1",
    "title": "Peru <signs> & ratifies",
    "content_html": "<p>Body &amp; soul</p>",
    "summary": "Short",
    "date_published": "2026-11-23T12:00:00Z",
    "authors": [{"name": "A"}, {"name": "B"}],
    "tags": ["x", 1, "y"],
    "language": "es-PE",
}


def test_json_feed() -> None:
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "JSON wire",
        "language": "en",
        "feed_url": "feed.json",
        "items": [JSON_ITEM],
    }
    entry = one(json.dumps(body))
    assert (entry.title, entry.content, entry.summary) == ("Peru <signs> & ratifies", "Body & soul", "Short")
    assert (entry.url, entry.guid, entry.published) == ("https://wire.example/1", "j1", NOON)
    assert (entry.author, entry.categories, entry.language, entry.publisher) == (
        "A, B",
        ("x", "y"),
        "es",
        "JSON wire",
    )


def test_json_feed_1_0_with_damaged_items() -> None:
    body = {
        "version": "https://jsonfeed.org/version/1",
        "title": "J",
        "author": {"name": "Editor"},
        "items": [7, {"id": 12, "content_text": "Text of an item <b>"}, {"id": "empty"}],
    }
    found = read(json.dumps(body))
    (entry,) = found.entries
    assert (entry.guid, entry.title, entry.content, entry.author) == (
        "12",
        "Text of an item <b>",
        "Text of an item <b>",
        "Editor",
    )
    assert found.skipped == ("item 1 is no object", "item 2 has neither title nor text")


def test_json_items_that_were_seen_are_left_out() -> None:
    body = json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [JSON_ITEM, {"id": "2", "title": "Two"}]}
    )
    first = read(body)
    again = read(body, seen=frozenset(first.digests[:1]).__contains__)
    assert [entry.title for entry in again.entries] == ["Two"]
    assert again.digests == first.digests


# --- Titles: plain text exactly once --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("<![CDATA[AT&T]]>", "AT&T"),
        ("<![CDATA[AT&amp;T]]>", "AT&T"),
        ("5 &lt; 6", "5 < 6"),
        ("&lt;b&gt;Bold&lt;/b&gt; news", "Bold news"),
        ("<![CDATA[One<br>two]]>", "One two"),
        ("<![CDATA[<!here> all]]>", "<!here> all"),
        ("A\n   B\u00a0C", "A B C"),
        ("Caf\u00e9 &#8217;n&#8217; bar", "Café ’n’ bar"),
    ],
)
def test_rss_titles(title: str, text: str) -> None:
    assert one(rss(f"<title>{title}</title><link>https://wire.example/1</link>")).title == text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("<title>AT&amp;T</title>", "AT&T"),
        ('<title type="text">&lt;!channel&gt; &lt;b&gt;</title>', "<!channel> <b>"),
        ('<title type="text">AT&amp;amp;T</title>', "AT&amp;T"),
        ('<title type="html">AT&amp;amp;T &lt;i&gt;x&lt;/i&gt;</title>', "AT&T x"),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">AT&amp;T <i>x</i></div></title>',
            "AT&T x",
        ),
    ],
)
def test_atom_titles(title: str, text: str) -> None:
    assert one(atom(f"{title}<id>urn:x:1</id>")).title == text


# --- The corners of formats -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("AT&T and S&P sign", "AT&T and S&P sign"),
        ("Q&A: who signed", "Q&A: who signed"),
        ("R &amp; D, M&A &#233;", "R & D, M&A \u00e9"),
        ("<![CDATA[AT&T &amp; S&P]]> &A", "AT&T & S&P &A"),
        ("A & B &nbsp; C&D", "A & B C&D"),
    ],
)
def test_bare_ampersands_are_meant(title: str, text: str) -> None:
    entry = one(rss(f"<title>{title}</title><link>https://a.example/?id=1&lang=en&copy=2</link>"))
    assert (entry.title, entry.url) == (text, "https://a.example/?id=1&lang=en&copy=2")


def test_the_outlet_that_an_item_names_is_its_publisher() -> None:
    entry = one(
        rss('<title>Viet Nam signs - The Paper</title><source url="https://paper.example">The Paper</source>')
    )
    assert (entry.publisher, entry.title) == ("The Paper", "Viet Nam signs")


def test_the_title_of_the_settings_outranks_the_documents() -> None:
    feed = Feed(id="wire", url=FEED.url, title="Set by hand", language="fr")
    entry = one(rss("<title>x y</title>", head="<title>T</title><language>en</language>"), feed=feed)
    assert (entry.publisher, entry.language) == ("Set by hand", "fr")


def test_all_contents_are_joined() -> None:
    entry = one(
        rss(
            "<title>T</title><description>Teaser</description><media:content><media:description>A caption"
            "</media:description></media:content><content:encoded><![CDATA[<p>The body</p>]]></content:encoded>"
        )
    )
    assert set(f"{entry.summary}\n{entry.content}".split("\n")) >= {"Teaser", "The body"}


def test_content_alone_is_no_summary() -> None:
    entry = one(rss("<title>T</title><content:encoded>&lt;p&gt;Body&lt;/p&gt;</content:encoded>"))
    assert (entry.summary, entry.content) == ("", "Body")


def test_content_equal_to_the_summary_is_kept_once() -> None:
    entry = one(rss("<title>T</title><description>Same</description><content:encoded>Same</content:encoded>"))
    assert (entry.summary, entry.content) == ("Same", "")


def test_links() -> None:
    assert one(rss("<title>T</title><link>/a?x=1&amp;y=2</link>")).url == "https://wire.example/a?x=1&y=2"
    assert one(rss("<title>T</title><guid>https://wire.example/g</guid>")).url == "https://wire.example/g"
    assert one(rss('<title>T</title><guid isPermaLink="false">g</guid>')).url is None
    assert one(rss("<title>T</title><link>javascript:alert(1)</link>")).url is None
    assert (
        one(rss("<title>T</title><link>https://u:secret@wire.example/1</link>")).url
        == "https://wire.example/1"
    )
    pdf = '<title>T</title><id>x</id><link rel="self" href="https://a.example/s"/><link type="application/pdf" href="https://a.example/p"/>'
    assert one(atom(pdf)).url == "https://a.example/p"


def test_dates_that_are_absurd_are_none() -> None:
    for day in ("Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 2099 00:00:00 GMT", "soon"):
        assert one(rss(f"<title>T</title><pubDate>{day}</pubDate>")).published is None


@pytest.mark.parametrize("written", ["01-11-2026 10:00", "10-11-2026"])
def test_a_date_of_which_feedparser_makes_another_year_is_none(written: str) -> None:
    assert one(rss(f"<title>T</title><pubDate>{written}</pubDate>")).published is None


@pytest.mark.parametrize("written", ["2026/02/03", "2026.2.3", "2026年2月3日", "3.2.2026"])
def test_a_date_with_the_year_first_is_not_taken_for_the_first_of_this_month(written: str) -> None:
    found = one(rss(f"<title>T</title><pubDate>{written}</pubDate>"))
    assert found.published == datetime(2026, 2, 3, tzinfo=UTC)


def test_a_day_before_its_month_is_not_taken_for_a_year() -> None:
    """feedparser takes 25-11-2026 for the twentieth of November 2025."""
    assert one(rss("<title>T</title><pubDate>25-10-2026</pubDate>")).published == datetime(
        2026, 10, 25, tzinfo=UTC
    )


def test_an_update_time_stands_in_for_the_publication() -> None:
    assert one(atom("<title>T</title><id>1</id><updated>2026-11-23T12:00:00Z</updated>")).published == NOON


def test_offsets_that_feedparser_does_not_know_are_read_too() -> None:
    for written in ("Mon, 23 Nov 2026 19:00:00 GMT+7", "Mon, 23 Nov 2026 19:00:00 UTC+07:00"):
        assert one(rss(f"<title>T</title><pubDate>{written}</pubDate>")).published == NOON


@pytest.mark.parametrize(
    "written", ["Mon, 23 Nov 2026 13:00:00 CET", "Mon, 11/23/2026 - 12:00 PM", "23-11-2026 12:00"]
)
def test_a_zone_and_a_half_of_the_day_count_although_feedparser_overlooks_them(written: str) -> None:
    assert one(rss(f"<title>T</title><pubDate>{written}</pubDate>")).published == NOON


@pytest.mark.parametrize(
    ("head", "every"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", timedelta(hours=1)),
        (
            "<sy:updatePeriod> weekly </sy:updatePeriod><sy:updateFrequency>7</sy:updateFrequency>",
            timedelta(days=1),
        ),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
            timedelta(days=1),
        ),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
    ],
)
def test_the_feeds_own_wish(head: str, every: timedelta | None) -> None:
    assert read(rss("<title>T</title>", head=head)).every == every


# --- What is no feed ------------------------------------------------------------------------------------------
