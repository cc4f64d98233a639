"""Describe one row of the outbox, and where it stands."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct, convert
from sqlite_utils import Database

from monitor.model import Alert, Telling
from monitor.store.codec import load, named
from monitor.store.marks import MISREAD

SCHEMA = """
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  channel TEXT NOT NULL,
  level TEXT NOT NULL,
  story TEXT,
  thread TEXT,                          -- alerts of one thread reply to its latest message of its own
  updates TEXT,                         -- the id of the alert whose message this one edits
  body TEXT NOT NULL,                   -- model.Telling as JSON
  rules_version TEXT NOT NULL,
  burst TEXT,                           -- one kind of act to one treaty: many of these are one flood
  state TEXT NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending','sending','sent','unknown','dead','parked','skipped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  strikes INTEGER NOT NULL DEFAULT 0,   -- attempts that count towards giving up
  created_at REAL NOT NULL,
  wanted_at REAL,                       -- model.Alert.due
  due_at REAL NOT NULL,
  sending_at REAL, unsure_at REAL, sent_at REAL,
  slack_channel TEXT, slack_ts TEXT, slack_thread TEXT,
  error TEXT
) STRICT;
CREATE INDEX outbox_open ON outbox(channel, seq) WHERE state IN ('pending','sending','unknown','parked');
CREATE VIEW outbox_owed AS SELECT * FROM outbox WHERE state IN ('pending','sending','unknown','parked');
CREATE INDEX outbox_state ON outbox(state, seq);
CREATE INDEX outbox_thread ON outbox(channel, thread, seq) WHERE thread IS NOT NULL;
CREATE INDEX outbox_updates ON outbox(updates) WHERE updates IS NOT NULL;
CREATE INDEX outbox_edits ON outbox(channel, due_at, seq)
  WHERE kind='update' AND state IN ('pending','sending','unknown','parked');
CREATE INDEX outbox_burst ON outbox(channel, burst, created_at) WHERE burst IS NOT NULL;
CREATE INDEX outbox_story ON outbox(story) WHERE story IS NOT NULL;
CREATE INDEX outbox_place ON outbox(channel, seq) WHERE slack_channel IS NOT NULL;
"""


class State(StrEnum):
    """Say where an alert stands."""

    PENDING = "pending"
    SENDING = "sending"
    """Committed before the request leaves."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """May have been posted: looked for before it is sent again."""
    DEAD = "dead"
    """Given up, and said loudly."""
    PARKED = "parked"
    """Its channel refuses everything until a person mends it."""
    SKIPPED = "skipped"
    """An edit without a message or overtaken, a message that is muted or that nobody tells any more: no failure."""


IN_WORDS = {
    State.PENDING: "waiting",
    State.SENDING: "being sent",
    State.SENT: "sent",
    State.UNKNOWN: "being checked",
    State.DEAD: "given up",
    State.PARKED: "kept for a channel that refuses",
    State.SKIPPED: "not sent",
}
OPEN = (State.PENDING, State.SENDING, State.UNKNOWN, State.PARKED)
"""The states in which an alert is still owed."""


class Owed(Struct, frozen=True, kw_only=True):
    """Hold one row of the outbox."""

    seq: int
    alert: Alert
    state: State
    attempts: int
    """Requests that left, but for those that were only asked to wait."""
    strikes: int
    """Attempts that count towards giving up: strange answers, and unknown outcomes that a worker saw."""
    due: datetime
    """Not before: quiet hours, a retry, or the search for an alert whose outcome is unknown."""
    sending: datetime | None = None
    """When the last request left."""
    unsure: datetime | None = None
    """Since when its outcome was never clear; None where it was."""
    sent: datetime | None = None
    channel_id: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    error: str | None = None


def select(db: Database, sql: str, *values: object) -> list[Owed]:
    """Return the whole rows of the outbox that a question asks for."""
    return [_from_row(row) for row in named(db.execute(sql, values))]


def _from_row(row: dict[str, Any]) -> Owed:
    telling = _telling(row["id"], row["body"])
    alert = convert({**row, "telling": telling, "due": row["wanted"]}, Alert, strict=False)
    place = {"channel_id": row["slack_channel"], "ts": row["slack_ts"], "thread_ts": row["slack_thread"]}
    return convert({**row, "alert": alert, **place}, Owed, strict=False)


def thread_root(db: Database, alert: Alert) -> str | None:
    """Return the message in whose thread an alert belongs; None where it is a message of its own.

    So is what tells a step anew, after people called the message misread that told it, or its thread took it back.
    """
    root = db.execute(
        "SELECT slack_ts, (kind, story, json_extract(body, '$.step')) IS (?, ?, ?) AND EXISTS ("  # noqa: S608 - a constant
        "  SELECT 1 FROM outbox AS n WHERE n.channel=o.channel AND n.thread=o.thread AND n.kind='notice'"
        "  AND n.seq > o.seq)"
        " FROM outbox AS o WHERE channel=? AND thread=? AND state='sent' AND updates IS NULL"
        f" AND slack_ts IS NOT NULL AND slack_thread IS NULL AND NOT ({MISREAD}) ORDER BY seq DESC LIMIT 1",
        [alert.kind, alert.story, alert.telling.step, alert.channel, alert.thread],
    ).fetchone()
    return None if root is None or root[1] else str(root[0])


def _telling(id: str, body: str) -> Telling:
    """Read what an alert tells; one that this version cannot read is still told, as just that."""
    try:
        return load(Telling, body)
    except ValueError:
        return Telling(title=f"An alert that this version cannot read: {id}")
