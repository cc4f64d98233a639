"""Tell what is told in the present and still to come, by the time in its clause: `signs it tomorrow`."""

from __future__ import annotations

from monitor.read.hits import CLAUSES
from monitor.read.kinds import Action, Cue
from monitor.read.sentence import Sentence


def awaited(sentence: Sentence, place: int) -> bool:
    """Say whether a time to come stands in the clause of an act that is told in the present: `signs it tomorrow`."""
    if Cue.AHEAD not in sentence.cues or sentence.hits[place].likewise:
        return False  # `the fifth to do so in two months`
    hits = sentence.hits
    enters = hits[place].action is Action.ENTRY_INTO_FORCE  # `takes effect, for Peru, in 90 days`
    # behind the object what no word tells is of something else: `signed it to host the summit next month`
    behind = any(hit.mention for hit in hits[:place])
    for index, hit in sentence.rightward(place):
        before = hits[index - 1]
        closed = sentence.language.bracketed and index == place + 1 and Cue.AND in hit.cues
        parted = closed or (hit.mark == ";" if enters else hit.mark)
        # `ratified it on Monday and Chad will do so tomorrow`
        told = hit.acts or hit.likewise or Cue.FRESH in hit.cues
        strange = behind and not enters and Cue.PLACE not in before.cues and sentence.strange(before, hit)
        if parted or told or strange or not hit.cues.isdisjoint(CLAUSES):
            break
        if Cue.AHEAD in hit.cues:
            return not (Cue.AND in before.cues or _tells_of(sentence, index) or _counted_on(sentence, index))
        behind = behind or hit.mention is not None
    for index, hit in sentence.leftward(place):
        if hit.mark == ";" or hit.acts or not hit.cues.isdisjoint(CLAUSES | {Cue.AFTER, Cue.HISTORY}):
            break
        if Cue.AHEAD in hit.cues:
            aside = sentence.at(index - 1).cues & CLAUSES  # `Peru, which next week hosts it,`
            return not (aside or _tells_of(sentence, index) or _counted_on(sentence, index))
    return False


def _counted_on(sentence: Sentence, index: int) -> bool:
    """Say whether the time at this index is counted from something that was: `через месяц после подписания`."""
    after = sentence.at(index + 1)
    return not after.cues.isdisjoint({Cue.AFTER, Cue.HISTORY}) and sentence.near(sentence.hits[index], after)


def _tells_of(sentence: Sentence, index: int) -> bool:
    """Say whether the time at this index only tells which meeting is meant: `before the summit of next week`."""
    met = next((at for at in (index - 1, index - 2) if Cue.CEREMONY in sentence.at(at).cues), None)
    meeting = met is not None and Cue.PLACE not in sentence.at(met - 1).cues  # but `at the summit next week`
    return meeting or sentence.owns(index)
