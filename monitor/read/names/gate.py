"""Tell from single words which names of treaties a text may hold, so that only those need be compiled."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick

from monitor.folding import fold
from monitor.languages import Head
from monitor.read.words.phrases import as_written
from monitor.treaties import PhraseField, Treaty

Unit = tuple[str, str]
"""A treaty and a language: its names there. Or a treaty and `others`: its names in languages that have no file here;
or `general` or `topics`: those in all languages."""
Word = tuple[str, bool]
"""A word, and whether it stands alone: it has no letters before or behind it."""
_FIELDS: tuple[PhraseField, ...] = ("names", "ambiguous", "lookalikes", "general", "topics")
_TOGETHER = {"general", "topics"}
_BRACES = re.compile("[{}]")
_SEPARATING = re.compile("[-*{}|]")
_ENDS = " '’"
_SHORT = 4  # letters below which a part of a word stands in too many others
_FEW = 5  # treaties that share a short word that says something
_MANY, _POOR = 1000, 1_000_000


class Gate:
    """Know for each name two words that a text cannot do without: those that the fewest treaties share.

    Names are kept as patterns, of which 14 treaties have 1,100; they stand for 46,000 names, which took a third of a
    second and 26 MiB.
    """

    def __init__(self, treaties: Mapping[str, Treaty], heads: Mapping[str, Head]) -> None:
        shared: Counter[str] = Counter()
        for treaty in treaties.values():
            listed = (names for field in _FIELDS for names in getattr(treaty, field).values())
            patterns = as_written(" ".join(name for names in listed for name in names))
            shared.update(set(_SEPARATING.sub(" ", patterns).split()))
        self._always: set[Unit] = set()
        numbers: dict[Word, int] = {}
        opens: dict[int, set[tuple[Unit, frozenset[int]]]] = defaultdict(set)

        @cache  # the same words stand in many patterns
        def ranked(part: str) -> tuple[int, tuple[Word, ...]] | None:
            return _ranked(part, shared)

        @cache
        def numbered(words: tuple[Word, ...], language: str) -> frozenset[int]:
            head = heads.get(language)
            spelled = (
                (way, alone)
                for word, alone in words
                for way in ((word,) if head is None or word.isascii() else head.spelled(word))
            )
            return frozenset([numbers.setdefault(way, len(numbers)) for way in spelled])

        for treaty in treaties.values():
            for field in _FIELDS:
                for language, names in getattr(treaty, field).items():
                    kind = field if field in _TOGETHER else language if language in heads else "others"
                    for name in names:
                        needed = sorted(filter(None, map(ranked, _parts(as_written(name)))))
                        if not needed:
                            self._always.add((treaty.id, kind))
                            continue
                        other = frozenset[int]()
                        if len(needed) > 1 and needed[1][0] < _POOR:
                            other = numbered(needed[1][1], language)
                        for number in numbered(needed[0][1], language):
                            opens[number].add(((treaty.id, kind), other))
        self._opens = opens
        words = fold("\n".join([word for word, _ in numbers])).text.split("\n") if numbers else []
        within: list[tuple[str, int]] = []
        apart: list[tuple[str, int]] = []
        for word, ((_, alone), number) in zip(words, numbers.items(), strict=True):
            (apart if alone else within).append((f" {_apart(word).strip()} " if alone else word, number))
        self._within, self._alone = _Words(within), _Words(apart)

    def opened(self, text: str) -> set[Unit]:
        """Return the units of which a name may stand in a folded text."""
        units = set(self._always)
        met = self._within.met(text) | self._alone.met(f" {_apart(text)} ")
        for number in met & self._opens.keys():
            for unit, other in self._opens[number]:
                if unit not in units and not (other and other.isdisjoint(met)):
                    units.add(unit)
        return units


class _Words:
    """Find which of many words stand in a text, by their numbers."""

    def __init__(self, numbered: Sequence[tuple[str, int]]) -> None:
        self._numbers = [number for _, number in numbered]
        self._automaton = AhoCorasick([word for word, _ in numbered])

    def met(self, text: str) -> set[int]:
        """Return the numbers of those that stand in a text."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return {self._numbers[index] for index, _, _ in found}


def _apart(text: str) -> str:
    """Put a blank for each character that is no letter of a word; one beside a letter joined to it stands alone."""
    return text.translate(_NO_LETTERS) if text.isascii() else _NO_LETTER.sub(" ", text)


def _parts(pattern: str) -> Iterator[str]:
    """Yield the words that a pattern asks for one by one, and its choices; an asterisk stands for letters beside."""
    parts = [
        part.split("|") if index % 2 else [part]
        for index, part in enumerate(_BRACES.split(pattern.replace("-", " ")))
    ]
    ends = _edges(parts, -1)
    begins = _edges(parts[::-1], 0)[::-1]
    for index, (choices, end, begin) in enumerate(zip(parts, ends, begins, strict=True)):
        before, behind = "" if end else "*", "" if begin else "*"
        if index % 2:
            yield "|".join([before + choice + behind for choice in choices])
        elif choices[0]:
            yield from (before + choices[0] + behind).split()


def _edges(parts: list[list[str]], last: int) -> list[bool]:
    """Say of each part whether those before it, of which `last` is the nearer end, always end a word."""
    found: list[bool] = []
    edge = True
    for choices in parts:
        found.append(edge)
        edge = all(choice[last] in _ENDS if choice else edge for choice in choices)
    return found


def _ranked(part: str, shared: Mapping[str, int]) -> tuple[int, tuple[Word, ...]] | None:
    """Return the rarest word of each choice, and how common the commonest of these is; None where a choice has none."""
    worst, found = 0, []
    for choice in part.split("|"):
        best: tuple[int, Word] | None = None
        for word in choice.split():
            longest = max(word.split("*"), key=len) if "*" in word else word
            number = shared[longest]
            common, alone = number * _MANY - len(longest), False
            if len(longest) < _SHORT and longest < _UNSPACED:
                alone = "*" not in word and word < _ARABIC
                common += 0 if alone and number <= _FEW else _POOR
            if longest and (best is None or common < best[0]):
                best = common, (longest, alone)
        if best is None:
            return None
        worst = max(worst, best[0])
        found.append(best[1])
    return worst, tuple(found)


_ARABIC = "\u0590"
"""Scripts from here on join other words to a word, or write no blanks."""
_UNSPACED = "\u2e80"
_NO_LETTER = re.compile(rf"[\W_{_ARABIC}-\U0010ffff]")
_NO_LETTERS = {code: " " for code in range(128) if not chr(code).isalnum()}
