"""Record what people answer to an alert, and show it in the alert's message."""

from __future__ import annotations

from datetime import datetime

from monitor.model import Alert, Line, Section
from monitor.store import Store
from monitor.store.marks import SAID, Mark, Verdict
from monitor.wording import clock

WRONG = tuple(verdict for verdict in Verdict if verdict is not Verdict.CONFIRMED)
"""The ways in which an alert is not relevant, as the panel offers them."""


def mark(
    store: Store, alert: Alert, verdict: Verdict, person: str, now: datetime, link: str | None = None
) -> Mark:
    """Record an answer, and owe the edit that shows it."""
    with store.db.atomic():
        made = store.marks.add(alert.id, verdict, person, now, link)
        _show(store, alert, now)
    return made


def undo(store: Store, mark_id: int, person: str, now: datetime) -> Alert | None:
    """Take an answer back; return its alert, None where the answer does not stand."""
    with store.db.atomic():
        of = store.marks.undo(mark_id, person, now)
        alert = store.outbox.alert(of) if of else None
        if alert is not None:
            _show(store, alert, now)
    return alert


def _show(store: Store, alert: Alert, now: datetime) -> None:
    lines = tuple(_line(one) for one in store.marks.of_alert(alert.id))
    store.outbox.show(alert, Section(title=SAID, lines=lines), now)


def _line(mark: Mark) -> Line:
    return Line(text=mark.words, url=mark.link, note=f"{mark.who}, {clock(mark.at)}")
