"""Tell whether a treaty enters into force."""

from __future__ import annotations

from itertools import pairwise

from monitor.model import CONSENT
from monitor.read.act import Act
from monitor.read.acts.readings import caused
from monitor.read.doers.lists import NOBODY, Doers, cluster
from monitor.read.hits import NONE, Action, Cue, Form, Hit, Status, holds, until
from monitor.read.sentence import Sentence
from monitor.read.status.case import OPEN
from monitor.read.times.dates import awaited, is_fresh, when

UNSAID = "nothing says that the treaty enters into force"
_CONDITIONS = frozenset({Cue.CONDITION, Cue.NEED})
_TOLD = frozenset({Form.DONE, Form.PASSIVE})
_LOOSE = frozenset({Form.BARE, Form.GERUND})
"""Forms that depend on another word: `entering into force`, `entrar en vigor`."""
_FOR = frozenset({Cue.FOR, Cue.PLACE, Cue.APART})
"""Kinds of words before that State."""
_BEHIND = 3  # words or hits between `after` and what it tells of: `after the 40th ratification`


def not_in_force(act: Act, status: Status | None) -> str:
    """Say why a treaty does not enter into force here, or nothing if it does."""
    sentence, place, form, what = act.sentence, act.place, act.form, act.what
    told = status in {Status.PLANNED, Status.DONE}
    if not told or (_about_an_act(sentence, place) and not to_enter(sentence, place)):
        return UNSAID
    if status is Status.DONE and form in _LOOSE and not (sentence.unspaced or _going_on(sentence, place)):
        return UNSAID
    dated = form is Form.DONE and any(hit.year or hit.month for hit in sentence.hits[place:])
    # half of a word whose other half is missing: `حيز التنفيذ`
    half = Cue.PARTED in act.here.cues and not holds(sentence.hits[:place], Cue.PARTED)
    if half or (not dated and _waits(act)):
        return OPEN.why
    if _law(sentence, place):
        return "what enters into force is a law about the treaty"
    if not (what.treaty or what.stands_for or _opens_with_verb(act)):
        return "what enters into force is not said to be the treaty"
    return ""


def _going_on(sentence: Sentence, place: int) -> bool:
    """Say whether the treaty itself is what is entering into force: not `is one step closer to entering into force`."""
    walk = list(until((hit for _, hit in sentence.leftward(place)), lambda hit: hit.treaty))
    subject = sentence.at(place - 1 - len(walk))
    plain = all(hit.mark or hit.cues & {Cue.AUX, Cue.FRESH, Cue.RELATIVE} for hit in walk)
    return plain and subject.treaty and sentence.near(sentence.at(place - 1), sentence.hits[place])


def heads_for(sentence: Sentence, place: int) -> bool:
    """Say whether a heading is but an entry into force for a State: `Entry into force of the Convention for Peru`."""
    hits, here = sentence.hits, sentence.hits[place]
    if not sentence.heads or here.start != sentence.start or not bound(sentence, place, None):
        return False
    ends_ = [*(hit.start for hit in hits[place + 1 :]), sentence.end]
    return not any(hit.mark or sentence.unknown(hit.end, end) for hit, end in zip(hits, ends_, strict=True))


def _about_an_act(sentence: Sentence, place: int) -> bool:
    """Say whether what takes effect is an act and not the treaty: `its withdrawal from it takes effect`."""
    law = next((at for at, hit in sentence.leftward(place) if not (hit.dated or _of_verb(hit))), -1)
    before = sentence.at(law)
    if Cue.BILL in before.cues and sentence.near(before, sentence.hits[law + 1], 1):
        return True  # `the decision to leave takes effect`, `das Gesetz tritt am 1. Juli in Kraft`
    passed = False
    for at, hit in sentence.leftward(place):
        passed = passed or hit.treaty
        if passed and hit.mark:
            return False  # `deposited its instrument, and the convention enters into force`
        if hit.ends or Cue.RELATIVE in hit.cues:
            return False
        leaves = hit.action is Action.WITHDRAWAL  # `匈牙利退出规约将于6月生效`
        # `tritt nach der 40. Ratifizierung in Kraft`
        word = sentence.nearest(at, lambda one: one.ordinal is None)
        after = Cue.AFTER in word.cues and sentence.near(word, hit, _BEHIND)
        if (hit.has(Form.NOUN) or leaves) and not (after or _gathered(sentence, at, place)):
            return True
    return False


def _gathered(sentence: Sentence, at: int, place: int) -> bool:
    """Say whether the acts here are counted as what a treaty has, which enters into force: `has 60 ratifications and`.

    So is its last one: `reached its 60th ratification and will enter into force`.
    """
    number = sentence.at(at - 1)
    counted = number.counts
    goes_on = holds(sentence.hits[at:place], Cue.AND) or sentence.at(at + 1).mark == ","
    return counted and goes_on and any(hit.treaty for hit in sentence.hits[:at])


