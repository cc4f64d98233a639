"""Define the tree that a rule's `match:` becomes: values that the matcher evaluates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FIELDS = ("title", "summary", "content", "url", "author", "category")
"""The fields of an entry that `in:` may name."""
TEXT_FIELDS = ("title", "summary", "content")
"""Where words are looked for when no `in:` says otherwise."""

WordsKind = Literal["phrase", "prefix", "exact"]
EventField = Literal["treaty", "actor", "action", "status"]


@dataclass(frozen=True, slots=True)
class Words:
    """Look for words: whole (`phrase`), open at the end (`prefix`), or with case and accents kept (`exact`)."""

    kind: WordsKind
    text: str
    """Folded with single spaces for hyphens and white space; as written for `exact`."""

    def __hash__(self) -> int:
        """Return the text's own hash: every term of every woken rule is asked for it."""
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Near:
    """Look for words close to each other."""

    terms: tuple[tuple[Words, ...], ...]
    """Each term is one of several alternatives."""
    within: int
    """How many words the last one may begin after the end of the first; 1 is next to it."""
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Regex:
    """Look for a pattern in the text as published, by a linear-time engine (RE2)."""

    pattern: str


@dataclass(frozen=True, slots=True)
class EventTest:
    """Ask something of the event that the rule speaks of."""

    field: EventField
    values: frozenset[str] | None
    """None for `any`: whatever it is, as long as the text says it."""


@dataclass(frozen=True, slots=True)
class All:
    """Ask for every part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Ask for one part at least."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Ask that no part is there."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class In:
    """Look for the words of a part in some fields only."""

    fields: tuple[str, ...]
    part: Node


Node = Words | Near | Regex | EventTest | All | AnyOf | NoneOf | In
