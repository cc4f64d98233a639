"""Read how many have done an act by the rank of the last of them, or by the number reached."""

from __future__ import annotations

from monitor.languages import Cue
from monitor.read.candidates import touches
from monitor.read.hits import Sentence

_RANKED = 8  # words between a rank and the act that it ranks
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
        to = Cue.TO in hit.cues
    return None


def ranked(sentence: Sentence, place: int) -> int | None:
    """Return how many have done the act once the doer has, by its rank: `becomes the 74th State to sign`.

    A rank belongs to the act that follows it closely, or else to the one before: `signs, the 74th State to do so`.
    """
    hits = sentence.hits
    for index, hit in enumerate(hits):
        if hit.ordinal is None:
            continue
        following = next(
            (
                after
                for after in range(index + 1, len(hits))
                if hits[after].acts or hits[after].mention or hits[after].mark
            ),
            None,
        )
        if following is not None and not hits[following].acts:
            following = None
        if following is not None and sentence.words(hit.end, hits[following].start) > _RANKED:
            following = None
        if following is None:
            following = next((before for before in range(index, -1, -1) if hits[before].acts), None)
        if following == place:
            return hit.ordinal
    return None
