"""Tell which happening an entry is about, and what of it is news.

A happening is what one actor did to one treaty: (treaty, actor, family of actions). A story is what was published
about one happening. It has steps: refused, planned, process, done, confirmed by the record. A step that goes
further than what a channel was told is news there; more coverage of a known step is not. Where no actor is named
("72 states"), the story is the ceremony: the open story of that treaty and family within a window. An announced
ceremony is a story of its own, since no name says that it is the one that was held.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor import actors
from monitor.folding import fold
from monitor.likeness import Title
from monitor.model import CONSENT, Action, Entry, Event, Level, Match, Status, Step

OPEN_FOR = timedelta(days=14)
"""How long after its last coverage an actorless story takes more of it."""

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

ORDER: tuple[Step, ...] = (Step.REFUSED, Step.PLANNED, Step.PROCESS, Step.DONE, Step.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Say how far one channel was told of a story, and how loudly."""

    channel: str
    step: Step
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Hold what is known and told of one happening."""

    key: str
    treaty: str
    family: str
    actor: str | None
    step: Step
    """The furthest step published."""
    told: Step | None
    """The furthest step that counts as told in every channel: it was there before the first poll of its feed, or was
    told when a state file did not yet tell channels apart."""
    opened: datetime
    updated: datetime
    alerts: tuple[str, ...] = ()
    """The ids of the alerts that told it last, one a channel: their messages are edited as coverage grows."""
    title: str = ""
    """For stories of words alone: the title that opened it, to know near-duplicates by."""
    channels: tuple[Told, ...] = ()
    """How far each channel was told since."""

    @property
    def furthest(self) -> Step | None:
        """The furthest step that anybody was told."""
        return max((self.told, *(told.step for told in self.channels)), key=_place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Say how one event joined a story."""

    story: Story
    event: Event | None
    step: Step
    because: str
    rule: str | None = None
    """The rule by whose words alone the entry joined, where no event did."""


FEW = 2
"""More named actors than this beside a number of others are a ceremony, not somebody's act."""
TEXT_WINDOW = timedelta(hours=72)
"""How long after its opening a story of words alone takes titles like its own."""

Find = Callable[[str], Story | None]
Recent = Callable[[str, str, datetime], Sequence[Story]]
"""(treaty, family, since) -> actorless stories updated since then, newest first."""


def step_of(event: Event) -> Step | None:
    """Return how far an event brings its story, or None where it does not move one."""
    if event.official and event.status is Status.DONE:
        return Step.CONFIRMED
    return STEPS.get(event.status)


def thread_of(story: Story) -> str:
    """Return the key of the thread that tells of an actor and a treaty, over all its happenings."""
    return f"{story.treaty}:{story.actor or story.key.rpartition(':')[2]}"


def join(event: Event, now: datetime, find: Find, recent: Recent) -> Joined | None:
    """Return the story that an event belongs to, moved by it; None where it moves no story."""
    step = step_of(event)
    if step is None or event.background:
        return None
    family = FAMILIES[event.action]
    if event.actor is not None or event.action is Action.ENTRY_INTO_FORCE:
        key = f"{event.treaty}:{event.actor or '*'}:{family}"
        known = find(key)
        because = f"same treaty, actor and act as {key}"
        if known and known.key != key:
            because = f"what belongs to {key} was put into {known.key} by hand"
    else:
        family = f"{family}-{step}" if step is Step.PLANNED else family
        known = next(iter(recent(event.treaty, family, now - OPEN_FOR)), None)
        key = known.key if known else f"{event.treaty}:*:{family}:{now:%Y%m%d}"
        known = known or find(key)
        because = f"no actor named; the open story of this treaty and act is {key}"
    if known is None:
        opened = Story(
            key=key,
            treaty=event.treaty,
            family=family,
            actor=event.actor,
            step=step,
            told=None,
            opened=now,
            updated=now,
        )
        return Joined(story=opened, event=event, step=step, because=f"opened {key}")
    furthest = max(known.step, step, key=ORDER.index)
    moved = replace(known, step=furthest, updated=now)
    return Joined(story=moved, event=event, step=step, because=because)


