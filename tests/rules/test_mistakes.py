"""Every mistake is named with its line, its column and the word that was meant; all of them at once."""

from __future__ import annotations

import pytest

from monitor import languages
from monitor.rules import load
from monitor.rules.values import MEANT
from tests.rules.texts import TREATY, folder, problem, problems

RULES = [
    ("match: x\nmach: y", "5:5: `mach` is not a key of a rule; did you mean `match`?"),
    ("match: x\ncolour: red", "5:5: `colour` is not a key of a rule; its keys are "),
    ("match: x\nlevel: hihg", "5:12: `hihg` is not a possible `level`; did you mean `high`?"),
    ("match: x\nenabled: yes", "5:14: `enabled` must be true or false, not text (`yes`)"),
    ("match: x\nchannel: #legal", "5:5: `channel` is empty; a # begins a comment, so quote a channel's name"),
    (
        "match: x\nmention: '@all'",
        "5:14: `@all` is not a possible `mention`: write @here, @channel or the id of a Slack group",
    ),
    (
        "match: x\nexpires: 2027-02-29",
        "5:14: `2027-02-29` is not a possible `expires`: no calendar has that day",
    ),
    ("match: x\nexpires: soon", "5:14: `soon` is not a possible `expires`: write a day as 2026-12-31"),
    (
        "match: x\nlanguages: English",
        "5:16: `English` is not a possible `languages`: write two or three small letters",
    ),
    ("match: x\nlanguages: vn", '5:16: `languages` must be "vi", not `vn`'),
    ("match: x\nlanguages: ms", '5:16: `languages` must be "id", not `ms`'),
    ("match: x\nlanguages: hin", '5:16: `languages` must be "hi", not `hin`'),
    ("match: x\nlanguages: [fr, eng]", '5:21: `languages` must be "en", not `eng`'),
    ("match: x\nfeeds: un-new", "5:12: `un-new` is no feed; did you mean `un-news`?"),
    ("match: x\nfeeds: [tag:u]", "5:13: no feed has the tag `u`"),
    ("match: x\nchannel: '@U0123ABCD'", "5:14: `@U0123ABCD` is not a possible `channel`: write "),
    ("match: x\nchannel: a\nchannels: [b]", "6:5: `channel` and `channels` exclude each other; keep one"),
    ("match: x\nmatch: y", "5:5: `match` is set twice here, first on line 4"),
    (
        "match: x\nnotes: !!python/object:os.system x",
        "5:12: `!!python/object:os.system`: tags are not allowed here",
    ),
    ("match: x\nnotes: &a x", "5:12: `&a`: anchors are not allowed; write it out"),
    ("match: x\n<<: {level: low}", "5:5: merge keys (`<<`) are not allowed; write the keys out"),
    ("match: [a, b]", "4:12: a bare list is unclear here; write `any:` or `all:` before it"),
    ("match: {any: [a, 5]}", '4:22: `any` must be text; put it in quotes: "5"'),
    ("match: {any: [a, true]}", '4:22: `any` must be text; put it in quotes: "true"'),
    ("match: {any: a}", "4:18: `any` must be a list (lines that begin with `- `), not text (`a`)"),
    ("match: {any: []}", "4:18: `any` is empty"),
    ("match: {all: }", "4:13: `all` is empty"),
    ("match: {any: [a], near: ~}", "4:23: `near` is empty"),
    ("match: {anny: [a]}", "4:13: `anny` is not a key of a match; did you mean `any`?"),
    (
        "match: x\nlev\u0435l: low",
        "5:5: `lev\u0435l` is not a key of a rule; did you mean `level`? `\u0435` in it is U+0435, Cyrillic ",
    ),
    (
        "match: {treaty: un-cybercrim\u0435}",
        "4:21: `un-cybercrim\u0435` is no treaty of this folder; did you mean `un-cybercrime`? `\u0435` in it is U+0",
    ),
    ("match: {}", "4:12: says nothing to look for"),
    ("match: {none: [a]}", "4:12: `none` alone would meet nearly every item; add what is looked for"),
    (
        "match: {any: [a, {none: [b]}]}",
        "4:12: `none` alone would meet nearly every item; add what is looked for",
    ),
    ("match: {in: title}", "4:12: `in` needs what is looked for beside it"),
    ("match: {in: titel, any: [a]}", "4:17: `titel` is not a possible `in`; did you mean `title`?"),
    ("match: {in: title, treaty: any}", "4:32: `treaty` is read from the whole item"),
    ("match: {in: title, any: [{action: signature}]}", "4:39: `action` is read from the whole item"),
    ("match: sign*ature", "4:12: `sign*ature`: `*` may stand only at the end; for words apart use `near`"),
    ("match: '-*'", "4:12: `-` holds no letter or digit to look for"),
    (
        "match: 'sign! *'",
        "4:12: `sign!`: a prefix must end in a letter or digit, with no space before the `*`",
    ),
    ("match: '...'", "4:12: `...` holds no letter or digit to look for"),
    ("match: {near: {terms: [a]}}", "4:27: `terms` needs 2 entries at least"),
    (
        "match: {near: {terms: [a, b], witin: 3}}",
        "4:35: `witin` is not a key of `near`; did you mean `within`?",
    ),
    ("match: {near: {terms: [a, b], within: 0}}", "4:43: `within` must be 1 at least, not `0`"),
    ("match: {near: {terms: [a, {regex: b}]}}", "4:31: `terms` must be text, not a mapping"),
    ("match: {prefix: 'ratif*'}", "4:21: `ratif*`: leave the `*` away behind `prefix:`"),
    ("match: x\nexamples: {match: [[a, b]]}", "5:24: `match` must be text, not a list"),
    ("match: x\nmention: @here", "5:14: `@` at the start of a text needs quotes around the text"),
    ("match: x\nnotes: %x", "5:12: `%` at the start of a text needs quotes around the text"),
    ("match: x\n\u00a0level: low", "5:5: `level` is not a key of a rule; what stands before it is no space"),
    ('match: {regex: "\\d+ States"}', "4:21: a backslash means something else in double quotes"),
    ('match: {regex: "\\bsign"}', "4:20: a backslash means something else in double quotes"),
    ('match: "\\bsign\\b"', "4:12: a backslash means something else in double quotes"),
    ("match: {and: [a, b]}", "4:13: `and` is not a key of a match; did you mean `all`?"),
    ("match: {OR: [a, b]}", "4:13: `OR` is not a key of a match; did you mean `any`?"),
    ("match: {any: [a], not: [b]}", "4:23: `not` is not a key of a match; did you mean `none`?"),
    ("match: {near: {terms: [a, 'b*c']}}", "4:31: `b*c`: `*` may stand only at the end"),
    ("match: {regex: '(?=a)b'}", "4:20: `(?=` looks ahead, which this linear-time engine cannot do"),
    ("match: {regex: '(?<!a)b'}", "4:20: `(?<!` looks behind, which this linear-time engine cannot do"),
    ("match: {regex: '(a)\\1'}", "4:20: `\\1` is not known here; a reference back to a group"),
    ("match: {regex: '(a'}", "4:20: `(a` opens a ( that is never closed"),
    ("match: {regex: '[a'}", "4:20: `[a` opens a [ that is never closed"),
    ("match: {regex: 'a++'}", "4:20: `++` repeats a repetition"),
    ("match: {regex: 'a*'}", "4:20: the pattern meets an empty text, and so every item"),
    (
        "match: {treaty: un-cybercrim}",
        "4:21: `un-cybercrim` is no treaty of this folder; did you mean `un-cybercrime`?",
    ),
    ("match: {actor: vn}", "4:20: `vn`: write codes in capitals, `VN`"),
    (
        "match: {treaty: Hanoi Convention}",
        "4:21: `Hanoi Convention` is no treaty of this folder; did you mean `un-cybercrime`?",
    ),
    ("match: {treaty: moon}", "4:21: `moon` is no treaty of this folder; it has un-cybercrime"),
    ("match: {actor: [G77]}", "4:21: `G77` is no actor; write an ISO 3166-1 code"),
    ("match: {actor: UK}", "4:20: `UK` is no actor; did you mean `GB`?"),
    ("match: {actor: [Norway]}", "4:21: `Norway` is no actor; did you mean `NO`?"),
    ("match: '*'", "4:12: `*` alone looks for nothing; write the beginning of a word"),
    ("match: x\nnotes: [A]", "5:12: `notes` must be text, not a list"),
    ("match: {action: ratify}", "4:21: `ratify` is not a possible `action`; did you mean `ratification`?"),
    (
        "match: {action: 'signature, Ratification'}",
        "4:21: `signature, Ratification` is not a possible `action`; did you mean the list "
        "`[signature, ratification]`?",
    ),
    (
        "match: {status: done or planned}",
        "4:21: `done or planned` is not a possible `status`; did you mean the list ",
    ),
    ("match: {actor: 'GB / US'}", "4:20: `GB / US` is no actor; did you mean the list `[GB, US]`?"),
    (
        "match: x\nchannel: ['#a', '#b']",
        "5:14: `channel` must be text, not a list; for several there is `channels`",
    ),
    (
        "match: x\nquiet_hours: []",
        "5:5: `quiet_hours` is not a key of a rule; it belongs in defaults.yaml, where it ",
    ),
    ("match: {status: don}", "4:21: `don` is not a possible `status`; did you mean `done`?"),
    ("match: {status: completed}", "4:21: `completed` is not a possible `status`: any, done, planned"),
    (
        "match: x\nexamples: {nomatch: [a]}",
        "5:16: `nomatch` is not a key of `examples`; did you mean `no_match`?",
    ),
    (
        "match: x\nexamples: {match: a}",
        "5:23: `match` must be a list (lines that begin with `- `), not text (`a`)",
    ),
    (
        "match: x\nexamples: {match: [{Breaking: a treaty}]}",
        "5:25: `Breaking` is not a key of an example; its keys are title, summary, content, url, language; "
        "a text that holds `: ` needs quotes",
    ),
    (
        "match: {any: [Hanoi: signed]}",
        "4:19: `Hanoi` is not a key of a match; its keys are ",
    ),
    (
        "match: x\nlev\u200bel: low",
        "5:5: `lev\u200bel` is not a key of a rule; an invisible character (U+200B) stands in it",
    ),
    ("match: {any: [a, 007.5]}\nmatch: y", "5:5: `match` is set twice"),
    (
        "match: x\nexamples: {match: [{tile: a}]}",
        "5:25: `tile` is not a key of an example; did you mean `title`?",
    ),
]


