"""What each operator of a rule means, on items and on the events that were read in them."""

from __future__ import annotations

import time
from typing import Any

import pytest
import re2
from msgspec.structs import replace

from monitor.match import Matcher
from monitor.model import Action, Event, Feed, Level, Match, Mention, Reading, Status
from tests.match.books import NOW, entry, matches, rulebook, words

RATIFIED = Event(treaty="alpha", action=Action.RATIFICATION, status=Status.DONE, actor="VN")
SIGNED = Event(treaty="beta", action=Action.SIGNATURE, status=Status.PLANNED, actor="FR")
UNNAMED = Event(treaty="beta", action=Action.SIGNATURE, status=Status.DONE, count=72)
ALPHA = Mention(treaty="alpha", words="Alpha Treaty", field="title", start=0, end=12, because="named")
GAMMA = Mention(treaty="gamma", words="Gamma", field="summary", start=5, end=10, because="named")

GROUPS = [{"id": "PAIR", "members": ["VN", "FR"]}]


def found(tree: Any, *events: Event, mentions: tuple[Mention, ...] = (), title: str = "x") -> Match | None:
    matcher = Matcher(rulebook({"match": tree}, groups=GROUPS))
    made = matcher.match(entry(title), Reading(events=events, mentions=mentions), None, NOW)
    return made[0] if made else None


EVENTS: list[tuple[Any, list[Event], list[Event] | None]] = [
    ({"treaty": "alpha"}, [RATIFIED], [RATIFIED]),
    ({"treaty": "beta"}, [RATIFIED], None),
    ({"treaty": "any"}, [RATIFIED, SIGNED], [RATIFIED, SIGNED]),
    ({"treaty": ["beta", "gamma"]}, [RATIFIED, SIGNED], [SIGNED]),
    ({"actor": "VN"}, [RATIFIED], [RATIFIED]),
    ({"actor": "PAIR"}, [RATIFIED, SIGNED, UNNAMED], [RATIFIED, SIGNED]),
    ({"actor": "any"}, [UNNAMED], None),
    ({"action": "signature", "status": "done"}, [SIGNED, UNNAMED], [UNNAMED]),
    ({"action": "ratification", "status": "planned"}, [RATIFIED, SIGNED], None),
    ({"all": [{"treaty": "alpha"}, {"action": "signature"}]}, [RATIFIED, SIGNED], None),
    (
        {"all": [{"treaty": "alpha"}, {"any": [{"action": "signature"}, {"actor": "VN"}]}]},
        [RATIFIED],
        [RATIFIED],
    ),
    ({"any": [{"actor": "FR"}, {"actor": "VN"}]}, [RATIFIED, SIGNED], [RATIFIED, SIGNED]),
    ({"treaty": "alpha", "none": [{"actor": "VN"}]}, [RATIFIED], None),
    ({"action": "signature", "none": [{"actor": "FR"}]}, [SIGNED, UNNAMED], [UNNAMED]),
    ({"action": "ratification", "none": [{"treaty": "beta"}]}, [RATIFIED, SIGNED], None),
    ({"action": "ratification", "none": [{"action": "signature"}]}, [RATIFIED, SIGNED], [RATIFIED]),
    ({"treaty": "alpha"}, [replace(RATIFIED, background=True)], None),
    ({"action": "any"}, [replace(RATIFIED, background=True), SIGNED], [SIGNED]),
]


@pytest.mark.parametrize(("tree", "events", "expected"), EVENTS)
def test_event_operators_speak_of_one_event(
    tree: Any, events: list[Event], expected: list[Event] | None
) -> None:
    match = found(tree, *events)
    assert (match and list(match.events)) == expected
    if match is not None:
        assert match.treaty == match.events[0].treaty


MENTIONS: list[tuple[Any, tuple[Mention, ...], str | None]] = [
    ({"treaty": "alpha"}, (ALPHA,), "alpha"),
    ({"treaty": "gamma"}, (ALPHA, GAMMA), "gamma"),
    ({"treaty": "any"}, (GAMMA, ALPHA), "gamma"),
    ({"treaty": "alpha", "action": "signature"}, (ALPHA,), None),
    ({"treaty": "alpha", "none": [{"treaty": "gamma"}]}, (ALPHA, GAMMA), None),
    ({"treaty": "alpha", "none": [{"action": "withdrawal"}]}, (ALPHA,), "alpha"),
    ({"all": [{"treaty": "alpha"}, "word"]}, (ALPHA,), "alpha"),
    ({"all": [{"treaty": "beta"}, "word"]}, (ALPHA,), None),
]


