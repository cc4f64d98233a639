"""Decide how far an act has come, by the form of its word and the words that govern it."""

from __future__ import annotations

from msgspec import Struct

from monitor.languages import Cue, Form
from monitor.model import CONSENT, Action, Status
from monitor.read.governor import Governor

_FINITE = {Form.DONE, Form.FUTURE}
_DECIDING = {Cue.APPROVE, Cue.PASS, Cue.STEP, Cue.BILL, Cue.PLAN, Cue.DEPOSIT}
_DENIED = (Cue.NEGATION, Cue.REFUSE, Cue.UNDONE)
_THAT = 4  # words between a decision and what is decided: `resolved that Nauru accede`
_NO_OCCASION = (Cue.CONDITION, Cue.STEP, Cue.BILL, Cue.REACH)
_DOMESTIC = {Cue.APPROVE, Cue.STEP, Cue.BILL, Cue.INSTITUTION}


class Verdict(Struct, frozen=True):
    """Say how far an act has come, or why it is none; `past` when it is told as done before the news."""

    status: Status | None
    why: str = ""
    past: bool = False
    deposited: bool = False
    """The instrument was handed to the depositary, or the text says as much."""
    weak: bool = False
    """Only the words of a heading or a nearby doer carry it; without a doer it says nothing."""


