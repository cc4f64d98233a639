"""Keep what people said about alerts: marks, mutes, merges and splits of stories; and how far digests have come.

Nothing is ever deleted here: what is taken back keeps its row, with who took it back and when.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from sqlite_utils import Database

from monitor.decide.mutes import Mute, Mutes, Scope
from monitor.store import codec
from monitor.store.codec import epoch, moment
from monitor.wording import begun

SCHEMA = """
CREATE TABLE marks (                    -- what people answered to an alert
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  alert TEXT NOT NULL, verdict TEXT NOT NULL, link TEXT,
  person TEXT NOT NULL, at REAL NOT NULL,
  undone_by TEXT, undone_at REAL
) STRICT;
CREATE INDEX marks_alert ON marks (alert);
CREATE TABLE mutes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  scope TEXT NOT NULL, value TEXT NOT NULL, until_at REAL NOT NULL,
  person TEXT NOT NULL, at REAL NOT NULL,
  undone_by TEXT, undone_at REAL
) STRICT;
CREATE INDEX mutes_until ON mutes (until_at) WHERE undone_at IS NULL;
CREATE TABLE merges (                   -- a whole story (entry is NULL) or one entry of it belongs to another story
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  story TEXT NOT NULL, entry TEXT, into_story TEXT NOT NULL,
  person TEXT NOT NULL, at REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX merges_story ON merges (story, ifnull(entry, ''));
CREATE TABLE digests (key TEXT PRIMARY KEY, until_at REAL NOT NULL) STRICT;   -- where each digest's last period ended
"""

SAID = "What people said"
"""The title of the section of an alert's message that shows its marks."""
CHAIN_MAX = 20
"""Merges that are followed from one story to the next; people make two or three."""


class Verdict(StrEnum):
    """Say what a person answered to an alert."""

    CONFIRMED = "confirmed"
    WRONG_TREATY = "wrong treaty"
    WRONG_ACTION = "wrong action"
    OLD_NEWS = "old news"
    DUPLICATE = "duplicate"

    @property
    def words(self) -> str:
        """The answer as people read it."""
        return self.value if self is Verdict.CONFIRMED else f"not relevant: {self}"


DISOWNING = (Verdict.WRONG_TREATY, Verdict.WRONG_ACTION)
"""What says that an alert was misread: old news and duplicates were read well."""
MISREAD = f"""
ifnull(json_array_length(o.body, '$.items'), 0) < 2
AND EXISTS (
  SELECT 1 FROM marks WHERE alert = o.id AND verdict IN {tuple(map(str, DISOWNING))} AND undone_at IS NULL)
AND NOT EXISTS (
  SELECT 1 FROM marks WHERE alert = o.id AND verdict = '{Verdict.CONFIRMED}' AND undone_at IS NULL)
"""  # noqa: S608 - constants
"""Says of a row `o` of the outbox that people called it misread; of a list nobody knows which happening is meant."""


class Mark(Struct, frozen=True, kw_only=True):
    """Hold one answer to an alert."""

    id: int
    alert: str
    verdict: Verdict
    link: str | None
    """The page that confirms it."""
    person: str
    """Name and id, as in `ana (U0ANA00001)`; the name alone for who works at a terminal."""
    at: datetime

    @property
    def words(self) -> str:
        """Return the answer as a line of its own."""
        return begun(self.verdict.words)

    @property
    def who(self) -> str:
        """Return the name alone of who answered."""
        return self.person.partition(" (")[0]


class Marks:
    """Keep the tables of this file. Each write is a transaction of its own or joins the caller's."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # --- Marks ------------------------------------------------------------------------------------------

    def add(self, alert: str, verdict: Verdict, person: str, now: datetime, link: str | None = None) -> Mark:
        """Record an answer; the same answer of the same person, still standing, is returned as it is."""
        with self._db.atomic():
            for mark in self.of_alert(alert):
                if (mark.verdict, mark.person, mark.link) == (verdict, person, link):
                    return mark
            (id_,) = self._db.execute(
                "INSERT INTO marks (alert, verdict, link, person, at) VALUES (?,?,?,?,?) RETURNING id",
                [alert, verdict, link, person, epoch(now)],
            ).fetchone()
            return Mark(id=id_, alert=alert, verdict=verdict, link=link, person=person, at=now)

    def undo(self, mark: int, person: str, now: datetime) -> str | None:
        """Take an answer back; return its alert's id, None where it does not stand (any more)."""
        with self._db.atomic():
            row = self._db.execute(
                "UPDATE marks SET undone_by=?, undone_at=? WHERE id=? AND undone_at IS NULL RETURNING alert",
                [person, epoch(now), mark],
            ).fetchone()
        return row[0] if row else None

    def of_alert(self, alert: str) -> list[Mark]:
        """Return the answers to an alert that stand, the earliest first."""
        return self._marks("alert = ? AND undone_at IS NULL", alert)

    def of_alerts(self, alerts: Iterable[str]) -> dict[str, tuple[Mark, ...]]:
        """Return the answers that stand to each of these alerts, the earliest first; without any it is left out."""
        found: dict[str, tuple[Mark, ...]] = {}
        wanted = "alert IN (SELECT value FROM json_each(?)) AND undone_at IS NULL"
        for mark in self._marks(wanted, json.dumps([*alerts])):
            found[mark.alert] = (*found.get(mark.alert, ()), mark)
        return found

    def since(self, moment_: datetime) -> list[Mark]:
        """Return the answers since then that stand, the earliest first."""
        return self._marks("at >= ? AND undone_at IS NULL", epoch(moment_))

    def _marks(self, where: str, *values: object) -> list[Mark]:
        return codec.values(
            Mark,
            self._db.execute(f"SELECT * FROM marks WHERE {where} ORDER BY id", values),  # noqa: S608
        )

    # --- Mutes ------------------------------------------------------------------------------------------

    def mute(self, scope: Scope, value: str, until: datetime, person: str, now: datetime) -> Mute:
        """Mute something until a time; a mute of the same thing that is in force is replaced."""
        with self._db.atomic():
            for old in self.mutes(now).mutes:
                if (old.scope, old.value) == (scope, value):
                    self.unmute(old.id, person, now)
            (id_,) = self._db.execute(
                "INSERT INTO mutes (scope, value, until_at, person, at) VALUES (?,?,?,?,?) RETURNING id",
                [scope, value, epoch(until), person, epoch(now)],
            ).fetchone()
            return Mute(id=id_, scope=scope, value=value, until=until, person=person)

    def unmute(self, mute: int, person: str, now: datetime) -> Mute | None:
        """End a mute; return it, None where it is not in force (any more)."""
        with self._db.atomic():
            found = next((one for one in self.mutes(now).mutes if one.id == mute), None)
            if found is not None:
                self._db.execute(
                    "UPDATE mutes SET undone_by=?, undone_at=? WHERE id=?", [person, epoch(now), mute]
                )
        return found

    def mutes(self, now: datetime) -> Mutes:
        """Return the mutes in force, those that end first first."""
        sql = "SELECT * FROM mutes WHERE undone_at IS NULL AND until_at > ? ORDER BY until_at, id"
        return Mutes(codec.values(Mute, self._db.execute(sql, [epoch(now)])))

    # --- Merges and splits --------------------------------------------------------------------------------

    def place(self, story: str, entry: str | None, into: str, person: str, now: datetime) -> None:
        """Remember that a whole story (entry None), or one entry of it, belongs to another story from now on."""
        with self._db.atomic():
            self._db.execute(
                "INSERT INTO merges (story, entry, into_story, person, at) VALUES (?,?,?,?,?)"
                " ON CONFLICT (story, ifnull(entry, '')) DO UPDATE SET into_story=excluded.into_story,"
                " person=excluded.person, at=excluded.at",
                [story, entry, into, person, epoch(now)],
            )

    def unplace(self, story: str) -> None:
        """Forget that a whole story belongs to another one: it is a story of its own again."""
        with self._db.atomic():
            self._db.execute("DELETE FROM merges WHERE story=? AND entry IS NULL", [story])

    def placed(self, story: str, entry: str | None = None) -> str:
        """Return the key of the story that takes an entry, after all that people merged and split."""
        for _ in range(CHAIN_MAX):
            row = self._db.execute(
                "SELECT into_story FROM merges WHERE story=? AND (entry IS NULL OR entry=?)"
                " ORDER BY entry IS NULL LIMIT 1",
                [story, entry],
            ).fetchone()
            if row is None:
                break
            story = row[0]
        return story

    def taken_in(self, story: str) -> list[str]:
        """Return the keys of the stories that were merged into this one, over any number of merges."""
        rows = self._db.execute(
            "WITH RECURSIVE gone(key) AS (SELECT story FROM merges WHERE into_story=:story AND entry IS NULL UNION"
            " SELECT m.story FROM merges AS m JOIN gone ON m.into_story = gone.key WHERE m.entry IS NULL)"
            " SELECT key FROM gone WHERE key <> :story AND key NOT IN (SELECT key FROM stories) ORDER BY key",
            {"story": story},
        )
        return [row[0] for row in rows]

    # --- Digests ----------------------------------------------------------------------------------------

    def digested(self, key: str) -> datetime | None:
        """Return where the last period of a digest ended; None if there never was one."""
        row = self._db.execute("SELECT until_at FROM digests WHERE key=?", [key]).fetchone()
        return moment(row[0]) if row else None

    def digest_until(self, key: str, until: datetime) -> None:
        """Remember where a digest's period ended. Runs in the transaction that owes the digest."""
        with self._db.atomic():
            self._db.execute("INSERT OR REPLACE INTO digests VALUES (?,?)", [key, epoch(until)])
