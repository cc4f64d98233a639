"""The state file is opened safely or refused with a remedy; nothing is ever overwritten."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Barrier, Event

import pytest

from monitor.errors import StateError, StateInUse
from monitor.store import Store, worker_lock
from monitor.store.database import StateDatabase, close, lock_file, open_database
from monitor.store.inspect import inspect
from monitor.store.schema import migrate


def refused(path: Path, **options: bool) -> str:
    with pytest.raises(StateError) as caught:
        Store.open(path, **options)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


def test_those_that_begin_together_open_one_file(path: Path) -> None:
    for round_ in range(20):
        new = path.with_name(f"{round_}.db")
        together = Barrier(6)

        def begin(new: Path = new, together: Barrier = together) -> int:
            together.wait()
            with closing(open_database(new, create=True)) as database:
                assert database.path == new
                return new.stat().st_ino

        with ThreadPoolExecutor(6) as threads:
            asked = [threads.submit(begin) for _ in range(6)]
        assert {one.result() for one in asked} == {new.stat().st_ino}


def test_a_new_file_is_private_and_durable(path: Path) -> None:
    store = Store.open(path, create=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert store.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert store.db.execute("PRAGMA synchronous").fetchone() == (2,)
    store.close()
    Store.open(path).close()


def test_closing_closes_where_the_lock_cannot_be_had(path: Path) -> None:
    store = Store.open(path, create=True)
    lock = lock_file(path)
    lock.unlink()
    lock.mkdir()
    store.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        store.db.execute("SELECT 1")


def test_without_a_file_only_the_worker_makes_one(path: Path) -> None:
    assert "treatywatch run" in refused(path)
    assert not path.exists()


@pytest.mark.parametrize(
    "content", [b"not a database at all, just some text\n" * 200, b"SQLite format 3\0 but no more"]
)
def test_what_is_no_database_is_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    refused(path, create=True)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (a)")
    other.commit()
    other.close()
    assert "another program" in refused(path, create=True)
    other = sqlite3.connect(path)
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    other.close()


def test_a_newer_schema_is_refused(path: Path) -> None:
    store = Store.open(path, create=True)
    store.db.execute("PRAGMA user_version = 999")
    store.close()
    assert "Upgrade" in refused(path)


def damaged(path: Path) -> None:
    store = Store.open(path, create=True)
    with store.db.atomic():
        store.db.conn.executemany("INSERT INTO told VALUES (?, 0)", [(f"key {n}",) for n in range(5000)])
    store.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size - size // 4)  # where the rows are
        file.write(b"\xa5" * (size // 8))


def test_damage_is_found_before_anything_is_read(path: Path) -> None:
    damaged(path)
    assert "damaged" in refused(path)


@pytest.mark.parametrize(
    "ask",
    [
        lambda db: db.execute("SELECT * FROM told").fetchall(),
        lambda db: list(db.query("SELECT * FROM told")),
        lambda db: db.conn.executemany(
            "DELETE FROM told WHERE key = ?", [(f"key {n}",) for n in range(5000)]
        ),
    ],
)
def test_damage_behind_the_first_row_is_met_where_it_is_read(
    path: Path, ask: Callable[[StateDatabase], object]
) -> None:
    with closing(Store.open(path, create=True)) as store:
        store.db.conn.executemany("INSERT INTO told VALUES (?, 0)", [(f"key {n}",) for n in range(5000)])
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        store.db.execute("PRAGMA shrink_memory")
        with path.open("r+b") as file:
            file.seek(path.stat().st_size * 3 // 4)
            file.write(b"\xa5" * (path.stat().st_size // 8))
        assert store.db.damage() is None
        with pytest.raises(StateError, match="damaged"):
            ask(store.db)
        assert store.db.damage()


ORDINARY = ["setpriv", *(f"--{caps}=-dac_override,-dac_read_search" for caps in ("bounding-set", "inh-caps"))]
"""Takes away root's right to write what it may not."""


@pytest.mark.skipif(not shutil.which("setpriv"), reason="no setpriv: part of util-linux")
def test_a_file_that_may_not_be_written_is_not_called_damaged(path: Path) -> None:
    Store.open(path, create=True).close()
    lock_file(path).unlink()  # it is read through
    path.chmod(0o400)
    path.parent.chmod(0o500)  # as on a disk that was mounted read-only
    lines = (
        "from pathlib import Path",
        "from monitor.store import Store",
        f"Store.open(Path({str(path)!r}), read_only=True)",
    )
    try:
        done = subprocess.run(
            [*(ORDINARY if os.geteuid() == 0 else ()), sys.executable, "-c", "; ".join(lines)],
            capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
        )  # fmt: skip
    finally:
        path.parent.chmod(0o700)
    assert "cannot be written, which SQLite must even to read it" in done.stderr
    assert "damaged" not in done.stderr


