"""Settle what all sentences of an entry tell into one set of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from monitor.languages import Form
from monitor.model import CONSENT, Action, Event, Status
from monitor.read.found import Found
from monitor.read.telling.repeats import (
    Act,
    Events,
    counted_by_name,
    done_or_not,
    keep,
    led_into_force,
    steps_told_twice,
    without_leaving,
)
from monitor.read.times.dates import LATE, is_ahead, is_old
from monitor.treaties import Treaty

_FRESH = timedelta(days=440)
_ABSURD = timedelta(days=18_000)  # a date so long after the last day of signature is a mistake
_FEW = 25  # more signatures than come together on one later day


class _Whole(Struct, frozen=True, kw_only=True):
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
    found: list[Found],
    treaties: Mapping[str, Treaty],
    now: datetime | None,
    kinds: Counter[Action],
    *,
    own: bool,
) -> tuple[Event, ...]:
    """Return the events of an entry, each once; `own` says that `now` is its day, and not when it was first seen.

    Three rules: where a text tells an act of one actor both as done and as a domestic step, it was the step,
    unless an instrument was deposited; what was done is not also planned; a word for joining means the signature
    where the text tells one.
    """
    settling = _Settling(treaties, now, _whole(found, treaties, now, kinds), own=own)
    for one in found:
        settling.take(one)
    events = settling.events
    led_into_force(events, settling.dated)
    without_leaving(events)
    counted_by_name(events)
    steps_told_twice(events)
    done_or_not(events, settling.deposited, settling.spoken - settling.told)
    return tuple(events.values())


class _Settling:
    """Make events of acts one after the other; what was told before says what is background."""

    def __init__(
        self, treaties: Mapping[str, Treaty], now: datetime | None, whole: _Whole, *, own: bool
    ) -> None:
        self._treaties, self._now, self._whole, self._own = treaties, now, whole, own
        self.events: Events = {}
        self.deposited: set[Act] = set()
        """Acts whose instrument was handed to the depositary."""
        self.spoken: set[Act] = set()
        """Acts that are told as done by a noun."""
        self.told: set[Act] = set()
        """Acts that are told as done by a verb."""
        self.dated: set[tuple[str, str]] = set()
        """(treaty, actor) of consents of an old day."""
        self._refused: set[tuple[str, str | None]] = set()
        """(treaty, actor) of those who refuse to consent: they are known to have signed."""
        self._stale: set[str] = set()
        """Sentences that tell of many in the past: `By March 2026, 61 States had signed and 4 ratified`."""
        self._old: set[tuple[str, tuple[str, ...]]] = set()
        """Sentences and who consented there in the past: `In May, Peru ratified it, becoming the 60th to join`."""

    def take(self, one: Found) -> None:
        """Add the events of an act as one sentence tells it."""
        now, treaty = self._now, self._treaties[one.treaty]
        action = _action(one, self._whole, treaty, now)
        coming = one.action is Action.ENTRY_INTO_FORCE and not one.over
        if coming and one.date and now and is_ahead(one.date, now):
            one.status = Status.PLANNED
        old = self._is_old(one)
        past = one.past or ("its day is long past" if old else "")
        past = past or _elapsed(one, action, treaty, now, own=self._own)
        for code, count, status in _actors(one):
            act = (one.treaty, action, code)
            if old and code and action in CONSENT:
                self.dated.add((one.treaty, code))
            if one.deposited:
                self.deposited.add(act)
            if status is Status.DONE:
                (self.spoken if one.form in {Form.NOUN, Form.GERUND} else self.told).add(act)
            why = past or ("it is told as known already" if self._is_known(one, act, status) else "")
            why = why or ("so many have signed by and by" if self._is_tally(act, status, count) else "")
            event = Event(
                treaty=one.treaty, action=action, status=status, actor=code, count=count,
                quote=one.quote, background=bool(why), why=why,
            )  # fmt: skip
            keep(self.events, event)
            if one.doers.group and why:
                self._stale.add(one.quote)
            if one.action in CONSENT and status is Status.REFUSED:
                self._refused.add((one.treaty, code))

    def _is_old(self, one: Found) -> bool:
        """Say whether an act lies long before the entry, by its own day or that of the same sentence."""
        told_of = (one.quote, one.doers.codes)
        consents = one.action in CONSENT and one.status is Status.DONE and bool(one.doers.codes)
        old = _dated_before(one, self._whole.latest, self._now)
        old = old or (consents and one.date is None and not one.fresh and told_of in self._old)
        if old and consents:
            self._old.add(told_of)
        return old

    def _is_known(self, one: Found, act: Act, status: Status) -> bool:
        """Say whether an undated act is background by what was told before it."""
        if one.fresh or one.date is not None:
            return False
        treaty, action, code = act
        signed = action is Action.SIGNATURE and status is Status.DONE
        return (signed and (treaty, code) in self._refused) or (one.doers.group and one.quote in self._stale)

    def _is_tally(self, act: Act, status: Status, count: int | None) -> bool:
        """Say whether a number is a state of play: `99 have signed, ratified or acceded`."""
        treaty, action, code = act
        if code is not None or status is not Status.DONE:
            return False
        long_open = action is Action.SIGNATURE and _long_open(self._treaties[treaty], self._now, count)
        return long_open or (count is not None and (treaty, count) in self._whole.totals)


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
            if not one.doers.codes and _long_open(treaties[one.treaty], now, one.doers.count)
        ),
    )


def _action(one: Found, whole: _Whole, treaty: Treaty, now: datetime | None) -> Action:
    """Return which act it was, by what the whole entry tells and what its treaty asks for."""
    action = (whole.bound or one.action) if one.loose else one.action
    if _signs(one, whole, treaty, now):
        action = Action.SIGNATURE
    joins = one.loose and action is Action.ACCESSION and whole.bound is None and _signable(treaty, now)
    if joins and (one.status is not Status.PROCESS or _unopened(treaty, now)):
        action = Action.SIGNATURE
    takes = action in {Action.ACCEPTANCE, Action.APPROVAL} and one.form is not Form.NOUN
    if takes and one.status is Status.PROCESS:
        action = Action.RATIFICATION  # a house that takes a bill says yes to whatever the treaty asks for
    if one.loose and one.doers.codes == ("EU",) and action is Action.RATIFICATION:
        action = Action.APPROVAL  # the Union ratifies nothing
    if action in CONSENT and action not in treaty.acts:
        action = next((act for act in treaty.acts if act in CONSENT), action)
    return action


def _signs(one: Found, whole: _Whole, treaty: Treaty, now: datetime | None) -> bool:
    """Say whether a word for joining means the signature that the entry tells of the same doers."""
    own = {(one.treaty, code) for code in one.doers.codes}
    party = one.loose and own and not one.past and not own & whole.consented
    closed = now is not None and not treaty.signature_open(now.date())
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


def _signable(treaty: Treaty, now: datetime | None) -> bool:
    """Say whether States join a treaty by signing it: around its opening, as long as few may accede."""
    if treaty.opened is None or now is None or Action.SIGNATURE not in treaty.acts:
        return False
    return abs(now.date() - treaty.opened) < _FRESH


def _unopened(treaty: Treaty, now: datetime | None) -> bool:
    """Say whether a treaty was not open when an entry was written, so that whoever joins it can only sign first."""
    return treaty.opened is not None and now is not None and now.date() < treaty.opened


def _elapsed(one: Found, action: Action, treaty: Treaty, now: datetime | None, *, own: bool) -> str:
    """Say why an act was done long ago by what is known of its treaty, or by how it is told; nothing if it was not."""
    if one.status is not Status.DONE or action is Action.ENTRY_INTO_FORCE:
        return ""
    since = now.date() - treaty.opened if now and treaty.opened else None
    opening = since is not None and since <= LATE
    if not own and not one.fresh:
        if one.date is not None and one.date.year is not None:
            return "a page without a day gives its year"
        if one.was and not one.doers.codes:
            return "a page without a day tells it as past"
    if now is None:
        return ""
    if one.was and not one.fresh and not opening:
        return "it is told as how things stand"
    if action is not Action.SIGNATURE or opening:
        return ""
    return _closed(one, treaty, now)


def _closed(one: Found, treaty: Treaty, now: datetime) -> str:
    """Say by which day of the treaty's own a signature is history, or nothing if it may be news."""
    closes = treaty.signature_closes
    if closes is not None and LATE < now.date() - closes < _ABSURD:
        return f"the treaty closed for signature on {closes}"
    held = one.where is not None and one.where == treaty.opened_in
    return f"the ceremony there was on {treaty.opened}" if held else ""


def _long_open(treaty: Treaty, now: datetime | None, count: int | None) -> bool:
    """Say whether a count of signatures is a state of play: soon after the opening ceremony it no longer is news."""
    if treaty.opened is None or now is None or (count is not None and count <= _FEW):
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
