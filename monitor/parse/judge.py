"""Ask feedparser, the judge of what a feed says: as everybody does, or sooner where that answers the same."""

from __future__ import annotations

import io
from typing import Any

import feedparser

HELD = frozenset({"6.0.14"})
"""Versions of feedparser whose parser `monitor/parse/quick.py` was held against (docs/dependencies.md says how)."""


def plainly(body: bytes, address: str) -> Any:
    """Parse bytes; None where feedparser fails (a stray `</width>` raises TypeError in 6.0.14) or has nothing to read.

    Sanitising is off since only plain text is kept; links within texts are not kept, so not resolved.
    """
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    try:
        result = feedparser.parse(  # type: ignore[attr-defined,no-untyped-call]
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    # What a hostile document makes a parser raise is the document's fault, and its loss alone.
    except Exception:
        return None
    return result if "version" in result else None


def sooner(body: bytes, address: str, *, version: str = feedparser.__version__) -> Any:
    """Return what `plainly` does for a document in UTF-8 without declarations, sooner where it is well-formed.

    Under a `version` that is not `HELD` nothing of feedparser is used but what it offers to all.
    """
    if version not in HELD:
        return plainly(body, address)
    from monitor.parse import quick  # which another version may not let load

    result = quick.parse(body, address)
    return plainly(body, address) if result is None else result
