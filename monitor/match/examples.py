"""Try the examples that rules carry, with the reader and the matcher that real items meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from monitor.match.matcher import Matcher, Miss
from monitor.model import Entry, Match, Reading
from monitor.read import Reader
from monitor.rules.problem import Problem, short
from monitor.rules.rulebook import Example, Rule, Rulebook


def try_examples(rulebook: Rulebook, now: datetime) -> list[Problem]:
    """Return a problem, at the example's place, for each example that does not do what its rule says.

    Disabled and expired rules are tried too: they may come back.
    """
    rules = tuple(replace(rule, enabled=True, expires=None) for rule in rulebook.rules)
    reader = Reader(rulebook.treaties)
    problems: list[Problem] = []
    for rule in rules:
        matcher = Matcher(replace(rulebook, rules=(rule,)))  # of all rules, each example would wake thousands
        for wanted, examples in ((True, rule.match_examples), (False, rule.no_match_examples)):
            for example in examples:
                entry = as_entry(example)
                reading = reader.read(entry)
                found = {match.rule: match for match in matcher.match(entry, reading, None, now)}
                if (rule.id in found) != wanted:
                    if rule.id in found:
                        said = _unwanted(rule, example, found[rule.id])
                    else:
                        said = _missing(rule, example, reading, matcher.misses(entry, reading, None, now))
                    problems.append(Problem(rule.file, example.line, example.column, said))
    return problems


def as_entry(example: Example) -> Entry:
    """Return the item that an example stands for."""
    return Entry(
        id="0" * 32,
        feed="example",
        title=example.title,
        summary=example.summary,
        content=example.content,
        url=example.url,
        language=example.language,
    )


def _missing(rule: Rule, example: Example, reading: Reading, misses: Sequence[Miss]) -> str:
    events = [
        f"{event.actor or 'someone'} {event.action} {event.status} ({event.treaty})"
        for event in reading.events
    ]
    read = ", ".join(events) or "no event"
    lacks = "".join(f": {', '.join(miss.lacks)}" for miss in misses)
    return f'`{rule.id}` must match "{short(example.title)}" and does not{lacks}; read: {read}'


def _unwanted(rule: Rule, example: Example, match: Match) -> str:
    because = ", ".join(f"{reason.operator} `{short(reason.words)}`" for reason in match.because)
    return f'`{rule.id}` must not match "{short(example.title)}" and does, by {because}'
