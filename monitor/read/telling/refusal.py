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


def refusal(deed: Deed, verdict: Verdict) -> str:
    """Say why an act with a status is still no event, or nothing if it is one."""
    if deed.action is Action.ENTRY_INTO_FORCE:
        deed.also = NOBODY
        deed.done_by(bound(deed.sentence, deed.place, deed.told.memory.last))
        return not_in_force(deed.act, verdict.status)
    if verdict.status is Status.PROCESS and _step_of_nobody(deed):
        return "no State is named whose step it would be"
    if not deed.act.here.acts and not deed.who.codes and not deed.at_home():
        return "many adopt the text; no State is bound"
    status = verdict.status
    return _open(deed, status) or _spoken_of(deed, status) or _of_nobody(deed, status) or _signs_bill(deed)


def _step_of_nobody(deed: Deed) -> bool:
    """Say whether it is not said whose step at home an act is, after looking for the State in what was told."""
    sentence, place = deed.sentence, deed.place
    domestic = deed.act.governed(Cue.INSTITUTION, Cue.BILL)
    if not deed.who:
        home = government(deed.act, deed.action, deed.told.memory, body=True)
        alone = only(sentence, place) or deed.told.memory.last
        deed.done_by(alone or (Doers((home,), how="carried") if home else deed.who))
    if deed.who.codes:
        return False
    if deed.who.count is not None:
        return True  # `a member of parliament said that 60 States had ratified it`
    if not domestic and not (deed.who and deed.at_home()):
        return True
    # `deputies approve the Convention`, whosever they are
    approved = Cue.APPROVE in deed.act.here.cues and holds(sentence.hits[:place], Cue.INSTITUTION)
    return not (deed.act.here.acts or approved or deed.act.governed(Cue.BILL))


def _open(deed: Deed, status: Status | None) -> str:
    """Say why a plan or a step is none that is left open."""
    loose = Cue.LOOSE in deed.act.here.cues and Cue.OPENING not in deed.sentence.cues
    if status is Status.PLANNED and loose and holds(deed.sentence.hits[deed.place :], Cue.CONDITION):
        return OPEN.why  # `will become a party once ...`
    # what follows a law is told of it
    step = status is Status.PROCESS and not deed.act.governed(Cue.BILL)
    open_ = (status is Status.PLANNED or step) and around.left_open(deed.act)
    planned = status is Status.PLANNED
    open_ = open_ or (planned and (around.never_done(deed.act) or around.foretold(deed.act)))
    return POSSIBLE.why if open_ else ""


def _spoken_of(deed: Deed, status: Status | None) -> str:
    """Say why nobody does or refuses the act now: `signatories`, `any State that signs`, `the host prepares it`."""
    who = deed.who
    if status is Status.REFUSED and not who.codes:
        return "nobody named has refused"
    opens = Cue.BY in deed.sentence.hits[0].cues and deed.sentence.at(1).has(Form.GERUND)
    if status is Status.PLANNED and not (who.codes or who.count) and opens:
        return "any State that does it"  # `By signing, States intend to ratify`
    if deed.form is not Form.AGENT:
        signs = status is Status.PLANNED and (deed.action, deed.form) == (Action.SIGNATURE, Form.NOUN)
        return deed.told.memory.states.host(who.codes) if signs else ""
    if not around.told_apart(deed.act):
        return "those who did it before are only spoken of"
    becomes = deed.act.governed(Cue.BECOME) or status is not Status.DONE
    alone = who.codes and who.count is None
    bound_ = Cue.LOOSE in deed.act.here.cues and alone and not becomes
    return "it is bound already" if bound_ else ""


def _of_nobody(deed: Deed, status: Status | None) -> str:
    """Say that no State does an act, where such an act is no event: `the treaty is widely accepted`."""
    sentence, place, form = deed.sentence, deed.place, deed.form
    told = bool(deed.who) or status in {Status.URGED, Status.PROCESS}
    if deed.action is Action.ACCEPTANCE and status is Status.DONE:
        told = bool(deed.who.codes) or deed.who.count is not None  # `is widely accepted`
    elif status is Status.DONE:
        now = fresh.is_fresh(sentence, place)
        told = told or around.told_of_treaty(deed.act)
        told = told or (now and around.signed_by_office(deed.act))
    elif status is Status.PLANNED and deed.action is Action.SIGNATURE:
        told = told or form in {Form.PASSIVE, Form.FUTURE}
    return "" if told else "no State or group of States does it"


def _signs_bill(deed: Deed) -> str:
    """Say that an office signs what its parliament has just passed, not the treaty: `The president signed it`."""
    who, given, hits = deed.who.codes, deed.told.memory.passed, deed.sentence.hits
    hit = deed.act.what.hit
    own_object = hit is not None and hit.mention is not None and hit.start > deed.act.here.start
    if deed.action is not Action.SIGNATURE or own_object or not who or Cue.ROLE not in deed.sentence.cues:
        return ""
    dated = any(hit.month or hit.year or hit.capital for hit in hits)
    earlier = any(Cue.HISTORY in one.cues and Cue.AFTER not in one.hit.cues for one in deed.act.ruling)
    own = all((deed.treaty, code) in given for code in who)
    return "a domestic text is signed, not the treaty" if own and not (dated or earlier) else ""
