"""Answer what the pipeline asks of the past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.decide.mutes import Mutes
from monitor.decide.poll import Kept
from monitor.model import Alert, Record, Step, Telling
from monitor.normalise.identity import Known
from monitor.store.entries import Entries
from monitor.store.marks import Marks
from monitor.store.outbox import Outbox
from monitor.store.records import Records
from monitor.store.stories import Stories
from monitor.story import Story


class StoredMemory:
    """Answer `memory.Memory` from the tables."""

    def __init__(
        self, entries: Entries, stories: Stories, records: Records, outbox: Outbox, marks: Marks
    ) -> None:
        self._entries, self._stories, self._records, self._outbox = entries, stories, records, outbox
        self._marks = marks

    def recall(self, keys: Iterable[bytes]) -> dict[bytes, Known]:
        """Return what is known under identity keys."""
        return self._entries.recall(keys)

    def story(self, key: str) -> Story | None:
        """Return a story."""
        return self._stories.get(key)

    def recent(self, treaty: str, family: str, since: datetime) -> Sequence[Story]:
        """Return stories without an actor, the latest first."""
        return self._stories.recent(treaty, family, since)

    def shown(self, alert_id: str) -> Telling | None:
        """Return what an alert's message shows since its last edit."""
        return self._outbox.shown(alert_id)

    def alert(self, alert_id: str) -> Alert | None:
        """Return an alert that was owed before."""
        owed = self._outbox.get(alert_id)
        return owed.alert if owed else None

    def kept(self, entry: str) -> Kept | None:
        """Return an entry as it was noted last; None where that is not kept any more."""
        return self._entries.kept(entry)

    def covered(self, entry: str) -> Sequence[tuple[str, Step]]:
        """Return the keys of the stories that an entry belongs to, each with the step that it told."""
        return self._stories.covered(entry)

    def record(self, treaty: str) -> Record | None:
        """Return the depositary's table as last read."""
        return self._records.get(treaty)

    def mutes(self, now: datetime) -> Mutes:
        """Return the mutes in force."""
        return self._marks.mutes(now)

    def placed(self, key: str, entry: str | None) -> str:
        """Return the key of the story that takes an entry, after all that people merged and split."""
        return self._marks.placed(key, entry)

    def burst(self, channel: str, burst: str, since: datetime) -> int:
        """Return how many alerts of a burst were owed to a channel since then."""
        return self._outbox.burst(channel, burst, since)

    def waiting(self, channel: str, burst: str, now: datetime) -> Alert | None:
        """Return the grouped alert of a burst that waits for its time and can still grow."""
        return self._outbox.waiting(channel, burst, now)
