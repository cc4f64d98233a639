"""Find the days of the news that date an act, and where it was done."""

from __future__ import annotations

from itertools import pairwise

from monitor.read.act import Act
from monitor.read.hits import NONE, Hit, holds, until
from monitor.read.kinds import Cue
from monitor.read.sentence import Sentence

_DATED = 16  # words between an act and the day that dates it


def just_now(act: Act) -> bool:
    """Say whether a day of the news stands in the act's own clause: `after Chile joined it on Thursday`, `has just`.

    A clause about somebody ends where the verb comes that he is the subject of: `who signed it died on Monday`.
    """
    sentence, place = act.sentence, act.place
    for hit in reversed(sentence.hits[:place]):
        if Cue.FRESH in hit.cues:
            return True
        if hit.mark or hit.acts or hit.ends or not hit.cues.isdisjoint({Cue.RELATIVE, Cue.HISTORY}):
            break
    named, clause = NONE, act.governed(Cue.RELATIVE)
    for hit in sentence.hits[place + 1 :]:
        if hit.mark or hit.ends or not sentence.near(act.here, hit, _DATED):
            return False
        if clause and named and sentence.strange(named, hit):
            return False
        named = hit if named or hit.treaty else named
        if (hit.acts and Cue.LODGE not in act.here.cues) or Cue.AUX in hit.cues:
            return False  # `the minister who signed it was dismissed on Monday`
        if Cue.FRESH in hit.cues:
            return True
    return False


def is_fresh(sentence: Sentence, place: int) -> bool:
    """Say whether the clause dates the act to the days of the news: `on Monday`, `today`."""
    if Cue.FRESH not in sentence.cues:
        return False
    here = sentence.hits[place]

    def parted(hit: Hit) -> bool:
        far = sentence.words(min(here.end, hit.end), max(here.start, hit.start)) > _DATED
        return far or hit.ends or bool(hit.acts)

    sides = (sentence.hits[place + 1 :], reversed(sentence.hits[:place]))
    return any(holds(until(side, parted), Cue.FRESH) for side in sides)


def where(sentence: Sentence, place: int) -> str | None:
    """Return the State in which an act was done, named right behind it or its object: `signed the pact in Hanoi`."""
    for before, hit in pairwise(sentence.hits[place:]) if Cue.PLACE in sentence.cues else ():
        if hit.ends or hit.acts:
            break
        if hit.name and Cue.PLACE in before.cues and sentence.near(before, hit, 2):
            return hit.name.code
    return None
