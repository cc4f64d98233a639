"""Classify single items, one after the other: what `treatywatch classify` prints, with nothing stored.

Stories are kept in memory only, so that lines of one input that are about one happening share a key.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from monitor import actors, story
from monitor.match import Matcher
from monitor.model import Action, Entry, Event, Level, Match, Status
from monitor.read import Reader
from monitor.story import Joined, Story


@dataclass(slots=True)
class Classifier:
    """Read, match and join items by one set of rules."""

    reader: Reader
    matcher: Matcher
    now: datetime
    """Taken for items without a date."""
    stories: dict[str, Story] = field(default_factory=dict)
    undated: set[str] = field(default_factory=set)
    """The stories of which only items without a date were seen."""

    def line(self, entry_id: Any, entry: Entry) -> str:
        """Return one line of JSON for one item; `entry_id` is its id as given."""
        reading = self.reader.read(entry)
        matches = self.matcher.match(entry, reading, None, self.now)
        loud = [match for match in matches if match.level is not Level.LOW]
        main = min(loud, key=lambda match: list(Level).index(match.level), default=None)
        answer = {
            "id": entry_id,
            "alert": bool(loud),
            "treaty": main.treaty if main else None,
            "story": self._story(entry, matches),
            "matches": [_match(match) for match in matches],
            "events": [_event(event) for event in reading.events],
        }
        return json.dumps(answer, ensure_ascii=False)

    def _story(self, entry: Entry, matches: Sequence[Match]) -> str | None:
        """Return the key of the happening that an item is mainly about, or None where no rule matched."""
        now = entry.published or self.now
        recent = partial(self._recent, now) if entry.published else self._ever
        joined: list[Joined] = []
        for event in _happenings(matches, entry.title):
            item = story.join(event, now, self.stories.get, recent)
            if item is not None:
                joined.append(item)
                self._keep(item.story, entry)
        if joined:
            return story.main(joined, entry.title).story.key
        for match in matches:
            item = story.join_text(entry, match, now, recent)
            self._keep(item.story, entry)
            return item.story.key
        return None

    def _keep(self, moved: Story, entry: Entry) -> None:
        """Remember a story; an item without a date leaves its time as it was."""
        known = self.stories.get(moved.key)
        if entry.published:
            self.undated.discard(moved.key)
        elif known is None:
            self.undated.add(moved.key)
        else:
            moved = replace(moved, updated=known.updated)
        self.stories[moved.key] = moved

    def _recent(self, now: datetime, treaty: str, family: str, since: datetime) -> Sequence[Story]:
        """Return stories without an actor of that time: lines may come in any order, so neither older nor newer."""
        ahead = now + (now - since)
        return [
            known
            for known in self._ever(treaty, family, since)
            if since <= known.updated <= ahead or known.key in self.undated
        ]

    def _ever(self, treaty: str, family: str, _: datetime) -> Sequence[Story]:
        """Return stories without an actor of any time: an item without a date may belong to each."""
        found = [
            known
            for known in self.stories.values()
            if (known.treaty, known.family) == (treaty, family) and known.actor is None
        ]
        return sorted(found, key=lambda known: known.updated, reverse=True)


def _happenings(matches: Sequence[Match], title: str) -> list[Event]:
    """Return the events that the rules asked for, of a crowd the ceremony.

    Several States that are to sign together, and more signers than a few whatever the title, are one happening
    unless the title names its few.
    """
    events = list(dict.fromkeys(event for match in matches for event in match.events))
    named = actors.named(title)
    acts: dict[tuple[str, Action, Status], list[Event]] = {}
    for event in events:
        acts.setdefault((event.treaty, event.action, event.status), []).append(event)
    for act, together in acts.items():
        own = sum(event.actor in named for event in together)
        least = 1 if act[1:] == (Action.SIGNATURE, Status.PLANNED) else story.FEW
        if len(together) > least and not 0 < own <= story.FEW:
            acts[act] = [replace(event, actor=None) for event in together]
    return list(dict.fromkeys(event for together in acts.values() for event in together))


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
