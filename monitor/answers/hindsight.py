"""Gather what the state file knows of an item: its stories, what was told of it, and what stopped it."""

from __future__ import annotations

from monitor.answers.explanation import Past, Told
from monitor.model import Entry, Reading, Telling
from monitor.store import Store


def past(store: Store, entry_id: str) -> Past:
    """Return what became of an entry when it was polled, for `explanation.explain`."""
    kept, matched = store.entries.kept(entry_id), store.entries.matches(entry_id)
    joined = store.stories.of_entry(entry_id)
    stories = tuple((story, why) for key, why, _ in joined if (story := store.stories.get(key)) is not None)
    owed = [store.outbox.get(alert) for story, _ in stories for alert in story.alerts]
    return Past(
        stories=stories,
        alerts=tuple(
            Told(channel=one.alert.channel, state=one.state.value, at=one.alert.created)
            for one in owed
            if one
        ),
        rules=tuple(rule for rule, *_ in matched),
        rules_version=matched[0][2] if matched else None,
        titles=tuple(dict.fromkeys(title for *_, title in joined)),
        stopped=kept.stopped if kept else None,
        seen=store.entries.seen(entry_id),
    )


def entry_of(store: Store, telling: Telling, story: str | None) -> tuple[Entry, Reading] | None:
    """Return the entry that an alert tells of, with its reading as stored; None once its text was pruned."""
    found = store.entries.find(telling.url) if telling.url else None
    if found is None and story is not None:
        same = (covered for covered in store.views.coverage(story) if covered.outlet.title == telling.title)
        found = next((kept for covered in same if (kept := store.entries.find(covered.entry))), None)
    return found
