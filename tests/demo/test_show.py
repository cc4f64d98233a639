"""Check the demo's publishers: what they serve at each second, in which format, with which faults."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from monitor.demo.server import answer
from monitor.demo.show import BEGIN, LENGTH, clock, feed_items, load
from monitor.model import Document, Feed, Parsed
from monitor.parse import parse

SHOW = load()
START = BEGIN
ALL = [outlet.id for outlet in SHOW.outlets]


def body(outlet_id: str, elapsed: float = LENGTH) -> bytes:
    path = next(outlet.path for outlet in SHOW.outlets if outlet.id == outlet_id)
    return answer(SHOW, path, elapsed, START).body


def test_every_outlet_says_that_it_is_a_demo_and_lives_nowhere() -> None:
    for outlet in SHOW.outlets:
        assert outlet.title.startswith("Demo: ")
        for item in feed_items(SHOW, outlet.id, LENGTH, START):
            assert item.link.split("/")[2].endswith(".example"), item.link
    assert "invented" in SHOW.record.title
    assert {outlet.language for outlet in SHOW.outlets} == {
        "en",
        "fr",
        "es",
        "ru",
        "zh",
        "ar",
        "vi",
        "de",
        "pt",
    }
    assert len({outlet.format for outlet in SHOW.outlets}) == 6


def test_ids_are_unique_and_changes_name_items() -> None:
    ids = [item.id for item in SHOW.items]
    assert len(set(ids)) == len(ids)
    assert {change.item for change in SHOW.changes if change.item} <= set(ids)
    assert all(0 <= item.at < LENGTH and item.outlet in ALL for item in SHOW.items)


@pytest.mark.parametrize("outlet", ALL)
def test_feeds_only_grow_and_depend_on_nothing_but_the_seconds(outlet: str) -> None:
    before: set[str] = set()
    for second in range(0, int(LENGTH) + 1, 2):
        titles = {item.title for item in feed_items(SHOW, outlet, second, START)}
        assert before <= titles
        assert body(outlet, second) == body(outlet, second)
        before = titles
    assert before


@pytest.mark.parametrize("outlet", ALL)
def test_every_feed_can_be_read_with_all_its_items(outlet: str) -> None:
    described = next(o for o in SHOW.outlets if o.id == outlet)
    given = answer(SHOW, described.path, LENGTH, START)
    document = Document(url="http://127.0.0.1/x", body=given.body, content_type=given.headers["content-type"])
    feed = Feed(id=outlet, url="http://127.0.0.1/x", language=described.language)
    parsed = parse(document, feed, {}, now=clock(START, LENGTH))
    assert isinstance(parsed, Parsed), parsed
    wanted = feed_items(SHOW, outlet, LENGTH, START)
    assert parsed.skipped == ()
    assert [entry.published for entry in parsed.entries] == [item.published for item in wanted]
    for entry, item in zip(parsed.entries, wanted, strict=True):
        assert entry.title.startswith(item.title)
        assert (entry.guid or entry.url) in (item.guid, item.link)
        assert item.text in (entry.content or entry.summary)


def test_the_faults_are_there() -> None:
    assert "Россия".encode("cp1251") in body("polaris")
    assert "España".encode("latin-1") in body("faro")
    with pytest.raises(ET.ParseError):
        ET.fromstring(body("cais"))  # noqa: S314 - our own bytes
    assert json.loads(body("bridge"))["version"] == "https://jsonfeed.org/version/1.1"


def test_validators_redirects_and_unknown_paths() -> None:
    first = answer(SHOW, "/manara/atom.xml", 1, START)
    same = answer(SHOW, "/manara/atom.xml", 2, START, first.headers["etag"])
    assert (same.status, same.body) == (304, b"")
    later = answer(SHOW, "/manara/atom.xml", 20, START, first.headers["etag"])
    assert later.status == 200
    moved = answer(SHOW, "/hoa-sen/old-feed", 1, START)
    assert (moved.status, moved.headers["location"]) == (301, "/hoa-sen/rss.xml")
    assert answer(SHOW, "/", 1, START).status == 404


def test_changes_carry_no_news() -> None:
    def item(second: float, title: str = "72 sign") -> tuple[str, str]:
        found = next(i for i in feed_items(SHOW, "lotus", second, START) if i.title.startswith(title))
        return found.guid, found.link

    assert item(15)[0] != item(17)[0]
    assert item(15)[1] == item(17)[1]
    orders = [[i.published for i in feed_items(SHOW, "faro", second, START)] for second in (27, 29)]
    assert orders[0] == orders[1][::-1] != orders[1]


def test_copies_have_the_original_address_with_tracking() -> None:
    links = {item.link for item in feed_items(SHOW, "echo", 20, START)}
    assert "https://lotus.example/signing?utm_source=echo&utm_medium=rss" in links
    assert b"<source" in body("echo")


def test_the_record_gains_rows_then_a_deposit() -> None:
    def table(second: float) -> list[list[str]]:
        root = ET.fromstring(answer(SHOW, SHOW.record.path, second, START).body)  # noqa: S314 - our own bytes
        return [[entry.text or "" for entry in row] for row in root.findall(".//Tbody/Rows/Row")]

    assert len(table(0)) == 1
    signed, deposited = table(30), table(50)
    assert len(signed) == len(deposited) == len(SHOW.record.rows)
    assert all(day.split() == ["25", "Oct", "2025"] and not bound for _, day, bound in signed)
    assert [(name, bound.split()) for name, _, bound in deposited if bound] == [
        ("Qatar", ["26", "Oct", "2025"])
    ]
