"""A backup is one whole moment of a state file in use; a restore loses nothing and refuses what is wrong."""

from __future__ import annotations

import multiprocessing
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.errors import StateError, StateInUse
from monitor.model import Alert, Kind, Level, Telling
from monitor.store import Store, worker_lock
from monitor.store.backup import backup, restore, vacuum
from monitor.store.owed import State
from monitor.store.schema import APPLICATION_ID, MIGRATIONS
from monitor.store.views import Filter

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def alert(number: int) -> Alert:
    telling = Telling(title=f"State {number} signs", quote="x" * 200)
    return Alert(
        id=f"{number:032x}", kind=Kind.NEWS, channel="#c", level=Level.HIGH, created=NOW, telling=telling
    )


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "state.db"
    store = Store.open(path, create=True)
    store.outbox.add(alert(number) for number in range(50))
    yield path
    store.close()


def count(path: Path) -> int:
    store = Store.open(path, read_only=True)
    try:
        return store.views.count(Filter())
    finally:
        store.close()


def test_a_backup_is_one_private_file_that_opens(state: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "monday.db"
    size = backup(state, target)
    assert size == target.stat().st_size > 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["monday.db"]
    assert count(target) == 50


def _write(path: Path, started: multiprocessing.Event, stop: multiprocessing.Event) -> None:
    store = Store.open(path)
    for number in range(1000, 200_000, 2):
        with store.db.atomic():  # always two together: a copy with an odd number is torn
            store.outbox.add([alert(number), alert(number + 1)])
        started.set()
        if stop.is_set():
            break
    store.close()


def test_a_backup_beside_a_writing_worker_is_never_torn(state: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    started, stop = context.Event(), context.Event()
    worker = context.Process(target=_write, args=(state, started, stop))
    worker.start()
    try:
        assert started.wait(30)
        counts = []
        for number in range(10):
            target = tmp_path / f"{number}.db"
            backup(state, target)
            counts.append(count(target))
    finally:
        stop.set()
        worker.join(30)
    assert worker.exitcode == 0
    assert all(found % 2 == 0 for found in counts)
    assert counts == sorted(counts)
    assert counts[-1] > counts[0], "the worker did not write meanwhile"


def test_a_backup_replaces_nothing_unless_told(state: Path, tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.write_text("precious")
    with pytest.raises(StateError, match="is there already"):
        backup(state, target)
    assert target.read_text() == "precious"
    backup(state, target, overwrite=True)
    assert count(target) == 50
    with pytest.raises(StateError, match="is the state file itself"):
        backup(state, state, overwrite=True)


def test_a_backup_that_cannot_be_written_leaves_nothing(state: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="cannot be written"):
        backup(state, tmp_path / "file" / "copy.db")
    with pytest.raises(StateError, match="there is no state file yet"):
        backup(tmp_path / "none.db", tmp_path / "copy.db")
    with pytest.raises(StateError, match="is there already"):
        backup(tmp_path / "none.db", tmp_path / "file")
    assert not list(tmp_path.glob("*.partial"))


def test_restore_brings_the_copy_and_keeps_what_was_there(state: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup(state, copy)
    store = Store.open(state)
    store.outbox.add([alert(99)])
    store.close()
    kept = restore(copy, state, NOW)
    assert kept == state.with_name("state.db.before-restore-20261124T120000Z")
    assert count(state) == 50
    assert count(kept) == 51


@pytest.mark.parametrize("refused", [False, True])
def test_what_a_backup_owed_is_looked_for_before_it_is_sent(
    state: Path, tmp_path: Path, refused: bool
) -> None:
    copy = tmp_path / "copy.db"
    if refused:  # by its channel, which may have been mended since
        store = Store.open(state)
        store.outbox.park("#c", NOW, NOW, "is_archived")
        store.close()
    backup(state, copy)
    restore(copy, state, NOW)
    store = Store.open(state)
    assert store.outbox.counts()[State.UNKNOWN] == 50
    assert store.outbox.counts()[State.PENDING] == store.outbox.counts()[State.PARKED] == 0
    store.close()


def test_restore_refuses_while_a_worker_runs(state: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup(state, copy)
    with worker_lock(state), pytest.raises(StateInUse, match="Stop it"):
        restore(copy, state, NOW)
    assert count(state) == 50


def test_restore_refuses_what_is_no_whole_backup_of_ours(state: Path, tmp_path: Path) -> None:
    text, foreign, torn = tmp_path / "text", tmp_path / "foreign.db", tmp_path / "torn.db"
    text.write_text("no database at all, but long enough to be read as one" * 100)
    other = sqlite3.connect(foreign)
    other.execute("CREATE TABLE t (x)")
    other.close()
    backup(state, torn)
    torn.write_bytes(torn.read_bytes()[: 3 * 4096])
    newer = tmp_path / "newer.db"
    backup(state, newer)
    made = sqlite3.connect(newer)
    made.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    made.close()
    for file, said in (
        (text, "is not a backup of Treatywatch"),
        (foreign, "is not a backup of Treatywatch"),
        (torn, "damaged|not a backup"),
        (newer, "newer Treatywatch"),
        (tmp_path / "none", "there is no such file"),
        (state, "is the state file itself"),
    ):
        with pytest.raises(StateError, match=said):
            restore(file, state, NOW)
    assert count(state) == 50
    assert not [*tmp_path.glob("*before-restore*"), *tmp_path.glob("*.worker")]


def test_restore_mends_a_damaged_state_file(state: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup(state, copy)
    for part in tmp_path.glob("state.db-*"):
        part.unlink()
    state.write_bytes(b"\0" * 5000)
    restore(copy, state, NOW)
    assert count(state) == 50


def test_vacuum_gives_space_back_beside_an_open_store(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    store = Store.open(path, create=True)
    store.outbox.add(alert(number) for number in range(3000))
    with store.db.atomic():
        store.db.execute("DELETE FROM outbox WHERE seq > 10")
    before, after = vacuum(path)
    assert after < before / 2
    assert store.views.count(Filter()) == 10
    assert store.views.count(Filter(text="signs")) == 10
    store.outbox.add([alert(9999)])
    store.close()


def test_tables_change_only_after_a_copy_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    old = sqlite3.connect(path)
    old.executescript(MIGRATIONS[0] + f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version=1;")
    old.close()
    Store.open(path).close()
    kept = sqlite3.connect(tmp_path / "state.db.schema-1")
    assert kept.execute("PRAGMA user_version").fetchone() == (1,)
    kept.close()
    Store.open(path).close()
    assert len(list(tmp_path.glob("*.schema-*"))) == 1


def test_the_commands(state: Path, tmp_path: Path) -> None:
    import typer

    from monitor.cli import backup as commands

    app = typer.Typer()
    for command in (commands.backup, commands.restore, commands.vacuum):
        app.command()(command)
    environment = {"TREATYWATCH_STATE": str(state)}
    copy = tmp_path / "copy.db"
    made = CliRunner().invoke(app, ["backup", str(copy)], env=environment)
    assert made.exit_code == 0, made.output
    assert "bytes, checked" in made.output
    back = CliRunner().invoke(app, ["restore", str(copy)], env=environment)
    assert "is kept as" in back.output
    assert "before," in CliRunner().invoke(app, ["vacuum"], env=environment).output


def test_what_a_moved_file_left_beside_it_is_not_played_into_the_backup(tmp_path: Path) -> None:
    state, copy = tmp_path / "state.db", tmp_path / "monday.db"
    store = Store.open(state, create=True)
    with store.db.atomic():
        store.tell_once("before", NOW)
    backup(state, copy)
    state.rename(tmp_path / "moved.db")
    with store.db.atomic():
        store.tell_once("after", NOW)
    store.close()
    assert state.with_name("state.db-wal").exists()
    assert restore(copy, state, NOW) is None
    store = Store.open(state)
    assert store.told() == {"before"}
    store.close()


def test_a_restore_that_was_killed_half_way_is_no_reason_to_begin_anew(state: Path, tmp_path: Path) -> None:
    copy, broken = tmp_path / "copy.db", tmp_path / "broken.db"
    backup(state, copy)
    backup(state, tmp_path / "broken.db.restoring")
    for create in (True, False):
        with pytest.raises(StateError, match=r"broken off.*`treatywatch restore`"):
            Store.open(broken, create=create)
    assert not broken.exists()
    restore(copy, broken, NOW)
    assert count(broken) == 50
    assert not (tmp_path / "broken.db.restoring").exists()


def test_what_a_link_leads_to_is_restored_where_it_lies(tmp_path: Path) -> None:
    link, real, copy = tmp_path / "state.db", tmp_path / "volume" / "real.db", tmp_path / "copy.db"
    store = Store.open(real, create=True)
    store.outbox.add([alert(1)])
    store.close()
    link.symlink_to(real)
    backup(link, copy)
    kept = restore(copy, link, NOW)
    assert kept.parent == real.parent
    assert (link.is_symlink(), real.is_symlink()) == (True, False)
    assert count(link) == count(real) == 1