@pytest.mark.parametrize(("rule", "expected"), RULES)
def test_a_rule_with_one_mistake(rule: str, expected: str) -> None:
    found = [line for line in _all(rule) if "is missing from an example" not in line]
    assert len(found) == 1, found
    assert found[0].startswith(expected)


def _all(rule: str) -> list[str]:
    lines = "".join(f"    {line}\n" for line in rule.splitlines())
    found = problems(rules_=f"rules:\n  - id: x\n    title: t\n{lines}")
    return [line.removeprefix("rules.yaml:") for line in found]


def test_an_empty_match_and_a_key_without_its_space_are_said_once() -> None:
    assert problems(rules_="rules:\n  - id: x\n    title: t\n    match:\n") == [
        "rules.yaml:4:5: `match` is empty"
    ]
    assert problems(rules_="rules:\n  - id:a\n    title: t\n    match: x\n") == [
        "rules.yaml:2:5: a space is missing behind `id:`"
    ]
    assert problems(rules_="rules: []\ninclude: [rule.yaml]\n", feeds_="feeds: []\n")[-1] == (
        "rules.yaml:2:11: `rule.yaml` is not in the rules folder"
    )


def test_what_an_id_cannot_hold_is_shown_where_no_eye_sees_it() -> None:
    looks = "rules:\n  - {{id: {}, title: t, match: x}}\n"
    said = "rules.yaml:2:10: `{}` is not a possible `id`: lower case letters a to z, digits, hyphens and dots only"
    for word, where in (
        ("mi\u200bne", "; an invisible character (U+200B) stands in it"),
        ("m\u0456ne", "; `\u0456` in it is U+0456, Cyrillic small letter byelorussian-ukrainian i"),
        ("My Rule", ""),
        ("pêche", ""),
    ):
        assert problems(rules_=looks.format(word)) == [said.format(word) + where]


