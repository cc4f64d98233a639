"""Say in a message's thread that an outlet denies what it told: an act that the record does not confirm.

A denial is no event and no step of its story. It is told, once, to whom the act was told as done, and who would have
heard the opposite from this feed, too. A title that is older than the report denies nothing of it: it tells how things
stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from msgspec.structs import replace

from monitor.decide import alerts, retitled
from monitor.decide.memory import Memory
from monitor.model import Alert, Entry, Reading, Status, Step, Telling
from monitor.story import FAMILIES, Joined, Story, item_of, of_actor

BECAUSE = "denies what it tells"


def denied(reading: Reading, now: datetime, find: Callable[[str], Story | None]) -> list[Joined]:
    """Return how a title that denies them joins stories that were told as done and are not confirmed."""
    found = []
    for event in reading.denied:
        _, known = of_actor(event, FAMILIES[event.action], now, find)
        if known is not None and known.step is Step.DONE:
            found.append(Joined(story=known, event=event, step=Step.REFUSED, because=BECAUSE))
    return found


def as_told(reading: Reading, joined: Iterable[Joined]) -> Reading:
    """Return what would be read if these acts were told as done: whoever asks for that hears of its denial."""
    events = (item.event for item in joined if item.event)
    return replace(reading, events=tuple(replace(event, status=Status.DONE) for event in events))


def told(
    entry: Entry, story: Story, channels: Iterable[str], memory: Memory, now: datetime
) -> Iterator[Alert]:
    """Yield what the threads of a story's messages are told of its denial."""
    hearing = {one.channel for one in story.channels if one.step is Step.DONE and not one.misread}
    for original in filter(None, map(memory.alert, story.alerts)):
        if original.channel not in hearing.intersection(channels):
            continue
        telling = item_of(original.telling, story) or original.telling
        if not _predates(entry, telling):
            key = f"denied:{original.id}{f':{story.key}' if original.telling.items else ''}"
            yield retitled.notice(
                original, key, f"An outlet denies it: “{telling.title}”", [alerts.outlet(entry)], story, now
            )


def _predates(entry: Entry, telling: Telling) -> bool:
    published = [outlet.published for outlet in telling.outlets if outlet.published]
    return entry.published is not None and bool(published) and entry.published < min(published)
