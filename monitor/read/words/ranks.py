"""Tell what words mean beside each other: which ordinals rank a doer, and which words stand for one State."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from monitor.read.hits import NONE, Cue, Form, Hit

_SINGLE = frozenset({Cue.SINGLE})
_ROLE, _PRONOUN = frozenset({Cue.ROLE}), frozenset({Cue.PRONOUN})
_RANKED = frozenset({Cue.SINGLE, Cue.GROUP, Cue.TO})
_DOERS = frozenset({Cue.GROUP, Cue.ROLE})
"""Kinds of words right behind which, as behind a name, a word that is a verb and a noun is the verb."""
_LINK = 3  # letters that may link an ordinal to the infinitive of what it ranks


def ranked(
    text: str, hits: list[Hit], possessive: tuple[str, ...], stands: Callable[[str, Hit], int | None]
) -> list[Hit]:
    """Return the hits without ordinals that rank no doer, and mark those that do: `the 74th State`.

    A word for one State says something else where it stands for the one named before, or beside its adjective.
    """
    found: list[Hit] = []
    for index, hit in enumerate(hits):
        if hit.cues == _SINGLE:
            ordered = found[-1:] and found[-1].ordinal and not text[found[-1].end : hit.start].strip()
            if not ordered and _of_state(text, hits, index):
                hit.cues = _ROLE
            elif not ordered:
                start, before = stands(text, hit), hits[index - 1] if index else NONE
                if start is None or (start < before.end and Cue.IGNORE not in before.cues):
                    continue
                hit.start, hit.cues = start, _PRONOUN
        elif hit.ordinal is not None:
            after = hits[index + 1] if index + 1 < len(hits) else NONE
            ranks = bool(after.cues & _RANKED) or after.has(Form.AGENT)
            gap = text[hit.end : after.start].strip() if after else ""
            if after.has(Form.BARE) and len(gap) < _LINK:
                ranks, gap = True, ""  # `o 91.º a ratificar`
            if not ranks and not gap and after.has(Form.NOUN):
                found.append(hit)  # `the 60th ratification`
                continue
            if not ranks or (gap and not gap.isalpha()):
                continue
            hit.cues |= {Cue.BECOME}
            hit.ordinal = None if gap else hit.ordinal  # `the 14th African State`, of how many in all
        elif Cue.SINGLE in hit.cues and found and not text[found[-1].end : hit.start].strip():
            if (found[-1].number or 0) > 1:
                hit.cues |= {Cue.GROUP}  # `41 государство`, one word after all numbers that end in one
        elif _idle(text, found, hit, possessive):
            continue
        found.append(hit)
    return found


def _idle(text: str, before: list[Hit], hit: Hit, possessive: tuple[str, ...]) -> bool:
    """Say whether a word says nothing: `Decree No 41`, or a name right behind whose it is: `Kenya's Ruto`.

    `Kenyan President William Ruto`, `Burkina Faso's justice minister Ouattara`, `le ministre burkinabé Ouattara`
    """
    if Cue.NEGATION in hit.cues:
        return text[hit.end : hit.end + 2].strip().isdigit()
    if hit.name is None or Cue.ROLE not in hit.cues or not before:
        return False
    last, first = before[-1], before[-2] if before[1:] else NONE
    whose, office = (last, first) if last.name else (first, last)
    between, his = text[last.end : hit.start].strip(), text.startswith(possessive, whose.end)
    if whose.name is None or Cue.ROLE not in office.cues:
        return his and between in possessive
    return not between and (his or whose.adjective or whose is last)


def with_nouns(text: str, hits: list[Hit]) -> list[Hit]:
    """Return the hits, each verb and noun but one of them: `Peru ratifikasi itu`, but `dukungan ratifikasi`."""
    for index, hit in enumerate(hits):
        if len(hit.acts) < 2 or not (hit.has(Form.BARE) and hit.has(Form.NOUN)):
            continue
        before = hits[index - 1] if index else NONE
        verb = (before.name or before.cues & _DOERS) and not text[before.end : hit.start].strip()
        form = Form.BARE if verb else Form.NOUN
        hit.acts = tuple(act for act in hit.acts if act[1] is form)
    return hits


def _of_state(text: str, hits: list[Hit], index: int) -> bool:
    """Say whether a word for a State stands beside the adjective that says which: `der peruanische Staat`."""
    around = pairwise(hits[max(0, index - 1) : index + 2])
    beside = [(one, two) for one, two in around if text[one.end : two.start] == " "]
    return any(one.adjective or two.adjective for one, two in beside)
