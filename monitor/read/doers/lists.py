"""Find who does an act: named States, or an unnamed group with its count."""

from __future__ import annotations

from msgspec import Struct

from monitor.read.asides import on_day
from monitor.read.doers.candidates import BODIES, may_do, paired
from monitor.read.doers.counts import count_of, out_of, titles
from monitor.read.hits import NONE, Hit, Sentence
from monitor.read.kinds import Cue

_DASHES = frozenset({"-", "–", "—"})
_ITEMS = "() \n•*·-–—.0123456789"
"""What may stand between two lines of a list."""
_JOINS = frozenset({Cue.AND, Cue.INCLUDING, Cue.COMPANY})
_VERBS = frozenset(
    {Cue.REACT, Cue.PRAISE, Cue.APART, Cue.SPEAK, Cue.ASK, Cue.URGE, Cue.REFUSE, Cue.AUX, Cue.PLAN}
)
"""Kinds of words that right behind a name show that it does something of its own."""
_PASSED = frozenset({Cue.OF, Cue.BEHALF, Cue.MANY, Cue.PRONOUN})
"""Kinds of words that neither join the members of a list nor end it."""
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
    group = including = False
    count: int | None = None
    last = edge = hits[index]
    linked = True
    parted = ended = False
    body: Cue | None = None
    closed = 0
    last_verb = sentence.language.verb_last
    for position in range(index, len(hits) if step > 0 else -1, step):
        hit = hits[position]
        day = hit.month or hit.year or (hit.cues and _dated(sentence, position))
        if day and not hit.name:
            continue  # `by Peru (17 June) and Chad (18 June)`, `Kenya on Monday and Chad on Tuesday`
        one, other = (hit, last) if step < 0 else (last, hit)
        if position != index:
            counts = hit.number is not None or (count is not None and Cue.GROUP in last.cues)
            far = not sentence.near(one, other, _LINK_COUNTED if counts else _LINK)
            far = far or (step < 0 and last_verb and _other_verb(sentence, position, edge))
            far = far and not (step < 0 and edge.mark == "," and sentence.near(hit, edge))
            far = far and not (step > 0 and sentence.near(last, edge, 1) and sentence.near(edge, hit, 1))
            if far or (step < 0 and (out_of(sentence, position) or _stays_away(sentence, position))):
                break
        if hit.name or Cue.GROUP in hit.cues:
            if not linked and not _adjoins(sentence, position, last):
                break
            if step > 0 and edge.mark == "," and last is not edge and _opens_clause(sentence, position):
                break
            beside = last.name is not None and last.name.kind == "capital"
            if step < 0 and followed_by(sentence, position):
                codes = codes[:closed]  # `Ghana followed Kenya in ratifying`
            elif hit.name and hit.name.kind == "body" and _of_another(sentence, position):
                pass
            elif hit.name and (
                hit.state or position == index or beside or paired(sentence, position, -step) is not None
            ):
                # `even with Peru and Kenya's ratifications`
                owned = Cue.AND in edge.cues and step < 0 and sentence.owns(index)
                if not (position == index or beside or step > 0 or owned or may_do(sentence, position)):
                    break  # behind a preposition of its own
                codes.extend(hit.name.code.split(","))
            elif Cue.GROUP in hit.cues and not titles(sentence, position):
                group = True
                count = count if count is not None else hit.number or count_of(sentence, position)
            last = hit
            linked = Cue.AND in hit.cues
        elif hit.mark == "," and sentence.language.script == "han" and how == "before":
            break  # `智利确认,肯尼亚批准`: lists have 、
        elif joins(hit) or (how == "list" and sentence.said(hit) == ";"):
            pair = Cue.AND in hit.cues and sentence.at(position - 1).state
            if step < 0 and pair and parted and not ended and 0 < closed < len(codes):
                codes = codes[:closed]  # `Aunque han salido Chad y Mali, Kenia firmó`
                break
            linked, edge = True, hit
            closed = len(codes) if hit.mark else closed
            ended = ended or not hit.mark
            parted = hit.mark == "," and not joins(sentence.at(position + 1))
        elif hit.cues & BODIES and not hit.acts:
            body = hit.body or body
            last = hit
        elif hit.number is None and hit.cues.isdisjoint(_PASSED):
            break
        including = including or (position != index and Cue.INCLUDING in hit.cues)
    if step < 0:
        codes.reverse()
    if codes and count is None and including:
        group = False  # `nations like Japan` names them
    return Doers(tuple(dict.fromkeys(codes)), group, count, how, index, body)


