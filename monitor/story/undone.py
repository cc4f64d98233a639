"""Tell a State's second act of a kind from more coverage of its first: in between, the first was undone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from monitor.model import Event
from monitor.story.course import ACTED
from monitor.story.happening import Find, Story, key_of

UNDOES: dict[str, str] = {"consent": "withdrawal", "withdrawal": "consent"}
"""The family whose act undoes that of another, so that it may be done once more."""
ANEW_AFTER = timedelta(days=30)
"""How long after an act was undone the press may tell it again before a second one is meant: reports of what undid it
tell of it too. The record needs no such time, since it gives days."""
MOST_TIMES = 20
"""One State's acts of one family to one treaty that are looked for."""


def of_actor(event: Event, family: str, now: datetime, find: Find) -> tuple[str, Story | None]:
    """Return the story of an actor's act, the latest of several, with its key; the key alone of one that begins."""
    first = key_of(event.treaty, event.actor, family)
    key, known = first, find(first)
    for number in range(2, MOST_TIMES):
        undone = _undone(known, event, find) if known else None
        if undone is None or (event.official and event.on and event.on <= undone.date()):
            break
        another = f"{first}:{number}"
        later = find(another)
        if later is known or (later is None and not event.official and now - undone < ANEW_AFTER):
            break
        key, known = another, later
    return key, known


def _undone(story: Story, event: Event, find: Find) -> datetime | None:
    """Return when the act of a story was undone, or None where it was not, or not yet done."""
    family, done = UNDOES.get(story.family), _acted(story)
    if family is None or done is None:
        return None
    for number in range(1, MOST_TIMES):
        other = find(key_of(event.treaty, event.actor, family) + f":{number}" * (number > 1))
        if other is None:
            return None
        after = _acted(other)
        if after is not None and after > done:
            return after
    return None


def _acted(story: Story) -> datetime | None:
    return (story.acted or story.opened) if story.step in ACTED else None


def acted_on(event: Event, now: datetime) -> datetime:
    """Return when an act was done: the day that the record gives, or when it was reported."""
    return datetime.combine(event.on, time(), UTC) if event.official and event.on else now
