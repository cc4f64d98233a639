"""Read when and where an act was done, by dates, days of the news and times to come, and when a text was written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from itertools import pairwise

from monitor.read.act import Act
from monitor.read.governor import epithet
from monitor.read.hits import CLAUSES, NONE, Action, Cue, Form, Hit, holds, until
from monitor.read.sentence import Sentence

LATE = timedelta(days=14)
"""How long after an act its report is still news: press lags deposits by a week or more."""
_BEFORE = 14  # words before an act within which a date dates it
_WORD = 5  # characters between a word and the date behind it: `announced on 3 May`
_OPENING = 6  # words of a sentence before a date that stands in front of all: `On Monday, 3 March, Peru`
_APPOSED = 3  # words between a comma behind the treaty and a date that is the act's all the same
_BESIDE = frozenset({Cue.PLACE, Cue.APART, Cue.OF, Cue.BY, Cue.FRESH})
"""Kinds of words that may stand between an act and its date: `in Rome on Thursday 14 May`."""
_EARLY = timedelta(days=3)  # how long before its dateline an item may be published, by clocks that differ
_PLACED = 4  # words that a dateline holds before its date: a city, its State, an agency
_DATELINE = 160  # characters at the start of a text where its dateline stands
_DATED = 16  # words between an act and the day that dates it


def given(sentence: Sentence, place: int, date: Hit | None) -> bool:
    """Say whether a whole date stands right beside the act or its treaty: not `ahead of the summit on 14 May`.

    In the present a month does: `signs it in June`. That of an entry into force is its own wherever it stands.
    """
    if sentence.hits[place].action is Action.ENTRY_INTO_FORCE:
        return True
    if date is None or date.start < sentence.hits[place].start:
        return False
    if not date.day and not (Cue.PRESENT in sentence.hits[place].cues and _plain(sentence, date)):
        return False
    last = date
    for hit in reversed([one for one in sentence.hits[place:] if one.start < date.start]):
        if sentence.strange(hit, last) and Cue.PLACE not in hit.cues:
            return False  # `before elections on 14 May`, but `in New York on 14 May`
        if hit.acts or hit.treaty:
            return True
        if not (hit.name or hit.cues & _BESIDE):
            return False
        last = hit
    return False


def _plain(sentence: Sentence, month: Hit) -> bool:
    """Say whether nothing is said of a month: `in June`, but `juin dernier`, `letzten Juni`, `im Juni eröffnet`."""
    hits, place = sentence.hits, sentence.hits.index(month)
    after = sentence.unknown(month.end, sentence.next_from(place)) or sentence.at(place + 1).acts
    return not (after or sentence.strange(hits[place - 1], month))


def announced(act: Act, date: Hit | None) -> bool:
    """Say whether a date is that on which a plan was told: `On 3 May it announced that it will`.

    So is `announced in May that`, but not `plans to sign it by May`, `its cabinet, elected in May, will sign`.
    """
    if date is None or date.start > act.here.start:
        return False
    sentence, plans = act.sentence, [one.hit for one in act.ruling if Cue.PLAN in one.cues]
    opens = sentence.words(sentence.start, date.start) <= 1
    told = any(Cue.PLAN in hit.cues for hit in sentence.hits if 0 <= date.start - hit.end <= _WORD)
    return any(date.start < plan.start < act.here.start for plan in plans) and (opens or told)


def when(sentence: Sentence, place: int) -> Hit | None:
    """Return the date of an act's clause, behind it or else before it: `signed it on 3 May`, `on 3 May it signed`."""
    fresh = False
    for index, hit in _own_clause(sentence, place):
        fresh = fresh or Cue.FRESH in hit.cues
        if not (hit.year or hit.month) or _names_treaty(sentence, place, index):
            continue
        if _of_something_else(sentence, place, index):
            break
        if (fresh or _on_its_day(sentence, place)) and not _one_day(sentence, index):
            return None  # `acceded on Monday, with effect from 10 August`
        return hit
    # `signed it in October and ratified it on Tuesday`
    return None if fresh else _nearest_before(sentence, place)


