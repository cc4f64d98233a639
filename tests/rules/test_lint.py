"""Warnings: rules that load and yet will disappoint."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.rules import load
from monitor.rules.lint import quiet_warnings, warnings, written_warnings
from monitor.rules.regex import compile_regex
from tests.rules.texts import folder, said

TODAY = date(2026, 11, 24)
EXAMPLES = "examples: {match: [a], no_match: [b]}"
CASES = [
    ("match: hanoi convention", EXAMPLES, []),
    (
        "match: hanoi convention",
        "",
        ["has no example under `examples: match:`", "has no example under `examples: no_match:`"],
    ),
    ("match: hanoi convention", "examples: {match: [a]}", ["has no example under `examples: no_match:`"]),
    ("match: un", EXAMPLES, ["hangs on the one common word `un`"]),
    ("match: sig*", EXAMPLES, ["hangs on the one common word `sig*`"]),
    ("match: {any: [hanoi convention, treaty]}", EXAMPLES, ["hangs on the one common word `treaty`"]),
    ("match: {all: [treaty], none: [football]}", EXAMPLES, ["hangs on the one common word `treaty`"]),
    ("match: {all: [treaty, hanoi]}", EXAMPLES, []),
    ("match: {in: title, any: [eu]}", EXAMPLES, ["hangs on the one common word `eu`"]),
    ("match: {exact: US}", EXAMPLES, []),
    ("match: 公约", EXAMPLES, []),
    ("match: hanoi\nexpires: 2026-11-23", EXAMPLES, ["expired on 2026-11-23; it never matches again"]),
    ("match: hanoi\nexpires: 2026-11-24", EXAMPLES, []),
    ("match: {all: [{action: signature}, {action: ratification}]}", EXAMPLES, ["can never match"]),
    ("match: {all: [{all: [{status: done}]}, {status: planned}]}", EXAMPLES, ["can never match"]),
    ("match: {all: [hanoi, {none: [Hanoi]}]}", EXAMPLES, ["can never match"]),
    ("match: {any: [hanoi, {all: [{status: done}, {status: urged}]}]}", EXAMPLES, []),
    ("match: hanoi\nfeeds: [off]", EXAMPLES, ["can never match: each feed that it names is disabled"]),
    ("match: hanoi\nfeeds: [off, tag:un]", EXAMPLES, []),
    (
        "match: {treaty: un-cybercrime, action: signature}\nlanguages: [nl, ko]",
        EXAMPLES,
        ["can never match: no acts are read in nl, ko, only names of treaties"],
    ),
    ("match: {treaty: un-cybercrime, action: signature}\nlanguages: [nl, fr]", EXAMPLES, []),
    ("match: {any: [hanoi, {status: done}]}\nlanguages: [nl]", EXAMPLES, []),
]
FEEDS = (
    "feeds:\n  - {id: un-news, url: 'https://a.example', tags: [un]}\n"
    "  - {id: off, url: 'https://b.example', enabled: false}\n"
)


@pytest.mark.parametrize(("rule", "examples", "expected"), CASES)
def test_warnings(rule: str, examples: str, expected: list[str]) -> None:
    lines = "".join(f"    {line}\n" for line in f"{rule}\n{examples}".splitlines())
    loaded = load(folder(feeds_=FEEDS, rules_=f"rules:\n  - id: x\n    title: t\n{lines}"))
    assert loaded.rulebook is not None, said(loaded)
    found = warnings(loaded.rulebook, TODAY)
    assert [problem.severity for problem in found] == ["warning"] * len(expected)
    for problem, words in zip(found, expected, strict=True):
        assert words in problem.message
        assert (problem.file, problem.line, problem.column) == ("rules.yaml", 2, 9)


@pytest.mark.parametrize(
    ("pattern", "text", "said"),
    [
        (r"\bдоговор\b", "Новый договор подписан", "`\\bд` misses words"),
        (r"(?i)\b(?:pacte|traité)\b", "le traité est signé", "`é)\\b` misses words"),
        (r"\btraité\b", "le traité est signé", "`é\\b` misses words"),
        (r"\b[А-Я]\.", "Глава А. подписал", "`\\b[А` misses words"),
        (
            r"конвенци\w+",
            "о конвенции ООН",
            "`и\\w` misses words: `\\b` and `\\w` know ASCII letters only; write",
        ),
        (r"конвенци\pL+", "о конвенции ООН", None),
        (r"\bpact\b.*договор", "the pact, or договор", None),
        (r"C:\\бюро", "C:\\бюро", None),
        (r"договор\w*", "Новый договор", None),
    ],
)
def test_a_pattern_that_misses_letters_beyond_ascii_is_named(
    pattern: str, text: str, said: str | None
) -> None:
    rules = f"rules:\n  - id: x\n    title: t\n    match: {{regex: '{pattern}'}}\n"
    loaded = load(folder(rules_=rules))
    assert loaded.rulebook is not None
    found = written_warnings(loaded.sources)
    assert [(one.line, one.column) for one in found] == ([(4, 20)] if said else [])
    assert not said or said in found[0].message
    # why it is said
    assert (compile_regex(pattern).search(text) is None) == (said is not None)


@pytest.mark.parametrize(
    ("texts", "cut"),
    [
        ("“pact, signed”", "`“pact` is cut at a comma"),
        ("« pacte, signé »", "`« pacte` is cut at a comma"),
        ("“pact signed”", None),
        ('"“pact, signed”"', None),
    ],
)
def test_quotes_as_printed_are_none_in_yaml(texts: str, cut: str | None) -> None:
    rules = f"rules:\n  - id: x\n    title: t\n    match: {{any: [{texts}]}}\n"
    found = written_warnings(load(folder(rules_=rules)).sources)
    assert [(one.line, one.column) for one in found] == ([(4, 19)] if cut else [])
    assert not cut or cut in found[0].message


def test_a_channel_with_capitals_is_named_where_it_stands_and_an_id_is_not() -> None:
    files = {
        "rules_": "rules:\n  - {id: a, title: t, match: x, channels: ['#legal', '#Legal-Team', C0123ABCDE]}\n",
        "defaults_": "defaults:\n  channel: Treaties\ndigests:\n  - {every: day, at: '08:00', channel: '#News'}\n",
    }
    found = written_warnings(load(folder(**files)).sources)
    assert all("small letters only; did you mean `#" in one.message for one in found)
    assert sorted(str(one).partition(": Slack's")[0] for one in found) == [
        "defaults.yaml:2:12: warning: `Treaties`",
        "defaults.yaml:4:40: warning: `#News`",
        "rules.yaml:2:54: warning: `#Legal-Team`",
    ]


def test_a_language_of_a_feed_or_a_rule_that_no_text_gives_is_named() -> None:
    files = {
        "feeds_": "feeds:\n"
        "  - {id: one, url: 'https://one.example/feed', language: eng}\n"
        "  - {id: two, url: 'https://two.example/feed', language: vn}\n"
        "  - {id: three, url: 'https://three.example/feed', language: tr}\n",
        "rules_": "rules:\n  - {id: a, title: t, match: x, languages: [tr, tur]}\n",
    }
    found = written_warnings(load(folder(**files)).sources)
    assert sorted(map(str, found)) == [
        "feeds.yaml:2:58: warning: the language `eng` is written `en`",
        "feeds.yaml:3:58: warning: `vn` is no language of ISO 639; Vietnamese is `vi`, Chinese `zh`, Japanese `ja`",
        "rules.yaml:2:49: warning: the language `tur` is written `tr`",
    ]


def test_a_rule_that_repeats_another_in_other_words_is_found() -> None:
    rules = (
        "rules:\n"
        f"  - {{id: a, title: t, match: {{any: [Hanoi, 'ha  noi'], none: [x y, z w]}}, {EXAMPLES}}}\n"
        f"  - {{id: b, title: t, match: {{all: [{{none: [z w, x-y]}}, {{any: [Ha Noi, HÀNỘI]}}]}}, {EXAMPLES}}}\n"
        f"  - {{id: c, title: t, match: {{any: [Hanoi, ha noi], none: [x y, z w]}}, languages: [en], {EXAMPLES}}}\n"
    )
    loaded = load(folder(rules_=rules))
    assert loaded.rulebook is not None, said(loaded)
    assert [str(problem) for problem in warnings(loaded.rulebook, TODAY)] == [
        "rules.yaml:3:10: warning: `b` looks for the same as `a` (rules.yaml:2)"
    ]


@pytest.mark.parametrize(
    "feeds", ["feeds: []\n", "feeds:\n  - {id: a, url: 'https://a.example', enabled: false}\n"]
)
def test_a_folder_that_polls_or_tells_nothing_is_warned_of(feeds: str) -> None:
    off = "rules:\n  - {id: x, title: t, match: un, enabled: false}\n"  # of the rule itself nothing is said
    loaded = load(folder(feeds_=feeds, rules_=off))
    assert loaded.rulebook is not None, said(loaded)
    assert [str(problem) for problem in warnings(loaded.rulebook, TODAY)] == [
        "feeds.yaml:1:1: warning: no feed is switched on, so nothing is polled",
        "rules.yaml:2:10: warning: no rule is switched on, so nothing is told",
    ]
    loaded = load(folder(rules_="rules: []\n"))
    assert loaded.rulebook is not None, said(loaded)
    (problem,) = loaded.rulebook.idle
    assert (problem.file, problem.line) == ("rules.yaml", 1)


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ('"#legal"', None),
        ("legal", None),
        ('"#digest"', None),
        ('"#treaty-alerts"', None),
        ('"#leagl"', "`#leagl` has quiet hours, and nothing is told there; did you mean `#legal`?"),
        (
            "C0123ABCD",
            "`C0123ABCD` has quiet hours, and nothing is told there: no rule and no digest names it, and"
            " SLACK_CHANNEL is `#treaty-alerts`",
        ),
    ],
)
def test_quiet_hours_of_a_channel_that_nothing_is_told_in(channel: str, expected: str | None) -> None:
    defaults = (
        "defaults: {level: normal}\nquiet_hours:\n"
        '  - {from: "20:00", to: "07:00"}\n'
        f'  - {{channel: {channel}, from: "22:00", to: "07:00"}}\n'
        'digests: [{at: "08:00", channel: "#digest"}]\n'
    )
    rules = f'rules:\n  - {{id: a, title: t, match: hanoi, channel: "#legal", {EXAMPLES}}}\n'
    loaded = load(folder(defaults_=defaults, rules_=rules))
    assert loaded.rulebook is not None, said(loaded)
    found = quiet_warnings(loaded.rulebook, loaded.sources, "#treaty-alerts")
    assert [str(problem) for problem in found] == (
        [f"defaults.yaml:4:15: warning: {expected}"] if expected else []
    )


@pytest.mark.parametrize(
    ("match", "column"),
    [
        ("{any: [hanoi OR pact]}", 19),
        ("sign AND seal", 12),
        ("{all: [hanoi, {none: [NOT football]}]}", 34),
        ("{near: {terms: [[hanoi|pact], treaty]}}", 29),
        ("""{any: ['"hanoi pact"']}""", 19),
        ("{prefix: rome OR stat}", 21),
        ("norway NEAR/5 treaty", 12),
        ("treaty -football", 12),
        ("+treaty +norway", 12),
        ("'intitle:treaty norway'", 12),
        ("'ratif?'", 12),
        ("{any: ['treaty, pact, accord*']}", 19),
        ("'treaty; pact; accord'", 12),
        ("ratif(y|ies)", 12),
        (r"'\bsign\b'", 12),
        ("'[Rr]atified'", 12),
        ("'ratif.+d'", 12),
        ("r\u0430tified", 12),
        ("'[LEAD] what they signed (again)'", None),
        ("ратификация UNCAC", None),
        ("'who signed, and what is at stake?'", None),
        ("Convention on Psychotropic Substances of 21 February, 1971", None),
        ("covid-19 x-ray", None),
        ("HIGH SEAS AND OCEANS", None),
        ("bread and butter or not", None),
        ('the so-called "pact" of Rome', None),
        ("{regex: hanoi|pact, exact: sign OR seal}", None),
        ("{treaty: un-cybercrime}", None),
    ],
)
def test_words_for_another_search_engine_are_named(match: str, column: int | None) -> None:
    loaded = load(folder(rules_=f"rules:\n  - id: x\n    title: t\n    match: {match}\n"))
    assert loaded.rulebook is not None, said(loaded)
    found = written_warnings(loaded.sources)
    assert [(one.line, one.column) for one in found] == ([(4, column)] if column else [])
