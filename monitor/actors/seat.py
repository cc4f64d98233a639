"""Tell in which State a publisher sits, from the address of a page."""

from __future__ import annotations

from urllib.parse import urlsplit

from monitor.actors.names import codes

_SOLD = frozenset({"ai", "co", "cv", "fm", "la", "md", "me", "tm", "to", "tv", "vc", "ws"})
"""Top-level domains of States that are sold to anybody for how they read."""
_NATIONAL = frozenset({"ac", "co", "com", "edu", "gob", "gouv", "gov", "net", "org"})
"""Second levels under which a State registers its own publishers, even where its domain is sold."""


def seat(url: str | None) -> str | None:
    """Return the code of the State whose top-level domain an address has (RFC 1591), or None for any other.

    `.uk` is the one such domain whose letters are not those of ISO 3166-1; `.eu` is used all over Europe.
    """
    try:
        labels = (urlsplit(url or "").hostname or "").rsplit(".", 2)
    except ValueError:
        return None
    top = labels[-1]
    if top == "eu" or (top in _SOLD and not (len(labels) == 3 and labels[1] in _NATIONAL)):
        return None
    code = "GB" if top == "uk" else top.upper()
    return code if code in codes() else None
