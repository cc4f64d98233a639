"""Say what people do not want to hear of for a while: a rule, a story, a source or a treaty.

A mute stops messages, never reading: entries, matches and stories are recorded all the same, the digest shows them,
and what was not told is still news once the mute is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from monitor.model import Alert, Entry, Kind, Match, Telling
from monitor.story import Joined, Story
from monitor.wording import clock


class Scope(StrEnum):
    """Say what a mute is about."""

    RULE = "rule"
    STORY = "story"
    SOURCE = "source"
    """An outlet's name as alerts show it, or a feed's id."""
    TREATY = "treaty"


class Mute(Struct, frozen=True, kw_only=True):
    """Hold one mute in force: what, until when, by whom."""

    id: int
    scope: Scope
    value: str
    until: datetime
    person: str
    """Who asked for it, as people know them."""

    @property
    def words(self) -> str:
        """What is muted, and until when."""
        return f"{self.scope} {self.value} until {clock(self.until)}"

    @property
    def who(self) -> str:
        """Return the name alone of who asked for it."""
        return self.person.partition(" (")[0]


MUTED = "muted"
"""The first word of the reason for which a muted entry is not told."""
MUTED_SOURCE = f"{MUTED}: {Scope.SOURCE} "
"""The beginning of that reason where the outlet or the feed is muted."""


def reason(mute: Mute) -> str:
    """Return why a mute stops an alert, for `explain` and the digest."""
    return f"{MUTED}: {mute.words}, by {mute.person}"


class Mutes(Struct, frozen=True):
    """Answer what the mutes in force silence."""

    mutes: Sequence[Mute] = ()

    def source(self, entry: Entry) -> Mute | None:
        """Return the mute of an entry's outlet or feed."""
        return self._find(Scope.SOURCE, (entry.feed, entry.publisher))

    def rule(self, rule: str) -> Mute | None:
        """Return the mute of a rule."""
        return self._find(Scope.RULE, (rule,))

    def story(self, joined: Joined) -> Mute | None:
        """Return the mute of a story, of its treaty, or of the rule that found a story of words alone."""
        words = joined.story.family.removeprefix("text:")
        return self._story(joined.story) or (self.rule(words) if joined.event is None else None)

    def treaty(self, treaty: str) -> Mute | None:
        """Return the mute of a treaty."""
        return self._find(Scope.TREATY, (treaty,))

    def told(self, entry: Entry, story: Story, rule: str | None) -> Mute | None:
        """Return the mute that keeps what an entry changes of a story from the threads of what a rule told."""
        return self.source(entry) or self._story(story) or self.rule(rule or "")

    def owed(self, alert: Alert) -> Mute | None:
        """Return the mute that keeps back an alert that was owed before it, if one does of all that it tells."""
        telling = alert.telling
        if not self.mutes or alert.kind in (Kind.UPDATE, Kind.DIGEST):
            return None
        found = [self._told(item) for item in telling.items or (telling,)]
        one = max(len(telling.items), len(telling.events)) < 2
        story = self._find(Scope.STORY, (alert.story,)) if one else None
        return story or (found[0] if all(found) else None)

    def _told(self, telling: Telling) -> Mute | None:
        """Return a mute where each treaty of what is told is muted, each rule that asks for it, or each outlet."""
        treaties = [self.treaty(event.treaty) for event in telling.events] or [
            self.treaty(telling.treaty or "")
        ]
        rules = [self.rule(line.partition(": ")[0]) for line in telling.because]
        sources = [self._find(Scope.SOURCE, (one.publisher, one.feed)) for one in telling.outlets]
        return next((mutes[0] for mutes in (treaties, rules, sources) if mutes and all(mutes)), None)

    def heard(self, entry: Entry, matches: Iterable[Match]) -> list[Match]:
        """Return the matches that no mute of a rule or a source silences."""
        if not self.mutes:
            return list(matches)
        return [] if self.source(entry) else [match for match in matches if self.rule(match.rule) is None]

    def why(self, entry: Entry, matches: Iterable[Match], joined: Iterable[Joined]) -> str | None:
        """Return the reason of the first mute that silences an entry; None where none does."""
        found = [self.source(entry), *map(self.story, joined), *(self.rule(match.rule) for match in matches)]
        return next((reason(mute) for mute in found if mute is not None), None)

    def _story(self, story: Story) -> Mute | None:
        return self._find(Scope.STORY, (story.key,)) or self.treaty(story.treaty)

    def _find(self, scope: Scope, values: Iterable[str | None]) -> Mute | None:
        wanted = {value for value in values if value}
        return next((mute for mute in self.mutes if mute.scope is scope and mute.value in wanted), None)
