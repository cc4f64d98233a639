"""Say why an act with a status is still no event: nobody does it, it is left open, or it is done to a paper."""

from __future__ import annotations

from monitor.read.doers.lists import NOBODY, Doers
from monitor.read.doers.states import only
from monitor.read.hits import holds
from monitor.read.kinds import Action, Cue, Form, Status
from monitor.read.status.case import OPEN, POSSIBLE, Verdict
from monitor.read.telling import around
from monitor.read.telling.carried import government
from monitor.read.telling.deed import Deed
from monitor.read.times import fresh
from monitor.read.times.force import bound, not_in_force


def refusal(act: Deed, verdict: Verdict) -> str:
    """Say why an act with a status is still no event, or nothing if it is one."""
    if act.action is Action.ENTRY_INTO_FORCE:
        act.also = NOBODY
        act.who = bound(act.sentence, act.place, act.told.memory.last)
        return not_in_force(act.sentence, act.place, act.form, act.what, verdict.status)
    if verdict.status is Status.PROCESS and _step_of_nobody(act):
        return "no State is named whose step it would be"
    if not act.sentence.hits[act.place].acts and not act.who.codes and not act.at_home():
        return "many adopt the text; no State is bound"
    status = verdict.status
    return _open(act, status) or _spoken_of(act, status) or _of_nobody(act, status) or _signs_law(act)


def _step_of_nobody(act: Deed) -> bool:
    """Say whether it is not said whose step at home an act is, after looking for the State in what was told."""
    sentence, place = act.sentence, act.place
    domestic = holds(act.ruling, Cue.INSTITUTION, Cue.BILL)
    if not act.who:
        home = government(sentence, place, act.action, act.told.memory, body=True)
        alone = only(sentence, place) or act.told.memory.last
        act.who = alone or (Doers((home,), how="carried") if home else act.who)
    if act.who.codes:
        return False
    if not domestic and not (act.who and act.at_home()):
        return True
    # `deputies approve the Convention`, whosever they are
    approved = Cue.APPROVE in sentence.hits[place].cues and holds(sentence.hits[:place], Cue.INSTITUTION)
    return not (sentence.hits[place].acts or approved or holds(act.ruling, Cue.BILL))


def _open(act: Deed, status: Status | None) -> str:
    """Say why a plan or a step is none that is left open."""
    loose = Cue.LOOSE in act.sentence.hits[act.place].cues and Cue.OPENING not in act.sentence.cues
    if status is Status.PLANNED and loose and holds(act.sentence.hits[act.place :], Cue.CONDITION):
        return OPEN.why  # `will become a party once ...`
    # what follows a law is told of it
    step = status is Status.PROCESS and not holds(act.ruling, Cue.BILL)
    open_ = (status is Status.PLANNED or step) and around.left_open(act.sentence, act.place)
    open_ = open_ or (status is Status.PLANNED and around.never_done(act.sentence, act.place))
    return POSSIBLE.why if open_ else ""


def _spoken_of(act: Deed, status: Status | None) -> str:
    """Say why nobody does or refuses the act now: `signatories`, `any State that signs`, `the host prepares it`."""
    who = act.who
    if status is Status.REFUSED and not who.codes:
        return "nobody named has refused"
    opens = Cue.BY in act.sentence.hits[0].cues and act.sentence.at(1).has(Form.GERUND)
    if status is Status.PLANNED and not (who.codes or who.count) and opens:
        return "any State that does it"  # `By signing, States intend to ratify`
    if act.form is not Form.AGENT:
        signs = status is Status.PLANNED and (act.action, act.form) == (Action.SIGNATURE, Form.NOUN)
        return act.told.memory.states.host(who.codes) if signs else ""
    if not around.told_apart(act.sentence, act.place, who):
        return "those who did it before are only spoken of"
    becomes = holds(act.ruling, Cue.BECOME) or status is not Status.DONE
    alone = who.codes and who.count is None
    bound_ = Cue.LOOSE in act.sentence.hits[act.place].cues and alone and not becomes
    return "it is bound already" if bound_ else ""


def _of_nobody(act: Deed, status: Status | None) -> str:
    """Say that no State does an act, where such an act is no event: `the treaty is widely accepted`."""
    sentence, place, form = act.sentence, act.place, act.form
    told = bool(act.who) or status in {Status.URGED, Status.PROCESS}
    if act.action is Action.ACCEPTANCE and status is Status.DONE:
        told = bool(act.who.codes) or act.who.count is not None  # `is widely accepted`
    elif status is Status.DONE:
        now = fresh.is_fresh(sentence, place)
        told = told or around.told_of_treaty(sentence, place, form, act.what, act.ruling)
        told = told or (now and around.signed_by_office(sentence, place, form, act.what))
    elif status is Status.PLANNED and act.action is Action.SIGNATURE:
        told = told or form in {Form.PASSIVE, Form.FUTURE}
    return "" if told else "no State or group of States does it"


def _signs_law(act: Deed) -> str:
    """Say that an office signs what its parliament has just passed, not the treaty: `The president signed it`."""
    who, given, hits = act.who.codes, act.told.memory.passed, act.sentence.hits
    hit = act.what.hit
    own_object = hit is not None and hit.mention is not None and hit.start > hits[act.place].start
    if act.action is not Action.SIGNATURE or own_object or not who or Cue.ROLE not in act.sentence.cues:
        return ""
    dated = any(hit.month or hit.year or hit.capital for hit in hits)
    earlier = any(Cue.HISTORY in one.cues and Cue.AFTER not in one.hit.cues for one in act.ruling)
    own = all((act.treaty, code) in given for code in who)
    return "a domestic text is signed, not the treaty" if own and not (dated or earlier) else ""
