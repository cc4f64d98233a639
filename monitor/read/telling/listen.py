"""Hear what an entry tells, sentence after sentence."""

from __future__ import annotations

from collections.abc import Set
from itertools import pairwise

from msgspec.structs import replace

from monitor.read.act import Found
from monitor.read.acts.readings import act_of, halved
from monitor.read.doers.lists import NOBODY, Doers, cluster
from monitor.read.doers.states import only
from monitor.read.hits import ACTING, NONE, Action, Cue, Form, Status, holds
from monitor.read.sentence import Sentence
from monitor.read.telling.carried import speaker
from monitor.read.telling.memory import Memory, Told
from monitor.read.telling.weigh import weigh
from monitor.read.times.reference import refers, tells_first

CORRECTED = "the heading denies or corrects"
_ACTS = 60  # acts of a sentence; more are no prose
_SHORT = 80  # characters of a sentence that a note repeats


def listen(sentences: list[Sentence], titled: Set[str], memory: Memory, notes: list[str]) -> list[Found]:
    """Return what the sentences tell, one after the other, and add to the notes what they do not.

    `titled` are the treaties that the heading names by names of their own.
    """
    reference = refers(sentences)
    denied = holds([sentence for sentence in sentences if sentence.heads], Cue.DENY)
    heading: list[Found] = []
    elsewhere: set[tuple[Action, str, bool]] = set()
    found: list[Found] = []
    for sentence in sentences:
        if len(sentence.hits) > _ACTS and sum(bool(hit.acts) for hit in sentence.hits) > _ACTS:
            notes.append(f"“{_short(sentence.quote)}”: too many acts for a sentence")
            continue
        told = _hear(sentence, memory, notes)
        told.tally(found[-1] if found else None)
        if sentence.asks:
            # `Does the government intend to sign?` plans nothing
            told.found = {at: one for at, one in told.found.items() if one.status is not Status.PLANNED}
        if reference and sentence.heads and tells_first(sentence, told.found):
            reference = False
        _as_news(told, found, denied=denied, reference=reference)
        found.extend((*told.found.values(), *told.more))
        if sentence.heads:
            heading = list(told.found.values())
        else:
            elsewhere |= told.elsewhere
        _remember(told)
    below = [one for one in found if one not in heading]
    untrue: list[Found] = []
    for one in heading:
        codes = set(one.doers.codes)
        same = [it for it in below if it.action is one.action and codes & set(it.doers.codes)]
        _as_planned(one, same)
        other = not same and _done_to_other(one, elsewhere, titled)
        if other or _came_about(one, below):
            untrue.append(one)
    return [one for one in found if one not in untrue]


def _remember(told: Told) -> None:
    """Keep of a sentence whom and what later ones may mean: its State, who speaks in it, and a council."""
    sentence, memory = told.sentence, told.memory
    first = sentence.at(0)  # `Rwanda went further. Its Senate approved it`
    opens = first.state and sentence.words(sentence.start, first.start) <= 1 and not sentence.owns(0)
    if memory.last is None or (opens and not told.found):
        memory.last = only(sentence, len(sentence.hits)) or memory.last  # or the place: `In Peru, ...`
    if together := _together(sentence):
        memory.several = sentence.index, together
    told_of = any(one.doers.codes for one in told.found.values())
    memory.speaker = speaker(sentence) or (() if told_of else memory.speaker)
    memory.council = memory.council or Cue.INSTITUTION in sentence.cues


def _done_to_other(one: Found, elsewhere: Set[tuple[Action, str, bool]], titled: Set[str]) -> bool:
    """Say whether what the heading calls a pact is something else below: a memorandum of two States.

    A treaty that the heading names by a name of its own is so only where another treaty's name stands below.
    """
    codes, kinds = one.doers.codes, (True,) if one.treaty in titled else (True, False)
    return bool(codes) and all(any((one.action, code, kind) in elsewhere for kind in kinds) for code in codes)


