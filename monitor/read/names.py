"""Find which treaties a text names; where a name fits several treaties, let the words around it decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from ahocorasick_rs import AhoCorasick

from monitor.folding import Folded, fold
from monitor.languages import Cue, Language
from monitor.model import Mention
from monitor.read.lexicon import Pattern, bounded
from monitor.treaties import PhraseField, Treaty

_FIELDS: tuple[PhraseField, ...] = ("names", "ambiguous", "context", "lookalikes", "general", "topics")
_ELSEWHERE = 500  # characters that a word in another field counts as away
_UNSPACED = {"zh", "ja"}


class Field(Protocol):
    """What is read of an entry: one field's name, its text as published, and the text folded."""

    name: str
    original: str
    folded: Folded


@dataclass(frozen=True, slots=True)
class _Use:
    """Say that a phrase is used for a treaty, as one of: names, ambiguous, context, lookalikes."""

    treaty: str
    kind: str
    pattern: Pattern
    language: str


@dataclass(frozen=True, slots=True)
class Place:
    """Hold a mention with its place in the folded field; `treaty` is None for a look-alike of no tracked treaty."""

    field: str
    start: int
    end: int
    mention: Mention | None
    languages: frozenset[str] = frozenset()
    """In which languages the treaty is called so."""


class TreatyNames:
    """Know the names of a set of treaties; compiled once."""

    def __init__(self, treaties: Mapping[str, Treaty], languages: Mapping[str, Language]) -> None:
        clitics = [
            fold(letters).text
            for language in languages.values()
            if language.script == "arabic"
            for letters in language.clitics
        ]
        self._clitics = frozenset(clitics)
        uses: dict[str, list[_Use]] = defaultdict(list)
        for treaty in treaties.values():
            for kind, language, phrase in treaty.phrases(*_FIELDS):
                for one in {phrase, phrase.replace("Convention ", "Convention, ")}:
                    pattern = Pattern(one)
                    uses[pattern.literal].append(_Use(treaty.id, kind, pattern, language))
        for language in languages.values():
            for phrase in language.cues.get(Cue.UNSPECIFIC, ()):
                pattern = Pattern(phrase)
                uses[pattern.literal].append(_Use("", "unspecific", pattern, language.code))
        literals = list(uses)
        self._uses = [tuple(uses[literal]) for literal in literals]
        self._automaton = AhoCorasick(literals) if literals else None

    def find(self, fields: Iterable[Field]) -> tuple[list[Place], list[str]]:
        """Return every mention of a treaty and every look-alike in the fields, and notes on what was set aside."""
        if self._automaton is None:
            return [], []
        spans: dict[tuple[str, int, int], set[tuple[str, str]]] = defaultdict(set)
        context: list[tuple[str, int, str, str]] = []
        spoken: dict[tuple[str, int, int], set[str]] = defaultdict(set)
        topics: list[tuple[str, int, str, str]] = []
        unnamed: list[tuple[str, int, int]] = []
        by_name = {}
        for field in fields:
            text = field.folded.text
            by_name[field.name] = field
            for index, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
                for use in self._uses[index]:
                    end = use.pattern.end(text, start)
                    if end is None or not (
                        use.language in _UNSPACED or bounded(text, start, end, self._clitics)
                    ):
                        continue
                    if use.kind == "context":
                        context.append((field.name, start, use.treaty, text[start:end]))
                    elif use.kind == "topics":
                        topics.append((field.name, start, use.treaty, text[start:end]))
                    elif use.kind == "unspecific":
                        unnamed.append((field.name, start, end))
                    else:
                        spans[field.name, start, end].add((use.kind, use.treaty))
                        spoken[field.name, start, end].add(use.language)
        places: list[Place] = []
        notes: list[str] = []
        taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for (name, start, end), found in sorted(spans.items(), key=lambda item: item[0][1] - item[0][2]):
            if any(begin < end and start < finish for begin, finish in taken[name]):
                _extend(
                    places,
                    name,
                    start,
                    end,
                    {treaty for kind, treaty in found if kind == "names"},
                    by_name[name],
                )
                continue
            decided, why = _decide(found, name, start, end, context, topics)
            field = by_name[name]
            begin, finish = field.folded.original(start, end)
            words = field.original[begin:finish]
            if decided is None:
                if why:
                    notes.append(f"“{words}”: {why}")
                if all(kind == "lookalikes" for kind, _ in found):
                    taken[name].append((start, end))
                    places.append(Place(name, start, end, None))
                continue
            taken[name].append((start, end))
            mention = Mention(treaty=decided, words=words, field=name, start=begin, end=finish, because=why)
            places.append(Place(name, start, end, mention, frozenset(spoken[name, start, end])))
        if not places:
            places = _by_topic(unnamed, topics, context, by_name)
        order = {"title": 0, "summary": 1, "content": 2}
        places.sort(key=lambda place: (order.get(place.field, 3), place.start))
        return places, notes