def test_what_is_required() -> None:
    assert problems(rules_="rules:\n  - title: t\n") == [
        "rules.yaml:2:5: `id` is missing from a rule",
        "rules.yaml:2:5: `match` is missing from a rule",
    ]


FILES = [
    ("", "1:1: the file is empty"),
    ("# only a comment\n", "1:1: the file is empty"),
    ("- a\n", "1:1: the file must begin with `rules:`"),
    ("rules:\n", "1:1: `rules` is empty"),
    ("rule: []\n", "1:1: `rule` is not a key of a file of rules; did you mean `rules`?"),
    ("quiet_hours: []\n", "1:1: `quiet_hours` is not a key of a file of rules; it belongs in defaults.yaml"),
    ("groups: []\n", "1:1: `groups` is not a key of a file of rules; it belongs in groups.yaml"),
    ("rules: {a: b}\n", "1:8: `rules` must be a list"),
    ("rules:\n  - x\n", "2:5: a rule must be a mapping (lines of `key: value`), not `x`"),
    ("rules: []\n---\nrules: []\n", "2:1: one file holds one document only"),
    ("rules: []\ninclude: ../../etc/passwd\n", "2:10: `../../etc/passwd` leaves the rules folder"),
    ("rules: []\ninclude: [/etc/passwd]\n", "2:11: `/etc/passwd` leaves the rules folder"),
    ("rules: []\ninclude: ['C:\\x.yaml']\n", "2:11: `C:\\x.yaml` leaves the rules folder"),
    ("rules: []\ninclude: [teams/a.yaml]\n", "2:11: `teams/a.yaml` is not in the rules folder"),
    ("rules: [\x07]\n", "1:9: a control character (U+0007) may not stand here"),
    ("rules:\n  - a\u2028b\n", "2:6: an invisible end of a line (U+2028) stands here; delete it"),
    ("rules: [\udce9]\n", "1:9: the file is not UTF-8 here; save it as UTF-8"),
    ("rules: " + "[" * 100 + "]" * 100, "1:47: nested over 40 levels deep"),
    ("rules: []\n? [a]\n: b\n", "2:3: a key must be a word, not a list or a mapping"),
    ("rules: 'a\n", "1:8: a quote is opened and never closed"),
    ("rules: [a\n", "2:1: a `[` is never closed, or a `,` is missing"),
    ("rules: a: b\n", "1:9: a `: ` where none may stand; put the text in quotes"),
]


