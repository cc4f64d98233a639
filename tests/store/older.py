"""Make state files of earlier schemas."""

from __future__ import annotations

from monitor.store import Store
from monitor.store.schema import MIGRATIONS


def turn_back(store: Store, migration: str) -> None:
    """Make a state file one that was written before a migration."""
    store.db.execute("DROP INDEX coverage_now")
    store.db.execute("ALTER TABLE coverage DROP COLUMN now")
    store.db.execute(f"PRAGMA user_version = {MIGRATIONS.index(migration)}")
