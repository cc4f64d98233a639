"""Leave out what stands at the edges of a sentence and tells nothing of it."""

from __future__ import annotations

import re

from monitor.read.hits import Sentence, holds
from monitor.read.kinds import Cue

_SOURCES = frozenset({"-", "|"})
"""What stands between a heading and its outlet."""
_AGENCY = re.compile(r"\([^\W\d]{2,10}\)\W*")
_CREDIT = 16  # characters of an agency in brackets, and of what ends its sentence
_LINKING = frozenset({Cue.BOUNDARY, Cue.PLACE, Cue.APART, Cue.OF, Cue.FOR, Cue.PRONOUN})
"""Kinds of words in a phrase that only links a sentence to what was told before."""
_OPENING = 6  # words of such a phrase


def leave_out_edges(sentence: Sentence) -> None:
    """Leave out what links a sentence to the one before, up to its comma, and an agency in brackets at its end.

    `Meanwhile, the new signatories are Angola and Benin (AFP).`
    """
    source = sentence.at(len(sentence.hits) - 1)
    if sentence.field == "title" and sentence.said(source).strip() in _SOURCES:
        sentence.hits, sentence.end = sentence.hits[:-1], source.start  # `Togo signs it - Reuters`
    opened = sentence.text.rfind("(", max(sentence.start, sentence.end - _CREDIT), sentence.end)
    if opened > 0 and _AGENCY.fullmatch(sentence.text, opened, sentence.end) and not sentence.after(opened):
        sentence.end = opened
    comma = next((at for at, hit in enumerate(sentence.hits) if hit.mark), 0)
    end = sentence.at(comma).end
    linked = all(hit.cues and hit.cues <= _LINKING and not hit.acts for hit in sentence.hits[:comma])
    if holds(sentence.hits[:comma], Cue.PLACE) and sentence.at(comma + 1).state:
        return  # `In Nadi, Fiji, ministers signed`
    if sentence.at(comma).mark == "," and linked and sentence.words(sentence.start, end) <= _OPENING:
        sentence.begin_behind(sentence.hits[comma])
        sentence.hits = sentence.hits[comma + 1 :]
