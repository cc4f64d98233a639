"""Keep what is owed to whom: one row an alert, from before anybody is told until it stands in its channel.

Which of them goes next is in `monitor.store.heads`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace
from sqlite_utils import Database

from monitor.decide.alerts import digest
from monitor.decide.burst import QUARTER
from monitor.decide.mutes import reason
from monitor.model import Alert, Kind, Message, Section, Sent, Telling
from monitor.store import edits
from monitor.store.codec import dump, epoch, moment
from monitor.store.heads import heads
from monitor.store.marks import Marks
from monitor.store.owed import SCHEMA as OWED
from monitor.store.owed import Owed, State, select, thread_root
from monitor.store.pauses import EDITS, LONGEST_WAIT, WIDE, Hold, Pauses, channel_scope
from monitor.store.pauses import SCHEMA as PAUSES

SCHEMA = OWED + PAUSES

_UNKNOWN = "state=iif(kind='update','pending','unknown'), unsure_at=ifnull(unsure_at, ?), due_at=?, error=?"
_PUT_OFF = "UPDATE outbox SET attempts=0, due_at=?, wanted_at=?, error=? WHERE state IN ('pending','parked')"


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
                    edits.overtake(self.db, alert)
        return added

    def burst(self, channel: str, burst: str, since: datetime) -> int:
        """Return how many alerts of a burst were owed to a channel since then."""
        sql = "SELECT count(*) FROM outbox WHERE channel=? AND burst=? AND created_at>=? AND kind='news'"
        (count,) = self.db.execute(sql, [channel, burst, epoch(since)]).fetchone()
        return int(count)

    def waiting(self, channel: str, burst: str, now: datetime) -> Alert | None:
        """Return the grouped alert of a burst that waits for its time and can still grow."""
        found = select(
            self.db,
            "SELECT * FROM outbox WHERE channel=? AND burst=? AND state='pending' AND attempts=0 AND due_at>?"
            " AND kind='news' AND json_extract(body, '$.items') IS NOT NULL ORDER BY seq DESC LIMIT 1",
            channel, burst, epoch(now),
        )  # fmt: skip
        return found[0].alert if found else None

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
        found = heads(self.db, self.pauses.all(), now)
        ready = sorted((owed for at, owed in found if at <= now), key=lambda owed: owed.seq)
        posts = [owed for owed in ready if owed.alert.kind is not Kind.UPDATE]
        changes = [owed for owed in ready if owed.alert.kind is Kind.UPDATE]
        return (*posts[:limit], *changes[:1])

    def next_at(self, now: datetime) -> datetime | None:
        """Return when there is next something to do, `now` at the earliest; None where nothing is owed."""
        times = [max(at, now) for at, _ in heads(self.db, self.pauses.all(), now)]
        sql = "SELECT min(due_at) FROM outbox_owed WHERE state<>'sending' AND due_at > ?"
        (later,) = self.db.execute(sql, [epoch(now)]).fetchone()
        return min([*times, moment(later)] if later is not None else times, default=None)

    def claim(self, owed: Owed, now: datetime) -> Message | None:
        """Mark a row as being sent, commit, and return it with its place, as its last edit shows it.

        None if it is no longer due, is muted by now, or speaks of a message that was not sent.
        """
        alert = owed.alert
        with self.db.atomic():
            shown = None if alert.updates else self.shown(alert.id)
            mute = Marks(self.db).mutes(now).owed(replace(alert, telling=shown or alert.telling))
            if mute and alert.thread is None:  # a milestone or a list, which no further coverage brings back
                due = epoch(min(mute.until, now + QUARTER))  # the mute may be ended early, and the list grow
                self._run(f"{_PUT_OFF} AND id=?", due, due, reason(mute), alert.id)
                return None
            if mute or edits.withheld(self.db, alert):
                self.skip(alert.id, reason(mute) if mute else edits.WITHHELD)
                return None
            claimed = self._run(
                "UPDATE outbox SET state='sending', sending_at=?, attempts=attempts+1"
                " WHERE seq=? AND channel=? AND state IN ('pending','parked')",  # it may have been moved meanwhile
                epoch(now), owed.seq, alert.channel,
            )  # fmt: skip
            if shown and claimed:
                sql = "UPDATE outbox SET state='skipped', error=? WHERE updates=? AND state='pending'"
                self._run(sql, "its message left with what it shows", alert.id)
        return self.message(replace(alert, telling=shown or alert.telling)) if claimed else None

    def message(self, alert: Alert) -> Message:
        """Return an alert with its place: its thread's root or the message it edits, and the channel's id."""
        if alert.updates:
            edited = self.get(alert.updates)
            ts, channel_id = (edited.ts, edited.channel_id) if edited else (None, None)
            return Message(alert=alert, update_ts=ts, channel_id=channel_id)
        known = self.db.execute(
            "SELECT slack_channel FROM outbox WHERE channel=? AND slack_channel IS NOT NULL"
            " ORDER BY seq DESC LIMIT 1",
            [alert.channel],
        ).fetchone()
        return Message(
            alert=alert,
            thread_ts=thread_root(self.db, alert),
            channel_id=known[0] if known else None,
        )

    def mark_sent(
        self, id: str, sent: Sent, now: datetime, pace: timedelta = timedelta(0), burst: int = 1
    ) -> None:
        """Mark an alert as standing in its channel, which works; it takes `burst` at once, then one in each `pace`."""
        with self.db.atomic():
            ((channel, kind, sending),) = self.db.execute(
                "UPDATE outbox SET state='sent', sent_at=?, slack_channel=?, slack_ts=?, slack_thread=?,"
                " error=NULL WHERE id=? RETURNING channel, kind, sending_at",
                [epoch(now), sent.channel_id, sent.ts, sent.thread_ts, id],
            ).fetchall()
            left = min(moment(sending) or now, now)  # our clock may have been set back meanwhile
            if kind == Kind.UPDATE:
                self.pauses.spend(EDITS, left, pace, burst)
                return
            self._run("UPDATE outbox SET state='pending' WHERE channel=? AND state='parked'", channel)
            self.pauses.spend(channel_scope(channel), left, pace, burst)

    def mark_unknown(self, id: str, reason: str, now: datetime, look_at: datetime) -> None:
        """Mark an alert as perhaps posted, to be looked for from `look_at` on; an edit is just done again."""
        self._run(
            f"UPDATE outbox SET {_UNKNOWN}, strikes=strikes+1 WHERE id=? AND state='sending'",  # noqa: S608 - a constant
            epoch(now), epoch(look_at), reason, id,
        )  # fmt: skip

    def look_later(self, id: str, at: datetime, reason: str) -> None:
        """Put off the search for an alert whose outcome is unknown."""
        self._run("UPDATE outbox SET due_at=?, error=? WHERE id=? AND state='unknown'", epoch(at), reason, id)

    def set_aside(self, id: str, until: datetime, reason: str) -> None:
        """Owe an alert again from then on, and let others of its channel pass meanwhile."""
        self._run(
            "UPDATE outbox SET state='pending', attempts=0, due_at=?, error=? WHERE id=? AND state='unknown'",
            epoch(until), reason, id,
        )  # fmt: skip

    def hush(self, channel: str, until: datetime, *, critical: bool) -> None:
        """Put off what would break a channel's quiet, its critical alerts or all others; edits and digests pass."""
        those = "channel=? AND (level='critical')=? AND kind NOT IN ('update','digest') AND due_at < ?"
        due = epoch(until)
        self._run(f"{_PUT_OFF} AND {those}", due, due, None, channel, critical, due)

    def hasten(self, now: datetime) -> None:
        """Bring to its turn what quiet hours put off, since other ones may hold now: those that do put it off again.

        Lists wait for their quarter of an hour.
        """
        those = "kind IN ('news','notice') AND due_at=wanted_at AND due_at > ?"
        sql = f"UPDATE outbox SET due_at=? WHERE state IN ('pending','parked') AND {those}"  # noqa: S608 - a constant
        self._run(sql, epoch(now), epoch(now + QUARTER))

    def others_passed(self, owed: Owed) -> bool:
        """Say whether any post was taken between the first unclear outcome of one and its last attempt."""
        sql = "SELECT 1 FROM outbox WHERE state='sent' AND kind<>'update' AND sent_at > ? AND sent_at <= ? LIMIT 1"
        return self.db.execute(sql, [epoch(owed.unsure), epoch(owed.sending)]).fetchone() is not None

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

        What was made in the future shows that the clock was set back since; and nothing but quiet hours, which are
        asked for anew, puts an alert off for longer than `LONGEST_WAIT`.
        """
        with self.db.atomic():
            self.hasten(now)
            self.db.execute(
                "UPDATE outbox SET due_at=:now WHERE state IN ('pending','unknown','parked') AND due_at > :now"
                " AND (created_at > :now OR due_at > :now + :longest)",
                {"now": epoch(now), "longest": LONGEST_WAIT.total_seconds()},
            )
            sql = "UPDATE outbox SET sending_at=? WHERE state IN ('sending','unknown') AND sending_at > ?"
            self._run(sql, epoch(now - WIDE), epoch(now))  # it is looked for from then on
            self.pauses.bring_back(now)

    # --- For people -------------------------------------------------------------------------------------

    def counts(self) -> dict[State, int]:
        """Return how many alerts are in each state."""
        found = self.db.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall()
        return dict.fromkeys(State, 0) | {State(state): count for state, count in found}

    def listing(self, *states: State, limit: int = 100) -> tuple[Owed, ...]:
        """Return the newest alerts first, in these states or in all."""
        wanted = states or tuple(State)
        sql = "SELECT * FROM outbox WHERE state IN (SELECT value FROM json_each(?)) ORDER BY seq DESC LIMIT ?"
        return tuple(select(self.db, sql, json.dumps(wanted), limit))

    def get(self, id: str) -> Owed | None:
        """Return one alert by its id."""
        return next(iter(select(self.db, "SELECT * FROM outbox WHERE id=?", id)), None)

    def alert(self, id: str) -> Alert | None:
        """Return what an alert tells, wherever it stands by now."""
        owed = self.get(id)
        return owed.alert if owed else None

    def shown(self, id: str) -> Telling | None:
        """Return what an alert's message shows since its last edit; None where it was never edited."""
        found = select(self.db, "SELECT * FROM outbox WHERE updates=? ORDER BY seq DESC LIMIT 1", id)
        return found[0].alert.telling if found else None

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
            found = self.get(id)
            if found is None or found.state not in (State.DEAD, State.PARKED, State.PENDING, State.SKIPPED):
                return False
            self._run(
                "UPDATE outbox SET state='pending', attempts=0, strikes=0, unsure_at=NULL, due_at=?, error=NULL"
                " WHERE id=?",
                epoch(now), id,
            )  # fmt: skip
            self.pauses.end(channel_scope(found.alert.channel))
        return True

    def drop(self, id: str, reason: str) -> bool:
        """Give an alert up, as an operator asks; False where it is sent, in flight or not there."""
        sql = "UPDATE outbox SET state='dead', error=? WHERE id=? AND state IN ('pending','unknown','parked','dead')"
        return bool(self._run(sql, f"dropped: {reason}", id))

    def move(self, channel: str, to: str) -> list[str]:
        """Owe to another channel, with their edits, the alerts that wait for one; return their ids."""
        with self.db.atomic():
            waits = "channel=? AND kind<>'update' AND state IN ('pending','parked')"
            ids = [row[0] for row in self.db.execute(f"SELECT id FROM outbox WHERE {waits}", [channel])]  # noqa: S608
            sql = (
                "UPDATE outbox SET channel=:to, state=iif(state='parked','pending',state)"
                " WHERE id IN (SELECT value FROM json_each(:ids)) OR updates IN (SELECT value FROM json_each(:ids))"
            )
            self.db.execute(sql, {"to": to, "ids": json.dumps(ids)})
            self.pauses.end(channel_scope(channel))
        return ids

    # --- Inside -----------------------------------------------------------------------------------------

    def _skip_orphans(self) -> None:
        """Skip edits whose message will never stand in a channel."""
        sql = (
            "SELECT o.id FROM outbox AS o INDEXED BY outbox_edits LEFT JOIN outbox AS t ON t.id = o.updates"
            " WHERE o.kind='update' AND o.state IN ('pending','sending','unknown','parked')"
            " AND (t.id IS NULL OR t.state IN ('dead','skipped') OR (t.state='sent' AND t.slack_ts IS NULL))"
        )
        for (id_,) in self.db.execute(sql).fetchall():
            self.skip(id_, "the message it would edit was never posted, or cannot be edited")

    def _run(self, sql: str, *values: object) -> int:
        """Write by one statement, and return how many rows that changed."""
        with self.db.atomic():
            return int(self.db.execute(sql, values).rowcount)
