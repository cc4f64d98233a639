"""Say how far a happening has come, where a refusal is a branch and no rank.

Planned, process, done, confirmed by the record: each goes further than the one before. A refusal turns a story that has
not come to its act, and what is planned after it turns it again. So a story's course is counted in turns, and in steps
within a turn. For a while after a turn, outlets still tell what it left behind: that belongs before the turn. Nothing
turns what was done: a refusal there is the opposition's, or older than the act.

What was told as done and denied since, and is reported again after a while, was done this time: a turn, too.

The press says *ratifies* of a parliament's yes as well as of the deposit. So a consent told as done, without a word of
an instrument handed over, within days of a step at home is more coverage of that step (`at_home`). Where it was told so
first, a deposit told long after it, or once a step at home was told of since, is news: a turn, too.

A State takes several steps at home, a cabinet's, each chamber's, a president's, and nobody numbers them. So they are
one as long as they are told of, and one that is told of after a silence is another: a turn, too. So is a plan told
again after a longer one: what was promised before was not kept.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from monitor.model import Step

ORDER: tuple[Step, ...] = (Step.REFUSED, Step.PLANNED, Step.PROCESS, Step.DONE, Step.CONFIRMED)
ACTED = frozenset({Step.DONE, Step.CONFIRMED})
LATE = timedelta(hours=72)
"""How long after a turn the steps that it left behind are late coverage and turn nothing back."""

OPEN_FOR = timedelta(days=14)
"""How long after its last coverage what no name tells from the next of its kind takes more of it: a step at home, or a
ceremony."""

LAPSES = timedelta(days=90)
"""How long after it was told of last a plan that is told again is another."""

LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""When that was written which tells no step after a silence: what has no day, or was met before."""

Reach = tuple[int, int]
"""(turns, place in ORDER): the greater goes further."""


class Course(Struct, frozen=True, kw_only=True):
    """Hold how far a story has come."""

    step: Step
    turns: int = 0
    """How often it was refused, or went on after a refusal."""
    turned: datetime | None = None
    left: Step | None = None
    """The step from which it turned last."""
    stepped: datetime | None = None
    """When a step at home was told of last."""
    planned: datetime | None = None
    """When a plan was told of last."""
    denied: datetime | None = None
    """When what was told as done was denied last."""
    unhanded: datetime | None = None
    """When it was first told as done, as long as nobody tells of an instrument handed over."""


def place(step: Step | None, turns: int = 0) -> Reach:
    """Return where a step stands; None is before all."""
    return turns, -1 if step is None else ORDER.index(step)


def at_home(course: Course, told: datetime) -> bool:
    """Say whether a consent told as done, without a word of an instrument, is a step at home told just before."""
    return course.step is Step.PROCESS and course.stepped is not None and told - course.stepped < LATE


def go_on(
    course: Course | None,
    step: Step,
    now: datetime,
    written: datetime | None = None,
    *,
    unhanded: bool = False,
) -> tuple[Course, int]:
    """Return a course with one more step told of it, and after how many turns that step stands.

    `written` says when what tells it was written, where that is known: what comes late tells no step after a silence.
    `unhanded` is a consent told as done without a word of an instrument handed over.
    """
    told = min(written or now, now)
    if course and course.denied and course.step is Step.DONE and step not in {Step.REFUSED, Step.CONFIRMED}:
        late = told - course.denied < LATE
        course = course if late else Course(step=step, turns=course.turns + 1)
    if course and course.unhanded and course.step is step is Step.DONE and not unhanded:
        was_step = course.stepped is not None and course.stepped > course.unhanded
        late = told - course.unhanded < (LATE if was_step else OPEN_FOR)
        course = replace(course, unhanded=None, turns=course.turns + (not late))
    elif unhanded and (course is None or course.step not in ACTED):
        course = replace(course or Course(step=step), unhanded=now)
    course = course or Course(step=step)
    if step is Step.PLANNED:
        course = replace(_resumed(course, step, told, course.planned, LAPSES), planned=now)
    elif step is Step.PROCESS:
        course = replace(_resumed(course, step, told, course.stepped, OPEN_FOR), stepped=now)
    same = (step is Step.REFUSED) == (course.step is Step.REFUSED)
    if same or course.step in ACTED or step in ACTED:
        return replace(course, step=max(course.step, step, key=ORDER.index)), course.turns
    recent = course.turned is not None and now - course.turned < LATE
    if recent and course.left is not None and ORDER.index(step) <= ORDER.index(course.left):
        return course, course.turns - 1
    course = replace(course, step=step, turns=course.turns + 1, turned=now, left=course.step)
    return course, course.turns


def _resumed(course: Course, step: Step, told: datetime, last: datetime | None, silence: timedelta) -> Course:
    """Return a course a turn further where its step is told of again after nobody did for so long."""
    if course.step is not step or last is None or told - last <= silence:
        return course
    return replace(course, turns=course.turns + 1, turned=None, left=None)
