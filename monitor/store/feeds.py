"""Keep what is remembered of each feed, and say which feeds are due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlite_utils import Database

from monitor.due import Schedule, sane_due
from monitor.model import Feed, Validators
from monitor.poll import FeedState
from monitor.store.codec import dump, epoch, load, moment

COLUMNS = (
    "schedule",
    "due_at",
    "etag",
    "last_modified",
    "body_hash",
    "digests",
    "title",
    "first_polled_at",
    "polled_at",
    "succeeded_at",
    "new_at",
    "error",
    "polls",
    "entries",
    "matches",
)


class Feeds:
    """Keep the table of feeds. Methods that write must run inside a transaction of the caller's."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def sync(self, feeds: Iterable[Feed], now: datetime) -> None:
        """Make the table's feeds those of the rules folder; a feed never seen before is due at once.

        A feed that left the folder keeps its row, switched off: should it come back, nothing is told again.
        """
        self._db.execute("UPDATE feeds SET enabled = 0")
        # A changed address may hold another document: the old validators and body must not vouch for it.
        self._db.conn.executemany(
            """INSERT INTO feeds (id, url, enabled, due_at, schedule) VALUES (:id, :url, :enabled, :now, '{}')
               ON CONFLICT (id) DO UPDATE SET enabled = excluded.enabled,
                 etag = CASE WHEN url = excluded.url THEN etag END,
                 last_modified = CASE WHEN url = excluded.url THEN last_modified END,
                 body_hash = CASE WHEN url = excluded.url THEN body_hash END,
                 digests = CASE WHEN url = excluded.url THEN digests END,
                 schedule = CASE WHEN url = excluded.url THEN schedule ELSE '{}' END,
                 due_at = CASE WHEN url = excluded.url THEN due_at ELSE excluded.due_at END,
                 url = excluded.url""",
            [
                {"id": f.id, "url": _address(f.url), "enabled": f.enabled, "now": now.timestamp()}
                for f in feeds
            ],
        )

    def due(self, now: datetime, limit: int = 1000) -> list[str]:
        """Return the ids of enabled feeds that are due, the longest overdue first."""
        rows = self._db.execute(
            "SELECT id FROM feeds WHERE enabled AND due_at <= ? ORDER BY due_at LIMIT ?",
            [now.timestamp(), limit],
        )
        return [row[0] for row in rows]

    def bring_back(self, now: datetime) -> int:
        """Let feeds be due now whose time lies further ahead than was ever planned; return how many.

        That happens when the wall clock was ahead at their last poll and was set back since.
        """
        ahead = self._db.execute(
            "SELECT id, due_at, schedule FROM feeds WHERE due_at > ?", [now.timestamp()]
        ).fetchall()
        absurd = [
            {"id": feed, "now": now.timestamp()}
            for feed, at, schedule in ahead
            if sane_due(now, datetime.fromtimestamp(at, UTC), load(Schedule, schedule).planned) == now
        ]
        self._db.conn.executemany("UPDATE feeds SET due_at = :now WHERE id = :id", absurd)
        return len(absurd)

    def next_due(self) -> datetime | None:
        """Return when the next enabled feed is due."""
        return moment(self._db.execute("SELECT min(due_at) FROM feeds WHERE enabled").fetchone()[0])

    def state(self, feed: str) -> FeedState | None:
        """Return what is remembered of a feed."""
        row = self._db.execute(f"SELECT {', '.join(COLUMNS)} FROM feeds WHERE id = ?", [feed]).fetchone()  # noqa: S608
        return None if row is None else _state(dict(zip(COLUMNS, row, strict=True)))

    def all(self) -> dict[str, FeedState]:
        """Return what is remembered of every enabled feed, by its id."""
        rows = self._db.execute(f"SELECT id, {', '.join(COLUMNS)} FROM feeds WHERE enabled ORDER BY id")  # noqa: S608
        return {row[0]: _state(dict(zip(COLUMNS, row[1:], strict=True))) for row in rows}

    def save(self, feed: str, state: FeedState) -> None:
        """Remember a feed's state."""
        row = _row(state)
        self._db.execute(
            f"UPDATE feeds SET {', '.join(f'{name} = :{name}' for name in COLUMNS)} WHERE id = :id",  # noqa: S608
            row | {"id": feed},
        )


def _address(url: str) -> str:
    """Return what tells that an address was changed, and not the address: it may hold a password or a token."""
    return blake2b(url.encode(), digest_size=16).hexdigest()


def _row(state: FeedState) -> dict[str, Any]:
    return {
        "schedule": dump(state.schedule),
        "due_at": state.due.timestamp(),
        "etag": state.validators.etag,
        "last_modified": state.validators.last_modified,
        "body_hash": state.body_hash,
        "digests": b"".join(sorted(state.digests)) or None,
        "title": state.title,
        "first_polled_at": epoch(state.first_polled),
        "polled_at": epoch(state.polled),
        "succeeded_at": epoch(state.succeeded),
        "new_at": epoch(state.news),
        "error": state.error,
        "polls": state.polls,
        "entries": state.entries,
        "matches": state.matches,
    }


def _state(row: dict[str, Any]) -> FeedState:
    return FeedState(
        schedule=load(Schedule, row["schedule"]),
        due=moment(row["due_at"]),  # type: ignore[arg-type]  # the column is NOT NULL
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        body_hash=row["body_hash"],
        digests=frozenset(_cut(row["digests"] or b"")),
        title=row["title"],
        first_polled=moment(row["first_polled_at"]),
        polled=moment(row["polled_at"]),
        succeeded=moment(row["succeeded_at"]),
        news=moment(row["new_at"]),
        error=row["error"],
        polls=row["polls"],
        entries=row["entries"],
        matches=row["matches"],
    )


def _cut(digests: bytes, size: int = 16) -> Iterator[bytes]:
    return (digests[at : at + size] for at in range(0, len(digests), size))
