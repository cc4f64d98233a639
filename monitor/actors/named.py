"""Find which actors a title names: by whole words, in any of the languages, and not as the place of something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.folding import fold

_WORDLESS_PLACES = "在于於"
"""The place words of Chinese stand right before the name, without a space."""


def named(text: str, *, capitals: bool = True) -> frozenset[str]:
    """Return the codes of the actors whose names, adjectives or `capitals` stand in a text.

    Words that are everyday words too (us, turkey, chile) count only as they are written: US, Turkey, Chile. Names
    of places (`in Viet Nam`) do not count.
    """
    folded, written = _finders(capitals)
    return frozenset((*folded.find(fold(text).text), *written.find(text)))


class _Finder:
    """Find whole words and say whose they are."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        self._codes = list(forms.values())
        self._automaton = AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[str]:
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if _edge(text, start) and _edge(text, end) and not _is_place(text[:start]):
                yield self._codes[index]


@cache
def _finders(capitals: bool) -> tuple[_Finder, _Finder]:
    from monitor.actors import table  # this module is part of what it would import

    forms = [form for form in table() if capitals or form.kind != "capital"]
    return (
        _Finder({fold(form.words).text: form.code for form in forms if not form.risky}),
        _Finder({form.words: form.code for form in forms if form.risky and form.words[:1].isupper()}),
    )


@cache
def _place_words() -> frozenset[str]:
    from monitor.actors import rows

    return frozenset(fold(word).text for _, *words in rows("places.tsv") for word in words)


def _is_place(before: str) -> bool:
    """Say whether the text before a name makes it a place."""
    last = fold(before[-40:]).text.split()
    if last and last[-1].endswith(","):  # `in Hanoi, Viet Nam`, but no dateline
        last[-1] = last[-1][:-1]
        known = next((size for size in (1, 2) if " ".join(last[-size:]) in _cities()), 0)
        return bool(known) and last[-known - 1 :][0] in _place_words()
    return bool(last) and (last[-1] in _place_words() or last[-1][-1:] in _WORDLESS_PLACES)


@cache
def _cities() -> frozenset[str]:
    from monitor.actors import table

    return frozenset(fold(form.words).text for form in table() if form.kind == "capital")


def _edge(text: str, at: int) -> bool:
    """Say whether a word may begin or end here; scripts without spaces have an edge everywhere."""
    if at in (0, len(text)):
        return True
    before, after = text[at - 1], text[at]
    return not (before.isalnum() and after.isalnum()) or before >= "\u2e80" or after >= "\u2e80"
