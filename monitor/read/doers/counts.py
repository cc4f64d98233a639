"""Count those who do an act: `72 member states`, `the 60th State to ratify`, `bringing the number of parties to 83`."""

from __future__ import annotations

from itertools import pairwise

from monitor.read.governor import OPEN
from monitor.read.hits import RELATIVES, Action, Cue, Form, holds, until
from monitor.read.sentence import Sentence, Word

_TALLY = 2  # no tally is as low
_TO_NUMBER = frozenset({Cue.TO, Cue.APART, Cue.PLACE, Cue.MANY, Cue.ANAPHOR, Cue.GROUP})
"""Kinds of words between a word for coming to a number and the number."""
_TOLD_OF = frozenset({Cue.GROUP, Cue.ANAPHOR, Cue.RELATIVE, Cue.THAT, Cue.MANY})
"""Kinds of words by which those are told of who do the act."""
_NUMBER = 4  # words between a number and the group that it counts


def raised(sentence: Sentence, place: int) -> int | None:
    """Return the number to which that of an act's doers has come: `bringing the number of parties to 83`."""
    if Cue.REACH not in sentence.cues:
        return None
    before, here = sentence.at(place - 1), sentence.hits[place]
    total, verb = sentence.at(place - 2), sentence.at(place - 3)
    if Cue.OF in before.cues and Cue.REACH in verb.cues:
        return total.number  # `brings to 83 the number of parties`
    if Cue.REACH not in before.cues:
        return None
    to = sentence.links(here)
    for hit in sentence.hits[place + 1 :]:
        if hit.mark or hit.acts:
            break
        if hit.number is not None:
            return hit.number if to else None
        to = bool(hit.cues & {Cue.TO, Cue.PLACE, Cue.APART})
    return None


def rank_of(word: Word) -> int | None:
    """Return which in order an act or its unnamed doer is: `the 60th ratification`, `the 60th State ratifies`."""
    sentence, place, form = word.sentence, word.place, word.form
    if form is Form.NOUN and place:
        return sentence.hits[place - 1].ordinal
    for index, hit in sentence.leftward(place) if form is not Form.BARE else ():
        if hit.mark or Cue.BOUNDARY in hit.cues or hit.acts:
            break
        if Cue.SINGLE in hit.cues:
            return sentence.at(index - 1).ordinal
    return None


def tallied(sentence: Sentence) -> int | None:
    """Return the number to which a tally has come, with no word for what it counts: `taking the tally to 61`."""
    for index, hit in enumerate(sentence.hits) if Cue.REACH in sentence.cues else ():
        for at, after in sentence.rightward(index) if Cue.REACH in hit.cues else ():
            if after.number is not None:
                behind = sentence.at(at + 1)
                gap = sentence.trail(at).strip(".\"'”»")
                counts = not behind or behind.mark or behind.cues & {Cue.GROUP, Cue.AND, Cue.BOUNDARY}
                return after.number if counts and not gap and after.number > _TALLY else None
            if not after.cues & _TO_NUMBER or after.acts:
                break
    return None


def only_counts(sentence: Sentence, place: int) -> bool:
    """Say whether a heading is but a number of acts, with no verb: `72 signatures for the Hanoi Convention`."""
    hits = sentence.hits
    if not sentence.heads or not place or sentence.cues & (OPEN | {Cue.PLAN}):
        return False
    counts = (hit.number not in {None, 1} or hit.ordinal or Cue.MANY in hit.cues for hit in hits[:place])
    return all(counts)


def reached(sentence: Sentence, place: int) -> int | None:
    """Return the number that those have come to who do an act told of them: `the States that signed rise to 74`.

    The word for coming to it stands behind them (`接受协定的成员增至95个`) or before (`عدد من قبلوه 104`).
    """
    hits = sentence.hits
    if Cue.REACH not in sentence.cues:
        return None
    before = list(until(reversed(hits[:place]), lambda hit: bool(hit.mark)))
    if holds(before, Cue.DEPOSIT) and any(hit.state for hit in before):
        return None  # `Peru deposited its acceptance raising the number to 9`
    grouped = sentence.at(place - 1).mark == "," and Cue.GROUP in sentence.at(place - 2).cues
    for index, hit in sentence.rightward(place):
        if Cue.REACH in hit.cues and sentence.language.agglutinates:  # `批准国が81カ国に達した`
            return sentence.nearest(index, lambda one: one.number is not None).number
        if Cue.REACH in hit.cues:
            after = sentence.at(index + 1)
            return (sentence.at(index + 2) if after.cues & {Cue.TO, Cue.MANY} else after).number
        counts = sentence.language.agglutinates and hit.number is not None
        told = counts or hit.mention or hit.cues & (_TOLD_OF | {Cue.TO, Cue.OF, Cue.APART})
        if not (told or (grouped and hit.mark == ",")):
            break
    kinds = _TOLD_OF | {Cue.DEPOSIT, Cue.INSTRUMENT, Cue.REACH}
    if not holds(until(before, lambda hit: not hit.cues & kinds), Cue.REACH):
        return None
    behind = until(hits[place + 1 :], lambda hit: hit.mark or hit.acts)
    return next((hit.number for hit in behind if hit.number is not None), None)


