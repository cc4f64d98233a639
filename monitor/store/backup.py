"""Copy the state file while it is in use, put a copy in its place, and give back space that it no longer needs."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from monitor.errors import StateError
from monitor.store.database import (
    close,
    is_there,
    lock_file,
    locked,
    open_database,
    restoring_file,
    worker_lock,
)
from monitor.store.schema import APPLICATION_ID, MIGRATIONS

BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a database in WAL mode (sqlite.org/wal.html)."""


def backup(state: Path, target: Path, *, overwrite: bool = False) -> int:
    """Copy the state file to `target`, one moment of it, beside a running worker; return the size in bytes.

    The copy is one file, checked and synced before it takes its name. Raises StateError with a remedy.
    """
    if is_there(target):
        if is_there(state) and target.samefile(state):
            raise StateError(f"{target}: is the state file itself. Name another file.")
        if not overwrite:
            raise StateError(f"{target}: is there already. Name another file, or say --overwrite.")
    with closing(open_database(state, create=False, read_only=True).conn) as source:
        _copy(source, target)
    return target.stat().st_size


def restore(copy: Path, state: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the state file; return where the old one was kept, None if there was none.

    Refuses while a worker runs (StateInUse), and any file that is damaged, foreign or of a newer version
    (StateError). What the backup still owed may have been sent since, so it is looked for before it is sent.
    """
    there = is_there(state)
    state = state.resolve()  # the file itself is replaced, not a link to it
    if not is_there(copy) or not copy.is_file():
        raise StateError(f"{copy}: there is no such file.")
    if there and copy.samefile(state):
        raise StateError(f"{copy}: is the state file itself. Name a backup.")
    with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as source:
        _refuse(source, copy)
        with worker_lock(state):
            fresh = restoring_file(state)
            _copy(source, fresh, owed_since=now)
            aside = _aside(state, f"before-restore-{now:%Y%m%dT%H%M%SZ}")
            fresh.replace(state)
            _sync_folder(state.parent)
    return aside


def vacuum(state: Path) -> tuple[int, int]:
    """Rebuild the state file without the gaps that pruning left; return its size before and after, in bytes.

    A running worker waits meanwhile: about a second for each hundred megabytes. Raises StateError, having changed
    nothing, where it cannot be done.
    """
    db = open_database(state, create=False)
    try:
        with locked(lock_file(state)):
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            before = state.stat().st_size
            db.conn.execute("VACUUM")
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return before, state.stat().st_size
    except sqlite3.Error as error:
        raise StateError(f"{state}: could not be rebuilt: {error}. Nothing was changed.") from error
    finally:
        close(db)


def keep_before_migration(db: Database, state: Path) -> Path | None:
    """Copy the state file beside itself if its tables are about to change; return the copy, None if they are not."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if not 0 < version < len(MIGRATIONS):
        return None
    target = state.with_name(f"{state.name}.schema-{version}")
    if not target.exists():
        _copy(db.conn, target)
    return target


def _copy(source: sqlite3.Connection, target: Path, *, owed_since: datetime | None = None) -> None:
    """Copy by SQLite's backup API into a new file that takes its name last (sqlite.org/backup.html).

    With `owed_since` what the copy owes is unknown since then.
    """
    partial = target.with_name(target.name + ".partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(partial, isolation_level=None)) as made:
            # All pages in one step: a step between two writes of the worker would begin anew, perhaps for ever.
            source.backup(made, pages=-1)
            made.execute("PRAGMA journal_mode=DELETE")
            if owed_since is not None:
                made.execute(
                    "UPDATE outbox SET state = 'unknown', unsure_at = :since, due_at = :since"
                    " WHERE state IN ('pending', 'sending', 'parked') AND kind <> 'update'",
                    {"since": owed_since.timestamp()},
                )
            (verdict,) = made.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise StateError(f"{target}: the copy is damaged ({verdict}); the state file itself may be.")
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(target)
        _sync_folder(target.parent)
    except sqlite3.DatabaseError as error:
        raise StateError(f"{target}: cannot be written: {error}.") from error
    except OSError as error:
        raise StateError(f"{target}: cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _refuse(source: sqlite3.Connection, copy: Path) -> None:
    """Raise StateError for a file that is no whole backup of ours."""
    try:
        (application,) = source.execute("PRAGMA application_id").fetchone()
        (version,) = source.execute("PRAGMA user_version").fetchone()
        (verdict,) = source.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise StateError(f"{copy}: is not a backup of Treatywatch ({error}).") from error
    if application != APPLICATION_ID:
        raise StateError(f"{copy}: is not a backup of Treatywatch.")
    if version > len(MIGRATIONS):
        raise StateError(f"{copy}: was written by a newer Treatywatch. Upgrade Treatywatch.")
    if verdict != "ok":
        raise StateError(f"{copy}: is damaged ({verdict}). Choose an older backup.")


def _aside(state: Path, name: str) -> Path | None:
    """Move the state file and what SQLite keeps beside it out of the way, whole, as one group of files.

    A log that a moved file left behind goes too: SQLite would play it into whatever takes that file's place.
    """
    there = state.exists()
    aside = state.with_name(f"{state.name}.{name}")
    for suffix in ("", *BESIDE):
        part = state.with_name(state.name + suffix)
        if part.exists():
            shutil.move(part, aside.with_name(aside.name + suffix))
    return aside if there else None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