def judge(
    action: Action,
    form: Form,
    ruling: list[Governor],
    own: frozenset[Cue],
    *,
    near: bool,
    named: bool,
    institution: bool,
    counted: bool = False,
) -> Verdict:
    """Return the verdict on one act.

    `ruling` holds what governs it, nearest first; `own` holds the kinds of the act's own word; `near` says that
    its doer stands right beside it, `named` that the doer is a named State, `counted` that doers are counted right
    there, and `institution` that a parliament, a cabinet or a bill takes part.
    """
    has = _Governors(ruling)
    consent = action in CONSENT or action is Action.WITHDRAWAL
    deposit = (has(Cue.DEPOSIT) and has(Cue.INSTRUMENT) and not has.beyond(Cue.STEP, Cue.DEPOSIT)) or (
        has(Cue.DEPOSIT)
        and form is Form.NOUN
        and not has(Cue.STEP)
        and (has.gap(Cue.DEPOSIT) < 3 or Cue.INSTRUMENT in own)
    )
    deposit = deposit and not has.needed  # `needs to deposit its instrument`
    if (
        has(Cue.RELATIVE)
        and has.beyond(Cue.URGE, Cue.RELATIVE)
        and not named
        and form in {Form.DONE, Form.PASSIVE}
    ):
        return Verdict(None, "those who are asked did it before")
    # `was among those that signed` is the news itself
    among = has(Cue.THAT) and has.beyond(Cue.BECOME, Cue.RELATIVE)
    past = (
        has(Cue.HISTORY)
        or (has(Cue.RELATIVE) and not among and action is not Action.ENTRY_INTO_FORCE)
        or bool(own & {Cue.HISTORY, Cue.RELATIVE})
    )
    if Cue.SUBMIT in own and form is Form.DONE and not has(Cue.NEGATION):
        return Verdict(Status.PROCESS, past=past)
    if Cue.REJECT in own:
        loose = any(
            has(cue) for cue in (Cue.URGE, Cue.MODAL, Cue.PLAN, Cue.CONDITION, Cue.NEED, Cue.NEGATION)
        )
        return Verdict(None, "no parliament has refused it") if loose else Verdict(Status.REFUSED, past=past)
    if has(Cue.DENY):
        return Verdict(None, "a report of it is denied")
    if has(Cue.OPENING) and action is not Action.ENTRY_INTO_FORCE:
        return Verdict(None, "opening for signature is no State's act")
    occasion = has(Cue.CEREMONY) and not any(has.nearer(cue, Cue.CEREMONY) for cue in _NO_OCCASION)
    handed = deposit and has.nearer(Cue.CEREMONY, Cue.DEPOSIT)  # `deposited at a ceremony their instruments`
    if form in {Form.NOUN, Form.GERUND} and occasion and not (handed or has(Cue.GATHER)):
        return Verdict(None, "a ceremony, no act")
    if (has(Cue.INVITE) and (has.beyond(Cue.NEGATION, Cue.INVITE) or has.beyond(Cue.UNDONE, Cue.INVITE))) or (
        has(Cue.URGE) and form not in _FINITE and has.beyond(Cue.NEGATION, Cue.URGE) and not has(Cue.RELATIVE)
    ):
        return Verdict(None, "nobody asks for it")
    # `those yet to sign to do so`
    asked_of = has(Cue.URGE) and (has(Cue.RELATIVE) or not has.first(Cue.UNDONE))
    undone = has(Cue.UNDONE) and not asked_of
    if undone and form is not Form.AGENT and not has.nearer(Cue.RELATIVE, Cue.UNDONE):
        return Verdict(None, "not done so far")
    resolved = has(Cue.RESOLVE) and (has(Cue.URGE) or has.gap(Cue.RESOLVE) < _THAT)
    if resolved and form is Form.BARE and not any(has(cue) for cue in (*_DENIED, Cue.QUESTION)):
        return Verdict(Status.PROCESS if institution or has(Cue.INSTITUTION) else Status.PLANNED)
    if has(Cue.RECOMMEND) and consent and form is not Form.AGENT and not has(Cue.NEGATION):
        return Verdict(Status.PROCESS)
    if has(Cue.INVITE) and form not in _FINITE:
        if action is Action.ACCESSION or Cue.LOOSE in own:
            return Verdict(None, "an invitation, no act")
        return Verdict(Status.URGED)
    if has(Cue.URGE) and has(Cue.CONDITION) and form not in _FINITE:
        return Verdict(None, "a condition or an open question")
    if has(Cue.URGE) and form is Form.NOUN and counted:
        return Verdict(None, "needed, not done")  # `requires 50 ratifications`
    if form is Form.AGENT and has(Cue.DEPOSIT) and not named:
        return Verdict(None, "those who are told of it")  # `уведомил все государства-участники`
    if has(Cue.URGE) and form is Form.AGENT:
        return Verdict(None, "those who are asked did it before")
    if has(Cue.URGE) and form not in _FINITE:
        if (has.nearer(Cue.REFUSE, Cue.URGE) or has.nearer(Cue.NEGATION, Cue.URGE)) and not has(Cue.RELATIVE):
            return Verdict(None, "asked not to do it")
        return Verdict(Status.URGED)
    on_its_way = consent and form is Form.NOUN and has(Cue.STEP)
    open_ = has(Cue.CONDITION) and not has.nearer(Cue.PLAN, Cue.CONDITION)
    awaited = any(has(cue) for cue in (Cue.PLAN, Cue.MODAL, Cue.NEED, Cue.URGE, Cue.REFUSE, Cue.NEGATION))
    if has.first(Cue.AFTER) and form is Form.GERUND and named and not awaited and not has(Cue.QUESTION):
        return Verdict(Status.DONE, past=not has(Cue.SPEAK))
    if (has(Cue.QUESTION) or open_) and not on_its_way:
        denied = has(Cue.NEGATION) and form is Form.GERUND  # `after not signing it`
        told = form in {Form.DONE, Form.PASSIVE, Form.NOUN, Form.GERUND} and not denied
        if told and named and (has(Cue.HISTORY) or (form is Form.NOUN and has(Cue.AFTER))):
            return Verdict(Status.DONE, past=not deposit, deposited=deposit)
        return Verdict(None, "a condition or an open question")
    if has(Cue.NEGATION) and has(Cue.NEED) and has.beyond(Cue.NEED, Cue.NEGATION):
        return Verdict(None, "asked not to do it")
    if has(Cue.NEGATION) or (has(Cue.REFUSE) and (form is not Form.DONE or has.gap(Cue.REFUSE) < 2)):
        return Verdict(Status.REFUSED, past=past)
    voted = institution and has.same(Cue.MODAL, Cue.PASS)
    if has(Cue.MODAL) and form not in _FINITE and not voted and not has.beyond(Cue.BILL, Cue.MODAL):
        return Verdict(None, "possible only")
    means = form is Form.GERUND and has.first(Cue.BY)  # `facilitates inquiries by signing`
    if has(Cue.ATTEND) and form in {Form.NOUN, Form.GERUND} and not means:
        return Verdict(None, "attendance, no act")
    if (
        has(Cue.NEED)
        and form is Form.BARE
        and (not any(has(cue) for cue in _DECIDING) or has.nearer(Cue.NEED, Cue.PLAN))
    ):
        return Verdict(None, "needed, not done")
    if consent and not deposit and _domestic(has, form, own, institution):
        return Verdict(Status.PROCESS, past=has(Cue.HISTORY) and not has(Cue.BILL))
    finite = form in _FINITE or (form is Form.PASSIVE and not has(Cue.AUX))
    if (has(Cue.STEP) or has(Cue.APPROVE)) and action is Action.SIGNATURE and not finite:
        return Verdict(Status.PROCESS, past=past)
    if action is Action.WITHDRAWAL and has(Cue.PASS) and not deposit:
        return Verdict(Status.PROCESS, past=has(Cue.HISTORY))
    notified = action is Action.WITHDRAWAL and form is Form.BARE and has.beyond(Cue.DEPOSIT, Cue.PLAN)
    if notified and has(Cue.PLAN):  # `notified the depositary of its decision to leave`
        return Verdict(Status.DONE, past=past, deposited=True)
    if form is Form.FUTURE and action is Action.WITHDRAWAL and has(Cue.PERFORM):
        return Verdict(Status.DONE, past=past, deposited=True)  # `notified the UN that it was withdrawing`
    if form is Form.FUTURE:
        return Verdict(Status.PLANNED)
    if has(Cue.NEED) and form is not Form.DONE and not deposit and not (counted and has(Cue.REACH)):
        return Verdict(None, "needed, not done")
    if (
        form in {Form.BARE, Form.PASSIVE}
        and has(Cue.BECOME)
        and has(Cue.TO)
        and not has.beyond(Cue.PLAN, Cue.BECOME)
    ):
        return Verdict(Status.DONE, past=past)
    if has.headline:
        return Verdict(Status.PLANNED, past=past)
    council = institution or (has(Cue.INSTITUTION) and has.beyond(Cue.INSTITUTION, Cue.PLAN))
    if has(Cue.PLAN) and action is Action.SIGNATURE and council and form not in _FINITE:
        return Verdict(Status.PROCESS, past=past)
    if has(Cue.PLAN) and (
        form not in {Form.DONE, Form.PASSIVE, Form.AGENT} or (form is Form.PASSIVE and has.gap(Cue.PLAN) < 3)
    ):
        return Verdict(Status.PLANNED, past=past)
    if deposit:
        return Verdict(Status.DONE, past=past, deposited=True)
    if form in {Form.DONE, Form.PASSIVE}:
        return Verdict(Status.DONE, past=past)
    if form is Form.BARE and has(Cue.RELATIVE) and not named:
        return Verdict(None, "any State that does it")
    if form is Form.BARE:
        if has(Cue.BECOME) or has(Cue.PERFORM) or (near and not has.first(Cue.TO)):
            return Verdict(Status.DONE, past=past)
        return Verdict(None, "nothing says that it was done")
    if form is Form.GERUND:
        if has(Cue.BY) or has(Cue.BECOME) or has(Cue.GATHER) or has(Cue.PERFORM) or near:
            return Verdict(Status.DONE, past=past, weak=True)
        if has(Cue.HISTORY) and named:
            return Verdict(Status.DONE, past=True)
        return Verdict(None, "nothing says that it was done")
    if form is Form.AGENT and has.beyond(Cue.PLAN, Cue.BECOME) and not has.beyond(Cue.AUX, Cue.PLAN):
        return Verdict(Status.PLANNED, past=past)
    if form is Form.AGENT:
        return Verdict(
            Status.DONE, past=past or not (has(Cue.BECOME) or counted), weak=True, deposited=has(Cue.BECOME)
        )
    carried = has(Cue.GATHER) or has(Cue.PERFORM) or has(Cue.BECOME) or has(Cue.REVOKE)
    if carried or (counted and has(Cue.REACH)):
        return Verdict(Status.DONE, past=past)
    if form is Form.NOUN and Cue.HISTORY in own and named:
        return Verdict(Status.DONE, past=True)  # `marks ten years of its accession`
    near = near and named
    return Verdict(
        Status.DONE if near else None, "" if near else "nothing says that it was done", past=past, weak=True
    )


