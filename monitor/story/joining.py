"""Find the story that an entry belongs to, and move it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from monitor.folding import fold
from monitor.model import CONSENT, Action, Entry, Event, Match, Status, Step
from monitor.story.course import ACTED, LATE, OPEN_FOR, at_home, go_on
from monitor.story.happening import Find, Joined, Story
from monitor.story.likeness import Title
from monitor.story.undone import acted_on, of_actor

TEXT_WINDOW = timedelta(hours=72)
"""How long after its opening a story of words alone takes titles like its own."""

FAMILIES: dict[Action, str] = {
    Action.SIGNATURE: "signature",
    Action.WITHDRAWAL: "withdrawal",
    Action.ENTRY_INTO_FORCE: "entry_into_force",
    Action.SUCCESSION: "consent",
} | dict.fromkeys(CONSENT, "consent")
"""Ratification, acceptance, approval and accession bind alike, and the press mixes their names: one family."""

STEPS: dict[Status, Step] = {
    Status.REFUSED: Step.REFUSED,
    Status.PLANNED: Step.PLANNED,
    Status.PROCESS: Step.PROCESS,
    Status.DONE: Step.DONE,
}
"""Statuses that move a story; urged and hypothetical events do not."""


Recent = Callable[[str, str, datetime], Sequence[Story]]
"""(treaty, family, since) -> stories updated since then, newest first."""
COUNTED_FOR = timedelta(days=7)
"""How long after States did an act by name a number of States, no greater than theirs, tells of them."""


def step_of(event: Event) -> Step | None:
    """Return how far an event brings its story, or None where it does not move one."""
    if event.official and event.status is Status.DONE:
        return Step.CONFIRMED
    return STEPS.get(event.status)


def allows(event: Event) -> bool:
    """Say whether a cabinet or parliament allows a signature: who is about to sign was allowed to."""
    return event.action is Action.SIGNATURE and event.status is Status.PROCESS


def is_of(event: Event, story: Story) -> bool:
    """Say whether an event is of a story's happening: the same actor's act to the same treaty."""
    same = (event.treaty, event.actor) == (story.treaty, story.actor)
    return same and story.family.startswith(FAMILIES[event.action])


def join(
    event: Event, now: datetime, find: Find, recent: Recent, written: datetime | None = None
) -> Joined | None:
    """Return the story that an event belongs to, moved by it; None where it moves no story.

    `written` is when what tells it was written, where that may be before now.
    """
    step = step_of(event)
    if step is None or event.background:
        return None
    key, known, because = _sought(event, step, now, find, recent)
    story = known or Story(
        key=key,
        treaty=event.treaty,
        family=_family(event, step),
        actor=event.actor,
        step=step,
        told=None,
        opened=now,
        updated=now,
    )
    before = known.course if known else None
    unhanded = step is Step.DONE and story.family == FAMILIES[Action.RATIFICATION]
    unhanded = unhanded and not (event.deposited or event.count)
    if before and (again := _again(event, story, min(written or now, now), unhanded=unhanded)):
        step, course, turns, because = before.step, before, before.turns, because + again
    else:
        course, turns = go_on(before, step, now, written, unhanded=unhanded)
    # Of an act that was done before its day was kept, the opening says more than today's coverage.
    first = step in ACTED and (before is None or before.step not in ACTED or course.turns > before.turns)
    moved = replace(
        story.come_to(course),
        updated=max(story.updated, now),
        acted=acted_on(event, now) if first else story.acted,
    )
    return Joined(story=moved, event=event, step=step, turns=turns, because=because)


def _sought(
    event: Event, step: Step, now: datetime, find: Find, recent: Recent
) -> tuple[str, Story | None, str]:
    """Return the key of the story that an event belongs to, that story where it was opened before, and why it is it."""
    family = _family(event, step)
    if _has_actor(event):
        key, known = of_actor(event, family, now, find)
        because = f"same treaty, actor and act as {key}"
        if known and known.key != key:
            because = f"what belongs to {key} was put into {known.key} by hand"
    else:
        open_ = recent(event.treaty, family, now - OPEN_FOR)
        known = _of_nobody(event, step, open_, now)
        key = known.key if known else f"{event.treaty}:*:{family}:{now:%Y%m%d}"
        known = known or find(key)
        because = f"no actor named; the open story of this treaty and act is {key}"
        if known and known.actor:
            because = f"no actor named; who did so by name these days is told of in {key}"
    return key, known, because if known else f"opened {key}"


def _has_actor(event: Event) -> bool:
    """Say whether a story of this event is somebody's: that a treaty enters into force is the treaty's own."""
    return event.actor is not None or event.action is Action.ENTRY_INTO_FORCE


def _family(event: Event, step: Step) -> str:
    """Return the family of an event's story: an announced ceremony is one of its own."""
    announced = step is Step.PLANNED and not _has_actor(event)
    return FAMILIES[event.action] + f"-{step}" * announced


def _again(event: Event, story: Story, told: datetime, *, unhanded: bool) -> str:
    """Return why an event tells but the step that a story just came to; empty where it tells one of its own.

    No vote is told so: else its coverage could hide what is done for as long as it goes on.
    """
    if unhanded and at_home(story.course, told):
        return ", of which a step at home was just told"
    planned = allows(event) and story.step is Step.PLANNED and told - story.updated < LATE
    return ", which it was just said to plan" if planned else ""


def _of_nobody(event: Event, step: Step, stories: Sequence[Story], now: datetime) -> Story | None:
    """Return that of the open stories which tells of an act whose actor is not named."""
    known = _stepping(stories, now) if step is Step.PROCESS else None
    known = known or next((story for story in stories if story.actor is None), None)
    return known or _named(event, stories, now)


def _stepping(stories: Iterable[Story], now: datetime) -> Story | None:
    """Return the act of the one State of whose step at home was told these days: `The Cabinet approved the treaty`."""
    stepping = [story for story in stories if story.actor and story.stepped and now - story.stepped < LATE]
    return stepping[0] if len(stepping) == 1 else None


def _named(event: Event, stories: Iterable[Story], now: datetime) -> Story | None:
    """Return the latest act of those whom a number of States tells of.

    As many did it by name these days, or one was told as the State that made the number full: `Peru, the 60th`.
    """
    if event.status is not Status.DONE or not event.count:
        return None
    since = now - COUNTED_FOR
    known = (story for story in stories if story.step in ACTED and not story.doubted)
    acted = [story for story in known if story.acted and story.acted >= since]
    full = [story for story in acted if story.number == event.count]
    return next(iter(full or (acted if len(acted) >= event.count else ())), None)


def join_text(entry: Entry, match: Match, now: datetime, recent: Recent) -> Joined:
    """Return the story of an entry that a rule found by its words alone: that of a like title within a window."""
    title = Title(entry.title, (reason.words for reason in match.because))
    about = match.treaty or match.rule
    family = f"text:{match.rule}"
    for known in recent(about, family, now - TEXT_WINDOW):
        # From its opening, however much has joined it since: or one that always finds its like would never end.
        if known.opened >= now - TEXT_WINDOW and title.tells_like(known.title):
            moved = replace(known, updated=now)
            because = f"title like that of {known.key}"
            return Joined(story=moved, event=None, step=Step.DONE, because=because, rule=match.rule)
    key = f"{family}:{entry.id[:12]}"
    opened = Story(
        key=key,
        treaty=about,
        family=family,
        actor=None,
        step=Step.DONE,
        told=None,
        opened=now,
        updated=now,
        title=fold(entry.title).text,
    )
    return Joined(story=opened, event=None, step=Step.DONE, because=f"opened {key}", rule=match.rule)
