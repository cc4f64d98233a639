"""Connect to SQLite, and say in words that a file was damaged after it had been opened."""

from __future__ import annotations

import sqlite3
from typing import Any

from monitor.errors import StateError

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Connection(sqlite3.Connection):
    """Raise StateError where the file is damaged, once there are `words` for it, and remember that: whoever asks next
    may have what it wants in memory."""

    words: str | None = None
    damage: str | None = None
    """The words, once they are true."""

    def execute(self, *asked: Any) -> sqlite3.Cursor:
        """Do what sqlite3 does. Raises StateError where the file is damaged."""
        try:
            return super().execute(*asked)
        except sqlite3.DatabaseError as error:
            if self.words is None or getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
                raise
            self.damage = self.words
            raise StateError(self.words) from error
