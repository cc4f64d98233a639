"""Take a document in portions, long texts read in a thread, so that no document holds the event loop for long.

Reading is most of the work and needs nobody's past, so it is done before deciding. Deciding asks the state file and
stays on the loop: by portions, each recorded in a transaction of its own. Until the last one the feed counts as not
yet polled (no validators, no due time, no baseline), so that a kill in between loses nothing: what was recorded is
known when the document is fetched again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from monitor.decide import flood, relay
from monitor.decide.desk import Ahead
from monitor.decide.kit import Kit
from monitor.decide.memory import Memory
from monitor.decide.poll import FeedState, Poll
from monitor.model import Entry, Feed, FetchError, Parsed, Reading
from monitor.normalise import identity
from monitor.pipeline import credited

ENTRIES = 20
"""Of one portion: they are decided in some hundredths of a second."""
SHORT = 2_500
"""Characters of a text that is read on the loop: a tenth of a millisecond, and twenty where every word tells an act.
The way to a thread and back takes longer, since both want the interpreter."""


class Portion(Struct, frozen=True, kw_only=True):
    """Hold a part of a document, or what is no document, with what was worked out before it is decided."""

    parsed: Parsed | FetchError | None
    kit: Kit
    """The rules by which it was read; other ones may be in force by now."""
    ahead: Ahead = Ahead()
    last: bool = True
    before: int = 0
    """Entries in earlier portions that the document's digests count as well."""

    def by(self, kit: Kit) -> Ahead:
        """Return what was worked out, without readings by other rules than these."""
        return self.ahead if kit is self.kit else replace(self.ahead, readings={})

    def settled(self, poll: Poll, state: FeedState) -> Poll:
        """Return its poll; before the last portion the feed is left as it was, but for what is counted."""
        if self.last:
            return replace(poll, known=max(0, poll.known - self.before)) if self.before else poll
        new = poll.state
        return replace(
            poll, state=replace(state, newest=new.newest, entries=new.entries, matches=new.matches)
        )


async def portions(
    parsed: Parsed | FetchError | None, feed: Feed, kit: Kit, memory: Memory, now: datetime
) -> AsyncIterator[Portion]:
    """Yield a document's portions, read; whatever is no document comes as it is.

    A record and a flood come whole: their entries belong together, and hardly anything in them is read or told.
    """
    if not isinstance(parsed, Parsed):
        yield Portion(parsed=parsed, kit=kit)
        return
    parsed = credited(parsed, feed)
    parts = [parsed.entries[at : at + ENTRIES] for at in range(0, len(parsed.entries), ENTRIES)] or [()]
    identified: dict[str, identity.Keys] = {}
    unread, flooded = await _sift(parts, memory, now, identified)
    if not flood.is_flood(len(flooded), max(len(parsed.entries), len(parsed.digests))):
        flooded = frozenset()
    if flooded or parsed.record is not None:
        parts = [parsed.entries]
    for number, part in enumerate(parts, 1):
        inside, last = {entry.id for entry in part}, number == len(parts)
        readings = await _read([entry for entry in unread if entry.id in inside], kit, now)
        yield Portion(
            parsed=replace(parsed, entries=part, digests=parsed.digests if last else ()),
            kit=kit,
            ahead=Ahead(identified=identified, readings=readings, flooded=flooded, further=number > 1),
            last=last,
            before=len(parsed.entries) - len(part) if last and parsed.digests else 0,
        )


def summed(polls: Sequence[Poll]) -> Poll:
    """Return the polls of a document's portions as one, for the log and the counters."""
    last = polls[-1]
    if len(polls) == 1:
        return last
    return replace(
        last,
        outcome="new" if any(poll.outcome == "new" for poll in polls) else last.outcome,
        noted=tuple(noted for poll in polls for noted in poll.noted),
        alerts=tuple(alert for poll in polls for alert in poll.alerts),
        known=sum(poll.known for poll in polls),
    )


async def _sift(
    portions: Sequence[Sequence[Entry]],
    memory: Memory,
    now: datetime,
    identified: dict[str, identity.Keys],
) -> tuple[list[Entry], frozenset[str]]:
    """Return the entries to read, which are hardly ever known, and the ids of those that came back under new ids.

    What identifies each entry is put into `identified`, by its id.
    """
    unread: list[Entry] = []
    back: set[str] = set()
    for portion in portions:
        met = [(entry, identity.keys(entry)) for entry in portion]
        identified.update((entry.id, keys) for entry, keys in met)
        known = memory.recall({key for _, keys in met for key in keys.asked}).get
        for entry, keys in met:
            verdict = identity.verdict(keys, known, now)
            again = relay.again(entry, keys, verdict, known, memory)
            rewritten = relay.rewritten(entry, verdict, memory.kept, now)
            if isinstance(verdict, identity.Seen) and again is None and rewritten is None:
                continue
            if entry.official is None:
                unread.append(entry)
            if flood.came_back(keys, verdict, known):
                back.add(entry.id)
        await asyncio.sleep(0)
    return unread, frozenset(back)


async def _read(entries: Iterable[Entry], kit: Kit, now: datetime) -> dict[str, Reading]:
    """Read entries, short ones a turn of the loop each."""
    read, readings = kit.reader.read, dict[str, Reading]()
    long: list[Entry] = []
    for entry in entries:
        if len(entry.title) + len(entry.summary) + len(entry.content) > SHORT:
            long.append(entry)
            continue
        readings[entry.id] = read(entry, now)
        await asyncio.sleep(0)
    if long:
        readings |= await asyncio.to_thread(lambda: {entry.id: read(entry, now) for entry in long})
    return readings