def becoming(sentence: Sentence, place: int) -> int | None:
    """Return where a phrase begins that tells but what its doer becomes by another act: `, making it the 40th party`.

    It stands behind a comma, an `and`, or the treaty: `will sign the Convention as the first to do so`.
    """
    clause = True  # of the act alone: `, став первой страной, подписавшей ее`
    for index, hit in sentence.leftward(place):
        clause = clause and bool(hit.mark == "," or hit.cues & RELATIVES or Cue.PRONOUN in hit.cues)
        if clause:
            continue
        first = sentence.hits[index + 1]
        if hit.mark or hit.treaty or Cue.AND in hit.cues:
            # `will ratify it, which Peru was among the first to sign`
            named = first.name or (Cue.RELATIVE in first.cues and sentence.at(index + 2).state)
            told = named and sentence.near(hit, first, 0)
            opens = hit.mark == "," and not told if hit.mark else Cue.BECOME in first.cues
            return index if opens and holds(sentence.hits[index + 1 : place + 1], Cue.BECOME) else None
    return None


def tells_rank(sentence: Sentence, place: int) -> bool:
    """Say whether the act here only tells in which order one did it: `40-я страна, ратифицировавшая`, `第40个批准`.

    Between commas that is said in passing: `Chad, the 40th State that ratified it, hosts`.
    """
    hits, at = sentence.hits, place - 1
    while at > 0 and not hits[at].cues.isdisjoint(RELATIVES):
        at -= 1
    if at > 0 and hits[at].mark == "," and sentence.language.script == "cyrillic":
        at -= 1
        while at and (hits[at].number is not None or hits[at].cues & {Cue.GROUP, Cue.WAS}):
            at -= 1  # `стала одной из 72 стран, подписавших`
        if Cue.BECOME in hits[at].cues:
            return sentence.at(at - 1).mark != ","  # `первой страной, подписавшей`
    first, here = at - 1, sentence.at(at)
    before = sentence.at(first)
    if sentence.unspaced:
        first, order = at, sentence.in_order(here)
    elif Cue.SINGLE in here.cues:
        order = before.ordinal is not None
    else:
        order = here.number is not None and not before.cues.isdisjoint({Cue.SINGLE, Cue.BECOME})
    return order and sentence.at(first - 1).mark != ","


def count_of(sentence: Sentence, index: int) -> int | None:
    """Return the number that counts the group at this index: `72 member states`, `sixty-five nations`."""
    group = sentence.hits[index]
    total: int | None = None
    for before, hit in sentence.leftward(index):
        if hit.number is None:
            if total is not None:
                part = sentence.at(before - 1)  # `seven of the eleven`
                shares = part.number is not None and Cue.OF in hit.cues and sentence.near(part, hit)
                return part.number if shares else total
            beside = hit.name is not None and sentence.near(hit, group)  # `ten EU states`
            if hit.month or hit.mark or (hit.name and not beside) or hit.acts or hit.mention:
                break
            continue
        if total is None:
            if not sentence.near(hit, group, _NUMBER):
                break
            total = hit.number
        elif hit.number > total and hit.number % 10 == 0:
            total += hit.number
        else:
            break
    return total


def is_rank(sentence: Sentence, index: int) -> bool:
    """Say whether the number at this index tells which in order somebody became: `成为第98个`."""
    # `第98个批准国：蒙古国`
    return sentence.in_order(sentence.hits[index]) or Cue.BECOME in sentence.at(index - 1).cues


def in_part(sentence: Sentence, index: int) -> bool:
    """Say whether those who do the act at this index are counted as a share: `seven of the eleven have signed`.

    Those who act together with the State whose they are make no share: `the EU and seven of its members`.
    """
    hits = sentence.hits[:index]
    out_of = ((Action.WITHDRAWAL, Form.BARE),)  # which is a way to leave, too: `64 countries out of 90`
    if any(link.acts == out_of and whole.number is not None for link, whole in pairwise(hits)):
        return True
    if Cue.OF not in sentence.cues:
        return False
    whole, who = sentence.at(1), sentence.at(2)
    if Cue.OF in sentence.hits[0].cues and not sentence.words(sentence.start, sentence.hits[0].start):
        named = bool(who.cues & {Cue.GROUP}) or who.has(Form.AGENT)
        if index > 2 and whole.number is not None and named:  # `Of the 74 signatories, three have ratified`
            return True
    return any(
        one.number
        and Cue.OF in link.cues
        and (whole.number or Cue.GROUP in whole.cues)
        and not (at > 1 and Cue.AND in hits[at - 1].cues and hits[at - 2].name)
        for at, (one, link, whole) in enumerate(zip(hits, hits[1:], hits[2:], strict=False))
        if sentence.near(one, link)
    )


def titles_state(sentence: Sentence, index: int) -> bool:
    """Say whether a word for a State is the title of the name behind it: `the State of Libya` without `of`."""
    here, after = sentence.hits[index], sentence.at(index + 1)
    return Cue.ROLE in here.cues and after.name is not None and count_of(sentence, index) is None
