"""Merge and split stories as a person asks, and owe the messages that say so; later coverage follows.

What is changed is read in the same transaction: a running worker may tell more of a story at any other moment.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from monitor.decide import alerts
from monitor.errors import TreatywatchError
from monitor.model import Alert, Entry, Event, Kind, Line, Section
from monitor.sinks.headline import headlines
from monitor.store import Store
from monitor.story import FAMILIES, Story, is_of, merged_into, step_of, tell

SPLITS_MAX = 100
"""Stories that one story was ever split into."""
COVERED_MAX = 10_000
"""Publications of one story that are looked at."""


class Regrouped(Struct, frozen=True, kw_only=True):
    """Hold the story that came of it, and how many messages are edited or owed."""

    story: Story
    edits: int
    owed: int


def merge(store: Store, one: str, into: str, person: str, now: datetime) -> Regrouped:
    """Make two stories one, `into`; raises TreatywatchError where that makes no sense.

    Coverage moves over, the messages of `one` say where its news goes on, and what would join it joins `into`.
    """
    with store.db.atomic():
        gone, kept = _story(store, one), _story(store, store.marks.placed(into))
        if gone.key == kept.key:
            raise TreatywatchError(f"{one} and {into} are one story already.")
        if gone.treaty != kept.treaty:
            raise TreatywatchError(f"{one} and {into} are about different treaties; they stay apart.")
        merged = merged_into(kept, gone)
        own = _alerts(store, kept)
        heard = {alert.channel for alert in _owed(store, kept)}
        others = tuple(alert.id for alert in _owed(store, gone) if alert.channel not in heard)
        merged = replace(merged, alerts=(*kept.alerts, *others))
        store.stories.move(gone.key, kept.key, because=f"{gone.key} was merged into it by {person}")
        if gone.actor and kept.actor and gone.actor != kept.actor:
            acts = [action for action, family in FAMILIES.items() if family == kept.family]
            store.stories.reassign(kept.treaty, acts, gone.actor, kept.actor)
        store.stories.save([merged], [], now)
        store.marks.place(gone.key, None, kept.key, person, now)
        store.marks.unplace(kept.key)
        store.outbox.add(_with_outlets(store, alert, kept.key, now) for alert in own)
        same = _alerts(store, gone) if own else []
        for alert in same:
            to = Line(text=headlines(own[0].telling)[0])
            store.outbox.show(alert, Section(title="The same as", lines=(to,)), now)
        return Regrouped(story=merged, edits=len(own) + len(same), owed=0)


def split(
    store: Store, key: str, entry_id: str, person: str, now: datetime, *, onward: bool = False
) -> Regrouped:
    """Make one entry of a story a story of its own, and owe its alert if the story was told.

    With `onward`, what comes later joins the new story: a second act has begun. Raises TreatywatchError where the
    entry is not in the story, or is all there is of it.
    """
    with store.db.atomic():
        old = _story(store, key)
        covered = {one.entry for one in store.views.coverage(key, limit=COVERED_MAX)}
        found = store.entries.find(entry_id)
        if entry_id not in covered or found is None:
            raise TreatywatchError(
                f"{entry_id}: is not in the story {key}. `treatywatch stories show {key}` lists its entries."
            )
        if len(covered) == 1:
            raise TreatywatchError(
                f"{entry_id}: is all there is of the story {key}; there is nothing to split."
            )
        entry, reading = found
        event = next((event for event in reading.events if is_of(event, old)), None)
        step = (step_of(event) if event else None) or old.step
        originals = _alerts(store, old)
        new = Story(
            key=_free(store, key), treaty=old.treaty, family=old.family, actor=old.actor, step=step,
            told=None, opened=now, updated=now, title=old.title,
        )  # fmt: skip
        for alert in originals:
            new = tell(new, alert.channel, step, alert.level)
        apart = Line(text=entry.title, url=entry.url)
        told = [_told_anew(alert, new, entry, event, now) for alert in originals]
        store.stories.save([replace(new, alerts=tuple(alert.id for alert in told))], [], now)
        store.stories.move(key, new.key, because=f"split from {key} by {person}", entry=entry.id)
        store.marks.place(key, entry.id, new.key, person, now)
        if onward:
            store.marks.place(key, None, new.key, person, now)
        for alert in originals:
            store.outbox.show(alert, Section(title="A happening of its own", lines=(apart,)), now)
        store.outbox.add(told)
        return Regrouped(story=new, edits=len(originals), owed=len(told))


def _story(store: Store, key: str) -> Story:
    found = store.stories.get(key)
    if found is None:
        moved = store.marks.placed(key)
        where = f" It was merged into {moved}." if moved != key else " `treatywatch stories list` shows them."
        raise TreatywatchError(f"{key}: there is no such story.{where}")
    return found


def _alerts(store: Store, story: Story) -> list[Alert]:
    """Return the alerts that told a story last, those that tell of nothing else."""
    return [alert for alert in _owed(store, story) if not alert.telling.items]


def _owed(store: Store, story: Story) -> list[Alert]:
    return list(filter(None, map(store.outbox.alert, story.alerts)))


def _with_outlets(store: Store, alert: Alert, key: str, now: datetime) -> Alert:
    # whoever the message was made from leads: its title and its link stand above; who changed a title stays marked
    shown = (store.outbox.shown(alert.id) or alert.telling).outlets
    known = [*shown[:1], *(outlet for outlet in shown[1:] if outlet.was)]
    covered = store.views.coverage(key, limit=COVERED_MAX)
    outlets = alerts.each_once((*known, *(one.outlet for one in covered)))
    return alerts.update(alert, outlets, now)


def _told_anew(alert: Alert, story: Story, entry: Entry, event: Event | None, now: datetime) -> Alert:
    """Return the alert of a split-off story, to the channel and at the level of the alert that told it so far."""
    telling = replace(
        alert.telling,
        title=entry.title,
        url=entry.url,
        events=(event,) if event else (),
        step=story.step,
        quote=event.quote if event else "",
        outlets=(alerts.outlet(entry),),
        warning=None,
        lines=(),
    )
    return replace(
        alert,
        id=alerts.digest("split", story.key, alert.channel),
        kind=Kind.NEWS,
        telling=telling,
        created=now,
        story=story.key,
        due=None,
    )


def _free(store: Store, key: str) -> str:
    stem = key.partition("~")[0]
    for number in range(2, SPLITS_MAX):
        free = f"{stem}~{number}"
        # one that was merged since has been told by an alert of its own, and leads to another story
        if store.stories.get(free) is None and store.marks.placed(free) == free:
            return free
    raise TreatywatchError(f"{key}: was split {SPLITS_MAX} times; merge some first.")
