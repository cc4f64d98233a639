"""Keep stories, what was published about each, and what the press reported as done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlite_utils import Database

from monitor.model import Action, Event, Outlet, Step
from monitor.poll import Coverage
from monitor.store.codec import dump, epoch, load, moment
from monitor.story import FAMILIES, Story


class Stories:
    """Keep the tables of stories. Methods that write must run inside a transaction of the caller's."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, key: str) -> Story | None:
        """Return a story by its key."""
        row = self._db.execute("SELECT story FROM stories WHERE key = ?", [key]).fetchone()
        return None if row is None else load(Story, row[0])

    def recent(self, treaty: str, family: str, since: datetime) -> list[Story]:
        """Return stories without an actor that had news since then, the latest first."""
        rows = self._db.execute(
            """SELECT story FROM stories WHERE treaty = ? AND family = ? AND actor IS NULL AND updated_at >= ?
               ORDER BY updated_at DESC, key LIMIT 200""",
            [treaty, family, since.timestamp()],
        )
        return [load(Story, row[0]) for row in rows]

    def outlets(self, key: str) -> tuple[Outlet, ...]:
        """Return where a story was published, each publisher once, the earliest first."""
        rows = self._db.execute(
            """SELECT publisher, url, title, published FROM coverage WHERE story = ?
               GROUP BY publisher ORDER BY min(at), publisher""",
            [key],
        )
        return tuple(Outlet(publisher=p, url=u, title=t, published=moment(at)) for p, u, t, at in rows)

    def of_entry(self, entry: str) -> list[tuple[str, str]]:
        """Return the stories that an entry belongs to, each with the reason."""
        return [
            (k, b)
            for k, b in self._db.execute("SELECT story, because FROM coverage WHERE entry = ?", [entry])
        ]

    def covered(self, entry: str) -> list[tuple[str, Step]]:
        """Return the keys of the stories that an entry belongs to, each with the step that it told."""
        rows = self._db.execute("SELECT story, step FROM coverage WHERE entry = ?", [entry])
        return [(key, Step(step)) for key, step in rows]

    def move(self, key: str, into: str, *, because: str, entry: str | None = None) -> None:
        """Move a story's coverage, or one entry of it, to another story; a story all of which moved is gone."""
        moved = [into, because, key, entry, entry]
        one = "story = ? AND (? IS NULL OR entry = ?)"
        self._db.execute(f"UPDATE OR IGNORE coverage SET story = ?, because = ? WHERE {one}", moved)  # noqa: S608
        self._db.execute(f"DELETE FROM coverage WHERE {one}", moved[2:])  # noqa: S608
        if entry is None:
            self._db.execute("DELETE FROM stories WHERE key = ?", [key])

    def save(self, stories: Iterable[Story], coverage: Iterable[Coverage], now: datetime) -> None:
        """Write stories and what joined them."""
        self._db.conn.executemany(
            """INSERT OR REPLACE INTO stories (key, story, treaty, family, actor, opened_at, updated_at)
               VALUES (?,?,?,?,?,?,?)""",
            [
                (s.key, dump(s), s.treaty, s.family, s.actor, epoch(s.opened), epoch(s.updated))
                for s in stories
            ],
        )
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO coverage VALUES (?,?,?,?,?,?,?,?,?)",
            [
                (
                    c.story,
                    c.entry.id,
                    c.step,
                    c.entry.publisher or c.entry.feed,
                    c.entry.url,
                    c.entry.title,
                    epoch(c.entry.published),
                    now.timestamp(),
                    c.because,
                )
                for c in coverage
            ],
        )

    def report(self, events: Iterable[tuple[Event, str]], now: datetime) -> None:
        """Remember the first report of each act that the press calls done."""
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO reports VALUES (?,?,?,?,?)",
            [(e.treaty, e.actor, e.action, entry, now.timestamp()) for e, entry in events if e.actor],
        )

    def reassign(self, treaty: str, actions: Iterable[Action], actor: str, to: str) -> None:
        """Let what was reported of one actor be reported of another: the names meant one State."""
        for action in actions:
            of = [treaty, action, actor]
            here = "treaty = ? AND action = ? AND actor = ?"
            self._db.execute(f"UPDATE OR IGNORE reports SET actor = ? WHERE {here}", [to, *of])  # noqa: S608
            self._db.execute(f"DELETE FROM reports WHERE {here}", of)  # noqa: S608

    def reports(self, treaty: str) -> list[tuple[str, Action, datetime]]:
        """Return (actor, action, when first reported) for each act reported as done.

        An act that the press calls by several names (ratified, acceded) is one, by the name that came first.
        """
        rows = self._db.execute(
            "SELECT actor, action, at FROM reports WHERE treaty = ? ORDER BY at", [treaty]
        )
        found: dict[tuple[str, str], tuple[str, Action, datetime]] = {}
        for actor, action, at in rows:
            first = actor, Action(action), datetime.fromtimestamp(at, UTC)
            found.setdefault((actor, FAMILIES[first[1]]), first)
        return list(found.values())
