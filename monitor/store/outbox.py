"""Keep what is owed to whom: one row an alert, from before anybody is told until it stands in its channel.

Order is kept in each channel: its oldest open row goes first. Rows whose time has not come (quiet hours) let
later ones pass, except within their own thread. Edits are no posts and never hold one up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace
from sqlite_utils import Database

from monitor.decide.alerts import digest
from monitor.model import Alert, Kind, Message, Section, Sent, Telling
from monitor.store import owed as rows
from monitor.store import pauses
from monitor.store.codec import dump, epoch, moment
from monitor.store.owed import Owed, State, from_row
from monitor.store.pauses import EDITS, WORKSPACE, Hold, Pause, Pauses, channel_scope, look_scope

__all__ = ["SCHEMA", "Hold", "Outbox", "Owed", "Pause", "State"]

SCHEMA = rows.SCHEMA + pauses.SCHEMA

LONGEST_WAIT = timedelta(hours=2)
"""No retry, no search and no pause waits longer (deliver.policy, sinks.faults: an hour and a half at most)."""
QUIET = timedelta(days=8)
"""Quiet hours and digests put an alert off for longer, but by no more than a week."""

_UNKNOWN = "state=iif(kind='update','pending','unknown'), unsure_at=?, due_at=?, error=?"
_NEVER = datetime.min.replace(tzinfo=UTC)


class Outbox:
    """Read and write the outbox; each write is a transaction of its own or joins the caller's."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.pauses = Pauses(db)

    # --- Owing ------------------------------------------------------------------------------------------

    def add(self, alerts: Iterable[Alert]) -> int:
        """Owe these alerts, inside the caller's transaction, and return how many were not owed already.

        An id that is there already is left as it is. A newer edit of a message overtakes those that wait.
        """
        added = 0
        with self.db.atomic():
            for alert in alerts:
                if alert.grows and self._grown(alert):
                    continue
                new = self._run(
                    "INSERT INTO outbox (id, kind, channel, level, story, thread, updates, body,"
                    " rules_version, burst, created_at, wanted_at, due_at)"
                    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING",
                    alert.id, alert.kind, alert.channel, alert.level, alert.story, alert.thread,
                    alert.updates, dump(alert.telling), alert.rules_version, alert.burst, epoch(alert.created),
                    epoch(alert.due), epoch(alert.due or alert.created),
                )  # fmt: skip
                added += new
                if new and alert.kind is Kind.UPDATE:
                    self._run(
                        "UPDATE outbox SET state='skipped', error='overtaken by a newer edit'"
                        " WHERE updates=? AND state='pending' AND id<>?",
                        alert.updates, alert.id,
                    )  # fmt: skip
        return added

    def burst(self, channel: str, burst: str, since: datetime) -> int:
        """Return how many alerts of a burst were owed to a channel since then."""
        sql = "SELECT count(*) AS n FROM outbox WHERE channel=? AND burst=? AND created_at>=? AND kind='news'"
        return int(self._rows(sql, channel, burst, epoch(since))[0]["n"])

    def waiting(self, channel: str, burst: str, now: datetime) -> Alert | None:
        """Return the grouped alert of a burst that waits for its time and can still grow."""
        row = self._row(
            "SELECT * FROM outbox WHERE channel=? AND burst=? AND state='pending' AND attempts=0 AND due_at>?"
            " AND kind='news' AND json_extract(body, '$.items') IS NOT NULL ORDER BY seq DESC LIMIT 1",
            channel, burst, epoch(now),
        )  # fmt: skip
        return from_row(row).alert if row else None

    def _grown(self, alert: Alert) -> bool:
        """Put a grown alert in its place, if the one that it grew from still waits."""
        sql = "UPDATE outbox SET body=?, level=?, story=? WHERE id=? AND state='pending' AND attempts=0"
        return bool(self._run(sql, dump(alert.telling), alert.level, alert.story, alert.id))

    # --- Delivering -------------------------------------------------------------------------------------

    def due(self, now: datetime, limit: int = 4) -> tuple[Owed, ...]:
        """Return what can be done now, oldest first: one post in each of `limit` channels, and one edit.

        A row in state `unknown` asks to be looked for, every other one to be claimed and sent.
        """
        self._skip_orphans()
        ready = sorted((owed for at, owed in self._heads(now) if at <= now), key=lambda owed: owed.seq)
        posts = [owed for owed in ready if owed.alert.kind is not Kind.UPDATE]
        edits = [owed for owed in ready if owed.alert.kind is Kind.UPDATE]
        return (*posts[:limit], *edits[:1])

    def next_at(self, now: datetime) -> datetime | None:
        """Return when there is next something to do, `now` at the earliest; None where nothing is owed."""
        times = [max(at, now) for at, _ in self._heads(now)]
        sql = "SELECT min(due_at) AS at FROM outbox_owed WHERE state<>'sending' AND due_at > ?"
        for row in self._rows(sql, epoch(now)):
            if row["at"] is not None:
                times.append(moment(row["at"]))
        return min(times, default=None)

    def claim(self, owed: Owed, now: datetime) -> Message | None:
        """Mark a row as being sent, commit, and return it with its place; None if it is no longer due."""
        claimed = self._run(
            "UPDATE outbox SET state='sending', sending_at=?, attempts=attempts+1"
            " WHERE seq=? AND channel=? AND state IN ('pending','parked')",  # it may have been moved meanwhile
            epoch(now), owed.seq, owed.alert.channel,
        )  # fmt: skip
        return self.message(owed.alert) if claimed else None

    def message(self, alert: Alert) -> Message:
        """Return an alert with its place: its thread's root or the message it edits, and the channel's id."""
        if alert.updates:
            place = self._row("SELECT slack_ts, slack_channel FROM outbox WHERE id=?", alert.updates) or {}
            ts, channel_id = place.get("slack_ts"), place.get("slack_channel")
            return Message(alert=alert, update_ts=ts, channel_id=channel_id)
        known = self._row(
            "SELECT slack_channel FROM outbox WHERE channel=? AND slack_channel IS NOT NULL"
            " ORDER BY seq DESC LIMIT 1",
            alert.channel,
        )
        return Message(
            alert=alert,
            thread_ts=rows.thread_root(self.db, alert),
            channel_id=known["slack_channel"] if known else None,
        )

    def mark_sent(
        self, id: str, sent: Sent, now: datetime, pace: timedelta = timedelta(0), burst: int = 1
    ) -> None:
        """Mark an alert as standing in its channel, which works; it takes `burst` at once, then one in each `pace`."""
        with self.db.atomic():
            (row,) = self._rows(
                "UPDATE outbox SET state='sent', sent_at=?, slack_channel=?, slack_ts=?, slack_thread=?,"
                " error=NULL WHERE id=? RETURNING channel, kind, sending_at",
                epoch(now), sent.channel_id, sent.ts, sent.thread_ts, id,
            )  # fmt: skip
            left = min(moment(row["sending_at"]) or now, now)  # our clock may have been set back meanwhile
            if row["kind"] == Kind.UPDATE:
                self.pauses.spend(EDITS, left, pace, burst)
                return
            self._run("UPDATE outbox SET state='pending' WHERE channel=? AND state='parked'", row["channel"])
            self.pauses.spend(channel_scope(row["channel"]), left, pace, burst)

    def mark_unknown(self, id: str, reason: str, now: datetime, look_at: datetime) -> None:
        """Mark an alert as perhaps posted, to be looked for from `look_at` on; an edit is just done again."""
        self._run(
            f"UPDATE outbox SET {_UNKNOWN}, strikes=strikes+1 WHERE id=? AND state='sending'",  # noqa: S608 - a constant
            epoch(now), epoch(look_at), reason, id,
        )  # fmt: skip

    def look_later(self, id: str, at: datetime, reason: str) -> None:
        """Put off the search for an alert whose outcome is unknown."""
        self._run("UPDATE outbox SET due_at=?, error=? WHERE id=? AND state='unknown'", epoch(at), reason, id)

    def retry_later(
        self, id: str, due: datetime, reason: str, *, counts: bool = True, strike: int = 0
    ) -> None:
        """Owe an alert again from `due` on; an attempt that does not count (asked to wait) is taken back."""
        self._run(
            "UPDATE outbox SET state='pending', due_at=?, error=?, attempts=max(0, attempts-?),"
            " strikes=strikes+? WHERE id=? AND state IN ('sending','unknown')",
            epoch(due), reason, 0 if counts else 1, strike, id,
        )  # fmt: skip

    def give_up(self, id: str, reason: str) -> None:
        """Mark an alert as dead: listed, never sent again by itself."""
        self._run("UPDATE outbox SET state='dead', error=? WHERE id=?", reason, id)

    def skip(self, id: str, reason: str) -> None:
        """Mark an alert as not to be sent, which is no failure."""
        self._run("UPDATE outbox SET state='skipped', error=? WHERE id=?", reason, id)

    def park(self, channel: str, until: datetime, now: datetime, reason: str) -> None:
        """Park a channel's queue until a person mends the channel; one row is tried again at `until`."""
        with self.db.atomic():
            self._run(
                "UPDATE outbox SET attempts=max(0, attempts-(state='sending')), state='parked', error=?"
                " WHERE channel=? AND state IN ('pending','sending','parked') AND kind<>'update'",
                reason, channel,
            )  # fmt: skip
            self.pauses.set(channel_scope(channel), Hold.PARKED, until, now, reason)

    def recover(self, now: datetime, look_at: datetime) -> int:
        """Mark everything that was in flight when the last process ended as unknown, and return how many."""
        reason = "the worker stopped while this was being sent"
        sql = f"UPDATE outbox SET {_UNKNOWN} WHERE state='sending'"  # noqa: S608 - a constant
        return self._run(sql, epoch(now), epoch(look_at), reason)

    def bring_back(self, now: datetime) -> None:
        """Bring back what waits for a time that only a wrong wall clock could set: joins the caller's transaction.

        What was made in the future shows that the clock was set back since; and nothing but quiet hours puts an
        alert off for longer than `LONGEST_WAIT`.
        """
        with self.db.atomic():
            self._run(
                "UPDATE outbox SET due_at=?1 WHERE state IN ('pending','unknown','parked') AND due_at > ?1"
                " AND (created_at > ?1 OR due_at > ?1 + iif(wanted_at IS NULL, ?2, ?3))",
                epoch(now), LONGEST_WAIT.total_seconds(), QUIET.total_seconds(),
            )  # fmt: skip
            self.pauses.bring_back(now, LONGEST_WAIT)

    # --- For people -------------------------------------------------------------------------------------

    def counts(self) -> dict[State, int]:
        """Return how many alerts are in each state."""
        rows = self._rows("SELECT state, count(*) AS n FROM outbox GROUP BY state")
        found = {row["state"]: row["n"] for row in rows}
        return {state: found.get(state, 0) for state in State}

    def listing(self, *states: State, limit: int = 100) -> tuple[Owed, ...]:
        """Return the newest alerts first, in these states or in all."""
        wanted = states or tuple(State)
        sql = "SELECT * FROM outbox WHERE state IN (SELECT value FROM json_each(?)) ORDER BY seq DESC LIMIT ?"
        rows = self._rows(sql, json.dumps(wanted), limit)
        return tuple(map(from_row, rows))

    def get(self, id: str) -> Owed | None:
        """Return one alert by its id."""
        row = self._row("SELECT * FROM outbox WHERE id=?", id)
        return from_row(row) if row else None

    def alert(self, id: str) -> Alert | None:
        """Return what an alert tells, wherever it stands by now."""
        owed = self.get(id)
        return owed.alert if owed else None

    def shown(self, id: str) -> Telling | None:
        """Return what an alert's message shows since its last edit; None where it was never edited."""
        row = self._row("SELECT * FROM outbox WHERE updates=? ORDER BY seq DESC LIMIT 1", id)
        return from_row(row).alert.telling if row else None

    def show(self, alert: Alert, section: Section, now: datetime) -> None:
        """Make an alert's message show a section from now on, and owe the edit that does so.

        It replaces the section of that title; without lines it takes it away. The row's own text changes too, so
        that later edits (more outlets) keep the section; the edit starts from the latest one and loses no outlet.
        """
        others = tuple(one for one in alert.telling.sections if one.title != section.title)
        sections = (*others, section) if section.lines else others
        edit = replace(
            alert, id=digest("marked", alert.id, dump(section), now.isoformat()), kind=Kind.UPDATE,
            telling=replace(self.shown(alert.id) or alert.telling, sections=sections),
            created=now, updates=alert.id, due=None,
        )  # fmt: skip
        with self.db.atomic():
            kept = replace(alert.telling, sections=sections)
            self._run("UPDATE outbox SET body=? WHERE id=?", dump(kept), alert.id)
            self.add([edit])

    def retry(self, id: str, now: datetime) -> bool:
        """Owe an alert afresh, as an operator asks; False where it is sent, in flight or not there."""
        with self.db.atomic():
            row = self._row("SELECT channel, state FROM outbox WHERE id=?", id)
            if row is None or row["state"] not in (State.DEAD, State.PARKED, State.PENDING, State.SKIPPED):
                return False
            sql = "UPDATE outbox SET state='pending', attempts=0, strikes=0, due_at=?, error=NULL WHERE id=?"
            self._run(sql, epoch(now), id)
            self.pauses.end(channel_scope(row["channel"]))
        return True

    def drop(self, id: str, reason: str) -> bool:
        """Give an alert up, as an operator asks; False where it is sent, in flight or not there."""
        sql = "UPDATE outbox SET state='dead', error=? WHERE id=? AND state IN ('pending','unknown','parked','dead')"
        return bool(self._run(sql, f"dropped: {reason}", id))

    def move(self, channel: str, to: str) -> list[str]:
        """Owe to another channel, with their edits, the alerts that wait for one; return their ids."""
        with self.db.atomic():
            waits = "channel=? AND kind<>'update' AND state IN ('pending','parked')"
            ids = [row["id"] for row in self._rows(f"SELECT id FROM outbox WHERE {waits}", channel)]  # noqa: S608
            sql = (
                "UPDATE outbox SET channel=?1, state=iif(state='parked','pending',state)"
                " WHERE id IN (SELECT value FROM json_each(?2)) OR updates IN (SELECT value FROM json_each(?2))"
            )
            self._run(sql, to, json.dumps(ids))
            self.pauses.end(channel_scope(channel))
        return ids

    # --- Inside -----------------------------------------------------------------------------------------

    def _heads(self, now: datetime) -> Iterator[tuple[datetime, Owed]]:
        """Yield for each channel its oldest post that is not put off and its oldest edit, with its time."""
        until = {scope: pause.until for scope, pause in self.pauses.all().items()}
        for row in self._rows("SELECT DISTINCT channel FROM outbox_owed"):
            channel = row["channel"]
            post = self._row(
                "SELECT * FROM outbox_owed AS o WHERE channel=? AND kind<>'update'"
                " AND (state IN ('sending','unknown') OR attempts > 0 OR due_at <= ?)"
                " AND NOT EXISTS (SELECT 1 FROM outbox_owed AS e WHERE e.channel=o.channel"
                " AND e.thread=o.thread AND e.seq < o.seq AND e.kind<>'update'"
                # what quiet hours put off does not hold back a critical alert that they let pass
                " AND NOT (o.level='critical' AND e.state='pending' AND e.attempts=0 AND e.due_at > ?))"
                " ORDER BY seq LIMIT 1",
                channel, epoch(now), epoch(now),
            )  # fmt: skip
            if post and post["state"] != State.SENDING:
                owed = from_row(post)
                scope = look_scope(channel) if owed.state is State.UNKNOWN else channel_scope(channel)
                yield max(owed.due, until.get(WORKSPACE, _NEVER), until.get(scope, _NEVER)), owed
            edit = self._row(
                "SELECT o.* FROM outbox_owed AS o JOIN outbox AS t ON t.id = o.updates WHERE o.channel=?"
                " AND o.kind='update' AND o.state<>'sending' AND t.state='sent'"
                " ORDER BY o.due_at, o.seq LIMIT 1",
                channel,
            )
            if edit:
                owed = from_row(edit)
                yield max(owed.due, until.get(WORKSPACE, _NEVER), until.get(EDITS, _NEVER)), owed

    def _skip_orphans(self) -> None:
        """Skip edits whose message will never stand in a channel."""
        sql = (
            "SELECT o.id FROM outbox AS o INDEXED BY outbox_edits LEFT JOIN outbox AS t ON t.id = o.updates"
            " WHERE o.kind='update' AND o.state IN ('pending','sending','unknown','parked')"
            " AND (t.id IS NULL OR t.state IN ('dead','skipped') OR (t.state='sent' AND t.slack_ts IS NULL))"
        )
        for row in self._rows(sql):
            self.skip(row["id"], "the message it would edit was never posted, or cannot be edited")

    def _run(self, sql: str, *values: object) -> int:
        """Write by one statement, and return how many rows that changed."""
        with self.db.atomic():
            return int(self.db.execute(sql, values).rowcount)

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        cursor = self.db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _row(self, sql: str, *values: object) -> dict[str, Any] | None:
        return next(iter(self._rows(sql, *values)), None)
