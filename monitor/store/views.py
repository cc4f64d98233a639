"""Answer what the page, the metrics and `status` ask: reads only, nothing here changes a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct
from sqlite_utils import Database

from monitor.model import Outlet, Telling
from monitor.store.codec import load, moment
from monitor.store.marks import Verdict
from monitor.store.owed import Owed, select
from monitor.store.search import condition
from monitor.store.stories import outlet, standings
from monitor.story import Story

QUIET_LEAST = timedelta(days=1)
QUIET_TIMES = 2
PAUSES_LEAST = 4
RHYTHM_OVER = timedelta(days=60)
"""A feed is silent when it answers, but has had nothing new for a day and twice its longest usual pause of late."""


WRONG, UNMARKED = "not relevant", "unmarked"
"""What `Filter.mark` may ask beside a verdict."""


class Filter(Struct, frozen=True, kw_only=True):
    """Say which alerts to show; None asks nothing."""

    text: str | None = None
    treaty: str | None = None
    rule: str | None = None
    actor: str | None = None
    """ISO 3166-1 alpha-2 or `EU`: anywhere among the alert's events."""
    step: str | None = None
    level: str | None = None
    state: str | None = None
    kind: str | None = None
    """news, notice or digest. Edits of earlier messages are never listed: they are no alerts of their own."""
    story: str | None = None
    mark: str | None = None
    """What people said: a Verdict, WRONG for every one but `confirmed`, or UNMARKED."""
    since: date | None = None
    until: date | None = None
    """Days in UTC, both included."""


class Covered(Struct, frozen=True, kw_only=True):
    """Hold one publication of a story."""

    entry: str
    outlet: Outlet
    step: str | None
    because: str
    at: datetime
    """When it came."""


class FalseMarks(Struct, frozen=True, kw_only=True):
    """Count the alerts of one rule that people called not relevant."""

    alerts: int
    reasons: Mapping[Verdict, int]
    """Alerts by reason; one that people called by two is counted for both."""


class Traffic(Struct, frozen=True, kw_only=True):
    """Count what came and what was told since a time."""

    entries: int
    matches: int
    alerts: int


_EVENT = (
    "EXISTS (SELECT 1 FROM json_each(body, '$.events') AS e WHERE json_extract(e.value, '$.{field}') = ?)"
)
_ANY = (
    "(json_extract(body, '$.{field}') = ? OR EXISTS (SELECT 1 FROM json_each(body, '$.items') AS i"
    " WHERE json_extract(i.value, '$.{field}') = ?))"
)
"""Of the alert, or of any happening that it lists."""
_MARKED = "id {how} (SELECT alert FROM marks WHERE undone_at IS NULL{which})"
_CONDITIONS: dict[str, str] = {
    "rule": _ANY.format(field="rule"),
    "actor": _EVENT.format(field="actor"),
    "step": _ANY.format(field="step"),
    "level": "level = ?",
    "state": "state = ?",
    "kind": "kind = ?",
    # a grouped message tells of other stories, too: each of them knows it
    "story": "(story = ? OR id IN (SELECT a.value FROM stories AS s, json_each(s.story, '$.alerts') AS a"
    " WHERE s.key = ?))",
}
_FACETS: dict[str, str] = {
    "treaty": "SELECT DISTINCT json_extract(body, '$.treaty') FROM outbox WHERE seq > ?",
    "rule": "SELECT DISTINCT json_extract(body, '$.rule') FROM outbox WHERE seq > ?",
    "actor": "SELECT DISTINCT json_extract(e.value, '$.actor') FROM outbox, json_each(body, '$.events') AS e"
    " WHERE seq > ?",
}
_RHYTHM = """
WITH arrivals AS (SELECT DISTINCT feed, at FROM entries WHERE at >= ?),
  pauses AS (SELECT feed, at - lag(at) OVER (PARTITION BY feed ORDER BY at) AS pause FROM arrivals)
SELECT feed, max(pause) FROM pauses GROUP BY feed HAVING count(pause) >= ?
"""
_RHYTHM_KEPT = timedelta(minutes=10)
"""Rhythms are looked at over weeks; working them out reads every entry of the window."""


