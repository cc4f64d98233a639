"""Settle what all sentences of an entry tell into one set of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from monitor.model import CONSENT, GIVEN, Event
from monitor.read.act import Found
from monitor.read.hits import UNION, Action, Form, Status
from monitor.read.telling import repeats
from monitor.read.telling.ages import NEW, Ages
from monitor.read.telling.repeats import LEAVING, By
from monitor.treaties import Treaty


class _Whole(Struct, frozen=True):
    """Hold what an entry tells as a whole."""

    bound: Action | None
    """The kind of consent that it speaks of most."""
    stepping: Set[By]
    """Who takes a step towards a signature."""
    signed: Set[By]
    """Whose signature it tells, but for those that came before."""
    consented: Set[By]
    """Whose consent it tells by its kind."""
    unbound: Set[By]
    """Whose consent is still to come, but for States that never sign."""
    leaving: Set[By]
    """Who leaves: they are known to have joined."""
    entered: Set[By]
    """For whom the treaty entered into force: they became parties by that."""
    long_ago: Set[tuple[str, bool, str | None]]
    """(treaty, whether it was a signature, actor) of what the text tells of an old day only."""
    totals: Set[tuple[str, int | None]]
    """(treaty, count) of the signatures that are a state of play."""


def _whole(found: list[Found], ages: Ages, kinds: Counter[Action], unbound: Set[By]) -> _Whole:
    """Return what the acts of an entry tell together; `kinds` and `unbound` are what it speaks of besides."""
    signatures = [one for one in found if one.action is Action.SIGNATURE]
    consents = [one for one in found if one.action in CONSENT and not one.loose]
    unnamed = {(one.treaty, one.doers.count) for one in signatures if not one.doers.codes}
    loose = (one.action for one in found if one.loose and one.status is Status.DONE and not one.past)
    party = Action.RATIFICATION if Action.RATIFICATION in loose else None
    totals = {(treaty, count) for treaty, count in unnamed if ages.long_open(treaty, count)}
    return _Whole(
        # else that of those who became parties: `Chad joins the treaty. It is now a party`
        bound=next((action for action, _ in kinds.most_common() if action in CONSENT), party),
        stepping=_who(one for one in signatures if one.status is Status.PROCESS),
        signed=_signed(signatures, totals, ages),
        consented=_who(one for one in consents if one.status is not Status.URGED),
        unbound=unbound | _who(filter(_is_ahead, consents)),
        leaving=_who(one for one in found if one.action is Action.WITHDRAWAL and one.status in LEAVING),
        entered=_who(
            one for one in found if one.action is Action.ENTRY_INTO_FORCE and one.status is Status.DONE
        ),
        long_ago=_long_ago([one for one in found if one.action in GIVEN], ages),
        totals=totals,
    )


def _signed(signatures: list[Found], totals: Set[tuple[str, int | None]], ages: Ages) -> set[By]:
    """Return whose signature is told but for those that came before, None for a crowd's that is no state of play."""
    signed = [one for one in signatures if one.status not in {Status.URGED, Status.REFUSED}]
    crowds = [one for one in signed if not (one.past or one.doers.codes)]
    many = {(one.treaty, None) for one in crowds if (one.treaty, one.doers.count) not in totals}
    return _who(one for one in signed if not ages.earlier(one)) | many


def _is_ahead(consent: Found) -> bool:
    """Say whether a consent is still to come. States that accede never sign, so that theirs says nothing of it."""
    ahead = consent.status in {Status.PLANNED, Status.URGED} and not consent.past
    return ahead and consent.action is not Action.ACCESSION


def _long_ago(acts: list[Found], ages: Ages) -> set[tuple[str, bool, str | None]]:
    """Return what the text below the heading tells of an old day only."""
    below = [one for one in acts if not one.title]
    done = (one for one in below if one.status is Status.DONE and one.form in {Form.DONE, Form.PASSIVE})
    now = (one for one in below if not (one.past or ages.lies_back(one)))
    return _did(filter(ages.lies_back, done)) - _did(now)


