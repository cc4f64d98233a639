"""Say what deciding asks of the past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from monitor.burst import Past
from monitor.model import Alert, Outlet, Record
from monitor.mutes import Mutes
from monitor.normalise.identity import Known
from monitor.story import Story


class Memory(Past, Protocol):
    """Answer what was known before this poll; the store does, and a dictionary in tests."""

    def recall(self, keys: Iterable[bytes]) -> Mapping[bytes, Known]:
        """Return what is known under identity keys."""

    def story(self, key: str) -> Story | None:
        """Return a story."""

    def recent(self, treaty: str, family: str, since: datetime) -> Sequence[Story]:
        """Return stories without an actor, the latest first."""

    def outlets(self, key: str) -> tuple[Outlet, ...]:
        """Return where a story was published."""

    def alert(self, alert_id: str) -> Alert | None:
        """Return an alert that was owed before."""

    def met(self, entry: str) -> frozenset[str] | None:
        """Return the rules that an entry met so far; None where that is not kept any more."""

    def record(self, treaty: str) -> Record | None:
        """Return the depositary's table as last read."""

    def mutes(self, now: datetime) -> Mutes:
        """Return what people do not want to hear of now."""

    def placed(self, key: str, entry: str | None) -> str:
        """Return the key of the story that takes an entry, after all that people merged and split."""
