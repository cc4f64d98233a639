"""Tell an act that is only the matter of something else: `the consequences of Kenya's ratification`."""

from __future__ import annotations

from monitor.read.doers.lists import Doers
from monitor.read.governor import Governor, compound
from monitor.read.hits import Sentence, holds
from monitor.read.kinds import Cue
from monitor.read.telling.around import unknown

_LINKS = frozenset({Cue.OF, Cue.BY, Cue.PLACE, Cue.APART, Cue.ABOUT, Cue.FOR, Cue.TO, Cue.AND, Cue.THAT})
"""Kinds of words that only link an act to what it is the matter of."""
_BEHIND = frozenset({"by", "after"})
"""Ways of naming doers behind their act."""


def of_unknown(sentence: Sentence, place: int, who: Doers, ruling: list[Governor]) -> bool:
    """Say whether an act as a noun belongs to what nobody here knows, by its verb or its preposition.

    `los retrasos en la ratificación por Kenia`, `Beide besprachen die Ratifizierung durch Kenia`
    """
    if holds(ruling, Cue.PERFORM, Cue.DEPOSIT, Cue.BECOME, Cue.GATHER, Cue.HISTORY):
        return False
    if sentence.language.script == "han":
        return _of_clause(sentence, place)
    first = compound(sentence, place)
    owner = sentence.owns(who.place) or (
        sentence.language.syllables and Cue.THAT in sentence.at(who.place - 1).cues
    )
    if who.how == "before" and owner:
        first = who.place
        while first and (sentence.at(first - 1).name or Cue.AND in sentence.at(first - 1).cues):
            first -= 1
    elif who.how not in _BEHIND or sentence.language.syllables:
        return False
    end = sentence.text.rfind(" ", 0, sentence.hits[first].start) + 1  # `بتوقيع` is one word
    for hit in reversed(sentence.hits[:first]):
        if Cue.REFERENCE in hit.cues or unknown(sentence, hit.end, end):
            return True
        # `UN welcomes its ratification`, but `a study on its ratification`
        apart = Cue.APART in hit.cues and not sentence.small.issuperset(sentence.said(hit).split())
        if hit.mark or (apart and Cue.ABOUT not in hit.cues) or hit.cues - _LINKS or not hit.cues:
            return False
        end = hit.start
    last = next((hit.end for hit in sentence.hits[place:] if hit.treaty), end)
    if sentence.language.syllables and sentence.text[last : sentence.end].strip(" ."):
        return True  # `Việc Kenya phê chuẩn Công ước vẫn chưa chắc chắn`
    return unknown(sentence, sentence.start, end)


def _of_clause(sentence: Sentence, place: int) -> bool:
    """Say whether an act describes a thing that nobody here knows: `部长谈到肯尼亚批准《河内公约》的进展`."""
    name = sentence.at(place + 1)
    after = sentence.at(place + 2)
    behind = sentence.text[name.end : after.start if after else sentence.end].lstrip("》〉”")
    counts = (
        after.number is not None
        or after.ordinal is not None
        or not after.cues.isdisjoint({Cue.GROUP, Cue.SINGLE})
    )
    return bool(name.treaty) and behind.startswith("的") and len(behind) > 1 and not counts
