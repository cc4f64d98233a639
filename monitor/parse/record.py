"""Turn a depositary's table into entries, and refuse a table that lost what it had.

What untc and coe share: one entry for each act, and the rule by which a new table may take the place of the old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time

from monitor import actors
from monitor.actors.record import FORMER
from monitor.model import BINDING, Act, Action, Entry, Event, Feed, Parsed, Record, Status
from monitor.normalise import identity
from monitor.treaties import Treaty, plain_reference
from monitor.wording import RECORDED, in_words, some

FALLEN = 3
"""So many parties may be lost from one reading to the next; withdrawals come in threes at most (Sahel, 2025)."""


def parsed(
    record: Record, feed: Feed, treaty: Treaty, *, publisher: str, skipped: Iterable[str] = ()
) -> Parsed:
    """Return the record with one entry for each act, oldest first, known again by participant, act and day.

    An act that is no longer in effect has an entry of its own, a withdrawal without a day, where the table gives none.
    A participant without a code of today has no entry; one that is not known at all is named in `skipped`.
    """
    entries: dict[str, Entry] = {}
    reference = treaty.depositary.reference or treaty.id
    unknown: dict[str, None] = {}
    dated = {act.name for act in record.acts if act.action is Action.WITHDRAWAL}
    for act in sorted(record.acts, key=lambda act: (act.on, act.name)):
        if act.actor is None:
            if act.name not in FORMER:
                unknown[f"{act.name!r} is no participant that this program knows; its acts alert nobody"] = (
                    None
                )
            continue
        for event, title in _events(act, treaty, told=act.name in dated):
            day = act.on.isoformat()
            guid = f"{treaty.depositary.kind}:{reference}:{act.actor}:{event.action}:{day}"
            entries[guid] = Entry(
                id=identity.entry_id(feed.id, guid, None, ""),
                feed=feed.id,
                guid=guid,
                title=title,
                url=treaty.depositary.page,
                summary=_summary(act, event, publisher),
                publisher=publisher,
                published=datetime.combine(event.on, time(), UTC) if event.on else None,
                language="en",
                official=event,
            )
    return Parsed(
        entries=tuple(entries.values()),
        skipped=(*skipped, *unknown),
        title=feed.title or f"{publisher}: {treaty.title.removeprefix('the ')}",
        record=record,
    )


def _events(act: Act, treaty: Treaty, *, told: bool) -> Iterator[tuple[Event, str]]:
    """Yield the act as an event with its title or, for one in brackets, that it is over, unless `told` already."""
    assert act.actor is not None  # noqa: S101 - the caller has seen to it
    name = actors.name(act.actor)
    event = Event(
        treaty=treaty.id, action=act.action, status=Status.DONE, actor=act.actor, on=act.on, official=True
    )
    if act.in_effect:  # one that is over already would be told as if it counted
        yield event, f"Official: {name} {RECORDED[act.action][0].format(treaty=treaty.title)}"
    elif not told and act.action in BINDING:
        over = Event(
            treaty=treaty.id, action=Action.WITHDRAWAL, status=Status.DONE, actor=act.actor, official=True
        )
        yield over, f"Official: {name} is no longer bound by {treaty.title}"


def _summary(act: Act, event: Event, publisher: str) -> str:
    if event.on is None:
        return f"{publisher}: the {act.action} of {in_words(act.on)} is no longer in effect."
    return f"{publisher}: {act.action} of {act.name}, {in_words(act.on)}."


def treaty_of(references: Iterable[str], kind: str, treaties: Mapping[str, Treaty]) -> Treaty | None:
    """Return the treaty of a kind of record that the first known reference belongs to; zeros before it say nothing."""
    known = {
        plain_reference(one.depositary.reference): one
        for one in treaties.values()
        if one.depositary.kind == kind
    }
    return next((known[one] for one in map(plain_reference, references) if one in known), None)


def vanished(old: Record | None, new: Record) -> list[str]:
    """Return the acts that a new table has no more, for people."""
    acts = old.acts if old else ()
    after = {(act.name, act.action) for act in new.acts}
    # A State may change its name, so that a row counts as kept by its code too.
    codes = {(act.actor, act.action) for act in new.acts if act.actor}
    return [
        f"{act.name} ({act.action})"
        for act in dict.fromkeys(acts)
        if (act.name, act.action) not in after and (act.actor, act.action) not in codes
    ]


def strange(old: Record | None, new: Record) -> list[str]:
    """Return the new acts of participants that are not known, for people: no alert can be made of them."""
    before = set(old.acts if old else new.acts)
    return [
        f"{act.name} ({act.action})"
        for act in dict.fromkeys(new.acts)
        if act.actor is None and act.name not in FORMER and act not in before
    ]


def shrinks_oddly(old: Record | None, new: Record) -> str | None:
    """Return why a new table must not take the place of the old one, or None where it may.

    A participant never leaves a depositary's table: whoever withdraws is put in brackets or is denounced by a row
    of its own. So vanished rows mean a broken document, as does the loss of more than a few parties at once.
    """
    if old is None:
        return None
    if not new.acts:
        return "the new table has no acts at all"
    gone = vanished(old, new)
    # Few rows are corrected in earnest (a signature entered by mistake); more than that is no correction.
    if len(gone) > 1 + len(old.acts) // 100:
        return f"{len(gone)} acts vanished from the table: {some(gone, 3)}"
    lost = len(_parties(old)) - len(_parties(new))
    if lost > FALLEN:
        return f"the parties fell from {len(_parties(old))} to {len(_parties(new))}"
    return None


def _parties(record: Record) -> set[str]:
    return {act.name for act in record.acts if act.in_effect and act.action in BINDING}
