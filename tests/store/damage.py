"""Damage a state file under an open store, as a disk does."""

from __future__ import annotations

from monitor.store import Store


def damage(store: Store) -> None:
    """Write over all pages but the first; what the store has in memory is forgotten."""
    store.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with store.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (store.path.stat().st_size - 4096))
    store.db.conn.execute("PRAGMA shrink_memory")