def _own_clause(sentence: Sentence, place: int) -> Iterator[tuple[int, Hit]]:
    """Yield what stands behind an act in its own clause, up to `what` in `ratified what Chile signed in May`."""
    here, described = sentence.hits[place], epithet(sentence, place)
    told = any(hit.treaty for hit in until(reversed(sentence.hits[:place]), lambda hit: hit.mark))
    closes = sentence.language.bracketed and here.form is not Form.DONE
    for index, hit in () if sentence.language.agglutinates else sentence.rightward(place):
        if hit.start < described.start:
            continue
        before = sentence.hits[index - 1]
        shares = index == place + 2 and Cue.AND in before.cues  # `signed and ratified it on`
        others = hit.cues & {Cue.PASS, Cue.OPENING, Cue.RELATIVE}
        if (hit.acts and not shares) or hit.ends or others or (hit.mark and closes):
            return  # `hat ratifiziert, was Chile im Mai unterzeichnete`
        day = sentence.at(index + 1) if Cue.NEED in hit.cues else NONE
        if day and not ((day.dated or day.number is not None) and sentence.near(hit, day)):
            return  # `before elections on 14 May`, but `before 14 May`
        if told and hit.treaty and before.mark == ",":
            return  # `交存《公约》批准书，公约将于8月9日生效`
        told = told or (hit.treaty and bool(sentence.language.unspaced))
        apart = sentence.unspaced or any(one.mark for one in sentence.hits[place:index])
        if Cue.FRESH in hit.cues and apart:
            rest = until(sentence.hits[index + 1 :], lambda one: one.mark)
            if any(one.acts for one in rest):
                return  # `2025年10月签署《公约》，周一予以批准`
        yield index, hit


def _names_treaty(sentence: Sentence, place: int, index: int) -> bool:
    """Say whether a date is part of how a treaty is called: `the Convention (Hanoi, 25 October 2025)`.

    So it may be right before a name or behind an `of`: `the 1998 Rome Statute`, `the Convention of 5 October 1961`.
    """
    hits, hit, at = sentence.hits, sentence.hits[index], _last_treaty(sentence, place, index)
    name, after = hits[at], sentence.at(index + 1)
    _, opened, inside = sentence.text[name.end : hit.start].rpartition("(")
    placed = opened and ")" not in inside and "," in inside  # `(Hanoi, 25 October 2025)`
    before = hit.month is None and after.treaty and not sentence.gap(hit, after)
    if before or (at > 0 and (hit.start < name.end or placed)):
        return True
    begin = index - 1
    while begin >= 0 and (hits[begin].number is not None or hits[begin].month):
        begin -= 1
    return begin > 0 and Cue.OF in hits[begin].cues and hits[begin - 1].treaty


def _last_treaty(sentence: Sentence, place: int, index: int) -> int:
    """Return where the last treaty is named between an act and the date at this index, or 0."""
    return next((at for at in range(index - 1, place, -1) if sentence.hits[at].mention), 0)


def _of_something_else(sentence: Sentence, place: int, index: int) -> bool:
    """Say whether a date behind an act is that of something else told there.

    `after the elections of 14 May`, `the Convention, done at New York on 24 December 2024`
    """
    hit, words = sentence.hits[index], pairwise(sentence.hits[place + 1 : index + 1])
    if any(Cue.AFTER in one.cues and not sentence.near(one, two) for one, two in words):
        return True
    named = _last_treaty(sentence, place, index) or index
    commas = [at for at in range(named + 1, index) if sentence.hits[at].mark == ","]
    far = bool(commas) and not sentence.near(sentence.hits[commas[-1]], hit, _APPOSED)
    # a participle about the treaty, which nobody here knows
    return far or any(sentence.strange(sentence.hits[at], sentence.hits[at + 1]) for at in commas)


def _nearest_before(sentence: Sentence, place: int) -> Hit | None:
    """Return the nearest date before an act, in its own clause: `On 3 May, Peru signed it`."""
    here, crossed = sentence.hits[place], False
    for index, hit in sentence.leftward(place):
        opens = bool(hit.month) and sentence.words(sentence.start, hit.start) <= _OPENING
        if hit.acts or hit.ends or not (sentence.near(hit, here, _BEFORE) or opens):
            return None
        if Cue.FRESH in hit.cues and not _one_day(sentence, index):
            return None  # `elected in May 2022, signed it on Monday`
        crossed = crossed or hit.mark == ","
        if hit.year or hit.month:
            # behind `Having stayed away from Hanoi last October,` the day is that of another clause
            other = crossed and sentence.words(sentence.start, hit.start) > _OPENING
            # but between commas of its own, `said that, on 8 March 2023, China joined`, it stands alone
            comma = sentence.nearest(index, lambda hit: hit.mark)
            alone = hit.day and sentence.at(index + 1).mark and comma
            return None if (other and not alone) or _taken(sentence, index, place) else hit
    return None


