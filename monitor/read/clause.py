"""Walk the clause around an act: which words govern it, which thing it is done to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.languages import Cue, Form
from monitor.model import Mention
from monitor.read.hits import Hit, Sentence

OPERATORS = frozenset(
    {
        Cue.PLAN, Cue.URGE, Cue.NEED, Cue.REFUSE, Cue.NEGATION, Cue.CONDITION, Cue.MODAL, Cue.APPROVE, Cue.PASS,
        Cue.STEP, Cue.DEPOSIT, Cue.BECOME, Cue.PERFORM, Cue.GATHER, Cue.ATTEND, Cue.HISTORY, Cue.CEREMONY, Cue.BILL,
        Cue.INSTRUMENT, Cue.OPENING, Cue.INSTITUTION, Cue.RELATIVE, Cue.BY, Cue.TO, Cue.INVITE, Cue.AUX,
        Cue.REACH, Cue.REVOKE,
    }
)  # fmt: skip
"""Kinds of words that say something about an act in whose clause they stand."""

REACH = {
    Cue.NEGATION: 4, Cue.REFUSE: 7, Cue.URGE: 14, Cue.NEED: 7, Cue.CONDITION: 8, Cue.MODAL: 4, Cue.PLAN: 8,
    Cue.APPROVE: 12, Cue.PASS: 14, Cue.STEP: 12, Cue.DEPOSIT: 8, Cue.BECOME: 8, Cue.PERFORM: 7, Cue.GATHER: 16,
    Cue.ATTEND: 10, Cue.HISTORY: 7, Cue.CEREMONY: 3, Cue.BILL: 12, Cue.INSTRUMENT: 4, Cue.OPENING: 4,
    Cue.INSTITUTION: 14, Cue.RELATIVE: 5, Cue.BY: 1, Cue.TO: 3, Cue.INVITE: 14, Cue.AUX: 3, Cue.REACH: 5,
    Cue.REVOKE: 9,
}  # fmt: skip
"""How many words away from what it governs a word of each kind may stand."""

_ACROSS = frozenset({Cue.URGE, Cue.INVITE, Cue.INSTITUTION, Cue.BILL, Cue.GATHER})
"""Kinds of words that govern across a comma."""

_ACROSS_LAST = frozenset({Cue.REFUSE, Cue.PLAN})
"""Further ones where the infinitive stands last, behind a comma."""

_DENIAL = frozenset({Cue.NEGATION, Cue.REFUSE})
"""Kinds of words that may end a main clause, behind the verb and its object: `unterzeichnet das Abkommen nicht`."""

_OPENS = frozenset({Cue.MODAL, Cue.AUX, Cue.NEGATION, Cue.REFUSE})
"""Kinds of words that open a bracket which the verb closes at the end of its clause: `kann noch ... werden`."""

_BRACKET = 14  # words that such a bracket may hold

_AFTER = 3  # words within which a verb-final language puts what governs the act


@dataclass(frozen=True, slots=True)
class Governor:
    """Hold one word that governs an act: which kinds it is of, how far away, and on which side."""

    hit: Hit
    cues: frozenset[Cue]
    distance: int
    after: bool = False
    headline: bool = False
    """The mark of an infinitive right behind a doer."""


def ends(hit: Hit) -> bool:
    """Say whether a hit ends a clause."""
    return hit.mark == ";" or Cue.BOUNDARY in hit.cues


def governors(sentence: Sentence, place: int) -> list[Governor]:
    """Return the words that govern the act at this place, the nearest first.

    The walk goes left to the start of the clause. Each word found lends its own reach to the next, so that
    `has yet to deposit its instrument of ratification` is one chain. A comma ends it for all but appeals.
    """
    found: list[Governor] = []
    hits = sentence.hits
    anchor = hits[place].start
    comma = False
    skipped = place  # the rest of a clause about a group says nothing of the act
    bracket = sentence.language.verb_last and sentence.language.script == "latin"
    for index in range(place - 1, -1, -1):
        hit = hits[index]
        if index >= skipped:
            continue
        if (denied := _denied(sentence, index)) is not None:
            skipped = denied
            continue
        if ends(hit):
            if hit.cues & OPERATORS and not comma:
                found.append(Governor(hit, hit.cues & OPERATORS, sentence.words(hit.end, anchor)))
            break
        if hit.mark == ",":
            comma = True
            continue
        if hit.mention or (Cue.ANAPHOR in hit.cues and not hit.acts):
            if sentence.language.verb_last and not comma:
                anchor = hit.start
                continue
            break
        distance = sentence.words(hit.end, anchor)
        cues = frozenset(
            cue
            for cue in hit.cues & OPERATORS
            if distance <= (_BRACKET if bracket and cue in _OPENS else REACH[cue])
        )
        if Cue.THAT in hit.cues and distance <= REACH[Cue.RELATIVE] and _behind_noun(hits, index, sentence):
            cues |= {Cue.RELATIVE, Cue.THAT}
        if comma:
            cues &= _ACROSS | (_ACROSS_LAST if sentence.language.verb_last else frozenset())
        if cues:
            headline = Cue.TO in cues and index > 0 and _doer_right_before(sentence, index)
            found.append(Governor(hit, cues, distance, headline=headline))
            if not comma:
                anchor = hit.start
        if hit.acts and not cues:
            if not comma and any(form in {Form.DONE, Form.PASSIVE, Form.FUTURE} for _, form in hit.acts):
                break
            if comma:
                break
    if sentence.language.verb_last:
        found.extend(_after(sentence, place))
    following = hits[place + 1] if place + 1 < len(hits) else None
    if _is_noun(hits[place]):
        found.extend(_told_of(sentence, place))
    next_to = following and not sentence.text[hits[place].end : following.start].strip()
    if following and next_to and _is_noun(hits[place]):
        cues = following.cues & {Cue.PLAN, Cue.REFUSE, Cue.NEED, Cue.MODAL}
        if cues:
            found.append(Governor(following, cues, 0, after=True))
    if following and Cue.CEREMONY in following.cues and sentence.words(hits[place].end, following.start) <= 1:
        found.append(Governor(following, frozenset({Cue.CEREMONY}), 0, after=True))
    return found


def _denied(sentence: Sentence, index: int) -> int | None:
    """Return where a clause about the group at this index begins that says what it has not done: `尚未签署的国家`."""
    hits = sentence.hits
    if sentence.language.script != "han" or Cue.GROUP not in hits[index].cues:
        return None
    if sentence.text[hits[index].start - 1 : hits[index].start] != "的":
        return None
    for before in range(index - 1, max(index - 6, -1), -1):
        if hits[before].mark == ";":
            return None
        if hits[before].cues & _DENIAL:
            return before
    return None


def _is_noun(hit: Hit) -> bool:
    return any(form in {Form.NOUN, Form.GERUND} for _, form in hit.acts)


_TOLD = frozenset({Cue.REFUSE, Cue.APPROVE, Cue.NEED, Cue.PLAN, Cue.STEP})


def _told_of(sentence: Sentence, place: int) -> Iterator[Governor]:
    """Yield what is told of an act as a noun, behind its object: `its signing of the treaty was postponed`."""
    passed = False
    for hit in sentence.hits[place + 1 :]:
        if hit.mention or Cue.ANAPHOR in hit.cues:
            passed = True
        elif hit.mark == "," and passed:
            continue
        elif hit.mark or hit.acts or not passed:
            if hit.name or hit.cues & {Cue.OF, Cue.TO, Cue.BY, Cue.PLACE, Cue.BEHALF}:
                continue
            return
        elif hit.name or hit.cues & {Cue.BY, Cue.OF, Cue.PLACE, Cue.GROUP}:
            continue
        elif hit.cues & _TOLD:
            yield Governor(hit, hit.cues & _TOLD, 0, after=True)
            return
        elif Cue.AUX not in hit.cues:
            return


def _behind_noun(hits: list[Hit], index: int, sentence: Sentence) -> bool:
    """Say whether a name or a group stands right before, with at most a comma between."""
    before = hits[index - 1] if index else None
    apart = 1
    if before is not None and before.mark == "," and index > 1:
        before = hits[index - 2]
    elif before is not None and before.name:
        apart = 0  # `the Kremlin said that` begins no relative clause
    if before is None or not (before.name or Cue.GROUP in before.cues):
        return False
    return sentence.words(before.end, hits[index].start) <= apart


def _doer_right_before(sentence: Sentence, index: int) -> bool:
    before = sentence.hits[index - 1]
    if before.acts or sentence.words(before.end, sentence.hits[index].start):
        return False
    return before.name is not None or Cue.GROUP in before.cues


def _after(sentence: Sentence, place: int) -> Iterator[Governor]:
    """Yield what governs the act from behind: `unterzeichnen will`, `ratifiziert werden soll`."""
    near = sentence.hits[place]
    passed = False
    for hit in sentence.hits[place + 1 :]:
        if hit.mark or hit.acts or sentence.words(near.end, hit.start) > _AFTER:
            return
        if hit.mention or Cue.ANAPHOR in hit.cues:
            near, passed = hit, True
            continue
        cues = hit.cues & (_DENIAL if passed else OPERATORS)
        if cues:
            yield Governor(hit, cues, 0, after=True)


def joined(sentence: Sentence, place: int) -> int | None:
    """Return the place of an earlier act to which this one is joined: `sign and ratify`, with no doer between."""
    linked = False
    apposed = any(form is Form.PASSIVE for _, form in sentence.hits[place].acts)
    for index in range(place - 1, -1, -1):
        hit = sentence.hits[index]
        if ends(hit) and not (hit.mark and linked):
            return None
        if hit.name or Cue.GROUP in hit.cues or (hit.mention and apposed):
            return None
        if Cue.AND in hit.cues or hit.mark == ",":
            linked = True
            apposed = apposed and hit.mark == ","
        elif hit.acts:
            return index if linked or sentence.words(hit.end, sentence.hits[place].start) == 0 else None
    return None


@dataclass(frozen=True, slots=True)
class Thing:
    """Say to what an act is done: a treaty by name, a word that stands for one, something else, or nothing said."""

    treaty: str | None = None
    stands_for: bool = False
    """A word such as `the convention`."""
    other: Hit | None = None
    bill: Hit | None = None
    hit: Hit | None = None


_JOINED = 3  # words between two verbs that share an object: `signed and later ratified`
_NEAR_OTHER = 7  # words after a verb within which a thing that is no treaty is its object


def thing(sentence: Sentence, place: int, passive: bool) -> Thing:
    """Return what the act at this place is done to: first what follows it, otherwise what comes before.

    What a passive or a noun is done to may stand before it, so that of things behind it only a near one counts.
    """
    hits = sentence.hits
    here = hits[place]
    if (signed := _described(sentence, place)) is not None:
        return Thing(other=signed)
    near = 3 if passive else _NEAR_OTHER
    after: Thing | None = None
    bill: Hit | None = None
    for hit in hits[place + 1 :]:
        if hit.mark == ";" or hit.cues & {Cue.RELATIVE, Cue.BOUNDARY}:
            break
        distance = sentence.words(here.end, hit.start)
        if hit.mention:
            if after is not None and after.other is not None and not _apposed(sentence, after.other, hit):
                return after
            if not (_is_noun(here) or after) and (link := _elsewhere(sentence, place, hit)) is not None:
                return Thing(other=link)
            if (other := _compound(sentence, hit)) is not None:
                return Thing(bill=other) if Cue.BILL in other.cues else Thing(other=other)
            return Thing(treaty=_last_of(sentence, hit, hit.mention).treaty, bill=bill, hit=hit)
        if hit.acts and after is None and bill is None and distance > _JOINED:
            break
        if Cue.BILL in hit.cues and distance <= _NEAR_OTHER and bill is None:
            bill = hit
        elif (
            (Cue.OTHER in hit.cues or hit.lookalike) and distance <= near and not (after or bill or hit.acts)
        ):
            after = Thing(other=hit)
        elif Cue.ANAPHOR in hit.cues and after is None:
            after = Thing(stands_for=True, bill=bill, hit=hit)
    if after is not None:
        return after
    if bill is not None:
        return Thing(bill=bill)
    it = place + 1 < len(hits) and Cue.PRONOUN in hits[place + 1].cues and not _is_noun(here)
    for hit in reversed(hits[:place]):
        if it and Cue.BILL in hit.cues:
            return Thing(bill=hit)
        if hit.mention:
            if (it or sentence.language.verb_last) and (named := _bill_on(sentence, hit)) is not None:
                return Thing(treaty=hit.mention.treaty, bill=named, hit=hit)
            return Thing(treaty=hit.mention.treaty, hit=hit)
        if Cue.ANAPHOR in hit.cues:
            return Thing(stands_for=True, hit=hit)
    return Thing()


def _bill_on(sentence: Sentence, name: Hit) -> Hit | None:
    """Return the bill about a treaty, for which a later `it` stands: `a bill on withdrawal from the treaty`."""
    for hit in reversed(sentence.hits):
        if hit.start >= name.start:
            continue
        if hit.mark or hit.mention or Cue.BOUNDARY in hit.cues:
            return None
        if Cue.BILL in hit.cues:
            return hit
    return None


def _described(sentence: Sentence, place: int) -> Hit | None:
    """Return the thing that a participle right behind describes: `a petition signed by`."""
    before = sentence.hits[place - 1] if place else None
    if before is None or not any(form is Form.PASSIVE for _, form in sentence.hits[place].acts):
        return None
    thing_ = Cue.OTHER in before.cues and Cue.ANAPHOR not in before.cues and not before.acts
    return before if thing_ and not sentence.text[before.end : sentence.hits[place].start].strip() else None


def _elsewhere(sentence: Sentence, place: int, name: Hit) -> Hit | None:
    """Return the preposition that keeps a name from being the object: `approved new rules under the convention`.

    Words between the verb and the preposition that nobody here knows are taken for the object.
    """
    here = sentence.hits[place]
    link: Hit | None = None
    known = 0
    for hit in sentence.hits[place + 1 :]:
        if hit is name:
            break
        if link is not None:
            known += sentence.words(link.start, link.end)
        link = hit
    if link is None or Cue.APART not in link.cues or link.cues & {Cue.TO, Cue.OF, Cue.BY, Cue.BILL}:
        return None
    if sentence.language.script in {"arabic", "han"} or sentence.words(link.end, name.start) > 1:
        return None
    return link if sentence.words(here.end, link.start) > known else None


def _last_of(sentence: Sentence, name: Hit, meant: Mention) -> Mention:
    """Return the treaty that a chain of names means: the last of `the Budapest Convention's Second Protocol`."""
    end = name.end
    for hit in sentence.hits:
        if hit.start >= end and hit.mention and sentence.text[end : hit.start].strip() == "'s":
            meant, end = hit.mention, hit.end
    return meant


def _compound(sentence: Sentence, name: Hit) -> Hit | None:
    """Return the thing that a treaty's name only describes: `the Hanoi Convention talks`."""
    for hit in sentence.hits:
        if hit.start >= name.end:
            if hit.cues & {Cue.OTHER, Cue.BILL} and not sentence.text[name.end : hit.start].strip():
                return hit
            return None
    return None


def _apposed(sentence: Sentence, other: Hit, name: Hit) -> bool:
    """Say whether a name explains the thing before it: `an agreement, the Hanoi Convention`."""
    return "," in sentence.text[other.end : name.start] and sentence.words(other.end, name.start) <= 2
