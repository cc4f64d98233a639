"""Name the words that govern an act, how far they reach, which of them is nearer, and what between governs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from msgspec import Struct

from monitor.read.hits import BODIES, NONE, Cue, Form, Hit, holds
from monitor.read.sentence import Sentence

REACH = {
    Cue.NEGATION: 4, Cue.REFUSE: 7, Cue.URGE: 14, Cue.NEED: 7, Cue.CONDITION: 8, Cue.MODAL: 4, Cue.PLAN: 8,
    Cue.APPROVE: 12, Cue.PASS: 14, Cue.STEP: 12, Cue.DEPOSIT: 13, Cue.BECOME: 8, Cue.PERFORM: 7, Cue.GATHER: 16,
    Cue.ATTEND: 10, Cue.HISTORY: 7, Cue.CEREMONY: 3, Cue.BILL: 12, Cue.INSTRUMENT: 4, Cue.OPENING: 4,
    Cue.INSTITUTION: 14, Cue.RELATIVE: 5, Cue.BY: 1, Cue.TO: 3, Cue.INVITE: 14, Cue.AUX: 3, Cue.REACH: 5,
    Cue.REVOKE: 9, Cue.UNDONE: 7, Cue.DENY: 12, Cue.WAS: 9, Cue.RECOMMEND: 14, Cue.REACT: 5,
    Cue.QUESTION: 8, Cue.RESOLVE: 12, Cue.AFTER: 1, Cue.SPEAK: 9, Cue.MEANS: 8,
}  # fmt: skip
"""How many words away from what it governs a word of each kind may stand."""
OPERATORS = frozenset(REACH)
"""Kinds of words that say something about an act in whose clause they stand."""
DENIAL = frozenset({Cue.NEGATION, Cue.REFUSE})
"""Kinds of words that may end a main clause, behind the verb and its object: `unterzeichnet das Abkommen nicht`."""
OPEN = DENIAL | {Cue.URGE, Cue.MODAL, Cue.CONDITION, Cue.QUESTION, Cue.NEED, Cue.UNDONE}
"""Kinds of words by which an act is asked for, possible or denied."""
PARTING = frozenset({Cue.BOUNDARY, Cue.THAT, Cue.RELATIVE, Cue.REVOKE})
"""Kinds of words that keep a yes on one side of them from being one to what is named on the other."""
_OBJECTS = frozenset({Cue.BILL, Cue.OTHER, Cue.ROLE, Cue.GROUP})
"""Kinds of words that are another verb's object where they stand right before `and` and a verb."""
_BETWEEN = frozenset(
    {Cue.PLACE, Cue.APART, Cue.OF, Cue.TO, Cue.MANY, Cue.AUX, Cue.PLAN, Cue.FRESH, Cue.AND, Cue.COMPANY}
)
"""Kinds of words that may stand between a verb's subject and its object."""
_ASIDE = 5  # words that an aside between two commas may hold
_OPENED = " 《〈“\"'"
_SAID = frozenset({Cue.GROUP, Cue.AND, Cue.PRONOUN, Cue.ROLE, Cue.INSTITUTION, Cue.RELATIVE, Cue.BOUNDARY})
"""Kinds of words that say something of their own between two commas."""
DECIDED = frozenset({Cue.INSTITUTION, Cue.APPROVE, Cue.PASS, Cue.STEP})
"""Kinds of words by which a step at home is told of its own."""


class Governor(Struct, frozen=True):
    """Hold one word that governs an act: which kinds it is of, how far away, and on which side."""

    hit: Hit
    cues: frozenset[Cue]
    distance: int
    after: bool = False
    headline: bool = False
    """The mark of an infinitive right behind a doer."""


def compound(sentence: Sentence, place: int) -> int:
    """Return where a noun for an act begins that has its treaty before it: `the Hanoi Convention's signing`."""
    here = sentence.hits[place]
    before = sentence.at(place - 1) if here.noun else NONE
    between = sentence.text[before.end : here.start].strip(" 》〉")
    return place - 1 if before.treaty and between in {"", *sentence.language.possessive} else place


def other_object(sentence: Sentence, place: int) -> int | None:
    """Return where the object stands of another verb that `and` joins to the one here: `visited China and signed it`.

    It does not do the act, and what governs the other verb says nothing of it. Where nobody knows the object, it is
    the place of `and`.
    """
    here, link, before = sentence.hits[place], sentence.at(place - 1), sentence.at(place - 2)
    verbal = sentence.unspaced or sentence.language.uninflected  # `访问中国并签署`
    if Cue.AND not in link.cues or not (here.finite or verbal):
        return None
    if sentence.strange(before, link):
        return place - 1
    return place - 2 if before.name or not before.cues.isdisjoint(_OBJECTS) else None


