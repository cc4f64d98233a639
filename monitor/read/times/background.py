"""Tell news from background: history, where things stand, and acts that only describe somebody or the treaty."""

from __future__ import annotations

from monitor.model import CONSENT
from monitor.read.act import Act
from monitor.read.doers.counts import in_part, tells_rank
from monitor.read.hits import NONE, RELATIVES, Action, Cue, Form, Hit, holds, until
from monitor.read.sentence import Sentence
from monitor.read.times.dates import is_fresh

_AFTER = 9  # words after an act within which `two years ago` dates it
_SO = frozenset({Cue.SOLE, Cue.SOFAR})
_MISSING = frozenset({Cue.UNDONE, Cue.NEGATION})
_ELSE = frozenset({Cue.AND, Cue.AUX, Cue.BOUNDARY, Cue.AFTER, Cue.HISTORY, Cue.CONDITION})
"""Kinds of words behind which something else is told."""
_LEAD = 2  # words before a treaty; more tell something of it
_TOLD = 2  # words behind an aside that tell something


def is_background(act: Act) -> bool:
    """Say whether an act is told as history or in a table: `signed it two years ago`, `Last year, Peru signed it`."""
    sentence, place = act.sentence, act.place
    if Cue.HISTORY not in sentence.cues:
        return act.who.how == "table"
    here = act.here
    for at, hit in sentence.rightward(place):
        heads = sentence.heads and not sentence.unspaced
        if ((hit.ends or hit.mark) and not heads) or not sentence.near(here, hit, _AFTER):
            break
        if _looks_back(hit) and not (hit.acts or _of_something_else(sentence, at)):
            return True
    return act.who.how == "table" or _long_since(act)


def retold(act: Act) -> bool:
    """Say whether a clause about the treaty tells what was done before: `the treaty it ratified in 2005`.

    In English one right behind a name is about it, with or without a day: `the Hanoi Convention it signed`.
    """
    sentence, place, form = act.sentence, act.place, act.form
    head, link, doer = (sentence.at(place - back) for back in (3, 2, 1))
    if form not in {Form.DONE, Form.PASSIVE}:
        return False
    if sentence.language.bracketed and _german_relative(sentence, place):
        return True
    if not (doer.name or Cue.PRONOUN in doer.cues) or not sentence.near(doer, act.here):
        return False
    relative = link.cues & {Cue.THAT, Cue.RELATIVE}
    if head.treaty and sentence.near(head, link) and relative and sentence.near(link, doer):
        return True  # `the treaty that it ratified`
    if not (relative or link.treaty) or not sentence.near(link, doer) or Cue.SPEAK in head.cues:
        return False  # `said that Ghana ratified it after Chad`
    if link.mention is not None and sentence.language.describes_before:
        return form is Form.DONE or Cue.BY not in act.after.cues
    return any(hit.year or Cue.HISTORY in hit.cues for hit in sentence.hits[place + 1 : place + 4])


def _german_relative(sentence: Sentence, place: int) -> bool:
    """Say whether the act is told in a clause about the treaty: `Das Abkommen, das auch Kenia ...`."""
    opens = sentence.mark_before(place)
    comma, head, clause = sentence.hits[opens], sentence.at(opens - 1), sentence.hits[opens + 1 : place]
    if comma.mark != "," or not head.treaty or any(hit.treaty for hit in clause):
        return False  # `das Abkommen, das Protokoll und die Konvention ratifiziert`
    return sentence.first_word(comma.end, sentence.hits[place].start) in sentence.language.articles


def comes_after(sentence: Sentence, place: int) -> int:
    """Return the place of the word behind which a State does the act here: `a day after Ghana signed it`, or 0."""
    before = sentence.leftward(place) if Cue.AFTER in sentence.cues else ()
    index = next((at for at, hit in before if Cue.AFTER in hit.cues), 0)
    first = sentence.at(index + 1)
    return index if first.state and sentence.near(sentence.hits[index], first, 2) else 0


def told_when(act: Act) -> bool | None:
    """Say whether a clause with `when` tells what was done before, or on a day of the news (False), if it does."""
    if not act.governed(Cue.CONDITION) or any(Cue.IF in one.hit.cues for one in act.ruling):
        return None
    before = act.sentence.hits[: act.place]
    if act.form is Form.BARE:  # `chính thức có hiệu lực sau khi Ghana phê chuẩn`
        return True if act.governed(Cue.AFTER) and holds(before, Cue.PAST) else None
    counted = act.who.count is not None and act.action is Action.SIGNATURE
    if counted or is_background(act):
        return True  # `when 72 States signed it`, `when Peru signed it last month`
    brought = holds(before, Cue.REACH)  # `reached 60 ratifications when Peru ratified`
    return False if brought or is_fresh(act.sentence, act.place) else None


def _looks_back(hit: Hit) -> bool:
    """Say whether a word dates what is told to the past: `last year`, not `two years after its signature`."""
    return Cue.HISTORY in hit.cues and hit.cues.isdisjoint({Cue.CONDITION, Cue.LEADS})


def _of_something_else(sentence: Sentence, at: int) -> bool:
    """Say whether a time is that of a thing, or of the next act: `last year's attacks`, `already signed by Peru`."""
    day, before, hit, after = sentence.at(at - 2), sentence.at(at - 1), sentence.hits[at], sentence.at(at + 1)
    of = Cue.OF in before.cues and sentence.near(before, hit)
    owned = of and not (day.month or day.number is not None)  # but `on 5 May of last year`
    return owned or bool(after.acts and sentence.near(hit, after)) or sentence.owns(at)


def _long_since(act: Act) -> bool:
    """Say whether the sentence begins with a time that is past: `Five years ago, Peru ratified`."""
    sentence, place, opening = act.sentence, act.place, False
    for index, hit in enumerate(sentence.hits[:place]):
        if hit.mark == ",":
            between = sentence.hits[index + 1 : place]  # `A year ago, 72 States, including Peru, signed it`
            stops = {""} if holds(sentence.hits[:index], Cue.FRESH) else {"", ","}
            return opening and not any(one.acts or one.mark not in stops for one in between)
        if hit.mark:
            return opening  # `One year ago today: 72 States signed`
        where = Cue.PLACE in sentence.at(index - 1).cues  # `A year ago in Hanoi, Peru signed it`
        if hit.acts or (hit.mention and hit is not act.what.hit) or (hit.name and not where):
            return False
        opening = opening or _looks_back(hit)
    return opening  # `Год назад конвенцию подписала Россия`


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
        return not (act.who.group or tells_rank(sentence, place))  # `стала одной из стран, подписавших`
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
