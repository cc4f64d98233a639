"""Name those who are counted, and count those among whom one is named: `Ghana and Togo: both have ratified`."""

from __future__ import annotations

from itertools import takewhile

from msgspec.structs import replace

from monitor.read.doers.counts import count_of
from monitor.read.doers.lists import NOBODY, Doers, cluster, joins
from monitor.read.hits import CLAUSES
from monitor.read.kinds import Cue, Form
from monitor.read.sentence import Sentence

_ELSE = frozenset({Cue.BOUNDARY, Cue.AND, Cue.STALE, Cue.SOFAR})
"""Kinds of words behind which those counted are others than those who speak."""
_PAIR = 2  # States, whom `two States` may not mean


def full_with(sentence: Sentence, who: Doers, form: Form) -> Doers:
    """Return those counted by name if as many are listed, or with whom they are: `With Peru, 41 have ratified`."""
    counted = who.group and not who.codes and who.place > 0
    listed = (before_colon(sentence, who.place) or _spoken_for(sentence, who.place)).codes if counted else ()
    listed = listed or (_listed_behind(sentence, who) if who.group and not who.codes and who.count else ())
    if len(listed) > 1 and len(listed) == who.count and form is not Form.AGENT:
        return Doers(listed, how="list", place=who.place)  # `Ghana, Togo and Chad: all three have ratified`
    told = form in {Form.DONE, Form.PASSIVE, Form.AGENT} or Cue.REACH in sentence.cues
    if who.count is None or who.how == "by" or not told or Cue.COMPANY not in sentence.cues:
        return who
    for index, hit in enumerate(sentence.hits):
        first = sentence.at(index + 1)
        opens = Cue.COMPANY in hit.cues and (not index or sentence.at(index - 1).mark == ";")
        if opens and first.state and sentence.near(hit, first, 1) and _untold(sentence, index):
            codes = cluster(sentence, index + 1, 1).codes
            return replace(who, codes=codes, how="reached") if set(who.codes) <= set(codes) else who
    return who


def _untold(sentence: Sentence, link: int) -> bool:
    """Say whether nothing is told of those listed here: `With Peru, 41`, but `With Peru's help, 41`."""
    listed = takewhile(lambda one: one[1].state or joins(one[1]), sentence.rightward(link))
    last = max(index for index, hit in listed if hit.state)
    after = sentence.at(last + 1)
    parts = after.cues & {Cue.PLACE, Cue.APART, Cue.FOR, Cue.BY}
    closed = after.mark == "," if sentence.language.describes_before else not parts
    return closed and not sentence.any_strange(link + 1, last + 1)


def before_colon(sentence: Sentence, place: int) -> Doers:
    """Return those listed before the colon behind which others stand for them: `Ghana and Togo: both have ratified`."""
    for index, hit in sentence.leftward(place):
        if hit.mark == ";":
            colon = sentence.colon(hit) and sentence.at(index - 1).state
            return cluster(sentence, index - 1, -1, "list") if colon else NOBODY
    return NOBODY


def _spoken_for(sentence: Sentence, place: int) -> Doers:
    """Return those listed who say what the ones counted here do: `Peru, Chad and Mali said the three would sign`."""
    after = sentence.at(place + 1)
    for index, hit in sentence.leftward(place):
        if hit.acts or hit.mark == ";" or hit.cues & _ELSE or CLAUSES & after.cues:
            break
        if hit.state and len((listed := cluster(sentence, index, -1, "list")).codes) > _PAIR:
            return listed
    return NOBODY


def _listed_behind(sentence: Sentence, who: Doers) -> tuple[str, ...]:
    """Return those listed in brackets or at the end: `Dos países la han firmado y van a ratificarla: Cuba y Perú`."""
    for index, hit in sentence.rightward(max(who.place, 0)):
        if hit.state and sentence.gap(sentence.hits[index - 1], hit).startswith("("):
            return cluster(sentence, index, 1, "list").codes
        if hit.mark == ";":
            first = sentence.at(index + 1)
            opens = sentence.colon(hit) and first.state and sentence.near(hit, first, 1)
            ends_with = opens and not any(one.acts or one.mention for one in sentence.hits[index:])
            return cluster(sentence, index + 1, 1, "list").codes if ends_with else ()
    return ()


def among(sentence: Sentence, who: Doers, place: int) -> int | None:
    """Return how many did what the doer did as one of them: `Peru is among the 72 countries that signed`.

    Of whom one is the first, they have not: `the first of 72 to ratify it`, `72个签署国中首个`.
    """
    if not who.codes or who.place < 0 or Cue.BECOME not in sentence.cues:
        return None
    one_of = False
    for index, hit in enumerate(sentence.hits[who.place + 1 : place], who.place + 1):
        one_of_them = sentence.text.startswith(sentence.language.partitive, hit.end)
        if one_of_them or (not one_of and _first_of(sentence, index)):
            return None
        if Cue.BECOME in hit.cues and Cue.SOLE in sentence.at(index - 1).cues:
            return None  # `the only one of the five to ratify it`
        one_of = one_of or Cue.BECOME in hit.cues
        if one_of and Cue.GROUP in hit.cues and not hit.acts and (count := count_of(sentence, index)):
            return count
    return None


def _first_of(sentence: Sentence, index: int) -> bool:
    """Say whether somebody becomes the first of many here, which the many do not: `the first of 74 to ratify it`."""
    here, link = sentence.hits[index], sentence.hits[index + 1]
    of = Cue.OF in link.cues or link.has(Form.BARE)  # `the first out of 74`
    # `was the first`, `became the first`
    first = Cue.WAS in here.cues or bool(sentence.strange(here, link))
    return Cue.BECOME in here.cues and of and first
