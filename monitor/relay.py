"""Say what is asked once more of a known item, since another feed brings it now.

An item is decided when the first feed brings it. Some of that is decided by the feed and not by the item, and is
decided anew, once, when another feed brings it:

- a rule that is limited to feeds is asked when one of its own does;
- all are asked where nothing was told since the first feed was new itself, is muted, or dates the item wrongly;
- all are asked of a longer text where the first one told nobody: search feeds bring titles alone.

What a channel heard of the item by other rules is not told there again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from monitor import story
from monitor.memory import Memory
from monitor.model import Entry, Level, Match, Reading, Step
from monitor.mutes import MUTED_SOURCE
from monitor.normalise import identity
from monitor.poll import BASELINE, LEFT, UNMATCHED, Kept, Noted
from monitor.rules import Rulebook
from monitor.story import ORDER, Joined, Story, Told
from monitor.story.likeness import Title

LONGER = 1.5
"""Times as long as the text that came first is a text of which more is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Hold a known item, and the rules that are asked of it once more."""

    kept: Kept
    rules: frozenset[str] | None
    """None for all."""

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
        if found and _longer(brought, kept.entry):
            entry = replace(brought, carriers=(kept.entry.feed, *kept.entry.carriers))
        return Noted(
            entry=entry,
            keys=identity.Keys(own=keys.own, title_digest=keys.title_digest),
            reading=reading if entry.feed == brought.feed else kept.reading,
            matches=tuple(found),
            stopped=lasting(kept, stopped) if matches else kept.stopped,
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
    if silenced(kept, entry) or (_longer(entry, kept.entry) and _told_nobody(kept, rulebook)):
        return Again(kept=kept, rules=None)
    before = [rulebook.feeds.get(carrier) for carrier in (kept.entry.feed, *kept.entry.carriers)]
    asked = [carrier for carrier in before if carrier]  # whoever left the rules folder asks nobody
    limited = rulebook.limited_to(feed)
    rules = frozenset(rule.id for rule in limited if not any(map(rule.looks_at, asked)))
    return Again(kept=kept, rules=rules) if rules else None


def silenced(kept: Kept, entry: Entry) -> bool:
    """Say whether nothing was told of an item because of a feed, and the entry is another one's."""
    if entry.feed in (kept.entry.feed, *kept.entry.carriers):
        return False
    stopped = kept.stopped or ""
    old = stopped.endswith(LEFT) and entry.published is not None
    return old or stopped.endswith(BASELINE) or stopped.startswith(MUTED_SOURCE)


def lasting(kept: Kept | None, stopped: str | None) -> str | None:
    """Return why nothing is told of a known item; what another feed leaves out, being new, leaves it as it was."""
    return kept.stopped if kept and stopped and stopped.endswith(BASELINE) else stopped


def carried(kept: Kept | None, entry: Entry) -> bool:
    """Say whether an edited title is that of before as another feed dresses it (*LIVE:*, *- The Paper*)."""
    if kept is None or entry.feed in (kept.entry.feed, *kept.entry.carriers):
        return False
    return silenced(kept, entry) or Title(entry.title).tells_like(kept.entry.title)


def _longer(entry: Entry, kept: Entry) -> bool:
    return len(entry.summary) + len(entry.content) > LONGER * (len(kept.summary) + len(kept.content))


def _told_nobody(kept: Kept, rulebook: Rulebook) -> bool:
    if kept.stopped is not None:
        return kept.stopped == UNMATCHED
    found = (rulebook.rule(rule) for rule in kept.rules)
    return all(rule is not None and rule.level is Level.LOW for rule in found)


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
