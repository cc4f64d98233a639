"""Tell news from history: which acts a text tells as background."""

from __future__ import annotations

from monitor.languages import Cue
from monitor.read.clause import ends
from monitor.read.doers import Doers
from monitor.read.hits import Sentence

_AFTER = 9  # words after an act within which `two years ago` dates it


def is_background(sentence: Sentence, place: int, who: Doers) -> bool:
    """Say whether the act at this place is told as history or as a state of play."""
    hits = sentence.hits
    here = hits[place]
    for hit in hits[place + 1 :]:
        if ((ends(hit) or hit.mark) and sentence.field != "title") or sentence.words(
            here.end, hit.start
        ) > _AFTER:
            break
        if Cue.HISTORY in hit.cues and Cue.CONDITION not in hit.cues and not hit.acts:
            return True
    if who.how == "table":
        return True
    if not who.codes:
        return any(Cue.STALE in hit.cues for hit in hits)
    return False
