"""Decide what one poll changes: pure, so that every rule of the product can be tested without a network or a clock.

    store.feeds.due(now)                          which feeds are due
    | fetch.fetch(feed, validators)               Outcome = Document | NotModified | FetchError
    | parse.parse(document, feed, treaties)       Parsed | FetchError
    | pipeline.decide(...)                        everything one poll changes, as one value, a Poll
    |     new?       entry -> bool                by identity, asked of the store
    |     read       entry -> Reading             who did what to which treaty
    |     match      rules x (entry, reading) -> matches
    |     story      matches + events -> story    which happening is this; is it already told
    |     alerts     story -> alerts              what is owed to whom
    | store.record(poll)                          ONE transaction

What is owed is a row before anybody is told; `monitor.deliver` tells it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Protocol

from monitor import alerts, due, story
from monitor.alerts import Facts, Route
from monitor.ledger import contradiction, progress
from monitor.match import Matcher
from monitor.model import (
    Alert,
    Document,
    Entry,
    Event,
    FetchError,
    Level,
    Match,
    NotModified,
    Outcome,
    Outlet,
    Parsed,
    Reading,
    Record,
    Status,
)
from monitor.normalise import identity
from monitor.parse.record import shrinks_oddly
from monitor.poll import Coverage, FeedState, Noted, Poll
from monitor.read import Reader
from monitor.rules import Rulebook
from monitor.story import Joined, Story


class Memory(Protocol):
    """Answer what was known before this poll; the store does, and a dictionary in tests."""

    def known(self, key: bytes) -> identity.Known | None:
        """Return what is known under an identity key."""

    def story(self, key: str) -> Story | None:
        """Return a story."""

    def recent(self, treaty: str, family: str, since: datetime) -> Sequence[Story]:
        """Return stories without an actor, the latest first."""

    def outlets(self, key: str) -> tuple[Outlet, ...]:
        """Return where a story was published."""

    def alert(self, alert_id: str) -> Alert | None:
        """Return an alert that was owed before."""

    def record(self, treaty: str) -> Record | None:
        """Return the depositary's table as last read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """Hold a compiled set of rules: what reading and matching need."""

    rulebook: Rulebook
    reader: Reader
    matcher: Matcher
    routes: Mapping[str, Route]
    channel: str
    """Where notices to the operators go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Hold what polling is tuned by."""

    every: timedelta = timedelta(minutes=5)
    baseline: timedelta = timedelta(hours=24)
    """On a feed's first poll, only entries younger than this alert."""


def body_hash(document: Document) -> bytes:
    """Return the digest by which the same bytes are known again."""
    return blake2b(document.body, digest_size=16).digest()


def decide(
    feed_id: str,
    outcome: Outcome,
    parsed: Parsed | FetchError | None,
    *,
    state: FeedState,
    kit: Kit,
    memory: Memory,
    pace: Pace,
    now: datetime,
    jitter: float,
    whole: bool = False,
) -> Poll:
    """Return everything that one poll changes.

    `parsed` is None where there was nothing (new) to parse; `whole` says that the validators were left out on
    purpose, to find out whether the server's 304 hides news.
    """
    feed = kit.rulebook.feeds[feed_id]
    if isinstance(parsed, Parsed) and parsed.record is not None:
        odd = shrinks_oddly(memory.record(parsed.record.treaty), parsed.record)
        parsed = FetchError(reason=f"the record was refused: {odd}") if odd else parsed
    work = _Work(kit=kit, memory=memory, pace=pace, now=now, first=state.first_polled is None)
    if isinstance(parsed, Parsed):
        work.record = parsed.record
        for entry in parsed.entries:
            work.take(replace(entry, publisher=entry.publisher or feed.title or parsed.title or feed.id))
    fresh = sum(not noted.edited for noted in work.noted)
    answer = due.answer_of(outcome, parsed, fresh=fresh, withheld=state.validators if whole else None)
    plan = due.plan(state.schedule, answer, now=now, every=feed.every, default=pace.every, jitter=jitter)
    tellings = alerts.grouped(tuple(work.drafts.values()))
    notices = (
        (alerts.notice(f"{feed.id}:{now:%Y%m%dT%H%M%S}", plan.tell, kit.channel, now),) if plan.tell else ()
    )
    return Poll(
        feed=feed,
        at=now,
        state=_next_state(state, outcome, parsed, plan, answer, work, now),
        outcome=_word(outcome, answer),
        noted=tuple(work.noted),
        met=tuple(work.met),
        stories=work.told_by(tellings),
        coverage=tuple(work.coverage),
        reports=tuple(work.reports),
        alerts=tellings + tuple(work.updates.values()) + notices,
        record=parsed.record if isinstance(parsed, Parsed) else None,
        known=work.known,
        skipped=parsed.skipped if isinstance(parsed, Parsed) else (),
    )


