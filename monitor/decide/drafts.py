"""Draft the alerts of one poll: of news for each channel, and of further outlets for messages that were sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from monitor.decide import alerts, audience
from monitor.decide.audience import Audience
from monitor.decide.kit import Kit
from monitor.decide.memory import Memory
from monitor.decide.shelf import Shelf
from monitor.model import Alert, Entry, Match, Record, Step
from monitor.story import Joined
from monitor.story.course import ACTED


class Drafts(Struct):
    """Gather what is to be told and what is to be shown in messages that were sent before."""

    kit: Kit
    memory: Memory
    shelf: Shelf
    now: datetime
    drafted: dict[str, Alert] = field(default_factory=dict)
    updates: dict[str, Alert] = field(default_factory=dict)
    telling: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The keys of the stories that each alert tells."""

    def draft(self, entry: Entry, told: Audience, record: Record | None) -> None:
        """Draft the alert of one channel; `record` is the depositary's table where this poll brought one."""
        book = self.kit.rulebook
        alert = alerts.news(
            entry, told.channel, told.matches, told.news, self.kit.routes, self.now, book.version
        )
        treaty = alert.telling.treaty or ""
        if record is None or record.treaty != treaty:
            record = self.memory.record(treaty)
        alert = alerts.informed(alert, told.news, book.treaties, record, self.now.date())
        self.drafted[alert.id] = alert
        self.telling[alert.id] = tuple(item.story.key for item in told.news)

    def edit(
        self, entry: Entry, joined: Sequence[Joined], matches: Sequence[Match], told: Sequence[Audience]
    ) -> None:
        """Show a further outlet in the messages of channels that ask for it; whoever a message was made from leads."""
        further = alerts.outlet(entry)
        telling = [item for item in joined if _as_far(item)]
        for key, channels in audience.following(telling, audience.loud(matches), self.kit.routes).items():
            anew = {one.channel for one in told if any(new.story.key == key for new in one.news)}
            drafts = [draft for draft in self.drafted.values() if key in self.telling[draft.id]]
            for draft in drafts:
                if draft.channel in channels - anew:
                    outlets = alerts.each_once((*draft.telling.outlets, further))
                    self.drafted[draft.id] = replace(draft, telling=replace(draft.telling, outlets=outlets))
            growing = channels.difference(draft.channel for draft in drafts)
            for original in filter(None, map(self.memory.alert, self.shelf.moved[key].alerts)):
                if original.channel not in growing or original.telling.items:
                    continue
                latest = self.updates.get(original.id)
                shown = (latest.telling if latest else self.memory.shown(original.id)) or original.telling
                left = (one for one in shown.outlets if not one.was or one.publisher != further.publisher)
                grown = alerts.each_once((*left, further))
                if grown != shown.outlets:
                    self.updates[original.id] = alerts.update(original, grown, self.now)


def _as_far(item: Joined) -> bool:
    """Say whether an item tells of a story what its messages do: of a signature, neither a plan nor a refusal."""
    if item.story.step in ACTED:
        return item.step in ACTED
    return item.step is not Step.REFUSED or item.story.step is Step.REFUSED
