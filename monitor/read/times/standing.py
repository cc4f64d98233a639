"""Tell news from where things stand: who has signed so far, who alone, and what is still missing."""

from __future__ import annotations

from monitor.model import CONSENT
from monitor.read.act import Act
from monitor.read.doers.counts import in_part
from monitor.read.hits import RELATIVES, holds
from monitor.read.kinds import Cue, Form
from monitor.read.sentence import Sentence
from monitor.read.times.fresh import is_fresh

_SO = frozenset({Cue.SOLE, Cue.SOFAR})
_MISSING = frozenset({Cue.UNDONE, Cue.NEGATION})


def stands_so(act: Act) -> bool:
    """Say whether an act is told as where things stand: `only Peru has signed`, `Peru alone`, `two of the five`."""
    sentence, place, who = act.sentence, act.place, act.who
    hits = sentence.hits
    if told_as_state(sentence) and not who.codes:
        return True  # `70 have signed so far`
    for index, hit in () if sentence.cues.isdisjoint(_SO) else enumerate(hits):
        if hit.cues & _SO:
            sole = _only_those(sentence, index, place)
            first, last = sorted((index, place))
            if (sole or Cue.SOFAR in hit.cues) and not any(one.ends for one in hits[first + 1 : last]):
                return True
    by_many = who.how == "by" and who.count is not None and act.here.action in CONSENT
    # `a treaty ratified by 80 countries`, `has been ratified by 80 countries, including Peru`
    told = by_many and (Cue.ANAPHOR in act.before.cues or holds(hits[place:], Cue.INCLUDING))
    if not sentence.heads and (told or _totals(sentence, place) or _rolled(sentence, place)):
        return True
    return in_part(sentence, place) and not holds(hits[:place], Cue.BECOME)


def _totals(sentence: Sentence, place: int) -> bool:
    """Say whether passives tell how far a treaty has come: `has been signed by 72 States and ratified by Qatar`."""
    told = [at for at, hit in enumerate(sentence.hits) if hit.has(Form.PASSIVE)]
    if place not in told[:2] or len(told) < 2:
        return False
    between = sentence.hits[told[0] : told[1]]
    return holds(between, Cue.GROUP) and holds(between, Cue.BY) and sentence.hits[told[1]].action in CONSENT


def _rolled(sentence: Sentence, place: int) -> bool:
    """Say whether a passive counts all who have done it so far: `has been ratified by six countries: Peru, ...`."""
    by, many, group, colon = (sentence.at(place + step) for step in range(1, 5))
    counted = many.number is not None and Cue.GROUP in group.cues and sentence.near(many, group)
    return counted and Cue.BY in by.cues and sentence.colon(colon)


def _only_those(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether a word such as `only` is said of those who do the act: `only Peru`, `only two`, `the only ones`."""
    here, after, behind = sentence.hits[index], sentence.at(index + 1), sentence.at(index + 2)
    if after.name and sentence.near(here, after):
        return True
    has = Cue.TO in sentence.at(place - 1).cues and sentence.hits[place].has(Form.DONE)
    if has and index < place and Cue.AUX in sentence.at(index - 1).cues:
        return True  # `Peru is the only State in the region to have ratified it`
    if index > place or not sentence.near(here, after, 1):
        return False
    if after.number is not None:
        return bool(behind.cues & {Cue.GROUP, Cue.SINGLE} or behind.mark or behind.name)
    return not after.cues.isdisjoint(RELATIVES | {Cue.TO})


def told_as_state(sentence: Sentence) -> bool:
    """Say whether a sentence tells where things stand; that many *have now* signed is news in a heading."""
    return any(
        Cue.STALE in hit.cues and not (sentence.heads and Cue.REACH in hit.cues) for hit in sentence.hits
    )


def lacking(sentence: Sentence, place: int) -> bool:
    """Say whether the sentence goes on to what is still missing: `has signed the treaty but not ratified it`."""
    if sentence.cues.isdisjoint(_MISSING):
        return False
    linked = False
    for index, hit in sentence.rightward(place):
        linked = linked or bool(hit.cues & {Cue.AND, Cue.BOUNDARY})
        if linked and not hit.cues.isdisjoint(_MISSING):
            behind = sentence.hits[index + 1 : index + 4]
            lacks = next((one.form for one in behind if one.action in CONSENT), None)
            if lacks is not None:
                does = sentence.heads and lacks is Form.BARE  # `signs but does not ratify`
                return not (does or is_fresh(sentence, place))
        if hit.name and linked:
            return False
    return False