class Views:
    """Read the state file for people and machines; no method writes."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._choices: dict[str, set[str]] = {name: set() for name in _FACETS}
        self._chosen_until = 0
        self._rhythm: dict[str, float] = {}
        self._rhythm_at: datetime | None = None

    # --- Alerts -----------------------------------------------------------------------------------------

    def alerts(self, wanted: Filter, limit: int, before: int | None = None) -> list[Owed]:
        """Return alerts that pass a filter, the newest first; `before` is the `seq` where the last page ended."""
        where, values = _where(wanted)
        if before is not None:
            where, values = f"{where} AND seq < ?", [*values, before]
        query = f"SELECT * FROM outbox WHERE {where} ORDER BY seq DESC LIMIT ?"  # noqa: S608 - values are bound
        return select(self._db, query, *values, limit)

    def told_of(self, story: str) -> Telling | None:
        """Return what people were told last of a story; None where nobody was told."""
        row = self._db.execute(
            "SELECT body FROM outbox WHERE story = ? AND kind = 'news' ORDER BY seq DESC LIMIT 1", [story]
        ).fetchone()
        return None if row is None else load(Telling, row[0])

    def shown(self, alerts: Iterable[str]) -> dict[str, tuple[Telling, datetime]]:
        """Return what each alert's message shows since its last edit, and when; one never edited is left out."""
        rows = self._db.execute(
            "SELECT updates, body, created_at, max(seq) FROM outbox"
            " WHERE updates IN (SELECT value FROM json_each(?)) GROUP BY updates",
            [json.dumps([*alerts])],
        )
        return {id_: (load(Telling, body), moment(at)) for id_, body, at, _ in rows}

    def count(self, wanted: Filter) -> int:
        """Return how many alerts pass a filter."""
        where, values = _where(wanted)
        query = f"SELECT count(*) FROM outbox WHERE {where}"  # noqa: S608 - values are bound
        return int(self._db.execute(query, values).fetchone()[0])

    def choices(self) -> dict[str, list[str]]:
        """Return which treaties, rules and actors alerts were about, for the filter's menus."""
        (last,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM outbox").fetchone()
        if last > self._chosen_until:  # only the new ones are read
            for name, query in _FACETS.items():
                self._choices[name] |= {
                    row[0] for row in self._db.execute(query, [self._chosen_until]) if row[0]
                }
            self._chosen_until = last
        return {name: sorted(found) for name, found in self._choices.items()}

    def language(self, link: str, title: str) -> str | None:
        """Return the language of a published item by its canonical link and title, where it is known and kept."""
        row = self._db.execute(
            "SELECT coalesce(json_extract(reading, '$.language'), json_extract(entry, '$.language')) FROM entries"
            " WHERE link = ? AND title = ? LIMIT 1",
            [link, title],
        ).fetchone()
        return row[0] if row else None

    def publishers(self) -> set[str]:
        """Return the outlets of all that joined a story."""
        return {row[0] for row in self._db.execute("SELECT DISTINCT publisher FROM coverage")}

    def oldest_owed(self, now: datetime) -> datetime | None:
        """Return since when the oldest alert that is still owed could have gone out; None if none is late."""
        at: float | None
        (at,) = self._db.execute(
            "SELECT min(coalesce(wanted_at, created_at)) FROM outbox_owed"
            " WHERE kind <> 'update' AND coalesce(wanted_at, created_at) <= ?",
            [now.timestamp()],
        ).fetchone()
        return moment(at)

    def refusing(self) -> list[str]:
        """Return the channels for which alerts are kept until a person mends them."""
        sql = "SELECT DISTINCT channel FROM outbox_owed WHERE state='parked' ORDER BY channel"
        return [channel for (channel,) in self._db.execute(sql)]

    # --- Stories ----------------------------------------------------------------------------------------

    def latest_stories(self, treaty: str | None = None, limit: int = 20) -> list[Story]:
        """Return the stories with the latest news that a rule asks for; those of words alone are left out.

        What one reading of a record brought goes by the day of each act.
        """
        rows = self._db.execute(
            "SELECT story FROM stories WHERE (? IS NULL OR treaty = ?) AND family NOT LIKE 'text:%'"
            " AND EXISTS (SELECT 1 FROM coverage WHERE coverage.story = stories.key)"
            " ORDER BY updated_at DESC, json_extract(story, '$.acted') DESC, key LIMIT ?",
            [treaty, treaty, limit],
        )
        return standings(self._db, rows)

    def coverage(self, story: str, limit: int = 100) -> list[Covered]:
        """Return what was published about a story, the earliest first."""
        rows = self._db.execute(
            "SELECT entry, step, because, at, publisher, url, title, published, now FROM coverage WHERE story = ?"
            " ORDER BY at, rowid LIMIT ?",
            [story, limit],
        )
        return [
            Covered(entry=entry, outlet=outlet(*published), step=step, because=because, at=moment(at))
            for entry, step, because, at, *published in rows
        ]

    # --- Records ----------------------------------------------------------------------------------------

    def records_read(self) -> dict[str, datetime]:
        """Return when each treaty's official record was last read."""
        rows = self._db.execute("SELECT treaty, read_at FROM records")
        return {treaty: moment(at) for treaty, at in rows}

    # --- Feeds and rules --------------------------------------------------------------------------------

    def silent(self, now: datetime) -> dict[str, timedelta]:
        """Return the feeds that answer but fell silent against their own rhythm, with their longest usual pause.

        Time in which the feed was not reached counts for neither side: silence ends at its last success. An official
        record is at rest for months after a rush of signatures; one that has moved brings no table, which is told.
        """
        quiet_for = self._db.execute(
            "SELECT id, succeeded_at - new_at FROM feeds WHERE enabled AND error IS NULL"
            " AND succeeded_at - new_at > ? AND id NOT IN (SELECT feed FROM records) ORDER BY id",
            [QUIET_LEAST.total_seconds()],
        ).fetchall()
        if quiet_for and (self._rhythm_at is None or abs(now - self._rhythm_at) >= _RHYTHM_KEPT):
            rows = self._db.execute(_RHYTHM, [(now - RHYTHM_OVER).timestamp(), PAUSES_LEAST])
            self._rhythm, self._rhythm_at = dict(rows.fetchall()), now
        return {
            feed: timedelta(seconds=self._rhythm[feed])
            for feed, quiet in quiet_for
            if feed in self._rhythm and quiet > self._rhythm[feed] * QUIET_TIMES
        }

    def failing(self) -> tuple[int, int]:
        """Return how many feeds are enabled, and how many of them failed when last polled."""
        enabled, failing = self._db.execute(
            "SELECT count(*), total(json_extract(schedule, '$.failures') > 0) FROM feeds WHERE enabled"
        ).fetchone()
        return int(enabled), int(failing)

    def matches_by_day(self, since: datetime) -> dict[str, dict[date, int]]:
        """Return how many entries each rule matched on each day (UTC) since then; days without are left out."""
        rows = self._db.execute(
            "SELECT rule, date(at, 'unixepoch') AS day, count(*) FROM matches WHERE at >= ? GROUP BY rule, day",
            [since.timestamp()],
        )
        days: dict[str, dict[date, int]] = {}
        for rule, day, count in rows:
            days.setdefault(rule, {})[date.fromisoformat(day)] = count
        return days

    def false_marks(self, since: date) -> dict[str, FalseMarks]:
        """Return how many alerts of each rule, owed since that day (UTC), people called not relevant."""
        rows = self._db.execute(
            "WITH wrong AS (SELECT DISTINCT o.id, o.body, m.verdict FROM marks AS m JOIN outbox AS o ON o.id = m.alert"
            " WHERE m.undone_at IS NULL AND m.verdict <> ? AND o.created_at >= ?)"
            " SELECT id, json_extract(body, '$.rule') AS rule, verdict FROM wrong WHERE rule IS NOT NULL"
            " UNION SELECT wrong.id, json_extract(i.value, '$.rule') AS rule, verdict"
            " FROM wrong, json_each(body, '$.items') AS i WHERE rule IS NOT NULL ORDER BY verdict",
            [Verdict.CONFIRMED, _midnight(since)],
        )
        alerts: dict[str, dict[Verdict, set[str]]] = {}
        for id_, rule, verdict in rows:
            alerts.setdefault(rule, {}).setdefault(Verdict(verdict), set()).add(id_)
        return {
            rule: FalseMarks(
                alerts=len(set().union(*by_reason.values())),
                reasons={verdict: len(ids) for verdict, ids in by_reason.items()},
            )
            for rule, by_reason in alerts.items()
        }

    # --- The whole --------------------------------------------------------------------------------------

    def traffic(self, since: datetime) -> Traffic:
        """Count entries, matches and alerts since a time."""
        at = since.timestamp()
        entries = self._db.execute("SELECT count(*) FROM entries WHERE at >= ?", [at]).fetchone()[0]
        matches = self._db.execute("SELECT count(*) FROM matches WHERE at >= ?", [at]).fetchone()[0]
        alerts = self._db.execute(
            "SELECT count(*) FROM outbox WHERE created_at >= ? AND kind = 'news'", [at]
        ).fetchone()[0]
        return Traffic(entries=entries, matches=matches, alerts=alerts)

    def size(self) -> int:
        """Return the size of the database in bytes, as SQLite counts its pages."""
        (pages,) = self._db.execute("PRAGMA page_count").fetchone()
        (size,) = self._db.execute("PRAGMA page_size").fetchone()
        return int(pages) * int(size)


def _where(wanted: Filter) -> tuple[str, list[str | float]]:
    """Return the SQL condition of a filter and its values."""
    parts: list[str] = ["kind <> 'update'"]
    values: list[str | float] = []
    for name, sql in _CONDITIONS.items():
        value = getattr(wanted, name)
        if value is not None:
            parts.append(sql)
            values += [str(value)] * sql.count("?")
    if wanted.treaty is not None:
        parts.append(f"(json_extract(body, '$.treaty') = ? OR {_EVENT.format(field='treaty')})")
        values += [wanted.treaty, wanted.treaty]
    if wanted.mark == UNMARKED:
        parts.append(_MARKED.format(how="NOT IN", which=""))
    elif wanted.mark is not None:
        wrong = wanted.mark == WRONG
        parts.append(_MARKED.format(how="IN", which=f" AND verdict {'<>' if wrong else '='} ?"))
        values.append(Verdict.CONFIRMED if wrong else wanted.mark)
    if wanted.since is not None:
        parts.append("created_at >= ?")
        values.append(_midnight(wanted.since))
    if wanted.until is not None:
        parts.append("created_at < ?")
        values.append(_midnight(wanted.until + timedelta(days=1)))
    if wanted.text:
        sql, words = condition(wanted.text)
        parts.append(f"({sql})")
        values += words
    return " AND ".join(parts), values


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
