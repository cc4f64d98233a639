"""Tell who is only asked for an act, and what would only follow from a condition: `If the House agrees, Peru will`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from monitor.read.governor import DECIDED, REACH, Governor
from monitor.read.hits import RELATIVES, Cue, Form, holds, until
from monitor.read.sentence import Sentence

_INVERTED = frozenset({Cue.URGE, Cue.IF, Cue.AUX})
"""Kinds of words that open a condition where they stand before its subject: `Should Peru`, `Were Peru`, `Hat Peru`."""


def about_group(sentence: Sentence, index: int) -> int | None:
    """Return where a clause begins that says which States are asked: `pediu aos que não assinaram que adiram`.

    Without inflection it needs no word of its own: `kêu gọi các nước đã ký Công ước phê chuẩn`.
    """
    hits = sentence.hits
    if of_those_asked(sentence, index):
        return index
    for before in range(index - 1, max(index - 5, 0), -1):
        if hits[before].cues & RELATIVES:
            whom = hits[before - 2 if hits[before - 1].mark else before - 1]
            asked = Cue.GROUP in whom.cues or whom.has(Form.AGENT)
            return before if asked and holds(hits[:before], Cue.URGE) else None
    return None


def of_those_asked(sentence: Sentence, place: int) -> bool:
    """Say whether an act only tells which States are asked for another: `kêu gọi các nước đã ký Công ước`."""
    told = sentence.language.uninflected and sentence.hits[place].form is Form.DONE
    return told and Cue.GROUP in sentence.at(place - 1).cues and holds(sentence.hits[:place], Cue.URGE)


def about_object(sentence: Sentence, name: int) -> int | None:
    """Return where a clause begins about those asked, whose object stands here: `urged those that signed it to`."""
    hits = sentence.hits
    for before in range(name - 1, max(name - 4, 0), -1):
        if hits[before].mark or hits[before].mention:
            return None
        if hits[before].acts:
            return about_group(sentence, before)
    return None


def appeal_to(sentence: Sentence, name: int) -> Iterator[Governor]:
    """Yield the appeal to those who are called after the treaty: `asked all signatories of the treaty to ratify`."""
    for hit in until(reversed(sentence.hits[:name]), lambda hit: hit.mark or hit.mention):
        distance = sentence.words(hit.end, sentence.hits[name].start)
        if Cue.URGE in hit.cues and distance <= REACH[Cue.URGE]:
            yield Governor(hit, frozenset({Cue.URGE}), distance)
            return


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