def _of_verb(hit: Hit) -> bool:
    """Say whether a word only makes a verb of what takes effect, or sets its day: `will on`."""
    plain = hit.cues <= {Cue.PARTED, Cue.PLAN, Cue.AUX, Cue.PLACE, Cue.APART, Cue.BY, Cue.OF}
    return bool(hit.cues) and plain and not (hit.acts or hit.name or hit.mention or hit.mark)


def _law(sentence: Sentence, place: int) -> bool:
    """Say whether a domestic text takes effect: `the law implementing it takes effect`, `entra en vigor la ley que`."""
    hits = sentence.hits
    after = sentence.at(place + 1)
    if _is_paper(after) and sentence.near(hits[place], after, 2):
        return True
    treaty = False
    for index, hit in sentence.leftward(place):
        if hit.mark:
            break
        treaty = treaty or hit.treaty
        if treaty and not hit.treaty and _is_paper(hit):
            before = sentence.at(index - 1)
            return not before or bool(before.mark or before.cues & {Cue.PARTED, Cue.SPEAK, Cue.THAT})
    return False


def _opens_with_verb(act: Act) -> bool:
    """Say whether a sentence opens with its verb, or a pronoun before it: `Entró en vigor el 22 de enero de 2021`."""
    sentence, place, form, here, after = act.sentence, act.place, act.form, act.here, act.after
    bound_ = any(Cue.FOR in one.cues and two.state for one, two in pairwise(sentence.hits))
    far = place > 2 and sentence.language.bracketed  # `Es wird für Peru am 5. Juni in Kraft treten`
    # `It will enter into force for Peru`, as no law does
    will = bound_ and (place == 2 or far) and Cue.PLAN in sentence.hits[1].cues
    if (place == 1 or will) and Cue.PRONOUN in sentence.hits[0].cues:
        first, last = sentence.hits[0], act.before
        between = sentence.text[sentence.start : first.start] + sentence.gap(first, sentence.hits[1])
        between += "" if far else sentence.gap(last, here)
        return (will or form in {Form.DONE, Form.FUTURE}) and not between.strip()  # `Elle entrera en vigueur`
    dated = after.number is not None or after.month is not None or after.year is not None
    told = dated and form is Form.DONE and Cue.PAST in here.cues
    alone = not sentence.text[sentence.start : here.start].strip()
    bare = alone and sentence.small.issuperset(sentence.gap(here, after).split())
    return bare and (told or (bound_ and form is Form.FUTURE))


def _is_paper(hit: Hit) -> bool:
    return not hit.cues.isdisjoint({Cue.BILL, Cue.OTHER})


def _waits(act: Act) -> bool:
    """Say whether a condition or a need stands with an entry into force: `enters into force once Peru ratifies it`."""
    hits, place = act.sentence.hits, act.place
    begin = next((at for at in range(place, -1, -1) if Cue.RELATIVE in hits[at].cues), 0)
    if any(Cue.PUT in one.cues and two.treaty for one, two in pairwise(hits[: place + 1])):
        return True  # `чтобы конвенция вступила в силу`
    open_ = (at for at, hit in enumerate(hits[begin:], begin) if hit.cues & _CONDITIONS)
    return not all(_told_after(act, at) for at in open_)


def _told_after(act: Act, at: int) -> bool:
    """Say whether what looks like a condition is what an entry into force that is told as done came after.

    In the present that is the news in a heading, on a day of the news and behind a State's act; otherwise it is the
    treaty's own clause: `enters into force after the fortieth ratification`.
    """
    sentence, place, form = act.sentence, act.place, act.form
    hits, name = sentence.hits, sentence.at(at + 1)
    other = next((hit for hit in hits[at + 1 :] if hit.acts), NONE)
    past = other.action in CONSENT and other.form is Form.DONE and sentence.language.verb_first
    if (past and form is Form.FUTURE) or _has_day(sentence, place):
        return not hits[at].cues.isdisjoint({Cue.AFTER, Cue.HISTORY}) or _counts_days(sentence, hits[at])
    after = Cue.AFTER in hits[at].cues
    if form not in _TOLD:  # `to take effect after Morocco's ratification`
        return after and name.state and sentence.near(hits[at], name, 1)
    own = act.here.cues
    parted = Cue.PARTED in own and any(hit.cues >= {Cue.PAST, Cue.PARTED} for hit in hits[:place])
    if parted or Cue.PAST in own | act.before.cues:
        return after or at > place
    counted = name.number is not None and bool(sentence.at(at + 2).acts)
    if not after or counted:
        return False  # `enters into force after 40 ratifications`
    if any(hit.name for hit in hits[at + 1 : at + _BEHIND]):
        return True
    days = sentence.at(at - 1)  # `neunzig Tage nach der vierzigsten Ratifizierung`
    counts = days.counts or _counts(sentence, days)
    heads = sentence.heads and not (counts and sentence.near(days, hits[at], 1))
    return heads or is_fresh(sentence, place)


def _counts_days(sentence: Sentence, hit: Hit) -> bool:
    """Say whether a word counts the days behind an act, as a treaty's clause does: `90 days after Chad ratified`."""
    return Cue.CONDITION in hit.cues and _counts(sentence, hit)


