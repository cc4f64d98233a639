"""Find who does an act: named States, or an unnamed group with its count."""

from __future__ import annotations

from msgspec import Struct

from monitor.languages import Cue
from monitor.read.doers.candidates import BODIES, may_do
from monitor.read.doers.counts import count_of, out_of, titles
from monitor.read.doers.phrases import of_another, tells_who
from monitor.read.hits import Sentence, holds

_DASHES = frozenset({"-", "–", "—"})
_LINK, _LINK_COUNTED = 4, 7  # words that may stand between two members of a list, or with a number among them


class Doers(Struct, frozen=True):
    """Say who did it: codes of named States, a group, how many are in the group; `how` tells what showed it."""

    codes: tuple[str, ...] = ()
    group: bool = False
    count: int | None = None
    how: str = ""
    place: int = -1
    """Index of the nearest hit among them."""
    body: Cue | None = None
    """INSTITUTION when the State acts through its parliament or cabinet, ASSEMBLY and OUTSIDER when none acts."""

    def __bool__(self) -> bool:
        return bool(self.codes) or self.group


NOBODY = Doers()


def cluster(sentence: Sentence, index: int, step: int, how: str) -> Doers:
    """Collect the list to which the name or group at this index belongs, walking left (-1) or right (1)."""
    hits = sentence.hits
    codes: list[str] = []
    group = False
    count: int | None = None
    last = hits[index]
    position = index
    linked = True
    body: Cue | None = None
    while 0 <= position < len(hits):
        hit = hits[position]
        one, other = (hit, last) if step < 0 else (last, hit)
        if position != index and not sentence.near(
            one, other, _LINK if hit.number is None else _LINK_COUNTED
        ):
            break
        if step < 0 and position != index and out_of(sentence, position):
            break
        if hit.name or Cue.GROUP in hit.cues:
            gap = sentence.gap(one, other).strip(" ()")
            linked = linked or (step < 0 and tells_who(sentence, position))
            # `the EU and seven of its members - Malta, Latvia - deposited`
            linked = linked or (gap in _DASHES and Cue.GROUP in hit.cues and last.name is not None)
            if not linked and (gap or not (hit.name and last.name)):
                break
            after = hits[position + 1] if step < 0 and position < index else None
            if after is not None and after.mark == "," and not sentence.near(hit, after, 1) and hit.name:
                break  # `While Japan stayed away, Kenya signed`
            beside = last.name is not None and last.name.kind == "capital" and sentence.near(one, other, 1)
            if hit.name and hit.name.kind == "body" and of_another(sentence, position):
                pass
            elif hit.name and (hit.name.kind != "capital" or position == index or beside):
                if position == index or beside or _listed(sentence, position, step):
                    codes.extend(hit.name.code.split(","))
                else:
                    break
            elif Cue.GROUP in hit.cues and not titles(sentence, position):
                group = True
                count = count if count is not None else hit.number or count_of(sentence, position)
            last = hit
            linked = Cue.AND in hit.cues
        elif (
            hit.cues & {Cue.AND, Cue.INCLUDING, Cue.COMPANY}
            or hit.mark == ","
            or (how == "list" and sentence.said(hit) == ";")
        ):
            linked = True
        elif Cue.BY in hit.cues and step > 0 and not linked:
            break
        elif hit.cues & BODIES and not hit.acts:
            if Cue.INSTITUTION in hit.cues:
                body = Cue.INSTITUTION
            last = hit
        elif hit.number is not None or hit.cues & {Cue.OF, Cue.BEHALF, Cue.MANY, Cue.PRONOUN}:
            pass
        else:
            break
        position += step
    if step < 0:
        codes.reverse()
    if (
        codes
        and count is None
        and holds(hits[min(position, index) + 1 : max(position, index)], Cue.INCLUDING)
    ):
        group = False  # `nations like Japan` names them
    if group and codes and count == len(codes):
        group, count = False, None  # `阿曼、约旦两国`
    return Doers(tuple(dict.fromkeys(codes)), group, count, how, index, body)


def _listed(sentence: Sentence, index: int, step: int) -> bool:
    """Say whether a further name belongs to the list; one behind a preposition of its own does not."""
    return step > 0 or may_do(sentence, index)
