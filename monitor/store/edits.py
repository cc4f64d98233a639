"""Say what an edit that is owed, or a mute, means for a message that still waits, and for other edits of it."""

from __future__ import annotations

from sqlite_utils import Database

from monitor.decide.retitled import gone
from monitor.model import Alert, Kind
from monitor.store.codec import epoch

WITHDRAWN = "who told it denied it before it was sent"
WITHHELD = "the message that it speaks of was not sent"


def overtake(db: Database, edit: Alert) -> None:
    """Skip the edits that a newer one makes needless, and a message that still waits where it is denied.

    That one, and what a mute kept back, is owed again once somebody tells it, unless another message did since. Joins
    the caller's transaction.
    """
    db.execute(
        "UPDATE outbox SET state='skipped', error='overtaken by a newer edit'"
        " WHERE updates=? AND state='pending' AND id<>?",
        [edit.updates, edit.id],
    )
    if edit.withdraws:
        sql = "UPDATE outbox SET state='skipped', error=? WHERE id=? AND state IN ('pending','parked')"
        db.execute(sql, [WITHDRAWN, edit.updates])
    elif not gone(edit.telling):
        db.execute(
            "UPDATE outbox AS o SET state='pending', due_at=?, error=NULL"
            " WHERE id=? AND state='skipped' AND NOT EXISTS (SELECT 1 FROM outbox AS n WHERE n.story=o.story"
            " AND n.channel=o.channel AND n.kind='news' AND n.seq > o.seq)",
            [epoch(edit.created), edit.updates],
        )


def withheld(db: Database, alert: Alert) -> bool:
    """Say whether a notice is about a story whose last message in its channel was never sent."""
    if alert.kind is not Kind.NOTICE or alert.story is None:
        return False
    sql = "SELECT state FROM outbox WHERE channel=? AND story=? AND kind='news' ORDER BY seq DESC LIMIT 1"
    told = db.execute(sql, [alert.channel, alert.story]).fetchone()
    return told is not None and told[0] == "skipped"
