"""Connect to SQLite, and keep in mind what a file that was damaged meanwhile answers only now and then."""

from __future__ import annotations

import sqlite3
from typing import Any

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Connection(sqlite3.Connection):
    """Remember that the file was found damaged: whoever asks next may have what it wants in memory."""

    damaged: sqlite3.DatabaseError | None = None

    def execute(self, *asked: Any) -> sqlite3.Cursor:
        """Do what sqlite3 does."""
        try:
            return super().execute(*asked)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
                self.damaged = error
            raise
