"""Tell an act that only describes somebody or the treaty from one that a sentence tells."""

from __future__ import annotations

from monitor.model import CONSENT
from monitor.read.act import Act
from monitor.read.hits import NONE, holds, until
from monitor.read.kinds import Cue, Form
from monitor.read.sentence import Sentence
from monitor.read.times.fresh import is_fresh

_ELSE = frozenset({Cue.AND, Cue.AUX, Cue.BOUNDARY, Cue.AFTER, Cue.HISTORY, Cue.CONDITION})
"""Kinds of words behind which something else is told."""
_LEAD = 2  # words before a treaty; more tell something of it
_TOLD = 2  # words behind an aside that tell something


def in_passing(act: Act) -> bool:
    """Say whether the act only describes a name or the treaty: `Cuba, a signatory of the treaty, ...`."""
    sentence, place, form, after = act.sentence, act.place, act.form, act.after
    if form is Form.AGENT and act.who.how == "count" and all(one.cues <= {Cue.AUX} for one in act.ruling):
        return _counted(act)
    of_treaty = after.treaty and not is_fresh(sentence, place)
    said = sentence.text[act.here.start : after.start].rstrip("《〈「“ ")
    if of_treaty and said.endswith(sentence.language.possessive):
        return True  # `智利签署的《公约》`
    if form is Form.PASSIVE:
        return _participle(act)
    if form is Form.AGENT and any(hit.mark == "," for hit in sentence.hits[max(0, place - 2) : place]):
        return not act.who.group
    if form is Form.AGENT and _does_more(sentence, place):
        return True
    if form is Form.DONE and sentence.language.bracketed and act.governed(Cue.BY):
        # `das von Kenia unterzeichnete Abkommen`
        return of_treaty and sentence.near(act.here, after)
    # `the only one to have signed it`
    return (form is not Form.DONE or Cue.TO in act.before.cues) and _apposed(sentence, place)


def _counted(act: Act) -> bool:
    """Say whether parties are only counted: `the treaty has 81 parties`, in a text also `66 States are parties`."""
    counted = [hit for hit in act.sentence.hits[: act.place] if hit.number is None]
    bound = act.here.action in CONSENT and not act.sentence.heads
    return bool(counted) and (bound or counted[-1].mention is not None or Cue.PRONOUN in counted[-1].cues)


def _participle(act: Act) -> bool:
    """Say whether a participle only describes the treaty: `the Hanoi Convention (signed by 72 States)`."""
    sentence, place = act.sentence, act.place
    if sentence.arabic and sentence.said(act.here).startswith(sentence.language.definite):
        return not _has_fresh_day(sentence, place)  # `الاتفاقية الموقعة`
    # `the Convention, signed by the minister in October, goes to parliament`
    apposed = act.before.mark == "," and sentence.at(place - 2).mention is not None
    bracket = sentence.text[sentence.start : act.here.start].endswith(("(", "["))
    aside = bracket or (apposed and act.who.how == "carried")
    return aside or _reduced(sentence, place) or _apposed(sentence, place)


def _does_more(sentence: Sentence, place: int) -> bool:
    """Say whether those who did the act are named so for what they do now: `becomes the first signatory to ratify`."""
    here = sentence.hits[place]
    behind = sentence.hits[place + 1 :]
    named = until(behind, lambda hit: hit.mark or hit.treaty or hit.name or hit.cues & _ELSE)
    return any(hit.acts and hit.action is not here.action for hit in named)


def _has_fresh_day(sentence: Sentence, place: int) -> bool:
    """Say whether a day of the news stands behind a participle: `the treaty signed on Monday`."""
    return holds(until(sentence.hits[place:], lambda hit: hit.mark), Cue.FRESH)


def _reduced(sentence: Sentence, place: int) -> bool:
    """Say whether a participle only describes the treaty: `the convention signed by the EU exempts defence`."""
    hits, after = sentence.hits, sentence.at(place + 1)
    first = _first_participle(sentence, place)
    comma = sentence.at(first - 1).mark == ","
    at = first - 1 - comma
    name, known = sentence.at(at), hits[first].acts
    by = name.treaty and (Cue.BY in after.cues or (sentence.language.free_order and after.state))
    apart = not sentence.near(sentence.at(first - 1), hits[first], 0 if known else 1)
    if not by or apart or _has_fresh_day(sentence, place):
        return False
    if any(hit.acts and hit.finite for hit in until(reversed(hits[:at]), lambda hit: hit.mark)):
        return True  # `Peru ratifies the pact signed by Chile`, in a heading, too
    last = max((hit.end for hit in hits if hit.name or Cue.GROUP in hit.cues), default=0)
    told = sentence.words(last, sentence.end) > 1 and not (comma or sentence.language.verb_last)
    # `The course is on the pact signed by Chad`, but `the ceremony saw the pact signed by Chad`
    led = sentence.words(sentence.start, name.start) > _LEAD and Cue.ATTEND not in sentence.at(at - 1).cues
    return (told or led) and not sentence.heads


def _first_participle(sentence: Sentence, place: int) -> int:
    """Return where an unknown participle leads to this one: `the treaty championed by Peru and signed by Chad`."""
    if Cue.AND not in sentence.at(place - 1).cues:
        return place
    for index, hit in sentence.leftward(place - 1):
        if Cue.BY in hit.cues:
            return index
        if not (hit.name or hit.number is not None or hit.mark == "," or hit.cues & {Cue.AND, Cue.GROUP}):
            break
    return place


def _apposed(sentence: Sentence, place: int) -> bool:
    """Say whether the act stands between commas, before what the sentence tells: `Peru, the first to sign, ...`."""
    hits = sentence.hits
    begin = next((index for index, hit in sentence.leftward(place) if hit.mark == ","), 0)
    if not begin or hits[begin - 1].name is None or hits[begin + 1].cues.isdisjoint({Cue.BECOME, Cue.SOLE}):
        return False
    comma = next((hit for hit in hits[place:] if hit.mark == ","), NONE)
    if comma and any(hit.acts for hit in hits if hit.start > comma.start):
        return True
    told = bool(comma) and sentence.words(comma.end, sentence.end) >= _TOLD
    first = hits[begin + 1].ordinal is None  # `Peru, the 60th State to ratify, ...` made the number full
    return told and first and not sentence.heads and not is_fresh(sentence, place)