def main(joined: Sequence[Joined], title: str) -> Joined:
    """Return the story that an entry is mainly about, among those it joined (at least one).

    It is the act of an actor whom the title names, if these are few; where it names more, or counts them, it is the
    ceremony. What the title says counts before the text, an act before the entry into force that it brings about,
    and the further step decides between equals.
    """
    if len(joined) == 1:
        return joined[0]  # most entries tell one thing: names need not be looked for
    in_title = actors.named(title)
    crowd = len(in_title & {item.story.actor for item in joined}) > FEW
    counted = {_act(item) for item in joined if item.event and (item.event.count or 0) > FEW}
    signed = {item.story.actor for item in joined if _act(item)[1:] == ("signature", Step.DONE)}
    telling = any(_said(item, title) for item in joined)

    def rank(item: Joined) -> tuple[bool, bool, bool, bool, bool, bool, int]:
        # Hosts stand in the title of their ceremony: one is a story only where the title tells what was done.
        own = item.story.actor in in_title and not crowd and (telling or _act(item) not in counted)
        act = item.event is None or item.event.action is not Action.ENTRY_INTO_FORCE
        nobody = item.story.actor is None
        ceremony = nobody and (crowd or (not telling and _act(item) in counted))
        # Whoever takes a step towards consent has signed before: a signature beside it is how it came to it.
        further = item.story.family == "consent" and ORDER.index(item.step) >= ORDER.index(Step.PROCESS)
        bound = further and item.story.actor in signed
        return (act, own, ceremony, _said(item, title), not nobody, bound, ORDER.index(item.step))

    return max(joined, key=rank)


def _said(item: Joined, title: str) -> bool:
    """Say whether a title tells the event by which an entry joined a story."""
    return item.event is not None and bool(item.event.quote) and item.event.quote in title


def _act(item: Joined) -> tuple[str, str, Step]:
    """Return what was done to which treaty and how far, whoever did it."""
    return item.story.treaty, item.story.family, item.step


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


def foremost(joined: Sequence[Joined]) -> tuple[Joined, ...]:
    """Return for each story the way in which an entry joined it that goes furthest."""
    found: dict[str, Joined] = {}
    for item in joined:
        key = item.story.key
        if key not in found or not _beyond(found[key].step, item.step):
            found[key] = item
    return tuple(found.values())


def is_news(item: Joined, channel: str, level: Level) -> bool:
    """Say whether what an entry brings to a story is news in a channel whose rules ask for it at this level.

    What was told there is told again only where it is critical and was not before.
    """
    told = _told_in(item.story, channel)
    if not _beyond(item.step, item.story.told):
        return False
    if told is None or _beyond(item.step, told.step):
        return True
    louder = level is Level.CRITICAL and told.level is not Level.CRITICAL
    # a report of the act after the record confirmed it, and no plan of it
    return louder and item.step in (told.step, Step.DONE)


def is_again(item: Joined, channel: str) -> bool:
    """Say whether a channel was told of this step, or a further one, before."""
    told = _told_in(item.story, channel)
    return told is not None and not _beyond(item.step, told.step)


def tell(story: Story, channel: str, step: Step, level: Level) -> Story:
    """Return a story of which a channel was told a step, at a level; the furthest and the loudest count."""
    before = _told_in(story, channel)
    now = Told(channel=channel, step=step, level=level)
    if before is not None and not _beyond(step, before.step):
        now = replace(before, level=Level.CRITICAL) if level is Level.CRITICAL else before
    others = [told for told in story.channels if told.channel != channel]
    return replace(story, channels=tuple(sorted((*others, now), key=lambda told: told.channel)))


def tell_all(story: Story, step: Step) -> Story:
    """Return a story of which a step counts as told in every channel."""
    return replace(story, told=max(story.told, step, key=_place))


def how_far(story: Story) -> str:
    """Return how far people were told of a story, for people: `done in #legal, planned in #general`."""
    parts = [story.told.value] if story.told else []
    for step in reversed(ORDER):
        where = [told.channel for told in story.channels if told.step is step and _beyond(step, story.told)]
        if where:
            parts.append(f"{step.value} in {' and '.join(where)}")
    return ", ".join(parts) or "nothing yet"


def further(one: Step | None, other: Step | None) -> Step | None:
    """Return the furthest of two steps, where None is none at all."""
    return max(one, other, key=_place)


def _beyond(step: Step, than: Step | None) -> bool:
    return _place(step) > _place(than)


def _place(step: Step | None) -> int:
    return -1 if step is None else ORDER.index(step)


def _told_in(story: Story, channel: str) -> Told | None:
    return next((told for told in story.channels if told.channel == channel), None)
