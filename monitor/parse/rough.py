"""Bound a document that is not well-formed before feedparser's lenient parser reads it.

Expat stopped at the damage, so that the limits of `outline` are held here by rougher means, on the bytes.
"""

from __future__ import annotations

import re
from itertools import islice

from monitor.parse.outline import ENTRIES, NAME, Refused

DEPTH = 5_000
"""Tags opened and not closed; generous, since the HTML in damaged feeds leaves many open."""
TAGS = 60_000
"""feedparser's lenient parser takes about 30 microseconds for each."""
CATEGORIES = 2_000
"""Of one document; feedparser compares those of one entry with each other."""
BYTES = 5_000_000
"""Of a damaged document; what lies behind is not read."""

_ENTRY = re.compile(rb"<(?:[A-Za-z0-9_]{1,20}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_ENTRY_END = re.compile(rb"</(?:[A-Za-z0-9_]{1,20}:)?(?:item|entry)\s*>", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)(?:[A-Za-z][^<>]*+>?)?+")
_CATEGORY = re.compile(
    rb"<((?:[A-Za-z0-9_]{1,20}:)?(?:category|subject|keywords|tags))\b[^<>]*+>[^<]*+(?:</\1\s*+>)?+",
    re.IGNORECASE,
)
_GIANT = re.compile(rb"<[A-Za-z][^<>]{20000,}+>?")
_AUTHOR = re.compile(
    rb"(<(?:[a-z0-9_]{1,20}:)?(?:author|creator|managingeditor|webmaster|contributor|publisher|category|subject|"
    rb"keywords|tags)\b[^<>]*+>(?:\s*+<!\[CDATA\[)?)[^<>]{%d,}+" % NAME,
    re.IGNORECASE,
)
_ENTITY = re.compile(
    rb"<!ENTITY\s+(?:%\s+\w+\s+[\"']|\w+\s+(?:SYSTEM|PUBLIC|[\"'][^\"'<>]*&(?!#)))", re.IGNORECASE
)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]++)|([0-9]++));")
_BARE = re.compile(rb"&(?!#(?:[xX][0-9a-fA-F]++|[0-9]++);|[A-Za-z_][\w.-]{0,63};)")
_CDATA = b"<![CDATA["
_ROOT = re.compile(rb"<[A-Za-z]")


def bounded(body: bytes) -> tuple[bytes, list[str]]:
    """Return the document within bounds, and one reason for each thing that was left out. Raises Refused."""
    left: list[str] = []
    root = _ROOT.search(body)
    if _ENTITY.search(body, 0, root.start() if root else len(body)):
        raise Refused("it declares entities that do not stand for plain text")
    if len(body) > BYTES:
        body = body[:BYTES]
        left.append(f"the document is damaged and longer than {BYTES:,} bytes; the rest was left out")
    starts = [found.start() for found in _ENTRY.finditer(body)]
    if len(starts) > ENTRIES:
        body = body[: starts[ENTRIES]]
        left.append(f"{len(starts) - ENTRIES} further entries left out (at most {ENTRIES:,} at once)")
    body = _AUTHOR.sub(rb"\1", _GIANT.sub(b"", body))
    categories = list(islice(_CATEGORY.finditer(body), CATEGORIES, CATEGORIES + 1))
    if categories:
        body = body[: categories[0].start()] + _CATEGORY.sub(b"", body[categories[0].start() :])
    depth = 0
    for number, tag in enumerate(_TAG.finditer(body)):
        if number == TAGS:
            left.append(f"the document is damaged and has more than {TAGS:,} tags; the rest was left out")
            return body[: tag.start()], left
        if tag[0].endswith(b">") and not tag[0].endswith(b"/>"):
            depth += -1 if tag[1] else 1
            if depth > DEPTH:
                raise Refused(f"more than {DEPTH:,} elements within each other")
    return body, left


def has_entries(body: bytes) -> bool:
    """Say whether anything looks like an entry."""
    return _ENTRY.search(body) is not None


def mended(body: bytes) -> bytes:
    """Return the document without references to characters that XML forbids (XML 1.0, section 2.2), such as `&#0;`.

    One of them makes expat refuse the whole document, and feedparser's lenient parser fail. Ampersands that begin no
    reference (`AT&T`, `?id=1&lang=en`) are written out: that parser makes `AT&T;` and `?id=1\u27e8=en` of them.
    """
    body = _REFERENCE.sub(lambda found: found[0] if _is_legal(found) else b"", body)
    first, *others = body.split(_CDATA)
    parts = [_BARE.sub(b"&amp;", first)]
    for other in others:
        inside, end, after = other.partition(b"]]>")
        parts.append(inside + end + _BARE.sub(b"&amp;", after))
    return _CDATA.join(parts)


def pieces(body: bytes) -> tuple[bytes, list[bytes]]:
    """Return what stands before the first entry, and the entries, as far as tags can tell."""
    starts = [found.start() for found in _ENTRY.finditer(body)]
    if not starts:
        return body, []
    ends = [*starts[1:], len(body)]
    return body[: starts[0]], [body[start:end] for start, end in zip(starts, ends, strict=True)]


def _is_legal(reference: re.Match[bytes]) -> bool:
    digits = reference[1] or reference[2]
    if len(digits) > 10:
        return False
    code = int(digits, 16 if reference[1] else 10)
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000


def breaks_off(body: bytes) -> bool:
    """Say whether a damaged document ends within an entry."""
    starts = [found.start() for found in _ENTRY.finditer(body)]
    return bool(starts) and _ENTRY_END.search(body, starts[-1]) is None