@pytest.mark.parametrize(("tree", "mentions", "treaty"), MENTIONS)
def test_a_treaty_alone_is_met_by_its_name(
    tree: Any, mentions: tuple[Mention, ...], treaty: str | None
) -> None:
    match = found(tree, mentions=mentions, title="a word")
    assert (match and match.treaty) == treaty
    assert match is None or match.events == ()


def test_a_rule_that_asks_for_no_event_speaks_of_the_whole_item() -> None:
    tree = {"all": ["word"], "none": [{"action": "ratification"}]}
    assert found(tree, title="a word") is not None
    assert found(tree, SIGNED, title="a word") is not None
    assert found(tree, SIGNED, RATIFIED, title="a word") is None


def test_words_beside_an_event_that_was_not_asked_for_bring_no_event() -> None:
    match = found({"any": ["word", {"treaty": "alpha"}]}, SIGNED, title="a word")
    assert (match.events, match.treaty) == ((), None)
    match = found({"any": ["word", {"treaty": "alpha"}]}, SIGNED, RATIFIED, title="a word")
    assert (match.events, match.treaty) == ((RATIFIED,), "alpha")


def test_the_depositarys_own_entry_is_its_event() -> None:
    official = replace(RATIFIED, official=True)
    matcher = Matcher(rulebook({"match": {"treaty": "alpha", "action": "ratification", "status": "done"}}))
    made = matcher.match(entry("Viet Nam", official=official), Reading(), None, NOW)
    assert made[0].events == (official,)


def test_reasons_quote_the_text_and_name_the_event() -> None:
    match = found({"treaty": "alpha", "actor": "VN", "status": "done"}, RATIFIED, mentions=(ALPHA,))
    assert [(reason.operator, reason.words, reason.field) for reason in match.because] == [
        ("treaty", "Alpha Treaty", "title"),
        ("actor", "VN", None),
        ("status", "done", None),
    ]


def test_reasons_quote_the_original() -> None:
    (match,) = matches(
        {"all": ["ratif*", {"near": {"terms": ["hà nội", "un"]}}]},
        "x",
        summary="¿Ha\u0300 No\u0323\u0302i, UN: ratifié?",
    )
    assert [reason.words for reason in match.because] == ["ratifié", "Ha\u0300 No\u0323\u0302i, UN"]


NEAR = [
    (["sign*", "treaty"], 1, False, "signed treaty", "signed treaty"),
    (["sign*", "treaty"], 1, False, "treaty signed", "treaty signed"),
    (["sign*", "treaty"], 1, False, "signed the treaty", None),
    (["sign*", "treaty"], 2, False, "signed the treaty", "signed the treaty"),
    (["sign*", "treaty"], 2, True, "treaty signed", None),
    (["sign*", "treaty"], 2, True, "treaty signed, treaty", "signed, treaty"),
    (["un cyber treaty", "sign*"], 1, False, "un cyber treaty signed", "un cyber treaty signed"),
    (["a", "b", "c"], 2, False, "c a b", "c a b"),
    (["a", "b", "c"], 2, True, "a c b c", None),
    (["a", "b", "c"], 3, True, "a c b c", "a c b c"),
    (["a", "b", "c"], 3, True, "a x c b c", None),
    ([["a", "b"], "c"], 1, False, "b c", "b c"),
    (["sign*", "treaty"], 3, False, "sign x x x x treaty sign", "treaty sign"),
    (["签署", "公约"], 3, False, "签署了公约", "签署了公约"),
    (["签署", "公约"], 1, False, "签署了公约", None),
    (["un", "un treaty"], 1, False, "the UN treaty", "UN treaty"),
]


@pytest.mark.parametrize(("terms", "within", "ordered", "title", "expected"), NEAR)
def test_near(terms: list[Any], within: int, ordered: bool, title: str, expected: str | None) -> None:
    tree = {"near": {"terms": terms, "within": within, "ordered": ordered}}
    assert words(tree, title) == (None if expected is None else [expected])


def test_near_does_not_reach_from_one_field_into_another() -> None:
    tree = {"near": {"terms": ["a", "b"], "within": 5}}
    assert words(tree, "a", summary="b") is None


