"""Tell an act that is only the matter of something else: `the consequences of Kenya's ratification`."""

from __future__ import annotations

from monitor.read.doers.lists import Doers
from monitor.read.governor import Governor, compound
from monitor.read.hits import Sentence, holds
from monitor.read.kinds import Cue, Form

_LINKS = frozenset({Cue.OF, Cue.BY, Cue.PLACE, Cue.APART, Cue.ABOUT, Cue.FOR, Cue.TO, Cue.AND, Cue.THAT})
"""Kinds of words that only link an act to what it is the matter of."""


def of_unknown(sentence: Sentence, place: int, form: Form, who: Doers, ruling: list[Governor]) -> bool:
    """Say whether an act as a noun belongs to what nobody here knows, by its verb or its preposition.

    `los retrasos en la ratificación por Kenia`, `Beide besprachen die Ratifizierung durch Kenia`
    """
    han, syllables = sentence.language.script == "han", sentence.language.syllables
    told = holds(ruling, Cue.PERFORM, Cue.DEPOSIT, Cue.BECOME, Cue.GATHER, Cue.HISTORY)
    if told or (form is not Form.NOUN and not (form is Form.BARE and (han or syllables))):
        return False
    if han:  # `部长谈到肯尼亚批准《河内公约》的进展`
        name, after = sentence.at(place + 1), sentence.at(place + 2)
        behind = sentence.trail(place + 1).lstrip("》〉”") if name.treaty else ""
        counts = after.number is not None or after.ordinal is not None or Cue.GROUP in after.cues
        return behind.startswith("的") and len(behind) > 1 and not counts
    first = compound(sentence, place)
    nominal = syllables and Cue.THAT in sentence.at(who.place - 1).cues
    if who.how == "before" and (nominal or sentence.owns(who.place)):
        first = who.place
    elif who.how not in {"by", "after"} or syllables:
        return False
    end = sentence.text.rfind(" ", 0, sentence.hits[first].start) + 1  # `بتوقيع` is one word
    for hit in reversed(sentence.hits[:first]):
        if Cue.REFERENCE in hit.cues or sentence.unknown(hit.end, end):
            return True
        # `UN welcomes its ratification`, but `a study on its ratification`
        apart = Cue.APART in hit.cues and not sentence.small.issuperset(sentence.said(hit).split())
        if hit.mark or (apart and Cue.ABOUT not in hit.cues) or hit.cues - _LINKS or not hit.cues:
            return False
        end = hit.start
    last = next((hit.end for hit in sentence.hits[place:] if hit.treaty), end)
    if syllables and sentence.text[last : sentence.end].strip(" ."):
        return True  # `Việc Kenya phê chuẩn Công ước vẫn chưa chắc chắn`
    return bool(sentence.unknown(sentence.start, end))
