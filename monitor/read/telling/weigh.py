"""Weigh one act of a sentence: is it done to the treaty, and what does it tell, or why does it tell nothing?"""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from monitor.model import CONSENT, Event
from monitor.read.act import Act, Found
from monitor.read.acts.readings import caused, fell_short, in_mood, looks_finite
from monitor.read.doers.company import followed
from monitor.read.doers.counts import becoming
from monitor.read.doers.lists import NOBODY, Doers
from monitor.read.doers.states import only
from monitor.read.doers.subject import doers
from monitor.read.hits import Action, Cue, Form, Status, holds, until
from monitor.read.objects.things import Thing, beside, thing
from monitor.read.sentence import Sentence, Word
from monitor.read.status.case import FALSE, OPEN, POSSIBLE, UNDONE, Verdict
from monitor.read.status.reports import supposed
from monitor.read.telling import around
from monitor.read.telling.carried import government
from monitor.read.telling.deed import Deed
from monitor.read.telling.elsewhere import done_elsewhere
from monitor.read.telling.matter import of_unknown
from monitor.read.telling.memory import Told
from monitor.read.times import dates
from monitor.read.times.background import comes_after, told_when
from monitor.read.times.dates import awaited
from monitor.read.times.force import UNSAID, bound, heads_for, not_in_force, to_enter

_PAIR = 2  # States that sign a treaty of their own


def weigh(told: Told, place: int, action: Action, form: Form) -> str:
    """Take in the act at this place; return why it tells nothing, or an empty text."""
    sentence = told.sentence
    what = thing(Word(sentence, place, form))
    wanted = form is Form.DONE and looks_finite(sentence, place)  # `experts want Norway signs it`
    wanted |= form is Form.PASSIVE and caused(sentence, place, Cue.WISHED)
    wanted |= (form is Form.PASSIVE or Cue.PRESENT in sentence.hits[place].cues) and in_mood(sentence, place)
    act = _named(told, Act(sentence, place, Form.BARE if wanted else form, action, what))
    what, why = act.what, done_elsewhere(told, act)
    if what.other is not None or (what.hit is not None and what.bill is None):
        told.memory.apart = action if what.other is not None else None
    if what.other is not None:
        who = doers(act)
        if not who and what.other.lookalike:
            who = told.memory.last or NOBODY  # `The minister signed the Malabo Convention`
        told.elsewhere.update((action, code, bool(what.other.lookalike)) for code in who.codes)
    if why:
        return why
    deed = Deed(told, act)
    if deed.who:
        told.spoken[place] = deed.who
    verdict = _verdict(deed)
    if verdict.status is Status.DONE:
        if of_unknown(deed.act):
            return "only spoken of"
        if _brings_into_force(told, place):
            verdict = OPEN
            coming = Action.ENTRY_INTO_FORCE  # `will be in force a month after Peru ratifies it`
            told.found = {at: one for at, one in told.found.items() if one.action is not coming}
    if (verdict.why == UNDONE or verdict.status is Status.REFUSED) and action in CONSENT:
        whose = deed.who or told.memory.last or NOBODY
        told.memory.unbound.update((deed.treaty, code) for code in whose.codes)
    if verdict.status is None:
        told.silent[place] = verdict.why
        if sentence.heads and verdict.why in {FALSE, UNDONE}:
            told.memory.denied += [
                Event(
                    treaty=deed.treaty, action=action, status=Status.REFUSED, actor=code, quote=sentence.quote
                )
                for code in deed.who.codes
            ]
        return verdict.why
    why = _refusal(deed, verdict)
    if not why:
        _take_in(deed, deed.result(verdict, verdict.status))
    return why