def _extend(places: list[Place], name: str, start: int, end: int, treaties: set[str], field: Field) -> None:
    """Widen a mention by another name of the same treaty that overlaps it: `Rome Statute of the ...`."""
    for index, place in enumerate(places):
        if place.field != name or place.mention is None or place.mention.treaty not in treaties:
            continue
        if place.start < end and start < place.end and (start < place.start or end > place.end):
            low, high = min(start, place.start), max(end, place.end)
            begin, finish = field.folded.original(low, high)
            wider = replace(place.mention, words=field.original[begin:finish], start=begin, end=finish)
            places[index] = replace(place, start=low, end=high, mention=wider)


def _by_topic(
    unnamed: list[tuple[str, int, int]],
    topics: list[tuple[str, int, str, str]],
    context: list[tuple[str, int, str, str]],
    fields: Mapping[str, Field],
) -> list[Place]:
    """Return the places of an unnamed treaty, where topic and context of one treaty alone stand in the text."""
    about = {treaty: words for _, _, treaty, words in topics}
    words = {treaty: near for _, _, treaty, near in context if treaty in about}
    if len(words) != 1:
        return []
    [(treaty, near)] = words.items()
    places: list[Place] = []
    for name, start, end in unnamed:
        begin, finish = fields[name].folded.original(start, end)
        why = f"about: {about[treaty]}; context: {near}"
        written = fields[name].original[begin:finish]
        places.append(
            Place(
                name,
                start,
                end,
                Mention(treaty=treaty, words=written, field=name, start=begin, end=finish, because=why),
            )
        )
    return places


_Spoken = tuple[str, int, str, str]
"""A word of context or topic: its field, its place, its treaty, the word."""


def _decide(
    found: set[tuple[str, str]],
    name: str,
    start: int,
    end: int,
    context: list[_Spoken],
    topics: list[_Spoken],
) -> tuple[str | None, str]:
    """Return the treaty that a phrase means here, or None, and what decided."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, treaty in found:
        by_kind[kind].add(treaty)
    named, maybe = by_kind["names"], by_kind["ambiguous"]
    if len(named) == 1 and not maybe - named:
        return next(iter(named)), "named"
    candidates = named | maybe
    if candidates:
        told = {treaty for _, _, treaty, _ in context}
        if len(named) == 1 and (named & told or not told & candidates):
            return next(iter(named)), "named"
        nearest = _nearest(candidates, name, start, end, context)
        if nearest is not None:
            return nearest[0], f"context: {nearest[1]}"
        return None, f"may mean {' or '.join(sorted(candidates))}, and nothing near says which"
    if by_kind["general"]:
        nearest = _nearest(by_kind["general"], name, start, end, topics)
        return (nearest[0], f"about: {nearest[1]}") if nearest else (None, "")
    return None, "looks like the treaty and is not"


def _nearest(
    candidates: set[str], name: str, start: int, end: int, spoken: list[_Spoken]
) -> tuple[str, str] | None:
    """Return the candidate with the nearest word, and the word; one in another field counts as far."""
    best: tuple[int, str, str] | None = None
    for field, place, treaty, words in spoken:
        if treaty not in candidates or (field == name and start <= place < end):
            continue
        distance = abs(place - start) if field == name else _ELSEWHERE + place
        if best is None or distance < best[0]:
            best = (distance, treaty, words)
    return best[1:] if best else None
