"""Decide how far an act has come, by the form of its word and the words that govern it."""

from __future__ import annotations

from monitor.read.governor import DENIAL, Governing
from monitor.read.hits import Action, Cue, Form, Status
from monitor.read.status.case import FALSE, OPEN, POSSIBLE, UNDONE, Case, Verdict

_NO_OCCASION = (Cue.CONDITION, Cue.STEP, Cue.BILL, Cue.REACH)
_NOUNS = frozenset({Form.NOUN, Form.GERUND})
_ADVERB = 2  # words between: `is tempted to also sign it`
_NOT_ASKED = Verdict(None, "asked not to do it")
_DOMESTIC = {Cue.APPROVE, Cue.STEP, Cue.BILL, Cue.INSTITUTION}


def judge(case: Case) -> Verdict:
    """Return the verdict on one act: that of the first question that has one, or by the form of its word alone."""
    for question in _QUESTIONS:
        if (verdict := question(case, case.has)) is not None:
            return verdict
    if case.deposit:
        return Verdict(Status.DONE, past=case.past, deposited=True)
    if case.form in {Form.DONE, Form.PASSIVE}:
        return Verdict(Status.DONE, past=case.past)
    return _BY_FORM[case.form](case, case.has)


def _of_the_asked(case: Case, has: Governing) -> Verdict | None:
    """Pass over what those did who are asked something else: `urges the States that signed it to ratify`."""
    asked = has(Cue.RELATIVE) and has.beyond(Cue.URGE, Cue.RELATIVE)
    told = asked and case.form in {Form.DONE, Form.PASSIVE}
    return Verdict(None, "those who are asked did it before") if told else None


def _in_parliament(case: Case, has: Governing) -> Verdict | None:
    """Judge what comes before a parliament or is rejected by one: `submitted it to the Senate`, `rejected it`."""
    if Cue.SUBMIT in case.own and case.form is Form.DONE:
        not_yet = Verdict(None, "not brought before a parliament so far")
        return not_yet if has(Cue.NEGATION, Cue.UNDONE) else Verdict(Status.PROCESS, past=case.past)
    if Cue.REJECT not in case.own:
        return None
    if has(Cue.URGE, Cue.MODAL, Cue.PLAN, Cue.CONDITION, Cue.NEED, Cue.NEGATION):
        return Verdict(None, "no parliament has refused it")
    return Verdict(Status.REFUSED, past=case.past)


def _no_act(case: Case, has: Governing) -> Verdict | None:
    """Tell what is denied, an opening for signature or a ceremony from an act: `the signing ceremony in Hanoi`."""
    if has(Cue.DENY):
        return Verdict(None, FALSE)
    # `it opens for signature and Peru will sign it`
    own = case.named and case.form not in _NOUNS
    if has(Cue.OPENING) and case.action is not Action.ENTRY_INTO_FORCE and not own:
        return Verdict(None, "opening for signature is no State's act")
    if case.form not in _NOUNS or not has(Cue.CEREMONY) or has(Cue.GATHER):
        return None
    # `deposited at a ceremony their instruments`
    handed = case.deposit and has.nearer(Cue.CEREMONY, Cue.DEPOSIT)
    nearer = handed or any(has.nearer(cue, Cue.CEREMONY) for cue in _NO_OCCASION)
    return None if nearer else Verdict(None, "a ceremony, no act")


def _unasked(case: Case, has: Governing) -> Verdict | None:
    """Judge what nobody asks for, and what is missing so far: `was never asked to sign`, `has yet to sign`."""
    invited = has.beyond(Cue.NEGATION, Cue.INVITE) or has.beyond(Cue.UNDONE, Cue.INVITE)
    urged = not case.finite and has.beyond(Cue.NEGATION, Cue.URGE) and not has(Cue.RELATIVE)
    if (has(Cue.INVITE) and invited) or (has(Cue.URGE) and urged):
        return Verdict(None, "nobody asks for it")
    # `those yet to sign to do so`
    asked_of = has(Cue.URGE) and (has(Cue.RELATIVE) or not has.first(Cue.UNDONE))
    undone = has(Cue.UNDONE) and not asked_of
    return Verdict(None, UNDONE) if undone and case.form is not Form.AGENT else None


