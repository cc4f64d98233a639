"""Read how many have done an act: by the number that they are said to have reached."""

from __future__ import annotations

from monitor.languages import Cue
from monitor.read.candidates import touches
from monitor.read.hits import Sentence, holds

_TOTAL = 14  # words between `the number of parties` and the number


_TOLD_OF = frozenset({Cue.GROUP, Cue.ANAPHOR, Cue.RELATIVE, Cue.THAT, Cue.MANY})
"""Kinds of words by which those are told of who do the act."""


def raised(sentence: Sentence, place: int) -> int | None:
    """Return the number to which that of an act's doers has come: `bringing the number of parties to 83`."""
    hits = sentence.hits
    before = hits[place - 1] if place else None
    if place > 2 and Cue.REACH in hits[place - 3].cues and hits[place - 2].number is not None:
        return hits[place - 2].number  # `bringing to 16 the number of parties`
    if before is None or Cue.REACH not in before.cues or not touches(sentence, before, hits[place], 1):
        return None
    to = sentence.text[hits[place].start : hits[place].end].endswith(" to")
    for hit in hits[place + 1 :]:
        if hit.mark or hit.acts or sentence.words(hits[place].end, hit.start) > _TOTAL:
            break
        if hit.number is not None:
            return hit.number if to else None
        to = bool(hit.cues & {Cue.TO, Cue.PLACE, Cue.APART})
    return None


def rises_by(sentence: Sentence, place: int) -> bool:
    """Say whether somebody brings a number up, and does nothing else: `Iceland brought the number of parties to 30`."""
    before = sentence.hits[:place]
    return holds(before, Cue.REACH) and not any(hit.acts for hit in before)


def reached(sentence: Sentence, place: int) -> int | None:
    """Return the number that those have come to who do an act told of them: `the States that signed rise to 74`.

    The word for coming to it stands behind them (`接受协定的成员增至95个`) or before (`عدد من قبلوه 104`).
    """
    hits = sentence.hits
    if Cue.REACH not in sentence.cues:
        return None
    for index in range(place + 1, len(hits) - 1):
        hit, after = hits[index], hits[index + 1]
        if Cue.REACH in hit.cues:
            after = hits[index + 2] if after.cues & {Cue.TO, Cue.MANY} and index + 2 < len(hits) else after
            return after.number if touches(sentence, hit, after, 2) else None
        if not (hit.mention or hit.cues & _TOLD_OF):
            break
    if not _counted(sentence, place):
        return None
    for hit in hits[place + 1 :]:
        if hit.mark or hit.acts or sentence.words(hits[place].end, hit.start) > _TOTAL:
            break
        if hit.number is not None:
            return hit.number
    return None


def _counted(sentence: Sentence, place: int) -> bool:
    """Say whether a word for coming to a number stands before those who do the act."""
    for hit in reversed(sentence.hits[:place]):
        if Cue.REACH in hit.cues:
            return True
        if hit.mark or not (hit.acts or hit.cues & (_TOLD_OF | {Cue.DEPOSIT, Cue.INSTRUMENT})):
            break
    return False
