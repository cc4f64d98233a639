"""Keep each depositary's table as it was last read."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from monitor.ledger import Ledger, tally
from monitor.model import Act, Record
from monitor.store.codec import values
from monitor.treaties import Treaty


class Records:
    """Keep the depositaries' tables. Methods that write must run inside a transaction of the caller's."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, treaty: str) -> Record | None:
        """Return the table of a treaty, or None if it was never read."""
        head = self._db.execute("SELECT as_of FROM records WHERE treaty = ?", [treaty]).fetchone()
        if head is None:
            return None
        sql = (
            'SELECT name, actor, action, on_day AS "on", in_effect FROM acts WHERE treaty = ? ORDER BY rowid'
        )
        acts = values(Act, self._db.execute(sql, [treaty]))
        return Record(treaty=treaty, acts=tuple(acts), as_of=head[0])

    def ledger(self, treaty: Treaty) -> Ledger:
        """Return where a treaty stands by its table."""
        return tally(treaty, self.get(treaty.id))

    def replace(self, record: Record, feed: str, now: datetime) -> None:
        """Put a table in the place of the one before."""
        self._db.execute("DELETE FROM acts WHERE treaty = ?", [record.treaty])
        self._db.conn.executemany(
            "INSERT INTO acts VALUES (?,?,?,?,?,?)",
            [(record.treaty, a.name, a.actor, a.action, a.on.isoformat(), a.in_effect) for a in record.acts],
        )
        self._db.execute(
            "INSERT OR REPLACE INTO records VALUES (?,?,?,?)",
            [record.treaty, feed, record.as_of, now.timestamp()],
        )