FIELDS: list[tuple[Any, dict[str, Any], bool]] = [
    ("word", {"summary": "a word"}, True),
    ("word", {"content": "a word"}, True),
    ("word", {"url": "https://a.example/a-word"}, False),
    ("word", {"author": "A. Word"}, False),
    ({"in": "url", "any": ["a word"]}, {"url": "https://a.example/A-Word"}, True),
    ({"in": "author", "any": ["word"]}, {"author": "A. Word"}, True),
    ({"in": "category", "any": ["word"]}, {"categories": ("x", "word")}, True),
    ({"in": "category", "any": ["x word"]}, {"categories": ("x", "word")}, False),
    ({"in": "title", "any": ["word"]}, {"summary": "a word"}, False),
    ({"in": ["title", "summary"], "any": ["word"]}, {"summary": "a word"}, True),
    ({"in": "title", "any": [{"in": "summary", "any": ["word"]}]}, {"summary": "a word"}, True),
    ({"all": ["word", {"in": "title", "none": ["word"], "any": ["x"]}]}, {"summary": "a word"}, True),
]


@pytest.mark.parametrize(("tree", "fields", "expected"), FIELDS)
def test_fields(tree: Any, fields: dict[str, Any], expected: bool) -> None:
    assert bool(matches(tree, "x", **fields)) is expected


REGEX = [
    (r"C\.N\.\d+\.20\d\d", "See C.N.196.2025.TREATIES", "C.N.196.2025"),
    ("signs", "SIGNS", None),
    ("(?i)signs", "SIGNS", "SIGNS"),
    ("ratifié", "ratifie", None),
    ("签.", "他签署了", "签署"),
    ("^x", "ax", None),
    ("é+", "caféé!", "éé"),
]


@pytest.mark.parametrize(("pattern", "title", "expected"), REGEX)
def test_regex_sees_the_text_as_published(pattern: str, title: str, expected: str | None) -> None:
    assert words({"regex": pattern}, title) == (None if expected is None else [expected])


def test_a_nasty_pattern_costs_milliseconds() -> None:
    """`re` takes 6.5 s for 26 characters of this; RE2 is linear."""
    matcher = Matcher(rulebook({"match": {"regex": "(a+)+$"}}, {"match": {"regex": "(a|a)*b"}}))
    item = entry("a" * 100_000 + "!")
    before = time.process_time()
    assert matcher.match(item, Reading(), None, NOW) == ()
    assert time.process_time() - before < 0.5


def test_many_patterns_at_once_find_what_each_finds_alone() -> None:
    patterns = [f"(?i)[a-z]+{n}\\w*x.*(foo|bar){n}.{{0,20}}z" for n in range(200)]
    matcher = Matcher(rulebook(*({"match": {"regex": pattern}} for pattern in patterns)))
    text = " ".join(f"qq{n}yx something FOO{n} then z; {n}" for n in range(0, 200, 7))
    found = {match.rule for match in matcher.match(entry(text), Reading(), None, NOW)}
    assert found == {f"r{n}" for n, pattern in enumerate(patterns) if re2.search(pattern, text)}
    assert len(found) >= 28


def test_a_title_of_a_million_characters_costs_milliseconds() -> None:
    matcher = Matcher(
        rulebook({"match": {"near": {"terms": ["a*", "b", "c"], "within": 3}}}, {"match": "zz zz"})
    )
    for title in (
        "a" * 1_000_000,
        "a " * 500_000,
        "é\u0301" * 500_000,
        "公" * 1_000_000,
        "ab " * 333_333,
        "-" * 1_000_000,
    ):
        before = time.process_time()
        matcher.match(entry(title), Reading(), None, NOW)
        assert time.process_time() - before < 2, title[:3]


def test_half_a_character_does_no_harm() -> None:
    assert words("word", "a \ud800 word") == ["word"]
    assert words({"regex": "w.rd"}, "a \ud800 word") == ["word"]


SCOPE: list[tuple[dict[str, Any], Feed | None, str | None, bool]] = [
    ({}, None, None, True),
    ({"feeds": ["one"]}, Feed(id="one", url="x"), None, True),
    ({"feeds": ["one"]}, Feed(id="two", url="x"), None, False),
    ({"feeds": ["tag:un"]}, Feed(id="two", url="x", tags=("un",)), None, True),
    ({"feeds": ["one"]}, None, None, True),
    ({"languages": ["en"]}, None, "en", True),
    ({"languages": ["en"]}, None, "fr", False),
    ({"languages": ["en"]}, None, None, True),
    ({"languages": ["en"]}, Feed(id="one", url="x", language="fr"), None, False),
    ({"expires": "2026-11-24"}, None, None, True),
    ({"expires": "2026-11-23"}, None, None, False),
    ({"enabled": False}, None, None, False),
]


