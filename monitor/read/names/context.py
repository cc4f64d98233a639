"""Decide by the words around a phrase which treaty it means, if any of ours, and how far its name reaches."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from monitor.folding import fold
from monitor.languages import Languages
from monitor.model import NEWEST
from monitor.read.hits import Cue
from monitor.read.sentence import Place, Text
from monitor.read.words.phrases import either

Spoken = tuple[str, int, str, str]
"""A word of context or topic: its field, its place, its treaty, the word."""
_ELSEWHERE = 500  # characters that a word in another field counts as away
_FAR = 60  # characters in which the topic stands: `the UN treaty on the fight against cybercrime`
_ALIKE = 5  # first letters of words for one thing: `cybercrime`, `cyber-enabled`
_OPENING, _CLOSING = "\"'“„«‹", "\"'”“»›"
_CALLED = 6
"""Words in brackets before another name of the same treaty: `(also known as the Hanoi Convention)`."""
_SMALL, _LETTERS = 2, 3
"""Words, and letters of each, between the halves of a long name: `Agreement under the ... on the Conservation ...`."""
_BESIDE = frozenset({";", ",", "-"})
"""What may part a name from its subtitle, or from another name of the treaty."""
_MARKS = " 《》〈〉" + _OPENING + _CLOSING
_CLOSED = re.compile(r"[\s》〉\"'”“»›]*\)")
_SHORT = re.compile(r"\s*\([\"'“„«]?([^\W\d_]{2,10}|c?ets (?:no\.? ?)?\d{2,3}|(?:19|20)\d\d)[\"'”“»]?\)")
"""An abbreviation, a number in a series of treaties, or a year, in brackets."""


class Around(NamedTuple):
    """Hold the words of context and topic of one entry."""

    context: list[Spoken]
    topics: list[Spoken]


def decide(
    found: set[tuple[str, str]],
    place: Place,
    around: Callable[[], Around],
    adopted: Mapping[str, date],
    day: date | None,
) -> tuple[str | None, str]:
    """Return the treaty that a phrase means at a place, or None, and what decided.

    `found` holds how treaties use the phrase, as (names | ambiguous | general | lookalikes, treaty); `around` looks
    for the words of context and topic, which only something unclear needs; `adopted` holds the day of each treaty; the
    newest is one that there was on the `day` of the text, where that is known.
    """
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, treaty in found:
        by_kind[kind].add(treaty)
    named, maybe = by_kind["names"], by_kind["ambiguous"]
    if len(named) == 1 and not maybe - named:
        return next(iter(named)), "named"
    candidates = named | maybe
    if candidates:
        told = {treaty for _, _, treaty, _ in around().context}
        if len(named) == 1 and not told & (candidates - named):
            return next(iter(named)), "named"
        nearest = _nearest(candidates, place, around().context)
        if nearest is not None:
            return nearest[0], f"context: {nearest[1]}"
        known = [one for one in candidates if one in adopted and (day is None or adopted[one] <= day)]
        if len(candidates) > 1 and known:
            return max(known, key=adopted.__getitem__), NEWEST
        return None, f"may mean {' or '.join(sorted(candidates))}, and nothing near says which"
    nearest = _nearest(by_kind["general"], place, around().topics) if by_kind["general"] else None
    if nearest is not None:
        return nearest[0], f"about: {nearest[1]}"
    return None, "looks like the treaty and is not" if by_kind["lookalikes"] else ""


def by_topic(around: Around) -> tuple[str, str] | None:
    """Return the one treaty of which both topic and context stand in the text, and what decided."""
    about = {treaty: words for _, _, treaty, words in around.topics}
    near = {treaty: words for _, _, treaty, words in around.context if treaty in about}
    if len(near) != 1:
        return None
    [(treaty, words)] = near.items()
    return treaty, f"about: {about[treaty]}; context: {words}"


def _nearest(candidates: set[str], place: Place, spoken: list[Spoken]) -> tuple[str, str] | None:
    """Return the candidate with the nearest word, and the word; one in another field counts as far."""
    best: tuple[int, str, str] | None = None
    for field, at, treaty, words in spoken:
        same = field == place.field
        if treaty not in candidates or (same and place.start <= at < place.end):
            continue
        distance = abs(at - place.start) if same else _ELSEWHERE + at
        if best is None or distance < best[0]:
            best = (distance, treaty, words)
    return best[1:] if best else None


class About:
    """Know how each language tells what a treaty is about, behind its name or before it."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages
        self._known: dict[str, tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]] = {}

    def strays(self, text: Text, place: Place, treaty: str, topics: list[Spoken]) -> bool:
        """Say whether a general name is told with another topic than its own: `UN treaty on water`, `水に関する条約`.

        `topics` are the words for topics of all treaties in the texts.
        """
        folded, start, end = text.folded.text, place.start, place.end
        its = [(field, at, words) for field, at, whose, words in topics if whose == treaty]
        for code in place.languages & self._languages.keys():
            goes_on, before, days = self._known.get(code) or self._compiled(code)
            far = max(start - _FAR, 0)
            found = goes_on.match(folded, end) or before.search(folded, far, start)
            if found is None or found[1][0].isdigit() or found[1] in days:
                continue  # `signed the UN treaty on Monday`
            low, high = (end, end + _FAR) if found.start() >= end else (far, start)
            near = any(field == text.name and low <= at < high for field, at, _ in its)
            if not near and not any(words[:_ALIKE] == found[1][:_ALIKE] for _, _, words in its):
                return True
        return False

    def _compiled(self, code: str) -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
        """Compile what links a name to the first word of its topic behind it, or before, and which words tell a day."""
        language = self._languages[code]
        about = either(
            (*language.concerning, *(fold(word).text for word in language.cues.get(Cue.ABOUT, ())))
        )
        goes_on = rf" (?:{about})(?: (?:{either(language.articles)}))?(?:(?<=')| )(\w[\w-]*)"
        days = frozenset(fold(word).text for word in language.cues.get(Cue.FRESH, ()))
        before = rf"(\w[\w-]*?) ?(?:{either(language.concerned)}) ?$"
        self._known[code] = known = re.compile(goes_on), re.compile(before), days
        return known


