"""Evaluate one rule's tree on one entry, and say by which words and which event it was met."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from monitor.match.near import Spot, closest
from monitor.match.plan import leaves
from monitor.match.text import FieldText
from monitor.model import Event, Mention, Reason
from monitor.rules.tree import TEXT_FIELDS, All, AnyOf, EventTest, In, Near, Node, NoneOf, Regex, Words

FieldSpan = tuple[int, int, int]
"""(number of the field, start, end) in the field's flat text."""


class Subject(Struct, frozen=True):
    """Hold what a rule may speak of: an event, or a treaty that is only mentioned, or nothing of the kind."""

    treaty: str | None = None
    event: Event | None = None

    def value(self, name: str) -> str | None:
        """Return what an event operator compares."""
        if name == "treaty":
            return self.treaty
        value = getattr(self.event, name) if self.event else None
        return None if value is None else str(value)


NOTHING = Subject()


class Evidence(Struct):
    """Hold what was found in one entry."""

    texts: Sequence[FieldText]
    hits: Mapping[Words, list[FieldSpan]]
    subjects: Sequence[Subject]
    regex: Callable[[Regex], Any]
    """Return the compiled pattern."""
    mentions: Mapping[str, Mention] = field(default_factory=dict)
    """The first mention of each treaty."""


Met = list[tuple[Node, Any]]
"""Operators that were met, each with where: a FieldSpan, (field, start, end) in the original, or None."""


def evaluate(
    node: Node, evidence: Evidence, subject: Subject, fields: Sequence[str] = TEXT_FIELDS
) -> Met | None:
    """Return the operators that met the tree, or None where it is not met."""
    match node:
        case Words():
            hit = _first(node, evidence, fields)
            return None if hit is None else [(node, hit)]
        case AnyOf(parts):
            return _any(parts, evidence, subject, fields)
        case All(parts):
            met: Met = []
            for part in parts:
                found = evaluate(part, evidence, subject, fields)
                if found is None:
                    return None
                met += found
            return met
        case NoneOf(parts):
            return None if any(_excluded(part, evidence, subject, fields) for part in parts) else []
        case In(names, part):
            return evaluate(part, evidence, subject, names)
        case EventTest(name, values):
            value = subject.value(name)
            return [(node, None)] if value is not None and (values is None or value in values) else None
        case Near():
            return _near(node, evidence, fields)
        case Regex():
            return _regex(node, evidence, fields)


def _first(node: Words, evidence: Evidence, fields: Sequence[str]) -> FieldSpan | None:
    """Return the first place of a term in the fields that count."""
    for hit in evidence.hits.get(node, ()):
        text = evidence.texts[hit[0]]
        if text.name in fields and (node.kind != "exact" or _exact(node, text, hit)):
            return hit
    return None


def _exact(node: Words, text: FieldText, hit: FieldSpan) -> bool:
    start, end = text.original(hit[1], hit[2])
    return as_published(text.source[start:end]) == as_published(node.text)


def as_published(text: str) -> str:
    """Return a text with single spaces, composed letters and no invisible characters: what `exact` compares."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def _any(parts: Sequence[Node], evidence: Evidence, subject: Subject, fields: Sequence[str]) -> Met | None:
    """Return every part that is met, so that the reason names all words that were found."""
    met: Met = []
    found = False
    hits = evidence.hits
    for part in parts:
        if isinstance(part, Words) and part not in hits:
            continue
        one = evaluate(part, evidence, subject, fields)
        if one is not None:
            found = True
            met += one
    return met if found else None


def _excluded(part: Node, evidence: Evidence, subject: Subject, fields: Sequence[str]) -> bool:
    """Say whether a part of `none` is there.

    It is asked of the event that the rule speaks of; of every event and mention where it names a treaty, or where
    the rule speaks of no event.
    """
    if subject.event is not None and not _names_treaty(part):
        return evaluate(part, evidence, subject, fields) is not None
    subjects = evidence.subjects or (NOTHING,)
    return any(evaluate(part, evidence, other, fields) is not None for other in subjects)


def _names_treaty(node: Node) -> bool:
    return any(isinstance(one, EventTest) and one.field == "treaty" for one in leaves(node))


def _near(node: Near, evidence: Evidence, fields: Sequence[str]) -> Met | None:
    for number, text in enumerate(evidence.texts):
        if text.name not in fields:
            continue
        terms = []
        for words in node.terms:
            hits = {
                hit
                for word in words
                for hit in evidence.hits.get(word, ())
                if hit[0] == number and (word.kind != "exact" or _exact(word, text, hit))
            }
            if not hits:
                break
            terms.append([Spot(*text.words(start, end), start, end) for _, start, end in hits])
        else:
            stretch = closest(terms, node.within, ordered=node.ordered)
            if stretch is not None:
                return [(node, (number, *stretch))]
    return None


def _regex(node: Regex, evidence: Evidence, fields: Sequence[str]) -> Met | None:
    pattern = evidence.regex(node)
    for number, text in enumerate(evidence.texts):
        if text.name in fields and (found := pattern.search(text.source)) is not None:
            return [(node, (number, *found.span()))]
    return None


def reasons(met: Met, evidence: Evidence, subject: Subject) -> tuple[Reason, ...]:
    """Say in the words of the text as published what met the rule, each thing once."""
    return tuple(dict.fromkeys(_reason(node, where, evidence, subject) for node, where in met))


def _reason(node: Node, where: Any, evidence: Evidence, subject: Subject) -> Reason:
    if isinstance(node, EventTest):
        return _event_reason(node, evidence, subject)
    number, start, end = where
    text = evidence.texts[number]
    if not isinstance(node, Regex):
        start, end = text.original(start, end)
    operator = node.kind if isinstance(node, Words) else "near" if isinstance(node, Near) else "regex"
    return Reason(operator=operator, words=text.source[start:end], field=text.name)


def _event_reason(node: EventTest, evidence: Evidence, subject: Subject) -> Reason:
    """Quote the treaty's name where the text has it; other values are what the reader made of the text."""
    mention = evidence.mentions.get(subject.treaty or "")
    if node.field == "treaty" and mention is not None:
        return Reason(operator="treaty", words=mention.words, field=mention.field)
    return Reason(operator=node.field, words=subject.value(node.field) or "")
