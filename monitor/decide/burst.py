"""Keep a burst from filling a channel: many alerts become few messages, and nothing is dropped.

What one poll brings at once is grouped. What comes poll by poll is gathered: once ten alerts about one kind of act to
one treaty were told in a channel within an hour, further ones wait for the quarter of an hour and come as one.
Stories of words alone are not gathered: nothing says that they belong together; and a list is one message already,
unless it is a further one of the same document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from monitor.decide.alerts import LEVELS, digest, each_once
from monitor.decide.memory import Memory
from monitor.model import Alert, Level, Telling
from monitor.story import Story

GROUP_OVER = 3
"""More alerts than this from one poll to one channel become one message."""
GATHER_AFTER = 10
WINDOW = timedelta(hours=1)
"""This many alerts of one burst in a channel within this time, and further ones are gathered.

With 72 signatures in two days (tests/weekend): 72 messages without gathering, 67 after ten, 40 after three. Ten keep
every alert of an ordinary day immediate, and cap the worst hour at fourteen messages.
"""
QUARTER = timedelta(minutes=15)
ITEMS_MOST = 40
"""Happenings in one message; a list of more is not read, and Slack's messages end somewhere."""

TITLES = 2
"""Of a list's happenings that its own title names."""


class Owing(Struct, frozen=True, kw_only=True):
    """Hold a message that is owed, and which drafts it tells."""

    alert: Alert
    drafts: tuple[str, ...]


def owe(
    drafts: Sequence[Alert], memory: Memory, now: datetime, *, further: bool = False
) -> tuple[Owing, ...]:
    """Return the messages that these drafts of one poll become, or of a `further` portion of its document."""
    owed: dict[str, Owing] = {}
    told: dict[tuple[str, str], int] = {}
    growing: dict[tuple[str, str], Alert] = {}
    for owing in grouped(drafts):
        alert = owing.alert
        listed = bool(alert.telling.items)
        if alert.burst is None or alert.level is Level.CRITICAL or (listed and not further):
            owed[alert.id] = owing
            continue
        place = (alert.channel, alert.burst)
        if place not in told:
            told[place] = memory.burst(*place, now - WINDOW)
            waiting = memory.waiting(*place, now)
            if waiting is not None:
                growing[place] = waiting
        told[place] += 1
        if place not in growing and told[place] <= GATHER_AFTER and not listed:
            owed[alert.id] = owing
            continue
        grown = gathered(growing.get(place), alert, now)
        growing[place] = grown
        before = owed[grown.id].drafts if grown.id in owed else ()
        owed[grown.id] = Owing(alert=grown, drafts=(*before, *owing.drafts))
    return tuple(owed.values())


def told_by(
    stories: Iterable[Story], owings: Sequence[Owing], telling: Mapping[str, Sequence[str]], memory: Memory
) -> tuple[Story, ...]:
    """Return stories with the alerts that now tell them, one a channel; `telling` says which each draft tells."""
    latest: dict[str, dict[str, str]] = {}
    for owing in owings:
        for draft in owing.drafts:
            for key in telling[draft]:
                latest.setdefault(key, {})[owing.alert.channel] = owing.alert.id
    return tuple(_told_by(known, latest.get(known.key, {}), memory) for known in stories)


def _told_by(known: Story, latest: Mapping[str, str], memory: Memory) -> Story:
    if not latest:
        return known
    before = [alert for id_ in known.alerts if (alert := memory.alert(id_))]
    others = [alert.id for alert in before if alert.channel not in latest]
    return replace(known, alerts=(*others, *latest.values()))


def grouped(drafts: Sequence[Alert]) -> list[Owing]:
    """Turn many drafts for one channel into messages that list them, the loudest first; leave fewer as they are."""
    by_channel: dict[str, list[Alert]] = {}
    for alert in drafts:
        by_channel.setdefault(alert.channel, []).append(alert)
    result: list[Owing] = []
    for channel, burst in by_channel.items():
        if len(burst) <= GROUP_OVER:
            result += [Owing(alert=alert, drafts=(alert.id,)) for alert in burst]
            continue
        loudest = sorted(burst, key=lambda alert: -LEVELS.index(alert.level))
        for start in range(0, len(loudest), ITEMS_MOST):
            part = loudest[start : start + ITEMS_MOST]
            id_ = digest("group", channel, *sorted(alert.id for alert in part))
            made = replace(part[0], id=id_, telling=listing(_items(part)), thread=None, burst=_burst(part))
            result.append(Owing(alert=made, drafts=tuple(alert.id for alert in part)))
    return result


def gathered(waiting: Alert | None, alert: Alert, now: datetime) -> Alert:
    """Return the message that waits for its time, with one more alert in it; a new one where none can take it."""
    more = _items([alert])
    if waiting is None or len(waiting.telling.items) + len(more) > ITEMS_MOST:
        return replace(
            alert,
            id=digest("gather", alert.channel, alert.burst or "", alert.id),
            telling=listing(more),
            thread=None,
            due=quarter(now),
            grows=True,
        )
    before = waiting.telling.items
    louder = LEVELS.index(alert.level) > LEVELS.index(waiting.level)
    lead = alert if louder else waiting
    telling = listing((*more, *before) if louder else (*before, *more))
    return replace(
        waiting,
        level=lead.level,
        story=lead.story,
        telling=replace(telling, progress=alert.telling.progress or telling.progress),
        grows=True,
    )


def listing(items: Sequence[Telling]) -> Telling:
    """Return what a message says that lists happenings; the first leads, and its rule and treaty are the message's."""
    first = items[0]
    if len(items) == 1:
        return replace(first, items=(first,))
    return replace(
        first,
        title=_title(items),
        url=None,
        quote="",
        treaty_names=tuple(dict.fromkeys(pair for item in items for pair in item.treaty_names)),
        events=tuple(dict.fromkeys(event for item in items for event in item.events)),
        outlets=each_once(outlet for item in items for outlet in item.outlets),
        because=tuple(dict.fromkeys(line for item in items for line in item.because)),
        progress=[item.progress for item in items if item.treaty == first.treaty][-1],
        warning=None,  # each happening has its own
        items=tuple(items),
    )


def _title(items: Sequence[Telling]) -> str:
    """Return how many happenings a list has, and what the first ones are: all that a table of alerts shows of it."""
    titles = list(dict.fromkeys(item.title for item in items))
    more = "; ..." if len(titles) > TITLES else ""
    return f"{len(items)} happenings: {'; '.join(titles[:TITLES])}{more}"


def quarter(now: datetime) -> datetime:
    """Return the next quarter of an hour after `now`."""
    begin = datetime(now.year, now.month, now.day, tzinfo=UTC)
    return begin + ((now - begin) // QUARTER + 1) * QUARTER


def _items(alerts: Iterable[Alert]) -> tuple[Telling, ...]:
    return tuple(item for alert in alerts for item in (alert.telling.items or (alert.telling,)))


def _burst(alerts: Sequence[Alert]) -> str | None:
    """Return the burst of drafts that are all of one; a mixed group is a burst of its own kind."""
    bursts = {alert.burst for alert in alerts}
    return bursts.pop() if len(bursts) == 1 else "mixed"
