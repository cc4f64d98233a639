"""Keep the WebSub subscriptions: their callbacks and secrets must outlive a restart, so they are in the state file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import convert
from sqlite_utils import Database

from monitor.decide.websub import LONGEST, Stage, Subscription
from monitor.model import Announced
from monitor.store.codec import epoch, named

SCHEMA = """
CREATE TABLE subscriptions (
  token TEXT PRIMARY KEY,               -- the callback's path: who knows it can reach it
  secret TEXT NOT NULL,                 -- who knows it can sign documents
  base TEXT NOT NULL, feed TEXT NOT NULL, hub TEXT NOT NULL, topic TEXT NOT NULL,
  stage TEXT NOT NULL,
  due_at REAL NOT NULL,
  ends_at REAL, tries INTEGER NOT NULL, reason TEXT, pushed_at REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX subscriptions_due ON subscriptions (due_at);
CREATE INDEX subscriptions_feed ON subscriptions (feed);
"""
_COLUMNS = "token, secret, base, feed, hub, topic, stage, due_at, ends_at, tries, reason, pushed_at"


class Subscriptions:
    """Keep the table. Methods that write must run inside a transaction of the caller's."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, subscriptions: Iterable[Subscription]) -> None:
        """Add subscriptions, or change them."""
        marks = ", ".join("?" * len(_COLUMNS.split(",")))
        self._db.conn.executemany(
            f"INSERT OR REPLACE INTO subscriptions ({_COLUMNS}) VALUES ({marks})",  # noqa: S608 - the names are ours
            [_row(each) for each in subscriptions],
        )

    def drop(self, token: str) -> None:
        """Forget a subscription: its callback does not exist any more."""
        self._db.execute("DELETE FROM subscriptions WHERE token = ?", [token])

    def get(self, token: str) -> Subscription | None:
        """Return the subscription of a callback."""
        return next(iter(self._find("token = ?", token)), None)

    def of(self, feed: str) -> list[Subscription]:
        """Return a feed's subscriptions."""
        return self._find("feed = ?", feed)

    def due(self, now: datetime, limit: int) -> list[Subscription]:
        """Return subscriptions of which something is to be done, the longest due first."""
        return self._find("due_at <= ? ORDER BY due_at LIMIT ?", now.timestamp(), limit)

    def active(self) -> set[str]:
        """Return the feeds that hubs push."""
        rows = self._db.execute("SELECT DISTINCT feed FROM subscriptions WHERE stage = ?", [Stage.ACTIVE])
        return {row[0] for row in rows}

    def wanted(self, feed: str) -> Announced | None:
        """Return what a feed announces; None where it is switched off, or gone."""
        row = self._db.execute(
            "SELECT hub, topic FROM feeds WHERE id = ? AND enabled AND hub IS NOT NULL", [feed]
        ).fetchone()
        return row and Announced(hub=row[0], topic=row[1])

    def concerned(self) -> set[str]:
        """Return the feeds that announce a hub or have a subscription."""
        rows = self._db.execute(
            "SELECT id FROM feeds WHERE hub IS NOT NULL UNION SELECT feed FROM subscriptions"
        )
        return {row[0] for row in rows}

    def pushed(self, token: str, now: datetime) -> None:
        """Remember that a document came."""
        self._db.execute("UPDATE subscriptions SET pushed_at = ? WHERE token = ?", [epoch(now), token])

    def counts(self) -> dict[Stage, int]:
        """Return how many there are at each stage."""
        rows = self._db.execute("SELECT stage, count(*) FROM subscriptions GROUP BY stage")
        return dict.fromkeys(Stage, 0) | {Stage(stage): count for stage, count in rows}

    def shown(self) -> dict[str, Subscription]:
        """Return for each feed the subscription that says most of how it stands: an active one before others."""
        order = (Stage.LEAVING, Stage.ASKED, Stage.REFUSED, Stage.ACTIVE)
        return {each.feed: each for each in sorted(self._find("1"), key=lambda one: order.index(one.stage))}

    def clear(self) -> None:
        """Forget all: without the setting there are no callbacks."""
        self._db.execute("DELETE FROM subscriptions")

    def bring_back(self, now: datetime) -> None:
        """Let what lies further ahead than any lease be due now: the wall clock was set."""
        self._db.execute(
            "UPDATE subscriptions SET due_at = :now WHERE due_at > :now + :longest",
            {"now": epoch(now), "longest": LONGEST.total_seconds()},
        )

    def _find(self, condition: str, *values: Any) -> list[Subscription]:
        rows = named(self._db.execute(f"SELECT * FROM subscriptions WHERE {condition}", values))  # noqa: S608
        return [convert({**row, "announced": row}, Subscription, strict=False) for row in rows]


def _row(one: Subscription) -> tuple[Any, ...]:
    return (
        one.token, one.secret, one.base, one.feed, one.announced.hub, one.announced.topic, one.stage.value,
        one.due.timestamp(), epoch(one.ends), one.tries, one.reason, epoch(one.pushed),
    )  # fmt: skip
