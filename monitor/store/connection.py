"""Connect to SQLite, and say in words that a file was damaged after it had been opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from monitor.errors import StateError

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Connection(sqlite3.Connection):
    """Raise StateError where the file is damaged, once `words` are there for it, and remember that: whoever asks next
    may have what it wants in memory."""

    words: Callable[[sqlite3.DatabaseError], str] | None = None
    damage: str | None = None

    def execute(self, *asked: Any) -> sqlite3.Cursor:
        """Do what sqlite3 does. Raises StateError where the file is damaged."""
        try:
            return super().execute(*asked)
        except sqlite3.DatabaseError as error:
            if self.words is None or getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
                raise
            self.damage = self.words(error)
            raise StateError(self.damage) from error
