"""Make hostile text harmless: once made plain, cut on whole characters, escaped exactly once.

Slack asks for three entities and nothing else (docs.slack.dev/messaging/formatting-message-text). Its lengths
have no stated unit; code points of the escaped text are the strictest reading, and the one used here.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from urllib.parse import quote, urlsplit

from monitor.normalise.text import BLANKS

ELLIPSIS = "…"
LEFT_TO_RIGHT = "\u200e"
MARKS_MAX = 4
"""More marks on one letter than any script stacks."""
URL_MAX = 3000
"""Of a link (docs.slack.dev/reference/block-kit)."""

_FILLERS = frozenset(BLANKS) | set(map(chr, range(0xFE00, 0xFE0F)))
"""Characters that show nothing though they count as letters or marks; U+FE0F is not one: it makes emoji."""
_URL_UNSAFE = frozenset('<>|"\\^`{} ')


def plain(text: str) -> str:
    """Return a text as one line that shows all it holds: no controls, nothing invisible, single spaces."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(_visible(text))
    return " ".join(text.split())


def _visible(text: str) -> list[str]:
    out: list[str] = []
    marks = 0
    for char in text:
        if _space(char):
            out.append(" ")
        elif not _invisible(char):
            marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
            if marks <= MARKS_MAX:
                out.append(char)
    return out


@lru_cache(maxsize=4096)
def _space(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cc", "Zl", "Zp", "Zs")


@lru_cache(maxsize=4096)
def _invisible(char: str) -> bool:
    """Tell bidirectional, zero-width, private, unassigned characters, lone surrogates and fillers."""
    return unicodedata.category(char) in ("Cf", "Cs", "Co", "Cn") or char in _FILLERS


def behind(before: str, text: str) -> str:
    """Return what stands behind a plain text, kept from left to right where that text runs the other way.

    Else the day of "26 Oct 2025" behind an Arabic name goes to its other side (UAX 9, W2).
    """
    runs = not before.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL") for char in before)
    return LEFT_TO_RIGHT + text if runs else text


def escape(text: str) -> str:
    """Replace the three characters that Slack's markup gives a meaning to; never twice on one text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def length(text: str) -> int:
    """Return how long a text is for Slack once escaped."""
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def cut(text: str, limit: int) -> str:
    """Return a plain text at most `limit` long once escaped; what is cut is cut between whole characters."""
    if length(text) <= limit:
        return text
    from wcwidth import iter_graphemes  # loaded for the first long text: most passes cut none

    kept: list[str] = []
    room = limit - len(ELLIPSIS)
    for whole in iter_graphemes(text[: limit + 64]):
        room -= length(whole)
        if room < 0:
            break
        kept.append(whole)
    return "".join(kept).rstrip() + ELLIPSIS if limit > 0 else ""


def link(url: str | None) -> str | None:
    """Return an address that may be linked, safe inside `<url|label>` once escaped; None for any other.

    Only http and https, with a host, without user name and password (`https://bank@evil.example` shows one
    place and leads to another, and credentials are nobody's to see), at most 3,000 long.
    """
    if not url or any("\ud800" <= char <= "\udfff" for char in url):
        return None
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    # The text's own beginning counts: urlsplit overlooks control characters before and within a scheme.
    if not url.lower().startswith(("http://", "https://")) or not host or set("@\\") & set(parts.netloc):
        return None
    safe = "".join(quote(char, safe="") if _must_encode(char) else char for char in url)
    return safe if length(safe) <= URL_MAX else None


def _must_encode(char: str) -> bool:
    return char in _URL_UNSAFE or _space(char) or _invisible(char)
