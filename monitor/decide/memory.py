"""Say what deciding asks of the past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from monitor.decide.mutes import Mutes
from monitor.decide.poll import Kept
from monitor.model import Alert, Record, Step, Telling
from monitor.normalise.identity import Known
from monitor.story import Story


class Memory(Protocol):
    """Answer what was known before this poll; the store does, and a dictionary in tests."""

    def recall(self, keys: Iterable[bytes]) -> Mapping[bytes, Known]:
        """Return what is known under identity keys."""

    def story(self, key: str) -> Story | None:
        """Return a story."""

    def recent(self, treaty: str, family: str, since: datetime) -> Sequence[Story]:
        """Return stories that had news since then, the latest first, all of those without an actor among them."""

    def alert(self, alert_id: str) -> Alert | None:
        """Return an alert that was owed before."""

    def burst(self, channel: str, burst: str, since: datetime) -> int:
        """Return how many alerts of a burst were owed to a channel since then."""

    def waiting(self, channel: str, burst: str, now: datetime) -> Alert | None:
        """Return the grouped alert of a burst that waits for its time and can still grow."""

    def shown(self, alert_id: str) -> Telling | None:
        """Return what an alert's message shows since its last edit; None where it was never edited."""

    def kept(self, entry: str) -> Kept | None:
        """Return an entry as it was noted last; None where that is not kept any more."""

    def covered(self, entry: str) -> Sequence[tuple[str, Step, str]]:
        """Return the keys of the stories that an entry belongs to, each with the step that it told, and who told it."""

    def record(self, treaty: str) -> Record | None:
        """Return the depositary's table as last read."""

    def mutes(self, now: datetime) -> Mutes:
        """Return what people do not want to hear of now."""

    def placed(self, key: str, entry: str | None) -> str:
        """Return the key of the story that takes an entry, after all that people merged and split."""