def _decided(case: Case, has: Governing) -> Verdict | None:
    """Judge what a State or its parliament decides or recommends: `resolved that it should ratify`."""
    if has(Cue.RESOLVE) and case.form is Form.BARE and not has(*DENIAL, Cue.UNDONE, Cue.QUESTION):
        return Verdict(Status.PROCESS if case.institution or has(Cue.INSTITUTION) else Status.PLANNED)
    recommended = has(Cue.RECOMMEND) and case.consent and not has(Cue.NEGATION)
    return Verdict(Status.PROCESS) if recommended and case.form is not Form.AGENT else None


def _asked(case: Case, has: Governing) -> Verdict | None:
    """Judge an appeal or an invitation: `urged Peru to sign`, `was invited to accede`."""
    form = case.form
    if has(Cue.INVITE) and not case.finite:
        if case.action is Action.ACCESSION or Cue.LOOSE in case.own:
            return Verdict(None, "an invitation, no act")
        return _NOT_ASKED if _away(has, Cue.INVITE) else Verdict(Status.URGED)
    urged = has(Cue.URGE) and not case.finite
    if urged and has(Cue.CONDITION):
        return OPEN
    if form is Form.AGENT and has(Cue.DEPOSIT) and not case.named:
        return Verdict(None, "those who are told of it")  # `уведомил все государства-участники`
    if not urged:
        return None
    if form is Form.NOUN and case.counted:
        return Verdict(None, "needed, not done")  # `requires 50 ratifications`
    if has.beyond(Cue.BILL, Cue.URGE) and has.beyond(Cue.REFUSE, Cue.URGE):
        # `voted down a motion calling on the government to sign`
        return Verdict(Status.REFUSED, past=case.past)
    if form is Form.AGENT:
        return Verdict(None, "those who are asked did it before")
    reconsidered = has.beyond(Cue.REFUSE, Cue.PLAN)  # `pide que reconsidere su decisión de salir`
    clause = has(Cue.RELATIVE) and not (has(Cue.PLAN) and reconsidered)
    return _NOT_ASKED if _away(has, Cue.URGE) and not clause else Verdict(Status.URGED)


def _away(has: Governing, asks: Cue) -> bool:
    """Say whether what is asked is not to do it: `invites Peru not to sign`."""
    return has.nearer(Cue.REFUSE, asks) or has.nearer(Cue.NEGATION, asks)


def _fulfilled(case: Case, has: Governing) -> Verdict | None:
    """Judge what an entry into force whose day is given comes after: `in force in May after 60 States ratified it`."""
    became = case.form is not Form.NOUN and (case.counted or has(Cue.BECOME))
    done = case.fulfilled and not has(Cue.IF) and (case.deposit or became)
    return Verdict(Status.DONE, deposited=case.deposit) if done else None


def _afterwards(case: Case, has: Governing) -> Verdict | None:
    """Judge what somebody did before something else: `told reporters after signing it`, `left after ratifying it`."""
    awaited = has(Cue.PLAN, Cue.MODAL, Cue.NEED, Cue.URGE, Cue.REFUSE, Cue.NEGATION, Cue.QUESTION)
    done = has.first(Cue.AFTER) and case.form in {Form.GERUND, Form.BARE} and case.named and not awaited
    return Verdict(Status.DONE, past=not has(Cue.SPEAK)) if done else None


