"""Keep stories, what was published about each, and what the press reported as done."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace
from sqlite_utils import Database

from monitor.decide.poll import Coverage, Retitled
from monitor.model import Action, Event, Outlet, Step
from monitor.store.codec import dump, epoch, load, moment
from monitor.store.marks import MISREAD
from monitor.story import FAMILIES, Story
from monitor.story.course import ACTED


class Stories:
    """Keep the tables of stories. Methods that write must run inside a transaction of the caller's."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, key: str) -> Story | None:
        """Return a story by its key."""
        row = self._db.execute("SELECT story FROM stories WHERE key = ?", [key]).fetchone()
        return None if row is None else standings(self._db, [row])[0]

    def told_by(self, alerts: Iterable[str]) -> list[Story]:
        """Return the stories that any of these alerts told last in its channel."""
        rows = self._db.execute(
            "SELECT DISTINCT s.story FROM stories AS s, json_each(s.story, '$.alerts') AS a"
            " WHERE a.value IN (SELECT value FROM json_each(?))",
            [json.dumps([*alerts])],
        ).fetchall()
        return standings(self._db, rows)

    def recent(self, treaty: str, family: str, since: datetime) -> list[Story]:
        """Return stories that had news since then, those without an actor before others, the latest first."""
        rows = self._db.execute(
            """SELECT story FROM stories WHERE treaty = ? AND family = ? AND updated_at >= ?
               ORDER BY actor IS NOT NULL, updated_at DESC, key LIMIT 200""",
            [treaty, family, since.timestamp()],
        )
        return standings(self._db, rows)

    def of_entry(self, entry: str) -> list[tuple[str, str, str]]:
        """Return the stories that an entry belongs to, each with the reason and the title with which it joined."""
        rows = self._db.execute("SELECT story, because, title FROM coverage WHERE entry = ?", [entry])
        return list(rows.fetchall())

    def covered(self, entry: str) -> list[tuple[str, Step, str]]:
        """Return the keys of the stories that an entry belongs to, each with the step that it told, and who told it."""
        rows = self._db.execute("SELECT story, step, publisher FROM coverage WHERE entry = ?", [entry])
        return [(key, Step(step), publisher) for key, step, publisher in rows]

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
            # an item that tells a further step since it changed, or turns, stands for that; what was done stays done
            "INSERT INTO coverage (story, entry, step, publisher, url, title, published, at, because)"
            " VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (story, entry) DO UPDATE SET step = excluded.step,"
            " publisher = excluded.publisher, url = excluded.url, title = excluded.title,"
            " published = excluded.published, at = excluded.at, because = excluded.because, now = NULL"
            " WHERE step <> excluded.step AND step NOT IN ('done', 'confirmed')"
            " AND NOT (step = 'process' AND excluded.step = 'planned')",
            [
                (
                    c.story, c.entry.id, c.step, c.entry.publisher or c.entry.feed, c.entry.url, c.entry.title,
                    epoch(c.entry.published), now.timestamp(), c.because,
                )
                for c in coverage
            ],
        )  # fmt: skip

    def retitle(self, changes: Iterable[Retitled]) -> None:
        """Remember which items do not tell a story any more, and which tell it again."""
        self._db.conn.executemany(
            "UPDATE coverage SET now = nullif(?, title) WHERE story = ? AND entry = ?",
            [(change.now, change.story, change.entry) for change in changes],
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
        """Return (actor, action, when first reported) for each act reported as done, and neither called misread since
        nor taken back by all who told it.

        An act that the press calls by several names (ratified, acceded) is one, by the name that came first.
        """
        changed = self._db.execute(
            "SELECT DISTINCT s.story FROM coverage AS c JOIN stories AS s ON s.key = c.story"
            " WHERE c.now IS NOT NULL AND s.treaty = ?",
            [treaty],
        ).fetchall()
        taken_back = {
            (story.actor, story.family) for story in standings(self._db, changed) if story.taken_back
        }
        misread = {
            (entry, actor, family)
            for entry, actor, family in self._db.execute(
                "SELECT c.entry, s.actor, s.family FROM stories AS s, json_each(s.story, '$.alerts') AS a"  # noqa: S608 - a constant
                " JOIN outbox AS o ON o.id = a.value JOIN coverage AS c ON c.story = s.key"
                f" WHERE s.treaty = ? AND {MISREAD}",
                [treaty],
            )
        }
        rows = self._db.execute(
            "SELECT actor, action, entry, at FROM reports WHERE treaty = ? ORDER BY at", [treaty]
        )
        found: dict[tuple[str, str], tuple[str, Action, datetime]] = {}
        for actor, action, entry, at in rows:
            first = actor, Action(action), moment(at)
            family = FAMILIES[first[1]]
            if (entry, actor, family) not in misread and (actor, family) not in taken_back:
                found.setdefault((actor, family), first)
        return list(found.values())


def outlet(publisher: str, url: str | None, title: str, published: float | None, now: str | None) -> Outlet:
    """Return where a story was published, with the title of now where it does not tell the story any more."""
    was = title if now else ""
    return Outlet(publisher=publisher, url=url, title=now or title, published=moment(published), was=was)


def standings(db: Database, rows: Iterable[tuple[str]]) -> list[Story]:
    """Return stories as they were written, with what people and outlets say by now of what was told."""
    stories = [load(Story, text) for (text,) in rows]
    taken_back = _taken_back(db, [story.key for story in stories])
    misread = db.execute(
        "SELECT o.id, o.channel, o.seq, json_extract(o.body, '$.step') FROM outbox AS o"  # noqa: S608 - a constant
        f" WHERE o.id IN (SELECT value FROM json_each(?)) AND {MISREAD}",
        [json.dumps([alert for story in stories for alert in story.alerts])],
    ).fetchall()
    return [
        replace(
            _standing(db, story, [row for row in misread if row[0] in story.alerts]),
            taken_back=taken_back.get(story.key, ""),
        )
        for story in stories
    ]


def _taken_back(db: Database, stories: Iterable[str]) -> dict[str, str]:
    """Return the stories that nobody tells any more who did, each with the title of now of the first who did."""
    rows = db.execute(
        "SELECT story, step, now FROM coverage WHERE story IN ("
        " SELECT story FROM coverage WHERE now IS NOT NULL AND story IN (SELECT value FROM json_each(?)))"
        " AND step <> 'refused' ORDER BY at, rowid",
        [json.dumps([*stories])],
    ).fetchall()
    acted = {story for story, step, _ in rows if step in ACTED}
    telling = [(story, now) for story, step, now in rows if step in ACTED or story not in acted]
    standing = {story for story, now in telling if now is None}
    return {story: now for story, now in reversed(telling) if story not in standing}


def _standing(db: Database, story: Story, misread: Iterable[tuple[str, str, int, str]]) -> Story:
    called = {
        channel: (id_, _before(db, story.key, channel, seq, step)) for id_, channel, seq, step in misread
    }
    told = [(told, *called.get(told.channel, (None, None))) for told in story.channels]
    return replace(story, channels=tuple(replace(one, misread=id_, before=step) for one, id_, step in told))


def _before(db: Database, story: str, channel: str, seq: int, step: str) -> Step | None:
    """Return the step that a channel was told last before an alert of another step, and that nobody called misread."""
    row = db.execute(
        "SELECT json_extract(o.body, '$.step') AS step FROM outbox AS o"  # noqa: S608 - a constant
        " WHERE o.story = ? AND o.channel = ?"
        f" AND o.kind = 'news' AND o.seq < ? AND step <> ? AND NOT ({MISREAD}) ORDER BY o.seq DESC LIMIT 1",
        [story, channel, seq, step],
    ).fetchone()
    return Step(row[0]) if row else None
