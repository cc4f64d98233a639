"""Keep of what an entry tells more than once what says most."""

from __future__ import annotations

from msgspec.structs import replace

from monitor.model import CONSENT, GIVEN, Event
from monitor.read.hits import Action, Status

LEAVING = frozenset({Status.DONE, Status.PLANNED, Status.PROCESS})
By = tuple[str, str | None]
"""Who does something to which treaty, by (treaty, actor); a crowd has no actor."""
Act = tuple[str, Action, str | None]
"""An act by (treaty, action, actor)."""
Key = tuple[str, Action, str | None, Status]
"""An act and how far it has come."""
Events = dict[Key, Event]
"""The events of an entry, in the order in which they were told."""


def keep(events: Events, event: Event) -> None:
    """Keep an event unless the entry told it before: news rather than background, then the larger count."""
    key = (event.treaty, event.action, event.actor, event.status)
    known = events.get(key)
    if known is None or _says(event) > _says(known):
        events[key] = event


def _says(event: Event) -> tuple[bool, int]:
    return not event.background, event.count or 0


def _others(act: Act) -> list[Act]:
    """Return the other kinds of consent by the same actor to the same treaty."""
    treaty, action, code = act
    return [(treaty, other, code) for other in CONSENT - {action}]


def counted_by_name(events: Events) -> None:
    """Drop a count of those who are all named; what it tells as news is news of them."""
    for key, event in list(events.items()):
        if event.count is None:
            continue
        # `Six more join it: Peru, Chad ... deposited their instruments of ratification`
        acts = CONSENT if event.action in CONSENT else {event.action}
        told = (event.treaty, event.status)
        named = {at: one for at, one in events.items() if one.actor and one.action in acts}
        same = {at: one for at, one in named.items() if (one.treaty, one.status) == told}
        if len(same) < event.count:
            continue
        del events[key]
        if not event.background and all(one.background for one in same.values()):
            events.update((at, replace(one, background=False, why="")) for at, one in same.items())


def steps_told_twice(events: Events) -> None:
    """Drop a step of nobody beside the same step of somebody, and one to accession beside another consent's."""
    steps = [one for one in events.values() if one.actor and one.status is Status.PROCESS]
    stepping = {(one.treaty, one.action) for one in steps}
    for key, event in list(events.items()):
        if event.status is not Status.PROCESS:
            continue
        unnamed = event.actor is None and event.count is None
        others = _others(key[:3]) if event.action is Action.ACCESSION else []
        # `approves accession: the house passed the bill that ratifies`
        joins = any((*act, Status.PROCESS) in events for act in others)
        if joins or (unnamed and (event.treaty, event.action) in stepping):
            del events[key]


def done_or_not(events: Events, deposited: set[Act], spoken: set[Act]) -> None:
    """Keep of what is told of one act as done and as less only what it was: a deed, a step at home, or still a plan.

    Where that came before a deed, so did that of those beside: `Peru has left it. Peru, Chad and Mali had voted to`.
    `spoken` holds the acts that only a noun tells as done, or a word that may mean a step: `approves`, `joins`.
    """
    for key in list(events):
        if key in events and key[3] is Status.DONE:
            if key[1] in CONSENT:  # `acceded without having signed it`
                events.pop((key[0], Action.SIGNATURE, key[2], Status.REFUSED), None)
            untrue = _not_so(key, events, deposited, spoken)
            less = events.pop(untrue, None) if untrue is not None else None
            if less and less.status is not Status.DONE and not events[key].background:
                events.update(_beside(less, events))


def _beside(less: Event, events: Events) -> Events:
    """Return as background what one sentence tells of others and of one who has gone further since."""
    told = (less.action, less.status, less.quote, False)
    return {
        key: replace(one, background=True, why="one beside has gone further")
        for key, one in events.items()
        if (one.action, one.status, one.quote, one.background) == told
    }


