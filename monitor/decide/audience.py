"""Say which channels hear what of an item: only what their own rules ask for, and only what is news there.

A channel is told of a step once, whichever of its rules ask. A rule of words alone asks for the item itself: where
other rules of its channel ask for an act that the item tells, it lends that act its level; elsewhere the item is a
story of its own, known again by its title.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from monitor import story
from monitor.decide.alerts import LEVELS, Route
from monitor.model import Level, Match
from monitor.story import Joined


class Audience(Struct, frozen=True, kw_only=True):
    """Hold what one item brings to one channel."""

    channel: str
    matches: tuple[Match, ...]
    """Matches of the channel's rules that ask for it, and those of words alone."""
    news: tuple[Joined, ...]
    """The stories that are news there, each once."""

    @property
    def level(self) -> Level:
        """How loudly the channel is told."""
        return _loudest(self.matches)


def alone(
    joined: Sequence[Joined],
    matches: Sequence[Match],
    routes: Mapping[str, Route],
    muted: Callable[[str], object],
) -> list[Match]:
    """Return the matches of words alone with a channel where no other rule asks for an act that the item tells.

    A rule whose acts move no story (`urged`) is told like one of words; `muted` says so of a rule. One whose acts the
    item takes back itself (`story.settled`) is told of nothing, and lends no other rule an act.
    """
    asking = loud(matches)
    acts = [match for match in asking if any(story.asks(match, item) for item in joined)]
    lasting = story.settled(joined)
    telling = [match for match in acts if any(story.asks(match, item) for item in lasting)]
    taken = {channel for match in telling if not muted(match.rule) for channel in routes[match.rule].channels}
    return [
        match for match in asking if match not in acts and not taken.issuperset(routes[match.rule].channels)
    ]


def loud(matches: Sequence[Match]) -> list[Match]:
    """Return the matches that are told at once."""
    return [match for match in matches if match.level is not Level.LOW]


def following(
    joined: Sequence[Joined], matches: Sequence[Match], routes: Mapping[str, Route]
) -> dict[str, set[str]]:
    """Return the channels whose own rules ask for what joined each story, by its key."""
    found: dict[str, set[str]] = {}
    for item in joined:
        for match in matches:
            if story.asks(match, item):
                found.setdefault(item.story.key, set()).update(routes[match.rule].channels)
    return found


def audiences(
    joined: Sequence[Joined],
    matches: Sequence[Match],
    routes: Mapping[str, Route],
    muted: Callable[[Joined], object] = lambda _: None,
) -> tuple[Audience, ...]:
    """Return the channels that hear something new of an item; `joined` are the ways in which it joined stories."""
    asking = loud(matches)
    channels = dict.fromkeys(channel for match in asking for channel in routes[match.rule].channels)
    found = []
    for channel in channels:
        own = [match for match in asking if channel in routes[match.rule].channels]
        one = _audience(channel, own, joined, muted)
        if one.news:
            found.append(one)
    return tuple(found)


def awaiting(found: Sequence[Audience]) -> tuple[Audience, ...]:
    """Return what channels hear of the record's first document: that it confirms what they were told as reported."""
    confirmed = (
        replace(one, news=tuple(item for item in one.news if story.is_reported(item, one.channel)))
        for one in found
    )
    return tuple(one for one in confirmed if one.news)


def _audience(
    channel: str, own: Sequence[Match], joined: Sequence[Joined], muted: Callable[[Joined], object]
) -> Audience:
    acts = [item for item in joined if item.event and any(story.asks(match, item) for match in own)]
    words = [match for match in own if acts and not any(story.asks(match, item) for item in acts)]
    news = []
    for item in acts or joined:
        asking = [*words, *(match for match in own if story.asks(match, item))]
        if asking and story.is_news(item, channel, _loudest(asking)) and not muted(item):
            news.append(item)
    telling = [match for match in own if match in words or any(story.asks(match, item) for item in news)]
    return Audience(channel=channel, matches=tuple(telling), news=story.foremost(news))


def _loudest(matches: Sequence[Match]) -> Level:
    return max((match.level for match in matches), key=LEVELS.index, default=Level.LOW)