def _conditional(case: Case, has: Governing) -> Verdict | None:
    """Judge what waits for something or is only asked about: `once Peru ratifies it`, `whether it signed`."""
    form = case.form
    perfect = Cue.PAST in case.own and has.first(Cue.PLAN)  # `once 60 States will have ratified`
    nearer = has.nearer(Cue.PLAN, Cue.CONDITION) and not has.same(Cue.PLAN, Cue.DEPOSIT)
    open_ = has(Cue.CONDITION) and (perfect or not nearer)
    on_its_way = form is Form.NOUN and has(Cue.STEP)
    debated = case.institution or has(Cue.STEP, Cue.BILL, Cue.INSTITUTION)  # `was tabled in parliament`
    pending = has(Cue.PENDING) and not debated and case.action is not Action.ENTRY_INTO_FORCE
    if not (has(Cue.QUESTION) or open_ or pending) or on_its_way:
        return None
    if has.beyond(Cue.PASS, Cue.QUESTION) and case.institution and form is Form.BARE and not has(*DENIAL):
        return Verdict(Status.PROCESS, past=case.past)  # `parliament debated whether to ratify it`
    told = form in {Form.DONE, Form.PASSIVE} or (form in _NOUNS and not has(Cue.NEGATION))
    if told and case.named and (has(Cue.HISTORY) or (form is Form.NOUN and has(Cue.AFTER))):
        spoken = has(Cue.SPEAK) and has.first(Cue.AFTER)  # `sagte er nach der Unterzeichnung`
        if case.passed and not has(Cue.PASS):  # `после голосования в сенате ратифицировала`
            return Verdict(Status.PROCESS, past=not spoken)  # `spoke after parliament ratified it`
        return Verdict(Status.DONE, past=not (case.deposit or spoken), deposited=case.deposit)
    return OPEN


def _refused(case: Case, has: Governing) -> Verdict | None:
    """Judge what is refused or denied: `refused to sign`, `did not ratify`, `rejected the law that ratifies it`."""
    if has(Cue.NEGATION) and has.beyond(Cue.NEED, Cue.NEGATION):
        return _NOT_ASKED
    if has(Cue.APPROVE) and has.beyond(Cue.NEED, Cue.APPROVE) and has.beyond(Cue.NEGATION, Cue.NEED):
        return Verdict(None, "not needed")  # `does not need anybody's approval to leave`
    if has(Cue.BILL) and has(Cue.REFUSE) and has.beyond(Cue.URGE, Cue.REFUSE):
        return _NOT_ASKED  # `piden rechazar el proyecto que ratifica la Convención`
    law = has(Cue.BILL) and has.beyond(Cue.REFUSE, Cue.BILL)  # `rechazó la ley que ratifica`
    refused = has(Cue.REFUSE) and (law or case.form is not Form.DONE or has.gap(Cue.REFUSE) < 2)
    refused = refused or has.same(Cue.REFUSE, Cue.BECOME)  # `was not among those that joined`
    denied = has(Cue.NEGATION) or Cue.NEGATION in case.own  # `Peru signed, but Chile did not`
    return Verdict(Status.REFUSED, past=case.past) if denied or refused else None


def _possible(case: Case, has: Governing) -> Verdict | None:
    """Judge what is only possible, attended or needed: `may sign`, `attended the signing`, `must approve it`."""
    form = case.form
    voted = case.institution and has.same(Cue.MODAL, Cue.PASS)
    open_ = has(Cue.MODAL) and not voted and not has.beyond(Cue.BILL, Cue.MODAL)
    if open_ and case.finite and not has.to_become(Cue.MODAL):
        open_ = form is Form.FUTURE and has.gap(Cue.MODAL) < 2  # `маловероятно, что Кения подпишет`
    if open_ or Cue.MODAL in case.own:  # `signerait`
        return POSSIBLE
    # `facilitates inquiries by signing`, `the cabinet chaired by him approved the accession`
    attends = has(Cue.ATTEND) and not has.first(Cue.BY) and not has.nearer(Cue.APPROVE, Cue.ATTEND)
    if attends and (form in _NOUNS or (form is Form.BARE and not has.gap(Cue.ATTEND))):  # `举办批准…研讨会`
        return Verdict(None, "attendance, no act")
    must = has.before(Cue.NEED, Cue.APPROVE) and not case.deposit  # `must approve its ratification`
    return Verdict(None, "needed, not done") if must or (has(Cue.NEED) and form is Form.BARE) else None


