"""Find the edges of a sentence, which tell nothing of it, and those of the clauses in it."""

from __future__ import annotations

import re

from monitor.read.hits import BODIES, VERBS, Cue, Hit, holds
from monitor.read.sentence import Sentence

_SOURCES = frozenset({"-", "|"})
"""What stands between a heading and its outlet."""
_AGENCY = re.compile(r"\([^\W\d]{2,10}\)\W*")
_CREDIT = 16  # characters of an agency in brackets, and of what ends its sentence
_LINKING = frozenset({Cue.BOUNDARY, Cue.PLACE, Cue.APART, Cue.OF, Cue.FOR, Cue.PRONOUN})
"""Kinds of words in a phrase that only links a sentence to what was told before."""
_OPENING = 6  # words of such a phrase
_OPEN = (
    Cue.CONDITION, Cue.QUESTION, Cue.DENY, Cue.PUT, Cue.URGE, Cue.ASK, Cue.NEED, Cue.MODAL, Cue.NEGATION, Cue.THAT,
    Cue.RELATIVE, Cue.AFTER,
)  # fmt: skip
"""Kinds of words that may govern the clauses on both sides."""
_MAIN = VERBS - {Cue.PERFORM}  # which makes one act of a verb and a noun: `completes ratification`


def leave_out_edges(sentence: Sentence) -> None:
    """Leave out what links a sentence to the one before, up to its comma, and at its end an outlet or an agency.

    `Meanwhile, the new signatories are Angola and Benin (AFP).`
    """
    last = sentence.at(len(sentence.hits) - 1)
    if sentence.heads and sentence.said(last).strip() in _SOURCES:
        sentence.hits, sentence.end = sentence.hits[:-1], last.start  # `Togo signs it - Reuters`
    opened = sentence.text.rfind("(", max(sentence.start, sentence.end - _CREDIT), sentence.end)
    if opened > 0 and _AGENCY.fullmatch(sentence.text, opened, sentence.end) and not sentence.after(opened):
        sentence.end = opened
    comma = next((at for at, hit in enumerate(sentence.hits) if hit.mark), None)
    if comma is None or sentence.hits[comma].mark != ",":
        return
    opening = sentence.hits[:comma]
    if holds(opening, Cue.PLACE) and sentence.at(comma + 1).state:
        return  # `In Nadi, Fiji, ministers signed`
    linking = all(hit.cues and hit.cues <= _LINKING for hit in opening)
    if linking and sentence.words(sentence.start, sentence.hits[comma].end) <= _OPENING:
        sentence.begin_behind(sentence.hits[comma])
        sentence.hits = sentence.hits[comma + 1 :]


def part_clauses(sentence: Sentence) -> None:
    """Let an `and` begin a clause where a State and its verb stand behind it, and another's verb and object before."""
    for index, hit in enumerate(sentence.hits):
        if Cue.AND in hit.cues and _begins(sentence, index):
            hit.cues |= {Cue.BOUNDARY}


def _begins(sentence: Sentence, index: int) -> bool:
    hits = sentence.hits
    before, name = hits[:index], sentence.at(index + 1)
    last = sentence.nearest(index, lambda hit: not hit.mark)
    with_ = Cue.COMPANY in hits[index].cues and last.finite  # `批准了与瑞士签署的公约`
    if not name.state or last.state or with_ or holds(before, *_OPEN):
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
