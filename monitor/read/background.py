"""Tell news from history: which acts a text tells as background."""

from __future__ import annotations

from monitor.languages import Cue
from monitor.read.clause import ends
from monitor.read.doers import Doers
from monitor.read.hits import Sentence

_BEFORE = 14  # words before an act within which a year dates it
_AFTER = 9  # words after an act within which `two years ago` dates it


def year_of(sentence: Sentence, place: int) -> int | None:
    """Return the year that dates the act: the nearest of its clause, behind it or else before it."""
    here = sentence.hits[place]
    for hit in sentence.hits[place + 1 :]:
        if hit.acts or ends(hit):
            break
        if hit.year:
            return hit.year
    for hit in reversed(sentence.hits[:place]):
        if hit.acts or ends(hit) or sentence.words(hit.end, here.start) > _BEFORE:
            break
        if hit.year:
            return hit.year
    return None


def is_background(sentence: Sentence, place: int, who: Doers) -> bool:
    """Say whether the act at this place is told as history or as a state of play."""
    hits = sentence.hits
    here = hits[place]
    for hit in hits[place + 1 :]:
        if ends(hit) or sentence.words(here.end, hit.start) > _AFTER:
            break
        if Cue.HISTORY in hit.cues and Cue.CONDITION not in hit.cues and not hit.acts:
            return True
    if not who.codes:
        return any(Cue.STALE in hit.cues for hit in hits)
    return False
