"""Find who does an act where they stand before it, as a plain subject does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from monitor.read.doers.candidates import BUT_NOT, denied, has_members, may_do
from monitor.read.doers.counts import count_of
from monitor.read.doers.lists import NOBODY, Doers, cluster
from monitor.read.governor import other_object, relative
from monitor.read.hits import BODIES, CLAUSES, NONE, OUTSIDERS, Cue, Form, Hit
from monitor.read.sentence import Sentence, Word

SPOKEN = frozenset({Cue.APART, Cue.REACT, Cue.PRAISE})
"""Kinds of verbs by which one speaks of others."""
_BESIDE = frozenset({Cue.MANY, Cue.PLACE, Cue.TO, Cue.OF})
"""Kinds of words that may stand between such a verb and its object."""
_BETWEEN = frozenset({Cue.AND, Cue.ROLE, Cue.OF})
"""Kinds of words between the names of a list, or that tell whose an office is."""


def left_of(word: Word) -> Doers:
    """Return the subject before the act: `Kenya's parliament signed it`; or that only a body or an outsider does it."""
    sentence, place, form = word.sentence, word.place, word.form
    if form is Form.PASSIVE and _suffered(sentence, place):
        return NOBODY
    body: Cue | None = None
    stands_for = several = False
    other = other_object(sentence, place)
    for index, hit in _before(sentence, place):
        if Cue.INSTITUTION in hit.cues and body is None:
            body = Cue.INSTITUTION
        before = sentence.at(index - 1).cues if Cue.PRONOUN in hit.cues else frozenset()
        if Cue.RELATIVE in before:
            break  # `which the government signed`
        several = several or Cue.SEVERAL in hit.cues
        stands_for = stands_for or not before.isdisjoint(CLAUSES)
        if hit.cues & OUTSIDERS:
            comma = sentence.mark_before(index)
            closed = sentence.hits[comma].mark and any(one.mark for one in sentence.hits[index + 1 : place])
            if closed and sentence.hits[comma - 1].state:
                continue  # `Kenya, a country of 50 million people, signed`
            outside = Cue.OUTSIDER if Cue.OUTSIDER in hit.cues else Cue.ASSEMBLY
            # `groups say that the government erred when it signed`
            return NOBODY if stands_for else Doers(body=outside)
        if _has_other_part(sentence, index, place, other):
            continue
        if form in {Form.DONE, Form.PASSIVE} and _told_of(sentence, index):
            count = count_of(sentence, index)  # else only that it is somebody
            counted = Doers(group=True, count=count, how="before", place=index)
            return Doers(body=Cue.OUTSIDER) if count is None else counted
        owns = hit.state and form is Form.NOUN and _possessive(sentence, hit, sentence.hits[place])
        if (hit.name or (Cue.GROUP in hit.cues and not hit.acts)) and (owns or may_do(sentence, index)):
            found = cluster(sentence, index, -1, "before")
            found = _with_met(sentence, index, found) if several else found
            return replace(found, body=body or found.body)
    return Doers(body=body)


def _with_met(sentence: Sentence, index: int, who: Doers) -> Doers:
    """Add to the State here the only other one before it: `Chile met Peru and said they would sign`."""
    acting = (one for at, one in sentence.leftward(index) if one.state and may_do(sentence, at))
    others = {one.name.code for one in acting if one.name} - {*who.codes}
    return replace(who, codes=(*others, *who.codes)) if len(who.codes) == len(others) == 1 else who


def _before(sentence: Sentence, place: int) -> Iterator[tuple[int, Hit]]:
    """Yield what stands before an act in its clause, but for asides, `Chad, but not Togo,`."""
    excepts = sentence.cues >= BUT_NOT
    skipped = place
    for index, hit in sentence.leftward(place):
        if index > skipped:
            continue
        if hit.mark == "," and (opened := relative(sentence, index)) is not None:
            skipped = opened  # `Kenya, a party to which Chile sold ships, signed`
            continue
        but_not = excepts and (denied(sentence, index) or denied(sentence, index + 1))
        if but_not or (hit.ends and _heads_row(sentence, index)):
            continue
        if hit.ends:
            return
        yield index, hit


def _suffered(sentence: Sentence, place: int) -> bool:
    """Say whether the treaty is the subject of a passive verb: `months after the Convention was signed`."""
    here, before = sentence.hits[place], sentence.at(place - 1)
    named = before if Cue.AUX in here.cues else sentence.at(place - 2) if Cue.AUX in before.cues else NONE
    wished = Cue.WISHED in before.cues  # `urged that the Convention be ratified`
    return named.mention is not None and sentence.near(named, here, 1) and not wished


def _has_other_part(sentence: Sentence, index: int, place: int, other: int | None) -> bool:
    """Say whether a word before the act at `place` is no subject of it."""
    hits, hit = sentence.hits, sentence.hits[index]
    if other is not None and index <= other and _only_names(sentence, index, other):
        return True  # `visited China and Japan and signed it`
    if hit.state and (
        _addressed(sentence, index) or _takes_in(sentence, index) or _chairs(sentence, index, place)
    ):
        return True
    if hit.name and sentence.language.bracketed and _behind_subject(sentence, index):
        return True  # `Kenia hat China besucht und sie unterzeichnet`
    crowd = Cue.GROUP in hit.cues and Cue.AND in sentence.at(index + 1).cues
    # `to join the ranks of rich nations and ratify it`
    return crowd and sentence.near(hits[index + 1], hits[place])


def _takes_in(sentence: Sentence, index: int) -> bool:
    """Say whether a State's office only takes papers in: `deposited with the foreign ministry of Peru`."""
    office = index - 1
    while Cue.OF in sentence.at(office).cues:
        office -= 1
    link, role = sentence.at(office - 1), Cue.ROLE in sentence.at(office).cues
    handed = next((at for at, hit in enumerate(sentence.hits[:office]) if Cue.DEPOSIT in hit.cues), None)
    if handed is None or not role:
        return False
    # `a déposé auprès du ministère`
    named = any(hit.state for hit in sentence.hits[:handed])
    return bool(link.cues & ({Cue.PLACE, Cue.APART, Cue.OF} if named else {Cue.PLACE, Cue.APART}))


