"""Compile a rulebook once: number every term, and note for each rule what must be there for it to match at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

from msgspec import Struct, field

from monitor.rules.meaning import flat
from monitor.rules.rulebook import Rule
from monitor.rules.tree import TEXT_FIELDS, All, AnyOf, EventTest, In, Near, Node, NoneOf, Regex, Words

EventKey = tuple[str | None, str | None, str | None, str | None]
"""(treaty, action, status, actor) as an event has them; None stands for whatever it is."""
Key = Words | Regex | EventKey
"""Something that an entry has or has not: a term, a pattern, an event of some kind."""

_ORDER = ("treaty", "action", "status", "actor")
_MOST_KEYS = 64


class Plan(Struct):
    """Hold what the matcher asks of each entry, and which rules each answer wakes."""

    rules: list[Rule] = field(default_factory=list)
    asks: list[bool] = field(default_factory=list)
    """For each rule, whether it asks for an event or a treaty (outside `none`)."""
    plain: list[bool] = field(default_factory=list)
    """For each rule, whether it is met by any one of its words."""
    patterns: list[str] = field(default_factory=list)
    """Folded texts for the automaton, each once."""
    terms: list[tuple[Words, ...]] = field(default_factory=list)
    """The terms that each pattern may meet (whole, as a prefix, exactly)."""
    regexes: list[Regex] = field(default_factory=list)
    """Patterns that wake a rule, to be tried on every entry."""
    fields: tuple[str, ...] = TEXT_FIELDS
    """The fields that any rule looks at."""
    wakes: dict[Key, tuple[int, ...]] = field(default_factory=dict)
    """The numbers of the rules that may match once the key is there."""


def plan(rules: Iterable[Rule]) -> Plan:
    """Compile the enabled rules."""
    made = Plan(rules=[rule for rule in rules if rule.enabled])
    made.asks = [_asks(rule.match) for rule in made.rules]
    made.plain = [_plain(rule.match) for rule in made.rules]
    used: Counter[Key] = Counter()
    by_text: dict[str, dict[Words, None]] = {}
    fields = dict.fromkeys(TEXT_FIELDS)
    for rule in made.rules:
        for node in leaves(rule.match):
            if isinstance(node, Words):
                used[node] += 1
                by_text.setdefault(flat(node.text) if node.kind == "exact" else node.text, {})[node] = None
            elif isinstance(node, In):
                fields |= dict.fromkeys(node.fields)
    made.patterns = list(by_text)
    made.terms = [tuple(words) for words in by_text.values()]
    made.fields = tuple(fields)
    wakes: dict[Key, list[int]] = {}
    for number, rule in enumerate(made.rules):
        for key in _needs(rule.match, used) or ():
            wakes.setdefault(key, []).append(number)
    made.wakes = {key: tuple(numbers) for key, numbers in wakes.items()}
    made.regexes = [key for key in made.wakes if isinstance(key, Regex)]
    return made


def _asks(node: Node) -> bool:
    match node:
        case All(parts) | AnyOf(parts):
            return any(map(_asks, parts))
        case In(_, part):
            return _asks(part)
        case _:
            return isinstance(node, EventTest)


def _plain(node: Node) -> bool:
    return isinstance(node, AnyOf) and all(isinstance(part, Words) for part in node.parts)


def leaves(node: Node) -> Iterator[Node]:
    """Yield every operator of a tree that asks something, and every `in`."""
    match node:
        case All(parts) | AnyOf(parts) | NoneOf(parts):
            for part in parts:
                yield from leaves(part)
        case In(_, part):
            yield node
            yield from leaves(part)
        case Near(terms):
            for words in terms:
                yield from words
        case _:
            yield node


def _needs(node: Node, used: Counter[Key]) -> frozenset[Key] | None:
    """Return keys of which one at least is there whenever the tree is met; None where none can be named.

    Of the parts of an `all`, the rarest keys are enough: those that the fewest rules share.
    """
    match node:
        case Words() | Regex():
            return frozenset((node,))
        case EventTest():
            return _event_keys([node])
        case Near(terms):
            return _rarest([frozenset(words) for words in terms], used)
        case In(_, part):
            return _needs(part, used)
        case AnyOf(parts):
            needs = [_needs(part, used) for part in parts]
            return None if None in needs else frozenset(key for need in needs if need for key in need)
        case All(parts):
            events = [part for part in parts if isinstance(part, EventTest)]
            others = [_needs(part, used) for part in parts if not isinstance(part, EventTest)]
            return _rarest([*others, _event_keys(events)] if events else others, used)
        case _:
            return None


def _rarest(needs: list[frozenset[Key] | None], used: Counter[Key]) -> frozenset[Key] | None:
    known = [need for need in needs if need is not None]
    return min(known, key=lambda need: sum(_cost(key, used) for key in need), default=None)


def _cost(key: Key, used: Counter[Key]) -> float:
    """Weigh how often a key wakes a rule in vain; events are rare in the news, patterns cost a scan."""
    if isinstance(key, Words):
        return used[key] + (1 if len(key.text) > 3 else 10)
    return 50.0 if isinstance(key, Regex) else 0.5


def _event_keys(tests: list[EventTest]) -> frozenset[Key]:
    """Return the kinds of event that may meet all tests; a test with too many values is left to the evaluation."""
    values: dict[str, frozenset[str] | None] = dict.fromkeys(_ORDER)
    values |= {test.field: test.values for test in tests if test.values}
    sizes = sorted((len(known), name) for name, known in values.items() if known)
    number = 1
    for size, name in sizes:
        number *= size
        if number > _MOST_KEYS and number > size:
            values[name] = None
    wanted: list[tuple[str | None, ...]] = [tuple(known) if known else (None,) for known in values.values()]
    return frozenset((a, b, c, d) for a, b, c, d in product(*wanted))


def event_keys(
    treaty: str | None, action: str | None, status: str | None, actor: str | None
) -> Iterator[EventKey]:
    """Yield every kind that an event belongs to."""
    yield from product(*({value, None} for value in (treaty, action, status, actor)))