@pytest.mark.parametrize(("text", "expected"), FILES)
def test_a_file_with_one_mistake(text: str, expected: str) -> None:
    found = problems(rules_=text)
    assert len(found) == 1, found
    assert found[0].removeprefix("rules.yaml:").startswith(expected)


@pytest.mark.parametrize(
    ("rules", "place"),
    [("rules:\n\t- id: a\n", "2:1"), ("rules:\n  - id: a\n    match:\n    \tany: [x]\n", "4:5")],
)
def test_a_tab_is_called_a_tab_wherever_it_stands(rules: str, place: str) -> None:
    assert f"rules.yaml:{place}: a tab cannot indent YAML; use spaces" in problems(rules_=rules)


def test_a_line_that_is_indented_too_far_is_called_so_and_a_colon_in_a_text_is_quoted() -> None:
    assert problems(rules_="rules:\n  - id: a\n    title: A\n     match: x\n") == [
        "rules.yaml:4:11: the line is indented too far, or the text above it needs quotes"
    ]
    assert problems(rules_="rules:\n  - id: a\n    title: Breaking: news\n    match: x\n") == [
        "rules.yaml:3:20: a `: ` where none may stand; put the text in quotes"
    ]


def test_blanks_of_a_web_page_are_called_so() -> None:
    assert problems(rules_="rules:\n  - id: a\n\u00a0\u00a0\u00a0\u00a0title: A\n    match: x\n") == [
        "rules.yaml:3:1: a blank of another kind (U+00A0) cannot indent; use spaces"
    ]


