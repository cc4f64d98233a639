"""Look at a state file without changing it, for `doctor`."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from monitor.due import MOVED_AFTER
from monitor.errors import StateError
from monitor.store.codec import moment
from monitor.store.database import LOST, is_there, open_database, worker_runs
from monitor.store.schema import MIGRATIONS, version_of


class Inspected(Struct, frozen=True, kw_only=True):
    """Hold what was seen of a state file."""

    newest: datetime | None = None
    """The latest time at which something was recorded."""
    dead: int = 0
    """Alerts that were given up."""
    parked: int = 0
    feeds: int = 0
    failing: int = 0
    moved: tuple[str, ...] = ()
    """Feeds that have moved for good."""
    names: int = 1
    """How many names the state file has: hard links."""
    hubs: int = 0
    """Feeds that announce a WebSub hub."""
    pushed: int = 0
    waiting: tuple[str, ...] = ()
    """Feeds whose hub refused, failed, or has not verified a request."""


def sqlite() -> tuple[tuple[int, int, int], bool]:
    """Return the version of SQLite, and whether it was built with full-text search (sqlite.org/compile.html)."""
    with closing(sqlite3.connect(":memory:")) as connection:
        (full_text,) = connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()
    return sqlite3.sqlite_version_info[:3], bool(full_text)


def inspect(path: Path) -> Inspected | None:
    """Return what a state file holds, None if there is none yet.

    Raises StateError with a remedy if it, or the folder where it would be made, cannot be used.
    """
    if not is_there(path):
        if worker_runs(path):
            raise StateError(f"{path}: {LOST}")
        _usable(path)
        return None
    with closing(open_database(path, create=False, read_only=True, thorough=True).conn) as connection:
        version = version_of(connection, str(path))
        _usable(path)
        if not version:  # its making was interrupted; the next start goes on with it
            return None
        newest, feeds, failing = connection.execute(
            "SELECT max(polled_at), count(*), total(error IS NOT NULL) FROM feeds WHERE enabled"
        ).fetchone()
        moved = connection.execute(
            "SELECT id FROM feeds WHERE enabled AND schedule ->> '$.moved_polls' >= ? ORDER BY id",
            [MOVED_AFTER],
        ).fetchall()
        hubs, pushed, waiting = _hubs(connection) if version == len(MIGRATIONS) else (0, 0, ())
        states = dict(connection.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())
    return Inspected(
        newest=moment(newest),
        dead=states.get("dead", 0),
        parked=states.get("parked", 0),
        feeds=feeds,
        failing=int(failing),
        moved=tuple(feed for (feed,) in moved),
        names=path.stat().st_nlink,
        hubs=hubs,
        pushed=pushed,
        waiting=waiting,
    )


def _hubs(connection: sqlite3.Connection) -> tuple[int, int, tuple[str, ...]]:
    (hubs,) = connection.execute("SELECT count(*) FROM feeds WHERE hub IS NOT NULL AND enabled").fetchone()
    pushed = {row[0] for row in connection.execute("SELECT feed FROM subscriptions WHERE stage = 'active'")}
    asked = {row[0] for row in connection.execute("SELECT feed FROM subscriptions WHERE reason IS NOT NULL")}
    return hubs, len(pushed), tuple(sorted(asked - pushed))


def folder_of(path: Path) -> Path:
    """Return the folder of a file, or the nearest one above it that is there."""
    folder = path.absolute().parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _usable(path: Path) -> None:
    """Raise StateError unless the file, or the nearest folder above it, can be written."""
    folder = folder_of(path)
    if not folder.is_dir():
        raise StateError(
            f"{folder}: is no folder, so {path} cannot be made. Set TREATYWATCH_STATE to another path."
        )
    for place in (folder, path):
        if place.exists() and not os.access(place, os.W_OK):
            raise StateError(
                f"{place}: cannot be written. Give the worker's user the right to (chown, chmod)."
            )
