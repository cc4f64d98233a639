"""Answer what the pipeline asks of the past."""

from __future__ import annotations

from monitor.store.entries import Entries
from monitor.store.marks import Marks
from monitor.store.outbox import Outbox
from monitor.store.records import Records
from monitor.store.stories import Stories


class StoredMemory:
    """Answer each question of `decide.memory.Memory` by the table that knows."""

    def __init__(
        self, entries: Entries, stories: Stories, records: Records, outbox: Outbox, marks: Marks
    ) -> None:
        self.recall, self.kept = entries.recall, entries.kept
        self.story, self.recent, self.covered = stories.get, stories.recent, stories.covered
        self.record = records.get
        self.alert, self.shown = outbox.alert, outbox.shown
        self.burst, self.waiting = outbox.burst, outbox.waiting
        self.mutes, self.placed = marks.mutes, marks.placed
