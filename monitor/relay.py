"""Say what is asked once more of a known item, since another feed brings it now.

An item is decided when the first feed brings it. A rule that is limited to other feeds is not asked then: it is asked
when one of its own brings the item, once. What its channel heard of the item by other rules is not told there again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from monitor import story
from monitor.memory import Memory
from monitor.model import Entry, Match, Step
from monitor.normalise import identity
from monitor.poll import BASELINE, Kept, Noted
from monitor.rules import Rulebook
from monitor.story import ORDER, Joined, Story, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Hold a known item, and the rules that are asked of it once more."""

    kept: Kept
    rules: frozenset[str]

    def noted(self, feed: str, keys: identity.Keys, matches: Sequence[Match], stopped: str | None) -> Noted:
        """Return how the item is kept from now on: with the text that came first, and this feed among its carriers.

        What this feed does not tell since it was not polled before leaves the item as it was.
        """
        if stopped and stopped.endswith(BASELINE):
            matches = ()
        return Noted(
            entry=replace(self.kept.entry, carriers=(*self.kept.entry.carriers, feed)),
            keys=identity.Keys(own=keys.own, title_digest=keys.title_digest),
            reading=self.kept.reading,
            matches=tuple(matches),
            stopped=stopped if matches else self.kept.stopped,
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

    The past is asked only where the feed has not brought the item yet, and rules are limited to this feed.
    """
    feed = rulebook.feeds.get(entry.feed)
    if feed is None or not isinstance(verdict, identity.Seen) or identity.brought(keys, known):
        return None
    limited = rulebook.limited_to(feed)
    kept = memory.kept(verdict.entry_id) if limited else None
    if kept is None or feed.id in (kept.entry.feed, *kept.entry.carriers):
        return None  # a changed guid hides that the feed brought it
    before = [rulebook.feeds.get(carrier) for carrier in (kept.entry.feed, *kept.entry.carriers)]
    asked = [carrier for carrier in before if carrier]  # whoever left the rules folder asks nobody
    rules = frozenset(rule.id for rule in limited if not any(map(rule.looks_at, asked)))
    return Again(kept=kept, rules=rules) if rules else None


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
