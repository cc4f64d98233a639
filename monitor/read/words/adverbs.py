"""Leave out what interrupts a clause and begins none: `Togo, however, signed`, `Peru, despite protests, ratified`."""

from __future__ import annotations

from monitor.read.hits import Hit, Sentence
from monitor.read.kinds import Cue

_DOERS = frozenset({Cue.GROUP, Cue.ROLE, Cue.INSTITUTION, Cue.PRONOUN})
_DENIED = frozenset({Cue.UNDONE, Cue.NEGATION})
_ASIDE = 12  # words of an aside between commas


def leave_out_adverbs(sentence: Sentence) -> None:
    """Leave out words that look as if they began a clause, and stand between a doer and its verb."""
    if Cue.BOUNDARY not in sentence.cues:
        return
    for index in range(len(sentence.hits) - 2, 0, -1):
        here = sentence.hits[index]
        if Cue.BOUNDARY in here.cues and not here.acts and _DENIED.isdisjoint(here.cues):
            first = index - 1 if sentence.at(index - 1).mark == "," else index
            last = index if first == index else _comma(sentence, index)
            if last is not None and _interrupts(sentence, first, last):
                sentence.hits = [*sentence.hits[:first], *sentence.hits[last + 1 :]]


def _comma(sentence: Sentence, index: int) -> int | None:
    """Return where the comma stands that closes the aside which begins here, if it tells no act."""
    for at, hit in sentence.rightward(index):
        if hit.mark == ",":
            return at
        if hit.mark or hit.acts or not sentence.near(sentence.hits[index], hit, _ASIDE):
            break
    return None


def _interrupts(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether what stands from first to last stands between a doer, or an auxiliary, and its verb."""
    before, here, after = sentence.at(first - 1), sentence.hits[first], sentence.at(last + 1)
    if not after or _names(after):
        return False
    if here.mark:
        return _names(before) and sentence.near(before, here)
    if Cue.AUX in before.cues:
        return sentence.near(before, here)
    between = sentence.gap(before, here).split()
    finite = after.finite or Cue.AUX in after.cues
    return finite and _names(before) and sentence.near(here, after) and sentence.small.issuperset(between)


def _names(hit: Hit) -> bool:
    """Say whether a hit names somebody who may act."""
    return hit.name is not None or not hit.cues.isdisjoint(_DOERS)