def _domestic(has: _Governors, form: Form, own: frozenset[Cue], institution: bool) -> bool:
    """Say whether the act is a step on its domestic way."""
    if own & {Cue.STEP, Cue.BILL} or any(has(cue) for cue in _DOMESTIC):
        return True
    return institution and form is not Form.AGENT


class _Governors:
    """Answer questions about what governs an act."""

    def __init__(self, ruling: list[Governor]) -> None:
        self.headline = any(governor.headline for governor in ruling)
        """An infinitive right behind its doer."""
        kinds = [governor.cues for governor in ruling if not governor.after]
        lodging = next((at for at, cues in enumerate(kinds) if Cue.DEPOSIT in cues), len(kinds))
        self.needed = any(Cue.NEED in cues for cues in kinds[lodging + 1 : lodging + 2])
        """The deposit is what a word of need governs."""
        self._places: dict[Cue, tuple[int, int]] = {}
        for order, governor in enumerate(ruling):
            for cue in governor.cues:
                first, distance = self._places.get(cue, (order, governor.distance))
                self._places[cue] = (first, min(distance, governor.distance))

    def __call__(self, cue: Cue) -> bool:
        return cue in self._places

    def beyond(self, one: Cue, other: Cue) -> bool:
        """Say whether one kind governs the act from farther than the other."""
        return one in self._places and self._places[one][0] > self._places.get(other, (-1, 0))[0]

    def first(self, cue: Cue) -> bool:
        """Say whether such a word governs the act right beside it."""
        return self._places.get(cue, (-1, 0)) == (0, 0)

    def same(self, one: Cue, other: Cue) -> bool:
        """Say whether one word is of both kinds: `in favour of` is a vote or a wish."""
        return one in self._places and self._places[one] == self._places.get(other)

    def gap(self, cue: Cue) -> int:
        """Return the words between the act and the nearest such word."""
        return self._places[cue][1]

    def nearer(self, one: Cue, other: Cue) -> bool:
        """Say whether one kind governs the act from nearer than the other."""
        return one in self._places and self._places[one][0] < self._places.get(other, (99, 0))[0]
