"""Take the entries of one poll through identity, reading, matching, stories and alerts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from monitor import story
from monitor.decide import age, audience, denial, flood, relay, retitled
from monitor.decide.drafts import Drafts
from monitor.decide.kit import Kit
from monitor.decide.memory import Memory
from monitor.decide.mutes import Mutes
from monitor.decide.poll import BASELINE, LEFT, UNMATCHED, Coverage, Kept, MetAgain, Noted, Retitled
from monitor.decide.relay import Again
from monitor.decide.shelf import Shelf
from monitor.model import Entry, Event, Match, Reading, Record, Step
from monitor.normalise import identity
from monitor.story import Joined


class Pace(Struct, frozen=True, kw_only=True):
    """Hold what polling is tuned by."""

    every: timedelta = timedelta(minutes=5)
    baseline: timedelta = timedelta(hours=24)
    """On a feed's first poll, only entries younger than this alert."""
    stretch: int = 1
    """How many times longer than usual a feed without `every` may rest: a hub pushes what is new."""


class Ahead(Struct, frozen=True, kw_only=True):
    """Hold what was worked out of entries before they are decided, by their ids as parsed."""

    identified: Mapping[str, identity.Keys] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    flooded: frozenset[str] = frozenset()
    """Old items that came back all at once (see `flood`): kept, and not told."""
    further: bool = False
    """An earlier portion of the same document was decided before."""


REFUSED = "a refusal of what it tells as done"
TOLD = "more coverage of a step that was told"
EDITED = "an edited text that brings no act, and no rule that it is known not to have met before"


