"""Find what stands at the opening of a clause and governs the act at its end."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.read.governor import Governor
from monitor.read.hits import Sentence
from monitor.read.kinds import Cue, Form


def verb_first(sentence: Sentence, index: int) -> bool:
    """Say whether a German verb that governs others stands right before the word here, which opens no clause then."""
    here, verb = sentence.hits[index], sentence.at(index - 1)
    governs = sentence.language.bracketed and not here.mark and bool(verb.cues & {Cue.PLAN, Cue.REFUSE})
    return governs and sentence.near(verb, here)


def opener(sentence: Sentence, name: int, place: int) -> Iterator[Governor]:
    """Yield what leaves open or denies the passive whose subject is the treaty here: `before the treaty is ratified`.

    What is planned or possible is told of a clause in its mood: `está previsto que el tratado sea firmado`.
    """
    word = sentence.at(name - 2) if sentence.at(name - 1).cues == {Cue.THAT} else sentence.at(name - 1)
    if not sentence.near(word, sentence.hits[name], 2):
        return
    cues = word.cues & {Cue.DENY, Cue.QUESTION}
    if word.cues & {Cue.CONDITION, Cue.NEED} and word.cues.isdisjoint({Cue.AFTER, Cue.HISTORY}):
        cues |= {Cue.CONDITION}
    if Cue.WISHED in sentence.at(place - 1).cues or sentence.hits[place].has(Form.BARE):
        cues |= word.cues & {Cue.PLAN, Cue.MODAL}
    if cues:
        yield Governor(word, frozenset(cues), 0)
