"""Open the state file safely: one SQLite database in WAL mode, written by one transaction at a time.

SQLite before 3.51.3 can lose commits when two connections write and checkpoint a WAL file at the same instant
(sqlite.org/wal.html#walresetbug). So every write transaction of every process of ours holds an operating-system
lock on a file beside the database; two connections then never write or checkpoint together, on any version.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from monitor.errors import StateError, StateInUse

BUSY_SECONDS = 5.0
CACHE_KIB = 8_192
"""What SQLite keeps of the file in memory: room for the upper pages of ten million seen entries (2,000 by default)."""


class StateDatabase(Database):
    """Add to sqlite-utils' `atomic()` the lock that keeps other processes from writing meanwhile."""

    def __init__(self, connection: sqlite3.Connection, lock: Path | None) -> None:
        super().__init__(connection)
        self._lock = lock
        self._durable: bool | None = None

    @contextmanager
    def atomic(self, *, durable: bool = True) -> Generator[Database, None, None]:
        """Run a block as one transaction; nested blocks are savepoints. Raises StateError if it cannot be kept.

        What is not `durable` outlives this process however it ends, but may be undone by a power cut until the next
        durable transaction, which keeps all before it too (sqlite.org/pragma.html#pragma_synchronous). It waits for
        no disk.
        """
        if self.conn.in_transaction:
            with super().atomic():
                yield self
            return
        try:
            with _locked(self._lock):
                self._wait_for_disk(durable)
                with super().atomic():
                    yield self
        except sqlite3.OperationalError as error:
            raise StateError(_plain(error, self._lock and self._lock.with_suffix(""))) from error

    def _wait_for_disk(self, durable: bool) -> None:
        if self._durable is not durable:
            self.conn.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._durable = durable


def open_database(path: Path, *, create: bool, read_only: bool = False) -> StateDatabase:
    """Open the state file and check that it is one. Raises StateError with a remedy, and never overwrites."""
    if not path.exists():
        if not create or read_only:
            raise StateError(f"{path}: there is no state file yet. `treatywatch run` makes it.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as error:
            raise StateError(f"{path}: cannot make the state file: {error.strerror}.") from error
    elif not path.is_file():
        raise StateError(f"{path}: is not a file. Set TREATYWATCH_STATE to the SQLite file to use.")
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    try:
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        if read_only:
            connection.execute("PRAGMA query_only=ON")
        else:
            with _locked(_lock_file(path)):
                connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        _check(connection, path)
    except sqlite3.DatabaseError as error:
        raise StateError(_plain(error, path)) from error
    return StateDatabase(connection, None if read_only else _lock_file(path))


@contextmanager
def worker_lock(path: Path) -> Iterator[None]:
    """Hold the one worker's lock on a state file. Raises StateInUse where another worker holds it.

    The system frees the lock when the process dies, however it dies. NFS does not keep such locks reliably.
    """
    file = path.with_name(path.name + ".worker")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise StateError(f"{file}: cannot be made: {error.strerror}. Set TREATYWATCH_STATE.") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StateInUse(
                f"{path}: another worker is using this state file. Stop it, or set TREATYWATCH_STATE."
            ) from error
        yield
    finally:
        os.close(descriptor)


def _lock_file(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


@contextmanager
def _locked(file: Path | None) -> Iterator[None]:
    if file is None:
        yield
        return
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise StateError(f"{file}: cannot be opened: {error.strerror}.") from error
    try:
        _take(descriptor, file)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, file: Path) -> None:
    """Take the lock, as patiently as SQLite takes its own; a worker that waited for ever could not be stopped."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if time.monotonic() >= until:
                raise StateError(
                    f"{file}: another command of Treatywatch kept writing to the state file. Try again."
                ) from error
            time.sleep(0.01)
        else:
            return


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a damaged file before anything is read from it."""
    try:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_NOTADB,
        ):
            raise  # no sign of damage
        found = str(error)
    if found != "ok":
        raise StateError(
            f"{path}: the state file is damaged ({found}). Restore a backup with `treatywatch restore`, "
            "or move the file away to begin anew."
        )


def _plain(error: sqlite3.Error, path: Path | None) -> str:
    text = str(error)
    where = f"{path}: " if path else ""
    remedies = {
        "file is not a database": "is no Treatywatch state file. Set TREATYWATCH_STATE, or move it away.",
        "database disk image is malformed": "the state file is damaged. Restore a backup with `treatywatch restore`.",
        "database or disk is full": "the disk is full. Nothing was half written; free some space.",
        "database is locked": "the state file stayed locked by another program. Close it and try again.",
        "attempt to write a readonly database": "the state file cannot be written. Check its owner and mode.",
        "unable to open database file": "the state file cannot be opened. Check the folder's owner and mode.",
    }
    for known, remedy in remedies.items():
        if known in text:
            return f"{where}{remedy}"
    return f"{where}the state file gave an error: {text}."


def close(database: Database) -> None:
    """Close the connection; closing the last one checkpoints, so it happens under the lock."""
    lock = database._lock if isinstance(database, StateDatabase) else None
    with suppress(sqlite3.Error, StateError), _locked(lock):
        database.conn.close()
