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
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from monitor.errors import StateError, StateInUse
from monitor.store.connection import Connection

BUSY_SECONDS = 5.0
CACHE_KIB = 4_096
"""What SQLite keeps of the file in memory: room for the upper pages of ten million seen entries (2,000 by default)."""
NO_FILE = "is not a file. Set TREATYWATCH_STATE to the SQLite file to use."
LOST = (
    "the state file was moved or deleted under the worker, and what it records now will be lost. "
    "Stop the worker, and put the file back or restore a backup."
)
DAMAGED = "the state file is damaged. Restore a backup with `treatywatch restore`."
SOUND_FOR = 86_400.0
"""Seconds after which a file is read through again that nobody else touched: disks forget, too."""


class StateDatabase(Database):
    """Add to sqlite-utils' `atomic()` the lock that keeps other processes from writing meanwhile."""

    def __init__(self, connection: Connection, path: Path, lock: Path | None, sound: float) -> None:
        """Take the file that keeps others from writing, and when the state file was last found whole by reading it."""
        super().__init__(connection, execute_plugins=False)  # looking for some takes longer than all the rest
        self.path = path
        self._file = connection
        connection.words = f"{path}: {DAMAGED}"
        self.sound = sound
        self._inode = path.stat().st_ino
        self._lock = lock
        self._durable: bool | None = None
        self.refused: str | None = None
        """Why the last transaction could not be kept, until one can be: the disk is full, the file is locked ..."""

    def is_lost(self) -> bool:
        """Say whether what is written goes to a file that no longer lies at its path: it was moved or deleted."""
        try:
            return self.path.stat().st_ino != self._inode
        except OSError:
            return True

    def damage(self) -> str | None:
        """Say that the file was damaged since it was opened, if that was met; only another start can tell otherwise."""
        return self._file.damage

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
            with locked(self._lock):
                self._wait_for_disk(durable=durable)
                with super().atomic():
                    yield self
        except (sqlite3.OperationalError, StateError) as error:
            self.refused = str(error) if isinstance(error, StateError) else _plain(error, self.path)
            raise StateError(self.refused) from error
        self.refused = None

    def _wait_for_disk(self, *, durable: bool) -> None:
        if self._durable is not durable:
            self.conn.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._durable = durable


def open_database(
    path: Path, *, create: bool, read_only: bool = False, thorough: bool = False
) -> StateDatabase:
    """Open the state file and check that it is one. Raises StateError with a remedy, and never overwrites.

    It is read through unless it lies there as it was left when it was read through last; `thorough` does so always.
    """
    _find(path, create=create and not read_only)
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    sound = None if thorough else _sound_since(path)  # before a connection makes a log beside the file
    with ExitStack() as unless_opened:
        try:
            connection = sqlite3.connect(
                uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, factory=Connection
            )
            unless_opened.callback(connection.close)
            if read_only:
                connection.execute("PRAGMA query_only=ON")
            else:
                with locked(lock_file(path)):
                    connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA temp_store=MEMORY")
            if sound is None:
                _check(connection, path)
                sound = time.time()
            # now, for the check fills whatever it may have
            connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        except sqlite3.DatabaseError as error:
            raise StateError(_plain(error, path)) from error
        unless_opened.pop_all()
    return StateDatabase(connection, path, None if read_only else lock_file(path), sound)


def _find(path: Path, *, create: bool) -> None:
    """See that there is a file with something in it; make one where there is none, if that is wanted."""
    if is_there(path):
        if not path.is_file():
            raise StateError(f"{path}: {NO_FILE}")
        if not path.stat().st_size:
            raise StateError(
                f"{path}: is empty, so that what it held is lost, as by a disk that was full. Restore a backup with "
                "`treatywatch restore`, or delete the file to begin anew."
            )
    elif restoring_file(path).exists():
        raise StateError(
            f"{path}: a restore was broken off. Say `treatywatch restore` with the backup again."
        )
    elif create:
        _make(path)
    elif worker_runs(path):
        raise StateError(f"{path}: {LOST}")
    else:
        raise StateError(f"{path}: there is no state file yet. `treatywatch run` makes it.")


def _make(path: Path) -> None:
    """Make a state file without tables, unless another process of ours just did.

    It takes its name last, so that an empty one was never made by us.
    """
    fresh = _beside(path, ".new")
    try:
        fresh.parent.mkdir(parents=True, exist_ok=True)
        with locked(lock_file(path)):
            if is_there(path):
                return
            fresh.unlink(missing_ok=True)
            os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(fresh)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
            fresh.rename(os.path.realpath(path))
    except OSError as error:
        raise StateError(f"{path}: cannot make the state file: {error.strerror}.") from error
    except sqlite3.Error as error:
        raise StateError(_plain(error, path)) from error


