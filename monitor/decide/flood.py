"""Notice when a feed suddenly brings its old items under new ids and new links: a flood that nobody wants told.

Session ids in addresses, a moved site, a rebuilt content system: every guid and link of a document changes at once.
Within `identity.WINDOW` the titles still tell the items; after it each would count as new. A flood is told in one
notice; its items are kept with their matches, each with the reason why it was not told by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from monitor.normalise import identity

LEAST = 10
"""As many items may come back without anybody asking why: papers do repeat a headline."""
SHARE = 0.5
"""Of a document's items; a feed that truly has news has old items among them, under the ids they always had."""
LISTED = 40
"""Titles in the notice; the page lists all."""

STOPPED = "published before under another id and link; the feed changed them all at once"


def came_back(
    keys: identity.Keys, sighting: identity.Sighting, known: Callable[[bytes], identity.Known | None]
) -> bool:
    """Say whether an entry that counts as new bears a title that its publisher had before, however long ago."""
    return isinstance(sighting, identity.New) and keys.title is not None and known(keys.title) is not None


def is_flood(back: int, items: int) -> bool:
    """Say whether so many old items that came back, of so many in the document, are a flood."""
    return back > LEAST and back > SHARE * items


def notice(feed: str, count: int, matched: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return the text and the lines by which the operators hear of a flood; `matched` are titles a rule had met."""
    text = (
        f"{feed}: {count} items came back under new ids and new links, all at once. None was told again; "
        f"{len(matched)} of them meet a rule."
    )
    titles = sorted(matched)
    more = (f"({len(titles) - LISTED} more are on the page)",) if len(titles) > LISTED else ()
    return text, (*titles[:LISTED], *more)
