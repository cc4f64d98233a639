"""Settle what all sentences of an entry tell into one set of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import datetime, timedelta

from monitor.model import CONSENT, Event
from monitor.read.found import Found
from monitor.read.hits import UNION
from monitor.read.kinds import Action, Form, Status
from monitor.read.telling import repeats
from monitor.read.times.dates import LATE, is_ahead, is_old
from monitor.treaties import Treaty

_FRESH = timedelta(days=440)
_ABSURD = timedelta(days=18_000)  # a date so long after the last day of signature is a mistake
_FEW = 25  # more signatures than come together on one later day
_FASTEST = timedelta(days=90)
"""In which no treaty was ratified by more than a few: the Paris Agreement by some twenty."""


class Settling:
    """Make events of the acts of an entry, each once; what was told before says what is background.

    Three rules: where a text tells an act of one actor both as done and as a domestic step, it was the step,
    unless an instrument was deposited; what was done is not also planned; a word for joining means the signature
    where the text tells one, or that its consent is still to come (`unbound`: (treaty, actor)). `own` says that `now`
    is the day of the entry, and not when it was first seen.
    """

    def __init__(
        self,
        found: list[Found],
        treaties: Mapping[str, Treaty],
        now: datetime | None,
        kinds: Counter[Action],
        unbound: Set[tuple[str, str | None]] = frozenset(),
        *,
        own: bool,
    ) -> None:
        self._found, self._treaties, self._now, self._own = found, treaties, now, own
        for one in found:
            if self._only_signed(one):
                one.action, one.loose = Action.SIGNATURE, False
        signatures = [one for one in found if one.action is Action.SIGNATURE]
        signed = [one for one in signatures if one.status not in {Status.URGED, Status.REFUSED}]
        self._stepping = _who(one for one in signatures if one.status is Status.PROCESS)
        """(treaty, actor) of the steps towards a signature."""
        consents = [one for one in found if one.action in CONSENT and not one.loose]
        self._consented = _who(one for one in consents if one.status is not Status.URGED)
        """(treaty, actor) of the consents whose kind it says."""
        left = [one for one in found if one.action is Action.WITHDRAWAL]
        self._leaving = _who(one for one in left if one.status in repeats.LEAVING)
        """(treaty, actor) of those who leave: they are known to have joined."""
        ahead = [one for one in consents if one.status in {Status.PLANNED, Status.URGED} and not one.past]
        self._unbound = unbound | _who(one for one in ahead if one.action is not Action.ACCESSION)
        """(treaty, actor) of the consents that are still to come, but for those of States that never sign."""
        self._bound = next((action for action, _ in kinds.most_common() if action in CONSENT), None)
        """The kind of consent that it speaks of most."""
        self._latest = max((one.date.year for one in found if one.date and one.date.year), default=0)
        """The last year that dates an act."""
        self._old: set[tuple[str, tuple[str, ...]]] = set()
        """Sentences and who consented there in the past: `In May, Peru ratified it, becoming the 60th to join`."""
        unnamed = [(one.treaty, one.doers.count) for one in signatures if not one.doers.codes]
        self._totals = {(treaty, count) for treaty, count in unnamed if self._long_open(treaty, count)}
        """(treaty, count) of the signatures that are a state of play."""
        crowds = [one for one in signed if not (one.past or one.doers.codes)]
        self._signed = _who(one for one in signed if not self._earlier(one)) | {
            (one.treaty, None) for one in crowds if (one.treaty, one.doers.count) not in self._totals
        }
        """(treaty, actor) of the signatures that the entry tells, but for those that came before."""
        self._events: repeats.Events = {}
        self._deposited: set[repeats.Act] = set()
        """Acts whose instrument was handed to the depositary."""
        self._spoken: set[repeats.Act] = set()
        """Acts that are told as done by a noun, or by a word that may mean a step: `approves`, `joins`."""
        self._told: set[repeats.Act] = set()
        """Acts that are told as done by a verb."""
        self._dated: set[tuple[str, str]] = set()
        """(treaty, actor) of consents of an old day."""
        self._refused: set[tuple[str, str | None]] = set()
        """(treaty, actor) of those who refuse to consent: they are known to have signed."""
        self._stale: set[str] = set()
        """Sentences that tell of many in the past: `By March 2026, 61 States had signed and 4 ratified`."""
        below = [one for one in found if not one.title and one.action in {Action.SIGNATURE, *CONSENT}]
        done = (one for one in below if one.status is Status.DONE and one.form in {Form.DONE, Form.PASSIVE})
        self._long_ago = _did(filter(self._lies_back, done)) - _did(
            one for one in below if not (one.past or self._lies_back(one))
        )
        """(treaty, whether it was a signature, actor) of what the text tells of an old day only."""

    def settled(self) -> tuple[Event, ...]:
        """Return the events."""
        for one in self._found:
            self._take(one)
        repeats.led_into_force(self._events, self._dated)
        repeats.without_leaving(self._events)
        repeats.beside_others(self._events)
        repeats.counted_by_name(self._events)
        repeats.steps_told_twice(self._events)
        repeats.done_or_not(self._events, self._deposited, self._spoken - self._told)
        return tuple(self._events.values())

    def _take(self, one: Found) -> None:
        """Add the events of an act as one sentence tells it."""
        action = self._action(one)
        if self._is_to_come(one):
            one.status = Status.PLANNED
        old = self._is_old(one)
        past = one.past or ("its day is long past" if old else "") or self._elapsed(one, action)
        for code, count, status in _actors(one):
            act = (one.treaty, action, code)
            if old and code and action in CONSENT:
                self._dated.add((one.treaty, code))
            if one.deposited:
                self._deposited.add(act)
            if status is Status.DONE:
                (self._spoken if one.loose or one.form in {Form.NOUN, Form.GERUND} else self._told).add(act)
            why = past or ("it is told as known already" if self._is_known(one, act, status) else "")
            heads = one.title and status is Status.DONE and not (one.fresh or one.date)
            heads = heads and one.action in {Action.SIGNATURE, *CONSENT}
            if heads and (one.treaty, action is Action.SIGNATURE, code) in self._long_ago:
                why = why or "the text gives its old day"
            why = why or ("so many have signed by and by" if self._is_tally(one, act, status, count) else "")
            event = Event(
                treaty=one.treaty, action=action, status=status, actor=code, count=count,
                quote=one.quote, background=bool(why), why=why,
            )  # fmt: skip
            repeats.keep(self._events, event)
            if one.doers.group and why:
                self._stale.add(one.quote)
            if one.action in CONSENT and status is Status.REFUSED:
                self._refused.add((one.treaty, code))

    def _is_to_come(self, one: Found) -> bool:
        """Say whether what is told as done is ahead: by its own day, or an entry into force by its treaty's.

        Then the number was reached, and the clause's days run.
        """
        if one.status is not Status.DONE or self._now is None:
            return False
        enters = one.action is Action.ENTRY_INTO_FORCE
        if one.date is not None:
            return not one.over and is_ahead(one.date, self._now, nearest=enters)
        day = self._treaties[one.treaty].in_force.since
        return enters and not one.fresh and self._own and day is not None and self._now.date() < day

    def _action(self, one: Found) -> Action:
        """Return which act it was, by what the whole entry tells and what its treaty asks for."""
        treaty = self._treaties[one.treaty]
        action = (self._bound or one.action) if one.loose else one.action
        if self._signs(one):
            action = Action.SIGNATURE
        joins = one.loose and action is Action.ACCESSION and self._bound is None
        since = self._since(one.treaty) if joins else None
        # States join a treaty by signing it around its opening, as long as few may accede
        if since is not None and abs(since) < _FRESH and Action.SIGNATURE in treaty.acts:
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
        party = one.loose and own and not one.past and not own & self._consented
        closed = self._now is not None and not self._treaties[one.treaty].signature_open(self._now.date())
        joins = (one.action is Action.ACCESSION and not closed) or (party and one.action in CONSENT)
        if not joins or one.deposited or one.form is Form.NOUN:
            return False
        same = own | {(one.treaty, None)} if one.loose or not own else own
        step = one.status is Status.PROCESS and not same & self._stepping
        done = one.loose and one.status is Status.DONE
        signs = not same.isdisjoint(self._signed) or (done and not own.isdisjoint(self._unbound))
        return signs and not step and (one.loose or one.status is not Status.URGED)

    def _only_signed(self, one: Found) -> bool:
        """Say whether those who are said to consent can only have signed: at the ceremony, or so many so soon.

        An instrument goes to the depositary, who sits elsewhere than where a treaty is `opened_in`. Where no day is
        known, so many is half as many again as would have brought the treaty into force.
        """
        treaty, since, done = self._treaties[one.treaty], self._since(one.treaty), one.status is Status.DONE
        if one.action not in CONSENT or Action.SIGNATURE not in treaty.acts or one.deposited:
            return False
        there = one.where is not None and one.where == treaty.opened_in and one.where not in one.doers.codes
        if there and (done or one.status is Status.PLANNED) and (since is None or abs(since) <= LATE):
            return True
        count, clause = one.doers.count or 0, treaty.in_force
        if not (done and one.doers.group and count > _FEW):
            return False
        if self._now is None:
            return clause.since is None and count > 1.5 * clause.count
        return since is not None and -LATE <= since <= _FASTEST

    def _is_old(self, one: Found) -> bool:
        """Say whether an act lies long before the entry, by its own day or that of the same sentence.

        Where the day of the entry is not known, it does so before the last year told.
        """
        told_of = (one.quote, one.doers.codes)
        consents = one.action in CONSENT and one.status is Status.DONE and bool(one.doers.codes)
        if one.date is None:
            return consents and not one.fresh and told_of in self._old
        old = self._lies_back(one)
        if old and consents:
            self._old.add(told_of)
        return old

    def _lies_back(self, one: Found) -> bool:
        """Say whether the day of an act lies long before the entry."""
        if one.date is None or one.status is Status.PLANNED:
            return False
        year = one.date.year
        return is_old(one.date, self._now) if self._now else bool(year and year < self._latest)

    def _earlier(self, one: Found) -> bool:
        """Say whether a signature came before another act: `joins it, having signed in 2023`."""
        dated = one.date is not None and one.date.year is not None
        return (bool(one.past) and (dated or one.form is Form.GERUND)) or self._is_old(one)

    def _is_known(self, one: Found, act: repeats.Act, status: Status) -> bool:
        """Say whether an undated act is background by what was told before it."""
        if one.fresh or one.date is not None:
            return False
        treaty, action, code = act
        if one.doers.group and one.quote in self._stale:
            return True
        signed = action is Action.SIGNATURE and (treaty, code) in self._refused
        left = action in CONSENT and (treaty, code) in self._leaving
        return status is Status.DONE and (signed or left)

    def _is_tally(self, one: Found, act: repeats.Act, status: Status, count: int | None) -> bool:
        """Say whether a number is a state of play: `99 have signed, ratified or acceded`."""
        treaty, action, code = act
        if code is not None or status is not Status.DONE:
            return False
        if action is Action.SIGNATURE and self._long_open(treaty, count):
            return True
        if count is None or (treaty, count) in self._totals:
            return count is not None
        dated = one.fresh or one.date is not None or one.doers.how == "reached"
        return action in CONSENT and not dated and self._long_in_force(treaty, count)

    def _elapsed(self, one: Found, action: Action) -> str:
        """Say why an act was done long ago by its treaty's days, or by how it is told; nothing if it was not."""
        if one.status is not Status.DONE:
            return ""
        treaty, since = self._treaties[one.treaty], self._since(one.treaty)
        if action is Action.ENTRY_INTO_FORCE:
            count = treaty.in_force.count
            early = since is not None and since <= _FASTEST and count > _FEW
            return f"it asks for {count} States and was opened on {treaty.opened}" if early else ""
        opening = since is not None and since <= LATE
        if not self._own and not one.fresh:
            if one.date is not None and one.date.year is not None:
                return "a page without a day gives its year"
            if one.was and not one.doers.codes:
                return "a page without a day tells it as past"
        if self._now is None:
            return ""
        if one.was and not one.fresh and not opening:
            return "it is told as how things stand"
        if action is not Action.SIGNATURE or opening:
            return ""
        closes = treaty.signature_closes
        dated = one.fresh or (one.date is not None and one.date.day is not None)
        news = dated or (one.title and self._own)
        if closes is not None and LATE < self._now.date() - closes < _ABSURD and not news:
            return f"the treaty closed for signature on {closes}"
        held = one.where is not None and one.where == treaty.opened_in and not dated
        return f"the ceremony there was on {treaty.opened}" if held else ""

    def _long_open(self, treaty: str, count: int | None) -> bool:
        """Say whether a count of signatures is a state of play: soon after the opening it no longer is news."""
        since = self._since(treaty)
        return since is not None and since > LATE and not (count is not None and count <= _FEW)

    def _long_in_force(self, treaty: str, count: int) -> bool:
        """Say whether a count of consents is a state of play: all who are bound by a treaty of old."""
        clause = self._treaties[treaty].in_force
        if clause.since is None or count <= max(_FEW, clause.count):
            return False
        # where no day is known, by twice as many as it took
        return self._now.date() - clause.since > _FRESH if self._now else count >= 2 * clause.count

    def _since(self, treaty: str) -> timedelta | None:
        """Return how long after the opening of a treaty the entry was written, where both days are known."""
        opened = self._treaties[treaty].opened
        return self._now.date() - opened if self._now and opened else None


def _who(acts: Iterable[Found]) -> set[tuple[str, str | None]]:
    """Return (treaty, actor) of all named States that do these acts."""
    return {(one.treaty, code) for one in acts for code in one.doers.codes}


def _did(acts: Iterable[Found]) -> set[tuple[str, bool, str | None]]:
    """Return (treaty, whether they signed it, actor) of all named States that do these acts."""
    signs = Action.SIGNATURE
    return {(one.treaty, one.action is signs, code) for one in acts for code in one.doers.codes}


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
