"""Find which treaties a text names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ahocorasick_rs import AhoCorasick

from monitor.folding import fold
from monitor.languages import Cue, Language
from monitor.model import Mention
from monitor.read.context import Around, Spoken, by_topic, decide
from monitor.read.hits import Text
from monitor.read.lexicon import PLAIN, Pattern, bounded, compiled
from monitor.treaties import PhraseField, Treaty

_FIELDS: tuple[PhraseField, ...] = ("names", "ambiguous", "context", "lookalikes", "general", "topics")
_HELPING = {"context", "topics"}
_UNSPACED = {"zh", "ja"}
_ORDER = {"title": 0, "summary": 1, "content": 2}

_Span = tuple[str, int, int]
"""A field's name, and a place in its folded text."""


@dataclass(frozen=True, slots=True)
class _Use:
    """Say that a phrase is used for a treaty, in one of its fields, in one language."""

    treaty: str
    kind: str
    pattern: Pattern
    language: str


@dataclass(frozen=True, slots=True)
class Place:
    """Hold a mention with its place in the folded field; `mention` is None for a look-alike."""

    field: str
    start: int
    end: int
    mention: Mention | None
    languages: frozenset[str] = frozenset()
    """In which languages the treaty is called so."""


class TreatyNames:
    """Know the names of a set of treaties; compiled once."""

    def __init__(self, treaties: Mapping[str, Treaty], languages: Mapping[str, Language]) -> None:
        self._clitics = frozenset(
            fold(letters).text
            for language in languages.values()
            if language.script == "arabic"
            for letters in language.clitics
        )
        naming: dict[str, tuple[_Use, ...]] = {}
        helping: dict[str, dict[tuple[str, str], _Use]] = defaultdict(dict)
        special: set[str] = set()
        shared: dict[_Use, tuple[_Use]] = {}  # thirty thousand phrases have a few hundred uses
        for treaty, kind, spoken, phrases in _said(treaties, languages):
            for literal, pattern in compiled(phrases):
                use = _Use(treaty, kind, pattern, spoken)
                (use,) = alone = shared.setdefault(use, (use,))
                if pattern is not PLAIN or spoken in _UNSPACED:
                    special.add(literal)
                if kind in _HELPING:
                    naming.setdefault(literal, ())
                    helping[literal][kind, treaty] = use
                else:
                    naming[literal] = (*naming[literal], use) if naming.get(literal) else alone
        self._naming = list(naming.values())
        self._helping = {
            index: tuple(helping[literal].values())
            for index, literal in enumerate(naming)
            if literal in helping
        }
        self._plain = [literal not in special for literal in naming]
        """Whether all uses of a literal end where it does, as words of their own."""
        self._automaton = AhoCorasick(naming) if treaties else None
        self._adopted = {treaty.id: treaty.adopted for treaty in treaties.values() if treaty.adopted}

    def find(self, texts: Iterable[Text], day: date | None = None) -> tuple[list[Place], list[str]]:
        """Return every mention of a treaty and every look-alike in the texts, and notes on what was set aside.

        `day` is when the texts were published; where it is not known, all treaties may be meant.
        """
        if self._automaton is None:
            return [], []
        spans: dict[_Span, set[tuple[str, str]]] = defaultdict(set)
        spoken: dict[_Span, set[str]] = defaultdict(set)
        helping: list[tuple[Text, int, int, int]] = []
        by_name = {text.name: text for text in texts}
        for text in by_name.values():
            folded = text.folded.text
            for index, start, literal_end in self._automaton.find_matches_as_indexes(
                folded, overlapping=True
            ):
                plain = self._plain[index]
                if plain and not bounded(folded, start, literal_end, self._clitics):
                    continue
                if index in self._helping:
                    helping.append((text, index, start, literal_end))
                for use in self._naming[index]:
                    end = literal_end if plain else self._end(use, folded, start, literal_end)
                    if end is not None:
                        spans[text.name, start, end].add((use.kind, use.treaty))
                        spoken[text.name, start, end].add(use.language)
        if not spans:
            return [], []
        around = Around(lambda: self._around(helping))
        adopted = {treaty: then for treaty, then in self._adopted.items() if day is None or then <= day}
        unnamed = [span for span, found in spans.items() if ("unspecific", "") in found]
        places: list[Place] = []
        notes: list[str] = []
        taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for span, found in sorted(spans.items(), key=lambda item: item[0][1] - item[0][2]):
            name, start, end = span
            text, found = by_name[name], found - {("unspecific", "")}
            if any(begin < end and start < finish for begin, finish in taken[name]):
                _extend(places, span, {treaty for kind, treaty in found if kind == "names"}, text)
                continue
            if not found:
                continue
            decided, why = decide(found, name, start, end, around, adopted)
            if decided is not None:
                places.append(_place(text, start, end, decided, why, frozenset(spoken[span])))
                taken[name].append((start, end))
            elif all(kind == "lookalikes" for kind, _ in found):
                places.append(Place(name, start, end, None))
                taken[name].append((start, end))
            if decided is None and why:
                begin, finish = text.folded.original(start, end)
                notes.append(f"“{text.original[begin:finish]}”: {why}")
        if not places and unnamed and (meant := by_topic(around)) is not None:
            places = [_place(by_name[name], start, end, *meant) for name, start, end in unnamed]
        places.sort(key=lambda place: (_ORDER.get(place.field, 3), place.start))
        return places, notes

    def _end(self, use: _Use, text: str, start: int, literal_end: int) -> int | None:
        """Return where a phrase ends that stands at `start` as words of its own."""
        end = use.pattern.end(text, start, literal_end)
        if end is None or use.language in _UNSPACED or bounded(text, start, end, self._clitics):
            return end
        return None

    def _around(self, helping: list[tuple[Text, int, int, int]]) -> tuple[list[Spoken], list[Spoken]]:
        """Return the words of context and of topic among the matches set aside."""
        found: dict[str, list[Spoken]] = {"context": [], "topics": []}
        for text, index, start, literal_end in helping:
            plain = self._plain[index]
            for use in self._helping[index]:
                end = literal_end if plain else self._end(use, text.folded.text, start, literal_end)
                if end is not None:
                    found[use.kind].append((text.name, start, use.treaty, text.folded.text[start:end]))
        return found["context"], found["topics"]


