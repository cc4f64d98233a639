"""Find doers by the turns of phrase that name them: thanked for an act, entered in a list, owners of a paper."""

from __future__ import annotations

from itertools import pairwise

from monitor.read.hits import NONE, Hit, Sentence, holds, until
from monitor.read.kinds import Cue

_SUBJECT = 3  # words of who praises, between their verb and whom they praise

_PRAISES = frozenset({Cue.PRAISE, Cue.REACT})


def praised(sentence: Sentence, place: int) -> int | None:
    """Return the place of the State praised or blamed for an act: `thanked Ghana on Tuesday for ratifying`."""
    hits = sentence.hits
    if sentence.cues.isdisjoint(_PRAISES | {Cue.BOUNDARY}):
        return None
    linked, praises = False, _PRAISES
    for index, hit in sentence.leftward(place):
        if hit.mark or hit.mention or (hit.acts and Cue.BECOME not in hit.cues):
            return None
        if index and linked and hit.name and hit.name.kind != "adjective":
            before = hits[index - 1]
            small = before.cues & {Cue.PLACE, Cue.APART, Cue.OF} and before.cues.isdisjoint(praises)
            # `felicitó a Perú`, `هنأت تشيلي بيرو`
            small = small or (sentence.language.script == "arabic" and before.state)
            before = hits[index - 2] if small and index > 1 else before
            words = _SUBJECT if sentence.language.verb_first else 1
            told = before.cues & praises and sentence.near(before, hit, words)
            return index if told else None
        if Cue.BOUNDARY in hit.cues and Cue.BECOME in sentence.at(index + 1).cues:
            linked, praises = True, _PRAISES | {Cue.APART}  # `welcomed Tonga as the 75th State to ratify it`
        linked = linked or bool(hit.cues & {Cue.FOR, Cue.APART, Cue.BY})
    return None


def entered(sentence: Sentence, place: int) -> bool:
    """Say whether an act is entered under the State that opens the sentence: `JAMAICA: RATIFICATION.`."""
    hits = sentence.hits
    if place != 2 or sentence.field == "title" or hits[1].mark != ";" or hits[0].name is None:
        return False
    opens = not sentence.words(sentence.start, hits[0].start) and hits[0].name.kind != "adjective"
    colon = sentence.said(hits[1]) == ":"
    near = sentence.near(hits[0], hits[1]) and sentence.near(hits[1], hits[2])
    return opens and colon and near


def received(sentence: Sentence, place: int) -> bool:
    """Say whether an instrument is taken in, and is nobody's by name: `received instruments from Kenya`."""
    if taken_in(sentence, place):
        return True

    def parts(hit: Hit) -> bool:
        other = Cue.RECEIVE not in hit.cues and (hit.acts or hit.cues & {Cue.APART, Cue.OTHER})
        return bool(hit.name or hit.mark or other)

    return holds(until(reversed(sentence.hits[:place]), parts), Cue.RECEIVE)


def taken_in(sentence: Sentence, place: int) -> bool:
    """Say whether the instrument is said to be taken in behind it: `instruments were received from Kenya`."""
    for before, hit in pairwise(sentence.hits[place:]):
        if Cue.RECEIVE in hit.cues:
            return Cue.AUX in before.cues
        if hit.mark or (hit.acts and not hit.mention) or hit.name:
            return False
    return False


def possessive(sentence: Sentence, one: Hit, other: Hit) -> bool:
    """Say whether the first owns the second: `Qatar's ratification`."""
    # `على مصر التصديق`: it is for Egypt to ratify
    before = {""} if sentence.language.script != "arabic" else set()
    return sentence.gap(one, other) in before | {"'s", "'"}


def of_another(sentence: Sentence, index: int) -> bool:
    """Say whether the State of a body is named behind it: `the Bundesrat of Switzerland`."""
    hits = sentence.hits
    after = next((hit for hit in hits[index + 1 : index + 3] if Cue.OF not in hit.cues or hit.name), NONE)
    return after.name is not None and sentence.near(hits[index], after, 1)


def tells_who(sentence: Sentence, index: int) -> bool:
    """Say whether the name at this index tells who a group is that is counted behind it: `阿曼、约旦三国`."""
    here, after = sentence.hits[index], sentence.at(index + 1)
    named = sentence.language.script == "han" and here.name is not None
    return named and (after.number is not None or Cue.GROUP in after.cues) and sentence.near(here, after)
