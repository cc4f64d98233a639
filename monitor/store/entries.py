"""Keep entries, what was read and matched in them, and the keys by which they are known again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from sqlite_utils import Database

from monitor.decide.poll import Kept, MetAgain, Noted
from monitor.model import Entry, Match, Reading, Reason
from monitor.normalise.identity import KEY, Known, dated
from monitor.normalise.url import canonical
from monitor.store.codec import dump, load, moment

_AT_ONCE = 500
"""Keys asked for in one question."""
_TITLE = 4
"""Bytes kept of a title's digest."""
_DAY = 86_400.0
"""Seconds."""


class Entries:
    """Keep the tables of entries. Methods that write must run inside a transaction of the caller's."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._later: list[tuple[Sequence[Noted], _Lines]] = []
        self._seen_later: dict[int, tuple[int | bytes, int | None]] = {}
        """Keys that wait to be written, as they will be."""

    def recall(self, keys: Iterable[bytes]) -> dict[bytes, Known]:
        """Return what is known under identity keys: those that were seen, and no others."""
        by_number = {_number(key): key for key in keys}
        numbers = list(by_number)
        found: dict[bytes, Known] = {}
        for at in range(0, len(numbers), _AT_ONCE):
            some = numbers[at : at + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._db.conn.execute(f"SELECT key, entry, mark FROM seen WHERE key IN ({marks})", some)  # noqa: S608
            later = [(number, *self._seen_later[number]) for number in some if number in self._seen_later]
            for number, entry, mark in chain(rows, later):
                key = by_number[number]
                if dated(key):
                    found[key] = Known(entry_id=_entry_id(entry), seen_at=moment(mark))
                else:
                    title = None if mark is None else mark.to_bytes(_TITLE, "big")
                    found[key] = Known(entry_id=_entry_id(entry), title_digest=title)
        return found

    def find(self, url_or_id: str) -> tuple[Entry, Reading] | None:
        """Return an entry and its reading by its id or its address, in any spelling."""
        row = self._db.execute(
            "SELECT entry, reading FROM entries WHERE id = ? OR link IN (?, ?) ORDER BY +at DESC LIMIT 1",
            [url_or_id, url_or_id, canonical(url_or_id)],
        ).fetchone()
        if row is None and "://" in url_or_id:  # an index page's, or a wrapper's, which are no keys
            row = self._db.execute(
                "SELECT entry, reading FROM entries WHERE link IS NULL AND json_extract(entry, '$.url') = ?"
                " ORDER BY +at DESC LIMIT 1",
                [url_or_id],
            ).fetchone()
        return None if row is None else (load(Entry, row[0]), load(Reading, row[1]))

    def begun(self, beginning: str) -> list[str]:
        """Return the ids that begin so, two at most: what is not the beginning of one alone names none."""
        rows = self._db.execute(
            "SELECT id FROM entries WHERE id >= :it AND id < :it || 'g' LIMIT 2", {"it": beginning}
        )
        return [id_ for (id_,) in rows]

    def seen(self, entry: str) -> datetime | None:
        """Return when an entry was first seen."""
        row = self._db.execute("SELECT at FROM entries WHERE id = ?", [entry]).fetchone()
        return moment(row[0]) if row else None

    def since(self, moment_: datetime) -> Iterator[tuple[Entry, Reading]]:
        """Yield the stored history since then, the oldest first."""
        rows = self._db.execute(
            "SELECT entry, reading FROM entries WHERE at >= ? ORDER BY at, id", [moment_.timestamp()]
        )
        for entry, reading in rows:
            yield load(Entry, entry), load(Reading, reading)

    def matches(self, entry: str) -> list[tuple[str, str, str, tuple[Reason, ...]]]:
        """Return (rule, level, rules version, reasons) of what matched an entry when it came."""
        rows = self._db.execute(
            "SELECT rule, level, rules_version, because FROM matches WHERE entry = ?", [entry]
        )
        return [
            (rule, level, version, load(tuple[Reason, ...], because))
            for rule, level, version, because in rows
        ]

    def kept(self, entry: str) -> Kept | None:
        """Return an entry as it was noted last, with all rules that it met; None where it is not kept any more."""
        row = self._db.execute("SELECT entry, reading, stopped FROM entries WHERE id = ?", [entry]).fetchone()
        later = [item for noted, _ in self._later for item in noted if item.entry.id == entry]
        if row is None and not later:
            return None
        met = self._db.execute("SELECT rule FROM matches WHERE entry = ?", [entry]).fetchall()
        rules = frozenset(rule for (rule,) in met).union(m.rule for item in later for m in item.matches)
        if later:
            last = later[-1]
            return Kept(entry=last.entry, reading=last.reading, rules=rules, stopped=last.stopped)
        return Kept(entry=load(Entry, row[0]), reading=load(Reading, row[1]), rules=rules, stopped=row[2])

    def add(self, noted: Iterable[Noted], now: datetime, rules_version: str) -> None:
        """Remember new and edited entries, with their keys, readings and matches."""
        items = list(noted)
        self._add(_lines(items, now, rules_version))
        self._know(_rows([_kept(item) for item in items], now).items())

    def remember(self, met: Iterable[MetAgain], now: datetime) -> None:
        """Know entries again under keys, from now on; what a key stood for before is replaced."""
        self._know(_rows(met, now).items())

    def add_later(
        self, noted: Sequence[Noted], met: Iterable[MetAgain], now: datetime, rules_version: str
    ) -> None:
        """Remember what a poll brought, as `add` and `remember` do, and write it with what others did.

        The keys count at once, for this process. Needs no transaction. What cannot be written is found here, where it
        costs one poll, and not when many are written.
        """
        self._later.append((noted, _lines(noted, now, rules_version)))
        self._seen_later |= _rows(chain(map(_kept, noted), met), now)

    @property
    def waiting(self) -> int:
        """How many entries wait to be written."""
        return sum(len(noted) for noted, _ in self._later)

    def write_later(self) -> None:
        """Write what waits; `written` is to be called once that is kept."""
        for _, lines in self._later:
            self._add(lines)
        self._know(self._seen_later.items())

    def written(self) -> None:
        """Let nothing wait any more."""
        self._later.clear()
        self._seen_later.clear()

    def prune(self, now: datetime, keep: timedelta) -> int:
        """Drop the texts of entries that were kept for so long; they stay known for ever. Returns how many.

        The newest entry tells, too, what day it is: a clock that is years ahead for a moment takes no archive along.
        """
        newest: float = self._db.execute("SELECT ifnull(max(at), 0) FROM entries").fetchone()[0]
        before = min(now.timestamp(), newest + _DAY) - keep.total_seconds()
        gone = self._db.execute("DELETE FROM entries WHERE at < ?", [before]).rowcount
        self._db.execute("DELETE FROM matches WHERE at < ?", [before])
        return int(gone)

    def _add(self, lines: _Lines) -> None:
        entries, matches = lines
        self._db.conn.executemany(
            "INSERT INTO entries (id, feed, at, link, title, entry, reading, stopped) VALUES (?,?,?,?,?,?,?,?)"
            " ON CONFLICT (id) DO UPDATE SET feed = excluded.feed, link = excluded.link, title = excluded.title,"
            " entry = excluded.entry, reading = excluded.reading, stopped = excluded.stopped",
            entries,
        )
        for edited, found in matches:
            # An edit finds nothing that was found before; what another feed brings again may be found only now.
            self._db.conn.executemany(
                f"INSERT OR {'IGNORE' if edited else 'REPLACE'} INTO matches VALUES (?,?,?,?,?,?,?)",  # noqa: S608
                found,
            )

    def _know(self, rows: Iterable[tuple[int, tuple[int | bytes, int | None]]]) -> None:
        self._db.conn.executemany(
            "INSERT OR REPLACE INTO seen VALUES (?,?,?)", [(number, *row) for number, row in rows]
        )


_Lines = tuple[list[tuple[Any, ...]], list[tuple[bool, list[tuple[Any, ...]]]]]
"""What is written of entries, and of the matches of each, with whether it was edited."""


def _lines(noted: Sequence[Noted], now: datetime, rules_version: str) -> _Lines:
    at = now.timestamp()
    entries = [
        (e.id, e.feed, at, e.link, e.title, dump(e), dump(item.reading), item.stopped)
        for item in noted
        for e in (item.entry,)
    ]
    matches = [
        (item.edited, [(item.entry.id, *_found(match), rules_version, at) for match in item.matches])
        for item in noted
    ]
    return entries, matches


def _kept(item: Noted) -> MetAgain:
    return item.keys.all, item.entry.id, item.keys.title_digest


def _found(match: Match) -> tuple[str, str, str | None, str]:
    return match.rule, match.level, match.treaty, dump(match.because)


def _rows(met: Iterable[MetAgain], now: datetime) -> dict[int, tuple[int | bytes, int | None]]:
    """Return what is written of keys: by their numbers, what they stand for and since when or with which title."""
    at = int(now.timestamp())
    found: dict[int, tuple[int | bytes, int | None]] = {}
    for keys, entry, title in met:
        reference = _reference(entry)
        mark = None if title is None else int.from_bytes(title[:_TITLE], "big")
        for key in keys:
            found[_number(key)] = reference, at if dated(key) else mark
    return found


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
