"""Tell by what stands behind a name which part it has, where a language marks its nouns so.

Japanese joins its marks to the name (`ケニアが`, `ケニアで`), Hindi sets a word behind it (`केन्या ने`, `केन्या में`).
"""

from __future__ import annotations

from msgspec.structs import replace

from monitor.languages import Language
from monitor.read.hits import BODIES, OUTSIDERS, SUBJECTS, Cue, Hit, holds
from monitor.read.sentence import Sentence, behind_small

_ASKS = frozenset({Cue.ASK, Cue.URGE, Cue.INVITE})
_BEHIND = frozenset({Cue.AND, Cue.BY, Cue.BEHALF, Cue.INCLUDING, Cue.COMPANY, Cue.PRONOUN})
"""Kinds of words that are marks themselves."""
_MEMBERS = frozenset({Cue.GROUP, Cue.MANY, Cue.AND})
_OFFICE = 16
"""Characters between whose somebody is and his office: `ケニアのアン・リー外相`."""
_OWNED = BODIES | {Cue.BILL, Cue.ANAPHOR}
"""Kinds of words for what a State owns that may take part in an act: its parliament, its law."""
_THINGS = frozenset({Cue.OTHER, Cue.BILL, Cue.INSTRUMENT, Cue.CEREMONY})
_PERSON = 4
"""Words of a person's name between the office and the word behind both: `राष्ट्रपति विलियम रुतो के साथ`."""
_FAR = 60  # characters in which it is looked for
_NEAR = 2  # words between a State and what it owns: `केन्या की नई संसद`


class Marks:
    """Know what a language joins to the name of whoever does something."""

    def __init__(self, language: Language, small: frozenset[str]) -> None:
        self._small = small
        self._whose = language.possessive
        self._topics = language.topics
        self._doers = language.subject
        self._asked = (*language.subject, *language.addressed)

    def leave_out(self, text: str, finish: int, hits: list[Hit]) -> list[Hit]:
        """Return the hits of a sentence that ends at `finish`, without the names that do nothing in it."""
        if not self._doers:
            return hits
        first = next((at for at, hit in enumerate(hits) if hit.acts), len(hits))
        marks = self._asked if holds(hits[first:], *_ASKS) else self._doers  # `中国に要請し、批准した`
        found: list[Hit] = []
        after, does = Hit(finish, finish), True
        for at in range(len(hits) - 1, -1, -1):
            hit, gap = hits[at], text[hits[at].end : after.start]
            unknown = gap[:1].isalnum() and text[hits[at - 1].end if at else 0 : hit.start][-1:].isalnum()
            if unknown and Cue.AND in hit.cues:
                continue  # it parts the names of one person: `ケニアのウィリアム・ルト大統領`
            if Cue.INSTITUTION in hit.cues:
                does = True  # `ケニア議会で可決された`
            elif hit.name or (hit.cues & SUBJECTS and not hit.acts):
                does = self._may_do(gap, hit, after, marks, does=does)
            else:
                does = self._is_mark(gap, hit, after, marks, does=does)
            after = hit
            if does or not (hit.name or hit.cues & OUTSIDERS):
                found.append(hit)
        return found[::-1]

    def _is_mark(self, gap: str, hit: Hit, after: Hit, marks: tuple[str, ...], *, does: bool) -> bool:
        """Say whether a word that joins names does so here: `ケニアとガーナが`, not `ケニアと協議した`."""
        if Cue.AND not in hit.cues or Cue.MANY in hit.cues:
            return True
        if gap:
            return self._marked(gap, marks)
        if after.name:
            return does
        return bool(after.mark or after.number is not None or after.cues & _MEMBERS)

    def _may_do(self, gap: str, hit: Hit, after: Hit, marks: tuple[str, ...], *, does: bool) -> bool:
        """Say whether a name may act by its own mark, or by that of what is its own: `ケニアが`, `ケニアの大統領が`."""
        whose = gap.startswith(self._whose)
        if after.cues & BODIES or after.name:
            person = Cue.ROLE in after.cues and len(gap) <= _OFFICE and "、" not in gap
            if not gap or gap in self._whose or (whose and person):
                return does
        if not gap:
            return (
                does
                if after.cues & _BEHIND
                else bool(after.acts or after.treaty or not hit.name or after.mark)
            )
        return gap in self._whose or self._marked(gap, marks)

    def _marked(self, gap: str, marks: tuple[str, ...]) -> bool:
        """Say whether what stands behind a word lets it do something."""
        if not gap[0].isalnum():
            return True
        mark = max((mark for mark in marks if gap.startswith(mark)), key=len, default="")
        known = mark in self._topics or not behind_small(gap[len(mark) :], self._small)[:1].isalnum()
        return bool(mark) and known


