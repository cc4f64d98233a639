"""Match in the plainest way: every rule, every term, every event, one after the other.

Slow and simple on purpose: it shares with the product the tree, the folding (tested on its own) and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise, product
from typing import Any

import re2

from monitor.folding import fold
from monitor.model import Entry, Feed, Match, Reading, Reason
from monitor.rules import Rule, Rulebook
from monitor.rules.tree import All, AnyOf, EventTest, In, Near, NoneOf, Regex, Words

TEXT = ("title", "summary", "content")
SPACELESS = ("CJK ", "HIRAGANA ", "KATAKANA", "HANGUL ", "THAI ", "LAO ", "KHMER ", "MYANMAR ", "BOPOMOFO ")


def match_all(
    rulebook: Rulebook, entry: Entry, reading: Reading, feed: Feed | None, now: datetime
) -> tuple[Match, ...]:
    """Return what the matcher must return."""
    found = (_match(rule, entry, reading, feed, now) for rule in rulebook.rules)
    return tuple(match for match in found if match is not None)


def _match(rule: Rule, entry: Entry, reading: Reading, feed: Feed | None, now: datetime) -> Match | None:
    language = reading.language or entry.language or (feed.language if feed else None)
    if not rule.enabled or (rule.expires and now.date() > rule.expires):
        return None
    if rule.languages and language and language not in rule.languages:
        return None
    names = {feed.id, *(f"tag:{tag}" for tag in feed.tags)} if feed else set()
    if feed and rule.feeds and not names & set(rule.feeds):
        return None
    subjects: list[Any] = [event for event in reading.events if not event.background]
    subjects += {mention.treaty: mention for mention in reversed(reading.mentions)}.values().__reversed__()
    asks = _asks(rule.match)
    tried = []
    for subject in [*subjects, None] if asks else [None]:
        met = _met(rule.match, entry, subject, subjects, TEXT)
        if met is not None:
            tried.append((subject, met))
    about = [(subject, met) for subject, met in tried if any(isinstance(node, EventTest) for node, _ in met)]
    if not tried:
        return None
    subject, met = (about or tried)[0]
    return Match(
        rule=rule.id,
        level=rule.level,
        treaty=subject.treaty if about else None,
        because=tuple(dict.fromkeys(_reason(node, where, entry, reading, subject) for node, where in met)),
        events=tuple(dict.fromkeys(subject for subject, _ in about if hasattr(subject, "action"))),
    )


def _asks(node: Any) -> bool:
    if isinstance(node, (All, AnyOf)):
        return any(_asks(part) for part in node.parts)
    if isinstance(node, In):
        return _asks(node.part)
    return isinstance(node, EventTest)


def _met(node: Any, entry: Entry, subject: Any, subjects: list[Any], fields: Any) -> list[Any] | None:
    if isinstance(node, Words):
        places = [(name, *span) for name in fields for span in occurrences(node, _text(entry, name))]
        return [(node, places[0])] if places else None
    if isinstance(node, (All, AnyOf)):
        parts = [_met(part, entry, subject, subjects, fields) for part in node.parts]
        good = [part for part in parts if part is not None]
        enough = len(good) == len(parts) if isinstance(node, All) else bool(good)
        return [pair for part in good for pair in part] if enough else None
    if isinstance(node, NoneOf):
        for part in node.parts:
            own = hasattr(subject, "action") and "treaty" not in repr(part)
            asked = [subject] if own else (subjects or [None])
            if any(_met(part, entry, other, subjects, fields) is not None for other in asked):
                return None
        return []
    if isinstance(node, In):
        return _met(node.part, entry, subject, subjects, node.fields)
    if isinstance(node, EventTest):
        value = getattr(subject, node.field, None)
        good = value is not None and (node.values is None or str(value) in node.values)
        return [(node, None)] if good else None
    if isinstance(node, Near):
        for name in fields:
            span = near(node, _text(entry, name))
            if span is not None:
                return [(node, (name, *span))]
        return None
    for name in fields:
        found = re2.search(node.pattern, _text(entry, name))
        if found:
            return [(node, (name, *found.span()))]
    return None


def occurrences(node: Words, text: str) -> Iterator[tuple[int, int]]:
    """Yield each place (in the text as published) of a term, the earliest and shortest first."""
    folded = fold(text).text
    origins = fold(text).origins
    words = [word for word in re.split(r"[\s-]+", fold(node.text).text) if word]
    pattern = re.compile("(?=(" + r"[\s-]+".join(map(re.escape, words)) + "))")
    for found in pattern.finditer(folded):
        start, end = found.span(1)
        if not _edge(folded, start):
            continue
        if node.kind == "prefix":
            while not _edge(folded, end):
                end += 1
        if not _edge(folded, end):
            continue
        first, last = origins[start], origins[end - 1] + 1
        following = origins[end] if end < len(origins) else len(text)
        while last < following and unicodedata.category(text[last]) != "Cf":
            last += 1
        if node.kind != "exact" or _visible(text[first:last]) == _visible(node.text):
            yield first, last


def _visible(text: str) -> str:
    return unicodedata.normalize(
        "NFC", " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())
    )


def _edge(text: str, at: int) -> bool:
    if at in (0, len(text)):
        return True
    left, right = text[at - 1], text[at]
    if not all(unicodedata.category(c)[0] in "LNM" or c == "_" for c in (left, right)):
        return True
    if unicodedata.category(right)[0] == "M":
        return False
    return any(unicodedata.name(c, "").startswith(SPACELESS) for c in (left, right))


def tokens(text: str) -> list[tuple[int, int]]:
    """Return the places of the words that `near` counts, in the folded text."""
    folded = fold(text).text
    found: list[tuple[int, int]] = []
    for at, char in enumerate(folded):
        if unicodedata.category(char)[0] not in "LNM" and char != "_":
            continue
        spaceless = unicodedata.name(char, "").startswith(SPACELESS)
        joined = found and found[-1][1] == at and not spaceless and not _spaceless(folded[at - 1])
        if joined:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _spaceless(char: str) -> bool:
    return unicodedata.name(char, "").startswith(SPACELESS)


def near(node: Near, text: str) -> tuple[int, int] | None:
    """Try every combination of occurrences.

    Of those that are close enough, the one whose last word begins first counts, then the tightest; the others
    follow the rule of the product: each term's occurrence that ends last, of these the one that begins last.
    """
    origins = fold(text).origins
    starts = [origins[start] for start, _ in tokens(text)]
    spots = []
    for term in node.terms:
        places = {place for words in term for place in occurrences(words, text)}
        spots.append(
            sorted(
                (
                    max(sum(s <= start for s in starts) - 1, 0),
                    max(sum(s < end for s in starts) - 1, sum(s <= start for s in starts) - 1, 0),
                    start,
                    end,
                )
                for start, end in places
            )
        )
    best: tuple[Any, tuple[int, int]] | None = None
    for chosen in product(*spots):
        if node.ordered:
            if any(one[1] >= other[0] for one, other in pairwise(chosen)):
                continue
            distance, span = chosen[-1][0] - chosen[0][1], (chosen[0][2], chosen[-1][3])
            key: Any = (chosen[-1], -chosen[0][1], -chosen[0][0])
        else:
            distance = max(spot[0] for spot in chosen) - min(spot[1] for spot in chosen)
            span = (min(spot[2] for spot in chosen), max(spot[3] for spot in chosen))
            last = max((spot, index) for index, spot in enumerate(chosen))
            key = (last, tuple((-spot[1], tuple(-n for n in spot)) for spot in chosen))
        if distance <= node.within and (best is None or key < best[0]):
            best = (key, span)
    return best[1] if best else None


def _text(entry: Entry, name: str) -> str:
    return " ; ".join(entry.categories) if name == "category" else getattr(entry, name) or ""


def _reason(node: Any, where: Any, entry: Entry, reading: Reading, subject: Any) -> Reason:
    if isinstance(node, EventTest):
        if node.field == "treaty":
            for mention in reading.mentions:
                if mention.treaty == subject.treaty:
                    return Reason(operator="treaty", words=mention.words, field=mention.field)
        return Reason(operator=node.field, words=str(getattr(subject, node.field)))
    name, start, end = where
    operator = node.kind if isinstance(node, Words) else "near" if isinstance(node, Near) else "regex"
    assert isinstance(node, (Words, Near, Regex))
    return Reason(operator=operator, words=_text(entry, name)[start:end], field=name)
