"""What a good folder becomes."""

from __future__ import annotations

import json
import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Level
from monitor.rules import Rule, load
from monitor.rules.source import parse, plain
from monitor.rules.tree import All, AnyOf, EventTest, In, Near, NoneOf, Regex, Words
from tests.rules.texts import folder, said


def rule(text: str, **files: str) -> Rule:
    lines = "".join(f"    {line}\n" for line in text.splitlines())
    loaded = load(folder(rules_=f"rules:\n  - id: x\n    title: t\n{lines}", **files))
    assert loaded.rulebook is not None, said(loaded)
    return loaded.rulebook.rules[0]


TREES = [
    ("match: Hanoi  Convention", Words("phrase", "hanoi convention")),
    ("match: Ratif*", Words("prefix", "ratif")),
    ("match: {exact: SIGN}", Words("exact", "SIGN")),
    ("match: {phrase: 'a*'}", Words("phrase", "a*")),
    ("match: {all: [a, b]}", All((Words("phrase", "a"), Words("phrase", "b")))),
    ("match: {any: [a]}", Words("phrase", "a")),
    ("match: {any: [a], none: [b]}", All((Words("phrase", "a"), NoneOf((Words("phrase", "b"),))))),
    ("match: {in: [summary, title], any: [a]}", In(("title", "summary"), Words("phrase", "a"))),
    (
        "match: {near: {terms: [a*, [b, c]], within: 3, ordered: true}}",
        Near(((Words("prefix", "a"),), (Words("phrase", "b"), Words("phrase", "c"))), 3, True),
    ),
    ("match: {regex: 'a\\d'}", Regex("a\\d")),
    ("match: {treaty: any}", EventTest("treaty", None)),
    ("match: {actor: [NO, P5]}", EventTest("actor", frozenset({"NO", "CN", "FR", "RU", "GB", "US"}))),
    (
        "match: {treaty: un-cybercrime, status: [done, planned]}",
        All(
            (
                EventTest("treaty", frozenset({"un-cybercrime"})),
                EventTest("status", frozenset({"done", "planned"})),
            )
        ),
    ),
    ("match: {exact: [A, B]}", AnyOf((Words("exact", "A"), Words("exact", "B")))),
]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_trees(text: str, tree: object) -> None:
    groups = "groups:\n  - {id: P5, members: [CN, FR, RU, GB, US]}\n"
    assert rule(text, groups_=groups).match == tree


def test_a_rule_with_everything() -> None:
    made = rule(
        "match: x\nlevel: critical\nchannels: ['#a', '#b']\nfeeds: [un-news, tag:un]\nlanguages: en\n"
        "mention: S0123ABCD\nexpires: 2026-12-31\nenabled: false\nnotes: why\nexamples:\n"
        "  match: [a, {title: b, summary: c, language: vi, url: 'https://a.example/'}]\n  no_match: [d]"
    )
    assert (made.level, made.channels, made.feeds) == (Level.CRITICAL, ("#a", "#b"), ("un-news", "tag:un"))
    assert (made.languages, made.mention, made.expires) == (("en",), "S0123ABCD", date(2026, 12, 31))
    assert (made.enabled, made.file, made.line, made.column) == (False, "rules.yaml", 2, 9)
    assert [(example.title, example.line, example.column) for example in made.match_examples] == [
        ("a", 14, 15),
        ("b", 14, 18),
    ]
    assert made.match_examples[1].summary == "c"
    assert made.no_match_examples[0].title == "d"


def test_defaults_fill_what_a_rule_leaves_out() -> None:
    defaults = "defaults: {level: high, channels: ['#a', '#b'], languages: [en], mention: '@here'}\n"
    plain_rule = rule("match: x", defaults_=defaults)
    assert (plain_rule.level, plain_rule.channels, plain_rule.mention) == (Level.HIGH, ("#a", "#b"), "@here")
    own = rule("match: x\nchannel: '#c'\nlevel: low", defaults_=defaults)
    assert (own.level, own.channels, own.languages) == (Level.LOW, ("#c",), ("en",))


def test_feeds() -> None:
    feeds = (
        "feeds:\n  - {id: a, url: 'https://a.example/x', every: 30s, tags: un, language: vi, enabled: false}\n"
        "  - id: b\n    url: HTTPS://b.example\n    kind: untc\n    title: B\n    note: doubtful\n"
    )
    loaded = load(folder(feeds_=feeds))
    assert loaded.rulebook is not None, said(loaded)
    first, second = loaded.rulebook.feeds.values()
    assert (first.every, first.tags, first.language, first.enabled) == (
        timedelta(seconds=30),
        ("un",),
        "vi",
        False,
    )
    assert (second.kind, second.title, second.every, second.enabled) == ("untc", "B", None, True)


