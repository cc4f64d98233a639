"""Say what of a story is news in a channel, and remember what it was told."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from monitor.model import Level, Step, Telling
from monitor.story.course import ACTED, ORDER, Reach, place
from monitor.story.happening import Joined, Story, Told
from monitor.story.joining import is_of, step_of


def foremost(joined: Sequence[Joined]) -> tuple[Joined, ...]:
    """Return for each story the way in which an entry joined it that goes furthest."""
    found: dict[str, Joined] = {}
    for item in joined:
        key = item.story.key
        if key not in found or item.place >= found[key].place:
            found[key] = item
    return tuple(found.values())


def settled(joined: Sequence[Joined]) -> list[Joined]:
    """Return the ways in which an entry joined stories, without refusals of what it tells as done."""
    done = {item.story.key for item in joined if item.step in ACTED}
    return [item for item in joined if item.step is not Step.REFUSED or item.story.key not in done]


def is_news(item: Joined, channel: str, level: Level) -> bool:
    """Say whether what an entry brings to a story is news in a channel whose rules ask for it at this level.

    What was told there is told again only where it is critical and was not before, or where this is another report of
    what people called misread, or of an act that nobody told any more.
    """
    told = _told_in(item.story, channel)
    acted = item.story.step in ACTED
    if told is not None and told.misread:
        if item.repeats:
            return item.place > told.place
        told, acted = replace(told, step=told.before) if told.before else None, False
    elif item.story.taken_back and item.step in ACTED and not item.repeats:
        told = None
    if item.place <= _told_everywhere(item.story) or (item.step is Step.REFUSED and acted):
        return False
    if told is None or item.place > told.place:
        return True
    louder = level is Level.CRITICAL and told.level is not Level.CRITICAL
    louder = louder and (item.event is None or item.step is step_of(item.event))
    # a report of the act after the record confirmed it, and no plan of it
    return louder and item.step in (told.step, Step.DONE)


def told_again(item: Joined, channel: str) -> str:
    """Return what tells a message from the one by which a channel was told of this step before; empty without one."""
    told = _told_in(item.story, channel)
    if told is None or item.place > told.place:
        return ""
    return told.misread or (" ".join(item.story.alerts) if item.story.taken_back else "again")


def is_reported(item: Joined, channel: str) -> bool:
    """Say whether a channel was told of this act as done, and not yet that the record confirms it."""
    told = _told_in(item.story, channel)
    return told is not None and told.step is Step.DONE


def tell(story: Story, channel: str, step: Step, level: Level, turns: int = 0) -> Story:
    """Return a story of which a channel was told a step, at a level; the furthest and the loudest count.

    Whoever is told of it tells it, so that it is taken back no more.
    """
    before = _told_in(story, channel)
    before = None if before is None or before.misread else before
    now = Told(channel=channel, step=step, level=level, turns=turns)
    if before is not None and now.place <= before.place:
        now = replace(before, level=Level.CRITICAL) if level is Level.CRITICAL else before
    elif before is not None and before.step in ACTED and before.level is Level.CRITICAL:
        # of one act: confirmed quietly, its reports are no news again
        now = replace(now, level=Level.CRITICAL)
    others = [told for told in story.channels if told.channel != channel]
    channels = sorted((*others, now), key=lambda told: told.channel)
    return replace(story, channels=tuple(channels), taken_back="")


def move(story: Story, channel: str, to: str) -> Story:
    """Return a story of which a channel is told what was meant for another one."""
    told = _told_in(story, channel)
    return tell(story, to, told.step, told.level, told.turns) if told else story


def tell_all(story: Story, step: Step) -> Story:
    """Return a story of which a step counts as told in every channel."""
    return replace(story, told=further(story.told, step))


def merged_into(kept: Story, gone: Story) -> Story:
    """Return a story that takes another one: as far as either came, with all who were told of either."""
    ahead = max(gone, kept, key=lambda story: (story.step in ACTED, place(story.step, story.turns)))
    course = replace(
        ahead.course,
        turns=max(gone.turns, kept.turns),
        stepped=max(filter(None, (gone.stepped, kept.stepped)), default=None),
        planned=max(filter(None, (gone.planned, kept.planned)), default=None),
    )
    merged = replace(
        kept.come_to(course),
        told=further(gone.told, kept.told),
        opened=min(gone.opened, kept.opened),
        updated=max(gone.updated, kept.updated),
        acted=min(filter(None, (gone.acted, kept.acted)), default=None),
    )
    for told in gone.channels:
        merged = tell(merged, told.channel, told.step, told.level, told.turns)
    return merged


def how_far(story: Story) -> str:
    """Return how far people were told of a story, for people: `done in #legal, planned in #general`."""
    parts = [f"{story.told} (as it was before the first poll, which nobody was told)"] if story.told else []
    beyond = [told for told in story.channels if told.place > _told_everywhere(story)]
    for step in reversed(ORDER):
        where = [
            told.channel + " (called misread)" * bool(told.misread) for told in beyond if told.step is step
        ]
        if where:
            parts.append(f"{step.value} in {' and '.join(where)}")
    told = ", ".join(parts) or "nothing yet"
    return f"{told}; taken back since, as “{story.taken_back}”" if story.taken_back else told


def item_of(telling: Telling, story: Story) -> Telling | None:
    """Return what a message that lists happenings says of a story."""
    return next((item for item in telling.items if any(is_of(event, story) for event in item.events)), None)


def further(one: Step | None, other: Step | None) -> Step | None:
    """Return the furthest of two steps, where None is none at all."""
    return max(one, other, key=place)


def _told_everywhere(story: Story) -> Reach:
    return place(story.told, story.turns if story.told in ACTED else 0)


def _told_in(story: Story, channel: str) -> Told | None:
    return next((told for told in story.channels if told.channel == channel), None)