def _hear(sentence: Sentence, memory: Memory, notes: list[str]) -> Told:
    """Weigh every act of a sentence."""
    told = Told(sentence, memory)
    memory.topic.enter(sentence)
    for place, hit in enumerate(sentence.hits):
        if hit.acts and Cue.PARTED in hit.cues and not halved(sentence, place):
            hit.acts = ()
    for place, hit in enumerate(sentence.hits):
        if hit.likewise:
            hit.acts = _act_meant(sentence, place, memory)
        elif memory.said is not None and memory.heard and _breaks_off(sentence, place):
            hit.acts = ((memory.said[0], Form.BARE),)
        if not hit.acts and ACTING.isdisjoint(hit.cues):
            continue
        if (act := act_of(sentence, place)) is not None:
            why = weigh(told, place, *act)
            memory.heard = not why
            one = told.found.get(place)  # `withdraws its signature, the first State to do so`
            memory.said = one.action if one is not None else act[0], sentence.index
            if why:
                notes.append(f"“{_short(sentence.quote)}”: {sentence.said(hit)}: {why}")
    memory.topic.leave(sentence, told.found.values())
    _give_each(told)
    return told


def _give_each(told: Told) -> None:
    """Give each of as many acts as States to one of them: `Peru and Chile signed and ratified it respectively`."""
    acts = [told.found[place] for place in sorted(told.found)]
    codes = acts[0].doers.codes if acts and Cue.EACH in told.sentence.cues else ()
    if len(codes) == len(acts) and all(one.doers.codes == codes for one in acts):
        for one, code in zip(acts, codes, strict=True):
            one.doers = replace(one.doers, codes=(code,))


def _tells_before_asking(sentence: Sentence, place: int) -> bool:
    """Say whether a sentence opens with who acts, and asks behind a colon: `Peru signs it: what now?`."""
    first = sentence.hits[0]
    opens = (first.name is not None or first.number is not None) and first.start == sentence.start
    return opens and any(sentence.colon(hit) for hit in sentence.hits[place + 1 :])


def _as_news(told: Told, found: list[Found], *, denied: bool, reference: bool) -> None:
    """Tell news from background by the entry, and what is done likewise as what was done before."""
    sentence, memory = told.sentence, told.memory
    before = found[-1] if found else None
    for one in (*told.found.values(), *told.more):
        if denied or (reference and not _has_day(one)):
            one.past = one.past or (CORRECTED if denied else "a heading that explains")
    for one in told.more if sentence.asks else ():
        one.past = one.past or "a question"
    for place, one in told.found.items():
        if sentence.asks and not _tells_before_asking(sentence, place):
            one.past = one.past or "a question"
        if sentence.hits[place].likewise and before is not None:
            if one.status is before.status:
                one.past = one.past or before.past
            if _names_some(sentence, place):
                one.status = before.status  # `urged three States to sign. These countries are`
            elif one.status is Status.DONE and before.status is Status.PROCESS:
                one.status = Status.PROCESS  # `Peru's Senate passed a bill, Chile's did the same`
        if counted := next((other for other in reversed(found) if _members(one, other)), None):
            one.past = counted.past
        before = one
        if one.doers.codes and not (one.past and memory.last):
            memory.last = replace(one.doers, place=-1)  # places count in its sentence


def _came_about(one: Found, below: list[Found]) -> bool:
    """Say whether a crowd does below what the heading plans: `Nations line up to sign it`, `65 signed it`."""
    plan = one.status is Status.PLANNED and not one.doers.codes and not one.doers.count
    same = [it for it in below if not it.doers.codes and (it.treaty, it.action) == (one.treaty, one.action)]
    return plan and bool(same) and all(it.status is Status.DONE and not it.past for it in same)


