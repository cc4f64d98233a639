"""Read how many have done an act: by the number that they are said to have reached."""

from __future__ import annotations

from monitor.languages import Cue
from monitor.read.candidates import touches
from monitor.read.hits import Sentence

_TOTAL = 14  # words between `the number of parties` and the number


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
        to = bool(hit.cues & {Cue.TO, Cue.PLACE})
    return None
