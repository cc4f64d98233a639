"""Find which of many terms stand in a text, at a cost that hardly grows with their number.

Up to a few thousand terms, one automaton (Aho-Corasick) finds them all. A table for more leaves the processor's
caches, and each character of a text waits for memory. So beyond that every term that has a word of its own is
looked up by it: the text's words are asked for in one dictionary, and only terms whose word is there are searched
for. An automaton keeps the rest: prefixes, and terms in scripts without spaces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from monitor.folding import SPACELESS
from monitor.match.words import begins, ends

FEW = 3_000
"""Terms up to which one table with every transition is fastest (docs/performance.md)."""
_SEVERAL = 40
"""Terms that are searched for one by one; a text that may hold more is no news, and must stay cheap."""

_SPACED = bytes(byte if byte > 127 or chr(byte).isalnum() or byte == 95 else 32 for byte in range(256))
_SIGNS = re.compile("[\u00a0-\u00a9\u00ab-\u00b1\u00b6-\u00b8\u00bb\u00bf\u2000-\u206f]+")
"""What is no letter and most common beyond ASCII."""
_RUN = re.compile(rf"[^\W{SPACELESS}]+")
_spaceless = re.compile(f"[{SPACELESS}]").search

TermSpan = tuple[int, int, int]
"""(number of the term, start, end) in the text."""


class Finder:
    """Find the places of terms that stand as words; compiled once."""

    def __init__(self, terms: Sequence[str], prefixes: Sequence[bool], few: int = FEW) -> None:
        """Compile folded terms; `prefixes` says of each whether words may go on behind it.

        More than `few` are looked up by their words.
        """
        self._terms = terms
        self._prefixes = prefixes
        self._by_word: dict[str, tuple[tuple[int, str], ...]] = {}
        """For each term's rarest word the number of the term, and another of its words (or the same)."""
        rest: Sequence[int] = range(len(terms))
        if len(terms) > few:
            rest = self._index()
        self._words = frozenset(self._by_word)
        self._rest = rest
        kind = Implementation.DFA if len(rest) <= FEW else None
        literals = [terms[number] for number in rest]
        self._automaton = (
            AhoCorasick(literals, implementation=kind, store_patterns=False) if literals else None
        )

    def _index(self) -> list[int]:
        """Put each term under its rarest word, with the next one beside it; return the terms that have none."""
        words = [
            dict.fromkeys(_words(term)[: -1 if prefix else None])
            for term, prefix in zip(self._terms, self._prefixes, strict=True)
        ]
        used = Counter(word for own in words for word in own)
        known = {word: word for word in used}  # each text once
        by_word: dict[str, list[tuple[int, str]]] = {}
        rest = []
        for number, own in enumerate(words):
            if own:
                first, *more = sorted(own, key=lambda word: (used[word], -len(word)))
                by_word.setdefault(known[first], []).append((number, known[more[0] if more else first]))
            else:
                rest.append(number)
        self._by_word = {word: tuple(numbers) for word, numbers in by_word.items()}
        return rest

    def places(self, text: str) -> Iterator[TermSpan]:
        """Yield where terms begin as words in a folded text and, but for prefixes, end as words too."""
        if self._automaton is not None:
            yield from self._whole(text, self._automaton, self._rest)
        if not self._by_word:
            return
        words = _words(text)
        near = [pair for word in self._words.intersection(words) for pair in self._by_word[word]]
        if not near:
            return
        there = {other for _, other in near}.intersection(words)
        wanted = [number for number, other in near if other in there]
        if len(wanted) > _SEVERAL:
            yield from self._whole(text, AhoCorasick([self._terms[number] for number in wanted]), wanted)
            return
        for number in wanted:
            term = self._terms[number]
            start = text.find(term)
            while start >= 0:
                end = start + len(term)
                if begins(text, start) and (self._prefixes[number] or ends(text, end)):
                    yield number, start, end
                start = text.find(term, start + 1)

    def _whole(self, text: str, automaton: AhoCorasick, numbers: Sequence[int]) -> Iterator[TermSpan]:
        """Yield what an automaton of these terms finds that stands as words."""
        for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            if begins(text, start) and (self._prefixes[numbers[index]] or ends(text, end)):
                yield numbers[index], start, end


def _words(text: str) -> list[str]:
    """Return the runs of letters, digits and underscores in a text, without letters of scripts without spaces.

    A term that stands as words has next to it, on either side, none of these; so its own runs are runs of the text.
    """
    plain = text.isascii()
    if not plain:
        text = _SIGNS.sub(" ", text)
    words = text.encode("utf-8", "surrogatepass").translate(_SPACED).decode("utf-8", "surrogatepass").split()
    if plain or ("".join(words).replace("_", "").isalnum() and not _spaceless(text)):
        return words
    return _RUN.findall(text)
