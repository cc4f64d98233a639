"""Take a document in portions, long texts read in a thread, so that no document holds the event loop for long.

Reading is most of the work and needs nobody's past, so it is done before deciding. Deciding asks the state file and
stays on the loop: by portions, each recorded in a transaction of its own. Until the last one the feed counts as not
yet polled (no validators, no due time, no baseline), so that a kill in between loses nothing: what was recorded is
known when the document is fetched again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from monitor.decide import alerts, flood, relay
from monitor.decide.desk import Ahead
from monitor.decide.kit import Kit
from monitor.decide.memory import Memory
from monitor.decide.poll import FeedState, Poll
from monitor.errors import StateError
from monitor.logs import log
from monitor.model import Entry, Feed, FetchError, Parsed, Reading
from monitor.normalise import identity
from monitor.pipeline import credited

ENTRIES = 20
"""Of one portion: they are decided in some hundredths of a second."""
SHORT = 2_500
"""Characters of a text that is read on the loop: a tenth of a millisecond, and twenty where every word tells an act.
The way to a thread and back takes longer, since both want the interpreter."""
BROKEN = (
    "The feed {feed} brought what Treatywatch cannot read, by a bug of its own: look yourself, and report it."
)


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
        skipped=tuple(dict.fromkeys(said for poll in polls for said in poll.skipped)),
    )


def soundly(
    decided: Callable[[Parsed | FetchError | None], Poll],
    parsed: Parsed | FetchError | None,
    kit: Kit,
    now: datetime,
) -> Poll:
    """Return what a portion changes; an entry that meets a bug of ours costs itself, and the operators hear of it.

    A record's entries belong together, and what breaks without any entry is none's fault: both raise as they did.
    """
    try:
        return decided(parsed)
    except StateError:
        raise
    except Exception:
        if not isinstance(parsed, Parsed) or parsed.record is not None:
            raise
    decided(replace(parsed, entries=()))
    broken = [entry for entry in parsed.entries if _breaks(decided, replace(parsed, entries=(entry,)))]
    kept = tuple(entry for entry in parsed.entries if entry not in broken)
    names = tuple(f"{entry.title or entry.id}: met a bug of ours" for entry in broken)
    poll = decided(replace(parsed, entries=kept, skipped=(*parsed.skipped, *names)))
    if not broken:
        return poll
    lines = [f"{entry.title} {entry.url or ''}" for entry in broken]
    key = " ".join(["broken", *(entry.id for entry in broken)])
    notice = alerts.notice(key, BROKEN.format(feed=poll.feed.id), kit.channel, now, lines)
    return replace(poll, alerts=(*poll.alerts, notice))


def _breaks(decided: Callable[[Parsed], Poll], alone: Parsed) -> bool:
    try:
        decided(alone)
    except StateError:
        raise
    except Exception:
        [entry] = alone.entries
        log.exception("an item met a bug", feed=entry.feed, title=entry.title, url=entry.url)
        return True
    return False


async def _sift(
    portions: Sequence[Sequence[Entry]], memory: Memory, now: datetime, identified: dict[str, identity.Keys]
) -> tuple[list[Entry], frozenset[str]]:
    """Return the entries to read, which are hardly ever known, and the ids of those that came back under new ids.

    What identifies each entry is put into `identified`, by its id.
    """
    unread: list[Entry] = []
    back: set[str] = set()
    for portion in portions:
        met: list[tuple[Entry, identity.Keys]] = []
        for entry in portion:
            with suppress(Exception):  # one that meets a bug does so again where it is decided
                met.append((entry, identity.keys(entry)))
        identified.update((entry.id, keys) for entry, keys in met)
        known = memory.recall({key for _, keys in met for key in keys.asked}).get
        for entry, keys in met:
            sighting = identity.sighting(keys, known, now)
            if isinstance(sighting, identity.Seen) and not relay.more(
                entry, keys, sighting, known, memory.kept, now
            ):
                continue
            if entry.official is None:
                unread.append(entry)
            if flood.came_back(keys, sighting, known):
                back.add(entry.id)
        await asyncio.sleep(0)
    return unread, frozenset(back)


async def _read(entries: Iterable[Entry], kit: Kit, now: datetime) -> dict[str, Reading]:
    """Read entries, short ones a turn of the loop each; one that meets a bug does so again where it is decided."""
    reader, readings = kit.reader, dict[str, Reading]()

    def read(*entries: Entry) -> None:
        for entry in entries:
            with suppress(Exception):
                readings[entry.id] = reader.read(entry, now)

    long: list[Entry] = []
    for entry in entries:
        if len(entry.title) + len(entry.summary) + len(entry.content) > SHORT:
            long.append(entry)
            continue
        read(entry)
        await asyncio.sleep(0)
    if long:
        await asyncio.to_thread(read, *long)
    return readings