def _said(
    treaties: Mapping[str, Treaty], languages: Mapping[str, Language]
) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield (treaty, field, language, phrases); those of no treaty stand for one that is not named."""
    for treaty in treaties.values():
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for field, spoken, phrase in treaty.phrases(*_FIELDS):
            named = phrase.replace("United Nations ", "United Nations (UN) ")
            known = languages.get(spoken)
            said = known.spelled(phrase) if known is not None else (phrase,)
            found[field, spoken] += {*said, phrase.replace("Convention ", "Convention, "), named}
        for (kind, spoken), phrases in found.items():
            yield treaty.id, kind, spoken, phrases
    for language in languages.values():
        yield "", "unspecific", language.code, list(language.cues.get(Cue.UNSPECIFIC, ()))


def _place(
    text: Text, start: int, end: int, treaty: str, why: str, languages: frozenset[str] = frozenset()
) -> Place:
    begin, finish = text.folded.original(start, end)
    words = text.original[begin:finish]
    mention = Mention(treaty=treaty, words=words, field=text.name, start=begin, end=finish, because=why)
    return Place(text.name, start, end, mention, languages)


def _extend(places: list[Place], span: _Span, treaties: set[str], text: Text) -> None:
    """Widen a mention by another name of the same treaty that overlaps it: `Rome Statute of the ...`."""
    name, start, end = span
    for index, place in enumerate(places):
        if place.field != name or place.mention is None or place.mention.treaty not in treaties:
            continue
        if place.start < end and start < place.end and (start < place.start or end > place.end):
            low, high = min(start, place.start), max(end, place.end)
            mention = place.mention
            places[index] = replace(
                _place(text, low, high, mention.treaty, mention.because), languages=place.languages
            )
