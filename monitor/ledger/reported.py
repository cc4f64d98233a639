"""Set what the press reports beside what the depositary's record shows."""

from __future__ import annotations

from datetime import date

from monitor import actors
from monitor.ledger.count import tally
from monitor.model import BINDING, Action, Event, Record, Status
from monitor.treaties import Treaty
from monitor.wording import in_words

AHEAD = frozenset({Status.PLANNED, Status.PROCESS})


def contradiction(event: Event, record: Record | None, treaty: Treaty, today: date) -> str | None:
    """Return how a report differs from the record, in one sentence for the alert, or None where it does not.

    Judged are acts that the press calls done, and signatures ahead of a treaty that is closed for them. Deposits are
    recorded days after they are made, so that a missing act is called not yet recorded, not false.
    """
    if event.official or event.status not in AHEAD | {Status.DONE}:
        return None
    if record is None or event.status in AHEAD:  # what needs none
        return _closed(treaty, today) if event.action is Action.SIGNATURE and event.actor else None
    signed = {
        act.actor or act.name for act in record.acts if act.action is Action.SIGNATURE and act.in_effect
    }
    bound = {act.actor or act.name for act in record.acts if act.action in BINDING and act.in_effect}
    if event.action is Action.ENTRY_INTO_FORCE:
        return _in_force(record, treaty, today)
    if event.action is Action.SIGNATURE:
        return _signature(event, signed, bound, treaty, today)
    if event.action in BINDING:
        return _consent(event, record, signed, bound)
    if event.actor and event.actor not in bound | signed:  # it withdraws
        left = any(act.actor == event.actor and not act.in_effect for act in record.acts)
        return (
            None if left else f"{actors.name(event.actor)}: no part in the treaty by the depositary's record."
        )
    return None


def _signature(event: Event, signed: set[str], bound: set[str], treaty: Treaty, today: date) -> str | None:
    if event.actor is None:
        if event.count and event.count > len(signed):
            return f"Reported: {event.count} signatures. By the depositary's record: {len(signed)}."
        return None
    if event.actor in signed:
        return None
    name = actors.name(event.actor)
    if event.actor in bound:
        return f"{name}: a party already by the depositary's record, without a signature."
    return _closed(treaty, today)  # or nothing: the record shows a signature days later


def _closed(treaty: Treaty, today: date) -> str | None:
    if treaty.signature_closes is None or today <= treaty.signature_closes:
        return None
    return f"The treaty closed for signature on {in_words(treaty.signature_closes)}; now a State can only accede."


def _consent(event: Event, record: Record, signed: set[str], bound: set[str]) -> str | None:
    if event.actor is None:
        if event.count and event.count > len(bound):
            return (
                f"Reported: {event.count} instruments of {event.action}. By the depositary's record: "
                f"{len(bound)} deposited, {len(signed)} signatures."
            )
        return None
    if event.actor in bound:
        return None
    name = actors.name(event.actor)
    days = [act.on for act in record.acts if act.actor == event.actor and act.action is Action.SIGNATURE]
    so_far = f"; signed on {in_words(min(days))}" if days else ""
    return f"{name}: no instrument of {event.action} in the depositary's record yet{so_far}."


def _in_force(record: Record, treaty: Treaty, today: date) -> str | None:
    found = tally(treaty, record)
    if found.in_force is None:
        return (
            f"By the depositary's record the treaty is not in force: {found.counted} of {treaty.in_force.count} "
            "instruments."
        )
    if today < found.in_force:
        return f"By the depositary's record the treaty enters into force on {in_words(found.in_force)}, not before."
    return None
