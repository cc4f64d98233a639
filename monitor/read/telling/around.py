"""Answer what a deed asks of the words around it: is it told, commanded, denied, or only spoken of?"""

from __future__ import annotations

from itertools import pairwise

from monitor.model import CONSENT
from monitor.read.act import Act
from monitor.read.acts.unnamed import opposed, voted
from monitor.read.governor import DENIAL
from monitor.read.hits import BODIES, NONE, OUTSIDERS, Action, Cue, Form, Status, holds, until
from monitor.read.sentence import Sentence
from monitor.read.status.case import Verdict
from monitor.read.telling.memory import joined_act
from monitor.read.times.dates import is_fresh

_ANSWERS = frozenset({Cue.PRAISE, Cue.REACT, Cue.URGE})
"""Kinds of verbs by which outsiders answer what they know."""
_SOURCE = frozenset({Cue.APART, Cue.SPEAK})
"""Kinds of a word that says from whom something is known: `according to`."""
_SO = 2  # words behind `has not` that add nothing to it: `done so`


def told_of_treaty(act: Act) -> bool:
    """Say whether a passive without a doer tells that the treaty was signed: `UN convention signed in Hanoi`."""
    sentence, here, what = act.sentence, act.here, act.what.hit
    if act.form not in {Form.PASSIVE, Form.DONE} or what is None:
        return False
    if (act.form is Form.DONE or what.start > here.start) and Cue.AUX not in here.cues:
        return False
    if Cue.BY in act.after.cues:
        return False  # by somebody who is no State
    joined = joined_act(sentence, act.place)
    if joined is not None and sentence.hits[joined].has(Form.DONE):
        return False  # `half the world has signed or ratified`
    finite = Cue.AUX in here.cues or act.governed(Cue.AUX)
    if here.action in CONSENT and not (sentence.language.verb_last or is_fresh(sentence, act.place)):
        finite = False  # `has been ratified 38 times`
    return finite or sentence.heads


def denied_behind(act: Act) -> bool:
    """Say whether what was told of an act is called false behind it: `reports that Sudan signed it are false`."""
    sentence, place = act.sentence, act.place
    ends = act.here.noun and Cue.DENY in sentence.hits[-1].cues  # `Meldungen über den Austritt sind falsch`
    told = ends or holds(sentence.hits[:place], Cue.THAT)
    if not (told or sentence.unspaced or sentence.language.uninflected):
        return False
    behind = until(sentence.hits[place + 1 :], lambda hit: hit.mark == ";" or Cue.AND in hit.cues)
    return holds(behind, Cue.DENY)


def commands(act: Act) -> bool:
    """Say whether a sentence commands an act: `Ratify the treaty now, experts say`, `Plea: sign the treaty`."""
    sentence, place, before = act.sentence, act.place, act.before
    if before:
        return sentence.colon(before) and holds(sentence.hits[: place - 1], Cue.ASK, Cue.URGE)
    told = not sentence.cues.isdisjoint({Cue.SPEAK, Cue.ASK, Cue.URGE})
    named = any(hit.mention for hit in sentence.hits[place + 1 : place + 3])
    return act.here.start == sentence.start and told and named


def left_open(act: Act) -> bool:
    """Say whether what follows leaves a plan open, or ends it: `its decision to sign the treaty will depend on ...`."""
    passed = act.here.noun
    plan = act.who.place + 1
    # `its plan to sign the treaty failed`, not `plans to sign the treaty that they shunned`
    thing = act.who.how == "before" and act.sentence.owns(plan - 1) and Cue.PLAN in act.sentence.at(plan).cues
    for hit in act.sentence.hits[act.place + 1 :]:
        passed = passed or hit.treaty
        thing = thing and Cue.RELATIVE not in hit.cues
        if hit.treaty or (hit.mark == "," and passed):
            continue
        if not passed or hit.mark or hit.acts or hit.cues & {Cue.CONDITION, Cue.BOUNDARY}:
            break
        if Cue.MODAL in hit.cues:
            return Cue.PLAN not in hit.cues
        if thing and hit.cues & {*DENIAL, Cue.REVOKE}:
            return True
    return False