def _named(told: Told, act: Act) -> Act:
    """Return an act with what it is done to: before the treaty is named, something else that was told of.

    What two States sign then is one of their own. So is one that they sign of which nothing says that it is the
    treaty: `Peru and Chile sign cyber pact`.
    """
    sentence, place, what = act.sentence, act.place, act.what
    near = sentence.hits[: place if what.treaty is None else None]
    named = told.memory.topic.named or any(hit.sure for hit in near)
    signs = act.action is Action.SIGNATURE and not act.here.noun
    if named or what.other is not None:
        return act
    apart = told.memory.apart if what.treaty is None else None
    same = what.hit is not None and apart is act.action
    if same or (apart and not any(hit.mention for hit in sentence.hits)):  # `It handed its instrument over`
        own = True
    elif what.hit is not None or what.treaty is not None:
        own = signs and len((who := doers(act)).codes) == _PAIR and not who.group
    else:
        own = signs and bool(sentence.unknown(act.here.end, sentence.next_from(place)))
    return replace(act, what=Thing(other=what.hit or act.here)) if own else act


def _verdict(deed: Deed) -> Verdict:
    """Return how far an act has come, by the words that govern it, its day, and the act that it comes of."""
    verdict = deed.verdict()
    if verdict.status in {Status.PROCESS, Status.PLANNED} and supposed(deed.sentence, deed.place):
        verdict = OPEN
    if verdict.status is None and deed.form in {Form.PASSIVE, Form.BARE}:
        past = told_when(deed.act)
        verdict = verdict if past is None else Verdict(Status.DONE, past=past)
    if deed.act.action is Action.ENTRY_INTO_FORCE:
        verdict = _into_force(deed, verdict)
    if verdict.status is Status.DONE and (led := _led(deed)) is not None:
        verdict, deed.beside = led, led.status
    return OPEN if verdict.status is Status.DONE and _follows(deed.told, deed.place) else verdict


def _take_in(deed: Deed, one: Found) -> None:
    """Keep what an act tells, of all treaties to which it was done, and of those who did it before."""
    told, sentence, place = deed.told, deed.sentence, deed.place
    if one.status is Status.DONE and not (one.past or one.fresh) and (after := comes_after(sentence, place)):
        earlier = [other for at, other in told.found.items() if at < after]
        if any((other.action, other.treaty) == (one.action, one.treaty) for other in earlier):
            one.past = "others act after those"  # `Kenya ratified a day after Ghana deposited its instrument`
    told.found[place] = one
    if one.status is Status.PROCESS and deed.act.action in CONSENT:
        told.memory.passed.update((deed.treaty, code) for code in one.doers.codes)
    told.more.extend(replace(one, treaty=treaty) for treaty in beside(sentence, place, deed.act.what))
    if one.status is Status.DONE and (
        before := (*sentence.earlier, *deed.before, *followed(sentence, place))
    ):
        told.more.append(replace(one, doers=Doers(before), past="others act after those", also=NOBODY))


def _into_force(deed: Deed, verdict: Verdict) -> Verdict:
    """Return the verdict on an entry into force: a plan where it is ahead; a noun tells it as a heading for a State."""
    sentence, place, status = deed.sentence, deed.place, verdict.status
    left = until(reversed(sentence.hits[:place]), lambda hit: hit.ends or hit.mark)
    if any(hit.action is Action.WITHDRAWAL for hit in left):
        return Verdict(None, "a withdrawal takes effect")
    heads = status in {None, Status.DONE} and heads_for(sentence, place)
    if status is None and not heads:
        # `ratified by 60 States, paving the way for its entry into force`
        paves = any({Cue.MODAL, Cue.PLAN} <= one.hit.cues for one in deed.act.ruling)
        leads = paves and any(one.status is Status.DONE and not one.past for one in deed.told.found.values())
        coming = leads or to_enter(sentence, place)
    else:
        due = deed.form is Form.NOUN and deed.act.governed(Cue.PLAN)
        coming = status is Status.DONE and (due or awaited(sentence, place))
    if coming:
        return Verdict(Status.PLANNED)
    if heads:
        return Verdict(Status.DONE)
    return Verdict(None, UNSAID) if status is Status.DONE and deed.form is Form.NOUN else verdict


def _follows(told: Told, place: int) -> bool:
    """Say whether an act follows from one that is only a condition: `Should Togo sign it, Ghana signs it, too`."""
    sentence = told.sentence
    if OPEN.why not in told.silent.values() or not supposed(sentence, place):
        return False
    # `If Togo has yet to sign it, Ghana signed it on Monday`
    return not holds(sentence.hits[sentence.mark_before(place) :], Cue.FRESH)


