"""Say in plain words what a rule asks for, and what an entry lacks to meet it."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.match.evaluate import Evidence, Subject, evaluate
from monitor.rules.tree import TEXT_FIELDS, All, AnyOf, EventTest, In, Near, Node, NoneOf, Regex, Words

_SHOWN = 4
NO_ACT = "no act was read as news"
HISTORY = "the act that it asks for is told as history, not as news"


def describe(node: Node) -> str:
    """Return what a tree asks for, in a few words."""
    match node:
        case Words(kind, text):
            return f"`{text}*`" if kind == "prefix" else f"`{text}`"
        case Near(terms, within, ordered):
            words = ", ".join("/".join(map(describe, term)) for term in terms)
            return f"{words} within {within} words" + (" in this order" if ordered else "")
        case Regex(pattern):
            return f"the pattern {pattern}"
        case EventTest(name, values):
            return f"{name} {' or '.join(_some(sorted(values))) if values else 'of any kind'}"
        case All(parts):
            return " and ".join(map(describe, parts))
        case AnyOf(parts):
            return "one of " + ", ".join(_some([describe(part) for part in parts]))
        case NoneOf(parts):
            return "none of " + ", ".join(_some([describe(part) for part in parts]))
        case In(fields, part):
            return f"{describe(part)} in the {' or '.join(fields)}"


def _some(words: list[str]) -> list[str]:
    return words if len(words) <= _SHOWN else [*words[:_SHOWN], f"{len(words) - _SHOWN} more"]


def lacking(
    node: Node, evidence: Evidence, subject: Subject, fields: Sequence[str] = TEXT_FIELDS
) -> tuple[int, list[str]]:
    """Return how many parts of a tree are met, and a description of each that is not."""
    match node:
        case All(parts):
            met, lacks = 0, []
            for part in parts:
                more, missing = lacking(part, evidence, subject, fields)
                met += more
                lacks += missing
            return met, lacks
        case In(names, part):
            return lacking(part, evidence, subject, names)
        case NoneOf():
            excluded = evaluate(node, evidence, subject, fields) is None
            return (0, [f"the item has what it excludes ({describe(node)})"]) if excluded else (0, [])
        case EventTest(name, _):
            if evaluate(node, evidence, subject, fields) is not None:
                return 1, []
            value = subject.value(name)
            none = NO_ACT if subject.event is None and name != "treaty" else "none was read"
            return 0, [f"{describe(node)} is asked for, and {f'{value} was read' if value else none}"]
        case _:
            if evaluate(node, evidence, subject, fields) is not None:
                return 1, []
            asked = node if fields is TEXT_FIELDS else In(tuple(fields), node)
            return 0, [f"{describe(asked)} is asked for"]