def _who(acts: Iterable[Found]) -> set[By]:
    """Return (treaty, actor) of all named States that do these acts."""
    return {(one.treaty, code) for one in acts for code in one.doers.codes}


def _did(acts: Iterable[Found]) -> set[tuple[str, bool, str | None]]:
    """Return (treaty, whether they signed it, actor) of all named States that do these acts."""
    return {(one.treaty, one.action is Action.SIGNATURE, code) for one in acts for code in one.doers.codes}


class Settling:
    """Make events of the acts of an entry, each once; what was told before says what is background.

    Three rules: where a text tells an act of one actor both as done and as a domestic step, it was the step,
    unless an instrument was deposited; what was done is not also planned; a word for joining means the signature
    where the text tells one, or that its consent is still to come (`unbound`). `own` says that `now` is the day of the
    entry, and not when it was first seen.
    """

    def __init__(
        self,
        found: list[Found],
        treaties: Mapping[str, Treaty],
        now: datetime | None,
        kinds: Counter[Action],
        unbound: Set[By] = frozenset(),
        *,
        own: bool,
    ) -> None:
        latest = max((one.date.year for one in found if one.date and one.date.year), default=0)
        self._found, self._ages = found, Ages(treaties, now, own, latest)
        for one in found:
            if self._ages.only_signed(one):
                one.action, one.loose = Action.SIGNATURE, False
        self._whole = _whole(found, self._ages, kinds, unbound)
        self._events: repeats.Events = {}
        self._deposited: set[repeats.Act] = set()
        """Acts whose instrument was handed to the depositary."""
        self._spoken: set[repeats.Act] = set()
        """Acts that are told as done by a noun, or by a word that may mean a step: `approves`, `joins`."""
        self._told: set[repeats.Act] = set()
        """Acts that are told as done by a verb."""
        self._refused: set[By] = set()
        """Who refuses to consent: they are known to have signed."""
        self._old: set[tuple[str, tuple[str, ...]]] = set()
        """Sentences and who consented there in the past: `In May, Peru ratified it, becoming the 60th to join`."""
        self._stale: set[str] = set()
        """Sentences that tell of many in the past: `By March 2026, 61 States had signed and 4 ratified`."""

    def settled(self) -> tuple[Event, ...]:
        """Return the events."""
        for one in self._found:
            self._take(one)
        repeats.without_leaving(self._events)
        repeats.beside_news(self._events)
        repeats.counted_by_name(self._events)
        repeats.steps_told_twice(self._events)
        repeats.done_or_not(self._events, self._deposited, self._spoken - self._told)
        return tuple(
            replace(event, deposited=True)
            if key[:3] in self._deposited and event.status is Status.DONE
            else event
            for key, event in self._events.items()
        )

    def _take(self, one: Found) -> None:
        """Add the events of an act as one sentence tells it."""
        action = self._action(one)
        if self._ages.is_to_come(one):
            one.status = Status.PLANNED
        old = self._is_old(one)
        past = one.past or ("its day is long past" if old else "") or self._ages.elapsed(one, action)
        for code, count, status in _actors(one):
            act = (one.treaty, action, code)
            if one.deposited:
                self._deposited.add(act)
            if status is Status.DONE:
                (self._spoken if one.loose or one.form in {Form.NOUN, Form.GERUND} else self._told).add(act)
            why = past or self._why_known(one, act, status, count)
            event = Event(
                treaty=one.treaty, action=action, status=status, actor=code, count=count,
                quote=one.quote, background=bool(why), why=why,
            )  # fmt: skip
            repeats.keep(self._events, event)
            if one.doers.group and why:
                self._stale.add(one.quote)
            if one.action in CONSENT and status is Status.REFUSED:
                self._refused.add((one.treaty, code))

    def _action(self, one: Found) -> Action:
        """Return which act it was, by what the whole entry tells and what its treaty asks for."""
        treaty = self._ages.treaties[one.treaty]
        action = (self._whole.bound or one.action) if one.loose else one.action
        if self._signs(one):
            action = Action.SIGNATURE
        joins = one.loose and action is Action.ACCESSION and self._whole.bound is None
        since = self._ages.since(one.treaty) if joins else None
        # States join a treaty by signing it around its opening, as long as few may accede
        if since is not None and abs(since) < NEW and Action.SIGNATURE in treaty.acts:
            unopened = since < timedelta()  # whoever joins it can only sign first
            action = Action.SIGNATURE if one.status is not Status.PROCESS or unopened else action
        takes = action in {Action.ACCEPTANCE, Action.APPROVAL} and one.form is not Form.NOUN
        if takes and one.status is Status.PROCESS:
            action = Action.RATIFICATION  # a house that takes a bill says yes to whatever the treaty asks for
        if one.loose and one.doers.codes == (UNION,) and action is Action.RATIFICATION:
            action = Action.APPROVAL  # the Union ratifies nothing
        if action in CONSENT and action not in treaty.acts:
            action = next((act for act in treaty.acts if act in CONSENT), action)
        return action

    def _signs(self, one: Found) -> bool:
        """Say whether a word for joining means the signature that the entry tells of the same doers."""
        own = _who([one])
        party = one.loose and own and not one.past and not own & self._whole.consented
        accedes = one.action is Action.ACCESSION and not self._ages.closed(one.treaty)
        joins = accedes or (party and one.action in CONSENT)
        if not joins or one.deposited or one.form is Form.NOUN:
            return False
        same = own | {(one.treaty, None)} if one.loose or not own else own
        step = one.status is Status.PROCESS and not same & self._whole.stepping
        done = one.loose and one.status is Status.DONE
        signs = not same.isdisjoint(self._whole.signed) or (done and not own.isdisjoint(self._whole.unbound))
        return signs and not step and (one.loose or one.status is not Status.URGED)

    def _is_old(self, one: Found) -> bool:
        """Say whether an act lies long before the entry, by its own day or that of the same sentence.

        Where the day of the entry is not known, it does so before the last year told.
        """
        told_of = (one.quote, one.doers.codes)
        consents = one.action in CONSENT and one.status is Status.DONE and bool(one.doers.codes)
        if one.date is None:
            return consents and not one.fresh and told_of in self._old
        old = self._ages.lies_back(one)
        if old and consents:
            self._old.add(told_of)
        return old

    def _why_known(self, one: Found, act: repeats.Act, status: Status, count: int | None) -> str:
        """Say why an act is background by what the whole entry tells; nothing where it is not."""
        if self._is_known(one, act, status):
            return "it is told as known already"
        treaty, action, code = act
        if one.loose and (treaty, code) in self._whole.entered:
            return "it entered into force for it"
        undated = one.title and status is Status.DONE and not (one.fresh or one.date)
        if (
            undated
            and one.action in GIVEN
            and (treaty, action is Action.SIGNATURE, code) in self._whole.long_ago
        ):
            return "the text gives its old day"
        return "so many have signed by and by" if self._is_tally(one, act, status, count) else ""

    def _is_known(self, one: Found, act: repeats.Act, status: Status) -> bool:
        """Say whether an undated act is background by what was told before it."""
        if one.fresh or one.date is not None:
            return False
        treaty, action, code = act
        if one.doers.group and one.quote in self._stale:
            return True
        signed = action is Action.SIGNATURE and (treaty, code) in self._refused
        left = action in GIVEN and (treaty, code) in self._whole.leaving
        return status is Status.DONE and (signed or left)

    def _is_tally(self, one: Found, act: repeats.Act, status: Status, count: int | None) -> bool:
        """Say whether a number is a state of play: `99 have signed, ratified or acceded`."""
        treaty, action, code = act
        if code is not None or status is not Status.DONE:
            return False
        if action is Action.SIGNATURE and self._ages.long_open(treaty, count):
            return True
        if count is None or (treaty, count) in self._whole.totals:
            return count is not None
        dated = one.fresh or one.date is not None or one.doers.how == "reached"
        return action in CONSENT and not dated and self._ages.long_in_force(treaty, count)


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
