"""Define what the scanner hands to the grammar: hits, counts, and sentences of hits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from monitor.folding import Folded
from monitor.languages import Cue, Form, Language
from monitor.model import Action, Mention

ACTING = frozenset({Cue.BILL, Cue.DEPOSIT, Cue.SUBMIT, Cue.REJECT, Cue.APPROVE, Cue.PASS})
"""Kinds of words that may be acts without being words for one."""


@dataclass(frozen=True, slots=True)
class Name:
    """Say whom a name names and what kind of name it is."""

    code: str
    kind: str
    """name, official, adjective or capital."""
    risky: bool = False
    """It is an everyday word, a first name or another place too."""


@dataclass(frozen=True, slots=True)
class Text:
    """Hold one field of an entry: its name, its text as published, and the text folded."""

    name: str
    """title, summary or content."""
    original: str
    folded: Folded
    romanised: bool = False
    """It is published in Latin letters and folded into those of its language."""

    @property
    def spoken(self) -> str:
        """Return the text in the letters of its language."""
        return self.folded.text if self.romanised else self.original

    def cased(self, place: int) -> str:
        """Return the character as published behind a place of the folded text."""
        return self.original[self.folded.origins[place]]


@dataclass(slots=True)
class Hit:
    """Hold one place of a sentence that means something to the grammar; places count in the folded field."""

    start: int
    end: int
    cues: frozenset[Cue] = frozenset()
    acts: tuple[tuple[Action, Form], ...] = ()
    name: Name | None = None
    mention: Mention | None = None
    lookalike: bool = False
    """It looks like a treaty's name and is another thing."""
    number: int | None = None
    ordinal: int | None = None
    """Which in order the doer is: `the 74th State`."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    likewise: Form | None = None
    """It stands for the act told last: `did so`."""
    mark: str = ""
    """`,` for commas, `;` for marks that end a clause."""


@dataclass(slots=True)
class Sentence:
    """Hold one sentence: its folded text's place in the field and its hits in order."""

    field: str
    index: int
    """Which sentence of the whole entry; the title is 0."""
    start: int
    end: int
    text: str
    """The whole folded field; `start` and `end` are places in it."""
    language: Language
    hits: list[Hit]
    quote: str
    small: frozenset[str]
    """The language's function words, folded."""
    cues: frozenset[Cue]
    """Every kind of word in the sentence: asked first, for most sentences have few."""
    cased: Callable[[int], str]
    """Return the character as published behind a place of the folded text."""

    written_in: tuple[str, str] | None = None
    """The State of its dateline, by its code, and the word that names it there."""

    @property
    def asks(self) -> bool:
        """Say whether the sentence is a question, which tells nothing new."""
        return self.quote.rstrip("\"'”»)").endswith(("?", "？", "؟"))

    def words(self, start: int, end: int) -> int:
        """Count the words between two places; two characters of an unspaced script count as one."""
        between = self.text[start:end]
        if self.language.script == "han":
            return len(between.strip()) // 2
        return len(between.split())

    def between(self, one: Hit, other: Hit) -> list[Hit]:
        """Return the hits that stand behind one and before the other."""
        return [hit for hit in self.hits if one.end <= hit.start < other.start]


class Worded(Protocol):
    """What has kinds of words: a hit, or a word that governs an act."""

    @property
    def cues(self) -> frozenset[Cue]:
        """Return the kinds."""


def holds(words: Iterable[Worded], *cues: Cue) -> bool:
    """Say whether a word of one of these kinds is among them."""
    for word in words:  # noqa: SIM110 - any() takes twice the time, and nothing is asked more often
        if not word.cues.isdisjoint(cues):
            return True
    return False
