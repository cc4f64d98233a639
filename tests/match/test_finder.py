"""The finder yields what a search for each term yields, by automaton and by words, in every script."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.match.finder import Finder, TermSpan
from monitor.match.words import begins, ends
from monitor.rules.meaning import flat

PARTS = [
    "sign", "signs", "un", "u.n", "a", "aa", "_", "é", "公约", "公", "ลงนาม", "ไม่", "мои", "が", "협약", "اتفاق",
    "हस्ता", "हस्त", "7", "½", "²", "\u0301", "\u093f", "“", "”", "«", "‿", "—", "…", ".", "(", "'",
    "€", "\U0001f600", "\U00020000",
]  # fmt: skip
made = st.lists(st.sampled_from([*PARTS, " ", " ", " "]), min_size=1, max_size=8).map("".join).map(flat)
anything = st.lists(st.characters(codec="utf-8"), max_size=4).map("".join).map(flat)
terms = st.dictionaries((made | anything).filter(bool), st.booleans(), min_size=1, max_size=12)


def plainly(terms: dict[str, bool], text: str) -> list[TermSpan]:
    """Search for each term at every place."""
    return sorted(
        (number, at, at + len(term))
        for number, (term, prefix) in enumerate(terms.items())
        for at in range(len(text))
        if text.startswith(term, at) and begins(text, at) and (prefix or ends(text, at + len(term)))
    )


@settings(max_examples=400)
@given(terms=terms, texts=st.lists(made | anything, min_size=1, max_size=6))
@example(terms={"un": False}, texts=["公un约", "“un”", "un\u0301", "_un"])
@example(terms={"un ag": True, "un": True}, texts=["un agreement", "the un agrees"])
def test_it_finds_what_a_plain_search_finds(terms: dict[str, bool], texts: list[str]) -> None:
    text = flat(" ".join([*texts, *list(terms)[:2]]))
    for few in (0, 100):
        finder = Finder(list(terms), list(terms.values()), few)
        assert sorted(finder.places(text)) == plainly(terms, text)


@pytest.mark.parametrize("count", [30, 400])
def test_a_text_of_many_terms_gives_them_all(count: int) -> None:
    terms = {f"word{n} word{n + 1}": False for n in range(count)}
    text = " ".join(f"word{n}" for n in range(count + 1))
    finder = Finder(list(terms), list(terms.values()), 0)
    assert sorted(finder.places(text)) == plainly(terms, text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ab " * 40_000, 39_999),
        ("a" * 40_000, 0),
        (" ".join(f"w{n}" for n in range(40_000)), 5_000),
        ("公" * 40_000, 40_000),
    ],
)
def test_a_hostile_text_is_searched_to_its_end(text: str, found: int) -> None:
    finder = Finder([f"w{n}" for n in range(5_000)] + ["ab ab", "a", "公"], [False] * 5_003, 0)
    assert sum(1 for _ in finder.places(text)) == found