@dataclass(slots=True, kw_only=True)
class _Work:
    """Gather what the entries of one poll change; later entries see what earlier ones did."""

    kit: Kit
    memory: Memory
    pace: Pace
    now: datetime
    first: bool
    record: Record | None = None
    """The depositary's table, where this poll brought one."""
    noted: list[Noted] = field(default_factory=list)
    met: list[tuple[tuple[bytes, ...], str, bytes | None]] = field(default_factory=list)
    stories: dict[str, Story] = field(default_factory=dict)
    coverage: list[Coverage] = field(default_factory=list)
    reports: list[tuple[Event, str]] = field(default_factory=list)
    drafts: dict[str, Alert] = field(default_factory=dict)
    updates: dict[str, Alert] = field(default_factory=dict)
    telling: dict[str, tuple[str, ...]] = field(default_factory=dict)
    known: int = 0
    keys: dict[bytes, identity.Known] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Take one entry through identity, reading, matching, stories and alerts."""
        keys = identity.keys(entry)
        verdict = identity.verdict(keys, self._known, self.now)
        if isinstance(verdict, identity.Seen):
            self.known += 1
            unknown = tuple(key for key in keys.all if self._known(key) is None)
            if unknown:
                self.met.append((unknown, verdict.entry_id, keys.title_digest))
                self._remember(unknown, verdict.entry_id, keys)
            return
        edited = isinstance(verdict, identity.Update)
        if isinstance(verdict, identity.Update):
            entry = replace(entry, id=verdict.entry_id)
        reading = self._read(entry)
        matches = self.kit.matcher.match(entry, reading, self.kit.rulebook.feeds.get(entry.feed), self.now)
        stopped = self._tell(entry, matches, edited)
        self.noted.append(
            Noted(entry=entry, keys=keys, reading=reading, matches=matches, edited=edited, stopped=stopped)
        )
        self._remember(keys.all, entry.id, keys)

    def _known(self, key: bytes) -> identity.Known | None:
        return self.keys.get(key) or self.memory.known(key)

    def _remember(self, keys: Sequence[bytes], entry_id: str, of: identity.Keys) -> None:
        known = identity.Known(entry_id=entry_id, title_digest=of.title_digest, seen_at=self.now)
        self.keys.update(dict.fromkeys(keys, known))

    def _read(self, entry: Entry) -> Reading:
        if entry.official is not None:
            return Reading(language="en", events=(entry.official,))
        return self.kit.reader.read(entry)

    def _tell(self, entry: Entry, matches: Sequence[Match], edited: bool) -> str | None:
        """Join stories and draft alerts; return why nothing is told, if nothing is.

        An edited entry is told again only where its new text brings a story a step further.
        """
        old = self.first and (entry.published is None or entry.published < self.now - self.pace.baseline)
        if old and entry.official is None:
            return "older than the feed's first poll (baseline)"
        joined = self._join(entry, matches, edited)
        self.reports += [
            (j.event, entry.id)
            for j in joined
            if j.event and not j.event.official and j.event.status is Status.DONE
        ]
        loud = _loud_events(matches)
        news = [] if old else [j for j in joined if j.news and (j.event is None or j.event in loud)]
        for item in joined:
            told = item.step if old or item in news else item.story.told
            self.stories[item.story.key] = replace(item.story, told=story.further(item.story.told, told))
            self.coverage.append(
                Coverage(story=item.story.key, entry=entry, step=item.step, because=item.because)
            )
        if old:
            return "in the record before the first poll (baseline)"
        if not any(match.level is not Level.LOW for match in matches):
            return None if matches else "no rule matched"
        if not news:
            self._edit(joined)
            return "more coverage of a step that was told"
        self._draft(entry, matches, news)
        return None

    def _join(self, entry: Entry, matches: Sequence[Match], edited: bool) -> list[Joined]:
        events = dict.fromkeys(event for match in matches for event in match.events)
        joined: dict[str, Joined] = {}
        for event in events:
            item = story.join(event, self.now, self._story, self._recent)
            if item and (item.story.key not in joined or item.news):
                joined[item.story.key] = item
        if not joined and not edited:
            for match in matches:
                if match.level is not Level.LOW and not match.events:
                    item = story.join_text(entry, match, self.now, self._recent)
                    joined[item.story.key] = item
        return list(joined.values())

    def _story(self, key: str) -> Story | None:
        return self.stories.get(key) or self.memory.story(key)

    def _recent(self, treaty: str, family: str, since: datetime) -> Sequence[Story]:
        here = [
            s
            for s in self.stories.values()
            if s.treaty == treaty and s.family == family and s.actor is None and s.updated >= since
        ]
        before = [s for s in self.memory.recent(treaty, family, since) if s.key not in self.stories]
        return sorted(here + before, key=lambda s: s.updated, reverse=True)

    def _draft(self, entry: Entry, matches: Sequence[Match], news: list[Joined]) -> None:
        facts = self._facts(news)
        for alert in alerts.news(
            entry, matches, news, self.kit.routes, facts, self.now, self.kit.rulebook.version
        ):
            self.drafts[alert.id] = alert
            self.telling[alert.id] = tuple(item.story.key for item in news)

    def _facts(self, news: Sequence[Joined]) -> Facts:
        main = news[0].story
        treaty = self.kit.rulebook.treaties.get(main.treaty)
        if treaty is None:
            return Facts()
        fresh = self.record is not None and self.record.treaty == main.treaty
        record = self.record if fresh else self.memory.record(main.treaty)
        today = self.now.date()
        warnings = [contradiction(j.event, record, treaty, today) for j in news if j.event]
        return Facts(
            treaty_name=treaty.title,
            progress=progress(treaty, record) if record else None,
            warning=next((w for w in warnings if w), None),
        )

    def _edit(self, joined: Sequence[Joined]) -> None:
        """Show a further outlet in the messages that told these stories."""
        for item in joined:
            here = [c.entry for c in self.coverage if c.story == item.story.key]
            outlets = {o.publisher: o for o in self.memory.outlets(item.story.key)}
            for covering in here:
                outlets.setdefault(alerts.outlet(covering).publisher, alerts.outlet(covering))
            drafts = [a for a in self.drafts.values() if item.story.key in self.telling[a.id]]
            for draft in drafts:
                self.drafts[draft.id] = replace(
                    draft, telling=replace(draft.telling, outlets=tuple(outlets.values()))
                )
            for alert_id in () if drafts else item.story.alerts:
                original = self.memory.alert(alert_id)
                if (
                    original is None
                    or original.telling.items
                    or len(outlets) <= len(original.telling.outlets)
                ):
                    continue
                self.updates[alert_id] = alerts.update(original, tuple(outlets.values()), self.now)

    def told_by(self, tellings: Sequence[Alert]) -> tuple[Story, ...]:
        """Return the changed stories, each with the alerts that now tell it."""
        ids = {alert.id for alert in tellings}
        telling: dict[str, list[str]] = {}
        for alert_id, keys in self.telling.items():
            for key in keys:
                telling.setdefault(key, []).append(alert_id)
        return tuple(
            replace(s, alerts=tuple(a for a in telling[s.key] if a in ids)) if s.key in telling else s
            for s in self.stories.values()
        )


def _loud_events(matches: Sequence[Match]) -> set[Event]:
    return {event for match in matches if match.level is not Level.LOW for event in match.events}


def _next_state(
    state: FeedState,
    outcome: Outcome,
    parsed: Parsed | FetchError | None,
    plan: due.Plan,
    answer: due.Answer,
    work: _Work,
    now: datetime,
) -> FeedState:
    """Return the feed's state after a poll; validators are kept only with the entries they vouch for."""
    after = replace(
        state, schedule=plan.schedule, due=plan.due, polled=now, error=answer.trouble, polls=state.polls + 1
    )
    if answer.trouble is not None:
        return after
    fresh = sum(not noted.edited for noted in work.noted)
    after = replace(
        after,
        succeeded=now,
        first_polled=state.first_polled or now,
        news=now if fresh else state.news,
        entries=state.entries + fresh,
        matches=state.matches + sum(bool(noted.matches) for noted in work.noted),
    )
    if isinstance(outcome, Document) and not outcome.truncated:
        title = parsed.title if isinstance(parsed, Parsed) else None
        return replace(
            after, validators=outcome.validators, body_hash=body_hash(outcome), title=title or state.title
        )
    return after


def _word(outcome: Outcome, answer: due.Answer) -> str:
    if answer.trouble is not None:
        return "failed"
    if isinstance(outcome, NotModified):
        return "not modified"
    return "new" if answer.fresh else "unchanged"
