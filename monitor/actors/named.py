"""Find which actors a title names: by whole words, in any of the languages, places and doers alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.folding import fold


def named(text: str) -> frozenset[str]:
    """Return the codes of the actors whose names or adjectives stand in a title.

    Words that are everyday words too (us, turkey, chile) count only as they are written: US, Turkey, Chile.
    """
    folded, written = _finders()
    return frozenset((*folded.find(fold(text).text), *written.find(text)))


class _Finder:
    """Find whole words and say whose they are."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        self._codes = list(forms.values())
        self._automaton = AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[str]:
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if _edge(text, start) and _edge(text, end):
                yield self._codes[index]


@cache
def _finders() -> tuple[_Finder, _Finder]:
    from monitor.actors import table  # this module is part of what it would import

    forms = table()
    return (
        _Finder({fold(form.words).text: form.code for form in forms if not form.risky}),
        _Finder({form.words: form.code for form in forms if form.risky and form.words[:1].isupper()}),
    )


def _edge(text: str, at: int) -> bool:
    """Say whether a word may begin or end here; scripts without spaces have an edge everywhere."""
    if at in (0, len(text)):
        return True
    before, after = text[at - 1], text[at]
    return not (before.isalnum() and after.isalnum()) or before >= "\u2e80" or after >= "\u2e80"
