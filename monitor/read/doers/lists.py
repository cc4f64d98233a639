"""Find who does an act: named States, or an unnamed group with its count."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from monitor.read.doers.candidates import may_do
from monitor.read.doers.counts import count_of, titles_state
from monitor.read.governor import on_day
from monitor.read.hits import BODIES, NONE, PREDICATES, Cue, Hit
from monitor.read.sentence import Sentence

_ITEMS = "() \n•*·-.0123456789"
"""What may stand between two lines of a list."""
_JOINS = frozenset({Cue.AND, Cue.INCLUDING, Cue.COMPANY})
_PASSED = frozenset({Cue.OF, Cue.BEHALF, Cue.MANY, Cue.PRONOUN})
"""Kinds of words that neither join the members of a list nor end it."""
_LINK, _LINK_COUNTED = 4, 7  # words that may stand between two members of a list, or with a number among them
How = Literal[
    "before", "after", "by", "owner", "clause", "postponed", "list", "count", "reached", "table", "praised",
    "on behalf", "ours", "carried", "",
]  # fmt: skip
"""What showed who did it, where something is asked of that.

`before`, `after` and `by` say where they stand: a plain subject, behind the verb, or behind `by` or `of`. They are the
`owner` of a noun, named in what a `clause` describes, or `postponed` behind an act that opens the sentence; members of
a `list`, or a `count` only, one that was `reached`, or one of a `table`, which tells how things stand. They are
`praised` for it, somebody acts `on behalf` of them, `ours` is where the text is published, and `carried` are those who
were named before.
"""


class Doers(Struct, frozen=True):
    """Say who did it: codes of named States, a group, how many are in the group."""

    codes: tuple[str, ...] = ()
    group: bool = False
    count: int | None = None
    how: How = ""
    place: int = -1
    """Index of the nearest hit among them."""
    body: Cue | None = None
    """INSTITUTION when the State acts through its parliament or cabinet, ASSEMBLY and OUTSIDER when none acts."""

    def __bool__(self) -> bool:
        return bool(self.codes) or self.group


NOBODY = Doers()


def cluster(sentence: Sentence, index: int, step: int, how: How = "") -> Doers:
    """Collect the list of which the name here is a member, walking left (-1) or right (1): `Peru, Chad and Mali`."""
    return _List(sentence, index, step, how).doers()


def spelt_out(sentence: Sentence, first: int, count: int | None) -> tuple[str, ...]:
    """Return who is listed behind the colon, dash or bracket behind those counted: `with two States: Peru and Chad`."""
    for index, hit in sentence.rightward(first):
        before = sentence.at(index - 1)
        opens = sentence.gap(before, hit)[:1] in {"-", "("}
        if hit.state and (opens or sentence.spells(before)):
            codes = cluster(sentence, index, 1, "list").codes[:count]
            return codes if len(codes) > 1 and count in {None, len(codes)} else ()
        if hit.acts or (hit.mark and not sentence.spells(hit)):
            break
    return ()


class _List:
    """Go along a list from one of its members, and gather the others."""

    def __init__(self, sentence: Sentence, index: int, step: int, how: How) -> None:
        self.sentence, self.index, self.left, self.how = sentence, index, step < 0, how
        self.codes: list[str] = []
        self.closed = 0
        """How many codes stood there at the last comma."""
        self.group = self.including = False
        self.count: int | None = None
        self.body: Cue | None = None
        self.last = self.edge = sentence.hits[index]
        """The member met last, and the word that joins it to the next."""
        self.linked = True
        self.parted = self.ended = False

    def doers(self) -> Doers:
        hits = self.sentence.hits
        for position in range(self.index, -1, -1) if self.left else range(self.index, len(hits)):
            hit = hits[position]
            day = hit.month or hit.year or (hit.cues and _day_within(self.sentence, position))
            if day:
                continue  # `by Peru (17 June) and Chad (18 June)`, `Kenya on Monday and Chad on Tuesday`
            far = position != self.index and self._is_far(position, hit)
            if far or not self._goes_on(position, hit):
                break
            self.including = self.including or Cue.INCLUDING in hit.cues
        codes = self.codes[::-1] if self.left else self.codes
        # `nations like Japan` names them
        group = self.group and not (codes and self.count is None and self.including)
        return Doers(tuple(dict.fromkeys(codes)), group, self.count, self.how, self.index, self.body)

    def _is_far(self, position: int, hit: Hit) -> bool:
        """Say whether too much stands between two members of a list: `Peru, after years of talks with Chad`."""
        sentence, last, edge = self.sentence, self.last, self.edge
        counts = hit.number is not None or (self.count is not None and Cue.GROUP in last.cues)
        reach = _LINK_COUNTED if counts else _LINK
        if not self.left:
            return not sentence.near(last, hit, reach)
        beside = edge.mark == "," and sentence.near(hit, edge)
        return _stays_away(sentence, position) or not (beside or sentence.near(hit, last, reach))

    def _goes_on(self, position: int, hit: Hit) -> bool:
        """Take in one word; say whether the list goes on behind it, as behind a name, a comma or an office."""
        if hit.name or Cue.GROUP in hit.cues:
            return self._at_member(position, hit)
        said = self.sentence.said(hit)
        if hit.mark == "," and self.sentence.unspaced and said != "、":
            return False  # `智利确认,肯尼亚批准`: lists have 、
        if joins(hit) or (self.how == "list" and said == ";"):
            return self._at_joint(position, hit)
        if hit.cues & BODIES:
            self.body, self.last = hit.body or self.body, hit
            return True
        return hit.number is not None or not hit.cues.isdisjoint(_PASSED)

    def _at_member(self, position: int, hit: Hit) -> bool:
        """Take in a name or a group, unless it has a clause of its own: `ratified by Peru, Norway hails it`."""
        sentence, last = self.sentence, self.last
        comma = not self.left and self.edge.mark == ","
        adjoins = self.linked or _adjoins(sentence, position, last)
        if not adjoins or (comma and _opens_clause(sentence, position)):
            return False
        behind = (one for one in sentence.hits[position + 1 : position + 3] if Cue.OF not in one.cues)
        if self.left and followed_by(sentence, position):
            del self.codes[self.closed :]  # `Ghana followed Kenya in ratifying`
        elif hit.name and hit.name.kind == "body" and next(behind, NONE).name:
            pass  # `the Bundesrat of Switzerland`
        elif hit.name and (hit.state or last.capital):
            if self._has_other_part(position):
                return False
            self.codes.extend(hit.name.code.split(","))
        elif Cue.GROUP in hit.cues and not titles_state(sentence, position):
            self.group = True
            if self.count is None:
                self.count = hit.number or count_of(sentence, position)
        self.last = hit
        self.linked = Cue.AND in hit.cues
        return True

    def _has_other_part(self, position: int) -> bool:
        """Say whether a name has a part of its own in the sentence, as behind a preposition."""
        if position == self.index or not self.left or self.last.capital:
            return False
        owned = Cue.AND in self.edge.cues and self.sentence.owns(self.index)
        return not owned and not may_do(self.sentence, position)  # `even with Peru and Kenya's ratifications`

    def _at_joint(self, position: int, hit: Hit) -> bool:
        """Take in a comma or an `and`; names that stood behind a comma of their own are of another clause."""
        sentence = self.sentence
        if sentence.language.agglutinates and sentence.gap(sentence.at(position - 1), hit):
            return False  # `チリは欠席、ペルーは署名`
        if _closes_list(sentence, position):
            return False
        pair = Cue.AND in hit.cues and sentence.at(position - 1).state
        apart = self.parted and not self.ended and 0 < self.closed < len(self.codes)
        if self.left and pair and apart:
            del self.codes[self.closed :]  # `Aunque han salido Chad y Mali, Kenia firmó`
            return False
        self.linked, self.edge = True, hit
        self.ended = self.ended or not hit.mark
        self.closed = len(self.codes) if hit.mark else self.closed
        comma = hit.mark == "," and sentence.said(hit) != "、"
        self.parted = comma and not joins(sentence.at(position + 1))
        return True


def _closes_list(sentence: Sentence, position: int) -> bool:
    """Say whether brackets close here that list who did an earlier act: `Two signed it (Peru and Chad), and Fiji`."""
    before = sentence.at(position - 1)
    opening = sentence.text.rfind("(", sentence.start, before.start)
    if ")" not in sentence.text[before.end : sentence.hits[position].start]:
        return False
    outside = next((hit for hit in reversed(sentence.hits[:position]) if hit.end <= opening), NONE)
    return bool(outside.acts or outside.mention or Cue.ANAPHOR in outside.cues)


def _day_within(sentence: Sentence, position: int) -> bool:
    """Say whether a day of the news, or the word for `on` before it, stands here in a list that goes on."""
    behind = position + (1 if Cue.FRESH in sentence.hits[position].cues else 2)
    link, name = sentence.at(behind), sentence.at(behind + 1).name
    # `Kenya on Monday, Togo on Tuesday and Chad on Wednesday`
    listed = Cue.AND in link.cues or (link.mark == "," and name and on_day(sentence, behind + 2))
    return on_day(sentence, position) and bool(listed)


def followed_by(sentence: Sentence, first: int) -> bool:
    """Say whether those who begin here only did before what others do now: `followed Kenya`."""
    its = sentence.owns(first) and sentence.at(first + 1).acts  # `follows Kenya's signing of it`
    return {Cue.COMPANY, Cue.PAST} <= sentence.at(first - 1).cues and not its


def joins(hit: Hit) -> bool:
    """Say whether a list may go on behind this word: a comma, `and`, `including`, `alongside`."""
    return hit.mark == "," or bool(hit.cues & _JOINS and hit.cues.isdisjoint({Cue.APART, Cue.BOUNDARY}))


def _adjoins(sentence: Sentence, position: int, last: Hit) -> bool:
    """Say whether a list goes on here with no `and` or comma: `EU members Malta`, `two States (Peru and Chad)`."""
    here = sentence.hits[position]
    before = here.start < last.start
    if before and sentence.arabic and Cue.ASK in sentence.at(position - 1).cues:
        return False  # who asks stands behind the verb, and whom next: `دعت تشيلي بيرو إلى التصديق`
    first, second = (here, last) if before else (last, here)
    said, lines = sentence.gap(first, second), "\n" in sentence.text[first.end : second.start]
    if before and (said == "-" or "(" in said) and Cue.OF in sentence.at(position - 1).cues:
        return False  # `neighbours of Belarus - Latvia, Estonia`
    if sentence.joined(first, second):
        return True  # `سنغافورة و60 دولة أخرى`, `80 دولة والاتحاد الأوروبي`
    gap = said.strip(_ITEMS)
    opens = said == "-" or "(" in said  # `seven of its members - Malta, Latvia - deposited`
    apart = sentence.language.free_order and not lines  # `После переговоров с президентом Китая Кения`
    pair = sentence.text[first.end : second.start] == "-"  # `Peru-Chile sign it`
    if last.name and ((here.name and (pair or not (gap or apart))) or (Cue.GROUP in here.cues and opens)):
        return True
    if Cue.GROUP in last.cues and here.name and not said.strip() and not before:
        return True  # `signed by EU members Malta and Latvia`
    after = sentence.at(position + 1)
    counted = after.number is not None or Cue.GROUP in after.cues  # `阿曼、约旦三国`
    return before and sentence.unspaced and here.name is not None and counted


def _stays_away(sentence: Sentence, position: int) -> bool:
    """Say whether a name opens a clause: `Japan stayed away, Kenya signed`, `Fearing that Chad waits, it signed`."""
    here, before, after = sentence.hits[position], sentence.at(position - 1), sentence.at(position + 1)
    verb = before.cues.isdisjoint({Cue.BOUNDARY, Cue.THAT, Cue.QUESTION})
    words = verb + sentence.owns(position)  # `Kenya's Ruto, Uganda's Museveni sign`
    if sentence.language.bracketed and sentence.strange(here, after):
        words = sentence.upper(after.start - 1)  # a noun: `Kenia sagt, Peru habe unterzeichnet`
    return here.name is not None and after.mark == "," and not sentence.near(here, after, words)


def _opens_clause(sentence: Sentence, position: int) -> bool:
    """Say whether a name behind a comma does something of its own: `ratified by Peru, Norway welcomes move`."""
    here, after = sentence.hits[position], sentence.at(position + 1)
    verb = after.finite or not after.cues.isdisjoint(PREDICATES)
    small = sentence.is_small(after) and Cue.AUX not in after.cues
    return verb and sentence.near(here, after) and not small
