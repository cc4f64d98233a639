"""Tell news from history: which acts a text tells as background."""

from __future__ import annotations

from monitor.read.act import Act
from monitor.read.hits import Hit, holds
from monitor.read.kinds import Action, Cue, Form
from monitor.read.sentence import Sentence
from monitor.read.times.fresh import is_fresh

_AFTER = 9  # words after an act within which `two years ago` dates it


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
    return act.who.how == "table" or _long_since(sentence, place)


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