@pytest.mark.parametrize(("keys", "feed", "language", "expected"), SCOPE)
def test_scope(keys: dict[str, Any], feed: Feed | None, language: str | None, expected: bool) -> None:
    matcher = Matcher(rulebook({"match": "word"} | keys))
    assert bool(matcher.match(entry("a word"), Reading(language=language), feed, NOW)) is expected


def test_a_rule_of_a_feed_looks_at_what_that_feed_carried_too() -> None:
    matcher = Matcher(rulebook({"match": "word", "feeds": ["two"]}, {"match": "word", "feeds": ["tag:un"]}))
    first, asked = Feed(id="three", url="x"), Reading()
    found = [
        [match.rule for match in matcher.match(entry("a word", carriers=carriers), asked, first, NOW)]
        for carriers in ((), ("two",), ("gone", "one"), ("one", "two"))
    ]
    assert found == [[], ["r0"], ["r1"], ["r0", "r1"]]
    misses = matcher.misses(entry("a word", carriers=("one",)), asked, first, NOW)
    assert [(miss.rule, *miss.lacks) for miss in misses] == [
        ("r0", "it is for the feeds two only, and the item is from three and one")
    ]


def test_matches_come_in_the_order_of_the_rules_with_their_levels() -> None:
    matcher = Matcher(
        rulebook({"match": "b", "level": "low"}, {"match": "zz"}, {"match": "a", "level": "critical"})
    )
    made = matcher.match(entry("a b"), Reading(), None, NOW)
    assert [(match.rule, match.level) for match in made] == [("r0", Level.LOW), ("r2", Level.CRITICAL)]


def test_no_rules_match_nothing() -> None:
    assert Matcher(rulebook()).match(entry("x"), Reading(events=(SIGNED,)), None, NOW) == ()


def test_misses_say_what_was_lacking_nearest_first() -> None:
    matcher = Matcher(
        rulebook(
            {"match": {"treaty": "gamma", "action": "signature"}},
            {"match": {"treaty": "alpha", "action": "signature", "status": "done"}},
            {"match": {"all": ["word", "other", {"in": "title", "any": ["third", "fourth"]}]}},
            {"match": {"treaty": "alpha"}, "expires": "2026-11-01"},
            {"match": {"all": ["word"], "none": ["a"]}},
            {"match": "nothing at all"},
        )
    )
    misses = matcher.misses(entry("a word"), Reading(events=(RATIFIED,)), None, NOW)
    assert [(miss.rule, miss.lacks) for miss in misses] == [
        ("r3", ("it expired on 2026-11-01",)),
        ("r1", ("action signature is asked for, and ratification was read",)),
        ("r4", ("the item has what it excludes (none of `a`)",)),
        ("r2", ("`other` is asked for", "one of `third`, `fourth` in the title is asked for")),
    ]


@pytest.mark.parametrize(
    ("asked", "lacks"),
    [
        ({"in": "title", "any": ["sum*"]}, "`sum*` in the title is asked for"),
        ({"in": ["title", "url"], "exact": "Word"}, "`Word` in the title or url is asked for"),
        (
            {"near": {"terms": ["word", ["sum*", "other"]], "within": 3}},
            "`word`, `sum*`/`other` within 3 words is asked for",
        ),
        (
            {"near": {"terms": ["word", "summed"], "ordered": True}},
            "`word`, `summed` within 8 words in this order is asked for",
        ),
        ({"regex": "W.rd"}, "the pattern W.rd is asked for"),
        ({"in": "title", "regex": "s.m"}, "the pattern s.m in the title is asked for"),
        ({"any": ["a1", "b1", "c1", "d1", "e1", "f1"]}, "one of `a1`, `b1`, `c1`, `d1`, 2 more is asked for"),
    ],
)
def test_what_is_lacking_is_said_of_every_kind_of_words(asked: dict[str, Any], lacks: str) -> None:
    matcher = Matcher(rulebook({"match": {"all": ["summed", asked]}}))
    item = entry(
        "a word", summary="It is summed up in many more than eight words, of which this is the last word"
    )
    (miss,) = matcher.misses(item, Reading(), None, NOW)
    assert miss.lacks == (lacks,)