def leave_out_oblique(sentence: Sentence) -> None:
    """Leave out the names that a word behind them keeps from being doers: places, companions, owners of something else.

    Of those who are asked it leaves the name: it is they who shall act.
    """
    language = sentence.language
    if not language.oblique:
        return
    kept: list[Hit] = []
    apart = False
    for index in range(len(sentence.hits) - 1, -1, -1):
        hit = sentence.hits[index]
        if hit.name is not None:
            # `केन्या और भारत के बीच`
            apart = (apart and sentence.end_of_list(index, 1) > index) or _is_oblique(sentence, index)
            if apart:
                hit = replace(hit, name=None)
        before = sentence.at(index - 1)
        other = Cue.AFTER in hit.cues and not (before.acts and sentence.near(before, hit))  # `बैठक के बाद`
        if not other and (hit.cues or hit.name or hit is sentence.hits[index]):
            kept.append(hit)
    sentence.hits = kept[::-1]


def _is_oblique(sentence: Sentence, index: int) -> bool:
    """Say whether what stands behind a name or its office keeps it from acting: `केन्या में`, `केन्या के राष्ट्रपति के साथ`."""
    language, last, words = sentence.language, index, 0
    here, after = sentence.hits[index], sentence.at(index + 1)
    its = sentence.gap(here, after).split() if after else []
    owner = bool(its) and its[0] in language.possessive and " ".join(its[:2]) not in language.oblique
    if after.cues & BODIES and len(its) <= _NEAR and (owner or not its):
        last, words = index + 1, _PERSON if Cue.ROLE in after.cues else 0
    elif owner:
        owned = bool(after.acts or after.mention or after.cues & _OWNED)
        return not ((owned and len(its) <= _NEAR) or sentence.text.startswith(language.subject, here.end + 1))
    mark = _mark_behind(sentence, sentence.hits[last].end, words)
    if mark not in language.oblique:
        return False
    return not (mark in language.addressed and not sentence.cues.isdisjoint(_ASKS))


def _mark_behind(sentence: Sentence, end: int, words: int) -> str:
    """Return the word or two behind a name that tell its part, within so many words: `ने`, `के साथ`; or nothing."""
    language = sentence.language
    other = next((hit.start for hit in sentence.hits if hit.name and hit.start > end), sentence.end)
    said = sentence.text[end : min(end + _FAR, other)].split()
    for at in range(min(words + 1, len(said))):
        two = " ".join(said[at : at + 2])
        if two in language.oblique or two in language.subject:
            return two
        if said[at] in language.oblique or said[at] in language.subject:
            return said[at]
    return ""


def marked_object(sentence: Sentence, name: Hit, act: Hit) -> Hit | None:
    """Return what an act is done to instead of the treaty named before it: `हनोई कन्वेंशन की बैठक में समझौते पर हस्ताक्षर`.

    It stands behind the treaty, and before a word that tells that something is done to it.
    """
    language = sentence.language
    at = max(name.end, sentence.text.rfind(",", 0, act.start) + 1)  # `मसौदे पर बहस, 72 देशों ने किए हस्ताक्षर`
    while at < act.start and not sentence.text[at].isalnum():
        at += 1  # `「ハノイ条約」に署名`
    text = sentence.text[at : act.start]
    known = [hit for hit in sentence.hits if name.end <= hit.start < act.start]
    before: tuple[int, int] | None = None
    joins = sentence.said(act).startswith(language.objective)
    for word in text.split():
        start = sentence.text.index(word, at)
        at = start + len(word)
        if word in language.objective and before is not None and _is_thing(sentence, known, *before):
            return Hit(*before, cues=frozenset({Cue.OTHER}))
        before = start, at
    if joins and before is not None and _is_thing(sentence, known, *before):
        return Hit(*before, cues=frozenset({Cue.OTHER}))
    return None


def _is_thing(sentence: Sentence, known: list[Hit], start: int, end: int) -> bool:
    """Say whether something may be done to the word here: it is unknown, or a thing that is no treaty: `समझौते पर`."""
    hit = next((hit for hit in known if hit.start <= start < hit.end), None)
    if hit is None:
        return bool(sentence.unknown(start, end))
    return hit.lookalike or not (hit.acts or hit.cues.isdisjoint(_THINGS))
