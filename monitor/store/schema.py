"""Define the tables and bring an older state file up to date, one numbered migration at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sqlite_utils import Database

from monitor.errors import StateError
from monitor.store.marks import SCHEMA as MARKS
from monitor.store.outbox import SCHEMA as OUTBOX
from monitor.store.search import SCHEMA as SEARCH
from monitor.store.subscriptions import SCHEMA as SUBSCRIPTIONS

APPLICATION_ID = 0x54725774
"""Marks the file as ours in SQLite's header (`TrWt`), so that another program's database is refused."""

FIRST = """
CREATE TABLE feeds (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,                    -- a digest: addresses may hold secrets
  enabled INTEGER NOT NULL,
  due_at REAL NOT NULL,                 -- epoch seconds; the one column that polling asks
  schedule TEXT NOT NULL,               -- due.Schedule as JSON
  etag TEXT, last_modified TEXT,
  body_hash BLOB,
  digests BLOB,                         -- 16 bytes for each entry of the last document, one after the other
  title TEXT,
  first_polled_at REAL,                 -- NULL until the baseline is set
  polled_at REAL, succeeded_at REAL, new_at REAL,
  error TEXT,
  polls INTEGER NOT NULL DEFAULT 0, entries INTEGER NOT NULL DEFAULT 0, matches INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX feeds_due ON feeds (due_at) WHERE enabled;

CREATE TABLE seen (                     -- kept for ever: pruning never makes an old item new again
  key BLOB PRIMARY KEY,                 -- 16 bytes, see normalise.identity
  entry BLOB NOT NULL,                  -- 16 bytes: the entry's id
  title BLOB,                           -- digest of the title as last seen; tells an update
  at INTEGER NOT NULL                   -- epoch seconds
) WITHOUT ROWID;

CREATE TABLE entries (                  -- what backtest, explain and the page read; pruned by age
  id TEXT PRIMARY KEY,
  feed TEXT NOT NULL,
  at REAL NOT NULL,
  link TEXT,
  title TEXT NOT NULL,
  entry TEXT NOT NULL,                  -- model.Entry as JSON
  reading TEXT NOT NULL,                -- model.Reading as JSON
  stopped TEXT                          -- why nothing was told of it (poll.Noted)
);
CREATE INDEX entries_at ON entries (at);
CREATE INDEX entries_link ON entries (link);

CREATE TABLE matches (
  entry TEXT NOT NULL, rule TEXT NOT NULL, level TEXT NOT NULL, treaty TEXT,
  because TEXT NOT NULL, rules_version TEXT NOT NULL, at REAL NOT NULL,
  PRIMARY KEY (entry, rule)
);
CREATE INDEX matches_rule ON matches (rule, at);

CREATE TABLE stories (
  key TEXT PRIMARY KEY,
  story TEXT NOT NULL,                  -- story.Story as JSON
  treaty TEXT, family TEXT, actor TEXT,
  opened_at REAL NOT NULL, updated_at REAL NOT NULL
);
CREATE INDEX stories_recent ON stories (treaty, family, updated_at);
CREATE TABLE coverage (
  story TEXT NOT NULL, entry TEXT NOT NULL, step TEXT, publisher TEXT NOT NULL, url TEXT, title TEXT NOT NULL,
  published REAL, at REAL NOT NULL, because TEXT NOT NULL,
  PRIMARY KEY (story, entry)
);
CREATE INDEX coverage_entry ON coverage (entry);

CREATE TABLE acts (                     -- the depositary's tables as last read, replaced whole
  treaty TEXT NOT NULL, name TEXT NOT NULL, actor TEXT, action TEXT NOT NULL, on_day TEXT NOT NULL,
  in_effect INTEGER NOT NULL
);
CREATE INDEX acts_treaty ON acts (treaty);
CREATE TABLE records (treaty TEXT PRIMARY KEY, feed TEXT NOT NULL, as_of TEXT, read_at REAL NOT NULL);
CREATE TABLE reports (                  -- what the press reported as done, for reported against confirmed
  treaty TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, entry TEXT NOT NULL, at REAL NOT NULL,
  PRIMARY KEY (treaty, actor, action)
);
CREATE TABLE told (key TEXT PRIMARY KEY, at REAL NOT NULL);   -- milestones and notices told once
"""

COMPACT = """
CREATE TABLE seen_compact (             -- kept for ever: pruning never makes an old item new again
  key INTEGER PRIMARY KEY,              -- 8 bytes, see normalise.identity
  entry NOT NULL,                       -- the entry's id: 8 bytes as an integer, or the 16 bytes of older ids
  mark INTEGER                          -- of a dated key when it was kept (epoch seconds), else the title's digest
);
INSERT OR REPLACE INTO seen_compact SELECT compact_key(key, 0), entry, compact_title(title) FROM seen;
INSERT OR REPLACE INTO seen_compact SELECT compact_key(key, 1), entry, at FROM seen;
DROP TABLE seen;
ALTER TABLE seen_compact RENAME TO seen;
"""
"""A key that was kept before does not say whether it is dated, so it is kept as both."""

DUE = """
DROP INDEX feeds_due;
CREATE INDEX feeds_due ON feeds (due_at, id) WHERE enabled;   -- answers by itself which feeds are due
"""

HUBS = (
    """
ALTER TABLE feeds ADD COLUMN hub TEXT;      -- the WebSub hub that the feed's last document named, and the topic
ALTER TABLE feeds ADD COLUMN topic TEXT;
CREATE INDEX feeds_hub ON feeds (id) WHERE hub IS NOT NULL;
UPDATE feeds SET etag = NULL, last_modified = NULL, body_hash = NULL;
"""
    + SUBSCRIPTIONS
)
"""Documents that were read before it was looked for hubs in them are fetched and read once more."""

NEWEST = """
ALTER TABLE feeds ADD COLUMN newest_at REAL;  -- the latest date that the feed gave an item
UPDATE feeds SET newest_at = dated.at FROM (
  SELECT feed, max(CAST(strftime('%s', json_extract(entry, '$.published')) AS REAL)) AS at FROM entries
  WHERE json_extract(entry, '$.published') <= strftime('%Y-%m-%dT%H:%M:%SZ', 'now') GROUP BY feed
) AS dated WHERE dated.feed = feeds.id;
"""

DAYS = """
UPDATE feeds SET schedule = json_set(schedule, '$.wish', 'P365D') WHERE json_extract(schedule, '$.wish') LIKE '%Y%';
"""
"""Wishes of a year and more were written in years, which not every reader of durations knows."""

TAKEN_BACK = """
ALTER TABLE coverage ADD COLUMN now TEXT;   -- the title of now, where the item does not tell the story any more
CREATE INDEX coverage_now ON coverage (story) WHERE now IS NOT NULL;
"""

MIGRATIONS: tuple[str, ...] = (FIRST + OUTBOX + MARKS, SEARCH, COMPACT, DUE, HUBS, NEWEST, DAYS, TAKEN_BACK)


def version_of(connection: sqlite3.Connection, where: str) -> int:
    """Return the version of a file's tables, 0 where it has none yet.

    Raises StateError for another program's file or a newer version of ours.
    """
    # in this order, for another process may just make them: tables that are there are marked as ours
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID and tables:
        raise StateError(f"{where}: is another program's database. Set TREATYWATCH_STATE to another path.")
    if version > len(MIGRATIONS):
        raise StateError(
            f"{where}: was written by a newer Treatywatch (schema {version}, this one knows {len(MIGRATIONS)}). "
            "Upgrade Treatywatch."
        )
    return int(version)


def migrate(db: Database, where: str, *, read_only: bool = False) -> None:
    """Bring the tables up to date. Raises StateError where they are no tables of ours (`version_of`).

    Also where they are older and the file is only read: who looks must not change what a worker may hold.
    """
    version = version_of(db.conn, where)
    if read_only and version < len(MIGRATIONS):
        raise StateError(
            f"{where}: was written by an older Treatywatch (schema {version}, this one needs {len(MIGRATIONS)}). "
            "Start `treatywatch run`: it brings the file up to date, and keeps a copy of the old one."
        )
    db.conn.create_function("compact_key", 2, _compact_key, deterministic=True)
    db.conn.create_function("compact_title", 1, _compact_title, deterministic=True)
    for number in range(version, len(MIGRATIONS)):
        with db.atomic():
            if version_of(db.conn, where) > number:
                continue  # by another process, while this one waited for its turn
            for statement in _statements(MIGRATIONS[number]):
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {number + 1}")


def _compact_key(key: bytes, dated: int) -> int:
    return int.from_bytes(key[:7] + bytes(((key[7] & 0xFE) | dated,)), "big", signed=True)


def _compact_title(title: bytes | None) -> int | None:
    return None if title is None else int.from_bytes(title[:4], "big")


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; sqlite3's own `executescript` would commit before it begins."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