def _brings_into_force(told: Told, place: int) -> bool:
    """Say whether an act is what an entry into force to come waits for: `will be in force once Peru ratifies`."""
    words = list(pairwise(told.sentence.hits[:place]))
    enters = [before for before, hit in words if (Action.ENTRY_INTO_FORCE, Form.BARE) in hit.acts]
    if not holds(enters, Cue.PLAN, Cue.MODAL):
        return False
    # `a month after Peru ratifies it`
    return any(
        Cue.SOLE in one.cues if Cue.AFTER in two.cues else Cue.HISTORY in two.cues for one, two in words
    )


def _led(deed: Deed) -> Verdict | None:
    """Return the verdict on what comes of an act told before: `will sign it, becoming the first to do so`.

    What makes a number rise, and is not done, makes it rise no more: `will ratify it, bringing the number to 83`.
    """
    told, place, hits = deed.told, deed.place, deed.sentence.hits
    link = becoming(deed.sentence, place)
    rises = link is None and deed.who.count is not None and Cue.REACH in told.sentence.cues
    link = place if rises else link
    before = max((at for at in told.spoken if link is not None and at < link), default=None)
    if link is None or before is None:
        return None
    one = told.found.get(before)
    if rises:
        ahead_ = before in told.silent or (one is not None and one.status is not Status.DONE)
        parted = any(hit.ends for hit in hits[before:place])
        return Verdict(None, "it comes of an act that is none") if ahead_ and not parted else None
    # it may have a verb of its own: `and was the first to sign it`
    joined, same = Cue.AND in hits[link].cues, told.spoken[before].codes == deed.who.codes
    if same and before in told.silent:
        again = not joined or hits[place].likewise
        return Verdict(None, "it comes of an act that is none") if again else None
    if not same or one is None or one.treaty != deed.treaty or (joined and one.action is not deed.action):
        return None
    return Verdict(one.status, past=bool(one.past))


def _refusal(deed: Deed, verdict: Verdict) -> str:
    """Say why an act with a status is still no event, or nothing if it is one."""
    if deed.action is Action.ENTRY_INTO_FORCE:
        deed.also = NOBODY
        spoken = deed.told.spoken
        last = spoken[max(spoken)] if spoken else deed.told.memory.last
        deed.done_by(bound(deed.sentence, deed.place, last))
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
    if not deed.who and _own_draft(sentence):
        return True
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


def _own_draft(sentence: Sentence) -> bool:
    """Say whether a draft of the treaty itself is approved, and by no house: `the draft UN Convention was approved`."""
    if Cue.DRAFT not in sentence.cues or Cue.INSTITUTION in sentence.cues:
        return False
    drafts = (at for at, hit in enumerate(sentence.hits) if Cue.DRAFT in hit.cues)
    names = (at + 1 + (Cue.OF in sentence.at(at + 1).cues) for at in drafts)
    # not `the draft Hanoi Convention bill`
    return any(sentence.at(at).mention and Cue.BILL not in sentence.at(at + 1).cues for at in names)


def _open(deed: Deed, status: Status | None) -> str:
    """Say why a plan or a step is none that is left open."""
    loose = Cue.LOOSE in deed.act.here.cues and Cue.OPENING not in deed.sentence.cues
    if status is Status.PLANNED and loose and holds(deed.sentence.hits[deed.place :], Cue.CONDITION):
        return OPEN.why  # `will become a party once ...`
    # what follows a law is told of it
    step = status is Status.PROCESS and not deed.act.governed(Cue.BILL)
    open_ = (status is Status.PLANNED or step) and around.left_open(deed.act)
    open_ = open_ or (status is Status.PROCESS and fell_short(deed.sentence, deed.place))
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
    # `72 signatories`, not `the signatories`, `delegates from 160 parties`
    count, link = deed.act.before, deed.sentence.at(deed.place - 2)
    named = who.codes or who.count is not None or Cue.MANY in count.cues
    if not named or (count.number is not None and Cue.PLACE in link.cues):
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
        now = dates.is_fresh(sentence, place)
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
