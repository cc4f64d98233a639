"""Say who did what in one line: "Viet Nam ratified the UN Convention against Cybercrime"."""

from __future__ import annotations

from collections.abc import Sequence

from monitor import actors
from monitor.model import Action, Event, Status, Step, Telling
from monitor.sinks import texts
from monitor.sinks.escape import plain
from monitor.wording import RECORDED, begun

NAMED = 4
"""At most this many actors are named in a headline; the others are counted."""


def headlines(telling: Telling) -> tuple[str, ...]:
    """Return a sentence for each act that an alert tells of, the main one first; the title where it has none.

    Acts of one kind to one treaty are one sentence with several actors.
    """
    groups: dict[tuple[object, ...], list[Event]] = {}
    for event in telling.events:
        key = (event.treaty, event.action, event.status, event.official, event.actor is None)
        groups.setdefault(key, []).append(event)
    said = tuple(_sentence(tuple(events), telling) for events in groups.values())
    return said or (plain(telling.title) or texts.UNTITLED,)


def _sentence(events: Sequence[Event], telling: Telling) -> str:
    first = events[0]
    treaty = _treaty(first, telling)
    who, many = _who(events)
    if first.action is Action.ENTRY_INTO_FORCE:
        for_whom = texts.FOR_WHOM.format(who=who) if first.actor else ""
        sentence = texts.ENTRY_INTO_FORCE[first.status].format(treaty=treaty, for_whom=for_whom)
        return _official(begun(sentence), first, telling)
    forms = RECORDED[first.action] if _confirmed(first, telling) else texts.DID[first.action][first.status]
    return _official(begun(f"{who} {forms[many].format(treaty=treaty)}"), first, telling)


def _confirmed(event: Event, telling: Telling) -> bool:
    return event.official or (telling.step is Step.CONFIRMED and event is telling.events[0])


def _official(sentence: str, event: Event, telling: Telling) -> str:
    return texts.OFFICIAL.format(headline=sentence) if _confirmed(event, telling) else sentence


def _treaty(event: Event, telling: Telling) -> str:
    """Return the treaty's name with its article; its id where the alert does not name it."""
    known = telling.treaty_name if event.treaty == telling.treaty else None
    name = plain(known or dict(telling.treaty_names).get(event.treaty, ""))
    if not name:
        return plain(event.treaty) or texts.NO_TREATY
    return name if name.lower().startswith("the ") else f"the {name}"


def _who(events: Sequence[Event]) -> tuple[str, bool]:
    """Return the actors as the subject of a sentence, and whether they are several."""
    codes = dict.fromkeys(event.actor for event in events if event.actor)
    names = [texts.with_article(actors.name(code)) for code in codes]
    if not names:
        count = max((event.count for event in events if event.count), default=None)
        if count is None:  # of many unnamed no step at home is told
            at_home = events[0].status is Status.PROCESS
            return (texts.A_STATE, False) if at_home else (texts.STATES, True)
        return texts.counted(texts.COUNTED, count), count != 1
    if len(names) == 1:
        return names[0], False
    if len(names) > NAMED:
        rest = len(names) - (NAMED - 1)
        return texts.AND_OTHERS[rest != 1].format(named=", ".join(names[: NAMED - 1]), count=rest), True
    return texts.AND.format(first=", ".join(names[:-1]), last=names[-1]), True
