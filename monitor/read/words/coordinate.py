"""Part a sentence where a second State begins a clause of its own: `Kenya's parliament ratified it and Peru signed`."""

from __future__ import annotations

from monitor.read.hits import BODIES, VERBS, Hit, holds
from monitor.read.kinds import Cue
from monitor.read.sentence import Sentence

_OPEN = (
    Cue.CONDITION, Cue.QUESTION, Cue.DENY, Cue.PUT, Cue.URGE, Cue.ASK, Cue.NEED, Cue.MODAL, Cue.NEGATION, Cue.THAT,
    Cue.RELATIVE, Cue.AFTER,
)  # fmt: skip
"""Kinds of words that may govern the clauses on both sides."""
_MAIN = VERBS - {Cue.PERFORM}  # which makes one act of a verb and a noun: `completes ratification`


def part_clauses(sentence: Sentence) -> None:
    """Let an `and` begin a clause where a State and its verb stand behind it, and another's verb and object before."""
    for index, hit in enumerate(sentence.hits):
        if Cue.AND in hit.cues and _begins(sentence, index):
            hit.cues |= {Cue.BOUNDARY}


def _begins(sentence: Sentence, index: int) -> bool:
    hits = sentence.hits
    before, name = hits[:index], sentence.at(index + 1)
    last = sentence.nearest(index, lambda hit: not hit.mark)
    if not name.state or last.state or holds(before, *_OPEN):
        return False  # `Chad signed it; Tonga and Tuvalu ratified it`
    verb = any(_is_verb(hit) and Cue.AUX not in hit.cues for hit in before)
    told = verb and any(hit.state and hit.name != name.name for hit in before)
    # behind those listed with it, its office or parliament
    behind = [
        hit for hit in hits[index + 2 :] if not (hit.name or hit.joint or hit.cues & BODIES or hit.dated)
    ]
    return told and any(map(_is_verb, behind if sentence.language.verb_last else behind[:1]))


def _is_verb(hit: Hit) -> bool:
    return hit.finite or bool(hit.cues & _MAIN)