def _as_planned(one: Found, below: list[Found]) -> None:
    """Take a heading that signs, or is `acceding to`, for a plan where the text only plans this for the same States."""
    waits = one.action is Action.SIGNATURE or one.form is Form.GERUND
    if one.status is not Status.DONE or not waits or one.fresh or one.date:
        return
    verbs = {Form.BARE, Form.FUTURE}
    ahead = any(other.status is Status.PLANNED and other.form in verbs and not other.past for other in below)
    if ahead and all(other.status in {Status.PLANNED, Status.PROCESS} for other in below):
        one.status = Status.PLANNED


def _act_meant(sentence: Sentence, place: int, memory: Memory) -> tuple[tuple[Action, Form], ...]:
    """Return the act for which `did so` stands: that of this sentence or, if others do it, of the one before."""
    likewise = sentence.hits[place].likewise
    if memory.said is None or likewise is None:
        return ()
    if _names_some(sentence, place) and not memory.heard:
        return ()  # `Ten States have not signed it. Among them are Peru and Chile`
    here, first = sentence.hits[place], sentence.at(place + 1)
    tells_who = likewise is Form.DONE and (sentence.said(here).isalpha() or Cue.AUX in here.cues)
    if tells_who and (place or not first.state or sentence.strange(here, first)):
        return ()  # `это` and `they are` name some only where they open a sentence: `Это Гана и Того`
    action, at = memory.said
    apart = sentence.index - at
    others = any(hit.name or Cue.GROUP in hit.cues for hit in sentence.hits)
    near = not apart or (others and apart <= (1 if at else 2))  # a text's first is the second after its title
    return ((action, likewise),) if near else ()


def _breaks_off(sentence: Sentence, place: int) -> bool:
    """Say whether a denial stands for that of the act told before in its sentence: `Peru signed, but Chile did not`."""
    here = sentence.hits[place]
    if Cue.NEGATION not in here.cues or sentence.unspaced:
        return False
    doer, after = sentence.at(place - 1), sentence.at(place + 1)
    earlier = sentence.nearest(place, lambda hit: hit.acts or hit.mark == ";")
    ended = after.mark or after.ends if after else sentence.words(here.end, sentence.end) <= 1
    # a word such as `ebenfalls` may part them: `die USA ebenfalls nicht`
    return bool(doer.name and earlier.acts and ended) and sentence.near(doer, here, 1)


def _names_some(sentence: Sentence, place: int) -> bool:
    """Say whether a sentence names some of those just told of: `Among them are Peru and Chile`."""
    here = sentence.hits[place]
    return here.likewise is Form.DONE and (not place or Cue.BECOME in here.cues)


def _members(one: Found, before: Found) -> bool:
    """Say whether an act names those just counted: `72 signed. The African States that signed include Kenya`."""
    dated = before.fresh  # `It was signed on Saturday. Signatories include`
    counted = not before.doers.codes and (before.doers.count is not None or (dated and not before.doers))
    same = (one.treaty, one.action, one.status) == (before.treaty, before.action, before.status)
    named = one.also.codes if one.doers.group else one.doers.codes
    told = named and one.past and not one.was and one.doers.how in {"before", "list"}
    return bool(counted and same and told)


def _has_day(one: Found) -> bool:
    """Say whether an act is given a day, by which it is news even under a heading that explains.

    News gives a day without its year; pages of reference give both.
    """
    day = one.date is not None and one.date.month and one.date.day and not one.date.year
    return one.fresh or bool(day)


def _together(sentence: Sentence) -> Doers:
    """Return the States that open a sentence as a list, or the two that it names, but for places: `Chad met Peru`."""
    pairs = enumerate(pairwise((NONE, *sentence.hits)))
    states = [at for at, (before, hit) in pairs if hit.state and Cue.PLACE not in before.cues]
    if len(states) < 2:
        return NOBODY
    listed = cluster(sentence, states[0], 1).codes
    named = tuple({hit.name.code: 1 for at in states if (hit := sentence.hits[at]).name})
    codes = listed if len(listed) > 1 else named
    return Doers(codes) if len(listed) > 1 or len(named) == 2 else NOBODY


def _short(quote: str) -> str:
    return quote if len(quote) <= _SHORT else quote[: _SHORT - 3] + "..."