def is_there(path: Path) -> bool:
    """Say whether there is a file. Raises StateError where this user may not know."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise StateError(
            f"{path}: cannot be reached: {error.strerror}. Work as the worker's own user, or name another file."
        ) from error
    return True


@contextmanager
def worker_lock(path: Path) -> Iterator[None]:
    """Hold the one worker's lock on a state file. Raises StateInUse where another worker holds it.

    The system frees the lock when the process dies, however it dies. NFS does not keep such locks reliably.
    """
    file = _beside(path, ".worker")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise StateError(
            f"{file}: cannot be opened: {error.strerror}. Work as the worker's own user, or set TREATYWATCH_STATE."
        ) from error
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


def worker_runs(path: Path) -> bool:
    """Say whether a worker holds a state file's lock, be the file there or not; makes nothing."""
    if not is_there(_beside(path, ".worker")):
        return False
    try:
        with worker_lock(path):
            return False
    except StateInUse:
        return True


def lock_file(path: Path) -> Path:
    """Return the file that is locked while the state file is written."""
    return _beside(path, ".lock")


def restoring_file(path: Path) -> Path:
    """Return where a backup lies, whole, until it takes the place of the state file."""
    return _beside(path, ".restoring")


def _beside(path: Path, ending: str) -> Path:
    """Return the file beside the state file itself: whoever comes by a link to it asks for the same locks."""
    # Of a link to itself resolve() raises RuntimeError, before Python 3.13.
    real = Path(os.path.realpath(path))
    if not real.name:  # the root
        raise StateError(f"{path}: {NO_FILE}")
    return real.with_name(real.name + ending)


@contextmanager
def locked(file: Path | None) -> Iterator[None]:
    """Keep every other process of ours from writing meanwhile; None is for who only reads.

    Raises StateError where the lock cannot be had within BUSY_SECONDS.
    """
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
            time.sleep(0.01)  # `flock` has no timeout, and SQLite's own wait blocks as well
        else:
            return


def _sound_since(path: Path) -> float | None:
    """Return when a file was last read through, if it lies there as one of ours closed it then, not long ago.

    Reading it through takes a tenth of a second for 150 MB, which is most of what starting for one quiet pass costs.
    """
    if _beside(path, "-wal").exists():
        return None  # somebody has it open, or was killed
    try:
        since, _, known = lock_file(path).read_text().partition(" ")
        if known == _shape(path) and 0 <= time.time() - float(since) < SOUND_FOR:
            return float(since)
    except (OSError, ValueError):
        pass  # the first time
    return None


def _shape(path: Path) -> str:
    """Return what changes about a file when anybody writes to it or puts another in its place."""
    about = path.stat()
    return f"{about.st_ino} {about.st_size} {about.st_mtime_ns}"


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a damaged file before anything is read from it."""
    try:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_NOTADB,
            sqlite3.SQLITE_READONLY,
        ):
            raise  # no sign of damage
        found = str(error)
    if found != "ok":
        said = " ".join(found.split())  # some findings have two lines
        raise StateError(
            f"{path}: the state file is damaged ({said}). Restore a backup with `treatywatch restore`, "
            "or move the file away to begin anew."
        )


def _plain(error: sqlite3.Error, path: Path) -> str:
    text = str(error)
    remedies = {
        "file is not a database": "is no Treatywatch state file. Set TREATYWATCH_STATE, or move it away.",
        "database disk image is malformed": DAMAGED,
        "database or disk is full": "the disk is full. Nothing was half written; free some space.",
        "database is locked": "the state file stayed locked by another program. Close it and try again.",
        "attempt to write a readonly database": "the state file or its folder cannot be written, which SQLite must"
        " even to read it. Check their owner and mode.",
        "unable to open database file": "the state file cannot be opened, for which SQLite must be able to write"
        " beside it. Check the folder's owner and mode, and that its disk is not mounted read-only.",
    }
    for known, remedy in remedies.items():
        if known in text:
            return f"{path}: {remedy}"
    return f"{path}: the state file gave an error: {text}."


def close(database: StateDatabase) -> None:
    """Close the connection; closing the last one checkpoints, so it happens under the lock.

    How it leaves the file is noted in the file of the lock, so that the next start need not read it through.
    """
    lock = database._lock
    with suppress(sqlite3.Error, StateError, OSError), locked(lock):
        database.conn.close()
        if lock is not None:
            lock.write_text(f"{int(database.sound)} {_shape(database.path)}")
    database.conn.close()  # without the lock, too: who holds it has the file open, so that nothing is checkpointed