def test_the_wrong_word_stands_beside_what_was_meant() -> None:
    feeds = "feeds:\n  - {id: a, url: 'https://a.example', every: 5 minutes}\n"
    defaults = "defaults: {level: low}\ndigests:\n  - {at: '25:00', zone: Mars/Phobos}\n"
    groups = "groups:\n  - {id: Lake_States, members: [CH]}\n"
    found = problems(feeds_=feeds, defaults_=defaults, groups_=groups, treaties__un_cybercrime_=TREATY)
    assert [line.partition(", not ")[2] for line in found[:3]] == ["`25:00`", "`Mars/Phobos`", "`5 minutes`"]
    assert "`Lake_States` is not a possible `id`: letters, digits and hyphens only" in found[3]


def test_what_stands_behind_no_key_is_missed_at_any_depth() -> None:
    defaults = (
        "defaults:\n  channel: #legal\nquiet_hours:\n  - channel: #legal\n    from: '22:00'\n    to: '7:00'\n"
    )
    comment = "; a # begins a comment, so quote a channel's name"
    assert problems(defaults_=f"{defaults}digests:\n  - on:\n    at: '8:00'\n  -\n") == [
        f"defaults.yaml:2:3: `channel` is empty{comment}",
        f"defaults.yaml:4:5: `channel` is empty{comment}",
        "defaults.yaml:8:5: `on` is empty",
        "defaults.yaml:10:4: `digests` is empty",
    ]
    assert problems(rules_="rules:\n  -\n  - [~]\n") == [
        "rules.yaml:2:4: a rule is empty",
        "rules.yaml:3:5: a rule must be a mapping (lines of `key: value`), not `[null]`",
    ]


def test_a_list_or_mapping_in_the_place_of_a_word_is_told_what_belongs_there() -> None:
    rules = "rules:\n  - {id: a, title: t, match: x, expires: [2026-12-31]}\n"
    feeds = "feeds:\n  - {id: a, url: {a: 'https://secret@a.example'}, every: [5m]}\n"
    assert problems(feeds_=feeds, rules_=rules) == [
        'feeds.yaml:2:18: `url` must be a web address that begins with "http://" or "https://" and names a host',
        'feeds.yaml:2:58: `every` must be a number and a unit, such as "30s", "5m", "1h" or "1d", not `[\'5m\']`',
        "rules.yaml:2:42: `expires` must be a day such as 2026-12-31, not a list",
    ]
    assert problems(defaults_="defaults: {level: [low]}\ndigests:\n  - {at: '8:00', on: {a: ~}}\n") == [
        "defaults.yaml:1:19: `level` must be text, not a list",
        "defaults.yaml:3:22: `on` must be text, not a mapping",
    ]


def test_a_language_that_no_item_has_is_named_in_the_defaults_too() -> None:
    defaults = "defaults:\n  level: low\n  languages: [fr, ' vn ']\n"
    assert problems(defaults_=defaults) == ['defaults.yaml:3:19: `languages` must be "vi", not `vn`']


def test_a_daily_digest_has_no_day() -> None:
    defaults = "defaults: {level: low}\ndigests:\n  - {on: friday, at: '16:00'}\n"
    assert problems(defaults_=defaults) == [
        "defaults.yaml:3:10: `on` is for `every: week`; a daily digest has no day of its own"
    ]


def test_a_language_that_is_none_is_named_at_its_key() -> None:
    odd = TREATY.replace("un-cybercrime", "odd").replace("  en: [", "  en-GB: [")
    assert problems(treaties__odd_=odd) == [
        'treaties/odd.yaml:4:3: `en-GB` is no language: write two or three small letters, such as "en"'
    ]


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_lines_may_end_in_every_way_that_editors_know(end: str) -> None:
    rules = ("rules:", "  - id: x", "    title: a: b", "")
    (found,) = problems(rules_=end.join(rules))
    assert found == "rules.yaml:3:13: a `: ` where none may stand; put the text in quotes"


def test_helper_is_strict() -> None:
    assert problem("match: {}").startswith("4:12:")
    assert load(folder()).rulebook is not None


def test_every_language_that_is_read_is_known_by_its_three_letters() -> None:
    assert {MEANT[name] for name in MEANT if len(name) == 3} == set(languages.load())
