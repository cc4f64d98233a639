"""Gather what the state file knows of an item: its stories, what was told of it, and what stopped it."""

from __future__ import annotations

from datetime import datetime

from monitor.answers.explanation import Past, PastAlert
from monitor.decide.burst import quarter
from monitor.decide.mutes import MUTED
from monitor.model import Entry, Reading, Telling
from monitor.store import Store
from monitor.store.owed import Owed, State


def past(store: Store, entry_id: str, now: datetime) -> Past:
    """Return what became of an entry when it was polled, for `explanation.explain`."""
    kept, matched = store.entries.kept(entry_id), store.entries.matches(entry_id)
    joined = store.stories.of_entry(entry_id)
    stories = tuple((story, why) for key, why, _ in joined if (story := store.stories.get(key)) is not None)
    owed = map(store.outbox.get, dict.fromkeys(alert for story, _ in stories for alert in story.alerts))
    return Past(
        stories=stories,
        alerts=tuple(
            PastAlert(
                channel=one.alert.channel, state=one.state.value, at=one.alert.created, why=_why(one, now)
            )
            for one in owed
            if one
        ),
        rules=tuple(rule for rule, *_ in matched),
        rules_version=matched[0][2] if matched else None,
        titles=tuple(dict.fromkeys(title for *_, title in joined)),
        stopped=kept.stopped if kept else None,
        seen=store.entries.seen(entry_id),
    )


def waits(owed: Owed, now: datetime) -> str:
    """Say for what an alert waits, if it waits for a time."""
    if owed.state is not State.PENDING or owed.due <= now or (owed.error or "").startswith(MUTED):
        return ""
    wanted = owed.alert.due
    if owed.attempts or owed.strikes:
        why = "is tried again"
    elif wanted and owed.alert.telling.items and wanted == quarter(owed.alert.created):
        why = "is gathered with others of its kind, and goes out"
    else:
        why = "waits for the end of quiet hours" if wanted else "is due"
    return f"{why} at {owed.due:%Y-%m-%d %H:%M:%S} UTC"


def _why(owed: Owed, now: datetime) -> str:
    """Say why an alert is not sent, as far as that is known."""
    return "" if owed.state is State.SENT else "; ".join(filter(None, (waits(owed, now), owed.error)))


def entry_of(store: Store, telling: Telling, story: str | None) -> tuple[Entry, Reading] | None:
    """Return the entry that an alert tells of, with its reading as stored; None once its text was pruned."""
    found = store.entries.find(telling.url) if telling.url else None
    if found is None and story is not None:
        same = (covered for covered in store.views.coverage(story) if covered.outlet.title == telling.title)
        found = next((kept for covered in same if (kept := store.entries.find(covered.entry))), None)
    return found
