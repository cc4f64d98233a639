"""Say in a message that an outlet changed its title since, so that it does not tell what the message tells.

A publisher corrects an item under its old link. What was told stays told: the message shows the title of now beside
the one of then. Where no outlet of a message tells it any more, or one denies it now, its thread says so, once.
One that waits, and that only who denies it now had told, is not sent.
A feed is believed of what it told itself: another one may bring less of the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from monitor.decide import alerts
from monitor.decide.memory import Memory
from monitor.decide.poll import Kept, Retitled
from monitor.model import Alert, Entry, Event, Line, Outlet, Reading, Section, Step, Telling
from monitor.normalise.identity import fold_title
from monitor.story import FAMILIES, Story, key_of, step_of
from monitor.story.course import ACTED
from monitor.story.joining import is_of

NAMED = 5
"""Outlets of which the thread shows what they say now."""


class Change(Struct, frozen=True, kw_only=True):
    """Say what a known entry's other title makes of a story that it belongs to."""

    story: Story
    noted: Retitled
    before: Outlet
    denied: bool


def changes(
    entry: Entry, reading: Reading, memory: Memory, find: Callable[[str], Story | None]
) -> list[Change]:
    """Return what a known entry's other title makes of the stories that it belongs to."""
    kept = memory.kept(entry.id)
    if kept is None:
        return []
    own = kept.entry.feed == entry.feed
    # what another feed than that of the kept text told is known by its publisher, and found by its address
    found, before = [], alerts.outlet(kept.entry if own else entry)
    kicker = _kicker(entry.title)
    goes_on = bool(kicker) and kicker == _kicker(kept.entry.title)
    for key, told, publisher in memory.covered(entry.id):
        story = find(key)
        if publisher != before.publisher:  # another feed may bring an outlet's link under any title
            continue
        if story is None or story.family.startswith("text:") or told is Step.REFUSED:
            continue
        steps = _steps(reading, story, entry, memory)
        stands = any(step in ACTED or (told not in ACTED and step is not Step.REFUSED) for step in steps)
        denies = Step.REFUSED in steps or any(
            _tells_of(event, story, entry, memory) for event in reading.denied
        )
        # a page of the day that went on to its next news takes nothing back
        stands = stands or (goes_on and not steps and not denies)
        noted = Retitled(story=key, entry=entry.id, now=None if stands else entry.title)
        found.append(Change(story=story, noted=noted, before=before, denied=denies and not stands))
    return found


def kept_text(
    entry: Entry, reading: Reading, stopped: str | None, kept: Kept | None, memory: Memory
) -> tuple[Entry, Reading]:
    """Return the text that is kept of an edited item: that of the outlet that told a story of it, where another feed's
    tells nothing, or the outlet could not correct it any more."""
    if stopped and kept and kept.entry.feed != entry.feed and memory.covered(entry.id):
        return kept.entry, kept.reading
    return entry, reading


def told(
    entry: Entry, changes: Iterable[Change], memory: Memory, edits: Mapping[str, Alert], now: datetime
) -> Iterator[Alert]:
    """Yield the edits of messages, and what is said in threads, for these changes; `edits` are owed already."""
    mutes, after = memory.mutes(now), alerts.outlet(entry)
    of_message: dict[str, list[Change]] = {}
    for change in changes:
        for id_ in change.story.alerts:
            of_message.setdefault(id_, []).append(change)
    for original in filter(None, map(memory.alert, of_message)):
        if _grows(original, memory, now):
            continue
        own, edit = of_message[original.id], edits.get(original.id)
        shown = (edit.telling if edit else memory.shown(original.id)) or original.telling
        changed = _changed(shown, own, after)
        if changed == shown:
            continue
        edit = alerts.update(original, changed.outlets, now)
        withdraws = all(change.denied for change in own) and gone(changed)  # all that it tells is denied
        yield replace(edit, telling=changed, withdraws=withdraws)
        if original.telling.items:
            continue
        own = [change for change in own if not mutes.told(entry, change.story, original.telling.rule)]
        own = [change for change in own if original.id not in {one.misread for one in change.story.channels}]
        denied = [change for change in own if change.denied]
        if denied or (own and gone(changed)):
            says = "An outlet denies now" if denied else "No outlet tells any more"
            outlets = [outlet for outlet in changed.outlets if outlet.was][:NAMED]
            key = f"denied:{original.id}" if denied else original.id  # each is said once
            story = (denied or own)[0].story
            yield notice(original, key, f"{says}: “{original.telling.title}”", outlets, story, now)


def _kicker(title: str) -> str:
    """Return what stands before a title's first colon (*LIVE: Kenya signs*), folded; empty where there is none."""
    words, colon, _ = title.replace("\uff1a", ":").partition(":")
    return fold_title(words) if colon else ""


def gone(telling: Telling) -> bool:
    """Say whether every outlet of a message has another title now, that does not tell all that the message tells; of
    a list, whether that holds for each of its happenings."""
    if telling.items:
        return all(map(gone, telling.items))
    return bool(telling.outlets) and all(outlet.was for outlet in telling.outlets)


def _grows(alert: Alert, memory: Memory, now: datetime) -> bool:
    """Say whether a list waits for its time: an edit of today's list would take away what joins it until then."""
    waiting = memory.waiting(alert.channel, alert.burst, now) if alert.burst else None
    return waiting is not None and waiting.id == alert.id


def _steps(reading: Reading, story: Story, entry: Entry, memory: Memory) -> list[Step]:
    """Return the steps of a story that a text tells, as news or as history."""
    own = (event for event in reading.events if _tells_of(event, story, entry, memory))
    return [step for event in own if (step := step_of(event)) is not None]


def _tells_of(event: Event, story: Story, entry: Entry, memory: Memory) -> bool:
    family = FAMILIES[event.action]
    if event.treaty != story.treaty or not story.family.startswith(family):
        return False
    placed = memory.placed(key_of(event.treaty, event.actor, family), entry.id)
    return event.actor in (story.actor, None) or placed == story.key


def _changed(telling: Telling, own: Sequence[Change], after: Outlet) -> Telling:
    """Return what a message shows after changes: its outlet's title of then as long as one act is told no more."""
    about = [change for change in own if any(is_of(event, change.story) for event in telling.events)] or own
    stands = all(change.noted.now is None for change in about)
    items = tuple(_changed(item, own, after) for item in telling.items)
    outlets = tuple(_retitled(one, own[0].before, after, stands=stands) for one in telling.outlets)
    return replace(telling, outlets=outlets, items=items)


def _retitled(one: Outlet, before: Outlet, after: Outlet, *, stands: bool) -> Outlet:
    own = one.publisher == before.publisher and (one.url == before.url or one.title == before.title)
    if not own or (not one.was if stands else one.title == after.title):
        return one
    return replace(one, title=after.title, url=after.url, was="" if stands else one.was or one.title)


def notice(
    original: Alert, key: str, text: str, outlets: Sequence[Outlet], story: Story, now: datetime
) -> Alert:
    """Return what a message's thread is told of what outlets say of a story now, once a key, as loudly as it was."""
    lines = tuple(Line(text=outlet.title, url=outlet.url, note=outlet.publisher) for outlet in outlets)
    made = alerts.notice(f"retitled:{key}", text, original.channel, now)
    section = Section(title="What it says now" if len(lines) == 1 else "What they say now", lines=lines)
    telling = replace(made.telling, sections=(section,), treaty=story.treaty)
    due = original.due if original.due and original.due > now else None  # not before what it speaks of
    return replace(
        made, level=original.level, thread=original.thread, telling=telling, due=due, story=original.story
    )
