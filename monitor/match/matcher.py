"""Find the rules that an entry meets: every term of every rule in one pass over each field.

The terms of all rules are looked for at once (`finder.py`); only rules that have their rarest term, pattern or kind
of event in the entry are evaluated, so the cost of an entry hardly depends on how many rules there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from operator import itemgetter
from typing import Any

import re2
from msgspec import Struct

from monitor.match.evaluate import NOTHING, Evidence, FieldSpan, Met, Subject, evaluate, reasons
from monitor.match.finder import FEW, Finder
from monitor.match.plan import Key, Plan, event_keys, plan
from monitor.match.text import FieldText
from monitor.match.why import HISTORY, lacking
from monitor.match.words import ends, word_end
from monitor.model import Entry, Feed, Match, Mention, Reading
from monitor.rules.regex import compile_regex, options
from monitor.rules.rulebook import Rule, Rulebook
from monitor.rules.tree import Node, Regex, Words

LONGEST = 200_000
"""Characters of one field that are looked at: parsers cut far earlier, and a hostile text stays cheap."""


class Miss(Struct, frozen=True, kw_only=True):
    """Say what an entry lacked to meet a rule, in plain words."""

    rule: str
    lacks: tuple[str, ...]
    but_for: bool = False
    """Its tree is met: only history, an expiry, a feed or a language stands against it."""


class Matcher:
    """Match entries against the rules of one rulebook; compiled once, used for every entry."""

    def __init__(self, rulebook: Rulebook, *, few: int = FEW) -> None:
        """Compile the rules; more than `few` terms are looked up by their words (`finder.py`)."""
        self._plan: Plan = plan(rulebook.rules)
        prefixes = [any(term.kind == "prefix" for term in terms) for terms in self._plan.terms]
        self._finder = Finder(self._plan.patterns, prefixes, few)
        self._regex = cache(lambda regex: compile_regex(regex.pattern))
        self._screen = _screen(self._plan.regexes)
        self._feeds = rulebook.feeds

    def match(self, entry: Entry, reading: Reading, feed: Feed | None, now: datetime) -> tuple[Match, ...]:
        """Return the rules that this entry meets, in the order of the rulebook, each with its reasons.

        `reading` is what `read` found in the entry; `now` (aware) decides which rules have expired.
        """
        evidence, feeds = self._evidence(entry, reading), self._brought(entry, feed)
        found = []
        for number, key in self._woken(evidence):
            rule = self._plan.rules[number]
            if _outside(rule, entry, reading, feeds, now):
                continue
            # the one word that woke a rule of any words is all that there is of it
            tree = key if isinstance(key, Words) and self._plan.plain[number] else rule.match
            match = _judge(rule, tree, evidence, asks=self._plan.asks[number])
            if match is not None:
                found.append(match)
        return tuple(found)

    def misses(self, entry: Entry, reading: Reading, feed: Feed | None, now: datetime) -> tuple[Miss, ...]:
        """Return the rules that came near and did not match, the nearest first, with what they lack.

        For people who ask why; tries every rule, so it costs more than `match`.
        """
        evidence, feeds = self._evidence(entry, reading), self._brought(entry, feed)
        history = [Subject(event.treaty, event) for event in reading.events if event.background]
        found: list[tuple[int, Miss]] = []
        for number, rule in enumerate(self._plan.rules):
            asks = self._plan.asks[number]
            outside = _outside(rule, entry, reading, feeds, now)
            if _judge(rule, rule.match, evidence, asks=asks) is not None:
                if outside:
                    found.append((99, Miss(rule=rule.id, lacks=(outside,), but_for=True)))
                continue
            if asks and any(evaluate(rule.match, evidence, subject) is not None for subject in history):
                found.append((98, Miss(rule=rule.id, lacks=(outside or HISTORY,), but_for=True)))
                continue
            subjects = (*evidence.subjects, NOTHING) if asks else (NOTHING,)
            tried = [lacking(rule.match, evidence, subject) for subject in subjects]
            met, lacks = max(tried, key=lambda one: (one[0], -len(one[1])))
            if met:
                found.append((met - len(lacks), Miss(rule=rule.id, lacks=tuple(lacks))))
        return tuple(miss for _, miss in sorted(found, key=lambda pair: -pair[0]))

    def _brought(self, entry: Entry, feed: Feed | None) -> tuple[Feed, ...]:
        """Return the feeds that brought an entry, the first one first; none where that is not known."""
        more = (self._feeds[carrier] for carrier in entry.carriers if carrier in self._feeds)
        return (feed, *more) if feed else ()

    def _evidence(self, entry: Entry, reading: Reading) -> Evidence:
        mentions: dict[str, Mention] = {}
        for mention in reading.mentions:
            mentions.setdefault(mention.treaty, mention)
        texts = [FieldText(name, text) for name in self._plan.fields if (text := _field(entry, name))]
        return Evidence(
            texts=texts,
            hits=self._hits(texts),
            subjects=[*_events(entry, reading), *map(Subject, mentions)],
            regex=self._regex,
            mentions=mentions,
        )

    def _hits(self, texts: Sequence[FieldText]) -> dict[Words, list[FieldSpan]]:
        """Return where each term stands as whole words."""
        hits: dict[Words, list[FieldSpan]] = {}
        terms = self._plan.terms
        for number, text in enumerate(texts):
            flat = text.flat
            for pattern, start, end in self._finder.places(flat):
                whole = ends(flat, end)
                for term in terms[pattern]:
                    if whole:
                        hits.setdefault(term, []).append((number, start, end))
                    elif term.kind == "prefix":
                        hits.setdefault(term, []).append((number, start, word_end(flat, end)))
        for found in hits.values():
            if len(found) > 1:
                found.sort()
        return hits

    def _woken(self, evidence: Evidence) -> list[tuple[int, Key | None]]:
        """Return the numbers of the rules that may match, in order, each with the key that woke it if it was one."""
        wakes = self._plan.wakes
        keys: list[Key] = list(evidence.hits)
        for subject in evidence.subjects:
            values = (subject.value(name) for name in ("treaty", "action", "status", "actor"))
            keys.extend(event_keys(*values))
        if self._screen is not None:
            found = {index for text in evidence.texts for index in self._screen.Match(text.source) or ()}
            keys.extend(self._plan.regexes[index] for index in found)
        woken: dict[int, Key | None] = {}
        for key in keys:
            for number in wakes.get(key, ()):
                woken[number] = None if number in woken else key
        return sorted(woken.items(), key=_number)


_number = itemgetter(0)


def _screen(regexes: Sequence[Regex]) -> Any:
    """Compile the patterns into one set that is tried in one pass; None for none."""
    if not regexes:
        return None
    settings = options()
    settings.max_mem = 64 << 20
    screen = re2.Set.SearchSet(settings)  # type: ignore[no-untyped-call]
    for regex in regexes:
        screen.Add(regex.pattern)
    screen.Compile()
    return screen


def _field(entry: Entry, name: str) -> str:
    # no phrase reaches from one category into the next
    text = " ; ".join(entry.categories) if name == "category" else getattr(entry, name) or ""
    text = text[:LONGEST]
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character: from the command line, never from a parser
        text = text.encode("utf-8", "replace").decode()
    return text


def _events(entry: Entry, reading: Reading) -> list[Subject]:
    """Return the events that count as news."""
    events = [event for event in reading.events if not event.background]
    if entry.official is not None and entry.official not in events:
        events.insert(0, entry.official)
    return [Subject(event.treaty, event) for event in events]


def _outside(rule: Rule, entry: Entry, reading: Reading, feeds: Sequence[Feed], now: datetime) -> str | None:
    """Say why a rule does not look at this entry, or None where it does; what is not known does not exclude."""
    if rule.expires is not None and now.astimezone(UTC).date() > rule.expires:
        return f"it expired on {rule.expires}"
    language = reading.language or entry.language or (feeds[0].language if feeds else None)
    if rule.languages and language is not None and language not in rule.languages:
        return f"it is for {', '.join(rule.languages)} only, and the item is {language}"
    if feeds and not any(map(rule.looks_at, feeds)):
        names = " and ".join(feed.id for feed in feeds)
        return f"it is for the feeds {', '.join(rule.feeds)} only, and the item is from {names}"
    return None


def _judge(rule: Rule, tree: Node, evidence: Evidence, *, asks: bool) -> Match | None:
    """Try a rule's tree on each event and mention; the events that it holds for are in the match.

    A rule that `asks` for no event speaks of none: its words, and its `none`, are about the whole item.
    """
    best: tuple[bool, Met, Subject] | None = None
    events = []
    for subject in (*evidence.subjects, NOTHING) if asks else (NOTHING,):
        met = evaluate(tree, evidence, subject)
        if met is None:
            continue
        about = any(where is None for _, where in met)  # an event or a treaty, not words alone
        if best is None or (about and not best[0]):
            best = (about, met, subject)
        if about and subject.event is not None:
            events.append(subject.event)
    if best is None:
        return None
    about, met, subject = best
    return Match(
        rule=rule.id,
        level=rule.level,
        treaty=subject.treaty if about else None,
        because=reasons(met, evidence, subject),
        events=tuple(dict.fromkeys(events)),
    )
