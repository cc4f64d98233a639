"""Name the words that govern an act, and how far they reach."""

from __future__ import annotations

from msgspec import Struct

from monitor.read.hits import Hit, Sentence
from monitor.read.kinds import Action, Cue, Form

REACH = {
    Cue.NEGATION: 4, Cue.REFUSE: 7, Cue.URGE: 14, Cue.NEED: 7, Cue.CONDITION: 8, Cue.MODAL: 4, Cue.PLAN: 8,
    Cue.APPROVE: 12, Cue.PASS: 14, Cue.STEP: 12, Cue.DEPOSIT: 13, Cue.BECOME: 8, Cue.PERFORM: 7, Cue.GATHER: 16,
    Cue.ATTEND: 10, Cue.HISTORY: 7, Cue.CEREMONY: 3, Cue.BILL: 12, Cue.INSTRUMENT: 4, Cue.OPENING: 4,
    Cue.INSTITUTION: 14, Cue.RELATIVE: 5, Cue.BY: 1, Cue.TO: 3, Cue.INVITE: 14, Cue.AUX: 3, Cue.REACH: 5,
    Cue.REVOKE: 9, Cue.UNDONE: 7, Cue.DENY: 12, Cue.WAS: 9, Cue.RECOMMEND: 14, Cue.REACT: 5,
    Cue.QUESTION: 8, Cue.RESOLVE: 12, Cue.AFTER: 1, Cue.SPEAK: 9,
}  # fmt: skip
"""How many words away from what it governs a word of each kind may stand."""
OPERATORS = frozenset(REACH)
"""Kinds of words that say something about an act in whose clause they stand."""
DENIAL = frozenset({Cue.NEGATION, Cue.REFUSE})
"""Kinds of words that may end a main clause, behind the verb and its object: `unterzeichnet das Abkommen nicht`."""
OPEN = DENIAL | {Cue.URGE, Cue.MODAL, Cue.CONDITION, Cue.QUESTION, Cue.NEED, Cue.UNDONE}
"""Kinds of words by which an act is asked for, possible or denied."""
PARTING = frozenset({Cue.BOUNDARY, Cue.THAT, Cue.RELATIVE, Cue.REVOKE})
"""Kinds of words that keep a yes on one side of them from being one to what is named on the other."""


class Governor(Struct, frozen=True):
    """Hold one word that governs an act: which kinds it is of, how far away, and on which side."""

    hit: Hit
    cues: frozenset[Cue]
    distance: int
    after: bool = False
    headline: bool = False
    """The mark of an infinitive right behind a doer."""


_NOUNS = frozenset({Form.NOUN, Form.GERUND})


def ends(hit: Hit) -> bool:
    """Say whether a hit ends a clause."""
    return hit.mark == ";" or Cue.BOUNDARY in hit.cues


def is_noun(hit: Hit) -> bool:
    """Say whether a word for an act is a noun or a gerund."""
    return bool(hit.acts) and any(form in _NOUNS for _, form in hit.acts)


def compound(sentence: Sentence, place: int) -> int:
    """Return where a noun for an act begins that has its treaty before it: `the Hanoi Convention signing`."""
    here = sentence.hits[place]
    if not is_noun(here):
        return place
    before = sentence.at(place - 1)
    if before.acts or not before.treaty:
        return place
    return place if sentence.text[before.end : here.start].strip(" 》〉") else place - 1


def taken_back(sentence: Sentence, place: int) -> int | None:
    """Return where the act is named that a noun of leaving takes back: `the withdrawal of Kenya's ratification`."""
    if sentence.hits[place].action is not Action.WITHDRAWAL or not is_noun(sentence.hits[place]):
        return None
    if Cue.OF not in sentence.at(place + 1).cues:
        return None
    for index in range(place + 2, min(place + 6, len(sentence.hits))):
        hit = sentence.hits[index]
        if hit.acts:
            return index if is_noun(hit) and hit.action is not Action.WITHDRAWAL else None
        if not (hit.name or hit.cues & {Cue.PRONOUN, Cue.OF, Cue.ROLE}):
            return None
    return None
