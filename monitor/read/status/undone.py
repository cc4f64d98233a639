"""Tell what undoing makes of an act: a signature taken back is a withdrawal, and a withdrawal taken back is none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from monitor.model import CONSENT, GIVEN
from monitor.read.act import Act
from monitor.read.governor import OPEN, Governor
from monitor.read.hits import Action, Cue, Form, Status, holds, until
from monitor.read.sentence import Sentence
from monitor.read.status.case import Verdict

_NEAR = 5  # words between a verb of undoing and what it undoes: `withdraws its much criticised signature`
_OPEN = OPEN | {Cue.INVITE, Cue.DENY}


def undoing(sentence: Sentence, place: int, ruling: list[Governor]) -> list[Governor]:
    """Return what governs the act, but for words that undo something else: `withdrew its troops and signed`."""
    if Cue.REVOKE not in sentence.cues:
        return ruling
    halves = sum(Cue.PARTED in one.hit.cues for one in ruling)
    other = [one for one in ruling if Cue.REVOKE in one.cues and not _undoes(sentence, place, one, halves)]
    return [replace(one, cues=one.cues - {Cue.REVOKE}) if one in other else one for one in ruling]


def _undoes(sentence: Sentence, place: int, one: Governor, halves: int) -> bool:
    """Say whether an undoing has the act as its object: `withdraws its signature`, not `withdrew troops and signed`."""
    if Cue.PARTED in one.hit.cues and halves < 2:
        return False  # `zieht die Ratifizierung in Betracht`
    between = [hit for hit in sentence.hits[:place] if hit.start >= one.hit.end]
    if not sentence.near(one.hit, sentence.hits[place], _NEAR):
        return False
    if any(Cue.AND in one.cues and Cue.PLAN in two.cues for one, two in pairwise(between)):
        return False  # `have withdrawn or plan to withdraw`
    apart = (hit for hit in between if hit.cues & {Cue.APART, Cue.PLACE, Cue.TO, Cue.BY})
    return sentence.unspaced or all(hit.cues & {Cue.OF, Cue.PARTED} for hit in apart)


def taken_back(sentence: Sentence, place: int) -> int | None:
    """Return where the act is named that a noun of leaving takes back: `the withdrawal of Kenya's ratification`."""
    if sentence.hits[place].action is not Action.WITHDRAWAL or not sentence.hits[place].noun:
        return None
    for index, hit in enumerate(sentence.hits[place + 2 : place + 6], place + 2):
        if hit.acts:
            return index if hit.noun and hit.action is not Action.WITHDRAWAL else None
        if not (hit.name or hit.cues & {Cue.PRONOUN, Cue.OF, Cue.ROLE}):
            break
    return None


def undoes_act(sentence: Sentence, place: int) -> bool:
    """Say whether a verb of leaving takes back another act, which tells it: `withdraws signature from the statute`."""
    if Cue.REVOKE not in sentence.hits[place].cues:
        return False
    last = sentence.language.verb_last or sentence.hits[place].has(Form.PASSIVE)
    for hits in (sentence.hits[place + 1 :], reversed(sentence.hits[:place]) if last else ()):
        if any(hit.acts for hit in until(hits, lambda hit: hit.mark or (hit.mention and not last))):
            return True
    return False


def undone(act: Act) -> tuple[Action, Verdict | None]:
    """Return what undoing makes of an act, and the verdict on one that was only decided, or is a withdrawal."""
    action, form, ruling = act.action, act.form, act.ruling
    if not act.governed(Cue.REVOKE):
        return action, None
    open_ = holds(ruling, *_OPEN)
    # `отменила решение подписать`, `scraps joining the treaty`
    infinitive = form in {Form.BARE, Form.GERUND} and not holds(ruling, Cue.BILL)
    if action is Action.WITHDRAWAL or infinitive or _decision(ruling):
        if open_:
            return action, Verdict(None, "nobody has undone it")
        return action, Verdict(Status.REFUSED, past=holds(ruling, Cue.HISTORY, Cue.RELATIVE))
    law = action in CONSENT and holds((act.here, *ruling), Cue.BILL)
    taken = (form is Form.NOUN or law) and action in GIVEN
    coming = any(one.hit.cues >= {Cue.REVOKE, Cue.PLAN} for one in ruling)
    if taken and coming and not open_:
        # `notifies the UN that it is withdrawing its ratification`
        told = holds(ruling, Cue.PERFORM, Cue.DEPOSIT)
        return Action.WITHDRAWAL, Verdict(Status.DONE if told else Status.PLANNED, deposited=told)
    return Action.WITHDRAWAL if taken else action, None


def _decision(ruling: Sequence[Governor]) -> bool:
    """Say whether a plan or a bill is undone, not the act: `scraps its plan to sign`, `withdraws the bill`."""
    at = next((index for index, one in enumerate(ruling) if Cue.REVOKE in one.cues), 0)
    bill = ruling[at].hit.action is Action.WITHDRAWAL and holds(ruling[:at], Cue.BILL)
    return bill or holds(ruling[:at], Cue.PLAN)
