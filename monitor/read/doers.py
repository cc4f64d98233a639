"""Find who does an act: named States, or an unnamed group with its count."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.languages import Cue, Form
from monitor.read.candidates import (
    BODIES,
    entered,
    may_do,
    of_another,
    possessive,
    praised,
    received,
    tells_who,
    touches,
)
from monitor.read.clause import ends
from monitor.read.counts import count_of, one_of, out_of, titles
from monitor.read.hits import Sentence, holds
from monitor.read.ranks import raised, reached, rises_by

_LINK = 4  # words that may stand between two members of a list
_BY = 14  # words after a passive within which its doer is named
_BEHALF = 5
_OPENS = frozenset({Cue.CONDITION, Cue.THAT, Cue.RELATIVE})
"""Kinds of words that open a clause with a subject of its own."""
_OPENING = 4  # hits before an act that opens its sentence


@dataclass(frozen=True, slots=True)
class Doers:
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
        if position != index and sentence.words(one.end, other.start) > _LINK + (
            3 if hit.number is not None else 0
        ):
            break
        if step < 0 and position != index and out_of(sentence, position):
            break
        if hit.name or Cue.GROUP in hit.cues:
            gap = sentence.text[one.end : other.start].strip(" ()")
            linked = linked or (step < 0 and tells_who(sentence, position))
            if not linked and (gap or not (hit.name and last.name)):
                break
            after = hits[position + 1] if step < 0 and position < index else None
            if (
                after is not None
                and after.mark == ","
                and sentence.words(hit.end, after.start) > 1
                and hit.name
            ):
                break  # `While Japan stayed away, Kenya signed`
            beside = (
                last.name is not None and last.name.kind == "capital" and touches(sentence, one, other, 1)
            )
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
            or (how == "list" and sentence.text[hit.start : hit.end] == ";")
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


def doers(sentence: Sentence, place: int, form: Form) -> Doers:
    """Return who does the act at this place, or nobody."""
    hits = sentence.hits
    here = hits[place]
    if form in {Form.AGENT, Form.NOUN} and (total := raised(sentence, place)) is not None:
        by = _left(sentence, place, form).codes if rises_by(sentence, place) else ()
        return Doers(by, group=True, count=total, how="count", place=place)
    if form in {Form.GERUND, Form.NOUN} and (one := praised(sentence, place)) is not None:
        return cluster(sentence, one, 1, "by")
    if form is Form.NOUN and entered(sentence, place):
        return cluster(sentence, place - 2, -1, "list")
    if (total := reached(sentence, place)) is not None:
        return Doers(group=True, count=total, how="reached", place=place)
    years = Cue.HISTORY in here.cues  # `vingt ans de ratification`
    counted = form is Form.NOUN and place and hits[place - 1].number is not None and not years
    if counted and touches(sentence, hits[place - 1], here, 1):
        return Doers(group=True, count=count_of(sentence, place), how="count", place=place)
    if form is Form.AGENT:
        count = count_of(sentence, place)
        following = hits[place + 1] if place + 1 < len(hits) else None
        if (
            count is None
            and following
            and following.number
            and sentence.text[here.end : following.start] == " "
        ):
            return Doers(group=True, count=following.number, how="table", place=place)
        # `Fiji and Samoa, all parties`
        apposed = place > 2 and hits[place - 2].mark == "," and hits[place - 3].name
        if count is not None and (one := one_of(sentence, place)) is not None:
            return replace(cluster(sentence, one, -1, "before"), place=one)
        if count is not None or (place and Cue.MANY in hits[place - 1].cues and not apposed):
            return Doers(group=True, count=count, how="count", place=place)
    if place + 2 < len(hits) and Cue.FOR in hits[place + 1].cues and form is not Form.NOUN:
        signed_for = hits[place + 2].name is not None and touches(sentence, here, hits[place + 2], 1)
        if signed_for:  # `signing for Ghana`
            return cluster(sentence, place + 2, 1, "on behalf")
    number = hits[place - 1].number if place else None
    if (
        form in {Form.DONE, Form.PASSIVE}
        and number
        and number > 1
        and touches(sentence, hits[place - 1], here)
        and not (place > 1 and Cue.BILL in hits[place - 2].cues)  # `Decree No 41 ratifies`
    ):
        return Doers(group=True, count=count_of(sentence, place), how="count", place=place)  # `74 had signed`
    for index, hit in enumerate(hits if Cue.BEHALF in sentence.cues else ()):
        if Cue.BEHALF in hit.cues and index and sentence.text[hit.start : hit.end].startswith("'s"):
            if hits[index - 1].name:
                return cluster(sentence, index - 1, -1, "on behalf")  # `on Poland's behalf`
            continue
        if Cue.BEHALF in hit.cues and not holds(hits[index + 1 : place], Cue.URGE):
            for after in range(index + 1, len(hits)):
                if sentence.words(hit.end, hits[after].start) > _BEHALF or Cue.PLACE in hits[after].cues:
                    break
                if hits[after].name or Cue.GROUP in hits[after].cues:
                    found = cluster(sentence, after, 1, "on behalf")
                    if found.codes or not (left := _left(sentence, place, form)).codes:
                        return found
                    return left
    if form in {Form.PASSIVE, Form.NOUN, Form.AGENT, Form.GERUND, Form.BARE, Form.FUTURE}:
        found = _by(sentence, place, form)
        if found or found.body is Cue.OUTSIDER:
            return found
    left = _left(sentence, place, form)
    if not left.codes and (listed := _listed_after(sentence, place)) and (listed.codes[1:] or not left):
        return listed
    if not left and left.body is None and form not in {Form.DONE, Form.FUTURE}:
        left = _postponed(sentence, place)
    if sentence.language.verb_first or (here.likewise and not left):
        right = _right(sentence, place)
        owned = form is Form.NOUN and right.place == place + 1 and touches(sentence, here, hits[right.place])
        if right and (not left or owned or not touches(sentence, hits[left.place], here, 3)):
            return right
    return left


def _listed_after(sentence: Sentence, place: int) -> Doers:
    """Return those listed behind the object: `among the signatories were Peru and Togo`, `signed: Chad; Niger`."""
    hits = sentence.hits
    named = any(form is Form.AGENT for _, form in hits[place].acts)
    for index in range(place + 1, len(hits) - 1):
        hit, after = hits[index], hits[index + 1]
        colon = hit.mark == ";" and sentence.text[hit.start : hit.end] == ":"
        if hit.acts or Cue.BOUNDARY in hit.cues or (hit.mark and not colon):
            break
        named = named or hit.mention is not None or Cue.ANAPHOR in hit.cues
        dash = named and sentence.text[hit.end : after.start].strip(" (") == "-"
        opens = colon or dash or bool(hit.cues & {Cue.AUX, Cue.INCLUDING})
        if (
            named
            and opens
            and after.name
            and after.name.kind != "capital"
            and touches(sentence, hit, after, 1)
        ):
            return cluster(sentence, index + 1, 1, "list")
    first = len(hits) > 2 and place > 2 and Cue.FOR in hits[0].cues and hits[1].name is not None
    if first and hits[2].mark == "," and touches(sentence, hits[0], hits[1], 1):
        return cluster(sentence, 1, 1, "on behalf")  # `For Peru, the minister signed`
    return Doers()


def _postponed(sentence: Sentence, place: int) -> Doers:
    """Return the doer named after its own act: `Ten years after ratifying it, France ...`."""
    hits = sentence.hits
    comma = named = False
    if place > _OPENING:
        return Doers()
    for index in range(place + 1, len(hits)):
        hit = hits[index]
        if ends(hit) or (comma and (hit.acts or hit.cues & {Cue.RELATIVE, Cue.THAT})):
            break
        if hit.mention or Cue.ANAPHOR in hit.cues:
            named = True
        elif hit.mark == "," and named:
            comma = True
        elif comma and hit.name and may_do(sentence, index):
            return cluster(sentence, index, 1, "postponed")
    return Doers()


def _by(sentence: Sentence, place: int, form: Form) -> Doers:
    hits = sentence.hits
    here = hits[place]
    taken = Cue.RECEIVE in sentence.cues and received(sentence, place)
    for index in range(place + 1, len(hits)):
        hit = hits[index]
        if (
            hit.mark == ";"
            or (hit.mark and form in {Form.BARE, Form.FUTURE})
            or Cue.BOUNDARY in hit.cues
            or hit.acts
            or sentence.words(here.end, hit.start) > _BY
        ):
            break
        ended = form is Form.NOUN and Cue.AUX in hit.cues and index + 1 < len(hits)
        if ended and not touches(sentence, hit, hits[index + 1]):
            break  # `the accession was a riposte to withdrawals by Hungary`
        link = Cue.BY in hit.cues or (
            form in {Form.NOUN, Form.AGENT}
            and Cue.OF in hit.cues
            and (taken if Cue.PLACE in hit.cues else touches(sentence, here, hit))
        )
        if not link:
            continue
        body: Cue | None = None
        for after in range(index + 1, len(hits)):
            other = hits[after]
            if other.mention or other.acts or sentence.words(hit.end, other.start) > 8 or ends(other):
                break
            if Cue.INSTITUTION in other.cues and not other.name:
                body = Cue.INSTITUTION  # `ratificado por el Senado mexicano`
            if Cue.ANAPHOR in other.cues and Cue.BY not in hit.cues:
                break  # `ratification of the convention, a move that Japan welcomed`
            if other.cues & {Cue.OUTSIDER, Cue.ASSEMBLY}:
                return Doers(body=Cue.OUTSIDER)
            if other.cues & {Cue.PLACE, Cue.TO} and Cue.OF not in other.cues:
                break
            if (other.name and other.name.kind != "capital") or Cue.GROUP in other.cues:
                found = cluster(sentence, after, 1, "by")
                return replace(found, body=body or found.body)
    return Doers()


def _left(sentence: Sentence, place: int, form: Form) -> Doers:
    hits = sentence.hits
    body: Cue | None = None
    stands_for = False
    for index in range(place - 1, -1, -1):
        hit = hits[index]
        if ends(hit):
            return Doers(body=body)
        stands_for = stands_for or (
            Cue.PRONOUN in hit.cues and bool(hits[index - 1].cues & _OPENS) and index > 0
        )
        if Cue.INSTITUTION in hit.cues and body is None:
            body = Cue.INSTITUTION
        if index and Cue.PRONOUN in hit.cues and Cue.RELATIVE in hits[index - 1].cues:
            return Doers(body=body)  # `which the government signed`
        if hit.cues & {Cue.OUTSIDER, Cue.ASSEMBLY}:
            if stands_for:
                return Doers()  # `groups say that the government erred when it signed`
            return Doers(body=Cue.OUTSIDER if Cue.OUTSIDER in hit.cues else Cue.ASSEMBLY)
        owns = (
            hit.name is not None
            and form is Form.NOUN
            and hit.name.kind != "capital"
            and possessive(sentence, hit, hits[place])
        )
        if (hit.name or (Cue.GROUP in hit.cues and not hit.acts)) and (owns or may_do(sentence, index)):
            found = cluster(sentence, index, -1, "before")
            return Doers(found.codes, found.group, found.count, found.how, index, body or found.body)
    return Doers(body=body)


def _right(sentence: Sentence, place: int) -> Doers:
    hits = sentence.hits
    here = hits[place]
    body: Cue | None = None
    passed = False
    for index in range(place + 1, len(hits)):
        hit = hits[index]
        if hit.mark or hit.acts or Cue.BOUNDARY in hit.cues:
            break
        if hit.mention or Cue.ANAPHOR in hit.cues:
            if passed or body:
                break
            passed, here = True, hit
            continue
        if sentence.words(here.end, hit.start) > 5:
            break
        if hit.cues & {Cue.ASSEMBLY, Cue.OUTSIDER}:
            return Doers(body=Cue.OUTSIDER)
        if Cue.INSTITUTION in hit.cues:
            body = Cue.INSTITUTION
        if (hit.name or Cue.GROUP in hit.cues) and (may_do(sentence, index) or hits[index - 1].cues & BODIES):
            found = cluster(sentence, index, 1, "after")
            return replace(found, place=index, body=body or found.body)
    return Doers(body=body)
