"""Count a treaty's record by the treaty's own clause."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from monitor.ledger.moment import in_force, moment
from monitor.model import BINDING, CONSENT, Act, Action, Record
from monitor.treaties import Treaty
from monitor.wording import many

REIO = frozenset({"EU"})
"""Regional economic integration organisations: one joins treaties that this program follows."""

MISTYPED = 9_000
"""An act of this year or a later one counts nowhere: no calendar has the days that would be reckoned from it."""


class Party(Struct, frozen=True, kw_only=True):
    """Hold one participant that is bound, or will be once the treaty is in force."""

    name: str
    code: str | None
    action: Action
    deposited: date
    number: int | None
    """Its place in the count of the clause, from 1; None where it does not count."""
    bound: date | None
    """The day on which the treaty binds it; None if that is open, or by rules that the record does not show."""


class Ledger(Struct, frozen=True, kw_only=True):
    """Hold where a treaty stands by its record."""

    treaty: Treaty
    as_of: str | None
    signatures: tuple[Act, ...]
    """In effect, by day; whoever ratified after signing is still a signatory."""
    parties: tuple[Party, ...]
    """In effect, by day of deposit."""
    counted: int
    missing: int
    """How many instruments the clause still asks for; 0 once the treaty is in force, even if parties leave."""
    unmet: tuple[str, ...]
    """Further conditions of the clause that are not met yet, in words."""
    reached: date | None
    """The day of the deposit that fulfilled the clause, where the record shows it."""
    in_force: date | None
    """The day of entry into force, past or to come."""
    left: tuple[Act, ...]
    """Instruments that are no longer in effect, and notices of withdrawal."""
    read: bool
    """Whether its record was ever read."""

    @property
    def progress(self) -> str:
        """The count in a line: `2 of 40 · 38 to go`, or the date of entry into force and the parties."""
        parties, needed = len(self.parties), self.treaty.in_force.count
        if self.in_force:
            bound = f" · {many(parties, 'party', 'parties')}" if parties else ""
            return in_force(self.in_force) + bound
        if not self.read:
            why = "has not been read yet" if self.treaty.depositary.kind else "cannot be read by machines"
            return f"{needed} needed · the official record {why}"
        missing = [f"{self.missing} to go"] if self.missing else []
        return " · ".join([f"{self.counted} of {needed}", *missing, *self.unmet])


def tally(treaty: Treaty, record: Record | None) -> Ledger:
    """Return where a treaty stands; without a record, as if nobody had acted yet.

    Successions do not count, and a regional organisation's instrument only where the clause says so. Withdrawals
    lower the count but never end a treaty that is in force (Vienna Convention on the Law of Treaties, article 55).
    """
    acts = [act for act in record.acts if act.on.year < MISTYPED] if record else []
    clause = treaty.in_force
    signatures = _first(act for act in acts if act.action is Action.SIGNATURE and act.in_effect)
    bound = _first(act for act in acts if act.action in BINDING and act.in_effect)
    reached, since = _in_force(treaty, acts, bound)
    counted = [act for act in bound if _counts(treaty, act)]
    numbers = {act: number for number, act in enumerate(counted, 1)}
    return Ledger(
        treaty=treaty,
        as_of=record.as_of if record else None,
        signatures=tuple(signatures),
        parties=tuple(
            Party(
                name=act.name,
                code=act.actor,
                action=act.action,
                deposited=act.on,
                number=numbers.get(act),
                bound=_binds(treaty, act, reached, since),
            )
            for act in bound
        ),
        counted=len(counted),
        missing=0 if since else max(0, clause.count - len(counted)),
        unmet=() if since else tuple(_unmet(treaty, counted)),
        reached=reached,
        in_force=since,
        left=tuple(
            act
            for act in acts
            if act.action is Action.WITHDRAWAL or (act.action in BINDING and not act.in_effect)
        ),
        read=record is not None,
    )


def _first(acts: Iterable[Act]) -> list[Act]:
    """Return each participant's earliest act, by day; the record's order decides within a day."""
    found: dict[str, Act] = {}
    for act in sorted(acts, key=lambda act: act.on):
        found.setdefault(act.name, act)
    return list(found.values())


def _counts(treaty: Treaty, act: Act) -> bool:
    if act.action not in CONSENT:
        return False
    return treaty.in_force.counts_reio or act.actor not in REIO


def _unmet(treaty: Treaty, counted: list[Act]) -> list[str]:
    """Return the clause's further conditions that these instruments do not meet, in words."""
    codes = {act.actor for act in counted}
    clause = treaty.in_force
    words = []
    if missing := [code for code in clause.named if code not in codes]:
        words.append(f"{len(missing)} of {len(clause.named)} named States missing")
    if clause.among and (have := len(codes & set(clause.among.of))) < clause.among.at_least:
        words.append(f"{have} of {clause.among.at_least} {clause.among.name}")
    return words


def _reached(treaty: Treaty, bound: list[Act]) -> date | None:
    """Return the day of the deposit with which the clause was fulfilled in every condition."""
    counted: list[Act] = []
    for act in bound:
        if _counts(treaty, act):
            counted.append(act)
            if len(counted) >= treaty.in_force.count and not _unmet(treaty, counted):
                return act.on
    return None


def _in_force(treaty: Treaty, acts: list[Act], bound: list[Act]) -> tuple[date | None, date | None]:
    """Return the day on which the clause was fulfilled, and that of entry into force."""
    clause = treaty.in_force
    reached = _reached(treaty, bound)
    if clause.since or reached:
        return reached, clause.since or (moment(clause.rule, reached) if reached else None)
    # Enough instruments may have been deposited, and some withdrawn after the treaty had entered into force.
    earlier = _reached(treaty, _first(act for act in acts if act.action in BINDING))
    notices = [act.on for act in acts if act.action is Action.WITHDRAWAL]
    if earlier and notices and min(notices) > (on := moment(clause.rule, earlier)):
        return earlier, on
    return None, None


def _binds(treaty: Treaty, act: Act, reached: date | None, in_force: date | None) -> date | None:
    """Return the day on which the treaty binds a participant: its own date, or the treaty's if that is later."""
    if in_force is None or act.action is Action.SUCCESSION:
        return None  # a successor is bound by its predecessor's act, from a day that the table does not give
    if reached is not None and act.on <= reached:
        return in_force
    if treaty.in_force.later is None:
        return None
    return max(in_force, moment(treaty.in_force.later, act.on))
