"""Write the dated steps of treaties as a calendar that people can subscribe to (RFC 5545, by icalendar)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from monitor import actors
from monitor.ledger.count import Ledger, Party
from monitor.ledger.moment import ends
from monitor.model import Act

PAST = timedelta(days=366)
"""How far back a party's own date is shown; a treaty's own dates are always shown."""


def ics(ledgers: Iterable[Ledger], now: datetime) -> bytes:
    """Return a calendar of days: signature opens and closes, threshold reached, in force, parties come and go.

    `now` (aware) is the time stamp of the events and decides which parties' dates are too old to show. Each event
    has an identifier that never changes, so that a calendar that reads it again moves events, and doubles none.
    """
    # It takes as long to load as all else here, and few calendars are asked for.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Treatywatch//Treaties//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Treatywatch: treaties")
    for ledger in ledgers:
        for uid, day, summary in _steps(ledger, now.date()):
            event = Event()
            event.add("uid", f"{ledger.treaty.id}-{uid}@treatywatch")
            event.add("dtstamp", now)
            event.add("dtstart", day)
            event.add("dtend", day + timedelta(days=1))
            event.add("summary", summary)
            event.add("url", ledger.treaty.depositary.page)
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _steps(ledger: Ledger, today: date) -> Iterator[tuple[str, date, str]]:
    """Yield (identifier, day, words) of each dated step."""
    treaty = ledger.treaty
    title = treaty.title.removeprefix("the ")
    if treaty.opened:
        yield "opens", treaty.opened, f"{title}: opens for signature"
    if treaty.signature_closes:
        yield "closes", treaty.signature_closes, f"{title}: last day for signature"
    if ledger.reached:
        yield (
            "reached",
            ledger.reached,
            f"{title}: instrument {treaty.in_force.count} of {treaty.in_force.count}",
        )
    if ledger.in_force:
        yield "in-force", ledger.in_force, f"{title}: enters into force"
    for party in ledger.parties:
        if party.bound and party.bound != ledger.in_force and party.bound >= today - PAST:
            yield (
                f"binds-{_id(party)}",
                party.bound,
                f"{title}: binds {actors.called(party.code, party.name)}",
            )
    for act in ledger.left:
        if (on := ends(treaty.withdrawal, act)) and on >= today - PAST:
            yield f"leaves-{_id(act)}", on, f"{title}: {actors.called(act.actor, act.name)} leaves"


def _id(of: Party | Act) -> str:
    code = of.code if isinstance(of, Party) else of.actor
    return code or "".join(char for char in of.name if char.isalnum())
