"""Check the shipped feeds.yaml: whole, without doubles, honest about what is switched off."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import yaml

from monitor import languages
from monitor.rules import Rulebook, load
from monitor.system.folder import read

RULES = Path(__file__).parents[2] / "rules"
RAW = yaml.safe_load((RULES / "feeds.yaml").read_text(encoding="utf-8"))["feeds"]


def book() -> Rulebook:
    loaded = load(dict(read(RULES)))
    assert loaded.rulebook is not None, loaded.problems
    return loaded.rulebook


def test_no_address_is_polled_twice() -> None:
    urls = [feed["url"] for feed in RAW]
    assert len(set(urls)) == len(urls)
    assert len(RAW) > 130


def test_every_feed_has_a_title_tags_and_a_language() -> None:
    for feed in RAW:
        assert feed["title"], feed["id"]
        assert feed["tags"], feed["id"]
        assert len(feed["language"]) == 2, feed["id"]


def test_what_is_switched_off_says_why() -> None:
    off = [feed for feed in RAW if not feed.get("enabled", True)]
    assert {"unodc-press", "unodc-stories", "ohchr", "coe-portal"} <= {feed["id"] for feed in off}
    assert all(feed.get("note") for feed in off)


def test_every_record_of_a_treaty_is_polled_as_its_kind() -> None:
    rulebook = book()
    by_url = {feed.url: feed for feed in rulebook.feeds.values()}
    records = [treaty.depositary for treaty in rulebook.treaties.values() if treaty.depositary.record]
    assert len(records) >= 11
    for depositary in records:
        assert by_url[str(depositary.record)].kind == depositary.kind
    listed = {feed.url for feed in rulebook.feeds.values() if feed.kind != "feed"}
    assert listed == {depositary.record for depositary in records}


def test_searches_ask_in_every_language_for_the_first_treaty_and_for_every_other() -> None:
    searches = [feed for feed in RAW if urlsplit(feed["url"]).hostname == "news.google.com"]
    first = [feed for feed in searches if feed["id"].startswith("search-un-cybercrime")]
    assert {feed["language"] for feed in first} >= set(languages.load())
    for treaty in book().treaties:
        assert any(feed["id"].startswith(f"search-{treaty}-") for feed in searches), treaty
    for feed in searches:
        asked = parse_qs(urlsplit(feed["url"]).query, strict_parsing=True)
        assert set(asked) == {"q", "hl", "gl", "ceid"}
        assert "when:" in asked["q"][0]
        country, language = asked["ceid"][0].split(":")
        assert country == asked["gl"][0]
        assert language[:2] == asked["hl"][0][:2] == feed["language"]
