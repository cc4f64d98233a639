"""Give a heading that was made from an address the letters and apostrophes that addresses lack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from monitor.folding import Folded, fold
from monitor.languages import Head, Language, Languages
from monitor.read.hits import Name
from monitor.read.words.tongue import script_of
from monitor.treaties import Treaty

_WORD = re.compile(r"[a-z']+")
_LETTERS = re.compile(r"[^\W\d_]+")
_SURE = 0.4  # of a heading's words that must be known ones
_FEWEST = 2
_SAMPLE = 200  # characters of the rest of an entry that show its script
_BARE = re.compile(r"[a-z0-9 ]+")
"""A heading in which an address left letters, digits and spaces only."""
_OWNED = re.compile(r"(?<=[a-z]) s (?=[a-z])")


class Headings:
    """Find headings in Latin letters of languages that have others; the words are compiled when the first is met."""

    def __init__(
        self,
        treaties: Mapping[str, Treaty],
        languages: Languages,
        names: Callable[[str], Iterable[tuple[str, Name | None]]],
    ) -> None:
        self._treaties = treaties
        self._languages = languages
        self._heads = [head for head in languages.heads.values() if head.latin]
        self._names = names
        self._known: dict[str, Romanised] = {}
        self._elided = [
            (
                re.compile(rf"\b(?:{'|'.join(head.elides)})\b"),
                re.compile(rf"\b({'|'.join(head.elided)}) (?=[aeiouyh])"),
            )
            for head in languages.heads.values()
            if head.elided
        ]
        """What tells a heading of each language with such words, and where an apostrophe belongs in it."""

    def with_apostrophes(self, text: str) -> str:
        """Return a folded heading, as long as before, with apostrophes where an address made spaces of them.

        Some feeds take their titles from addresses: `la cote d ivoire adhere`, `viet nam s signature`.
        """
        if _BARE.fullmatch(text) is None:
            return text
        for tells, elided in self._elided:
            if tells.search(text):
                return elided.sub(r"\1'", text)
        return _OWNED.sub("'s ", text)

    def restored(self, title: str, rest: Sequence[str], hint: str | None) -> Folded | None:
        """Return such a heading in the letters of the language that the rest of its entry or its feed is in."""
        if not title.isascii():
            return None
        for language in self._heads:
            others = (text[:_SAMPLE] for text in rest if not text.isascii())
            if language.code == hint or any(script_of(text) == language.script for text in others):
                known = self._known.get(language.code)
                if known is None:
                    phrases = self._phrases(self._languages[language.code])
                    known = self._known[language.code] = Romanised(language, phrases)
                return known.restored(title)
        return None

    def _phrases(self, language: Language) -> Iterator[str]:
        """Yield every phrase of a language: its own, and the names of treaties and States."""
        yield from _spoken(language)
        yield from (words for words, _ in self._names(language.code))
        for treaty in self._treaties.values():
            yield from (phrase for _, _, phrase in treaty.phrases(spoken=language.code))


class Romanised:
    """Know the words of a language by how they are written in Latin letters.

    `kazahstan ratificiroval konvenciyu` comes from an address, of which some feeds make their titles. What Latin
    letters lose (soft signs, `э`) is known again from the words of the language, of its treaties and of its States.
    """

    def __init__(self, language: Head, phrases: Iterable[str]) -> None:
        self._table = str.maketrans(dict(language.latin))
        self._ways = tuple((re.compile(way), first) for way, first in language.latin_ways.items())
        self._known: dict[str, str] = {}
        self._back = {spelled: letter for letter, spelled in language.latin.items() if spelled}
        for phrase in phrases:
            for word in _LETTERS.findall(fold(phrase.replace("*", " ")).text):
                self._known.setdefault(self._key(word.translate(self._table)), word)

    def restored(self, text: str) -> Folded | None:
        """Return a heading folded, in the letters of its language, or None where it is not written so."""
        plain = fold(text)
        pieces: list[str] = []
        origins: list[int] = []
        at = known = words = 0
        for word in _WORD.finditer(plain.text):
            start, end = word.span()
            key = self._key(word.group())
            meant = self._known.get(key)
            known, words = known + (meant is not None), words + 1
            meant = meant or self._spelled(key)
            pieces += (plain.text[at:start], meant)
            origins.extend(range(at, start))
            origins.extend(start + place * (end - start) // len(meant) for place in range(len(meant)))
            at = end
        if known < _FEWEST or known < _SURE * words:
            return None
        pieces.append(plain.text[at:])
        origins.extend(range(at, len(plain.text)))
        return Folded(text, "".join(pieces), origins=origins)

    def _key(self, latin: str) -> str:
        """Return one way to write a word for all the ways there are."""
        for way, first in self._ways:
            latin = way.sub(first, latin)
        return latin

    def _spelled(self, key: str) -> str:
        """Return an unknown word letter by letter, the longest first."""
        found: list[str] = []
        at = 0
        while at < len(key):
            for size in (3, 2, 1):
                letter = self._back.get(key[at : at + size])
                if letter is not None:
                    found.append(letter)
                    at += size
                    break
            else:
                found.append(key[at])
                at += 1
        return "".join(found)


def _spoken(language: Language) -> Iterator[str]:
    """Yield every phrase of a language's own."""
    yield from language.small
    yield from chain.from_iterable(language.cues.values())
    for forms in language.acts.values():
        yield from chain.from_iterable(forms.values())
    for more in (language.bodies, language.offices, language.numbers, language.ordinals):
        yield from chain.from_iterable(more.values())