def _not_so(key: Key, events: Events, deposited: set[Act], spoken: set[Act]) -> Key | None:
    """Return what is not so of an act that is told as done and as less: the deed, the step or the plan."""
    act, done = key[:3], events[key]
    treaty, action, code = act
    step, plan, others = (*act, Status.PROCESS), (*act, Status.PLANNED), _others(act)
    stepped = events.get(step)
    if stepped and stepped.background and not done.background:
        return step  # `has ratified it: its cabinet had approved that in June`
    joins = (treaty, Action.ACCESSION, code, Status.PROCESS)
    if act in deposited and action in CONSENT - {Action.ACCESSION} and joins in events:
        return joins  # `deposited its instrument of ratification, completing the procedures to join`
    handed = act in deposited
    if code and not handed and _was_step(act, events, deposited, spoken):
        return key
    if stepped and code and action is not Action.SIGNATURE:
        # else the step is the news: `promulgates the treaty: it had deposited in May`
        return step if stepped.background or not done.background else None
    bound = action is Action.ACCESSION and any((*other, Status.DONE) in events for other in others)
    if not handed and (bound or (action is Action.WITHDRAWAL and plan in events)):
        return key
    joining = (treaty, Action.ACCESSION, code)
    acceded = events.get((*joining, Status.DONE)) if action is Action.SIGNATURE and code else None
    if acceded and not (acceded.background or done.background):
        # `signs the convention: it handed in its instrument of accession`, but `its accession was hailed`
        signed = joining in spoken and act not in spoken and joining not in deposited
        return (*joining, Status.DONE) if signed else key
    told = list(events)
    planned = plan in events and told.index(plan) < told.index(key) and not events[plan].background
    if planned and act in spoken and not handed:
        return key  # `is set to ratify it; by joining it, Ghana joins a growing list`
    return plan if code else None


def _was_step(act: Act, events: Events, deposited: set[Act], spoken: set[Act]) -> bool:
    """Say whether what is told as a State's deed was but a step, or another deed than it is called."""
    _, action, _ = act
    others = _others(act)
    # `Accession of Peru to the treaty: the cabinet sent the bill that ratifies it`
    steps_else = (events.get((*other, Status.PROCESS)) for other in others)
    topic = action in CONSENT and any(one and not one.background for one in steps_else)
    may_step = action in CONSENT or action is Action.WITHDRAWAL or act in spoken
    # `Japan ratifies the protocol: it deposited its instrument of acceptance`
    other_paper = action is Action.RATIFICATION and not deposited.isdisjoint(others)
    return topic or other_paper or (may_step and (*act, Status.PROCESS) in events)


def without_leaving(events: Events) -> None:
    """Drop steps towards consent of those who leave: what their parliament says yes to is the leaving."""
    left = [one for one in events.values() if one.action is Action.WITHDRAWAL and not one.background]
    leaving = {(one.treaty, one.actor) for one in left if one.status in LEAVING}
    treaties = {treaty for treaty, _ in leaving}
    for key, event in list(events.items()):
        step = event.action in CONSENT and event.status is Status.PROCESS
        leaves = (event.treaty, event.actor) in leaving or (not event.actor and event.treaty in treaties)
        if step and leaves:
            del events[key]


def beside_news(events: Events) -> None:
    """Make background of what stands beside greater news.

    So are counts that led to an entry into force, and how many are bound where a State leaves or is asked to join them.
    """
    news = [one for one in events.values() if not one.background]
    forced = [one for one in news if one.action is Action.ENTRY_INTO_FORCE and one.status is Status.DONE]
    entered = {(one.treaty, one.actor) for one in forced}
    moved = [one for one in news if one.action is Action.WITHDRAWAL or one.status is Status.URGED]
    told = {one.treaty for one in moved if one.actor}
    for key, event in events.items():
        why = ""
        if event.actor is None and (event.treaty, None) in entered:
            why = "it led to the entry into force"
        if event.count is not None and event.action in CONSENT and event.treaty in told:
            why = "it tells how many are bound beside other news"
        if why and event.status is Status.DONE and event.action in GIVEN:
            events[key] = replace(event, background=True, why=why)
