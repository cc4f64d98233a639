"""Say what is asked once more of a known item, since another feed brings it now.

An item is decided when the first feed brings it. Some of that is decided by the feed and not by the item, and is
decided anew, once, when another feed brings it: a rule that is limited to feeds is asked when one of its own does, and
all are asked where nothing was told since the first feed was new itself or is muted. What a channel heard of the item
by other rules is not told there again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from monitor import story
from monitor.memory import Memory
from monitor.model import Entry, Match, Step
from monitor.mutes import MUTED_SOURCE
from monitor.normalise import identity
from monitor.poll import BASELINE, Kept, Noted
from monitor.rules import Rulebook
from monitor.story import ORDER, Joined, Story, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Hold a known item, and the rules that are asked of it once more."""

    kept: Kept
    rules: frozenset[str] | None
    """None for all."""

    def noted(self, feed: str, keys: identity.Keys, matches: Sequence[Match], stopped: str | None) -> Noted:
        """Return how the item is kept from now on: with the text that came first, and this feed among its carriers.

        What this feed does not tell since it was not polled before leaves the item as it was.
        """
        asked = bool(matches)
        if stopped and stopped.endswith(BASELINE):
            asked, matches = False, ()
        elif not (self.kept.stopped or "").endswith(BASELINE):  # what that has found was found by nobody yet
            matches = [match for match in matches if match.rule not in self.kept.rules]
        return Noted(
            entry=replace(self.kept.entry, carriers=(*self.kept.entry.carriers, feed)),
            keys=identity.Keys(own=keys.own, title_digest=keys.title_digest),
            reading=self.kept.reading,
            matches=tuple(matches),
            stopped=stopped if asked else self.kept.stopped,
        )


def again(
    entry: Entry,
    keys: identity.Keys,
    verdict: identity.Verdict,
    known: Callable[[bytes], identity.Known | None],
    memory: Memory,
    rulebook: Rulebook,
) -> Again | None:
    """Return what is asked of an entry that was seen before; None for most, and for all that are new or edited.

    The past is asked only where the feed has not brought the item yet.
    """
    feed = rulebook.feeds.get(entry.feed)
    if feed is None or not isinstance(verdict, identity.Seen) or identity.brought(keys, known):
        return None
    kept = memory.kept(verdict.entry_id)
    if kept is None or feed.id in (kept.entry.feed, *kept.entry.carriers):
        return None  # a changed guid hides that the feed brought it
    if silenced(kept, feed.id):
        return Again(kept=kept, rules=None)
    before = [rulebook.feeds.get(carrier) for carrier in (kept.entry.feed, *kept.entry.carriers)]
    asked = [carrier for carrier in before if carrier]  # whoever left the rules folder asks nobody
    limited = rulebook.limited_to(feed)
    rules = frozenset(rule.id for rule in limited if not any(map(rule.looks_at, asked)))
    return Again(kept=kept, rules=rules) if rules else None


def silenced(kept: Kept, feed: str) -> bool:
    """Say whether nothing was told of an item because of the feed that brought it, and this is another one."""
    stopped = kept.stopped or ""
    return kept.entry.feed != feed and (stopped.endswith(BASELINE) or stopped.startswith(MUTED_SOURCE))


def heard(covered: Sequence[tuple[str, Step]], find: Callable[[str], Story | None]) -> tuple[Told, ...]:
    """Return which channels were told of the stories that an item belongs to, as far as the item goes or further."""
    return tuple(
        told
        for key, step in covered
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
