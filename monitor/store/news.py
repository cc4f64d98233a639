"""Answer what was new between two moments, told or not: what a digest is made from. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlite_utils import Database

from monitor.decide.denial import BECAUSE
from monitor.decide.mutes import MUTED
from monitor.decide.poll import BASELINE, LEFT
from monitor.model import Entry, Outlet, Reading, Step
from monitor.store.codec import load, moment
from monitor.store.stories import outlet, standings
from monitor.story import Course, Story, go_on, place


class NewStep(Struct, frozen=True, kw_only=True):
    """Hold a step that a story reached, by the first that published it."""

    story: Story
    step: Step
    outlet: Outlet
    reading: Reading
    stopped: str | None
    """Why it was not told at once; None where it was, or its level leaves it to the digest."""


class FoundEntry(Struct, frozen=True, kw_only=True):
    """Hold an entry that a rule found and that was left to the digest."""

    rule: str
    entry: Entry
    stopped: str | None = None
    """Why it was left, where that is not its rule's level."""


class News:
    """Read what was new; both bounds are moments of arrival, the first excluded."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def steps(self, since: datetime, until: datetime) -> Iterator[NewStep]:
        """Yield the steps that stories reached and first denials of what was done, in the order of their arrival.

        What came with the first poll of a feed (its reason ends with BASELINE) was not new.
        """
        rows = self._db.execute(
            "SELECT c.story, c.step, c.at, s.story, e.reading, e.stopped,"
            " c.because, c.publisher, c.url, c.title, c.published, c.now"
            " FROM coverage AS c JOIN stories AS s ON s.key = c.story LEFT JOIN entries AS e ON e.id = c.entry"
            " WHERE c.at > ? AND c.at <= ? AND ifnull(e.stopped, '') NOT LIKE '%' || ? ORDER BY c.at, c.rowid",
            [since.timestamp(), until.timestamp(), BASELINE],
        ).fetchall()
        courses: dict[str, Course | None] = {}
        reached: dict[str, tuple[int, int]] = {}
        for row in rows:
            key, step, at = row[0], Step(row[1]), row[2]
            if key not in courses:
                courses[key], reached[key] = self._before(key, since)
            before = courses[key]
            courses[key], turns = _further(before, step, row[6], moment(at), moment(row[10]))
            if before and row[6] == BECAUSE:
                new = before.denied is None
            elif new := place(step, turns) > reached[key]:
                reached[key] = place(step, turns)
            if new:
                # who took it back does not stand for others who tell it still
                telling = (other for other in rows if other[:2] == row[:2] and other[-1] is None)
                _, _, _, story, reading, stopped, _, *published = next(telling, row) if row[-1] else row
                yield NewStep(
                    story=standings(self._db, [(story,)])[0],
                    step=step,
                    outlet=outlet(*published),
                    reading=load(Reading, reading) if reading else Reading(),
                    stopped=stopped or self._kept_back(key, step),
                )

    def found(self, since: datetime, until: datetime) -> list[FoundEntry]:
        """Return what rules found and is told in no step of a story, each entry once for each rule.

        That is what rules of level low found by words alone, and what was stopped for a reason that ends in LEFT. An
        entry that belongs to a story of the treaty that its rule asks for is in the digest as a step of that story.
        """
        rows = self._db.execute(
            "SELECT m.rule, e.entry, e.stopped FROM matches AS m JOIN entries AS e ON e.id = m.entry"
            " WHERE m.at > ? AND m.at <= ? AND (m.level = 'low' OR e.stopped LIKE '%' || ?)"
            " AND ifnull(e.stopped, '') NOT LIKE '%' || ?"
            " AND NOT EXISTS (SELECT 1 FROM coverage AS c JOIN stories AS s ON s.key = c.story WHERE c.entry = m.entry"
            " AND s.treaty = m.treaty AND s.family NOT LIKE 'text:%') ORDER BY m.at, m.rowid",
            [since.timestamp(), until.timestamp(), LEFT, BASELINE],
        )
        return [
            FoundEntry(
                rule=rule,
                entry=load(Entry, entry),
                stopped=stopped if (stopped or "").endswith(LEFT) else None,
            )
            for rule, entry, stopped in rows
        ]

    def matches(self, since: datetime, until: datetime) -> dict[str, int]:
        """Return how many entries each rule matched."""
        rows = self._db.execute(
            "SELECT rule, count(*) FROM matches WHERE at > ? AND at <= ? GROUP BY rule",
            [since.timestamp(), until.timestamp()],
        )
        return {rule: int(count) for rule, count in rows}

    def _kept_back(self, story: str, step: Step) -> str | None:
        """Return why a step's messages were not sent after all, by a mute; None where one was, or still may be."""
        rows = self._db.execute(
            "SELECT state, error FROM outbox WHERE story = ? AND kind = 'news' AND json_extract(body, '$.step') = ?",
            [story, step],
        ).fetchall()
        kept = [error for state, error in rows if state == "skipped" and (error or "").startswith(MUTED)]
        return kept[0] if kept and len(kept) == len(rows) else None

    def _before(self, story: str, moment_: datetime) -> tuple[Course | None, tuple[int, int]]:
        """Return how far a story had come, and the furthest place that was published and not taken back."""
        rows = self._db.execute(
            "SELECT step, because, at, published, now FROM coverage WHERE story = ? AND at <= ? ORDER BY at, rowid",
            [story, moment_.timestamp()],
        )
        course, reached = None, place(None)
        for step, because, at, published, now in rows:
            course, turns = _further(course, Step(step), because, moment(at), moment(published))
            reached = max(reached, place(Step(step), turns)) if now is None else reached
        return course, reached


def _further(
    course: Course | None, step: Step, because: str, at: datetime, written: datetime | None
) -> tuple[Course, int]:
    """Return a course with what was published next, and after how many turns that stands, as when it was told."""
    if course and because == BECAUSE:
        return replace(course, denied=at), course.turns
    return go_on(course, step, at, written)
