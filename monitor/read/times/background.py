"""Tell news from history: which acts a text tells as background."""

from __future__ import annotations

from itertools import dropwhile

from monitor.model import CONSENT
from monitor.read.asides import epithet
from monitor.read.doers.counts import in_part
from monitor.read.doers.lists import Doers
from monitor.read.governor import Governor, ends
from monitor.read.hits import NONE, Hit, Sentence, holds, until
from monitor.read.kinds import Action, Cue, Form

_MISSING = frozenset({Cue.UNDONE, Cue.NEGATION})
_COUNTED = frozenset({Cue.GROUP, Cue.SINGLE})
_CLAUSE = frozenset({Cue.THAT, Cue.RELATIVE, Cue.TO, Cue.AUX})
"""Kinds of words that go on to what those just named do: `the only country that`."""
_ELSE = frozenset({Cue.AND, Cue.AUX, Cue.BOUNDARY, Cue.AFTER, Cue.HISTORY, Cue.CONDITION})
"""Kinds of words behind which something else is told."""
_DATED = 16  # words between an act and the day that dates it
_TOLD = 3  # words behind an aside that tell something
_AFTER = 9  # words after an act within which `two years ago` dates it


def is_background(sentence: Sentence, place: int, who: Doers) -> bool:
    """Say whether the act at this place is told as history or as a state of play."""
    if Cue.HISTORY not in sentence.cues:
        return who.how == "table"
    hits = sentence.hits
    here, described = hits[place], epithet(sentence, place)
    for at, hit in enumerate(hits[place + 1 :], place + 1):
        if hit.start < described.start:
            continue  # `批准了智利去年签署的《公约》`
        heads = sentence.field == "title" and not (
            sentence.language.bracketed or sentence.language.script == "han"
        )
        if ((ends(hit) or hit.mark) and not heads) or not sentence.near(here, hit, _AFTER):
            break
        if _looks_back(hit) and not (hit.acts or _owned(sentence, at)):
            return True
    return who.how == "table" or _long_since(sentence, place)


def stands_so(sentence: Sentence, place: int, who: Doers) -> bool:
    """Say whether an act is told as where things stand: `only Peru has signed`, `Peru alone`, `two of the five`."""
    hits = sentence.hits
    if told_as_state(sentence) and (not who.codes or holds(hits, Cue.INCLUDING)):
        return True  # `70 have signed so far`, `as of May, 63 countries, including Peru, have`
    if Cue.SOFAR in sentence.cues or Cue.SOLE in sentence.cues:
        for index, hit in enumerate(hits):
            sole = Cue.SOLE in hit.cues and _alone(sentence, index, place)
            if (sole or Cue.SOFAR in hit.cues) and not _parted(sentence, index, place):
                return True
    by_many = who.how == "by" and who.count is not None and hits[place].action in CONSENT
    if by_many and sentence.field != "title":
        before = sentence.at(place - 1)
        described = Cue.ANAPHOR in before.cues and sentence.near(before, hits[place], 1)
        if described or holds(hits[place:], Cue.INCLUDING):
            return True  # `a treaty ratified by 80 countries`, `has been ratified by 80 countries, including Peru`
    if sentence.field != "title" and _totals(sentence, place):
        return True
    return in_part(sentence, place) and not holds(hits[:place], Cue.BECOME)


def _totals(sentence: Sentence, place: int) -> bool:
    """Say whether passives tell how far a treaty has come: `has been signed by 72 States and ratified by Qatar`."""
    told = [at for at, hit in enumerate(sentence.hits) if hit.has(Form.PASSIVE) and not hit.mention]
    if place not in told[:2] or len(told) < 2 or sentence.hits[told[0]].action is not Action.SIGNATURE:
        return False
    between = sentence.hits[told[0] : told[1]]
    counts = holds(between, Cue.GROUP) and any(hit.number is not None for hit in between)
    return counts and holds(between, Cue.AND) and sentence.hits[told[1]].action in CONSENT


