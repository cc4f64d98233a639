"""Read alerts as the analysts' record holds them: with every outlet by now, and what people said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from monitor.model import Outlet
from monitor.store import Store
from monitor.store.marks import Mark
from monitor.store.owed import Owed
from monitor.store.views import Filter

CHUNK = 100
"""Alerts read at a time (some 30 ms), so that a long record never holds up the polls."""


class Recorded(Struct, frozen=True, kw_only=True):
    """Hold one alert with what became of it since it was owed."""

    owed: Owed
    outlets: tuple[Outlet, ...] = ()
    """Where it was published, those that came after it was told as well."""
    marks: tuple[Mark, ...] = ()
    """What people said of it and did not take back, the earliest first."""


def recorded(store: Store, rows: Sequence[Owed]) -> list[Recorded]:
    """Return these alerts with their outlets and marks, in the same order."""
    ids = [row.alert.id for row in rows]
    grown, marks = store.views.grown(ids), store.marks.of_alerts(ids)
    return [
        Recorded(
            owed=row,
            outlets=grown.get(row.alert.id, row.alert.telling.outlets),
            marks=marks.get(row.alert.id, ()),
        )
        for row in rows
    ]


def chunks(store: Store, wanted: Filter, before: int | None = None) -> Iterator[list[Recorded]]:
    """Yield every alert that passes a filter, the newest first, a few at a time."""
    while rows := store.views.alerts(
        wanted, CHUNK, before
    ):  # ends: each turn begins where the last one ended
        yield recorded(store, rows)
        before = rows[-1].seq
