"""Keep what is remembered of each feed, and say which feeds are due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Any

from msgspec.structs import replace
from sqlite_utils import Database

from monitor.decide.poll import FeedState
from monitor.due import Schedule, sane_due
from monitor.model import Announced, Feed, Validators
from monitor.store.codec import dump, epoch, load, moment

COLUMNS = (
    "schedule", "due_at", "etag", "last_modified", "body_hash", "digests", "title", "first_polled_at", "polled_at",
    "succeeded_at", "new_at", "newest_at", "error", "polls", "entries", "matches", "hub", "topic",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM feeds WHERE id = ?"  # noqa: S608 - the names are ours
_UPDATE = f"UPDATE feeds SET {', '.join(f'{name} = ?' for name in COLUMNS)} WHERE id = ?"  # noqa: S608
_FORGOTTEN = ", ".join(
    f"{name} = CASE WHEN url = excluded.url THEN {name} END"
    for name in ("etag", "last_modified", "body_hash", "digests", "newest_at", "hub", "topic")
)
"""With a changed address, which may hold another document: the old validators and body must not vouch for it."""


class Feeds:
    """Keep the table of feeds. Methods that write must run inside a transaction of the caller's."""

    def __init__(self, db: Database, write_first: Callable[[], None] = lambda: None) -> None:
        """`write_first` writes all that waits for its time, before anything else is changed here."""
        self._db = db
        self._write_first = write_first
        self._later: dict[str, FeedState] = {}
        self.changes = 0
        """Grows when other things than polls change what is remembered of feeds."""

    def sync(self, feeds: Iterable[Feed], now: datetime) -> None:
        """Make the table's feeds those of the rules folder; a feed never seen before is due at once.

        A feed that left the folder keeps its row, switched off: should it come back, nothing is told again.
        """
        self._write_first()
        self.changes += 1
        self._db.execute("UPDATE feeds SET enabled = 0")
        self._db.conn.executemany(
            f"""INSERT INTO feeds (id, url, enabled, due_at, schedule) VALUES (:id, :url, :enabled, :now, '{{}}')
               ON CONFLICT (id) DO UPDATE SET enabled = excluded.enabled,
                 {_FORGOTTEN},
                 schedule = CASE WHEN url = excluded.url THEN schedule ELSE '{{}}' END,
                 due_at = CASE WHEN url = excluded.url THEN due_at ELSE excluded.due_at END,
                 url = excluded.url""",  # noqa: S608 - the names are ours
            [
                {"id": f.id, "url": _address(f.url), "enabled": f.enabled, "now": now.timestamp()}
                for f in feeds
            ],
        )

    def due(self, now: datetime, limit: int = 1000) -> list[str]:
        """Return the ids of enabled feeds that are due, the longest overdue first."""
        return [feed for _, feed in self.due_after((0, ""), now, limit)]

    def due_after(self, after: tuple[float, str], now: datetime, limit: int) -> list[tuple[float, str]]:
        """Return (due time in epoch seconds, id) of enabled feeds, the longest overdue first, from `after` on."""
        rows = self._db.conn.execute(
            "SELECT due_at, id FROM feeds WHERE enabled AND (due_at, id) > (?, ?) AND due_at <= ?"
            " ORDER BY due_at, id LIMIT ?",
            [*after, now.timestamp(), limit],
        )
        return [row for row in rows if row[1] not in self._later]

    def bring_back(self, now: datetime) -> int:
        """Let feeds be due now whose time lies further ahead than was ever planned; return how many.

        That happens when the wall clock was ahead at their last poll and was set back since.
        """
        self._write_first()
        self.changes += 1
        ahead = self._db.execute(
            "SELECT id, due_at, schedule FROM feeds WHERE due_at > ?", [now.timestamp()]
        ).fetchall()
        absurd = [
            {"id": feed, "now": now.timestamp()}
            for feed, at, schedule in ahead
            if sane_due(now, moment(at), load(Schedule, schedule).planned) == now
        ]
        self._db.conn.executemany("UPDATE feeds SET due_at = :now WHERE id = :id", absurd)
        return len(absurd)

    def next_due(self) -> datetime | None:
        """Return when the next enabled feed is due."""
        at: float | None = self._db.execute("SELECT min(due_at) FROM feeds WHERE enabled").fetchone()[0]
        return moment(at)

    def state(self, feed: str) -> FeedState | None:
        """Return what is remembered of a feed."""
        if feed in self._later:
            return self._later[feed]
        row = self._db.conn.execute(_SELECT, [feed]).fetchone()
        return None if row is None else _state(row)

    def all(self) -> dict[str, FeedState]:
        """Return what is remembered of every enabled feed, by its id."""
        rows = self._db.execute(f"SELECT id, {', '.join(COLUMNS)} FROM feeds WHERE enabled ORDER BY id")  # noqa: S608
        return {row[0]: self._later.get(row[0]) or _state(row[1:]) for row in rows}

    def save(self, feed: str, state: FeedState) -> None:
        """Remember a feed's state. What waits is to be written before it, or it would come after it."""
        self._db.conn.execute(_UPDATE, (*_row(state), feed))

    def save_later(self, feed: str, state: FeedState) -> int:
        """Remember a state, and write it with others.

        It counts at once, for this process. Needs no transaction. Returns how many wait to be written.
        """
        self._later[feed] = state
        return len(self._later)

    def hasten(self, feed: str, at: datetime) -> None:
        """Let a feed be due at a time, unless it is due sooner. Polls under way look again."""
        state = self.state(feed)
        if state is not None and state.due > at:
            self._write_first()
            self.changes += 1
            self.save(feed, replace(state, due=at))

    def write_later(self) -> None:
        """Write the states that wait; `written` is to be called once that is kept."""
        self._db.conn.executemany(_UPDATE, [(*_row(state), feed) for feed, state in self._later.items()])

    def written(self) -> None:
        """Let no state wait any more."""
        self._later.clear()

    @property
    def waiting(self) -> bool:
        """Whether states wait to be written."""
        return bool(self._later)


def _address(url: str) -> str:
    """Return what tells that an address was changed, and not the address: it may hold a password or a token."""
    return blake2b(url.encode(), digest_size=16).hexdigest()


def _row(state: FeedState) -> tuple[Any, ...]:
    """Return the values of `COLUMNS`."""
    return (
        dump(state.schedule),
        state.due.timestamp(),
        state.validators.etag,
        state.validators.last_modified,
        state.body_hash,
        state.digests or None,
        state.title,
        epoch(state.first_polled),
        epoch(state.polled),
        epoch(state.succeeded),
        epoch(state.news),
        epoch(state.newest),
        state.error,
        state.polls,
        state.entries,
        state.matches,
        state.announced and state.announced.hub,
        state.announced and state.announced.topic,
    )


def _state(row: tuple[Any, ...]) -> FeedState:
    """Return the state that `COLUMNS` hold."""
    (
        schedule, due, etag, last_modified, body_hash, digests, title, first_polled, polled, succeeded, news, newest,
        error, polls, entries, matches, hub, topic,
    ) = row  # fmt: skip
    return FeedState(
        schedule=load(Schedule, schedule), due=moment(due), body_hash=body_hash, digests=digests or b"", title=title,
        validators=Validators(etag=etag, last_modified=last_modified), first_polled=moment(first_polled),
        polled=moment(polled), succeeded=moment(succeeded), news=moment(news), newest=moment(newest), error=error,
        polls=polls, entries=entries, matches=matches,
        announced=Announced(hub=hub, topic=topic) if hub and topic else None,
    )  # fmt: skip
