"""Say whether a new item is too old for news, by a date of its feed that can be believed.

Feeds date wrongly: all items alike, by a clock that is wrong, in a year that somebody mistyped. What such a feed brings
is news all the same. So a date tells that an item is old only where its feed dated others later before, or does so in
the first document with dates: then it comes among newer ones (an archive put online, a moved site, a search that digs).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.model import Entry

OLDEST = timedelta(days=30)
"""Since its publication an item is no news.

A date stops nothing else: what has none, or one that is wrong by less, is told (docs/adr/0006-identity-not-dates.md).
"""
SHUFFLED = timedelta(days=1)
"""By so much items of one feed come out of their order."""


def days_old(entry: Entry, newest: datetime | None, now: datetime) -> int | None:
    """Return the age in days of an item that is too old; `newest` is the latest date that its feed gave before."""
    published = entry.published
    if published is None or newest is None or published > newest - SHUFFLED:
        return None
    return (now - published).days if now - published > OLDEST else None


def newest(before: datetime | None, entries: Iterable[Entry], now: datetime) -> datetime | None:
    """Return the latest date of a feed's items, without what it announces for the future."""
    dates = (entry.published for entry in entries)
    return max(filter(None, (before, *(date for date in dates if date and date <= now))), default=None)
