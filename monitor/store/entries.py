"""Keep entries, what was read and matched in them, and the keys by which they are known again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlite_utils import Database

from monitor.model import Entry, Match, Reading, Reason
from monitor.normalise.identity import KEY, Known, dated
from monitor.poll import Noted
from monitor.store.codec import dump, load, moment

_AT_ONCE = 500
"""Keys asked for in one question."""
_TITLE = 4
"""Bytes kept of a title's digest."""


class Entries:
    """Keep the tables of entries. Methods that write must run inside a transaction of the caller's."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def known(self, key: bytes) -> Known | None:
        """Return what is known under an identity key, or None if it was never seen."""
        return self.recall((key,)).get(key)

    def recall(self, keys: Iterable[bytes]) -> dict[bytes, Known]:
        """Return what is known under identity keys: those that were seen, and no others."""
        by_number = {_number(key): key for key in keys}
        numbers = list(by_number)
        found: dict[bytes, Known] = {}
        for at in range(0, len(numbers), _AT_ONCE):
            some = numbers[at : at + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._db.conn.execute(f"SELECT key, entry, mark FROM seen WHERE key IN ({marks})", some)  # noqa: S608
            for number, entry, mark in rows:
                key = by_number[number]
                if dated(key):
                    found[key] = Known(entry_id=_entry_id(entry), seen_at=moment(mark))
                else:
                    title = None if mark is None else mark.to_bytes(_TITLE, "big")
                    found[key] = Known(entry_id=_entry_id(entry), title_digest=title)
        return found

    def find(self, url_or_id: str) -> tuple[Entry, Reading] | None:
        """Return an entry and its reading by its id, its published address or its canonical link."""
        row = self._db.execute(
            """SELECT entry, reading FROM entries WHERE id = :it OR link = :it OR json_extract(entry, '$.url') = :it
               ORDER BY at DESC LIMIT 1""",
            {"it": url_or_id},
        ).fetchone()
        return None if row is None else (load(Entry, row[0]), load(Reading, row[1]))

    def stopped(self, entry: str) -> str | None:
        """Return why nothing was told of an entry when it came; None where something was, or it is not known."""
        row = self._db.execute("SELECT stopped FROM entries WHERE id = ?", [entry]).fetchone()
        return row[0] if row else None

    def since(self, moment_: datetime) -> Iterator[tuple[Entry, Reading]]:
        """Yield the stored history since then, the oldest first."""
        rows = self._db.execute(
            "SELECT entry, reading FROM entries WHERE at >= ? ORDER BY at, id", [moment_.timestamp()]
        )
        for entry, reading in rows:
            yield load(Entry, entry), load(Reading, reading)

    def count_since(self, moment_: datetime) -> int:
        """Return how many entries the history holds since then."""
        count: int = self._db.execute(
            "SELECT count(*) FROM entries WHERE at >= ?", [moment_.timestamp()]
        ).fetchone()[0]
        return count

    def matches(self, entry: str) -> list[tuple[str, str, str, tuple[Reason, ...]]]:
        """Return (rule, level, rules version, reasons) of what matched an entry when it came."""
        rows = self._db.execute(
            "SELECT rule, level, rules_version, because FROM matches WHERE entry = ?", [entry]
        )
        return [
            (rule, level, version, load(tuple[Reason, ...], because))
            for rule, level, version, because in rows
        ]

    def add(self, noted: Iterable[Noted], now: datetime, rules_version: str) -> None:
        """Remember new and edited entries, with their keys, readings and matches."""
        at = now.timestamp()
        for item in noted:
            entry = item.entry
            self._db.execute(
                "INSERT OR REPLACE INTO entries (id, feed, at, link, title, entry, reading, stopped)"
                " VALUES (?,?,?,?,?,?,?,?)",
                [
                    entry.id,
                    entry.feed,
                    at,
                    entry.link,
                    entry.title,
                    dump(entry),
                    dump(item.reading),
                    item.stopped,
                ],
            )
            self.remember(item.keys.all, entry.id, item.keys.title_digest, now)
            self._add_matches(entry.id, item.matches, at, rules_version)

    def remember(self, keys: Iterable[bytes], entry: str, title: bytes | None, now: datetime) -> None:
        """Know an entry again under these keys, from now on; what a key stood for before is replaced."""
        reference, at = _reference(entry), int(now.timestamp())
        mark = None if title is None else int.from_bytes(title[:_TITLE], "big")
        self._db.conn.executemany(
            "INSERT OR REPLACE INTO seen VALUES (?,?,?)",
            [(_number(key), reference, at if dated(key) else mark) for key in keys],
        )

    def prune(self, before: datetime) -> int:
        """Drop the texts of entries older than that; they stay known for ever. Returns how many."""
        gone = self._db.execute("DELETE FROM entries WHERE at < ?", [before.timestamp()]).rowcount
        self._db.execute("DELETE FROM matches WHERE at < ?", [before.timestamp()])
        return int(gone)

    def _add_matches(self, entry: str, matches: Iterable[Match], at: float, rules_version: str) -> None:
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO matches VALUES (?,?,?,?,?,?,?)",
            [
                (entry, m.rule, m.level, m.treaty, dump(m.because, tuple[Reason, ...]), rules_version, at)
                for m in matches
            ],
        )


def _number(key: bytes) -> int:
    """Return a key as SQLite holds it best: an integer is the row's own number, and needs no index beside it."""
    return int.from_bytes(key[:KEY], "big", signed=True)


def _reference(entry_id: str) -> int | bytes:
    """Return an entry's id as short as it can be kept."""
    digits = bytes.fromhex(entry_id)
    return int.from_bytes(digits, "big", signed=True) if len(digits) == KEY else digits


def _entry_id(reference: int | bytes) -> str:
    """Return the id that `_reference` shortened; ids of 32 digits are those of states that were begun before."""
    return (reference.to_bytes(KEY, "big", signed=True) if isinstance(reference, int) else reference).hex()
