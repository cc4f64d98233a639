"""Leave out names whose marks say that they do nothing: `ケニアで`, `ケニアから`, but `ケニアが`, `ケニア政府は`."""

from __future__ import annotations

from monitor.languages import Language
from monitor.read.hits import BODIES, OUTSIDERS, Hit, behind_small, holds
from monitor.read.kinds import Cue

_PERSON = 16
"""Characters between whose somebody is and his office: `ケニアのアン・リー外相`."""
_ASKS = (Cue.ASK, Cue.URGE)
_ABLE = BODIES | OUTSIDERS
_BEHIND = frozenset({Cue.AND, Cue.BY, Cue.BEHALF, Cue.INCLUDING, Cue.COMPANY})
"""Kinds of words that are marks themselves."""
_MEMBERS = frozenset({Cue.GROUP, Cue.MANY, Cue.AND})


class Marks:
    """Know what stands right behind a name in a language that says so who does something."""

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
        for hit in reversed(hits):
            gap = text[hit.end : after.start]
            if Cue.INSTITUTION in hit.cues:
                does = True  # `ケニア議会で可決された`
            elif hit.name or (hit.cues & _ABLE and not hit.acts):
                does = self._may_do(gap, hit, after, marks, does)
            else:
                does = self._is_mark(gap, hit, after, marks)
            after = hit
            if does or not (hit.name or hit.cues & OUTSIDERS):
                found.append(hit)
        return found[::-1]

    def _is_mark(self, gap: str, hit: Hit, after: Hit, marks: tuple[str, ...]) -> bool:
        """Say whether a word that joins names does so here: `ケニアとガーナ`, but `ケニアと協議した`."""
        if Cue.AND not in hit.cues or Cue.MANY in hit.cues:
            return True
        if gap:
            return self._marked(gap, marks)
        return bool(after.name or after.mark or after.number is not None or after.cues & _MEMBERS)

    def _may_do(self, gap: str, hit: Hit, after: Hit, marks: tuple[str, ...], does: bool) -> bool:
        """Say whether a name may do something: by its own mark, or by that of the office or place that is its own."""
        whose = gap.startswith(self._whose)
        if after.cues & BODIES or after.name:
            person = Cue.ROLE in after.cues and len(gap) <= _PERSON and "、" not in gap
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
