"""Weigh one act of a sentence: who did it to which treaty, and how far it has come, or why it tells nothing."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from monitor.model import CONSENT
from monitor.read.acts.home import passed, signs_else
from monitor.read.acts.wanted import governed
from monitor.read.asides import supposed
from monitor.read.doers.company import followed, met
from monitor.read.doers.counts import becoming
from monitor.read.doers.lists import NOBODY, Doers
from monitor.read.doers.subject import doers
from monitor.read.governor import taken_back
from monitor.read.kinds import Action, Cue, Form, Status
from monitor.read.objects.beside import beside
from monitor.read.objects.things import Thing, implied, in_deed, in_treaty, thing
from monitor.read.status.verdict import FALSE, UNDONE, Verdict
from monitor.read.telling import around
from monitor.read.telling.deed import Deed
from monitor.read.telling.headed import of_unknown
from monitor.read.telling.memory import Told
from monitor.read.times.background import told_when
from monitor.read.times.force import ahead, awaited, leads_to


def weigh(told: Told, place: int, action: Action, form: Form) -> str:
    """Take in the act at this place; return why it tells nothing, or an empty text."""
    sentence = told.sentence
    what = thing(sentence, place, form in {Form.PASSIVE, Form.NOUN, Form.AGENT})
    if form is Form.DONE and governed(sentence, place):
        form = Form.BARE
    why = _other(told, place, action, form, what)
    if what.other is not None or what.hit is not None:
        told.telling.apart = action if what.other is not None else None
    if why:
        if what.other is not None:
            who = doers(sentence, place, form)
            if not who and what.other.lookalike:
                who = told.telling.last or NOBODY  # `The minister signed the Malabo Convention`
            told.elsewhere.update((action, code) for code in who.codes)
        return why
    act = Deed(told, place, action, form, what)
    if act.who:
        told.spoken[place] = act.who
    verdict = act.verdict()
    if verdict.status in {Status.PROCESS, Status.PLANNED} and supposed(sentence, place):
        verdict = Verdict(None, "a condition or an open question")
    if verdict.status is None and form in {Form.PASSIVE, Form.BARE}:
        past = told_when(sentence, place, action, form, act.who, act.ruling)
        verdict = verdict if past is None else Verdict(Status.DONE, past=past)
    if action is Action.ENTRY_INTO_FORCE:
        verdict = _into_force(act, verdict)
    if verdict.status is Status.DONE and (led := _led(told, place, act)) is not None:
        verdict, act.beside = led, led.status
    done = verdict.status is Status.DONE and action is not Action.WITHDRAWAL
    if done and of_unknown(sentence, place, form, act.who, act.ruling):
        return "only spoken of"
    if verdict.status is Status.DONE and _awaited(told, place):
        verdict = Verdict(None, "a condition or an open question")
        coming = Action.ENTRY_INTO_FORCE  # `will be in force a month after Peru ratifies it`
        told.found = {at: one for at, one in told.found.items() if one.action is not coming}
    if (verdict.why == UNDONE or verdict.status is Status.REFUSED) and action in CONSENT:
        whose = act.who or told.telling.last or NOBODY
        told.telling.unbound.update((act.treaty, code) for code in whose.codes)
    if verdict.status is None:
        told.silent.add(place)
        if verdict.why in {FALSE, UNDONE}:
            told.deny(act.treaty, action, act.who)
        return verdict.why
    why = act.refusal(verdict) or _signs_law(act)
    if why:
        return why
    told.found[place] = one = act.result(verdict, verdict.status)
    if one.status is Status.PROCESS and action in CONSENT and not one.past:
        told.telling.passed.update((act.treaty, code) for code in one.doers.codes)
    told.more.extend(replace(one, treaty=treaty) for treaty in beside(sentence, place, what))
    if one.status is Status.DONE and (before := (*sentence.earlier, *followed(sentence, place))):
        told.more.append(replace(one, doers=Doers(before), past="others act after those", also=NOBODY))
    return ""


def _signs_law(act: Deed) -> str:
    """Say that an office signs what its parliament has just passed, not the treaty: `The president signed it`."""
    who, given = act.who.codes, act.told.telling.passed
    if act.action is not Action.SIGNATURE or act.what.treaty or not who or Cue.ROLE not in act.sentence.cues:
        return ""
    dated = any(
        hit.month or hit.year or (hit.name and hit.name.kind == "capital") for hit in act.sentence.hits
    )
    earlier = any(Cue.HISTORY in one.cues and Cue.AFTER not in one.hit.cues for one in act.ruling)
    own = all((act.treaty, code) in given for code in who)
    return "a domestic text is signed, not the treaty" if own and not (dated or earlier) else ""


def _into_force(act: Deed, verdict: Verdict) -> Verdict:
    """Return the verdict on an entry into force: a plan where it is ahead."""
    sentence, place = act.sentence, act.place
    due = sentence.hits[place].has(Form.NOUN) and any(
        one.after and Cue.PLAN in one.cues for one in act.ruling
    )
    coming = verdict.status is Status.DONE and (due or awaited(sentence, place))
    if verdict.status is None:
        coming = ahead(sentence, place) or leads_to(act.ruling, act.told.found.values())
    return Verdict(Status.PLANNED) if coming else verdict


def _awaited(told: Told, place: int) -> bool:
    """Say whether an act is what an entry into force to come waits for: `will be in force once Peru ratifies`."""
    hits = told.sentence.hits
    coming = any(
        (Action.ENTRY_INTO_FORCE, Form.BARE) in hit.acts and before.cues & {Cue.PLAN, Cue.MODAL}
        for before, hit in pairwise(hits[:place])
    )
    return coming and any(
        Cue.SOLE in before.cues if Cue.AFTER in word.cues else Cue.HISTORY in word.cues
        for before, word in pairwise(hits[:place])  # `a month after Peru ratifies it`
    )


def _led(told: Told, place: int, act: Deed) -> Verdict | None:
    """Return the verdict on what makes of its doer what is told here: `will sign it, becoming the first to do so`."""
    link = becoming(told.sentence, place)
    before = max((at for at in told.spoken if link is not None and at < link), default=None)
    if link is None or before is None or told.spoken[before].codes != act.who.codes:
        return None
    # it may have a verb of its own: `and was the first to sign it`
    joined = Cue.AND in told.sentence.hits[link].cues
    if before in told.silent:
        again = not joined or told.sentence.hits[place].likewise
        return Verdict(None, "it comes of an act that is none") if again else None
    one = told.found.get(before)
    if one is None or one.treaty != act.treaty:
        return None
    return None if joined and one.action is not act.action else Verdict(one.status, past=bool(one.past))


def _other(told: Told, place: int, action: Action, form: Form, what: Thing) -> str:
    """Say why an act is not done to the treaty, or nothing if it may be."""
    sentence = told.sentence
    if what.other is not None:
        return f"done to something else: {sentence.said(what.other)}"
    if form is Form.AGENT and around.of_a_letter(sentence, place):
        return "those who signed something else"
    if form is Form.AGENT and (around.meets(sentence, place) or around.act_together(sentence, place)):
        return "those who did it before are only spoken of"
    if form is Form.AGENT and around.elsewhere(sentence, place):
        return "to what they are parties is not said"
    if passed(sentence, place) is not None:
        return "another act is ratified at home"
    if action is Action.SIGNATURE and (why := signs_else(sentence, place, what)):
        return why
    if taken_back(sentence, place) is not None:
        return "the act that is taken back tells it"
    says_it = form is Form.NOUN or sentence.hits[place].likewise
    if action is Action.WITHDRAWAL and not says_it and not around.left_behind(sentence, place, what):
        return "what is left is not said to be the treaty"
    if action is Action.WITHDRAWAL and form is Form.BARE and sentence.at(place + 1).number is not None:
        return "a share of a number"  # `64 out of 90`
    joins = action is Action.ACCESSION and form is not Form.NOUN and not sentence.language.verb_first
    if joins and (in_deed(sentence, what) or (met(sentence, place) and not in_treaty(sentence, what))):
        return "joins others, not the treaty"
    if around.takes_other(sentence, place, action, form, what):
        return "what is accepted is not said to be the treaty"
    unsaid = what.hit is None and what.bill is None
    if told.telling.apart is action and (unsaid or sentence.hits[place].likewise):
        return "like what is done to something else"
    link = becoming(sentence, place) if told.telling.apart is not None else None
    if link is not None and any(hit.acts for hit in sentence.hits[:link]):
        return "it comes of what is done to something else"
    if unsaid and not implied(sentence, place, form, told.telling.near):
        return "what it is done to is not said"
    return ""
