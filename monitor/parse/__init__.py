"""Turn documents into entries: one parser for each kind of feed, picked from a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec.structs import replace

from monitor.model import Document, Feed, FetchError, Parsed
from monitor.wording import redirected

if TYPE_CHECKING:
    from monitor.treaties import Treaty  # which a parsing process does without

PARSERS: Mapping[str, str] = {
    "feed": "monitor.parse.feed",
    "untc": "monitor.parse.untc",
    "coe": "monitor.parse.coe",
}
"""The module whose `parse` reads each kind of feed, loaded when it is first used: most workers need one or two."""


def parse(
    document: Document,
    feed: Feed,
    treaties: Mapping[str, Treaty],
    *,
    seen: Callable[[bytes], bool] | None = None,
    now: datetime | None = None,
) -> Parsed | FetchError:
    """Return what the parser of the feed's kind finds in a document.

    `seen` says of 16 bytes whether they are among the `Parsed.digests` of earlier documents of this feed: such
    entries are not read again, and are missing in the answer. (A frozenset's `__contains__` can be sent to another
    process.) `now` (aware, UTC) lets dates that lie too far ahead count as none. Only kind `feed` uses the two.
    """
    if feed.kind not in PARSERS:
        return FetchError(reason=f"no parser for the kind {feed.kind!r} (known: {', '.join(PARSERS)})")
    parser = import_module(PARSERS[feed.kind])
    if feed.kind == "feed":
        found = parser.of_use(parser.parse(document, feed, treaties, seen=seen, now=now), seen)
    else:
        found = parser.parse(document, feed, treaties)
    if isinstance(found, FetchError) and document.redirected_to:
        return replace(found, reason=redirected(found.reason, document.redirected_to))
    return found  # type: ignore[no-any-return]
