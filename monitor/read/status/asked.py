"""Tell what only says who is asked for an act from the act: `urged those that signed the treaty to ratify it`."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.read.governor import REACH, Governor
from monitor.read.hits import RELATIVES, holds, until
from monitor.read.kinds import Cue, Form
from monitor.read.sentence import Sentence


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
