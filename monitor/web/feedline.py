"""Say how each feed is, in words, with the ones that need a person first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from msgspec import Struct

from monitor.decide.poll import FeedState
from monitor.decide.websub import Subscription, standing
from monitor.due import moved
from monitor.jobs.probe import moved_for_good
from monitor.model import Feed
from monitor.wording import begun, clock, lasting

MOODS = ("failing", "silent", "moved", "new", "well")
"""In the order in which feeds are listed."""


class FeedLine(Struct, frozen=True, kw_only=True):
    """Hold what the page shows of one feed."""

    id: str
    title: str
    host: str
    """The host alone: an address may hold a secret."""
    kind: str
    mood: str
    words: str
    """What is wrong, empty where nothing is."""
    push: str
    """Whether a hub pushes it, in words; empty where it announces none."""
    state: FeedState


def feed_lines(
    feeds: Mapping[str, Feed],
    states: Mapping[str, FeedState],
    silent: Mapping[str, timedelta],
    subscriptions: Mapping[str, Subscription],
) -> list[FeedLine]:
    """Return a line for each feed that is polled; `silent` holds the longest usual pause of those that fell silent."""
    lines = []
    for id_, state in states.items():
        feed = feeds.get(id_)
        mood, words = _mood(state, silent.get(id_))
        lines.append(
            FeedLine(
                id=id_,
                title=(feed.title if feed else None) or state.title or id_,
                host=urlsplit(feed.url).hostname or "" if feed else "",
                kind=feed.kind if feed else "feed",
                mood=mood,
                words=words,
                push=standing(subscriptions[id_]) if id_ in subscriptions else "",
                state=state,
            )
        )
    return sorted(lines, key=lambda line: (MOODS.index(line.mood), line.title.casefold()))


def _mood(state: FeedState, pause: timedelta | None) -> tuple[str, str]:
    schedule = state.schedule
    if schedule.failures:
        reason = (state.error or "no answer").rstrip(".")
        since = clock(schedule.failing_since)
        times = (
            f"once, at {since}"
            if schedule.failures == 1
            else f"{schedule.failures} times in a row, since {since}"
        )
        return "failing", f"{begun(reason)}. Failed {times}."
    if state.polled is None:
        return "new", ""
    if pause is not None:
        return "silent", f"Answers, but has nothing new; its longest pause used to be {lasting(pause)}."
    if address := moved(schedule):
        return "moved", f"{begun(moved_for_good(address))}."
    return "well", ""
