"""Read alerts as the analysts' record holds them: with every outlet by now, and what people said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from monitor.decide.retitled import gone
from monitor.model import Outlet, Telling
from monitor.store import Store
from monitor.store.marks import Mark
from monitor.store.owed import Owed
from monitor.store.views import Filter

CHUNK = 100
"""Alerts read at a time (some 30 ms), so that a long record never holds up the polls."""


class Recorded(Struct, frozen=True, kw_only=True):
    """Hold one alert with what became of it since it was owed."""

    owed: Owed
    shown: Telling
    """What its message shows by now, with the outlets that came after it was told."""
    edited: datetime
    """When it came to show that."""
    marks: tuple[Mark, ...] = ()
    """What people said of it and did not take back, the earliest first."""

    @property
    def telling(self) -> Telling:
        """What it told, with the outlets by now, of all that it tells."""
        return replace(self.owed.alert.telling, outlets=self.shown.outlets, items=self.shown.items)

    @property
    def retitled(self) -> tuple[Outlet, ...]:
        """The outlets whose title of now tells it no more; of a list, those of all that it tells."""
        told = self.shown.items or (self.shown,)
        return tuple(outlet for telling in told for outlet in telling.outlets if outlet.was)

    @property
    def title(self) -> str:
        """The title that it was told by, or that of now where nobody tells it any more."""
        return self.retitled[0].title if self.taken_back else self.owed.alert.telling.title

    @property
    def taken_back(self) -> bool:
        """Whether nobody tells it any more who did; of a list, nothing of it."""
        return gone(self.shown)


def recorded(store: Store, rows: Sequence[Owed]) -> list[Recorded]:
    """Return these alerts with their outlets and marks, in the same order."""
    ids = [row.alert.id for row in rows]
    shown, marks = store.views.shown(ids), store.marks.of_alerts(ids)
    found = []
    for row in rows:
        telling, at = shown.get(row.alert.id, (row.alert.telling, row.alert.created))
        found.append(Recorded(owed=row, shown=telling, edited=at, marks=marks.get(row.alert.id, ())))
    return found


def chunks(store: Store, wanted: Filter, before: int | None = None) -> Iterator[list[Recorded]]:
    """Yield every alert that passes a filter, the newest first, a few at a time."""
    # It ends: each turn begins where the last one ended.
    while rows := store.views.alerts(wanted, CHUNK, before):
        yield recorded(store, rows)
        before = rows[-1].seq
