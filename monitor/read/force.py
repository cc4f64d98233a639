"""Tell whether a treaty enters into force."""

from __future__ import annotations

from monitor.languages import Cue, Form
from monitor.model import Action, Status
from monitor.read.background import is_fresh
from monitor.read.clause import ends
from monitor.read.dates import when
from monitor.read.hits import Sentence, holds
from monitor.read.status import Verdict
from monitor.read.things import Thing


def not_in_force(sentence: Sentence, place: int, form: Form, what: Thing, verdict: Verdict) -> str:
    """Say why a treaty does not enter into force here, or nothing if it does."""
    if verdict.status not in {Status.DONE, Status.PLANNED}:
        return "nothing says that the treaty enters into force"
    told = form is not Form.NOUN or verdict.status is Status.PLANNED
    to_come = ahead(sentence, place)
    if not told or (not to_come and about_an_act(sentence, place)):
        return "nothing says that the treaty enters into force"
    dated = form is Form.DONE and any(hit.year or hit.month for hit in sentence.hits[place:])
    if not dated and conditional(sentence, place):
        return "a condition or an open question"
    if not what.treaty and not what.stands_for:
        return "what enters into force is not said to be the treaty"
    return ""


def about_an_act(sentence: Sentence, place: int) -> bool:
    """Say whether what takes effect is an act, such as a withdrawal, and not the treaty."""
    undated = (
        hit for hit in reversed(sentence.hits[:place]) if not (Cue.FRESH in hit.cues or hit.month or hit.year)
    )
    before = next(undated, None)
    if (
        before is not None
        and Cue.BILL in before.cues
        and sentence.words(before.end, sentence.hits[place].start) <= 1
    ):
        return True  # `the decision to leave takes effect`
    passed = False
    for hit in reversed(sentence.hits[:place]):
        passed = passed or hit.mention is not None or Cue.ANAPHOR in hit.cues
        if passed and hit.mark:
            return False  # `deposited its instrument, and the convention enters into force`
        if ends(hit) or Cue.RELATIVE in hit.cues:
            return False
        if any(form is Form.NOUN for _, form in hit.acts):
            return True
    return False


def conditional(sentence: Sentence, place: int) -> bool:
    """Say whether a condition or a need stands in the clause of the act or behind it."""
    hits = sentence.hits
    begin = next((at for at in range(place, -1, -1) if Cue.RELATIVE in hits[at].cues), 0)
    return holds(hits[begin:], Cue.CONDITION, Cue.NEED)


def ahead(sentence: Sentence, place: int) -> bool:
    """Say whether an infinitive behind the treaty is its future: `Treaty to take effect`, `a way for it to enter`."""
    hits = sentence.hits
    if (
        place < 2
        or Cue.TO not in hits[place - 1].cues
        or sentence.words(hits[place - 1].end, hits[place].start)
    ):
        return False
    name = hits[place - 2]
    if name.mark == "," and place > 2:
        name = hits[place - 3]
    if name.mention is None and Cue.ANAPHOR not in name.cues:
        return False
    return sentence.field == "title" or holds(hits[: place - 2], Cue.PLAN)


def comes(sentence: Sentence, place: int, action: Action) -> bool:
    """Say whether an entry into force is told in a heading or with its day."""
    if action is not Action.ENTRY_INTO_FORCE:
        return False
    dated = sentence.field == "title" or when(sentence, place) is not None or is_fresh(sentence, place)
    return dated and not (place and Cue.TO in sentence.hits[place - 1].cues)
