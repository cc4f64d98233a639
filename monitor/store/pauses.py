"""Keep which part of a sink is left alone until when, and why: pacing and Retry-After survive a restart."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from sqlite_utils import Database

from monitor.store.codec import epoch, values

SCHEMA = """
CREATE TABLE outbox_pauses (
  scope TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  until_at REAL NOT NULL,
  since_at REAL NOT NULL,
  tries INTEGER NOT NULL DEFAULT 1,
  reason TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
"""

LONGEST_WAIT = timedelta(hours=2)
"""No retry, no search and no pause waits longer (deliver.policy, sinks.faults: an hour and a half at most)."""
WIDE = timedelta(days=1)
"""How long ago a message may have left of which our clock, set back since, cannot tell when."""
WORKSPACE = "workspace"
"""Everything that is sent."""
EDITS = "edits"
"""chat.update: a limit of its own for the workspace (tier 3, docs.slack.dev/apis/web-api/rate-limits)."""


def channel_scope(channel: str) -> str:
    """Name the pause of one channel's posts."""
    return f"channel:{channel}"


def look_scope(channel: str) -> str:
    """Name the pause of one channel's history reads."""
    return f"look:{channel}"


class Hold(StrEnum):
    """Say why a scope is paused."""

    PACE = "pace"
    """One message a second and channel, but for a short burst."""
    RATE = "rate"
    """Slack asked to wait."""
    PARKED = "parked"
    """The channel refuses until a person mends it."""
    TOKEN = "token"  # noqa: S105 - a word, no secret
    """Nothing can be posted until a person mends it."""


class Pause(Struct, frozen=True, kw_only=True):
    """Say that a scope is left alone until a time; `tries` counts how often in a row for the same cause."""

    scope: str
    kind: Hold
    until: datetime
    tries: int
    reason: str


class Pauses:
    """Read and write the pauses; `set` and `end` join the caller's transaction where there is one."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def set(self, scope: str, kind: Hold, until: datetime, now: datetime, reason: str = "") -> None:
        """Leave a scope alone until a time; the same kind again counts as one more try since the first.

        Mere pacing never shortens another pause.
        """
        with self.db.atomic():
            self.db.execute(
                "INSERT INTO outbox_pauses (scope, kind, until_at, since_at, reason) VALUES (?,?,?,?,?)"
                " ON CONFLICT (scope) DO UPDATE SET until_at=excluded.until_at, reason=excluded.reason,"
                " since_at=iif(kind=excluded.kind, since_at, excluded.since_at),"
                " tries=iif(kind=excluded.kind, tries+1, 1), kind=excluded.kind"
                " WHERE excluded.kind <> 'pace' OR until_at <= excluded.until_at",
                (scope, kind, epoch(until), epoch(now), reason),
            )

    def spend(self, scope: str, at: datetime, pace: timedelta, burst: int = 1) -> None:
        """Take one out of a scope's bucket, which holds `burst` at most and gains one in each `pace`.

        The end of the pause is all that is kept of the bucket: from then on there is one in it again, and before then
        it was empty. So a bucket is empty after Retry-After, too. Another hold that still runs is left alone.
        """
        full = epoch(at - pace * (burst - 1))
        with self.db.atomic():
            self.db.execute(
                "INSERT INTO outbox_pauses (scope, kind, until_at, since_at)"
                " VALUES (:scope, 'pace', :full + :pace, :at)"
                " ON CONFLICT (scope) DO UPDATE SET until_at=max(until_at, :full) + :pace, kind='pace', since_at=:at,"
                " tries=1, reason='' WHERE kind='pace' OR until_at <= :at",
                {"scope": scope, "full": full, "pace": pace.total_seconds(), "at": epoch(at)},
            )

    def end(self, scope: str) -> None:
        """End a pause."""
        with self.db.atomic():
            self.db.execute("DELETE FROM outbox_pauses WHERE scope=?", (scope,))

    def bring_back(self, now: datetime) -> None:
        """End the waiting that only a wrong wall clock could set; how often in a row is kept."""
        with self.db.atomic():
            self.db.execute(
                "UPDATE outbox_pauses SET until_at=:now, since_at=min(since_at, :now)"
                " WHERE until_at > :now AND (since_at > :now OR until_at > :now + :longest)",
                {"now": epoch(now), "longest": LONGEST_WAIT.total_seconds()},
            )

    def all(self) -> dict[str, Pause]:
        """Return every pause by its scope, past ones included (they tell how often in a row)."""
        return {pause.scope: pause for pause in values(Pause, self.db.execute("SELECT * FROM outbox_pauses"))}