def _dated(sentence: Sentence, position: int) -> bool:
    """Say whether a day of the news, or the word for `on` before it, stands here in a list that goes on."""
    behind = position + (1 if Cue.FRESH in sentence.hits[position].cues else 2)
    return on_day(sentence, position) and Cue.AND in sentence.at(behind).cues


def followed_by(sentence: Sentence, first: int) -> bool:
    """Say whether those who begin here only did before what others do now: `followed Kenya`."""
    return {Cue.COMPANY, Cue.PAST} <= sentence.at(first - 1).cues and not sentence.owns(first)


def joins(hit: Hit) -> bool:
    """Say whether a list may go on behind this word."""
    return hit.mark == "," or bool(hit.cues & _JOINS and Cue.APART not in hit.cues)


def _adjoins(sentence: Sentence, position: int, last: Hit) -> bool:
    """Say whether what stands here belongs to the last member of a list with no word between."""
    here = sentence.hits[position]
    before = here.start < last.start
    if before and sentence.language.script == "arabic" and Cue.ASK in sentence.at(position - 1).cues:
        return False  # who asks stands behind the verb, and whom next: `دعت تشيلي بيرو إلى التصديق`
    first, second = (here, last) if before else (last, here)
    said, lines = sentence.gap(first, second), "\n" in sentence.text[first.end : second.start]
    behind = sentence.text[first.end : second.end].lstrip()
    if behind.startswith(sentence.language.joined):
        return True  # `سنغافورة و60 دولة أخرى`, `80 دولة والاتحاد الأوروبي`
    gap = said.strip(_ITEMS if lines or "•" in said else "() ")
    opens = gap in _DASHES or "(" in said  # `seven of its members - Malta, Latvia - deposited`
    apart = sentence.language.free_order and not lines  # `После переговоров с президентом Китая Кения`
    if last.name and ((here.name and not gap and not apart) or (Cue.GROUP in here.cues and opens)):
        return True
    if Cue.GROUP in last.cues and here.name and not said.strip() and not before:
        return True  # `signed by EU members Malta and Latvia`
    return before and _tells_who(sentence, position)


def _other_verb(sentence: Sentence, position: int, edge: Hit) -> bool:
    """Say whether `by` stands on both sides of an unknown verb: `von Wien gefördert und von 50 Staaten ratifiziert`."""
    here, before, after = sentence.hits[position], sentence.at(position - 1), sentence.at(position + 2)
    listed = sentence.at(position + 1) is edge and Cue.AND in edge.cues
    verb = listed and not sentence.near(here, edge, 0)
    return verb and Cue.OF in before.cues and Cue.OF in after.cues


def _stays_away(sentence: Sentence, position: int) -> bool:
    """Say whether a name begins another clause: `Japan stayed away, Kenya signed`, `While Japan waits, it signed`."""
    here, before, after = sentence.hits[position], sentence.at(position - 1), sentence.at(position + 1)
    verb = 0 if Cue.BOUNDARY in before.cues else 1
    verb += sentence.owns(position)  # `Kenya's Ruto, Uganda's Museveni sign`
    return here.name is not None and after.mark == "," and not sentence.near(here, after, verb)


def _opens_clause(sentence: Sentence, position: int) -> bool:
    """Say whether a name behind a comma does something of its own: `ratified by Peru, Norway welcomes move`."""
    here, after = sentence.hits[position], sentence.at(position + 1)
    verb = after.finite or not after.cues.isdisjoint(_VERBS)
    return here.name is not None and verb and sentence.near(here, after) and not sentence.is_small(after)


def _of_another(sentence: Sentence, index: int) -> bool:
    """Say whether the State of a body is named behind it: `the Bundesrat of Switzerland`."""
    hits = sentence.hits
    after = next((hit for hit in hits[index + 1 : index + 3] if Cue.OF not in hit.cues or hit.name), NONE)
    return after.name is not None


def _tells_who(sentence: Sentence, index: int) -> bool:
    """Say whether the name at this index tells who a group is that is counted behind it: `阿曼、约旦三国`."""
    here, after = sentence.hits[index], sentence.at(index + 1)
    named = sentence.language.script == "han" and here.name is not None
    return named and (after.number is not None or Cue.GROUP in after.cues) and sentence.near(here, after)
