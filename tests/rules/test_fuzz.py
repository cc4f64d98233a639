"""A file that an editor left half written, or a cat walked over, is read or refused with places: never a crash."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.match import Matcher
from monitor.rules import load
from monitor.rules.lint import warnings
from tests.rules.texts import folder

RULES = """\
rules:
  - id: a
    title: T
    level: high
    channel: "#x"
    feeds: [tag:un, un-news]
    languages: [en]
    mention: "@here"
    expires: 2027-01-01
    match:
      all:
        - any: ["sign*", foo bar, {exact: X}]
        - in: [title, url]
          near: {terms: [a, [b, "c*"]], within: 3, ordered: true}
        - {treaty: un-cybercrime, actor: [G2, VN], action: any, status: [done]}
        - regex: ['a\\d+', b]
      none: [zzz]
    examples: {match: [a, {title: b}], no_match: [c]}
"""
GROUPS = "groups:\n  - {id: G2, members: [US, CN]}\n"
TOKENS = [
    ":", "- ", "[", "]", "{", "}", "'", '"', "#", "&a ", "*a", "!x ", "null", "true", "5", "1.5", "~", "\n", "  ",
    "\t", "<<: ", "any", "all", "none", "x: y", "é", "\x07", "|", "? ", "%", "@", ",", "0x1", "[[", "NO", "\ud800",
]  # fmt: skip
edits = st.lists(
    st.tuples(st.integers(0, len(RULES)), st.sampled_from([0, 0, 1, 3, 10]), st.sampled_from(TOKENS)),
    min_size=1,
    max_size=3,
)


def test_the_text_is_good_before_it_is_spoilt() -> None:
    assert load(folder(rules_=RULES, groups_=GROUPS)).rulebook is not None


@settings(max_examples=300)
@given(edits)
def test_a_spoilt_file_is_read_or_refused_with_places(changes: list[tuple[int, int, str]]) -> None:
    text = RULES
    for at, length, token in changes:
        text = text[:at] + token + text[at + length :]
    loaded = load(folder(rules_=text, groups_=GROUPS))
    if loaded.rulebook is not None:
        warnings(loaded.rulebook, date(2026, 11, 24))
        Matcher(loaded.rulebook)
    else:
        assert loaded.problems
    for problem in loaded.problems:
        assert 1 <= problem.line <= text.count("\n") + 2
        assert problem.column >= 1
        assert "\n" not in problem.message


@settings(max_examples=50)
@given(st.integers(0, len(RULES)))
def test_a_half_written_file_never_counts_as_a_good_one_without_rules(length: int) -> None:
    loaded = load(folder(rules_=RULES[:length], groups_=GROUPS))
    assert loaded.rulebook is None or loaded.rulebook.rules
