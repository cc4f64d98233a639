"""Which titles tell one story, measured on pairs of which half were never looked at when the measure was chosen."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from monitor.folding import fold
from monitor.story.likeness import Title

GROUPS = yaml.safe_load((Path(__file__).parent / "titles.yaml").read_text(encoding="utf-8"))


def alike(words: list[str], earlier: str, later: str) -> bool:
    """Compare two titles as a rule of these words would."""
    hits = [re.search(pattern(word), fold(later).text) for word in words]
    return Title(later, [hit[0] for hit in hits if hit]).tells_like(fold(earlier).text)


def pattern(word: str) -> str:
    text = re.escape(fold(word.removesuffix("*")).text).replace(r"\-", "[ -]")
    return text + (r"\w*" if word.endswith("*") else "")


def pairs(kind: str) -> list[tuple[list[str], str, str]]:
    return [(group["words"], *pair) for group in GROUPS for pair in group[kind]]


@pytest.mark.parametrize("half", [0, 1], ids=["chosen by", "held back"])
def test_two_stories_are_kept_apart_and_most_of_one_together(half: int) -> None:
    apart, same = pairs("apart")[half::2], pairs("same")[half::2]
    lost = sum(alike(*pair) for pair in apart)
    twice = sum(not alike(*pair) for pair in same)
    assert lost <= 0.05 * len(apart)
    assert twice <= 0.4 * len(same)


def test_what_turns_a_title_makes_it_another() -> None:
    one = "Minister sees mining at Fiji reefs"
    assert Title(f"{one}, aides say").tells_like(one)
    assert not Title(f"{one} again").tells_like(one)
    assert not Title(f"No {one}").tells_like(one)


def test_words_that_a_rule_looks_for_and_only_one_title_has_may_be_the_news() -> None:
    earlier, later = "Licences of Cook Islands granted", "Licences of Cook Islands revoked"
    assert not Title(later, ["revoked"]).tells_like(earlier)


def test_a_title_that_is_nothing_but_what_the_rule_looks_for_holds_nobody_up() -> None:
    title = "x mining " * 10_000
    began = time.thread_time()
    assert Title(title, ["mining"]).tells_like(f"{title} y")
    assert time.thread_time() - began < 3, "in one pass; removed one by one they took ten seconds"


@given(st.text(max_size=60), st.text(max_size=60), st.lists(st.text(max_size=9), max_size=3))
def test_any_texts_are_compared_alike_both_ways(one: str, other: str, found: list[str]) -> None:
    assert Title(one, found).tells_like(other) == Title(other, found).tells_like(one)
