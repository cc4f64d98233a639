"""Define the tree that a rule's `match:` becomes: values that the matcher evaluates."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

FIELDS = ("title", "summary", "content", "url", "author", "category")
"""The fields of an entry that `in:` may name."""
TEXT_FIELDS = ("title", "summary", "content")
"""Where words are looked for when no `in:` says otherwise."""

WordsKind = Literal["phrase", "prefix", "exact"]
EventField = Literal["treaty", "actor", "action", "status"]


class Words(Struct, frozen=True):
    """Look for words: whole (`phrase`), open at the end (`prefix`), or with case and accents kept (`exact`)."""

    kind: WordsKind
    text: str
    """Folded with single spaces for hyphens and white space; as written for `exact`."""

    def __hash__(self) -> int:
        """Return the text's own hash: every term of every woken rule is asked for it."""
        return hash(self.text)


class Near(Struct, frozen=True):
    """Look for words close to each other."""

    terms: tuple[tuple[Words, ...], ...]
    """Each term is one of several alternatives."""
    within: int
    """How many words the last one may begin after the end of the first; 1 is next to it."""
    ordered: bool = False


class Regex(Struct, frozen=True):
    """Look for a pattern in the text as published, by a linear-time engine (RE2)."""

    pattern: str


class EventTest(Struct, frozen=True):
    """Ask something of the event that the rule speaks of."""

    field: EventField
    values: frozenset[str] | None
    """None for `any`: whatever it is, as long as the text says it."""


class All(Struct, frozen=True):
    """Ask for every part."""

    parts: tuple[Node, ...]


class AnyOf(Struct, frozen=True):
    """Ask for one part at least."""

    parts: tuple[Node, ...]


class NoneOf(Struct, frozen=True):
    """Ask that no part is there."""

    parts: tuple[Node, ...]


class In(Struct, frozen=True):
    """Look for the words of a part in some fields only."""

    fields: tuple[str, ...]
    part: Node


Node = Words | Near | Regex | EventTest | All | AnyOf | NoneOf | In
