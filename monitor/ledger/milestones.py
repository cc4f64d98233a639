"""Find what is worth a message beside the acts themselves: the count nears its end, a date is set, a window closes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from msgspec import Struct

from monitor.ledger.count import Ledger
from monitor.ledger.moment import in_force
from monitor.model import Level
from monitor.wording import in_words

TO_GO = (10, 5, 3, 1)
DAYS_LEFT = (30, 7, 1)
JUST = timedelta(days=7)
"""How long after its day an entry into force is told: a worker may have been off for a week-end."""


class Milestone(Struct, frozen=True, kw_only=True):
    """Hold one thing to be told once; `key` never changes for it."""

    key: str
    title: str
    level: Level = Level.HIGH
    on: date | None = None
    """The day that it speaks of."""


def milestones(ledger: Ledger, now: datetime, told: Collection[str]) -> tuple[Milestone, ...]:
    """Return what is to be told of a treaty now and is not among the keys `told` already.

    `now` is aware; days are the UN's, that is UTC. Nothing long past is returned, so that the first look at an old
    treaty tells nothing. Of 10, 5, 3 and 1 to go only the nearest is told when several are passed at once.
    """
    return tuple(found for found in _all(ledger, now.date()) if found.key not in told)


def ahead(ledger: Ledger, now: datetime) -> list[str]:
    """Return the milestones of today and later days, in words."""
    return [found.title for found in milestones(ledger, now, ()) if found.on and found.on >= now.date()]


def _all(ledger: Ledger, today: date) -> Iterator[Milestone]:
    treaty, head = ledger.treaty.id, ledger.treaty.heading
    if ledger.missing and ledger.counted:
        nearest = min((number for number in TO_GO if ledger.missing <= number), default=None)
        if nearest is not None:
            yield Milestone(
                key=f"{treaty}:to-go:{nearest}",
                title=f"{head} needs {ledger.missing} more to enter into force "
                f"({ledger.counted} of {ledger.treaty.in_force.count})",
            )
    if ledger.in_force and ledger.reached and today < ledger.in_force:
        yield Milestone(
            key=f"{treaty}:reached",
            level=Level.CRITICAL,
            title=f"{head} has its {ledger.treaty.in_force.count} instruments "
            f"and enters into force on {in_words(ledger.in_force)}",
            on=ledger.in_force,
        )
    if ledger.in_force and ledger.in_force <= today <= ledger.in_force + JUST:
        yield Milestone(
            key=f"{treaty}:in-force",
            level=Level.CRITICAL,
            title=f"{head} is {in_force(ledger.in_force)}",
            on=ledger.in_force,
        )
    closes = ledger.treaty.signature_closes
    left = (closes - today).days if closes else -1
    if closes and left >= 0:
        nearest = min((days for days in DAYS_LEFT if left <= days), default=None)
        if nearest is not None:
            in_days = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
            yield Milestone(
                key=f"{treaty}:closes:{nearest}",
                title=f"{head} closes for signature {in_days}, on {in_words(closes)}; "
                "afterwards a State can only accede",
                on=closes,
            )
