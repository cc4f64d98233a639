"""Tell what stands in a clause without governing its act: asides between commas, scenes, counts."""

from __future__ import annotations

from itertools import islice

from monitor.read.hits import BODIES, NONE, Hit, holds
from monitor.read.kinds import Cue, Form
from monitor.read.sentence import Sentence

_ASIDE = 5  # words that an aside between two commas may hold
_OPENED = " 《〈“\"'"
_SAID = frozenset({Cue.GROUP, Cue.AND, Cue.PRONOUN, Cue.ROLE, Cue.INSTITUTION, Cue.RELATIVE, Cue.BOUNDARY})
"""Kinds of words that say something of their own between two commas."""
DECIDED = frozenset({Cue.INSTITUTION, Cue.APPROVE, Cue.PASS, Cue.STEP})
"""Kinds of words by which a step at home is told of its own."""


def aside(sentence: Sentence, index: int) -> int | None:
    """Return the place of the comma that opens the aside closed by this one: `does not, for now, intend to`."""
    hits = sentence.hits
    if (opened := _ranked(sentence, index)) is not None:
        return opened
    for before, hit in islice(sentence.leftward(index), _ASIDE + 1):
        if hit.mark == ",":
            if sentence.language.bracketed and holds(hits[before:index], Cue.PLAN, Cue.REFUSE):
                return None  # `Der Minister, Jan Weber, plant, die Konvention zu unterzeichnen`
            return before if sentence.near(hit, hits[index], _ASIDE) else None
        # `, in the name of his government,`, `, segundo o ministro,`
        behalf = sentence.at(before - 1).cues & {Cue.BEHALF, Cue.APART}
        if hit.acts or hit.mark or hit.state or (hit.cues & _SAID and not behalf):
            return None  # but `in the Kenyan capital, Nairobi,`
    return None


def _ranked(sentence: Sentence, index: int) -> int | None:
    """Return the place of the comma that opens an aside about a rank or a part of those who do it.

    `the 20th State, and the third in Asia, to ratify`, `once five States, including three in Europe, ratify`
    """
    hits = sentence.hits
    begin = sentence.mark_before(index)
    if hits[begin].mark != ",":
        return None
    link = hits[begin + 1].cues
    opens = Cue.INCLUDING in link or (Cue.SINGLE in hits[begin - 1].cues and Cue.AND in link)
    return begin if opens and not any(hit.acts for hit in hits[begin + 1 : index]) else None


def on_day(sentence: Sentence, at: int) -> bool:
    """Say whether the word here is a day of the news, or the `on` right before one: it may stand anywhere."""
    cues = sentence.at(at).cues
    return Cue.FRESH in cues or (Cue.APART in cues and Cue.FRESH in sentence.at(at + 1).cues)


def relative(sentence: Sentence, close: int) -> int | None:
    """Return the place of the comma that opens a clause about the word before it, closed by this comma.

    `Kenya, whose parliament approved it, has ratified`, `die Konvention, die von Ghana gefördert wurde, unterzeichnet`
    """
    hits = sentence.hits
    for index, hit in sentence.leftward(close):
        if not hit.mark and not sentence.said(hit).startswith(","):
            continue
        head, first = sentence.at(index - 1), hits[index + 1]
        if not (head.name or head.mention or head.cues & BODIES) or not sentence.near(head, hit):
            return None
        told = Cue.RELATIVE in hit.cues or Cue.RELATIVE in first.cues
        told = told or Cue.BY in sentence.at(index + 2).cues  # `Kenya, urged by Chile to wait, signed`
        return index if told or _clause(sentence, hit.end, hits[close].start) else None
    return None


def _clause(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether a German clause stands here, from a small word to a verb: `der von Ghana gefördert wurde`."""
    if not sentence.language.bracketed:
        return False
    words = sentence.text[start:end].split()
    last = sentence.text.rfind(" ", start, end) + 1
    return len(words) > 1 and words[0] in sentence.small and sentence.cased(last).islower()


def epithet(sentence: Sentence, place: int) -> Hit:
    """Return the treaty that a Chinese clause between an act and its name describes: `退出2011年通过的《公约》`."""
    for index, hit in sentence.rightward(place) if sentence.unspaced else ():
        if hit.mention:
            said = sentence.text[sentence.hits[place].end : hit.start].rstrip(_OPENED)
            return hit if index > place + 1 and said.endswith(sentence.language.possessive) else NONE
        if hit.mark or (hit.acts and not hit.has(Form.PASSIVE)):
            break
    return NONE
