"""Classify items of one input: what `treatywatch classify` prints, with nothing stored.

Stories are kept in memory only, so that lines of one input that are about one happening share a key.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from monitor import actors, story
from monitor.decide import audience, denial
from monitor.decide.alerts import LEVELS
from monitor.match import Matcher
from monitor.model import CONSENT, Action, Entry, Event, Match, Reading, Status
from monitor.read import Reader
from monitor.story import Joined, Reach, Story

HEAD = 200
"""Characters of a text that stand for a title where an item has none."""


class Classifier(Struct):
    """Read, match and join items by one set of rules."""

    reader: Reader
    matcher: Matcher
    now: datetime
    """Taken for items without a date."""
    stories: dict[str, Story] = field(default_factory=dict)
    sizes: Counter[str] = field(default_factory=Counter)
    """How many items joined each story."""
    told: dict[str, tuple[Reach, str, datetime]] = field(default_factory=dict)
    """How far each story was told, as which key, and when."""

    stumbled: list[str] = field(default_factory=list)
    """The ids of items over which the reader or a rule stumbled by a bug; their lines tell nothing."""

    def lines(self, items: Iterable[tuple[Any, Entry]]) -> Iterator[str]:
        """Return one line of JSON for each (id as given, entry), in order.

        Stories are told in the order of the items' dates, whatever the order of the lines; items without a date
        come last and join what there is.
        """
        read = [(key, entry, *self._soundly(key, entry)) for key, entry in items]
        order = sorted(
            range(len(read)), key=lambda n: (read[n][1].published is None, read[n][1].published or self.now)
        )
        stories: dict[int, str | None] = {}
        for n in order:
            _, entry, reading, matches = read[n]
            stories[n] = self._story(entry, matches)
            self._deny(entry, reading)
        for n, (key, _, reading, matches) in enumerate(read):
            yield _line(key, reading, matches, stories[n])

    def _soundly(self, key: Any, entry: Entry) -> tuple[Reading, tuple[Match, ...]]:
        """Read and match an item; a bug that one meets costs no other its line."""
        try:
            return self._read(entry)
        except Exception:
            self.stumbled.append(str(key))
            return Reading(), ()

    def _read(self, entry: Entry) -> tuple[Reading, tuple[Match, ...]]:
        reading = self.reader.read(entry)
        return reading, self.matcher.match(entry, reading, None, self.now)

    def _story(self, entry: Entry, matches: Sequence[Match]) -> str | None:
        """Return the key of the happening that an item is mainly about, or None where no rule matched."""
        now = entry.published or self.now
        head = entry.title or entry.summary[:HEAD]
        recent = self._recent if entry.published else self._ever
        written = entry.published or story.LONG_AGO
        joined: Sequence[Joined] = [
            item
            for event in _happenings(matches, head)
            if (item := story.join(event, now, self.stories.get, recent, written)) is not None
        ]
        if not joined and matches:
            joined = [story.join_text(entry, matches[0], now, recent)]
        joined = story.foremost(joined)
        for item in story.without_totals(joined, head):
            self.stories[item.story.key] = item.story
        if not joined:
            return None
        main = _main(matches)
        own = [item for item in joined if main and item.story.treaty == main.treaty]
        lead = story.main(own or joined, head)
        members = _members(matches, lead) if lead.story.key not in self.told else ()
        key = self._told_by(lead, [item for item in own or joined if story.together(item, lead)], now)
        for member in members:
            self.told.setdefault(member, (lead.place, key, now))
        self.sizes[lead.story.key] += 1
        return key

    def _deny(self, entry: Entry, reading: Reading) -> None:
        """Remember which acts that were told as done an item denies: what is reported later is another."""
        if entry.published:
            for item in denial.denied(reading, entry.published, self.stories.get):
                self.stories[item.story.key] = replace(item.story, denied=entry.published)

    def _told_by(self, lead: Joined, beside: Sequence[Joined], now: datetime) -> str:
        """Return the key of the item by which a step was told first, so that what two did together is one.

        The worker tells `Peru signs, as does Chile` no more after `Chile and Peru sign`, and a further step by another
        message, which later coverage of any step joins.
        """
        own = lead.story.key
        furthest, key, when = self.told.get(own, (lead.place, own, now))
        if lead.place > furthest:
            key = f"{own}={lead.step}" + f"+{lead.turns}" * bool(lead.turns)
        elif now - when > story.OPEN_FOR and not key.startswith(own):
            key = own
        few = len(beside) <= story.FEW or lead.story.family == "consent"
        for item in (lead, *(beside if few else ())):
            known = self.told.get(item.story.key)
            if known is None or item.place > known[0]:
                self.told[item.story.key] = item.place, key, now
        return key

    def _recent(self, treaty: str, family: str, since: datetime) -> Sequence[Story]:
        """Return stories that had news since then, the latest first."""
        found = [known for known in self._ever(treaty, family, since) if known.updated >= since]
        return sorted(found, key=lambda known: known.updated, reverse=True)

    def _ever(self, treaty: str, family: str, _: datetime) -> Sequence[Story]:
        """Return stories of any time, that of most items first."""
        found = [known for known in self.stories.values() if (known.treaty, known.family) == (treaty, family)]
        return sorted(found, key=lambda known: self.sizes[known.key], reverse=True)


def _line(key: Any, reading: Reading, matches: Sequence[Match], of: str | None) -> str:
    main = _main(matches)
    answer = {
        "id": key,
        "alert": main is not None,
        "treaty": main.treaty if main else None,
        "story": of,
        "matches": [_match(match) for match in matches],
        "events": [_event(event) for event in reading.events],
    }
    return json.dumps(answer, ensure_ascii=False)


def _main(matches: Sequence[Match]) -> Match | None:
    """Return the match that leads an alert; None where nothing is told at once."""
    return max(audience.loud(matches), key=lambda match: LEVELS.index(match.level), default=None)


def _happenings(matches: Sequence[Match], title: str) -> list[Event]:
    """Return the events that the rules asked for, of a crowd the ceremony.

    Several States that are to sign together, and more signers than a few whatever the title, are one happening
    unless the title names its few. Instruments come one by one, from those who are named.
    """
    events = list(dict.fromkeys(event for match in matches for event in match.events))
    acts: dict[tuple[str, Action, Status], list[Event]] = {}
    for event in events:
        acts.setdefault((event.treaty, event.action, event.status), []).append(event)
    for act, together in acts.items():
        if act[1] in CONSENT:
            continue
        least = 1 if act[1:] == (Action.SIGNATURE, Status.PLANNED) else story.FEW
        if sum(event.actor is not None for event in together) <= least:
            continue  # a number beside a few named adds nobody: `A and B ratify, the 11th and 12th`
        named = actors.named(title)
        if not 0 < sum(event.actor in named for event in together) <= story.FEW:
            acts[act] = [replace(event, actor=None) for event in together]
    return list(dict.fromkeys(event for together in acts.values() for event in together))


def _members(matches: Sequence[Match], lead: Joined) -> list[str]:
    """Return the keys of what the members of a crowd did, where all are named: `Five States sign: Peru, Chad ...`.

    The worker tells each of them with it. One of whom a ceremony told before has more members than an item names.
    """
    if lead.story.actor or lead.event is None:
        return []
    act = lead.event.treaty, lead.event.action, lead.event.status
    told = {event for match in matches for event in match.events}
    same = [event for event in told if (event.treaty, event.action, event.status) == act]
    named = {event.actor for event in same if event.actor}
    more = act[1] not in CONSENT and any((event.count or 0) > len(named) for event in same)
    return [] if more else [story.key_of(act[0], actor, story.FAMILIES[act[1]]) for actor in sorted(named)]


def _match(match: Match) -> dict[str, Any]:
    because = [f"{reason.operator}: {reason.words}" for reason in match.because]
    return {"rule": match.rule, "treaty": match.treaty, "because": because}


def _event(event: Event) -> dict[str, Any]:
    """Return an event; one that is told as history, and so never alerted, says so."""
    said = {
        "treaty": event.treaty,
        "actor": event.actor,
        "action": event.action.value,
        "status": event.status.value,
        "count": event.count,
    }
    return said | {"background": True} if event.background else said
