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

_Events = dict[tuple[str, Action, str | None, Status], Event]
"""The events of an entry by (treaty, action, actor, status), in the order in which they were told."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """Hold what the whole entry tells, by which each of its acts is judged."""

    signed: frozenset[tuple[str, str | None]]
    """(treaty, actor) of the signatures that it tells."""
    stepping: frozenset[tuple[str, str | None]]
    """(treaty, actor) of the steps towards a signature."""
    consented: frozenset[tuple[str, str | None]]
    """(treaty, actor) of the consents whose kind it says."""
    bound: Action | None
    """The kind of consent that it speaks of most."""
    latest: int
    """The last year that dates an act."""
    totals: frozenset[tuple[str, int | None]]
    """(treaty, count) of the signatures that are a state of play."""


def settle(
    found: list[Found], treaties: Mapping[str, Treaty], now: datetime | None, kinds: Counter[Action]
) -> tuple[Event, ...]:
    """Return the events of an entry, each once.

    Three rules: where a text tells an act of one actor both as done and as a domestic step, it was the step,
    unless an instrument was deposited; what was done is not also planned; a word for joining means the signature
    where the text tells one.
    """
    whole = _whole(found, treaties, now, kinds)
    events: _Events = {}
    deposited: set[tuple[str, Action, str | None]] = set()
    dated: set[tuple[str, str]] = set()
    for one in found:
        treaty = treaties.get(one.treaty)
        action = _action(one, whole, treaty, now)
        coming = one.action is Action.ENTRY_INTO_FORCE and one.status is Status.DONE
        if coming and one.date and now and is_ahead(one.date, now):
            one.status = Status.PLANNED
        old = _dated_before(one, whole.latest, now)
        for code, count, status in _actors(one):
            if old and code and action in CONSENT:
                dated.add((one.treaty, code))
            if one.deposited:
                deposited.add((one.treaty, action, code))
            cumulative = code is None and (
                (action is Action.SIGNATURE and _long_open(treaty, now, count))
                or (count is not None and (one.treaty, count) in whole.totals)
            )  # `99 have signed, ratified or acceded`
            background = one.past or old or cumulative or _elapsed(one, action, treaty, now)
            event = Event(
                treaty=one.treaty, action=action, status=status, actor=code, count=count,
                quote=one.quote, background=background,
            )  # fmt: skip
            _keep(events, event)
    _in_force(events, dated)
    _leaving(events)
    _counted_by_name(events)
    _steps_told_twice(events)
    _done_or_not(events, deposited)
    return tuple(events.values())


def _whole(
    found: list[Found], treaties: Mapping[str, Treaty], now: datetime | None, kinds: Counter[Action]
) -> _Whole:
    """Return what all acts of an entry tell together."""
    signatures = [one for one in found if one.action is Action.SIGNATURE]
    return _Whole(
        signed=frozenset(
            (one.treaty, code)
            for one in signatures
            if one.status not in {Status.URGED, Status.REFUSED}
            for code in (one.doers.codes if one.past else (*one.doers.codes, None))
        ),
        stepping=frozenset(
            (one.treaty, code)
            for one in signatures
            if one.status is Status.PROCESS
            for code in one.doers.codes
        ),
        consented=frozenset(
            (one.treaty, code)
            for one in found
            if one.action in CONSENT and not one.loose and one.status is not Status.URGED
            for code in one.doers.codes
        ),
        bound=next((action for action, _ in kinds.most_common() if action in CONSENT), None),
        latest=max((one.date.year for one in found if one.date and one.date.year), default=0),
        totals=frozenset(
            (one.treaty, one.doers.count)
            for one in signatures
            if not one.doers.codes and _long_open(treaties.get(one.treaty), now, one.doers.count)
        ),
    )


def _action(one: Found, whole: _Whole, treaty: Treaty | None, now: datetime | None) -> Action:
    """Return which act it was, by what the whole entry tells and what its treaty asks for."""
    action = (whole.bound or one.action) if one.loose else one.action
    if _signs(one, whole, treaty, now):
        action = Action.SIGNATURE
    if (
        one.loose
        and action is Action.ACCESSION
        and whole.bound is None
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
    return action


def _signs(one: Found, whole: _Whole, treaty: Treaty | None, now: datetime | None) -> bool:
    """Say whether a word for joining means the signature that the entry tells of the same doers."""
    own = {(one.treaty, code) for code in one.doers.codes}
    party = one.loose and own and not one.past and not own & whole.consented
    closed = treaty is not None and now is not None and not treaty.signature_open(now.date())
    joins = (one.action is Action.ACCESSION and not closed) or (party and one.action in CONSENT)
    if not joins or one.deposited or one.form is Form.NOUN:
        return False
    same = own | {(one.treaty, None)} if one.loose or not own else own
    step = one.status is Status.PROCESS and not same & whole.stepping
    return bool(same & whole.signed) and not step and (one.loose or one.status is not Status.URGED)


def _dated_before(one: Found, latest: int, now: datetime | None) -> bool:
    """Say whether an act is dated long before the entry or, where its day is not known, before the last year told."""
    if one.date is None or one.status is Status.PLANNED:
        return False
    return is_old(one.date, now) if now else bool(one.date.year and one.date.year < latest)


def _keep(events: _Events, event: Event) -> None:
    """Keep an event unless the entry told it before: news rather than background, then the larger count."""
    key = (event.treaty, event.action, event.actor, event.status)
    known = events.get(key)
    if (
        known is None
        or (known.background and not event.background)
        or (event.count and event.count > (known.count or 0) and known.background == event.background)
    ):
        events[key] = event


def _counted_by_name(events: _Events) -> None:
    """Drop a count of those who are all named."""
    for key, event in list(events.items()):
        if event.actor is None and event.count is not None:
            what = (event.treaty, event.action, event.status)
            named = [
                one for one in events.values() if one.actor and (one.treaty, one.action, one.status) == what
            ]
            if len(named) >= event.count:
                del events[key]


def _steps_told_twice(events: _Events) -> None:
    """Drop a step of nobody beside the same step of somebody, and one to accession beside another consent's."""
    stepping = {
        (one.treaty, one.action) for one in events.values() if one.actor and one.status is Status.PROCESS
    }
    for key, event in list(events.items()):
        if event.status is not Status.PROCESS:
            continue
        unnamed = event.actor is None and event.count is None
        joins = event.action is Action.ACCESSION and any(
            (event.treaty, other, event.actor, Status.PROCESS) in events
            for other in CONSENT - {Action.ACCESSION}
        )  # `approves accession: the house passed the bill that ratifies`
        if joins or (unnamed and (event.treaty, event.action) in stepping):
            del events[key]


def _done_or_not(events: _Events, deposited: set[tuple[str, Action, str | None]]) -> None:
    """Keep of what is told as done and as less: the step at home unless an instrument was deposited, else the act."""
    for key in list(events):
        treaty, action, code, status = key
        if status is not Status.DONE:
            continue
        process = (treaty, action, code, Status.PROCESS)
        planned = (treaty, action, code, Status.PLANNED)
        handed = (treaty, action, code) in deposited
        if process in events and code and not handed and action in {*CONSENT, Action.WITHDRAWAL}:
            del events[key]
        elif process in events and code and action is not Action.SIGNATURE:
            del events[process]
        elif (action is Action.WITHDRAWAL and not handed and planned in events) or (
            action is Action.ACCESSION
            and not handed
            and any((treaty, other, code, Status.DONE) in events for other in CONSENT - {Action.ACCESSION})
        ):
            del events[key]
        elif code is not None:
            events.pop(planned, None)


def _leaving(events: _Events) -> None:
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


def _in_force(events: _Events, dated: set[tuple[str, str]]) -> None:
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
