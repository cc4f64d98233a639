"""Settle what all sentences of an entry tell into one set of events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.languages import Form
from monitor.model import CONSENT, Action, Event, Status
from monitor.read.doers import Doers
from monitor.read.hits import Sentence
from monitor.treaties import Treaty


@dataclass(slots=True)
class Found:
    """Hold one act as one sentence tells it."""

    treaty: str
    action: Action
    status: Status
    doers: Doers
    past: bool
    deposited: bool
    form: Form
    sentence: Sentence
    domestic: bool
    year: int | None = None
    """The year that dates the act, where the clause gives one."""


def settle(
    found: list[Found], treaties: Mapping[str, Treaty], published: datetime | None
) -> tuple[Event, ...]:
    """Return the events of an entry, each once.

    Three rules: where a text tells an act of one actor both as done and as a domestic step, it was the step,
    unless an instrument was deposited; what was done is not also planned; a word for joining means the signature
    where the text tells one.
    """
    signed = {(one.treaty, one.status) for one in found if one.action is Action.SIGNATURE}
    told = [one.year for one in found if one.year]
    now = published.year if published else max(told, default=0)
    events: dict[tuple[str, Action, str | None, Status], Event] = {}
    for one in found:
        action = one.action
        if (
            action is Action.ACCESSION
            and (one.treaty, one.status) in signed
            and one.status in {Status.DONE, Status.PLANNED}
        ):
            action = Action.SIGNATURE
        treaty = treaties.get(one.treaty)
        if treaty is not None and action in CONSENT and action not in treaty.acts:
            action = next((act for act in treaty.acts if act in CONSENT), action)
        old = bool(one.year and one.year < now)
        background = one.past or old
        actors: list[tuple[str | None, int | None]] = [(code, None) for code in one.doers.codes]
        if one.doers.group or not actors:
            actors.append((None, one.doers.count))
        for code, count in actors:
            key = (one.treaty, action, code, one.status)
            event = Event(
                treaty=one.treaty, action=action, status=one.status, actor=code, count=count,
                quote=one.sentence.quote, background=background,
            )  # fmt: skip
            known = events.get(key)
            if (
                known is None
                or (known.background and not background)
                or (known.count is None and count and known.background == background)
            ):
                events[key] = event
    deposited = {(one.treaty, one.action, code) for one in found if one.deposited for code in one.doers.codes}
    for key, event in list(events.items()):
        if event.actor is None and event.count is not None:
            named = [
                one
                for one in events.values()
                if one.actor
                and (one.treaty, one.action, one.status) == (event.treaty, event.action, event.status)
            ]
            if len(named) >= event.count:
                del events[key]
    for (treaty_id, action, code, status), _ in list(events.items()):
        if status is not Status.DONE:
            continue
        process = events.get((treaty_id, action, code, Status.PROCESS))
        if process and action in CONSENT and code and (treaty_id, action, code) not in deposited:
            del events[treaty_id, action, code, status]
        elif action is Action.WITHDRAWAL and (treaty_id, action, code, Status.PLANNED) in events:
            del events[treaty_id, action, code, status]
        elif (
            action is Action.ACCESSION
            and (treaty_id, action, code) not in deposited
            and any((treaty_id, other, code, Status.DONE) in events for other in CONSENT - {Action.ACCESSION})
        ):
            del events[treaty_id, action, code, status]
        else:
            events.pop((treaty_id, action, code, Status.PLANNED), None)
    return tuple(events.values())
