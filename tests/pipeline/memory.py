"""Remember polls in dictionaries, as the store does in tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.decide.mutes import Mutes
from monitor.decide.poll import Kept, Poll
from monitor.model import Alert, Kind, Record, Step, Telling
from monitor.normalise.identity import Known
from monitor.story import Story


class DictMemory:
    """Answer `memory.Memory` from what was recorded."""

    def __init__(self) -> None:
        self.seen: dict[bytes, Known] = {}
        self.entries: dict[str, Kept] = {}
        self.stories: dict[str, Story] = {}
        self.belongs: dict[tuple[str, str], tuple[Step, str]] = {}
        self.owed: dict[str, Alert] = {}
        self.records: dict[str, Record] = {}
        self.muted = Mutes()
        self.places: dict[tuple[str, str | None], str] = {}

    def keep(self, poll: Poll) -> Poll:
        for noted in poll.noted:
            known = Known(entry_id=noted.entry.id, title_digest=noted.keys.title_digest, seen_at=poll.at)
            self.seen |= dict.fromkeys(noted.keys.all, known)
            before = self.entries.get(noted.entry.id)
            rules = frozenset(match.rule for match in noted.matches) | (before.rules if before else set())
            self.entries[noted.entry.id] = Kept(
                entry=noted.entry, reading=noted.reading, rules=rules, stopped=noted.stopped
            )
        for keys, entry, title in poll.met:
            self.seen |= dict.fromkeys(
                keys, Known(entry_id=entry, title_digest=title or b"", seen_at=poll.at)
            )
        self.stories |= {story.key: story for story in poll.stories}
        for covering in poll.coverage:
            of = covering.entry.id, covering.story
            step, publisher = self.belongs.get(of, (None, covering.entry.publisher or covering.entry.feed))
            if step not in (Step.DONE, Step.CONFIRMED):
                self.belongs[of] = covering.step, publisher
        self.owed |= {alert.id: alert for alert in poll.alerts}
        if poll.record:
            self.records[poll.record.treaty] = poll.record
        return poll

    def recall(self, keys: Iterable[bytes]) -> dict[bytes, Known]:
        return {key: self.seen[key] for key in keys if key in self.seen}

    def story(self, key: str) -> Story | None:
        return self.stories.get(key)

    def recent(self, treaty: str, family: str, since: datetime) -> Sequence[Story]:
        found = [
            s
            for s in self.stories.values()
            if (s.treaty, s.family) == (treaty, family) and s.updated >= since
        ]
        return sorted(found, key=lambda s: s.updated, reverse=True)

    def shown(self, alert_id: str) -> Telling | None:
        edits = [alert for alert in self.owed.values() if alert.updates == alert_id]
        return edits[-1].telling if edits else None

    def alert(self, alert_id: str) -> Alert | None:
        return self.owed.get(alert_id)

    def kept(self, entry: str) -> Kept | None:
        return self.entries.get(entry)

    def covered(self, entry: str) -> Sequence[tuple[str, Step, str]]:
        return [(story, *told) for (one, story), told in self.belongs.items() if one == entry]

    def record(self, treaty: str) -> Record | None:
        return self.records.get(treaty)

    def mutes(self, now: datetime) -> Mutes:
        return Mutes([mute for mute in self.muted.mutes if mute.until > now])

    def placed(self, key: str, entry: str | None) -> str:
        return self.places.get((key, entry)) or self.places.get((key, None)) or key

    def burst(self, channel: str, burst: str, since: datetime) -> int:
        news = [a for a in self.owed.values() if a.kind is Kind.NEWS and a.created >= since]
        return sum((a.channel, a.burst) == (channel, burst) for a in news)

    def waiting(self, channel: str, burst: str, now: datetime) -> Alert | None:
        found = [
            a
            for a in self.owed.values()
            if (a.channel, a.burst, a.updates) == (channel, burst, None)
            and a.due
            and a.due > now
            and a.telling.items
        ]
        return found[-1] if found else None
