"""Find the treaties that stand in one list with the one to which an act is done."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.read.hits import Hit, Sentence
from monitor.read.kinds import Cue
from monitor.read.objects.things import Thing

_LISTED = 4  # words between the names of two treaties in a list, their own `and to the` among them
_FOLLOW = frozenset({Cue.AND, Cue.PLACE, Cue.APART, Cue.BY, Cue.BEHALF, Cue.CONDITION, Cue.AUX})
"""Kinds of words that may follow a list of treaties."""


def beside(sentence: Sentence, place: int, what: Thing) -> Iterator[str]:
    """Yield the treaties that are joined to the one to which an act is done: `accede to A and to B`."""
    hits = sentence.hits
    last = what.hit
    if last is not None and last.mention and last.start < sentence.hits[place].start:
        if hits[place - 1].mark != ",":  # `under the UN treaty and the Budapest Convention, signed in June`
            yield from _beside_before(sentence, last)
        return
    linked = False
    for index, hit in enumerate(hits):
        if last is None or not last.mention or hit.start < last.end:
            continue
        if hit.mention and linked and sentence.near(last, hit, _LISTED):
            if not _ends(sentence, index):
                return
            if hit.mention.treaty != what.treaty:
                yield hit.mention.treaty
            last, linked = hit, False
        elif hit.mark == "," or Cue.AND in hit.cues:
            linked = True
        elif not linked or not hit.cues or hit.cues - {Cue.TO, Cue.APART, Cue.OF, Cue.MANY}:
            return


def _beside_before(sentence: Sentence, last: Hit) -> Iterator[str]:
    """Yield the treaties named right before one: `A and B were ratified`."""
    linked = False
    for hit in reversed(sentence.hits):
        if hit.start >= last.start:
            continue
        if hit.mention and linked and sentence.near(hit, last, _LISTED):
            if last.mention and hit.mention.treaty != last.mention.treaty:
                yield hit.mention.treaty
            last, linked = hit, False
        elif hit.mark == "," or Cue.AND in hit.cues:
            linked = True
        else:
            return


def _ends(sentence: Sentence, index: int) -> bool:
    """Say whether a treaty's name is no subject of what follows: `..., and the Hanoi Convention remains open`."""
    here = sentence.hits[index]
    after = sentence.at(index + 1)
    if not after:
        return sentence.words(here.end, sentence.end) < 1 or sentence.text[here.end] in ".\"'"
    return bool(after.mark or after.cues & _FOLLOW) and sentence.near(here, after)
