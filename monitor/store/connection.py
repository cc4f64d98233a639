"""Connect to SQLite, and say in words that a file was damaged after it had been opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import wraps
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
        """Do what sqlite3 does."""
        made: sqlite3.Cursor = self.cursor(_Cursor).execute(*asked)
        return made

    def executemany(self, *asked: Any) -> sqlite3.Cursor:
        """Do what sqlite3 does."""
        made: sqlite3.Cursor = self.cursor(_Cursor).executemany(*asked)
        return made


def _watched(method: Callable[..., Any]) -> Any:
    """Make a method of a cursor that raises StateError where the file is damaged."""

    @wraps(method)
    def watching(cursor: sqlite3.Cursor, *asked: Any) -> Any:
        try:
            return method(cursor, *asked)
        except sqlite3.DatabaseError as error:
            known = cursor.connection
            damaged = getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED
            if not (isinstance(known, Connection) and known.words and damaged):
                raise
            known.damage = known.words
            raise StateError(known.words) from error

    return watching


class _Cursor(sqlite3.Cursor):
    """Meet damage wherever SQLite reads a page: it looks for a row only when that row is asked for."""

    execute = _watched(sqlite3.Cursor.execute)
    executemany = _watched(sqlite3.Cursor.executemany)
    fetchone = _watched(sqlite3.Cursor.fetchone)
    fetchall = _watched(sqlite3.Cursor.fetchall)
    __next__ = _watched(sqlite3.Cursor.__next__)
