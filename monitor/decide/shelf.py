"""Keep the stories that one poll moves, over those of before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct, field

from monitor import story
from monitor.decide.audience import Audience
from monitor.decide.memory import Memory
from monitor.story import Joined, Story


class Shelf(Struct):
    """Find stories as this poll leaves them so far; later entries see what earlier ones did."""

    memory: Memory
    moved: dict[str, Story] = field(default_factory=dict)

    def story(self, key: str) -> Story | None:
        """Return a story as it is now."""
        return self.moved.get(key) or self.memory.story(key)

    def placed(self, key: str, entry: str | None) -> Story | None:
        """Return the story that takes what belongs to a key, by what people merged and split."""
        return self.story(self.memory.placed(key, entry)) or self.story(key)

    def recent(self, treaty: str, family: str, since: datetime) -> Sequence[Story]:
        """Return stories that had news since then, the latest first."""
        known = (s for s in self.moved.values() if (s.treaty, s.family) == (treaty, family))
        here = [s for s in known if s.updated >= since]
        before = [s for s in self.memory.recent(treaty, family, since) if s.key not in self.moved]
        latest = sorted(here + before, key=lambda s: s.updated, reverse=True)
        return [self.placed(s.key, None) or s for s in latest]

    def keep(self, joined: Sequence[Joined], told: Sequence[Audience], *, everywhere: bool) -> None:
        """Remember the stories that an entry moved, and how far who was told of them."""
        for item in story.foremost(joined):
            kept = story.tell_all(item.story, item.step) if everywhere else item.story
            for one in told:
                for new in (new for new in one.news if new.story.key == kept.key):
                    kept = story.tell(kept, one.channel, new.step, one.level, new.turns)
            self.moved[kept.key] = kept
