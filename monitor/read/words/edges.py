"""Leave out what stands at the edges of a sentence and tells nothing of it."""

from __future__ import annotations

import re

from monitor.read.hits import holds
from monitor.read.kinds import Cue
from monitor.read.sentence import Sentence

_SOURCES = frozenset({"-", "|"})
"""What stands between a heading and its outlet."""
_AGENCY = re.compile(r"\([^\W\d]{2,10}\)\W*")
_CREDIT = 16  # characters of an agency in brackets, and of what ends its sentence
_LINKING = frozenset({Cue.BOUNDARY, Cue.PLACE, Cue.APART, Cue.OF, Cue.FOR, Cue.PRONOUN})
"""Kinds of words in a phrase that only links a sentence to what was told before."""
_OPENING = 6  # words of such a phrase


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