class Desk(Struct, kw_only=True, dict=True):
    """Gather what the entries of one poll change; later entries see what earlier ones did."""

    kit: Kit
    memory: Memory
    now: datetime
    first: bool
    """Nothing of the feed is known yet."""
    begins: datetime | None
    """Items that are dated before are not told; None where none is too old for it (see `pipeline`)."""
    newest: datetime | None = None
    """The latest date that the feed gave an item before this poll, or gives one in its first dated document."""
    record: Record | None = None
    """The depositary's table, where this poll brought one."""
    noted: list[Noted] = field(default_factory=list)
    met: list[MetAgain] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    reports: list[tuple[Event, str]] = field(default_factory=list)
    retitled: list[Retitled] = field(default_factory=list)
    known: int = 0
    keys: dict[bytes, identity.Known] = field(default_factory=dict)
    """What was known when `meet` asked, and what this poll adds."""
    ahead: Ahead = field(default_factory=Ahead)

    @cached_property
    def shelf(self) -> Shelf:
        """The stories, as this poll leaves them so far."""
        return Shelf(self.memory)

    @cached_property
    def drafts(self) -> Drafts:
        """What is to be told."""
        return Drafts(self.kit, self.memory, self.shelf, self.now)

    def meet(self, entries: Sequence[Entry]) -> None:
        """Take entries one after the other; all that the past knows of them is asked for at once."""
        met = [(entry, self.ahead.identified.get(entry.id) or identity.keys(entry)) for entry in entries]
        self.keys |= self.memory.recall({key for _, keys in met for key in keys.asked})
        for entry, keys in met:
            self._take(entry, keys)

    def _take(self, entry: Entry, keys: identity.Keys) -> None:
        """Take one entry through identity, reading, matching, stories and alerts."""
        sighting = identity.sighting(keys, self.keys.get, self.now)
        if isinstance(sighting, identity.Seen):
            more = relay.more(entry, keys, sighting, self.keys.get, self._kept, self.now)
            if not isinstance(more, Kept) or not self._tells_more(entry, more):
                self._take_known(entry, keys, sighting.entry_id, more)
                return
            sighting = identity.Update(sighting.entry_id)
        edited = isinstance(sighting, identity.Update)
        reading = self._read(entry)
        flooded = not edited and entry.id in self.ahead.flooded
        if isinstance(sighting, identity.Update):
            entry = replace(entry, id=sighting.entry_id)
        matches = self._match(entry, reading)
        stopped = flood.STOPPED if flooded else self._tell(entry, reading, matches, edited=edited)
        self._deny(entry, reading, stopped)
        if edited:
            changes = retitled.changes(entry, reading, self.memory, self.shelf.story)
            self.retitled += [change.noted for change in changes]
            for alert in retitled.told(entry, changes, self.memory, self.drafts.updates, self.now):
                self.drafts.updates[alert.updates or alert.id] = alert
            stopped = stopped and relay.lasting(self.memory.kept(entry.id), stopped)
            entry, reading = retitled.kept_text(entry, reading, stopped, self._kept(entry.id), self.memory)
        self.noted.append(
            Noted(entry=entry, keys=keys, reading=reading, matches=matches, edited=edited, stopped=stopped)
        )
        self._remember(keys.all, entry.id, keys)

    def _tells_more(self, entry: Entry, kept: Kept) -> bool:
        """Say whether a text that changed under its title tells more.

        That rules and reader are others since makes no news of what it told before: they do not look back.
        """
        reading = self._read(entry)
        matches = self._match(entry, reading)
        if not relay.tells_more(kept.reading, kept.rules, reading, matches):
            return False
        before = self.kit.reader.read(kept.entry, self.now)
        met = {match.rule for match in self._match(kept.entry, before)}
        return relay.tells_more(before, met, reading, matches)

    def _kept(self, entry_id: str) -> Kept | None:
        """Return a known entry as it was noted last: one document may bring a title with several texts."""
        kept = self.memory.kept(entry_id)
        for noted in self._noted(entry_id):
            rules = (kept.rules if kept else frozenset()).union(match.rule for match in noted.matches)
            kept = Kept(entry=noted.entry, reading=noted.reading, rules=rules, stopped=noted.stopped)
        return kept

    def _noted(self, entry_id: str) -> list[Noted]:
        """Return what this document brought of an entry so far."""
        return [noted for noted in self.noted if noted.entry.id == entry_id]

    def _take_known(self, entry: Entry, keys: identity.Keys, known: str, more: Again | Kept | None) -> None:
        """Know an entry by further keys from now on, and ask more of one that this document did not bring already."""
        again = more if isinstance(more, Again) and not self._noted(known) else None
        unknown = tuple(key for key in keys.all if key not in self.keys)
        if unknown:
            self.met.append((unknown, known, keys.title_digest))
            self._remember(unknown, known, keys)
        self.known += again is None or not self._retake(entry, keys, again)

    def _retake(self, entry: Entry, keys: identity.Keys, again: Again) -> bool:
        """Take a known entry of which more is asked, since this feed brings it; say whether a rule met it."""
        brought = replace(entry, id=again.kept.entry.id)
        reading = self._read(entry)
        matches = again.asked(self._match(brought, reading))
        stopped = self._tell(brought, reading, matches, again=True)
        self._deny(brought, reading, stopped)
        noted = again.noted(brought, keys, reading, matches, stopped)
        self.noted.append(noted)
        self._remember(noted.keys.all, noted.entry.id, keys)
        return bool(matches)

    def _match(self, entry: Entry, reading: Reading) -> tuple[Match, ...]:
        return self.kit.matcher.match(entry, reading, self.kit.rulebook.feeds.get(entry.feed), self.now)

    def _remember(self, keys: Sequence[bytes], entry_id: str, of: identity.Keys) -> None:
        known = identity.Known(entry_id=entry_id, title_digest=of.title_digest, seen_at=self.now)
        self.keys.update(dict.fromkeys(keys, known))

    def _read(self, entry: Entry) -> Reading:
        return self.ahead.readings.get(entry.id) or self.kit.read(entry, self.now)

    def _tell(
        self,
        entry: Entry,
        reading: Reading,
        matches: Sequence[Match],
        *,
        edited: bool = False,
        again: bool = False,
    ) -> str | None:
        """Join stories and draft alerts; return why nothing is told, if nothing is.

        Stories go on by what is read, whoever asks for it: how far they are is the same for all channels.
        An edited entry is told again only where its new text brings a story a step further; of one that is asked
        `again`, only what its channels did not hear.
        """
        old = self.first if entry.published is None else bool(self.begins and entry.published < self.begins)
        if old and entry.official is None:
            why = "older than TREATYWATCH_BASELINE" if entry.published else "without a date"
            return f"{why} at the feed's first poll{'' if self.first else ' of a new address'} {BASELINE}"
        if not edited and entry.official is None and (days := age.days_old(entry, self.newest, self.now)):
            return f"published {days} days before it came {LEFT}" if matches else UNMATCHED
        if (
            edited
            and (kept := self._kept(entry.id))
            and relay.is_left(kept, entry)
            and not self._tells_more(entry, kept)
        ):
            return kept.stopped
        mutes = self.memory.mutes(self.now) if matches else Mutes()
        joined = self._join(entry, reading, matches, mutes, edited=edited, again=again)
        self._cover(entry, joined, matches)
        told = audience.audiences(joined, mutes.heard(entry, matches), self.kit.routes, mutes.story)
        told = audience.awaiting(told) if old else told
        self.shelf.keep(joined, told, everywhere=old)
        if old and not told:
            return f"in the record before the first poll {BASELINE}"
        for one in told:
            self.drafts.draft(entry, one, self.record)
        self.drafts.edit(entry, joined, matches, told)
        return None if told else self._untold(entry, joined, matches, mutes, known=edited or again)

    def _untold(
        self, entry: Entry, joined: Sequence[Joined], matches: Sequence[Match], mutes: Mutes, *, known: bool
    ) -> str | None:
        """Return why nobody is told of an entry; None where its rules leave it to the digest."""
        loud = audience.loud(matches)
        if not loud:
            return None if matches else UNMATCHED
        if not any(story.asks(match, item) for match in loud for item in joined):
            return EDITED if known else REFUSED
        news = [item for one in audience.audiences(joined, matches, self.kit.routes) for item in one.news]
        return (mutes.why(entry, matches, news) if news else None) or TOLD

    def _cover(self, entry: Entry, joined: Sequence[Joined], matches: Sequence[Match]) -> None:
        """Keep an entry with the stories for which rules ask, and what it reports as done."""
        for item in story.foremost([j for j in joined if any(story.asks(match, j) for match in matches)]):
            self.coverage.append(_covered(entry, item))
            event = item.event
            if event and item.step is Step.DONE:
                self.reports.append((replace(event, actor=item.story.actor or event.actor), entry.id))

    def _join(
        self,
        entry: Entry,
        reading: Reading,
        matches: Sequence[Match],
        mutes: Mutes,
        *,
        edited: bool,
        again: bool,
    ) -> list[Joined]:
        """Return the ways in which an entry joins stories.

        By its words alone a known entry joins none for a rule that it met before: its title is all that changed.
        """
        written = story.LONG_AGO if edited or again else entry.published
        ways = (
            story.join(
                event, self.now, lambda key: self.shelf.placed(key, entry.id), self.shelf.recent, written
            )
            for event in dict.fromkeys(reading.events)
        )
        joined = story.without_totals([item for item in ways if item], entry.title)
        alone = audience.alone(joined, matches, self.kit.routes, mutes.rule)
        kept = None
        if alone and (edited or again):
            kept = self.memory.kept(entry.id)
            met = self._met(entry, kept)
            alone = [match for match in alone if met is not None and match.rule not in met]
        found = [story.join_text(entry, match, self.now, self.shelf.recent) for match in alone]
        if found and (again or relay.carried(kept, entry)):
            asked = relay.asked(kept, self.kit.routes)
            heard = relay.heard(self.memory.covered(entry.id), self.shelf.story)
            found = [relay.as_heard(item, [one for one in heard if one.channel in asked]) for item in found]
        every = (*story.settled(joined), *found)
        return [relay.weighed(item, entry, self.memory, self.now) for item in every]

    def _met(self, entry: Entry, kept: Kept | None) -> frozenset[str] | None:
        """Return the rules that were told of a known entry, or could have been; None where that is not known."""
        here = self._noted(entry.id)
        if kept is None and not here:
            return None
        rules = kept.rules if kept and not relay.silenced(kept, entry) else frozenset()
        return rules.union(match.rule for noted in here for match in noted.matches)

    def _deny(self, entry: Entry, reading: Reading, stopped: str | None) -> None:
        """Draft what threads are told of acts that an entry denies, and keep it with their stories, muted or not."""
        if not reading.denied or (stopped or "").endswith((BASELINE, LEFT, flood.STOPPED)):
            return
        mutes = self.memory.mutes(self.now)
        found = denial.denied(reading, self.now, lambda key: self.shelf.placed(key, entry.id))
        if not found:
            return
        asking = audience.loud(self._match(entry, denial.as_told(reading, found)))
        channels, hearing = (
            {name for match in matches for name in self.kit.routes[match.rule].channels}
            for matches in (asking, mutes.heard(entry, asking))
        )
        for item in found:
            told = [*denial.told(entry, item.story, channels, self.memory, self.now)]
            if told:
                self.coverage.append(_covered(entry, item))
                self.shelf.moved[item.story.key] = replace(item.story, denied=self.now)
            if not mutes.story(item):
                self.drafts.updates |= {alert.id: alert for alert in told if alert.channel in hearing}


def _covered(entry: Entry, item: Joined) -> Coverage:
    return Coverage(story=item.story.key, entry=entry, step=item.step, because=item.because)
