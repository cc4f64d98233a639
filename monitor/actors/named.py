"""Find which actors a title names: by whole words, and not as the place of something."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.actors.names import LOCALES, regions, rows, table
from monitor.folding import fold

_WORDLESS_PLACES = "在于於"
"""The place words of Chinese stand right before the name, without a space."""


_SCRIPTS = {
    "ar": "[\u0600-\u06ff]",
    "ru": "[\u0400-\u04ff]",
    "zh": "[\u4e00-\u9fff]",
    "ja": "[\u3041-\u30fa]",
}
_LATIN = "[a-z]"
_NOBODY = ""
"""The code of words that only hold the name of a State: `Gulf of Guinea`."""


def named(text: str, languages: Collection[str] | None = None, *, capitals: bool = True) -> frozenset[str]:
    """Return the codes of the actors whose names, adjectives or `capitals` stand in a text.

    The names are those of some languages, or of all that have a letter of the text. Words that are everyday words too
    (us, turkey, chile) count only as they are written: US, Turkey, Chile. Names of places (`in Viet Nam`) do not count.
    """
    plain = fold(text).text
    if languages is None:
        languages = [code for code in LOCALES if re.search(_SCRIPTS.get(code, _LATIN), plain)]
    folded, written = _finders(frozenset(languages), capitals=capitals)
    return frozenset((*folded.find(plain), *written.find(text))) - {_NOBODY}


class _Finder:
    """Find whole words and say whose they are."""

    def __init__(
        self, forms: Mapping[str, str], cities: frozenset[str], places: Mapping[str, Collection[str]]
    ) -> None:
        self._cities = cities
        self._places = [places.get(words, ()) for words in forms]
        self._codes = list(forms.values())
        self._automaton = AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[str]:
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if _edge(text, start) and _edge(text, end) and not self._is_place(text[:start], index):
                yield self._codes[index]

    def _is_place(self, before: str, index: int) -> bool:
        """Say whether the text before the form with this index makes it a place, in its own language."""
        places = self._places[index]
        last = fold(before[-40:]).text.split()
        if before.endswith("("):
            return any(word in places for word in last[-4:-1])  # `in New York (United States)`
        if last and last[-1].endswith(","):  # `in Hanoi, Viet Nam`, but no dateline
            last[-1] = last[-1][:-1]
            known = next((size for size in (1, 2) if " ".join(last[-size:]) in self._cities), 0)
            return bool(known) and last[-known - 1 :][0] in places
        return bool(last) and (last[-1] in places or last[-1][-1:] in _WORDLESS_PLACES)


@cache
def _finders(languages: frozenset[str], *, capitals: bool) -> tuple[_Finder, _Finder]:
    """Return what finds words in any case in a folded text, and everyday words as they are written."""
    forms = sorted(
        (form.words, form.code, form.kind, form.risky, code) for code in languages for form in table(code)
    )
    seas = {words: _NOBODY for code in languages for words in regions(code)}
    lines = [*(words for words, *_ in forms), *seas]
    # all at once takes a quarter of the time
    folded = fold("\n".join(lines)).text.split("\n") if lines else []
    cities = frozenset(plain for plain, form in zip(folded, forms, strict=False) if form[2] == "capital")
    said = _place_words()
    places: dict[str, set[str]] = {}
    plainly: dict[str, str] = dict.fromkeys(folded[len(forms) :], _NOBODY)
    risky = {
        words: code
        for words, code, kind, doubtful, _ in forms
        if doubtful and (capitals or kind != "capital")
    }
    for plain, (words, code, kind, _, language) in zip(folded, forms, strict=False):
        for form in {plain, words}:
            places.setdefault(form, set()).update(said.get(language, ()))
        if (capitals or kind != "capital") and words not in risky:
            plainly[plain] = code
    written = {words: code for words, code in risky.items() if words[:1].isupper()}
    return _Finder(plainly, cities, places), _Finder(seas | written, cities, places)


def _place_words() -> dict[str, frozenset[str]]:
    """Return by language the words that make a name a place: folded, `ở` of one is an article `o` of another."""
    return {language: frozenset(fold(word).text for word in words) for language, *words in rows("places.tsv")}


def _edge(text: str, at: int) -> bool:
    """Say whether a word may begin or end here; scripts without spaces have an edge everywhere."""
    if at in (0, len(text)):
        return True
    before, after = text[at - 1], text[at]
    return not (before.isalnum() and after.isalnum()) or before >= "\u2e80" or after >= "\u2e80"
