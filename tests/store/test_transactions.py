"""What is written together is kept together or not at all."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import StateError
from monitor.store import Store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def tell_and_fail(store: Store) -> None:
    with store.db.atomic():
        store.tell_once("outer", NOW)
        with store.db.atomic():
            store.tell_once("inner", NOW)
        raise ZeroDivisionError


def test_a_failed_block_leaves_nothing(path: Path) -> None:
    store = Store.open(path, create=True)
    with pytest.raises(ZeroDivisionError):
        tell_and_fail(store)
    assert store.told() == frozenset()
    store.close()


def test_a_failed_block_inside_another_leaves_the_outer_whole(path: Path) -> None:
    store = Store.open(path, create=True)
    with store.db.atomic():
        store.tell_once("before", NOW)
        with suppress(ZeroDivisionError):
            tell_and_fail(store)
        store.tell_once("after", NOW)
    assert store.told() == {"before", "after"}
    store.close()


def tell_in_a_transaction(store: Store) -> None:
    with store.db.atomic():
        store.tell_once("another", NOW)


def test_two_processes_write_in_turn_and_a_reader_cannot_write(path: Path) -> None:
    one, other = Store.open(path, create=True), Store.open(path)
    for number in range(20):
        writer = (one, other)[number % 2]
        with writer.db.atomic():
            assert writer.tell_once(f"key {number}", NOW)
    reader = Store.open(path, read_only=True)
    assert len(reader.told()) == 20
    with pytest.raises(StateError, match="cannot be written"):
        tell_in_a_transaction(reader)
    for store in (reader, other, one):
        store.close()


def tell_many(store: Store) -> None:
    with store.db.atomic():
        store.db.conn.executemany(
            "INSERT INTO told VALUES (?, 0)", [("x" * 200 + str(n),) for n in range(5000)]
        )


def test_a_full_disk_leaves_nothing_half_written(path: Path) -> None:
    store = Store.open(path, create=True)
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]
    store.db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StateError, match="disk is full"):
        tell_many(store)
    assert store.told() == frozenset()
    store.db.execute("PRAGMA max_page_count = 1073741823")
    with store.db.atomic():
        assert store.tell_once("after", NOW)
    store.close()


def test_a_lock_that_cannot_be_had_is_known_until_something_is_kept(path: Path) -> None:
    store = Store.open(path, create=True)
    lock = path.with_name(f"{path.name}.lock")
    lock.unlink(missing_ok=True)
    lock.mkdir()
    with pytest.raises(StateError, match="cannot be opened"):
        tell_many(store)
    assert "cannot be opened" in (store.db.refused or "")
    lock.rmdir()
    tell_many(store)
    assert store.db.refused is None
    store.close()


def test_told_once(path: Path) -> None:
    store = Store.open(path, create=True)
    with store.db.atomic():
        assert [store.tell_once("milestone", NOW) for _ in range(3)] == [True, False, False]
    store.close()