def test_includes_are_read_once_and_only_when_named() -> None:
    one = "rules: [{id: x, title: t, match: a}]\ninclude: [teams/*.yaml, teams/b.yaml]\n"
    two = "include: rules.yaml\nrules: [{id: y, title: t, match: b}]\n"
    feeds = "feeds: [{id: q, url: 'https://q.example/'}]\n"
    loaded = load(folder(rules_=one, teams__a_=two, teams__b_=feeds, other__c_=two))
    assert loaded.rulebook is not None, said(loaded)
    assert [made.id for made in loaded.rulebook.rules] == ["x", "y"]
    assert list(loaded.rulebook.feeds) == ["un-news", "q"]
    assert said(loaded) == ["other/c.yaml:1:1: warning: no file includes this one, so it is not used"]


def test_the_version_follows_the_content() -> None:
    one = load(folder(rules_="rules: []\n")).rulebook
    same = load(folder(rules_="rules: []\n")).rulebook
    other = load(folder(rules_="rules: [] # a word\n")).rulebook
    moved = load(folder(rule_="rules: []\n")).rulebook
    versions = [book.version for book in (one, same, other, moved) if book]
    assert versions[0] == versions[1]
    assert len(versions) == 4
    assert len(set(versions)) == 3


PLAIN = [
    ("NO", "NO"), ("no", "no"), ("on", "on"), ("yes", "yes"), ("y", "y"), ("true", True), ("False", False),
    ("tRue", "tRue"), ("~", None), ("null", None), ("", None), ("12", 12), ("-3", -3), ("1_000", "1_000"),
    ("012", "012"), ("0o17", "0o17"), ("0x1F", "0x1F"), ("1.5", 1.5), ("1.50", "1.50"), ("1e3", "1e3"),
    (".", "."), ("-", "-"), ("+", "+"),
    ("2026-12-31", "2026-12-31"), ("12:30:00", "12:30:00"), ("1" * 41, "1" * 41), (".inf", ".inf"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_the_core_schema_of_yaml_1_2_but_for_numbers_that_would_lose_their_form(
    text: str, value: object
) -> None:
    assert plain(text) == value
    assert type(plain(text)) is type(value)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc<é", min_size=1), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text("abcdef", min_size=1), VALUES, max_size=5))
def test_json_reads_as_itself_and_every_place_is_right(value: dict[str, object]) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    source, problems = parse("x.yaml", text)
    assert problems == []
    assert source.value == value
    lines = text.split("\n")
    for key in value:
        line, column = source.find((key,), key=True)
        assert lines[line - 1][column - 1 :].startswith(json.dumps(key))


@given(st.text() | st.text("-:[]{},'\"#&*!|>%@ \n\tab<?"))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    loaded = load(folder(rules_=text))
    lines = len(re.split("\r\n|[\n\r]", text)) + 1
    assert loaded.rulebook is not None or loaded.problems
    assert all(1 <= problem.line <= lines and problem.column >= 1 for problem in loaded.problems)


BOMBS = [
    "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)),
    "rules: &a\n  - *a\n",
    "rules: " + "[" * 200_000,
    "rules: " + "{a: " * 50_000,
    "- " * 100_000,
    "rules:\n" + "".join(" " * n + "a:\n" for n in range(500)),
    "rules: 0x" + "f" * 1_000_000,
    "rules: " + "9" * 1_000_000,
    "? " * 50_000,
    "rules: !!set {a, b}",
    "%TAG ! tag:example,2000:\n---\nrules: !x a",
]


@pytest.mark.parametrize("text", BOMBS)
def test_bombs_are_refused_at_once(text: str) -> None:
    before = time.process_time()
    loaded = load(folder(rules_=text))
    assert loaded.rulebook is None
    assert time.process_time() - before < 2


def test_ten_thousand_rules_load_quickly() -> None:
    """The issue asks for 2 s on two free cores (0.8 measured); the bound here is for a busy machine."""
    rules = "rules:\n" + "".join(
        f"  - id: rule-{n}\n    title: Ratification {n}\n    level: high\n    match:\n      all:\n"
        f'        - any: ["ratif{n}*", "acced{n}*", "approv{n}"]\n        - treaty: un-cybercrime\n'
        f"    examples:\n      match:\n        - Viet Nam ratifies {n}\n      no_match:\n        - Football {n}\n"
        for n in range(10_000)
    )
    before = time.process_time()
    loaded = load(folder(rules_=rules))
    assert time.process_time() - before < 6
    assert len(loaded.rulebook.rules) == 10_000
