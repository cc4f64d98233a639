"""Decide what one poll changes: pure, so that every rule of the product can be tested without a network or a clock.

    store.feeds.due(now)                          which feeds are due
    | fetch.fetch(feed, validators)               Outcome = Document | NotModified | FetchError
    | parse.parse(document, feed, treaties)       Parsed | FetchError
    | pipeline.decide(...)                        everything one poll changes, as one value, a Poll
    |     new?       entry -> bool                by identity, asked of the store
    |     read       entry -> Reading             who did what to which treaty
    |     match      rules x (entry, reading) -> matches
    |     story      matches + events -> story    which happening is this
    |     audience   stories x channels -> news   what a channel's own rules ask for and it was not told
    |     alerts     news -> alerts               what is owed to whom
    | store.record(poll)                          ONE transaction

What is owed is a row before anybody is told; `monitor.deliver` tells it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b

from msgspec.structs import replace

from monitor import due
from monitor.decide import age, alerts, burst, flood
from monitor.decide.desk import Ahead, Desk, Pace
from monitor.decide.kit import Kit
from monitor.decide.memory import Memory
from monitor.decide.poll import FeedState, Poll
from monitor.model import Alert, Document, Feed, FetchError, NotModified, Outcome, Parsed
from monitor.parse.record import shrinks_oddly, strange, vanished
from monitor.wording import some

RECORD_KEPT = "brought no table that can be used ({reason}). The last good one stays in force."
ROW_GONE = "brought a table that has no more {acts}. That counts as a correction; nothing that was told is taken back."
UNREAD = (
    "brought a table of which not all can be read: {what}. It is counted and told nowhere: look it up there."
)
STRANGER = "brought {acts}: no participant of this name is known here, so that it is counted, and told in no other way."


def body_hash(document: Document) -> bytes:
    """Return the digest by which the same bytes are known again."""
    return blake2b(document.body, digest_size=16).digest()


def credited(parsed: Parsed, feed: Feed) -> Parsed:
    """Return what was parsed with a publisher named in each entry: the feed where the item names none."""
    default = feed.title or parsed.title or feed.id
    return replace(
        parsed, entries=tuple(e if e.publisher else replace(e, publisher=default) for e in parsed.entries)
    )


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
    ahead: Ahead | None = None,
) -> Poll:
    """Return everything that one poll changes.

    `parsed` is None where there was nothing (new) to parse; `whole` says that the validators were left out on
    purpose, to find out whether the server's 304 hides news. `ahead` was worked out of the entries beforehand.
    """
    feed = kit.rulebook.feeds[feed_id]
    brought, first, ahead = parsed, state.first_polled is None, ahead or Ahead()
    parsed, changes = _sound(brought, memory)
    refused = parsed.reason if isinstance(parsed, FetchError) and parsed is not brought else None
    begins = _begins(feed, state, pace, now)
    desk = Desk(kit=kit, memory=memory, now=now, first=first, begins=begins, newest=state.newest, ahead=ahead)
    if isinstance(parsed, Parsed):
        desk.record = parsed.record
        desk.newest = state.newest or age.newest(None, parsed.entries, now)
        desk.meet(credited(parsed, feed).entries)
    fresh = sum(not noted.edited for noted in desk.noted)
    answer = due.summary_of(outcome, parsed, fresh=fresh, withheld=state.validators if whole else None)
    plan = due.plan(
        state.schedule,
        answer,
        now=now,
        every=feed.every,
        default=pace.every,
        jitter=jitter,
        stretch=pace.stretch,
        patience=_patience(feed, parsed, at_once=first or refused is not None),
    )
    owings = burst.owe(tuple(desk.drafts.drafted.values()), memory, now, further=ahead.further)
    tellings = tuple(owing.alert for owing in owings)
    notices = _notices(feed, *_told(plan, refused, changes, now), desk, now)
    after = _next_state(state, outcome, parsed, plan, answer, desk, now)
    return Poll(
        feed=feed,
        at=now,
        state=after,
        outcome=_word(outcome, answer),
        noted=tuple(desk.noted),
        met=tuple(desk.met),
        stories=burst.told_by(desk.shelf.moved.values(), owings, desk.drafts.telling, memory),
        coverage=tuple(desk.coverage),
        reports=tuple(desk.reports),
        retitled=tuple(desk.retitled),
        alerts=(*tellings, *desk.drafts.updates.values(), *notices),
        record=desk.record,
        known=desk.known + _passed_over(parsed),
        skipped=parsed.skipped if isinstance(parsed, Parsed) else (),
    )


def as_pushed(poll: Poll, state: FeedState) -> Poll:
    """Return a poll that nobody made: its document came from a hub, which tells nothing of the feed's server.

    What it brought is counted; when and how the feed is polled, and what its own documents were, stays as it was.
    """
    new = poll.state
    after = replace(state, news=new.news, newest=new.newest, entries=new.entries, matches=new.matches)
    return replace(poll, state=after, pushed=True)


def _sound(
    parsed: Parsed | FetchError | None, memory: Memory
) -> tuple[Parsed | FetchError | None, list[str]]:
    """Return what was parsed, a record only if it may take the place of the one before, and what of it is told to
    operators alone."""
    if not isinstance(parsed, Parsed) or parsed.record is None:
        return parsed, []
    before = memory.record(parsed.record.treaty)
    if odd := shrinks_oddly(before, parsed.record):
        return FetchError(reason=f"the record was refused: {odd}"), []
    found = {ROW_GONE: vanished(before, parsed.record), STRANGER: strange(before, parsed.record)}
    return parsed, [said.format(acts=", ".join(acts)) for said, acts in found.items() if acts]


def _begins(feed: Feed, state: FeedState, pace: Pace, now: datetime) -> datetime | None:
    """Return since when items are told, while that asks for a bound: at a feed's first poll, and at a changed address.

    There another feed may lie; what came out since the old address last answered is told in any case. A record is
    never another: its acts are known again.
    """
    young = now - pace.baseline
    if state.first_polled is None:
        return young
    moved = state.schedule.interval is None and state.succeeded is not None and feed.kind == "feed"
    return min(young, state.succeeded or young) if moved else None


def _patience(feed: Feed, read: Parsed | FetchError | None, *, at_once: bool) -> timedelta:
    """Return how long a feed may fail before the operators are told.

    An official record is awaited: of an outage they hear after a day; `at_once` where what came never was a record,
    or is refused.
    """
    if feed.kind == "feed":
        return due.WEEK
    return timedelta(0) if at_once and isinstance(read, FetchError) else due.DAY


def _told(plan: due.NextPoll, refused: str | None, changes: list[str], now: datetime) -> tuple[str, str]:
    """Return what the operators are told of a feed, if anything, and under which key it is told once."""
    if refused:  # once while the feed fails, where its server fails in two ways by turns
        return RECORD_KEPT.format(reason=refused), f"{plan.schedule.failing_since}:{refused}"
    return " It ".join(filter(None, (plan.tell, *changes))), f"{now:%Y%m%dT%H%M%S}"


def _notices(feed: Feed, tell: str, key: str, desk: Desk, now: datetime) -> list[Alert]:
    """Return what the operators hear of this feed, once a `key`."""
    back = [noted for noted in desk.noted if noted.stopped == flood.STOPPED and not noted.edited]
    made = []
    key, channel = f"{feed.id}:{key}", desk.kit.channel
    if tell:
        made.append(alerts.notice(key, f"The feed {feed.id} {tell}", channel, now))
    if desk.record and desk.record.unread:
        unread = desk.record.unread
        text = f"The feed {feed.id} {UNREAD.format(what=some(unread, 3))}"
        made.append(alerts.notice(f"{feed.id}:unread:{' '.join(unread)}", text, channel, now))
    if back:
        text, lines = flood.notice(feed.id, len(back), [noted.entry.title for noted in back if noted.matches])
        made.append(alerts.notice(f"flood:{key}", text, channel, now, lines))
    return made


def _next_state(
    state: FeedState,
    outcome: Outcome,
    parsed: Parsed | FetchError | None,
    plan: due.NextPoll,
    answer: due.PollSummary,
    desk: Desk,
    now: datetime,
) -> FeedState:
    """Return the feed's state after a poll; validators are kept only with the entries they vouch for."""
    failed, fresh = answer.trouble is not None, answer.fresh
    # What vouches for a document is kept only once all of it was read; and so long its rest is as old as it was.
    whole = not (isinstance(parsed, Parsed) and parsed.more)
    after = replace(
        state,
        schedule=plan.schedule,
        due=plan.due,
        polled=now,
        error=answer.trouble,
        polls=state.polls + 1,
        succeeded=state.succeeded if failed else now,
        first_polled=state.first_polled or (now if whole and not failed else None),
        news=now if fresh else state.news,
        entries=state.entries + fresh,
        matches=state.matches + sum(bool(noted.matches) and not noted.edited for noted in desk.noted),
    )
    if isinstance(parsed, Parsed):
        after = replace(
            after,
            digests=b"".join(sorted(set(parsed.digests))),
            title=parsed.title or state.title,
            newest=age.newest(state.newest, parsed.entries, now),
        )
    if isinstance(outcome, Document) and not outcome.truncated and whole and not failed:
        after = replace(after, validators=outcome.validators, body_hash=body_hash(outcome))
    return after


def _passed_over(parsed: Parsed | FetchError | None) -> int:
    """Return how many entries were known by their digests, so that they were not even parsed."""
    return max(0, len(parsed.digests) - len(parsed.entries)) if isinstance(parsed, Parsed) else 0


def _word(outcome: Outcome, answer: due.PollSummary) -> str:
    if answer.trouble is not None:
        return "failed"
    if isinstance(outcome, NotModified):
        return "not modified"
    return "new" if answer.fresh else "unchanged"