def _alone(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether a word such as `only` is said of those who do the act: `only Peru`, `only two`, `the only ones`."""
    here, after, behind = sentence.hits[index], sentence.at(index + 1), sentence.at(index + 2)
    if after.name and sentence.near(here, after):
        return True
    if index > place or not sentence.near(here, after, 1):
        return False
    if after.number is not None:
        return bool(behind.cues & _COUNTED or behind.mark or behind.name or behind.acts)
    counted = not after.cues.isdisjoint(_COUNTED)
    clause = behind if counted else after
    clause = sentence.at(index + 3) if counted and behind.mark == "," else clause
    return bool(clause.cues & _CLAUSE) or (counted and bool(clause.acts))


def told_as_state(sentence: Sentence) -> bool:
    """Say whether a sentence tells where things stand; that many *have now* signed is news in a heading."""
    heads = sentence.field == "title"
    return any(Cue.STALE in hit.cues and not (heads and Cue.REACH in hit.cues) for hit in sentence.hits)


def retold(sentence: Sentence, place: int, form: Form) -> bool:
    """Say whether a clause about the treaty tells what was done before: `the treaty it ratified in 2005`.

    In English one right behind a name is about it, with or without a day: `the Hanoi Convention it signed`.
    """
    hits, doer = sentence.hits, sentence.at(place - 1)
    if form not in {Form.DONE, Form.PASSIVE} or not (doer.name or Cue.PRONOUN in doer.cues):
        return False
    link = sentence.at(place - 2)
    if link.mention is None and link.cues.isdisjoint({Cue.ANAPHOR, Cue.THAT, Cue.RELATIVE}):
        return False
    if Cue.SPEAK in sentence.at(place - 3).cues and Cue.THAT in link.cues:
        return False  # `said that Ghana ratified it after Chad`
    if not (sentence.near(link, doer) and sentence.near(doer, hits[place])):
        return False
    if link.mention is not None and sentence.language.describes_before:
        return form is Form.DONE or not holds(hits[place + 1 : place + 2], Cue.BY)
    return any(hit.year or Cue.HISTORY in hit.cues for hit in hits[place + 1 : place + 4])


def comes_after(sentence: Sentence, place: int) -> int:
    """Return the place of the word behind which a State does the act here: `a day after Ghana signed it`, or 0."""
    if Cue.AFTER not in sentence.cues:
        return 0
    for index, hit in sentence.leftward(place):
        if Cue.AFTER in hit.cues and not hit.acts:
            first = sentence.at(index + 1)
            first = sentence.at(index + 2) if Cue.THAT in first.cues else first
            return index if first.state and sentence.near(hit, first, 2) else 0
        if hit.mark == ";" or hit.acts or hit.mention:
            break
    return 0


def told_when(
    sentence: Sentence, place: int, action: Action, form: Form, who: Doers, ruling: list[Governor]
) -> bool | None:
    """Say whether a clause with `when` tells what was done before, or on a day of the news (False), if it does."""
    kinds: set[Cue] = set().union(*(one.cues for one in ruling))
    if Cue.CONDITION not in kinds or Cue.QUESTION in kinds or any(Cue.IF in one.hit.cues for one in ruling):
        return None
    if form is Form.BARE:  # `chính thức có hiệu lực sau khi Ghana phê chuẩn`
        return True if who.codes and Cue.AFTER in kinds and holds(sentence.hits[:place], Cue.PAST) else None
    counted = not who.codes and who.count is not None and action is Action.SIGNATURE
    if counted or (who.codes and is_background(sentence, place, who)):
        return True  # `when 72 States signed it`, `when Peru signed it last month`
    before = sentence.hits[:place]  # `reached 60 ratifications when Peru ratified`
    brought = holds(before, Cue.REACH) and not holds(before, Cue.PLAN, Cue.MODAL, Cue.NEED)
    return False if who.codes and (brought or is_fresh(sentence, place)) else None


def _parted(sentence: Sentence, one: int, other: int) -> bool:
    """Say whether a clause ends between two places."""
    first, last = sorted((one, other))
    return any(ends(hit) for hit in sentence.hits[first + 1 : last])


def _looks_back(hit: Hit) -> bool:
    """Say whether a word dates what is told to the past: `last year`, not `two years after its signature`."""
    return Cue.HISTORY in hit.cues and hit.cues.isdisjoint({Cue.CONDITION, Cue.LEADS})


def _owned(sentence: Sentence, at: int) -> bool:
    """Say whether a time is that of a thing, or of the next act: `last year's attacks`, `already signed by Peru`."""
    hit, before, after = sentence.hits[at], sentence.at(at - 1), sentence.at(at + 1)
    dated = sentence.at(at - 2).month or sentence.at(at - 2).number is not None  # `on 5 May of last year`
    owned = Cue.OF in before.cues and sentence.near(before, hit) and not dated
    owned = owned or bool(after.acts and sentence.near(hit, after))
    return owned or sentence.owns(at)


def just_now(sentence: Sentence, place: int, ruling: list[Governor]) -> bool:
    """Say whether a day of the news stands in the act's own clause: `after Chile joined it on Thursday`, `has just`.

    A clause about somebody ends where the verb comes that he is the subject of: `who signed it died on Monday`.
    """
    for hit in reversed(sentence.hits[:place]):
        if Cue.FRESH in hit.cues:
            return True
        if hit.mark or hit.acts or ends(hit) or not hit.cues.isdisjoint({Cue.RELATIVE, Cue.HISTORY}):
            break
    named, clause = NONE, holds(ruling, Cue.RELATIVE)
    for index, hit in sentence.rightward(place):
        if _in_place(sentence, index):
            continue
        if hit.mark or ends(hit) or not sentence.near(sentence.hits[place], hit, _DATED):
            return False
        if clause and named and sentence.unknown(named.end, hit.start):
            return False
        named = hit if named or hit.treaty else named
        if hit.acts and not hit.mention and Cue.LODGE not in sentence.hits[place].cues:
            return False
        if Cue.AUX in hit.cues:
            return False  # `the minister who signed it was dismissed on Monday`
        if Cue.FRESH in hit.cues:
            return True
    return False


def _in_place(sentence: Sentence, comma: int) -> bool:
    """Say whether a comma belongs to a place that a day follows: `signed it in Hanoi, Vietnam, on Saturday`."""
    before, link, after = sentence.at(comma - 1), sentence.at(comma - 2), sentence.at(comma + 1)
    if sentence.hits[comma].mark != ",":
        return False
    if Cue.PLACE in before.cues:  # a city that is not known here
        return after.state and sentence.at(comma + 2).mark == ","
    placed = before.name is not None and (Cue.PLACE in link.cues or link.mark == ",")
    dated = Cue.FRESH in after.cues or Cue.FRESH in sentence.at(comma + 2).cues
    same = after.name is not None and before.name is not None and after.name.code == before.name.code
    return placed and sentence.near(before, after, 1) and (same or dated)


def lacking(sentence: Sentence, place: int) -> bool:
    """Say whether the sentence goes on to what is still missing: `has signed the treaty but not ratified it`."""
    if sentence.cues.isdisjoint(_MISSING):
        return False
    linked = False
    for index, hit in sentence.rightward(place):
        if hit.mark == ";":
            return False
        linked = linked or bool(hit.cues & {Cue.AND, Cue.BOUNDARY})
        if linked and not hit.cues.isdisjoint(_MISSING):
            behind = sentence.hits[index + 1 : index + 4]
            lacks = next((one.form for one in behind if one.action in CONSENT), None)
            if lacks is not None:
                does = sentence.field == "title" and lacks is Form.BARE  # `signs but does not ratify`
                return not (does or is_fresh(sentence, place))
        if hit.name and linked:
            return False
    return False


def is_fresh(sentence: Sentence, place: int) -> bool:
    """Say whether the clause dates the act to the days of the news: `on Monday`, `today`."""
    if Cue.FRESH not in sentence.cues:
        return False
    here = sentence.hits[place]

    def parted(hit: Hit) -> bool:
        far = sentence.words(min(here.end, hit.end), max(here.start, hit.start)) > _DATED
        return far or ends(hit) or bool(hit.acts)

    sides = (sentence.hits[place + 1 :], reversed(sentence.hits[:place]))
    return any(holds(until(side, parted), Cue.FRESH) for side in sides)


def where(sentence: Sentence, place: int) -> str | None:
    """Return the State in which an act was done, named right behind it or its object: `signed the pact in Hanoi`."""
    if Cue.PLACE not in sentence.cues:
        return None
    before = sentence.hits[place]
    for hit in sentence.hits[place + 1 :]:
        if ends(hit) or (hit.acts and hit.mention is None):
            return None
        if hit.name and Cue.PLACE in before.cues and sentence.near(before, hit, 2):
            return hit.name.code
        before = hit
    return None


def _long_since(sentence: Sentence, place: int) -> bool:
    """Say whether the sentence begins with a time that is past: `Five years ago, Peru ratified`."""
    opening = False
    for index, hit in enumerate(sentence.hits[:place]):
        if hit.mark == ",":
            between = sentence.hits[index + 1 : place]  # `A year ago, 72 States, including Peru, signed it`
            stops = {""} if holds(sentence.hits[:index], Cue.FRESH) else {"", ","}
            return opening and not any(one.acts or one.mark not in stops for one in between)
        if hit.mark:
            return opening  # `One year ago today: 72 States signed`
        if hit.acts or hit.name or hit.mention:
            return False
        opening = opening or _looks_back(hit)
    return False


def in_passing(sentence: Sentence, place: int, form: Form, who: Doers, ruling: list[Governor]) -> bool:
    """Say whether the act only describes a name or the treaty: `Cuba, a signatory of the treaty, ...`."""
    hits = sentence.hits
    before = hits[max(0, place - 2) : place]
    if form is Form.AGENT and who.how == "count" and all(one.cues <= {Cue.AUX} for one in ruling):
        counted = [hit for hit in hits[:place] if hit.number is None]
        # `66 States are parties today`
        bound = hits[place].action in CONSENT and sentence.field != "title"
        has = bool(counted) and (counted[-1].mention is not None or Cue.PRONOUN in counted[-1].cues)
        return has or (bool(counted) and bound)  # `the treaty has 81 parties`
    after = sentence.at(place + 1)
    described = (
        sentence.text[hits[place].start : after.start]
        .rstrip("《〈「“ ")
        .endswith(sentence.language.possessive)
    )
    if described and after.treaty and not is_fresh(sentence, place):
        return True  # `智利签署的《公约》`
    if sentence.language.bracketed and form is Form.DONE and holds(ruling, Cue.BY):
        # `das von Kenia unterzeichnete Abkommen`
        return after.treaty and sentence.near(hits[place], after) and not is_fresh(sentence, place)
    apposed = len(before) == 2 and before[0].mention is not None and before[1].mark == ","
    if form is Form.PASSIVE:
        # `the Convention, signed by the minister in October, goes to parliament`
        aside = apposed and who.how == "carried"
        # `the Hanoi Convention (signed by 72 States)`
        bracket = sentence.text[sentence.start : hits[place].start].endswith(("(", "["))
        return aside or bracket or _reduced(sentence, place) or _apposed(sentence, place)
    if form is Form.AGENT and any(hit.mark == "," for hit in before):
        return not who.group
    if form is Form.AGENT and _does_more(sentence, place):
        return True
    return _participle(sentence, place) if form is Form.DONE else _apposed(sentence, place)


def _does_more(sentence: Sentence, place: int) -> bool:
    """Say whether those who did the act are named so for what they do now: `becomes the first signatory to ratify`."""
    here = sentence.hits[place]
    behind = until(
        sentence.hits[place + 1 :], lambda hit: hit.mark or hit.treaty or hit.name or hit.cues & _ELSE
    )
    return any(hit.acts and hit.action is not here.action for hit in behind)


def _participle(sentence: Sentence, place: int) -> bool:
    """Say whether the act only describes whom it follows: `Гана, подписавшая конвенцию, ратифицировала ее`."""
    comma, name = sentence.at(place - 1), sentence.at(place - 2)
    if comma.mark != "," or not name.state or is_fresh(sentence, place):
        return False
    return _goes_on(sentence, place)


def _goes_on(sentence: Sentence, place: int) -> bool:
    """Say whether another act is told behind the comma that ends this one's clause."""
    return any(hit.acts for hit in dropwhile(lambda hit: hit.mark != ",", sentence.hits[place:]))


def _reduced(sentence: Sentence, place: int) -> bool:
    """Say whether a participle only describes the treaty: `the convention signed by the EU exempts defence`."""
    hits, name = sentence.hits, sentence.at(place - 1)
    by = Cue.BY in sentence.at(place + 1).cues and name.treaty and sentence.near(name, hits[place])
    if not by or is_fresh(sentence, place):
        return False
    if any(hit.acts and hit.finite for hit in until(reversed(hits[: place - 1]), lambda hit: hit.mark)):
        return True  # `Peru ratifies the pact signed by Chile`, in a heading, too
    last = max((hit.end for hit in hits if hit.name or Cue.GROUP in hit.cues), default=0)
    told = sentence.words(last, sentence.end) > 1 and not sentence.language.verb_last
    return told and sentence.field != "title"


def _apposed(sentence: Sentence, place: int) -> bool:
    """Say whether the act stands between commas, before what the sentence tells: `Peru, the first to sign, ...`."""
    hits = sentence.hits
    begin = next((index for index, hit in sentence.leftward(place) if hit.mark == ","), 0)
    if not begin or hits[begin - 1].name is None or Cue.BECOME not in hits[begin + 1].cues:
        return False
    if _goes_on(sentence, place):
        return True
    comma = next((hit for hit in hits[place:] if hit.mark == ","), NONE)
    told = bool(comma) and sentence.words(comma.end, sentence.end) >= _TOLD
    first = hits[begin + 1].ordinal is None  # `Peru, the 60th State to ratify, ...` made the number full
    return told and first and sentence.field != "title" and not is_fresh(sentence, place)
