"""Tell a condition that opens a sentence, and what would only follow from it: `If the House agrees, Peru will sign`."""

from __future__ import annotations

from itertools import pairwise

from monitor.read.asides import DECIDED
from monitor.read.kinds import Cue
from monitor.read.sentence import Sentence

_INVERTED = frozenset({Cue.URGE, Cue.IF, Cue.AUX})
"""Kinds of words that open a condition where they stand before its subject: `Should Peru`, `Were Peru`, `Hat Peru`."""


def verb_opens(sentence: Sentence, index: int) -> bool:
    """Say whether the verb here opens a condition: `Should Peru ratify it, ...`, `Were Peru to sign it`, `Hat Peru`."""
    here, after = sentence.hits[index], sentence.at(index + 1)
    either = sentence.language.verb_first and not sentence.language.verb_last
    # `Wie angekündigt, hat Peru sie ratifiziert`
    begun = sentence.text[: sentence.start].rstrip().endswith(",")
    if here.start != sentence.start or begun or either or here.likewise:
        return False  # `Dazu gehören Chile und Peru`
    if not (here.finite or here.cues & _INVERTED):
        return False
    if Cue.AUX in here.cues:
        verb = sentence.language.bracketed or Cue.TO in sentence.cues
    else:
        verb = Cue.TO not in sentence.cues
    return verb and after.name is not None and sentence.near(here, after, 1)


def supposed(sentence: Sentence, place: int) -> bool:
    """Say whether an act would only follow from the condition that opens its sentence, by a word or by its verb.

    `Should Togo sign it, Ghana signs it, too`, `ケニアが署名すれば、ガーナも署名する`
    """
    hits = sentence.hits
    if sentence.language.agglutinates:
        return any(Cue.CONDITION in one.cues and two.mark for one, two in pairwise(hits[:place]))
    comma = next((at for at, hit in enumerate(hits[:place]) if hit.mark), 0)
    opens = (Cue.IF in hits[0].cues or verb_opens(sentence, 0)) and hits[comma].mark != ";"
    behind = hits[comma + 1 : place] if comma else ()
    return opens and not any(hit.mark == ";" or hit.cues & DECIDED for hit in behind)