def _taken(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether the date here is that of another act before it: `nước đã ký công ước hồi tháng 10, vừa phê chuẩn`."""
    before = list(until(reversed(sentence.hits[:index]), lambda hit: hit.acts or hit.ends or hit.mark))
    at = index - len(before) - 1
    act, link = sentence.at(at), sentence.at(at - 1)
    if act.acts and Cue.RELATIVE in link.cues and any(hit.mark for hit in sentence.hits[index:place]):
        return True  # `Peru, which signed in May, ratifies it`
    if any(Cue.AND in hit.cues for hit in sentence.hits[index + 1 : place]):
        return False  # `signed the treaty on 3 March and ratified it`
    named = any(hit.treaty for hit in (act, *before))
    force = act.action is Action.ENTRY_INTO_FORCE
    return bool(act.acts) and (named or force) and not sentence.language.verb_last


def _on_its_day(sentence: Sentence, place: int) -> bool:
    """Say whether a day of the news stands between an act and its doer before it: `Kenya on Monday ratified it`."""
    stops = {Cue.PRONOUN, Cue.THAT, Cue.SPEAK}
    before = reversed(sentence.hits[:place])
    return holds(until(before, lambda hit: hit.mark or hit.acts or hit.name or hit.cues & stops), Cue.FRESH)


def _one_day(sentence: Sentence, index: int) -> bool:
    """Say whether a day of the news and a date stand beside each other here: `on Monday 11 May`, `11 May (Monday)`."""
    here, around = sentence.hits[index], sentence.hits[max(0, index - 2) : index + 3]
    for other in around:
        first, last = (other, here) if other.start < here.start else (here, other)
        beside = sentence.near(first, last, 2) and not sentence.strange(first, last)
        if beside and ((first.day and Cue.FRESH in last.cues) or (Cue.FRESH in first.cues and last.day)):
            return True
    return False


def written_on(sentences: list[Sentence], published: datetime | None) -> datetime | None:
    """Return the moment from which a text looks back: its dateline where it has one, or its publication."""
    for sentence in sentences:
        if sentence.heads or sentence.start > _DATELINE:
            continue
        for hit in sentence.hits:
            if hit.start > _DATELINE or hit.acts or (hit.mention and published is None):
                break
            if published is None and sentence.words(sentence.start, hit.start) > _PLACED:
                break  # `The convention was adopted on 13 December 2006`
            told = _moment(hit, published) if hit.month and hit.day else None
            if told and published is None:
                return told
            if told and published and timedelta(days=-45) < told - published < _EARLY:
                return max(told, published)
    return published


def is_old(told: Hit, now: datetime, *, within: timedelta = timedelta.max) -> bool:
    """Say whether a date is so far before now that what it dates is history, but no longer back than `within`."""
    if told.month is None:
        return bool(told.year and told.year < now.year)
    moment = _moment(told, now)
    return moment is not None and LATE < now - moment < within


def is_ahead(told: Hit, now: datetime, *, nearest: bool) -> bool:
    """Say whether a day or a whole month lies after now; a month without a year may be the nearest of its name."""
    moment = _moment(told, now) if told.month else None
    if moment is None or told.month is None:
        return bool(told.year and told.year > now.year)
    if nearest and told.year is None and moment < now:
        following = _end(moment.year + 1, told.month, told.day)
        moment = following if following - now < now - moment else moment
    if told.day is None:
        return (moment.year, moment.month) > (now.year, now.month)
    return moment > now + timedelta(hours=23)


def _moment(told: Hit, now: datetime | None) -> datetime | None:
    """Return the last moment that a date may mean; one without a year lies in the past of now."""
    if told.month is None or (told.year is None and now is None):
        return None
    if told.year or now is None:
        return _end(told.year or 0, told.month, told.day)
    moment = _end(now.year, told.month, told.day)
    return _end(now.year - 1, told.month, told.day) if moment - now > timedelta(days=60) else moment


def _end(year: int, month: int, day: int | None) -> datetime:
    """Return the end of a day, or of a month where no day is given or the month has no such day."""
    year = min(year, MAXYEAR - 1)  # an item of the year 9999 is read, too
    following = date(year + month // 12, month % 12 + 1, 1)
    last = following - timedelta(days=1)
    chosen = last if day is None else min(last, date(year, month, 1) + timedelta(days=day - 1))
    return datetime(chosen.year, chosen.month, chosen.day, tzinfo=UTC)


def just_now(act: Act) -> bool:
    """Say whether a day of the news stands in the act's own clause: `after Chile joined it on Thursday`, `has just`.

    A clause about somebody ends where the verb comes that he is the subject of: `who signed it died on Monday`.
    """
    sentence, place = act.sentence, act.place
    stops = {Cue.RELATIVE, Cue.HISTORY}
    before = reversed(sentence.hits[:place])
    if holds(until(before, lambda hit: hit.mark or hit.acts or hit.ends or hit.cues & stops), Cue.FRESH):
        return True
    named, clause = NONE, act.governed(Cue.RELATIVE)
    for hit in until(sentence.hits[place + 1 :], lambda hit: hit.mark or hit.ends):
        if hit.acts or Cue.AUX in hit.cues or (clause and named and sentence.strange(named, hit)):
            return False  # `the minister who signed it was dismissed on Monday`
        named = hit if named or hit.treaty else named
        if Cue.FRESH in hit.cues:
            return sentence.near(act.here, hit, _DATED)
    return False


def is_fresh(sentence: Sentence, place: int) -> bool:
    """Say whether the clause dates the act to the days of the news: `on Monday`, `today`."""
    if Cue.FRESH not in sentence.cues:
        return False
    here = sentence.hits[place]

    def parted(hit: Hit) -> bool:
        far = sentence.words(min(here.end, hit.end), max(here.start, hit.start)) > _DATED
        return far or hit.ends or bool(hit.acts)

    sides = (sentence.hits[place + 1 :], reversed(sentence.hits[:place]))
    return any(holds(until(side, parted), Cue.FRESH) for side in sides)


def where(sentence: Sentence, place: int) -> str | None:
    """Return the State in which an act was done, named right behind it or its object: `signed the pact in Hanoi`."""
    for before, hit in pairwise(sentence.hits[place:]) if Cue.PLACE in sentence.cues else ():
        if hit.ends or hit.acts:
            break
        if hit.name and Cue.PLACE in before.cues and sentence.near(before, hit, 2):
            return hit.name.code
    return None


def awaited(sentence: Sentence, place: int) -> bool:
    """Say whether a time to come stands in the clause of an act that is told in the present: `signs it tomorrow`."""
    if Cue.AHEAD not in sentence.cues or sentence.hits[place].likewise:
        return False  # `the fifth to do so in two months`
    hits = sentence.hits
    enters = hits[place].action is Action.ENTRY_INTO_FORCE  # `takes effect, for Peru, in 90 days`
    # behind the object what no word tells is of something else: `signed it to host the summit next month`
    behind = any(hit.mention for hit in hits[:place])
    for index, hit in sentence.rightward(place):
        before = hits[index - 1]
        parted = hit.mark == ";" if enters else hit.mark
        # `ratified it on Monday and Chad will do so tomorrow`
        told = hit.acts or hit.likewise or Cue.FRESH in hit.cues
        strange = behind and not enters and Cue.PLACE not in before.cues and sentence.strange(before, hit)
        if parted or told or strange or not hit.cues.isdisjoint(CLAUSES):
            break
        if Cue.AHEAD in hit.cues:
            return not (Cue.AND in before.cues or _tells_of(sentence, index))
        behind = behind or hit.mention is not None
    for index, hit in sentence.leftward(place):
        if hit.mark == ";" or hit.acts or not hit.cues.isdisjoint(CLAUSES | {Cue.AFTER, Cue.HISTORY}):
            break
        if Cue.AHEAD in hit.cues:
            aside = sentence.at(index - 1).cues & CLAUSES  # `Peru, which next week hosts it,`
            return not (aside or _tells_of(sentence, index))
    return False


def _tells_of(sentence: Sentence, index: int) -> bool:
    """Say whether the time at this index only tells which meeting is meant: `before the summit of next week`."""
    met = next((at for at in (index - 1, index - 2) if Cue.CEREMONY in sentence.at(at).cues), None)
    meeting = met is not None and Cue.PLACE not in sentence.at(met - 1).cues  # but `at the summit next week`
    return meeting or sentence.owns(index)