def test_a_file_whose_making_was_interrupted_is_none_yet(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as begun:
        begun.execute("PRAGMA journal_mode=WAL")
    assert inspect(path) is None
    Store.open(path).close()
    assert inspect(path) is not None


def test_an_empty_file_is_a_lost_one(path: Path) -> None:
    """As a full disk leaves it behind; a worker that began anew would tell again what it told."""
    path.parent.mkdir()
    path.touch()
    log = path.with_name(path.name + "-wal")
    log.write_bytes(b"what may still be saved")
    for open_ in (partial(refused, path, create=True), partial(refused, path, read_only=True)):
        assert "is empty" in open_()
    with pytest.raises(StateError, match=r"is empty.*`treatywatch restore`"):
        inspect(path)
    assert (path.stat().st_size, log.read_bytes()) == (0, b"what may still be saved")


def test_a_file_as_it_was_left_is_read_through_once_a_day(path: Path) -> None:
    damaged(path)
    lock, about = path.with_name(path.name + ".lock"), path.stat()
    since, rest = lock.read_text().split(" ", 1)
    # As if nobody had touched it:
    lock.write_text(f"{since} {about.st_ino} {about.st_size} {about.st_mtime_ns}")
    assert rest != lock.read_text().split(" ", 1)[1]
    open_database(path, create=False, read_only=True).conn.close()
    with pytest.raises(StateError, match="damaged"):
        inspect(path)  # `doctor` wants to know
    log = path.with_name(path.name + "-wal")
    log.touch()
    assert "damaged" in refused(path, read_only=True)  # a worker runs on it, or was killed
    log.unlink()
    for then in (int(since) - 90_000, int(since) + 90_000, "soon"):  # a day ago; the clock was set; no time
        lock.write_text(f"{then} {about.st_ino} {about.st_size} {about.st_mtime_ns}")
        assert "damaged" in refused(path, read_only=True)


def test_a_file_that_was_put_in_its_place_is_read_through(path: Path) -> None:
    damaged(path)
    broken = path.read_bytes()
    path.unlink()
    Store.open(path, create=True).close()
    path.write_bytes(broken)
    assert "damaged" in refused(path)


def test_tables_that_another_process_makes_meanwhile_are_taken_as_they_are(path: Path) -> None:
    db = open_database(path, create=True)
    asked: list[str] = []

    def meanwhile(sql: str) -> None:
        asked.append(sql)
        if len(asked) == 2:  # of the three questions that tell whose a file is
            Store.open(path).close()

    db.conn.set_trace_callback(meanwhile)
    migrate(db, str(path))
    close(db)


def test_who_waits_for_another_that_brings_the_tables_up_to_date_does_not_do_so_again(path: Path) -> None:
    db = open_database(path, create=True)
    opened, locked, looked = Event(), Event(), Event()

    def other() -> None:
        own = open_database(path, create=False)
        opened.set()
        locked.wait(30)
        own.conn.set_trace_callback(lambda sql: looked.set() if "user_version" in sql else None)
        migrate(own, str(path))
        close(own)

    with ThreadPoolExecutor() as pool:
        done = pool.submit(other)
        assert opened.wait(30)
        with db.atomic():
            locked.set()
            assert looked.wait(30)
            migrate(db, str(path))
        done.result(30)
    close(db)


def test_an_older_schema_is_for_the_worker_to_change_and_not_for_who_reads(path: Path) -> None:
    store = Store.open(path, create=True)
    store.db.execute("PRAGMA user_version = 1")
    store.close()
    before = path.read_bytes()
    said = refused(path, read_only=True)
    assert "older Treatywatch (schema 1" in said
    assert "`treatywatch run`" in said
    assert path.read_bytes() == before


def test_a_folder_is_no_state_file(tmp_path: Path) -> None:
    assert "not a file" in refused(tmp_path, create=True)


def test_one_worker_for_each_file(path: Path) -> None:
    link = path.with_name("link.db")
    path.parent.mkdir()
    link.symlink_to(path)
    with worker_lock(path):
        with pytest.raises(StateInUse, match=link.name), worker_lock(link):
            pass
        with pytest.raises(StateInUse) as caught, worker_lock(path):
            pass
        assert caught.value.exit_code == 3
    with worker_lock(path):
        pass


def test_open_database_does_not_touch_a_missing_file_read_only(path: Path) -> None:
    with pytest.raises(StateError):
        open_database(path, create=True, read_only=True)
    assert not path.exists()
