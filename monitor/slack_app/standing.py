"""Say in lines where everything stands: treaties, feeds, what is owed, what is muted."""

from __future__ import annotations

from msgspec.structs import replace

from monitor import actors
from monitor.answers.recorded import Recorded, recorded
from monitor.answers.review import reported_only, sick_feeds
from monitor.ledger import Ledger, ahead
from monitor.model import Line
from monitor.sinks.headline import headlines
from monitor.slack_app.bench import Bench, described
from monitor.store.owed import IN_WORDS, OPEN, State
from monitor.store.views import Filter
from monitor.treaties import Treaty
from monitor.wording import day, in_words, some

LAST = 5
REPORTED = 10
"""Acts that are named though the record does not show them; the page names all."""


def treaties(bench: Bench) -> list[Line]:
    """Return a line for each treaty: how far it is."""
    found = (bench.store.records.ledger(one) for one in bench.kit().rulebook.treaties.values())
    return [Line(text=one.treaty.heading, url=one.treaty.depositary.page, note=one.progress) for one in found]


def treaty(bench: Bench, wanted: Treaty) -> tuple[list[str], list[Line]]:
    """Return where one treaty stands, and the latest alerts about it."""
    ledger = bench.store.records.ledger(wanted)
    now = bench.clock()
    lines = [ledger.progress]
    if ledger.read:
        lines.append(
            f"{len(ledger.signatures)} signed, {len(ledger.parties)} bound, {len(ledger.left)} withdrawn"
        )
    lines += _reported(bench, ledger)
    if wanted.signature_closes and wanted.signature_closes >= now.date():
        lines.append(f"Signature closes on {in_words(wanted.signature_closes)}.")
    return [*lines, *ahead(ledger, now)], alerts(bench, Filter(treaty=wanted.id, kind="news"))


def alerts(bench: Bench, wanted: Filter, limit: int = LAST) -> list[Line]:
    """Return the latest alerts that pass a filter."""
    found = recorded(bench.store, bench.store.views.alerts(wanted, limit))
    return [_alert(row, wanted.treaty) for row in found]


def feeds(bench: Bench) -> tuple[str, list[Line]]:
    """Return how many feeds are well, and a line for each that is not."""
    states = bench.store.feeds.all()
    sick = sick_feeds(bench.store, states, bench.clock())
    never = sum(state.polled is None for state in states.values())
    words = f"{len(states) - len(sick)} of {len(states)} feeds are well"
    return words + (f"; {never} never polled yet" if never else ""), sick


def queue(bench: Bench) -> list[str]:
    """Return what is owed, and what was given up."""
    counts = bench.store.outbox.counts()
    lines = [f"{counts[state]} {IN_WORDS[state]}" for state in OPEN if counts[state]]
    if counts[State.DEAD]:
        lines.append(f"{counts[State.DEAD]} given up: `treatywatch outbox list --state dead`")
    return lines or ["Nothing waits to be told."]


def mutes(bench: Bench) -> list[str]:
    """Return the mutes in force, each with its number."""
    return [f"{mute.id}: {described(mute)}" for mute in bench.store.marks.mutes(bench.clock()).mutes]


def _reported(bench: Bench, ledger: Ledger) -> list[str]:
    """Return who is reported to have acted and is not in the record, the latest first."""
    found = [
        f"{actors.name(actor)} ({action.value})" for actor, action, _ in reported_only(bench.store, ledger)
    ]
    return [f"Reported, not yet in the record: {some(found[::-1], REPORTED)}."] if found else []


def _alert(row: Recorded, treaty: str | None) -> Line:
    """Return an alert in a line: by what it tells of a treaty, where one is asked for."""
    owed, telling = row.owed, row.owed.alert.telling
    own = tuple(event for event in telling.events if event.treaty == treaty)
    telling = replace(telling, events=own or telling.events)
    state = "" if owed.state is State.SENT else f", {IN_WORDS[owed.state]}"
    back = f", taken back, now “{row.title}”" if row.taken_back else ""
    return Line(text=headlines(telling)[0], url=telling.url, note=f"{day(owed.alert.created)}{state}{back}")
