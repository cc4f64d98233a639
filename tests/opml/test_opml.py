"""Check that subscription lists survive the way out and back, and that strange ones do no harm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.durations import written
from monitor.model import Feed
from monitor.rules.opml import OpmlError, read, slug, write

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def listed(body: str) -> bytes:
    return f'<opml version="2.0"><head><title>Mine</title></head><body>{body}</body></opml>'.encode()


slugs = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,2}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split()) or "x"
)
feeds = st.builds(
    Feed,
    id=slugs,
    url=slugs.map(lambda path: f"https://feeds.example/{path}?q=%22a%22&hl=en&x=é"),
    kind=st.sampled_from(["feed", "untc", "coe"]),
    title=texts,
    every=st.none() | st.integers(1, 100_000).map(lambda seconds: timedelta(seconds=seconds)),
    tags=st.lists(slugs, max_size=4, unique=True).map(tuple),
    language=st.sampled_from([None, "en", "no", "zh"]),
    enabled=st.booleans(),
)


@given(st.lists(feeds, max_size=6, unique_by=(lambda feed: feed.id, lambda feed: feed.url)))
def test_every_feed_comes_back_as_it_left(several: list[Feed]) -> None:
    back = read(write(several, now=NOW))
    clean = [
        feed if not any(ord(c) in (0xFFFE, 0xFFFF) for c in feed.title or "") else None for feed in several
    ]
    for before, after in zip(clean, back.feeds, strict=True):
        assert before is None or before == after
    assert back.skipped == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("feed://a.example/rss", "http://a.example/rss"),
        ("feed:https://a.example/rss", "https://a.example/rss"),
        ("Feed://https://a.example/rss", "https://a.example/rss"),
        ("https://a.example/?of=feed://b.example", "https://a.example/?of=feed://b.example"),
    ],
)
def test_an_address_as_browsers_hand_it_to_readers_is_one_of_the_web(written: str, meant: str) -> None:
    assert [feed.url for feed in read(listed(f'<outline text="a" xmlUrl="{written}"/>')).feeds] == [meant]


def test_blank_lines_may_stand_before_the_declaration() -> None:
    document = b"\n \r\n<?xml version='1.0'?>" + listed('<outline xmlUrl="https://a.example/"/>')
    assert len(read(document).feeds) == 1


def test_the_document_is_opml_2_with_the_date_of_rfc_822() -> None:
    text = write([Feed(id="a", url="https://a.example/rss", tags=("un", "ngo"))], now=NOW).decode()
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<opml ')
    assert 'version="2.0"' in text
    assert "<dateCreated>Tue, 24 Nov 2026 09:30:00 GMT</dateCreated>" in text
    assert 'type="rss"' in text
    assert 'category="un,ngo"' in text
    assert 'text="a"' in text, "text is required by the specification, also where a feed has no title"


def test_folders_and_category_paths_become_tags() -> None:
    found = read(
        listed(
            '<outline text="World News"><outline text="Asia">'
            '<outline text="A" xmlUrl="https://a.example" category="/Boston/Weather,wire" language="en-US"/>'
            "</outline></outline>"
            '<outline text="B" type="rss" xmlUrl="https://b.example/2" isComment="true" language="unknown"/>'
        )
    )
    first, second = found.feeds
    assert first.tags == ("world-news", "asia", "boston", "weather", "wire")
    assert (first.id, first.title, first.language, first.enabled) == ("a", "A", "en", True)
    assert (second.tags, second.language, second.enabled) == ((), None, False)


def test_attributes_are_read_as_other_programs_write_them() -> None:
    (found,) = read(
        listed(
            '<outline text="Text" title=" The\n Title " type="UNTC" xmlurl=" https://a.example/f " language="pt_BR"'
            ' isComment="TRUE" category="/,Ü,/a//b" xmlns:t="urn:treatywatch:opml" t:id="own" t:every="90s"/>'
        )
    ).feeds
    assert found == Feed(
        id="own",
        url="https://a.example/f",
        kind="untc",
        title="The Title",
        every=timedelta(seconds=90),
        tags=("u", "a", "b"),
        language="pt",
        enabled=False,
    )
    (named,) = read(listed("<outline xmlUrl='https://www.a.example' type='podcast' language='!'/>")).feeds
    assert (named.id, named.title, named.kind, named.language) == ("a-example", None, "feed", None)


def test_attributes_are_written_as_other_programs_read_them() -> None:
    written_ = write(
        [Feed(id="a", url="https://a.example", kind="coe", title="A & <b>", enabled=False)], now=NOW
    )
    root = ET.fromstring(written_)  # noqa: S314 - our own
    assert root.findtext("head/title") == "Treatywatch feeds"
    assert root.findtext("head/docs") == "http://opml.org/spec2.opml"
    (outline,) = root.iter("outline")
    assert outline.attrib == {
        "text": "A & <b>",
        "title": "A & <b>",
        "type": "coe",
        "xmlUrl": "https://a.example",
        "{urn:treatywatch:opml}id": "a",
        "isComment": "true",
    }


def test_a_commented_folder_switches_off_all_in_it() -> None:
    found = read(
        listed('<outline text="x" isComment="true"><outline text="A" xmlUrl="https://a.example"/></outline>')
    )
    assert [feed.enabled for feed in found.feeds] == [False]


def test_ids_are_made_from_titles_hosts_and_made_unique() -> None:
    found = read(
        listed(
            '<outline text="Công lý" xmlUrl="https://a.example/1"/>'
            '<outline text="Cong Ly!" xmlUrl="https://a.example/2"/>'
            '<outline text="联合国" xmlUrl="https://www.un.example/3"/>'
            '<outline text="again" xmlUrl="https://a.example/1"/>'
        )
    )
    assert [feed.id for feed in found.feeds] == ["cong-ly", "cong-ly-2", "un-example"]


def test_addresses_that_cannot_be_polled_are_named_and_left_out() -> None:
    found = read(
        listed(
            '<outline text="good" xmlUrl="http://a.example/"/>'
            '<outline text="local" xmlUrl="file:///etc/passwd"/>'
            '<outline text="script" xmlUrl="javascript:alert(1)"/>'
            '<outline text="bracket" xmlUrl="http://[::1/"/>'
            '<outline text="space" xmlUrl="http://d.example/a b"/>'
        )
    )
    assert [feed.id for feed in found.feeds] == ["good"]
    assert [reason.split(":")[0] for reason in found.skipped] == ["local", "script", "bracket", "space"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "well-formed"),
        (b"hello", "well-formed"),
        (b"<html><body/></html>", "no <opml>"),
        (b"<opml version='2.0'><head/></opml>", "no <opml>"),
        (b'<?xml version="1.0" encoding="klingon"?><opml><body/></opml>', "well-formed"),
        (b'<!DOCTYPE o [<!ENTITY a "aaaa">]><opml><body><outline text="&a;"/></body></opml>', "DOCTYPE"),
        (b" " * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_is_no_opml_is_refused_in_plain_words(body: bytes, why: str) -> None:
    with pytest.raises(OpmlError, match=why):
        read(body)


def test_depth_and_number_do_no_harm() -> None:
    deep = "<outline text='f'>" * 20_000 + "<outline xmlUrl='https://a.example'/>" + "</outline>" * 20_000
    assert [feed.tags for feed in read(listed(deep)).feeds] == [("f",)]
    many = "".join(f"<outline xmlUrl='https://a.example/{n}'/>" for n in range(10_001))
    with pytest.raises(OpmlError, match="more than 10000"):
        read(listed(many))


@given(st.binary(max_size=300))
def test_bytes_give_subscriptions_or_an_opml_error(noise: bytes) -> None:
    for body in (noise, listed("")[:-20] + noise):
        try:
            found = read(body)
        except OpmlError:
            continue
        assert all(feed.url.lower().startswith("http") for feed in found.feeds)


def test_durations_are_written_as_in_feeds_yaml() -> None:
    assert [written(timedelta(seconds=n)) for n in (1, 90, 300, 3600, 86_400, 5400)] == [
        "1s", "90s", "5m", "1h", "1d", "90m",
    ]  # fmt: skip


@pytest.mark.parametrize("every", ["", "5", "m", "0s", "-5m", "5 m", "5w", "8d"])
def test_a_duration_that_feeds_yaml_would_not_take_is_left_out(every: str) -> None:
    outline = f"<outline xmlUrl='https://a.example' xmlns:t='urn:treatywatch:opml' t:every='{every}'/>"
    assert [feed.every for feed in read(listed(outline)).feeds] == [None]


def test_slugs_are_short_ascii() -> None:
    assert slug("Đài Tiếng nói Việt Nam!") == "dai-tieng-noi-viet-nam"
    assert slug("联合国") == ""
    assert len(slug("word " * 50)) <= 60
