"""Give a heading that was made from an address the apostrophes that addresses lack."""

from __future__ import annotations

import re

_BARE = re.compile(r"[a-z0-9 ]+")
"""A heading in which an address left letters, digits and spaces only."""
_ELIDED = re.compile(r"\b([cdjlmnst]|qu|jusqu|lorsqu|puisqu) (?=[aeiouyh])")
_OWNED = re.compile(r"(?<=[a-z]) s (?=[a-z])")
_ROMANCE = re.compile(r"\b(?:au|des|du|et|la|le|les|une)\b")


def restored(text: str) -> str:
    """Return a folded heading, as long as before, with apostrophes where an address made spaces of them.

    Some feeds take their titles from addresses: `la cote d ivoire adhere`, `viet nam s signature`.
    """
    if _BARE.fullmatch(text) is None:
        return text
    if _ROMANCE.search(text):
        return _ELIDED.sub(r"\1'", text)
    return _OWNED.sub("'s ", text)