def _counts(sentence: Sentence, hit: Hit) -> bool:
    """Say whether a figure stands in a phrase: `in 90 days`."""
    return any(map(str.isdigit, sentence.said(hit)))


def _has_day(sentence: Sentence, place: int) -> bool:
    """Say whether an entry into force is given its month or a time such as `early next year`, as no clause gives."""
    sides = [sentence.hits[place + 1 :]]
    if sentence.language.verb_last:
        sides.append(sentence.hits[:place][::-1])  # `tritt im Mai in Kraft`
    walks = (until(side, lambda hit: hit.acts or hit.cues & _CONDITIONS) for side in sides)
    return any(
        hit.month or hit.year or (Cue.AHEAD in hit.cues and not _counts(sentence, hit))
        for walk in walks
        for hit in walk
    )


def fulfilled(act: Act) -> bool:
    """Say whether the act that an entry into force comes after was done, as its verb or the day given tells.

    `takes effect in May after 60 ratified it`, `entrará en vigor después de que lo ratificaron`, not `ratifiquen`.
    """
    sentence = act.sentence
    counts_days = any(_counts_days(sentence, one.hit) for one in act.ruling)
    if not (counts_days or act.governed(Cue.AFTER, Cue.HISTORY)):
        return False
    told = act.here.form is Form.DONE and sentence.language.verb_first  # not `have ratified`
    enters = (at for at, hit in enumerate(sentence.hits) if hit.action is Action.ENTRY_INTO_FORCE)
    return any(told or (_has_day(sentence, at) and not holds(sentence.hits[:at], Cue.MODAL)) for at in enters)


def to_enter(sentence: Sentence, place: int) -> bool:
    """Say whether an infinitive behind the treaty is its future: `Treaty to take effect`, `a way for it to enter`."""
    hits, to, name = sentence.hits, sentence.at(place - 1), sentence.at(place - 2)
    if Cue.TO not in to.cues or not sentence.near(to, hits[place]):
        return False
    name = sentence.at(place - 3) if name.mark == "," else name
    link = sentence.nearest(place, lambda hit: hit.start < name.start)
    # `procedures for the treaty to take effect`
    opens = sentence.heads and Cue.FOR not in link.cues
    return name.treaty and (opens or holds(hits[: place - 2], Cue.PLAN))


def is_dated(act: Act) -> bool:
    """Say whether an entry into force is told in a heading or with its day: `entered into force on Monday`."""
    sentence, place = act.sentence, act.place
    if act.action is not Action.ENTRY_INTO_FORCE or caused(sentence, place, Cue.WISHED):
        return False
    dated = sentence.heads or when(sentence, place) is not None or is_fresh(sentence, place)
    dated = dated or awaited(sentence, place)
    return dated and Cue.TO not in act.before.cues


def bound(sentence: Sentence, place: int, last: Doers | None) -> Doers:
    """Return the State for which the treaty enters into force: `in force for Armenia`, or nobody where for all."""
    return _bound_behind(sentence, place, last) or _bound_before(sentence, place)


def _bound_behind(sentence: Sentence, place: int, last: Doers | None) -> Doers:
    comma = False
    for index, hit in sentence.rightward(place):
        if hit.ends or hit.acts or hit.cues & {Cue.AFTER, Cue.HISTORY, Cue.AND}:
            break
        after = sentence.at(index + 1)
        it = Cue.PRONOUN in after.cues and sentence.near(hit, after)  # `for it`
        its = Cue.FOR in hit.cues and (it or Cue.SINGLE in hit.cues)  # `nationally`
        if its and last and sentence.near(sentence.hits[place], hit):
            return Doers(last.codes)
        comma = comma or hit.mark == ","  # `in Geneva, Switzerland`
        without = Cue.REFUSE in hit.cues  # `takes effect without the US`
        links = hit.cues & ({Cue.FOR} if comma or " " in sentence.said(hit) else _FOR)
        if links and not without and after.state and sentence.near(hit, after, 1):
            return cluster(sentence, index + 1, 1)
    return NOBODY


def _bound_before(sentence: Sentence, place: int) -> Doers:
    for index, hit in sentence.leftward(place):
        if hit.mark == ";" or hit.acts:
            break
        before = sentence.at(index - 1)
        if Cue.OF in before.cues and Cue.FOR not in before.cues:
            before = sentence.at(index - 2)  # its article
        lands = Cue.PLACE in before.cues and sentence.language.verb_last  # `tritt in der Schweiz in Kraft`
        if hit.state and (Cue.FOR in before.cues or lands):
            return cluster(sentence, index, 1)  # `для Армении статут вступит в силу`
    if sentence.unspaced:
        for before, hit in pairwise(sentence.hits[max(place - 4, 0) : place]):
            if hit.name and before.cues & {Cue.PLACE, Cue.APART}:
                return Doers((hit.name.code,))  # `对中国生效`, `在中国生效`
    return NOBODY
