"""Say what is asked once more of a known item, since another feed brings it now, or its own another text.

An item is decided when the first feed brings it. Another feed may have a longer text of it, and it may be the one that
a rule is limited to. So every rule that the item has not met is asked once by each feed that brings it, of the text as
that feed has it. Those that it met are asked anew where nothing was told because of the first feed: it was new itself,
is muted, or dates the item wrongly.

Where its own feed has another text under the same title, that is an edit if it tells more than the one before.

What a channel heard of the item by other rules is not told there again, and what other channels heard says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from monitor import story
from monitor.decide import flood
from monitor.decide.age import OLDEST
from monitor.decide.alerts import Route
from monitor.decide.memory import Memory
from monitor.decide.mutes import MUTED_SOURCE
from monitor.decide.poll import BASELINE, LEFT, Kept, Noted
from monitor.model import Entry, Level, Match, Reading, Step
from monitor.normalise import identity
from monitor.story import ORDER, TEXT_WINDOW, Joined, Story, Told
from monitor.story.likeness import Title

LONGER = 1.5
"""Times as long as the text that is kept is a text that takes its place: search feeds bring titles alone."""


class Again(Struct, frozen=True, kw_only=True):
    """Hold a known item of which rules are asked once more."""

    kept: Kept
    anew: bool
    """Whether rules that it met are asked, too."""

    def asked(self, matches: Sequence[Match]) -> list[Match]:
        """Return the matches of rules that are asked."""
        return [match for match in matches if self.anew or match.rule not in self.kept.rules]

    def noted(
        self,
        brought: Entry,
        keys: identity.Keys,
        reading: Reading,
        matches: Sequence[Match],
        stopped: str | None,
    ) -> Noted:
        """Return how the item is kept from now on: with the text that tells more, and the other feeds named."""
        kept, found = self.kept, matches
        if stopped and stopped.endswith(BASELINE):
            found = ()
        elif not (kept.stopped or "").endswith(BASELINE):  # what that has found was found by nobody yet
            found = [match for match in matches if match.rule not in kept.rules]
        entry = replace(kept.entry, carriers=(*kept.entry.carriers, brought.feed))
        if _longer(brought, kept.entry):
            entry = replace(brought, carriers=(kept.entry.feed, *kept.entry.carriers))
        return Noted(
            entry=entry,
            keys=identity.Keys(own=keys.own, title_digest=keys.title_digest),
            reading=reading if entry.feed == brought.feed else kept.reading,
            matches=tuple(found),
            edited=not matches,
            stopped=lasting(kept, stopped) if matches else kept.stopped,
        )


def more(
    entry: Entry,
    keys: identity.Keys,
    seen: identity.Seen,
    known: Callable[[bytes], identity.Known | None],
    find: Callable[[str], Kept | None],
    now: datetime,
) -> Again | Kept | None:
    """Return what is asked once more of a known entry that another feed brings, or the entry whose own feed has
    another text of it now, under the same title; the past is asked only where it may be one of the two.

    What another feed has of an item is no other text of it. The guid may have changed with the text. An item that is
    too old for news is none for what changes around it: links to other stories, counts.
    """
    foreign = not identity.brought(keys, known)
    fresh = not entry.official and (entry.published is None or now - entry.published <= OLDEST)
    kept = find(seen.entry_id) if foreign or fresh else None
    if kept is None:
        return None
    if entry.feed == kept.entry.feed:
        same = (kept.entry.summary, kept.entry.content) == (entry.summary, entry.content)
        return kept if fresh and not same else None
    if foreign and entry.feed not in kept.entry.carriers:  # a changed guid hides that the feed brought it
        return Again(kept=kept, anew=silenced(kept, entry))
    return None


def is_left(kept: Kept, entry: Entry) -> bool:
    """Say whether an item was not told as it was no news when its feed brought it, which changes it now."""
    own = entry.feed in (kept.entry.feed, *kept.entry.carriers)
    return own and (kept.stopped or "").endswith((BASELINE, LEFT, flood.STOPPED))


def tells_more(before: Reading, met: Collection[str], reading: Reading, matches: Sequence[Match]) -> bool:
    """Say whether a text tells an act that the one before did not, or meets a rule that that one did not."""
    return not _news(reading) <= _news(before) or any(match.rule not in met for match in matches)


def _news(reading: Reading) -> set[tuple[str, str | None, str, str]]:
    """Return the acts that a text tells as news: what was history in it may be news once it is done again."""
    return {(e.treaty, e.actor, e.action, e.status) for e in reading.events if not e.background}


def silenced(kept: Kept, entry: Entry) -> bool:
    """Say whether nothing was told of an item because of a feed, and the entry is another one's."""
    if entry.feed in (kept.entry.feed, *kept.entry.carriers):
        return False
    stopped = kept.stopped or ""
    old = stopped.endswith(LEFT) and entry.published is not None
    return old or stopped.endswith(BASELINE) or stopped.startswith(MUTED_SOURCE)


def lasting(kept: Kept | None, stopped: str | None) -> str | None:
    """Return why nothing is told of a known item.

    What another feed leaves out, being new, leaves it as it was; so does an edit, of what the digest is to tell.
    """
    left = kept is not None and (kept.stopped or "").endswith(LEFT)
    return kept.stopped if kept and stopped and (left or stopped.endswith(BASELINE)) else stopped


def weighed(item: Joined, entry: Entry, memory: Memory, now: datetime) -> Joined:
    """Return how an entry joined a story, with whether it repeats what people called misread there, or told it itself
    before all outlets took it back."""
    misread = [told.misread for told in item.story.channels if told.misread]
    if not misread and not item.story.taken_back:
        return item
    own = any(
        key == item.story.key and ORDER.index(step) >= ORDER.index(item.step)
        for key, step, _ in memory.covered(entry.id)
    )
    told = [alert for alert in map(memory.alert, misread) if alert and alert.created >= now - TEXT_WINDOW]
    copy = any(Title(entry.title).tells_like(alert.telling.title) for alert in told)
    return replace(item, repeats=own or copy or item.event is None)


def carried(kept: Kept | None, entry: Entry) -> bool:
    """Say whether an edited title is that of before as another feed dresses it (*LIVE:*, *- The Paper*)."""
    if kept is None or entry.feed in (kept.entry.feed, *kept.entry.carriers):
        return False
    return silenced(kept, entry) or Title(entry.title).tells_like(kept.entry.title)


def _longer(entry: Entry, kept: Entry) -> bool:
    return len(entry.summary) + len(entry.content) > LONGER * (len(kept.summary) + len(kept.content))


def asked(kept: Kept | None, routes: Mapping[str, Route]) -> frozenset[str]:
    """Return the channels that may have heard of an item, since a rule of theirs met it."""
    met = (routes[rule] for rule in (kept.rules if kept else ()) if rule in routes)
    return frozenset(channel for route in met if route.level is not Level.LOW for channel in route.channels)


def heard(covered: Sequence[tuple[str, Step, str]], find: Callable[[str], Story | None]) -> tuple[Told, ...]:
    """Return which channels were told of the stories that an item belongs to, as far as the item goes or further."""
    return tuple(
        told
        for key, step, _ in covered
        if (known := find(key))
        for told in known.channels
        if ORDER.index(told.step) >= ORDER.index(step)
    )


def as_heard(found: Joined, channels: Sequence[Told]) -> Joined:
    """Return the story of a rule of words as these channels know it, since they were told of the item."""
    known = found.story
    for told in channels:
        known = story.tell(known, told.channel, found.step, told.level)
    return replace(found, story=known)