def appeals(act: Act) -> bool:
    """Say whether the doer only appeals to others to do the act: `Russia called for ratification`."""
    sentence, doer, place = act.sentence, act.who.place, act.place
    hits = sentence.hits
    if sentence.language.agglutinates:  # `ケニアは隣国に署名を求めた`, but `ケニアに`, `ケニアは政府に`
        asked = any(
            sentence.text.startswith(sentence.language.addressed, hit.end)
            for hit in hits
            if hit.cues & BODIES
        )
        own = sentence.text.startswith(sentence.language.addressed, hits[doer].end) or asked
        return not own and any(one.after and Cue.ASK in one.cues | one.hit.cues for one in act.ruling)
    if doer == 1 and sentence.arabic and Cue.ASK in hits[0].cues:  # its subject stands behind it
        return hits[0].start == sentence.start and sentence.near(hits[0], hits[doer])
    asks = next((at for at in range(doer + 1, place) if Cue.ASK in hits[at].cues), None)
    if asks is None or holds(hits[asks + 1 : place], Cue.PRONOUN, Cue.ROLE):
        return False  # a parliament asks its own government
    return Cue.AUX not in hits[asks - 1].cues and hits[asks + 1].cues.isdisjoint({Cue.TO, Cue.BY})


def withheld(act: Act) -> Verdict | None:
    """Return the verdict on what others prevent or are against: `keep it from signing`, `against ratification`."""
    if act.form is Form.NOUN and opposed(act.sentence, act.place):  # `voted 30 to 2 against ratification`
        refused = voted(act.sentence, act.place - 1)
        return Verdict(Status.REFUSED if refused else None, "what somebody is against")
    return Verdict(None, "kept from it, or not, by others") if _kept_from(act) else None


def _kept_from(act: Act) -> bool:
    """Say whether others keep a State from the act: `sanctions keep Syria from signing`, `nothing stops it from`."""
    if act.sentence.arabic and _failed(act.sentence, act.place):
        return True
    if act.form is not Form.GERUND or Cue.OF not in act.before.cues:
        return False
    who = act.sentence.at(act.place - 2)
    return who.name is not None or not who.cues.isdisjoint({Cue.GROUP, Cue.PRONOUN})


def _failed(sentence: Sentence, place: int) -> bool:
    """Say whether one unknown verb opens a sentence before its State, and all of the act: `فشلت لاتفيا في التوقيع`."""
    first, paper = sentence.hits[0], sentence.at(place - 2)
    noun = paper if Cue.DEPOSIT in paper.cues else sentence.hits[place]
    named = first.name is not None and first.name.kind == "name"
    if not named or noun is first or sentence.text[noun.start - 1] != " ":
        return False
    verbal = noun is paper or sentence.said(noun).startswith(sentence.language.definite)
    plain = not any(hit.cues - {Cue.PLACE, Cue.APART, Cue.FRESH} for hit in sentence.between(first, noun))
    return verbal and plain and len(sentence.unknown(sentence.start, first.start)) == 1


