"""Say which alert of each channel goes next, and when.

Order is kept in each channel: its oldest open row goes first. Rows whose time has not come (quiet hours) let
later ones pass, except within their own thread. Edits are no posts and never hold one up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from sqlite_utils import Database

from monitor.store.codec import epoch
from monitor.store.owed import Owed, State, select
from monitor.store.pauses import EDITS, WORKSPACE, Pause, channel_scope, look_scope

_POST = """
SELECT * FROM outbox_owed AS o WHERE channel=? AND kind<>'update'
  AND (state IN ('sending','unknown') OR attempts > 0 OR due_at <= ?)
  AND NOT EXISTS (
    SELECT 1 FROM outbox_owed AS e WHERE e.channel=o.channel AND e.thread=o.thread AND e.seq < o.seq
    AND e.kind<>'update'
    -- what quiet hours put off does not hold back a critical alert that they let pass
    AND NOT (o.level='critical' AND e.state='pending' AND e.attempts=0 AND e.due_at > ?))
  ORDER BY seq LIMIT 1
"""
_EDIT = """
SELECT o.* FROM outbox_owed AS o JOIN outbox AS t ON t.id = o.updates
  WHERE o.channel=? AND o.kind='update' AND o.state<>'sending' AND t.state='sent' ORDER BY o.due_at, o.seq LIMIT 1
"""
_NEVER = datetime.min.replace(tzinfo=UTC)


def heads(db: Database, pauses: Mapping[str, Pause], now: datetime) -> Iterator[tuple[datetime, Owed]]:
    """Yield for each channel its oldest post that is not put off and its oldest edit, with its time."""

    def no_sooner(owed: Owed, scope: str) -> datetime:
        return max(owed.due, *(pauses[one].until if one in pauses else _NEVER for one in (WORKSPACE, scope)))

    for (channel,) in db.execute("SELECT DISTINCT channel FROM outbox_owed").fetchall():
        for post in select(db, _POST, channel, epoch(now), epoch(now)):
            if post.state is not State.SENDING:
                unknown = post.state is State.UNKNOWN
                yield no_sooner(post, look_scope(channel) if unknown else channel_scope(channel)), post
        for edit in select(db, _EDIT, channel):
            yield no_sooner(edit, EDITS), edit