def _chairs(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether the State here only leads what acts: `a UN committee, chaired by Algeria, approved it`."""
    by = sentence.end_of_list(index, -1) - 1
    if by < 1 or Cue.BY not in sentence.hits[by].cues:
        return False
    before = sentence.nearest(by, lambda hit: not hit.mark and Cue.ATTEND not in hit.cues)
    if not sentence.strange(before, sentence.hits[by]):
        return False
    # `the talks, led by Algeria, ended with its approval`
    return bool(before.cues & OUTSIDERS) or (not before.may_act and sentence.hits[place].has(Form.NOUN))


def _addressed(sentence: Sentence, index: int) -> bool:
    """Say whether a State is only told what another does: `Kenya tells Peru's envoy that it will sign`."""
    between = {Cue.ROLE, Cue.FRESH, Cue.APART, Cue.THAT}
    it = next((hit for hit in sentence.hits[index + 1 : index + 6] if hit.cues.isdisjoint(between)), NONE)
    before = sentence.at(index - 1)
    listed = before.mark or Cue.AND in before.cues  # `Chile and Peru both`
    told = Cue.PRONOUN in it.cues and not listed
    return told and sentence.language.describes_before and any(hit.state for hit in sentence.hits[:index])


def _behind_subject(sentence: Sentence, index: int) -> bool:
    """Say whether a name stands right behind a verb whose subject opens the sentence: `Kenia hat China`."""
    subject, verb = sentence.at(index - 2), sentence.at(index - 1)
    it = Cue.PRONOUN in subject.cues
    opens = (it or subject.state) and sentence.words(sentence.start, subject.start) <= it
    return Cue.AUX in verb.cues and opens


def _only_names(sentence: Sentence, index: int, last: int) -> bool:
    """Say whether a list or somebody's office stands here: `China and Japan`, `the president of China`."""
    listed = sentence.hits[index : last + 1]
    names = all(hit.name or hit.mark == "," or not hit.cues.isdisjoint(_BETWEEN) for hit in listed)
    strange = (sentence.gap(one, two) for one, two in pairwise(listed) if sentence.strange(one, two))
    return names and all(gap in sentence.language.possessive for gap in strange)


def _told_of(sentence: Sentence, index: int) -> bool:
    """Say whether a clause tells of the group here what somebody before only speaks of: `praised the States that`."""
    if Cue.GROUP not in sentence.hits[index].cues or sentence.at(index + 1).cues.isdisjoint(CLAUSES):
        return False
    if Cue.PLACE in sentence.at(sentence.count_from(index) - 1).cues:
        return True  # `trains police from 20 States that signed`
    verb = sentence.nearest(index, lambda hit: hit.cues - _BESIDE)
    return not verb.cues.isdisjoint(SPOKEN)


def _heads_row(sentence: Sentence, colon: int) -> bool:
    """Say whether a colon only sets a State apart from its verb: `China: has neither signed nor ratified it`."""
    name, verb = sentence.at(colon - 1), sentence.at(colon + 1)
    if colon != 1 or not name.state or not sentence.colon(sentence.hits[colon]):
        return False
    told = verb.cues & {Cue.AUX, Cue.NEGATION, Cue.REFUSE} or verb.has(Form.DONE, Form.PASSIVE)
    return bool(told)


def _possessive(sentence: Sentence, one: Hit, other: Hit) -> bool:
    """Say whether the first owns the second: `Qatar's ratification`, `Qatar's historic ratification`."""
    gap = sentence.gap(one, other)  # `على مصر التصديق`: it is for Egypt to ratify
    if gap.startswith("'"):
        return sentence.after(one.end) is other
    return not gap and not sentence.arabic


def of_two_verbs(word: Word) -> Doers | None:
    """Return the State that opens a sentence of two verbs, the first of which has another for its object.

    `Kenya snubs Peru, ratifies the treaty`, `Kenya accuses Peru of hacking and ratifies the treaty`
    """
    sentence, place = word.sentence, word.place
    first, link, here = sentence.at(0), word.before, word.here
    arabic, after = sentence.arabic, Cue.AFTER in link.cues and word.form is Form.GERUND
    joined = sentence.text[: here.start].endswith(sentence.language.joined) if arabic else link.joint or after
    opens = first.state and not sentence.unknown(sentence.start, first.start) and may_do(sentence, 0)
    if not (joined and opens) or word.form in {Form.NOUN, Form.AGENT}:
        return None
    last = sentence.end_of_list(0, 1)
    rest = sentence.hits[last + 1 : place - (not arabic)]
    other = next((at for at in range(last + 1, place) if sentence.hits[at].state), None)
    if other is None or any(hit.mark or hit.ends or hit.cues & CLAUSES for hit in rest):
        return None
    if not (link.mark or after or _object(sentence, last, other)):
        return None
    codes = [hit.name.code for hit in sentence.hits[: last + 1] if hit.name]
    return Doers(tuple(dict.fromkeys(codes)), how="before", place=last, body=sentence.at(last + 1).body)


def _object(sentence: Sentence, subject: int, index: int) -> bool:
    """Say whether a State is the object of another verb: `Kenya accuses Peru of`, not `Kenya says Peru left`."""
    language, before, here = sentence.language, sentence.hits[subject:index], sentence.hits[index]
    known = any(
        hit.cues & {Cue.REACT, Cue.PRAISE, Cue.ATTEND} and " " not in sentence.said(hit) for hit in before
    )
    if sentence.owns(subject) or not (known or sentence.any_strange(subject, index)):
        return False
    behind = sentence.text[here.end : sentence.end].split(maxsplit=1)[:1]
    return not language.describes_before or sentence.small.issuperset(behind)


def head_of_clause(word: Word) -> Doers | None:
    """Return the State that the clause of the act is about, whatever it is before: `deals with Peru, which signed`.

    A body of that State may act for it: `deals with Peru, whose parliament ratified it`.
    """
    sentence = word.sentence
    if Cue.RELATIVE not in sentence.cues:
        return None
    told, body = word.form is not Form.NOUN, NONE  # but `which discussed the ratification`
    for index, hit in sentence.leftward(word.place):
        if Cue.RELATIVE in hit.cues:
            if Cue.RELATIVE in sentence.at(index - 1).cues:
                continue  # `, nước mà`
            return _head(sentence, index, body) if told else None
        if hit.cues & BODIES and not body:
            body = hit
            continue
        parts = hit.mark or hit.acts or (hit.mention and not sentence.language.verb_last)
        if parts or hit.may_act:
            return None
        told = told or not hit.cues.isdisjoint({Cue.DEPOSIT, Cue.PERFORM})
    return None


def _head(sentence: Sentence, clause: int, body: Hit) -> Doers | None:
    """Return the State right before a clause about it, and who of it acts there: `Peru, whose parliament`."""
    at = clause - 1
    if sentence.at(at).cues & BODIES and sentence.at(at - 1).mark == ",":
        at, body = at - 1, sentence.at(at)  # `Перу, парламент которого`
    at -= sentence.at(at).mark == ","
    state, link, office = (sentence.at(at - back) for back in (0, 1, 2))
    opening = min(sentence.hits[clause].start, sentence.at(at + 1).start)
    if state.name is None or not state.state or sentence.text[state.end : opening].strip(" ,"):
        return None
    of = sentence.language.verb_last and Cue.OF in link.cues  # `der erste Staat der EU, der`
    person = sentence.strange(office, link) if of else Cue.ROLE in office.cues
    if person or has_members(sentence, at):
        return None  # `Ghana's envoy to Peru, who signed it`
    found, codes = cluster(sentence, at, -1, "before"), tuple(state.name.code.split(","))
    if not found.codes or found.codes[-1] not in codes:
        found = Doers(codes, how="before", place=at)
    return replace(found, body=body.body)
