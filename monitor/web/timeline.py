"""Order what happened to a treaty, and what is to come, by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from monitor.actors import called
from monitor.ledger import Ledger
from monitor.model import Action, Record
from monitor.web.words import NOUNS
from monitor.wording import begun

NAMED = 4
"""At most this many participants are named in one line; more are counted."""
LONGEST = 40
"""The most lines of a timeline."""
AHEAD = 6
"""The most dates ahead."""


class Report(Struct, frozen=True, kw_only=True):
    """Hold an act that the press calls done and the record does not show."""

    code: str
    name: str
    words: str
    consent: bool
    """It would bind the State, and count."""
    at: datetime


class Dated(Struct, frozen=True, kw_only=True):
    """Hold one line of a timeline, or one date ahead."""

    on: date
    words: str
    kind: str = ""
    days: int | None = None
    """How far ahead, for dates ahead."""


def ahead(ledger: Ledger, today: date) -> list[Dated]:
    """Return the dates to come, the next first."""
    found: list[tuple[date | None, str]] = [
        (ledger.treaty.signature_closes, "signature closes"),
        (ledger.in_force, "enters into force"),
    ]
    binding: dict[date, list[str]] = defaultdict(list)
    for party in ledger.parties:
        if party.bound and party.bound != ledger.in_force:
            binding[party.bound].append(called(party.code, party.name))
    found += [(on, f"binds {_listed(names)}") for on, names in binding.items()]
    dates = [Dated(on=on, words=words, days=(on - today).days) for on, words in found if on and on >= today]
    return sorted(dates, key=lambda one: one.on)[:AHEAD]


def timeline(ledger: Ledger, record: Record | None, reported: Iterable[Report], today: date) -> list[Dated]:
    """Return what happened when, the latest first; acts of one day and kind are one line."""
    dates = [
        Dated(on=on, words=words, kind="date")
        for on, words in (
            (ledger.treaty.adopted, "Adopted"),
            (ledger.treaty.opened, "Opened for signature"),
            (ledger.in_force, "Entered into force"),
        )
        if on and on <= today
    ]
    together: dict[tuple[date, str, str], list[str]] = defaultdict(list)
    for act in record.acts if record else ():
        kind, what = "signed" if act.action is Action.SIGNATURE else "bound", NOUNS[act.action]
        if act.action is Action.WITHDRAWAL:
            kind = "date"
        elif not act.in_effect:
            kind, what = "date", f"{what}, not in effect any more"
        together[act.on, kind, what].append(called(act.actor, act.name))
    for report in reported:
        together[report.at.date(), "reported", f"{report.words} reported"].append(report.name)
    for (on, kind, what), names in together.items():
        dates.append(Dated(on=on, words=f"{begun(what)}: {_listed(names)}", kind=kind))
    return sorted(dates, key=lambda one: one.on, reverse=True)[:LONGEST]


def _listed(names: list[str]) -> str:
    return f"{len(names)} participants" if len(names) > NAMED else ", ".join(names)