def put_off(act: Act) -> bool:
    """Say whether what its doer does leaves an act open that stands before it: `After accession, Peru will be able to`.

    But `Signing the treaty, Peru pledges to uphold it` tells it.
    """
    sentence, doer, how = act.sentence, act.who.place, act.who.how
    if how == "carried" and not act.place:  # `Al ratificarla, el país reforzaría`
        behind = (at for at, hit in sentence.rightward(0) if Cue.PRONOUN in hit.cues)
        doer = next((at for at in behind if sentence.at(at - 1).mark == ","), -1)
        how = "postponed" if doer > 0 else how
    if how != "postponed" or (act.form is Form.DONE and Cue.FRESH in sentence.cues):
        return False
    goes_on = not act.ruling and act.form is Form.GERUND and sentence.language.describes_before
    kinds = {Cue.MODAL} if goes_on else {Cue.MODAL, Cue.PLAN}
    verb, more = sentence.at(doer + 1), sentence.at(doer + 2)
    verbs = [verb, more] if sentence.near(verb, more) else [verb]  # `получила бы`
    told = any(hit.cues & kinds and Cue.VOW not in hit.cues for hit in verbs)
    futures = sentence.language.futures
    if sentence.arabic:  # `ستتمكن كينيا`
        return told or sentence.word_before(sentence.hits[doer].start).startswith(futures)
    return told or sentence.word_behind(doer).endswith(futures)


def hands_in_beside(act: Act) -> bool:
    """Say whether an instrument goes in by a verb that is joined to another: `is authorised to sign and deposit`."""
    verb = next((one.hit for one in act.ruling if Cue.DEPOSIT in one.cues), None)
    before = next((one for one, two in pairwise(act.sentence.hits) if two is verb), NONE)
    return Cue.AND in before.cues


def signed_by_office(act: Act) -> bool:
    """Say whether an office, of whatever State, signs a treaty by name: `the minister signed the Convention`."""
    signs = act.form is Form.DONE and act.here.acts[:1] == ((Action.SIGNATURE, act.form),)
    if not signs or act.what.hit is None or act.what.hit.mention is None:
        return False
    before = act.sentence.hits[: act.place]
    return Cue.ROLE in next((hit for hit in before if hit.cues & (OUTSIDERS | {Cue.ROLE})), NONE).cues


def foretold(act: Act) -> bool:
    """Say whether only outsiders say that an act will be done: `Analysts believe Peru will sign it`, `experts say`."""
    sentence, doer = act.sentence, act.who.place
    hits, language = sentence.hits, sentence.language
    if Cue.OUTSIDER not in sentence.cues or sentence.owns(doer):
        return False
    if any(Cue.OUTSIDER in two.cues and one.cues >= _SOURCE for one, two in pairwise(hits)):
        return True  # `According to experts, Peru will sign it`
    view = 1 if Cue.FOR in hits[0].cues else 0 if Cue.URGE in hits[0].cues else None
    if view is not None and Cue.OUTSIDER in sentence.at(view).cues and sentence.at(view + 1).mark == ",":
        return True  # `Para los expertos, Perú firmará`
    if act.who.how != "before":
        return False
    behind = hits[sentence.mark_before(len(hits)) :]  # of `..., experts say`
    says = holds((behind[-1], *behind[1:2]), Cue.SPEAK, Cue.ASK)  # `dicen expertos`
    if behind[0].mark and says and holds(behind, Cue.OUTSIDER):
        return not any(hit.name or hit.cues & BODIES for hit in behind)
    who = next((at for at, hit in enumerate(hits[:doer]) if hit.may_act), doer)
    if Cue.OUTSIDER not in hits[who].cues:
        return False
    # `Experten glauben, dass`, `专家认为，`
    parts = "," if language.bracketed or language.free_order or sentence.unspaced else ""
    said = [hit for hit in hits[who + 1 : doer] if not hit.mark or sentence.said(hit) not in {":", parts}]
    return not any(hit.mark or hit.ends or hit.cues & _ANSWERS for hit in said)


def never_done(act: Act) -> bool:
    """Say whether the sentence goes on to say that a plan was not kept: `promised to sign it, but has not done so`."""
    sentence = act.sentence
    behind, last = sentence.hits[act.place + 1 :], sentence.hits[-1]
    linked = Cue.GRANTED in sentence.hits[0].cues or holds(behind, Cue.BOUNDARY, Cue.AND)
    undone = bool(behind) and Cue.UNDONE in last.cues and sentence.words(last.end, sentence.end) <= _SO
    return linked and undone and not any(hit.name for hit in behind)