def _at_home(case: Case, has: Governing) -> Verdict | None:
    """Judge a step at home: `parliament approved the ratification`, `a decree to sign it`, `voted to leave`."""
    if _needed_first(case, has) or (has.lawless and not case.deposit):
        return None
    if case.consent and not case.deposit and _is_domestic(case, has):
        return Verdict(Status.PROCESS, past=has(Cue.HISTORY) and not has(Cue.BILL))
    if case.action is Action.SIGNATURE and _signing_decided(case, has):
        return Verdict(Status.PROCESS, past=case.past and (has(Cue.HISTORY) or not has(Cue.BILL)))
    if case.action is not Action.WITHDRAWAL:
        return None
    if has(Cue.PASS) and not case.deposit:
        return Verdict(Status.PROCESS, past=has(Cue.HISTORY))
    # `notified the depositary of its decision to leave`, `notified the UN that it was withdrawing`
    decision = case.form is Form.BARE and has.beyond(Cue.DEPOSIT, Cue.PLAN) and has(Cue.PLAN)
    notified = decision or (case.form is Form.FUTURE and has(Cue.PERFORM, Cue.DEPOSIT))
    return Verdict(Status.DONE, past=case.past, deposited=True) if notified else None


def _needed_first(case: Case, has: Governing) -> bool:
    """Say whether a step is but needed: `needs a law before ratification`, and not `needs a step towards it`."""
    if has.first(Cue.NEED, 1) and not has(Cue.STEP):
        return True
    if has(Cue.NEED) and case.form is Form.PASSIVE and not has(Cue.STEP, Cue.BILL):
        return True
    return has.beyond(Cue.NEED, Cue.STEP) and has(Cue.STEP) and not case.institution


def _is_domestic(case: Case, has: Governing) -> bool:
    """Say whether words of the house tell of a consent; `the assembly welcomed Peru, which ratified it` does not."""
    welcomed = case.finite and not case.institution and has.nearer(Cue.RELATIVE, Cue.INSTITUTION)
    words = _DOMESTIC - {Cue.INSTITUTION} if welcomed else _DOMESTIC
    return case.passed or bool(case.own & {Cue.STEP, Cue.BILL}) or has(*words)


def _signing_decided(case: Case, has: Governing) -> bool:
    """Say whether a signature is only decided on: `approved its signing`, `a decree on the signing of the treaty`."""
    passive = case.form is Form.PASSIVE
    if case.finite or (passive and not has(Cue.AUX)):
        return False
    if has(Cue.STEP, Cue.APPROVE) or (has(Cue.PASS) and has(Cue.INSTITUTION)):
        return True
    return has(Cue.BILL) and not has.same(Cue.PLAN, Cue.BILL) and not passive


def _to_come(case: Case, has: Governing) -> Verdict | None:
    """Judge what is still to come: `will sign`, `Peru to sign`, `plans to ratify it`."""
    form = case.form
    if form is Form.FUTURE:
        whoever = has(Cue.RELATIVE) and not (case.named or case.counted)
        return Verdict(None, "any State that does it") if whoever else Verdict(Status.PLANNED)
    reached = case.counted and has(Cue.REACH)
    if has(Cue.NEED) and form is not Form.DONE and not case.deposit and not reached:
        return Verdict(None, "needed, not done")
    became = has(Cue.BECOME) and has(Cue.TO) and not has.beyond(Cue.PLAN, Cue.BECOME)
    if became and form in {Form.BARE, Form.PASSIVE}:
        return Verdict(Status.DONE, past=case.past)
    if form is not Form.AGENT and has.to_become(Cue.PLAN):
        return Verdict(Status.PLANNED, past=has(Cue.HISTORY))  # `will be the first State that signs it`
    if has.headline and form is not Form.DONE and not has.nearer(Cue.RELATIVE, Cue.TO):
        return Verdict(Status.PLANNED, past=case.past)
    if not has(Cue.PLAN):
        return None
    council = case.institution or (has(Cue.INSTITUTION) and has.beyond(Cue.INSTITUTION, Cue.PLAN))
    if case.action is Action.SIGNATURE and council and not case.finite:
        return Verdict(Status.PROCESS, past=case.past)
    told = form is Form.PASSIVE and has.gap(Cue.PLAN) < 3 and not has.nearer(Cue.WAS, Cue.PLAN)
    planned = told or form in {Form.BARE, Form.GERUND, Form.NOUN}
    planned = planned or (form is Form.DONE and case.action is Action.ENTRY_INTO_FORCE)  # `将于5月正式生效`
    return Verdict(Status.PLANNED, past=case.past) if planned else None


