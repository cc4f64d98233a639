"""Settle what all sentences of an entry tell into one set of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.languages import Form
from monitor.model import CONSENT, Action, Event, Status
from monitor.read.dates import LATE, is_ahead, is_old
from monitor.read.doers import Doers
from monitor.read.hits import Hit
from monitor.treaties import Treaty

_FRESH = timedelta(days=440)
_ABSURD = timedelta(days=18_000)  # a date so long after the last day of signature is a mistake
_FEW = 25  # more signatures than come together on one later day


_LEAVING = frozenset({Status.DONE, Status.PLANNED, Status.PROCESS})


@dataclass(slots=True)
class Found:
    """Hold one act as one sentence tells it."""

    treaty: str
    action: Action
    status: Status
    doers: Doers
    past: bool
    deposited: bool
    form: Form
    quote: str
    date: Hit | None = None
    """The date of the act, where the clause gives one."""
    fresh: bool = False
    """The clause dates the act to the days of the news."""
    was: bool = False
    """The clause tells as past that the doers are of those who did it."""
    where: str | None = None
    """The State in which it was done, where the clause names one."""
    also: Doers = field(default_factory=Doers)
    """Who else did it, in passing."""
    beside: Status | None = None
    """How far the others have come."""
    loose: bool = False
    """The text says that a State is bound, not by which act."""


def settle(
    found: list[Found], treaties: Mapping[str, Treaty], now: datetime | None, kinds: Counter[Action]
) -> tuple[Event, ...]:
    """Return the events of an entry, each once.

    Three rules: where a text tells an act of one actor both as done and as a domestic step, it was the step,
    unless an instrument was deposited; what was done is not also planned; a word for joining means the signature
    where the text tells one.
    """
    signed = {
        (one.treaty, code)
        for one in found
        if one.action is Action.SIGNATURE and one.status not in {Status.URGED, Status.REFUSED}
        for code in (one.doers.codes if one.past else (*one.doers.codes, None))
    }
    stepping_to_sign = {
        (one.treaty, code)
        for one in found
        if one.action is Action.SIGNATURE and one.status is Status.PROCESS
        for code in one.doers.codes
    }
    consented = {
        (one.treaty, code)
        for one in found
        if one.action in CONSENT and not one.loose and one.status is not Status.URGED
        for code in one.doers.codes
    }
    bound = next((action for action, _ in kinds.most_common() if action in CONSENT), None)
    latest = max((one.date.year for one in found if one.date and one.date.year), default=0)
    totals = {
        (one.treaty, one.doers.count)
        for one in found
        if one.action is Action.SIGNATURE
        and not one.doers.codes
        and _long_open(treaties.get(one.treaty), now, one.doers.count)
    }
    events: dict[tuple[str, Action, str | None, Status], Event] = {}
    deposited: set[tuple[str, Action, str | None]] = set()
    dated: set[tuple[str, str]] = set()
    for one in found:
        action = one.action
        if one.loose:
            action = bound or action
        party = (
            one.loose
            and one.doers.codes
            and not one.past
            and not {(one.treaty, code) for code in one.doers.codes} & consented
        )
        treaty = treaties.get(one.treaty)
        closed = treaty is not None and now is not None and not treaty.signature_open(now.date())
        joins = (one.action is Action.ACCESSION and not closed) or (party and one.action in CONSENT)
        if joins and not one.deposited and one.form is not Form.NOUN:
            loosely = one.loose or not one.doers.codes
            same = {(one.treaty, code) for code in ((None,) if loosely else ()) + one.doers.codes}
            step = one.status is Status.PROCESS and not same & stepping_to_sign
            if same & signed and not step and (one.loose or one.status is not Status.URGED):
                action = Action.SIGNATURE
        if (
            one.loose
            and action is Action.ACCESSION
            and bound is None
            and one.status is not Status.PROCESS
            and _signable(treaty, now)
        ):
            action = Action.SIGNATURE
        takes = action in {Action.ACCEPTANCE, Action.APPROVAL} and one.form is not Form.NOUN
        if takes and one.status is Status.PROCESS:
            action = Action.RATIFICATION  # a house that takes a bill says yes to whatever the treaty asks for
        if one.loose and one.doers.codes == ("EU",) and action is Action.RATIFICATION:
            action = Action.APPROVAL  # the Union ratifies nothing
        if treaty is not None and action in CONSENT and action not in treaty.acts:
            action = next((act for act in treaty.acts if act in CONSENT), action)
        coming = one.action is Action.ENTRY_INTO_FORCE and one.date is not None and now is not None
        if coming and one.status is Status.DONE and one.date and now and is_ahead(one.date, now):
            one.status = Status.PLANNED
        old = (
            one.date is not None
            and one.status is not Status.PLANNED
            and (is_old(one.date, now) if now else bool(one.date.year and one.date.year < latest))
        )
        for code, count, status in _actors(one):
            key = (one.treaty, action, code, status)
            cumulative = code is None and action is Action.SIGNATURE and _long_open(treaty, now, count)
            if code is None and count is not None:
                cumulative = (
                    cumulative or (one.treaty, count) in totals
                )  # `99 have signed, ratified or acceded`
            background = one.past or old or cumulative or _elapsed(one, action, treaty, now)
            if old and code and action in CONSENT:
                dated.add((one.treaty, code))
            if one.deposited:
                deposited.add((one.treaty, action, code))
            event = Event(
                treaty=one.treaty, action=action, status=status, actor=code, count=count,
                quote=one.quote, background=background,
            )  # fmt: skip
            known = events.get(key)
            if (
                known is None
                or (known.background and not background)
                or (count and count > (known.count or 0) and known.background == background)
            ):
                events[key] = event
    _in_force(events, dated)
    _leaving(events)
    for key, event in list(events.items()):
        if event.actor is None and event.count is not None:
            named = [
                one
                for one in events.values()
                if one.actor
                and (one.treaty, one.action, one.status) == (event.treaty, event.action, event.status)
            ]
            if len(named) >= event.count:
                del events[key]
    stepping = {
        (one.treaty, one.action) for one in events.values() if one.actor and one.status is Status.PROCESS
    }
    for key, event in list(events.items()):
        unnamed = event.actor is None and event.count is None and event.status is Status.PROCESS
        if unnamed and (event.treaty, event.action) in stepping:
            del events[key]
        joins = event.action is Action.ACCESSION and event.status is Status.PROCESS
        if joins and any(
            (event.treaty, other, event.actor, Status.PROCESS) in events
            for other in CONSENT - {Action.ACCESSION}
        ):
            del events[key]  # `approves accession: the house passed the bill that ratifies`
    for (treaty_id, action, code, status), _ in list(events.items()):
        if status is not Status.DONE:
            continue
        process = events.get((treaty_id, action, code, Status.PROCESS))
        if (
            process
            and action in {*CONSENT, Action.WITHDRAWAL}
            and code
            and (treaty_id, action, code) not in deposited
        ):
            del events[treaty_id, action, code, status]
        elif process and code and action is not Action.SIGNATURE:
            events.pop((treaty_id, action, code, Status.PROCESS), None)
        elif (
            action is Action.WITHDRAWAL
            and (treaty_id, action, code) not in deposited
            and (treaty_id, action, code, Status.PLANNED) in events
        ) or (
            action is Action.ACCESSION
            and (treaty_id, action, code) not in deposited
            and any((treaty_id, other, code, Status.DONE) in events for other in CONSENT - {Action.ACCESSION})
        ):
            del events[treaty_id, action, code, status]
        else:
            if code is not None:
                events.pop((treaty_id, action, code, Status.PLANNED), None)
    return tuple(events.values())


def _leaving(events: dict[tuple[str, Action, str | None, Status], Event]) -> None:
    """Drop steps towards consent of those who leave: what their parliament says yes to is the leaving."""
    leaving = {
        (one.treaty, one.actor)
        for one in events.values()
        if one.action is Action.WITHDRAWAL and one.status in _LEAVING and not one.background
    }
    treaties = {treaty for treaty, _ in leaving}
    for key, event in list(events.items()):
        step = event.action in CONSENT and event.status is Status.PROCESS
        if step and (
            (event.treaty, event.actor) in leaving or (not event.actor and event.treaty in treaties)
        ):
            del events[key]


def _in_force(
    events: dict[tuple[str, Action, str | None, Status], Event], dated: set[tuple[str, str]]
) -> None:
    """Make background of what led to an entry into force that is the news: counts, and consents of an old day."""
    entered = {
        (one.treaty, one.actor)
        for one in events.values()
        if one.action is Action.ENTRY_INTO_FORCE and one.status is Status.DONE and not one.background
    }
    for key, event in events.items():
        counted = event.actor is None and (event.treaty, None) in entered
        named = (
            event.actor and (event.treaty, event.actor) in entered and (event.treaty, event.actor) in dated
        )
        led = event.action in {Action.SIGNATURE, *CONSENT} and event.status is Status.DONE
        if led and (counted or named):
            events[key] = replace(event, background=True)


def _signable(treaty: Treaty | None, now: datetime | None) -> bool:
    """Say whether States join a treaty by signing it: around its opening, as long as few may accede."""
    if treaty is None or treaty.opened is None or now is None or Action.SIGNATURE not in treaty.acts:
        return False
    return abs(now.date() - treaty.opened) < _FRESH


def _elapsed(one: Found, action: Action, treaty: Treaty | None, now: datetime | None) -> bool:
    """Say whether an act was done long ago by what is known of its treaty, or by how it is told."""
    if one.status is not Status.DONE or action is Action.ENTRY_INTO_FORCE:
        return False
    if now is None:
        return one.date is not None and one.date.year is not None and not one.fresh  # a page without a day
    since = now.date() - treaty.opened if treaty is not None and treaty.opened else None
    opening = since is not None and since <= LATE
    if one.was and not one.fresh and not opening:
        return True
    if action is not Action.SIGNATURE or treaty is None or opening:
        return False
    since = now.date() - treaty.signature_closes if treaty.signature_closes else timedelta()
    closed = LATE < since < _ABSURD
    return closed or (one.where is not None and one.where == treaty.opened_in)


def _long_open(treaty: Treaty | None, now: datetime | None, count: int | None) -> bool:
    """Say whether a count of signatures is a state of play: soon after the opening ceremony it no longer is news."""
    if treaty is None or treaty.opened is None or now is None or (count is not None and count <= _FEW):
        return False
    return now.date() - treaty.opened > LATE


def _actors(one: Found) -> Iterator[tuple[str | None, int | None, Status]]:
    """Yield each actor with its count and status: those who did it, then those in their company."""
    for code in one.doers.codes:
        yield code, None, one.status
    if one.doers.group or not one.doers.codes:
        yield None, one.doers.count, one.status
    beside = one.beside or one.status
    for code in one.also.codes:
        if code not in one.doers.codes:
            yield code, None, beside
    if one.also.group:
        yield None, one.also.count, beside
