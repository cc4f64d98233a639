"""Find what governs an act from behind it."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.read.governor import DENIAL, OPERATORS, Governor, compound, epithet
from monitor.read.hits import Cue, Form, holds, until
from monitor.read.objects.instead import resolved
from monitor.read.objects.things import pronoun
from monitor.read.sentence import Sentence

_AFTER = 3  # words within which a verb-final language puts what governs the act
_FAR = 6  # ... that has nothing before it
_ENDS = DENIAL | {Cue.REVOKE, Cue.UNDONE}
"""Kinds of words that may end a clause behind the object of a noun: `nimmt den Austritt aus dem Statut zurück`."""
_TOLD = frozenset(
    {Cue.REFUSE, Cue.APPROVE, Cue.NEED, Cue.PLAN, Cue.STEP, Cue.DEPOSIT, Cue.MODAL, Cue.PENDING, Cue.REACT}
)


def told_of(sentence: Sentence, place: int) -> Iterator[Governor]:
    """Yield what is told of an act as a noun, behind its object: `its signing of the treaty was postponed`."""
    # `Ratification will have to wait`, `said that ratification would need a vote`
    before = sentence.at(place - 1)
    opens = not before or before.mark or before.ends or before.cues & {Cue.THAT, Cue.SPEAK}
    passed = bool(opens) or compound(sentence, place) != place
    noun = sentence.hits[place].has(Form.NOUN)
    passing = {Cue.BY, Cue.OF, Cue.PLACE, Cue.GROUP, Cue.BEHALF, Cue.FRESH} | ({Cue.APART} if noun else set())
    if sentence.language.verb_last:
        passing |= {Cue.BILL, Cue.INSTITUTION}  # `批准公约的提案在国会被否决`
    for index, hit in sentence.rightward(place):
        if hit.treaty or (index < place + 3 and pronoun(sentence, index)):
            passed = True
            verb = sentence.at(index + 1)
            said = before.cues & {Cue.SPEAK, Cue.THAT} and verb.cues & {Cue.AUX, Cue.NEGATION}
            if not noun and said and not sentence.hits[place].has(Form.DONE):
                # `said that ratifying the treaty is a duty`
                yield Governor(verb, frozenset({Cue.NEED}), 0, after=True)
                return
        elif passed and (taken := _undone_behind(sentence, index)):
            yield from taken
            return
        elif hit.mark or hit.acts or not passed:
            if hit.name or hit.cues & {Cue.OF, Cue.TO, Cue.BY, Cue.PLACE, Cue.BEHALF, Cue.APART, Cue.FRESH}:
                continue
            return
        elif hit.name or hit.cues & passing:
            continue
        elif cues := _says(sentence, place, index):
            yield Governor(hit, cues, 0, after=True)
            return
        elif Cue.AUX not in hit.cues:
            return


def _says(sentence: Sentence, place: int, index: int) -> frozenset[Cue]:
    """Return what a word behind a noun says of it: `its ratification is not planned`; nothing where it says nothing."""
    hit = sentence.hits[index]
    if Cue.WISHED in hit.cues:
        return frozenset({Cue.URGE})  # `asks that its instrument be deposited`
    if _need_ahead(sentence, index):
        return frozenset({Cue.NEED})
    if Cue.VOW in hit.cues:
        return frozenset()  # `its ratification reaffirms its commitment to`
    if Cue.URGE in hit.cues:  # `la ratification exige une loi`, `said that ratification should not proceed`
        return frozenset({Cue.MODAL})
    if hit.cues & _TOLD and Cue.CONDITION not in hit.cues:
        cues = hit.cues & (_TOLD | {Cue.TO})
        if cues >= {Cue.PLAN, Cue.MODAL}:  # `said that ratification would follow`
            cues -= {Cue.MODAL if holds(sentence.hits[:place], Cue.SPEAK) else Cue.PLAN}
        return cues
    if Cue.PERFORM in hit.cues and Cue.AUX in sentence.at(index - 1).cues and Cue.APART not in hit.cues:
        return frozenset({Cue.PERFORM})  # `was completed on Monday`
    # `did not take place`, `is not planned`
    return frozenset({Cue.UNDONE} if hit.cues & {Cue.NEGATION, Cue.UNDONE} else ())


def _need_ahead(sentence: Sentence, index: int) -> bool:
    """Say whether what is ahead is only that there is need of an act: `60 ratifications will then be needed`."""
    plan = sentence.hits[index]
    behind = (hit for hit in sentence.hits[index + 1 : index + 3] if sentence.near(plan, hit, _AFTER))
    return Cue.PLAN in plan.cues and Cue.MODAL not in plan.cues and holds(behind, Cue.NEED)


def _undone_behind(sentence: Sentence, index: int) -> list[Governor]:
    """Return the undoing that is told here in the passive, as headings shorten it, too: `Signature of it withdrawn`."""
    here, before, after = sentence.hits[index], sentence.hits[index - 1], sentence.at(index + 1)
    undoing = frozenset({Cue.REVOKE})
    if Cue.PLAN in here.cues and Cue.REVOKE in after.cues:
        return [Governor(after, undoing, 0, after=True), Governor(here, frozenset({Cue.PLAN}), 0, after=True)]
    ends = not after or after.mark or after.cues & {Cue.BY, Cue.FRESH}
    told = Cue.AUX in before.cues or (before.treaty and sentence.near(before, here) and ends)
    return [Governor(here, undoing, 0, after=True)] if told and Cue.REVOKE in here.cues else []


def next_to(sentence: Sentence, place: int) -> Iterator[Governor]:
    """Yield what right behind an act says of it: `signing ceremony`, `60 ratifications needed`."""
    here, after = sentence.hits[place], sentence.at(place + 1)
    kinds: set[Cue] = set()
    if here.noun and not sentence.gap(here, after):
        kinds = {Cue.PLAN, Cue.REFUSE, Cue.NEED, Cue.MODAL}
    if here.acts and sentence.language.free_order and not sentence.gap(here, after):
        kinds.add(Cue.QUESTION)  # `подписала ли Кения`
    if here.finite or Cue.APPROVE in here.cues:
        kinds.add(Cue.NEGATION)  # `n'adhère pas`
    if sentence.near(here, after, 1):
        kinds.add(Cue.CEREMONY)
    if cues := after.cues & kinds:
        needed = here.noun and _need_ahead(sentence, place + 1)
        yield Governor(after, frozenset({Cue.NEED}) if needed else cues, 0, after=True)


def closing(sentence: Sentence, place: int) -> Iterator[Governor]:
    """Yield what governs the act from behind: `unterzeichnen will`, `ratifiziert werden soll`."""
    near = sentence.hits[place]
    unspaced = sentence.unspaced
    passed = due = False
    reach = _FAR if sentence.language.objective else _AFTER
    described = epithet(sentence, place)
    decides = resolved(sentence, place)
    for index, hit in sentence.rightward(place):
        if hit.start < described.start:
            continue
        after = sentence.at(index + 1)
        other = Cue.PLAN in after.cues or (after.name and not unspaced)
        if Cue.AND in hit.cues and (other or (Cue.NEGATION in after.cues and sentence.at(index + 2).acts)):
            return  # `hat sie unterzeichnet und will sie ratifizieren`, `und Chile wird es`, `und nicht ratifiziert`
        gap = sentence.text[near.end : hit.start]
        parted = gap.isspace() if unspaced else False  # `获60国批准 将于明年生效`
        parted = parted or (sentence.language.agglutinates and " " in gap)  # `署名を先送り 人権面の懸念で`
        stops = hit.ends or hit.mark or (hit.acts and Cue.REVOKE not in hit.cues)
        if parted or stops or not sentence.near(near, hit, reach):
            return  # `已签署但尚未批准公约`
        if hit.treaty or (passed and unspaced and Cue.CEREMONY in hit.cues):
            near, passed, due = hit, True, not hit.treaty  # `签署《公约》的仪式将于周五举行`
            continue
        # `批准公约须修改刑法`
        told = _ENDS | {Cue.NEED, Cue.MODAL, Cue.PENDING, Cue.WAS} if unspaced else _ENDS
        told = told | {Cue.BILL} if decides else told | {Cue.PLAN} if due else told
        if cues := hit.cues & (told if passed else OPERATORS | (told & {Cue.PENDING})):
            yield Governor(hit, cues, 0, after=True)


def inverted(sentence: Sentence, place: int) -> Iterator[Governor]:
    """Yield what governs an infinitive from behind its object: `подписывать договор Москва не намерена`."""
    if not sentence.hits[place].has(Form.BARE):
        return
    kinds = DENIAL | {Cue.PLAN, Cue.MODAL, Cue.NEED}
    for hit in until(sentence.hits[place + 1 :], lambda hit: hit.mark or hit.acts):
        if cues := hit.cues & kinds:
            yield Governor(hit, cues, 0, after=True)
