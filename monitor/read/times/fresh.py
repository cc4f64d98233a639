"""Find the days of the news that date an act, or a time to come, and where it was done."""

from __future__ import annotations

from itertools import pairwise

from monitor.read.act import Act
from monitor.read.hits import CLAUSES, NONE, Action, Cue, Hit, holds, until
from monitor.read.sentence import Sentence

_DATED = 16  # words between an act and the day that dates it


def just_now(act: Act) -> bool:
    """Say whether a day of the news stands in the act's own clause: `after Chile joined it on Thursday`, `has just`.

    A clause about somebody ends where the verb comes that he is the subject of: `who signed it died on Monday`.
    """
    sentence, place = act.sentence, act.place
    stops = {Cue.RELATIVE, Cue.HISTORY}
    before = reversed(sentence.hits[:place])
    if holds(until(before, lambda hit: hit.mark or hit.acts or hit.ends or hit.cues & stops), Cue.FRESH):
        return True
    named, clause = NONE, act.governed(Cue.RELATIVE)
    for hit in until(sentence.hits[place + 1 :], lambda hit: hit.mark or hit.ends):
        verb = (hit.acts and Cue.LODGE not in act.here.cues) or Cue.AUX in hit.cues
        if verb or (clause and named and sentence.strange(named, hit)):
            return False  # `the minister who signed it was dismissed on Monday`
        named = hit if named or hit.treaty else named
        if Cue.FRESH in hit.cues:
            return sentence.near(act.here, hit, _DATED)
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