def widened(places: Iterable[Place], texts: Collection[Text]) -> list[Place]:
    """Return the places of names in order, each with all that belongs to it; other names of it there are left out.

    `"Hanoi Convention"`, `the UN Convention against Cybercrime (UNCC)`, `the UN treaty (the Hanoi Convention)`, and
    `the UN Convention against Cybercrime; Strengthening International Cooperation for ...` are one name each. A mention
    keeps the place of its words.
    """
    known = {text.name: text for text in texts}
    kept: list[Place] = []
    for place in places:
        text = known[place.field]
        here = _quoted(text.folded.text, place)
        before = kept[-1] if kept and kept[-1].field == here.field else None
        if before is not None and here.start < before.end:
            continue  # the name in brackets
        if before is not None and (end := _joined(text.folded.text, before, here)) is not None:
            kept[-1] = _explained(text, replace(before, end=end))
        else:
            kept.append(_explained(text, here))
    return kept


def _quoted(text: str, place: Place) -> Place:
    """Return a place with the quotation marks around it."""
    start = place.start - text.startswith(" ", place.start - 1)
    end = place.end + text.startswith(" ", place.end)
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and after and before in _OPENING and after in _CLOSING:
        return replace(place, start=start - 1, end=end + 1)
    return place


def _joined(text: str, one: Place, other: Place) -> int | None:
    """Return where one name ends together with the other behind it, or None where each stands for itself.

    In brackets the other may be that of a treaty which the first is about: `the protocol to it (Budapest Convention)`.
    """
    if one.mention is None or other.mention is None:
        return None
    gap, closing = text[one.end : other.start].strip(_MARKS), _CLOSED.match(text, other.end)
    words = gap.split()
    same = one.mention.treaty == other.mention.treaty
    if gap.startswith("(") and closing and (gap == "(" or same):
        shorter = one.end - one.start > other.end - other.start
        told = len(words) <= _CALLED and not any(map(str.isdigit, gap))
        return closing.end() if told and (same or shorter) else None
    small = len(words) <= _SMALL and all(word.isalpha() and len(word) <= _LETTERS for word in words)
    return other.end if same and (gap in _BESIDE or small) else None


def _explained(text: Text, place: Place) -> Place:
    """Return a place with an abbreviation in brackets right behind it: `the UN treaty (UNCC)`."""
    found = _SHORT.match(text.folded.text, place.end)
    if found is None or place.mention is None:
        return place
    letters = [text.cased(at) for at in range(*found.span(1))]
    # `the Biodiversity Beyond National Jurisdiction (BBNJ) Agreement`
    goes_on = text.cased(found.end() + 1).isupper()
    return place if goes_on or any(map(str.islower, letters)) else replace(place, end=found.end())