def controlled(sentence: Sentence, doer: int) -> bool:
    """Say whether the name at this place is the object of a verb nobody knows: `Kenya coaxed Peru to sign`.

    What it is to do is told by an infinitive, and the verb's subject stands before.
    """
    hits, strange, after = sentence.hits, False, sentence.hits[doer]
    named = after.name is not None or Cue.GROUP in after.cues
    if sentence.language.uninflected or not sentence.language.cased or not named or after.capital:
        return False  # `travel to Hanoi to sign`
    for hit in reversed(hits[:doer]):
        owned = sentence.gap(hit, after).startswith(sentence.language.possessive)
        strange = strange or (not (owned or _in_list(hit, after)) and bool(sentence.strange(hit, after)))
        if hit.may_act:
            if strange:
                return True
        elif not hit.cues.isdisjoint({Cue.ATTEND, Cue.REACH}):
            strange = True
        elif hit.acts or hit.mark == ";" or not hit.cues <= _BETWEEN:
            return False
        after = hit
    return False


def _in_list(one: Hit, other: Hit) -> bool:
    """Say whether what stands between two hits is a name nobody knows, or tells which States others are.

    `Kenya, Atlantis and Peru sign it`, `Kenya and several African States sign it`, `and 12 other States sign it`
    """
    if one.mark == ",":
        return other.joint
    return bool(one.cues & {Cue.AND, Cue.MANY}) or one.number is not None


class Governing:
    """Know what governs an act; called, it says whether a word of some kind does."""

    def __init__(self, ruling: Sequence[Governor]) -> None:
        self.headline = any(governor.headline for governor in ruling)
        """An infinitive right behind its doer."""
        self.needed = _needed(ruling, Cue.DEPOSIT)
        """The deposit is what a word of need governs."""
        self.lawless = _needed(ruling, Cue.BILL)
        """A bill is what a word of need governs: `needs a law for ratification`."""
        self._places: dict[Cue, tuple[int, int]] = {}
        self._kinds = self._places.keys()
        for order, governor in enumerate(ruling):
            for cue in governor.cues:
                first, distance = self._places.get(cue, (order, governor.distance))
                self._places[cue] = (first, min(distance, governor.distance))

    def __call__(self, *cues: Cue) -> bool:
        """Say whether a word of one of these kinds governs the act."""
        return not self._kinds.isdisjoint(cues)

    def beyond(self, one: Cue, other: Cue) -> bool:
        """Say whether one kind governs the act from farther than the other: a plan, in `will begin ratifying`."""
        return one in self._places and self._places[one][0] > self._places.get(other, (-1, 0))[0]

    def first(self, cue: Cue, far: int = 0) -> bool:
        """Say whether such a word governs the act right beside it, or with so many words between."""
        return self._places.get(cue, (1, 0)) <= (0, far)

    def same(self, one: Cue, other: Cue) -> bool:
        """Say whether one word is of both kinds: `in favour of` is a vote or a wish."""
        return one in self._places and self._places[one] == self._places.get(other)

    def to_become(self, one: Cue) -> bool:
        """Say whether a kind governs what its doer becomes by the act: `will be the first State that signs it`."""
        return self(Cue.BECOME) and (self.beyond(one, Cue.BECOME) or self.same(one, Cue.BECOME))

    def before(self, one: Cue, other: Cue) -> bool:
        """Say whether one kind stands right before the other."""
        return self._places.get(one) == (self._places.get(other, (-2, 0))[0] + 1, 0)

    def gap(self, cue: Cue) -> int:
        """Return the words between the act and the nearest such word."""
        return self._places[cue][1]

    def nearer(self, one: Cue, other: Cue) -> bool:
        """Say whether one kind governs the act from nearer than the other."""
        return one in self._places and self._places[one][0] < self._places.get(other, (99, 0))[0]


def _needed(ruling: Sequence[Governor], cue: Cue) -> bool:
    """Say whether a word of need governs the nearest word of some kind: `needs to deposit its instrument`."""
    kinds = [governor.cues for governor in ruling if not governor.after]
    if any(governor.after and cue in governor.cues for governor in ruling):  # `muss ihre Urkunde hinterlegen`
        return any(Cue.NEED in governor.cues for governor in ruling)
    at = next((at for at, cues in enumerate(kinds) if cue in cues), len(kinds))
    return any(Cue.NEED in cues for cues in kinds[at + 1 : at + 2])


def hedged(ruling: Sequence[Governor]) -> bool:
    """Say whether a refusal is possible only: `may not sign it`, `aurait décidé de ne pas la signer`.

    What would be refused is said to be (`would no longer seek to ratify it`), and what could not be done was not.
    """
    denials = [at for at, one in enumerate(ruling) if not one.cues.isdisjoint(DENIAL)]
    beyond = ruling[denials[-1] + 1 :] if denials else []
    return any(Cue.MODAL in one.cues and Cue.PLAN not in one.hit.cues for one in beyond)


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