def _as_bare(case: Case, has: Governing) -> Verdict:
    """Judge an infinitive by who or what has it done: `became the first to sign`."""
    if has(Cue.RELATIVE) and not case.named:
        return Verdict(None, "any State that does it")
    to = has.first(Cue.TO, _ADVERB)
    performs = has(Cue.PERFORM) and not to  # but `completed the preparations to sign it`
    if performs or has(Cue.BECOME) or (case.near and not to):
        return Verdict(Status.DONE, past=case.past)
    return Verdict(None, "nothing says that it was done")


def _as_gerund(case: Case, has: Governing) -> Verdict:
    """Judge a gerund by who or what has it done: `by signing it, Peru`."""
    if has(Cue.BY, Cue.BECOME, Cue.GATHER, Cue.PERFORM) or case.near:
        return Verdict(Status.DONE, past=case.past)
    if has(Cue.HISTORY) and case.named:
        return Verdict(Status.DONE, past=True)
    return Verdict(None, "nothing says that it was done")


def _as_agent(case: Case, has: Governing) -> Verdict:
    """Judge a word for who did it: `became a party`, `the 72 signatories`."""
    eases = (has(Cue.RELATIVE) or not case.near) and not has(Cue.AUX, Cue.PERFORM, Cue.PLAN)
    if eases and not has(Cue.BECOME):
        # `approved the treaty, which eases cooperation between the signatories`
        return Verdict(None, "those who are told of it")
    if has.to_become(Cue.PLAN) and not has.beyond(Cue.AUX, Cue.PLAN):
        return Verdict(Status.PLANNED, past=case.past)
    becomes = has(Cue.BECOME) or Cue.BECOME in case.own  # `the new signatories are`
    past = case.past or not (becomes or case.counted) or (has.first(Cue.AUX) and not becomes)
    return Verdict(Status.DONE, past=past, deposited=becomes)


def _as_noun(case: Case, has: Governing) -> Verdict:
    """Judge a noun by who or what has it done: `completed its ratification`, `the ratification by Peru`."""
    does = has(Cue.GATHER, Cue.PERFORM, Cue.BECOME, Cue.REVOKE) or (case.near and case.named)
    if (does and not case.unsaid) or (case.counted and has(Cue.REACH)):
        # `notified the UN of its withdrawal`, which is still to take effect
        notified = case.action is Action.WITHDRAWAL and has.first(Cue.PERFORM, 1)
        return Verdict(Status.DONE, past=case.past, deposited=notified)
    return Verdict(None, "nothing says that it was done")


_QUESTIONS = (
    _of_the_asked, _in_parliament, _no_act, _unasked, _decided, _asked, _fulfilled, _afterwards, _conditional, _refused,
    _possible, _at_home, _to_come,
)  # fmt: skip
"""What is asked of every act, in order; each returns None where it has nothing to say."""
_BY_FORM = {Form.BARE: _as_bare, Form.GERUND: _as_gerund, Form.AGENT: _as_agent, Form.NOUN: _as_noun}
"""What the other forms of a word tell by themselves; whatever is still to come has its verdict before."""
