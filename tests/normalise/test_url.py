from __future__ import annotations

import base64

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.normalise.url import _PLAIN, _canonical, _parse, address, canonical, is_article

ARTICLE = "https://example.org/news/2026/treaty-signed?id=7"


@pytest.mark.parametrize(
    "spelling",
    [
        "http://example.org/news/2026/treaty-signed?id=7",
        "https://EXAMPLE.org:443/news/2026/treaty-signed?id=7",
        "http://www.example.org:80/news/2026/treaty-signed/?id=7",
        "https://m.example.org/news/2026/treaty-signed?id=7",
        "https://mobile.example.org/news/2026/treaty-signed?id=7#comments",
        "https://amp.example.org/news/2026/treaty-signed?id=7",
        "https://example.org/news/2026/treaty-signed/amp?id=7",
        "https://example.org/news/2026/treaty-signed/amp/?id=7",
        "https://example.org/amp/news/2026/treaty-signed?id=7",
        "https://example.org/news/2026/treaty-signed/index.html?id=7",
        "https://example.org//news/./2026/x/../treaty-signed?id=7",
        "https://example.org/news/2026/treaty%2Dsigned?id=7",
        "https://example.org/news/2026/treaty-signed;jsessionid=AB12?id=7",
        "https://example.org/news/2026/treaty-signed?utm_source=rss&id=7&utm_medium=feed&UTM_CAMPAIGN=x",
        "https://example.org/news/2026/treaty-signed?id=7&amp;fbclid=Iw&gclid=1&at_medium=RSS&mc_cid=2",
        "https://example.org/news/2026/treaty-signed?id=7&output=&outputType=amp".replace("output=&", ""),
        "https://user:secret@example.org/news/2026/treaty-signed?id=7",
        "  https://example.org/news/2026/treaty-signed?id=7\n",
        "https:\\\\example.org\\news\\2026\\treaty-signed?id=7",
        "https://www.google.com/url?rct=j&q=https://example.org/news/2026/treaty-signed%3Fid%3D7&usg=x",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fnews%2F2026%2Ftreaty-signed%3Fid%3D7&h=1",
        "https://www.google.com/amp/s/example.org/news/2026/treaty-signed/amp?id=7",
        "https://example-org.cdn.ampproject.org/c/s/example.org/news/2026/treaty-signed/amp?id=7",
        "http://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fexample.org%2fnews%2f2026%2ftreaty-signed%3fid%3d7",
    ],
)
def test_spellings_of_one_article_have_one_key(spelling: str) -> None:
    assert canonical(spelling) == ARTICLE


def google_news(inside: bytes) -> str:
    token = base64.urlsafe_b64encode(b"\x08\x13\x22" + inside).decode().rstrip("=")
    return f"https://news.google.com/rss/articles/{token}?oc=5"


def test_google_news_links_are_read_where_they_hold_the_address() -> None:
    link = b"https://www.example.org/a/17"
    assert canonical(google_news(bytes([len(link)]) + link + b"\xd2\x01\x00")) == "https://example.org/a/17"


def test_google_news_links_that_hide_the_address_are_no_key() -> None:
    assert canonical(google_news(b"\x40AU_yqLNoAddressInHere")) is None
    assert canonical("https://news.google.com/rss/articles/!!!") is None


def test_what_may_choose_the_page_stays() -> None:
    different = [
        "https://example.org/a?id=1",
        "https://example.org/a?id=2",
        "https://example.org/a?cid=2",
        "https://example.org/a?eid=2",
        "https://example.org/A?id=1",
        "https://example.org:8443/a?id=1",
        "https://sub.example.org/a?id=1",
        "https://example.org/a?id=1&page=2",
        "https://example.org/a?q=%26b",
        "https://example.org/a?q=&b=",
        "https://example.org/#/news/1",
        "https://example.org/#/news/2",
    ]
    assert len({canonical(url) for url in different}) == len(different)


def test_order_of_parameters_does_not_count() -> None:
    assert canonical("http://a.example/x?b=2&a=1") == canonical("http://a.example/x?a=1&b=2")


def test_short_hosts_keep_their_name() -> None:
    assert canonical("http://m.co/x") == "https://m.co/x"
    assert canonical("https://en.m.wikipedia.org/wiki/X") == "https://en.wikipedia.org/wiki/X"


def test_international_names_have_one_form() -> None:
    assert canonical("https://bücher.example/ä") == canonical("https://xn--bcher-kva.example/%C3%A4")


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "mailto:a@example.org",
        "//example.org/x",
        "/news/1",
        "http://",
        "http:///x",
        "http://example.org:99999/",
        "http://exa mple.org/",
        "http://[::1/",
        "tag:example.org,2026:1",
        "https://example.org/" + "x" * 9_000,
    ],
)
def test_what_is_no_web_address_is_none(raw: str) -> None:
    assert canonical(raw) is None
    assert address(raw) is None


def test_address_is_for_people() -> None:
    assert address("/a b?x=1", "https://example.org/feed/") == "https://example.org/a%20b?x=1"
    assert (
        address("https://user:secret@www.Example.org/a/?utm_source=x#f")
        == "https://www.example.org/a/?utm_source=x#f"
    )


@pytest.mark.parametrize(
    ("link", "article"),
    [
        ("https://example.org/", False),
        ("https://example.org/news", False),
        ("https://example.org/press-releases", False),
        ("https://example.org/?p=12", True),
        ("https://example.org/2026/11/x", True),
        ("https://example.org/viet-nam-ratifies-the-treaty", True),
        ("https://example.org/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8", True),
    ],
)
def test_index_pages_are_told_from_articles(link: str, article: bool) -> None:
    assert is_article(link) is article


HOSTS = st.sampled_from(
    ["example.org", "www.m.amp.example.org", "EXAMPLE.org:80", "[::1]:443", "bücher.example", "1.2.3.4"]
)
URLS = st.builds(
    "{}://{}/{}?{}#{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    HOSTS,
    st.text(),
    st.text(),
    st.text(),
)
PIECES = st.lists(
    st.sampled_from(
        ["amp", "/", "index.html", ".amp", "..", "a1", "%2F", ";jsessionid=1", "?", "&", "utm_a=1"]
    )
)


@given(st.one_of(URLS, st.text(), PIECES.map(lambda parts: "http://www.example.org/" + "".join(parts))))
def test_canonical_is_idempotent_and_never_raises(url: str) -> None:
    key = canonical(url)
    address(url)
    if key is not None:
        assert canonical(key) == key
        is_article(key)


@given(URLS)
def test_address_is_ascii_without_spaces(url: str) -> None:
    found = address(url)
    assert found is None or (found.isascii() and found.isprintable() and " " not in found)


PARTS = """
    www. m. amp. amp/ /amp /index.html .amp .html a 9 / ? & = utm_source=rss rss feature=share example .org .com
    news.google.com google.com/url q= l.facebook.com + : - _ ~ . @ %
"""
PLAIN_PIECES = st.lists(st.sampled_from(PARTS.split()), max_size=9).map(
    lambda parts: "http://" + "".join(parts)
)


@given(st.one_of(st.from_regex(_PLAIN, fullmatch=True), PLAIN_PIECES))
def test_an_address_that_is_not_taken_apart_is_as_if_it_were(url: str) -> None:
    assume(_PLAIN.fullmatch(url))
    assert address(url) == str(_parse(url))
    assert canonical(url) == _canonical(url)
