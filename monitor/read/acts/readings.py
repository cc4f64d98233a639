"""Tell which words of a sentence are acts, and answer small questions about the words right around one."""

from __future__ import annotations

from itertools import pairwise

from monitor.read.acts import unnamed
from monitor.read.acts.home import accedes, decides_at_home
from monitor.read.acts.wanted import caused, wanted
from monitor.read.governor import PARTING, compound
from monitor.read.kinds import Action, Cue, Form
from monitor.read.sentence import Sentence, Word

_OTHERS = (
    (Cue.BILL, unnamed.law_on, Form.DONE),
    (Cue.DEPOSIT, unnamed.bare_instrument, Form.PASSIVE),
    (Cue.LODGE, unnamed.bare_deposit, Form.NOUN),
    (Cue.SUBMIT, unnamed.submits, Form.DONE),
    (Cue.REJECT, unnamed.rejects, Form.NOUN),
)
"""Kinds of words that tell of a ratification without a word for it, when, and in which form."""


def act_of(sentence: Sentence, place: int) -> tuple[Action, Form] | None:
    """Return the act that a word tells and its form, or None: `signed`, or a house's yes, `approved it`."""
    hit = sentence.hits[place]
    if hit.acts:
        action, form = hit.acts[0]
        awaited = Cue.PLAN in sentence.at(place - 2).cues  # `se espera que Kenia firme el tratado`
        wished = Cue.WISHED in hit.cues and not awaited and wanted(sentence, place) is None
        waits = form is Form.PASSIVE or (form is Form.BARE and not sentence.language.verb_last)
        # `pide que la Convención sea ratificada por Kenia`
        in_mood = Cue.WISHED in sentence.at(place - 1).cues
        wished = wished or (waits and not in_mood and caused(sentence, place, Cue.URGE, Cue.PUT))
        if wished or _approves_act(sentence, place, action):
            return None
        half = sentence.nearest(place, lambda one: Cue.PARTED in one.cues)
        if Cue.PARTED in hit.cues and Cue.PLAN in half.cues:
            return action, Form.FUTURE  # `ستدخل المعاهدة حيز التنفيذ`
        law = unnamed.signs_law(Word(sentence, place, form))
        return (Action.RATIFICATION, Form.DONE) if law else (action, form)
    for cue, tells, form in _OTHERS:
        if cue in hit.cues and tells(sentence, place):
            return Action.RATIFICATION, form
    yes = Cue.APPROVE in hit.cues or (Cue.PASS in hit.cues and decides_at_home(sentence, place))
    if yes and not unnamed.opposed(sentence, place):
        if (approved := _approved(sentence, place)) is not None:
            return approved, Form.DONE
        if (before := unnamed.told_before(sentence, place)) is not None:
            return unnamed.named_with(sentence, before[0]), before[1]
    return None


def halved(sentence: Sentence, place: int) -> bool:
    """Say whether the other half of a word stands on the other side of the treaty: `tritt dem Abkommen bei`."""
    before = sentence.hits[place]
    if before.action is Action.ENTRY_INTO_FORCE:
        return True
    for hit in sentence.hits[place + 1 :]:
        if hit.mark == ";" or hit.acts:
            return False
        if Cue.PARTED in hit.cues and Cue.REVOKE not in hit.cues:
            named = sentence.at(place - 1)  # `Der Konvention traten Kenia und Togo bei`
            inverted = named.treaty and sentence.near(named, sentence.hits[place]) and before.state
            return bool(before.treaty or inverted) and sentence.near(before, hit, 1)
        before = hit
    return False


def _approved(sentence: Sentence, place: int) -> Action | None:
    """Return what a yes at this place says yes to, if it is a treaty: `approved the convention`, `the exit bill`."""
    hit = sentence.hits[place]
    after = sentence.at(place + 1)
    object_ = (after.acts or Cue.BILL in after.cues) and not sentence.gap(hit, after)  # `aprovou o projeto`
    # `el Senado lo aprobó`
    named_before = Cue.ANAPHOR in hit.cues and Cue.INSTITUTION in sentence.cues and not object_
    if named_before or unnamed.approves_it(sentence, place):
        return Action.RATIFICATION
    if _wills(sentence, place) or any(hit.cues >= {Cue.REFUSE, Cue.NEED} for hit in sentence.hits[place:]):
        return None
    comma = False
    for at, other in sentence.rightward(place):
        if Cue.REJECT in other.cues:
            return None  # `voted 30 to 2 against the treaty`
        listed = comma and Cue.AND in other.cues
        if other.mark == "," and _has_object(sentence, place, at):
            return None  # `通过预算案，《公约》将于秋季审议`
        planned = at == place + 1 and Cue.PLAN in other.cues  # `approved a plan to implement the treaty`
        planned = planned or Cue.MODAL in other.cues  # `approved talks on the treaty`
        if other.acts or other.mark == ";" or other.cues & PARTING or listed or planned:
            return None
        if other.mention:
            noun = sentence.at(at + 1).form is Form.NOUN
            if noun and sentence.language.describes_before and compound(sentence, at + 1) == at:
                return None  # `backs Convention ratification`
            return unnamed.named_with(sentence, other)
        comma = other.mark == ","
    return None


def _wills(sentence: Sentence, place: int) -> bool:
    """Say whether a vote is for something that nobody here knows: `voted to abandon the Escazú Agreement`."""
    if Cue.PASS not in sentence.hits[place].cues or not sentence.language.describes_before:
        return False
    for link, after in pairwise(sentence.hits[place : place + 5]):
        if sentence.links(link):
            words = sentence.gap(link, after).split()
            return words[0] not in sentence.small if words else Cue.REFUSE in after.cues
    return False


def _has_object(sentence: Sentence, place: int, comma: int) -> bool:
    """Say whether something that nobody here knows was approved before this comma: `passed the budget, and`."""
    if sentence.language.bracketed:
        return sentence.hits[place].end == sentence.hits[comma].start
    before = sentence.hits[comma - 1]
    if comma - 1 != place and before.name is None:
        return False
    return bool(sentence.strange(before, sentence.hits[comma]))


def _approves_act(sentence: Sentence, place: int, action: Action) -> bool:
    """Say whether a word for ratifying only says yes to the act behind it: `批准签署`, `ratifies the accession to`."""
    if Cue.APPROVE in sentence.hits[place].cues and sentence.at(place + 1).acts:
        return True
    if action is not Action.RATIFICATION:
        return False
    return accedes(sentence, place) is not None or _of_leaving(sentence, place)


def _of_leaving(sentence: Sentence, place: int) -> bool:
    """Say whether to leave is what is ratified: `The decision to leave the treaty was taken and ratified by`."""
    subject = Cue.AUX in sentence.hits[place].cues
    if not sentence.hits[place].has(Form.PASSIVE):
        return False
    for hit in reversed(sentence.hits[:place]):
        if hit.acts or hit.mark or (Cue.AND in hit.cues if subject else hit.treaty):
            return subject and hit.action is Action.WITHDRAWAL
        subject = subject or Cue.AUX in hit.cues
    return False
