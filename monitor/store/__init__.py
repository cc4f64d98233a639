"""Keep everything that must survive: the only door to SQLite.

One writing connection in the worker; every change of a poll is in one transaction, with those of other polls where it
owes and tells nothing. Other processes read, or write briefly under the same lock (see `monitor.store.database`).
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path

from monitor.decide.poll import Poll
from monitor.errors import StateError
from monitor.store.backup import keep_before_migration
from monitor.store.codec import epoch
from monitor.store.database import StateDatabase, close, open_database, worker_lock
from monitor.store.entries import Entries
from monitor.store.feeds import Feeds
from monitor.store.marks import Marks
from monitor.store.memory import StoredMemory
from monitor.store.news import News
from monitor.store.outbox import Outbox
from monitor.store.records import Records
from monitor.store.schema import migrate
from monitor.store.stories import Stories
from monitor.store.subscriptions import Subscriptions
from monitor.store.views import Views
from monitor.story import move

__all__ = ["Store", "worker_lock"]

MOST_WAITING = 2_000
"""Quiet polls that wait to be written: the worker writes them each second, so that these are a great many."""
MOST_ENTRIES = 400
"""Entries of quiet polls that wait: of some twenty feeds that are polled first."""


class Store:
    """Hold the open state file, one attribute for each kind of thing kept."""

    def __init__(self, db: StateDatabase, path: Path) -> None:
        self.db = db
        self.path = path
        self.feeds = Feeds(db, self._write_all_waiting)
        self.entries = Entries(db)
        self.stories = Stories(db)
        self.records = Records(db)
        self.outbox = Outbox(db)
        self.views = Views(db)
        self.subscriptions = Subscriptions(db)
        self.marks = Marks(db)
        self.news = News(db)
        self.memory = StoredMemory(self.entries, self.stories, self.records, self.outbox, self.marks)

    @classmethod
    def open(cls, path: Path, *, create: bool = False, read_only: bool = False) -> Store:
        """Open the state file, bring its tables up to date and check it. Raises StateError with a remedy."""
        db = open_database(path, create=create, read_only=read_only)
        with ExitStack() as unless_opened:
            unless_opened.callback(close, db)
            if not read_only:
                keep_before_migration(db, path)
            migrate(db, str(path), read_only=read_only)
            unless_opened.pop_all()
        return cls(db, path)

    def record(self, poll: Poll, rules_version: str) -> None:
        """Write everything that one poll changes, or nothing of it.

        A quiet poll waits for `write_later`: one transaction for many of them, since nothing is lost with them.
        Whatever is written writes them first, so that nothing is kept that rests on what is not.
        """
        if poll.quiet:
            if poll.noted or poll.met:
                if self.entries.waiting >= MOST_ENTRIES:
                    self.write_later()  # or else this one is not recorded: what cannot be written must not grow
                self.entries.add_later(poll.noted, poll.met, poll.at, rules_version)
            if self.feeds.save_later(poll.feed.id, poll.state) >= MOST_WAITING:
                self.write_later()
        else:
            # A power cut that undoes a poll without alerts has it polled again, by the validators of before.
            with self.db.atomic(durable=bool(poll.alerts or poll.record)):
                self._write_waiting()
                self._write(poll, rules_version)
            self._written()

    def _write(self, poll: Poll, rules_version: str) -> None:
        self.feeds.save(poll.feed.id, poll.state)
        self.entries.add(poll.noted, poll.at, rules_version)
        self.entries.remember(poll.met, poll.at)
        self.stories.save(poll.stories, poll.coverage, poll.at)
        self.stories.retitle(poll.retitled)
        self.stories.report(poll.reports, poll.at)
        if poll.record is not None:
            self.records.replace(poll.record, poll.feed.id, poll.at)
        self.outbox.add(poll.alerts)

    def write_later(self) -> None:
        """Write what quiet polls changed. Raises StateError if it cannot be kept: then it waits on."""
        if self.feeds.waiting:
            with self.db.atomic(durable=False):
                self._write_waiting()
            self._written()

    def _write_all_waiting(self) -> None:
        """Write what waits in a transaction of the caller's; undone with it, it is polled again."""
        self._write_waiting()
        self._written()

    def _write_waiting(self) -> None:
        self.feeds.write_later()
        self.entries.write_later()

    def _written(self) -> None:
        self.feeds.written()
        self.entries.written()

    def bring_back(self, now: datetime) -> None:
        """Bring back due times that the wall clock made absurd when it was set. Runs inside a caller's transaction."""
        self.feeds.bring_back(now)
        self.outbox.bring_back(now)
        self.subscriptions.bring_back(now)

    def move(self, channel: str, to: str, now: datetime) -> tuple[int, int]:
        """Owe to another channel what waits for one, as told there; return how many, and how many it had heard."""
        with self.db.atomic():
            moved = self.outbox.move(channel, to)
            after = {known: move(known, channel, to) for known in self.stories.told_by(moved)}
            heard = 0
            for alert in moved if to != channel else ():
                stories = [known for known in after if alert in known.alerts]
                if stories and all(after[known] == known for known in stories):
                    heard += self.outbox.drop(alert, f"{to} was told of it already")
            self.stories.save(after.values(), (), now)
        return len(moved) - heard, heard

    def tell_once(self, key: str, now: datetime) -> bool:
        """Return True the first time a key is asked for, and never again. Runs inside a transaction of the caller's."""
        return self.db.execute("INSERT OR IGNORE INTO told VALUES (?, ?)", [key, epoch(now)]).rowcount == 1

    def told(self) -> frozenset[str]:
        """Return the keys of what was told once."""
        return frozenset(row[0] for row in self.db.execute("SELECT key FROM told"))

    def close(self) -> None:
        """Close the state file; what still waits is written if it can be."""
        with suppress(StateError, sqlite3.Error):  # a closed or full file: those feeds are polled again
            self.write_later()
        close(self.db)
