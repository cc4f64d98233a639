"""Leave out phrases that say how, when or why, and what stands at the edges of a sentence; part its clauses.

`Defying Chile, Peru signed`, `Peru, at Chile's request, signed`
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.read.hits import BODIES, OUTSIDERS, RELATIVES, VERBS, Cue, Form, Hit, holds
from monitor.read.sentence import Sentence
from monitor.read.words.meanings import GAP

_ALONE = frozenset({Cue.CIRCUMSTANCE})
_BEGINS = frozenset({Cue.CIRCUMSTANCE, Cue.AFTER})
_STEPS = frozenset({Cue.UNDONE, Cue.INSTITUTION, Cue.BILL, Cue.AHEAD})
"""Kinds of words that tell something of the act, wherever they stand."""
_TIMES = frozenset({Cue.FRESH, Cue.HISTORY, Cue.STALE})
_OBJECTS = frozenset({Cue.BOUNDARY, Cue.ANAPHOR, Cue.INSTRUMENT})
_OTHERS = OUTSIDERS | {Cue.GROUP}
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


class Frames:
    """Know words that stand around those who have no part in an act: `应中国邀请`, `在智利总统见证下`."""

    def __init__(self, frames: Iterable[str], ranks: tuple[str, ...]) -> None:
        """Take (first, second) halves as one phrase each, folded, and what stands before an ordinal."""
        self._ranks = ranks
        pairs = [GAP.split(frame) for frame in sorted(frames, key=len, reverse=True)]
        halves = ((re.escape(first), re.escape(second)) for first, second in pairs)
        either = "|".join(rf"(?<![a-z]){first}[^,。;:]{{1,16}}?{second}(?![a-z])" for first, second in halves)
        self._either = re.compile(either) if either else None

    def leave_out(self, text: str, begin: int, finish: int, hits: list[Hit]) -> list[Hit]:
        """Return the hits of a sentence that stand in no such frame, or in one that tells an act or a step."""
        for frame in self._either.finditer(text, begin, finish) if self._either is not None else ():
            inside = [hit for hit in hits if frame.start() <= hit.start < frame.end()]
            ranks = text.startswith(self._ranks, frame.end())  # `继老挝之后第二个批准`
            if not ranks and not any(hit.acts or hit.mention or hit.cues & _STEPS for hit in inside):
                hits = [hit for hit in hits if hit not in inside]
        return hits


def leave_out_circumstances(sentence: Sentence) -> None:
    """Leave out phrases that begin with words such as `despite` or `after`, and those who are named in them."""
    if sentence.cues.isdisjoint(_BEGINS):
        return
    for index in range(len(sentence.hits) - 1, -1, -1):
        here = sentence.at(index)  # none behind what was left out
        if here.acts or here.cues.isdisjoint(_BEGINS):
            continue
        if Cue.SPEAK in here.cues and Cue.OUTSIDER in sentence.at(index + 1).cues:
            here.cues |= {Cue.APART}  # `according to experts`
            continue
        end = _end_of_phrase(sentence, index) if Cue.CIRCUMSTANCE in here.cues else _over(sentence, index)
        if end is not None and _only(sentence, index, end):
            sentence.hits = [hit for hit in sentence.hits if hit is not here or hit.cues != _ALONE]
        elif end is not None:
            _leave_out(sentence, index, end)
        elif here.cues == _ALONE:
            here.cues |= {Cue.APART}


def _only(sentence: Sentence, index: int, end: int) -> bool:
    """Say whether a phrase before an act names the only States of its sentence: `According to Peru's minister, it`."""
    hits = sentence.hits
    named = any(hit.name for hit in hits[index:end])
    rest = (*hits[:index], *hits[end:])
    others = any(hit.name or hit.cues & _OTHERS or hit.has(Form.AGENT) for hit in rest)
    led = holds(hits[:index], Cue.PRONOUN)  # `Das Land hat trotz der Kritik Chiles`
    return named and not (others or led or _acted(hits, index))


def _leave_out(sentence: Sentence, index: int, end: int) -> None:
    """Leave out a phrase but for its days, with its commas if it stands before the act, and else with the first.

    The day of what is still to come is not that of the act: `ahead of the summit on 14 May`.
    """
    hits = sentence.hits
    here, comma = hits[index], hits[end - 1].mark == ","
    first = index - (comma and index > 0 and hits[index - 1].mark == ",")
    times = _TIMES if Cue.CIRCUMSTANCE in here.cues else _TIMES - {Cue.HISTORY}  # `after long hesitation`
    days = () if Cue.NEED in here.cues else hits[index + 1 : end]
    left = [hit for hit in days if hit.month or hit.year or hit.cues & times]
    if comma and not first:
        sentence.begin_behind(hits[end - 1])
    if _acted(hits, index):
        left.insert(0, Hit(here.start, here.end, _ALONE))  # other words than its object stand behind the act
        end -= comma
    sentence.hits = [*hits[:first], *left, *hits[end:]]


def _over(sentence: Sentence, index: int) -> int | None:
    """Return where a phrase ends that tells after what: `After talks with Chad, Peru signed`; None of `After Peru,`."""
    hits, after = sentence.hits, sentence.at(index + 1)
    if after.number is not None or (after.name and sentence.near(hits[index], after, 1)):
        return None  # `After Peru, Chile ratifies`, `after 40 ratifications`
    end, language = _end_of_phrase(sentence, index), sentence.language
    if end is None or any(hit.acts for hit in hits[index:end]):
        return None
    if _acted(hits, index) or end == len(hits):
        return end if holds(hits[index:end], Cue.URGE) else None  # `Peru signed after being urged by Chile`
    parted = hits[end - 1].mark == "," or language.verb_last or language.free_order
    return end if parted else None


def _end_of_phrase(sentence: Sentence, index: int) -> int | None:
    """Return where a phrase ends that begins here: behind its comma, or before the verb, its object or `by`.

    It is None where the phrase tells an act or a step: `despite the vote in parliament`.
    """
    hits, language = sentence.hits, sentence.language
    first, acted, unspaced = sentence.at(index + 1), _acted(hits, index), language.unspaced
    told = first.mark or first.acts or first.treaty or first.cues & RELATIVES
    if told and sentence.near(hits[index], first, 1):
        return None  # `despite having signed it`, `несмотря на то, что`
    flat = language.bracketed or language.free_order  # no comma need close it
    led = any(hit.name for hit in hits[:index])
    named: list[int] = []
    for at, hit in sentence.rightward(index):
        if hit.mark:
            return _end_of_list(sentence, at) if hit.mark == "," else at
        if hit.cues & _STEPS:
            return None
        verb = flat and at > index + 1 and hit.cues & VERBS and Cue.OF not in hits[at - 1].cues
        if hit.mention or hit.cues & _OBJECTS or verb or (Cue.AUX in hit.cues and language.bracketed):
            return at
        if acted and Cue.BY in hit.cues and not led:
            return at  # `was signed during the summit by Peru`
        if hit.acts and (unspaced or hit.form is not Form.BARE):
            if acted or not (unspaced or hit.finite):
                return None
            apart = named[1:] and Cue.AND not in hits[named[-1] - 1].cues
            return at if index else named[-1] if apart else None
        if hit.name:
            named.append(at)
    return len(hits)


def _end_of_list(sentence: Sentence, comma: int) -> int | None:
    """Return where a phrase ends that has a comma here, which may be one of a list: `Unlike Peru, Chile and Fiji,`."""
    hits = sentence.hits
    if Cue.RELATIVE in sentence.at(comma + 1).cues:
        return None  # `thanks to Peru, which ratified on Monday,`
    last = sentence.end_of_list(comma - 1, 1) if hits[comma - 1].name else comma
    listed = holds(hits[comma:last], Cue.AND) and sentence.at(last + 1).mark == ","
    return last + 2 if listed else comma + 1  # `Unlike Peru, Chile and Fiji, the US`


def _acted(hits: list[Hit], index: int) -> bool:
    return any(hit.acts for hit in hits[:index])


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
