"""Notice when a feed suddenly brings its old items under new ids and new links: a flood that nobody wants told.

Session ids in addresses, a moved site, a rebuilt content system: every guid and link of a document changes at once.
Within `identity.WINDOW` the titles still tell the items; after it each would count as new. A flood is told in one
notice; its items are kept with their matches, each with the reason why it was not told by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from monitor.model import Entry
from monitor.normalise import identity

LEAST = 10
"""As many items may come back without anybody asking why: papers do repeat a headline."""
SHARE = 0.5
"""Of a document's items; a feed that truly has news has old items among them, under the ids they always had."""
LISTED = 40
"""Titles in the notice; the page lists all."""

STOPPED = "published before under another id and link; the feed changed them all at once"


def returned(
    entries: Sequence[Entry], known: Callable[[bytes], identity.Known | None], now: datetime
) -> frozenset[str]:
    """Return the ids of a document's old items that came back as new, or none where they are no flood.

    `entries` must have the publisher that they are noted with, since it is part of what a title is known by.
    """
    back = set()
    for entry in entries:
        keys = identity.keys(entry)
        if keys.title and isinstance(identity.verdict(keys, known, now), identity.New) and known(keys.title):
            back.add(entry.id)
    return frozenset(back) if len(back) > LEAST and len(back) > SHARE * len(entries) else frozenset()


def notice(feed: str, count: int, matched: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return the text and the lines by which the operators hear of a flood; `matched` are titles a rule had met."""
    text = (
        f"{feed}: {count} items came back under new ids and new links, all at once. None was told again; "
        f"{len(matched)} of them meet a rule."
    )
    titles = sorted(matched)
    more = (f"({len(titles) - LISTED} more are on the page)",) if len(titles) > LISTED else ()
    return text, (*titles[:LISTED], *more)
