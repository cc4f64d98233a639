"""Make stories and the events that they are made of, and keep a book of them."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.model import Action, Event, Level, Status, Step
from monitor.story import Joined, Story, is_news, join, tell
from tests.pipeline.memory import DictMemory

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def story(key: str, at: datetime, step: Step = Step.DONE, **more: object) -> Story:
    """Return a story by its key, such as `alpha:VN:consent`, that was told as far as it came."""
    treaty, actor, family = key.split(":")
    usual: dict[str, object] = {"told": step, "opened": at, "updated": at}
    return Story(key=key, treaty=treaty, family=family, actor=actor, step=step, **(usual | more))


class Taken(Joined, frozen=True, kw_only=True):
    """Hold what joined, and whether it was news in the one channel that there is."""

    news: bool


class Book:
    """Keep stories as the store does, and tell a channel whatever is news there."""

    def __init__(self) -> None:
        self.stories: dict[str, Story] = {}

    recent = DictMemory.recent

    def take(self, event: Event, now: datetime = NOW) -> Taken | None:
        joined = join(event, now, self.stories.get, self.recent)
        return None if joined is None else self.tell(joined)

    def tell(self, joined: Joined) -> Taken:
        news = is_news(joined, "#a", Level.NORMAL)
        story = joined.story
        if news:
            story = tell(story, "#a", joined.step, Level.NORMAL, joined.turns)
        self.stories[story.key] = story
        return Taken(
            story=story,
            event=joined.event,
            step=joined.step,
            turns=joined.turns,
            because=joined.because,
            news=news,
        )


def event(
    actor: str | None, action: Action = Action.SIGNATURE, status: Status = Status.DONE, **more: object
) -> Event:
    """Return an event; what is done is told with its instrument unless `deposited` says otherwise."""
    said = {"deposited": status is Status.DONE} | more
    return Event(treaty="un-cybercrime", actor=actor, action=action, status=status, **said)
