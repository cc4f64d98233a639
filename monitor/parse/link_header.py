"""Read the Link header (RFC 8288, section 3) into pairs of relation and address.

httpx and aiohttp have readers of their own, which split at commas within quoted texts and keep one link for each
`rel` value as written, so that `rel="hub self"` is neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

LONGEST = 8_192
"""Characters that are read."""
MOST = 100
"""Links that are read."""

_TARGET = re.compile(r"[\s,]*<([^>]*)>")
_PARAMETER = re.compile(
    r"[\s;]*+([^\s;,=\"]++)\s*+(?:=\s*+(?:\"((?:[^\"\\]|\\.)*+)\"|([^\s;,\"]*+)))?(?=\s*+(?:[;,]|$))",
    re.DOTALL,
)
"""It never goes back over what it took (`*+`): over thousands of spaces that would hold the loop for half a second."""
_NEXT = re.compile(r"(?:\"(?:[^\"\\]|\\.)*\"|[^,\"]|\"(?![^\"]*\"))*")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def links(header: str, base: str) -> Iterator[tuple[str, str]]:
    """Yield (relation in lower case, absolute address) of each link that speaks of the document itself.

    A link with an `anchor` speaks of something else (section 3.2). Whatever cannot be read is passed over.
    """
    at, text = 0, header[:LONGEST]
    for _ in range(MOST):
        target = _TARGET.match(text, at)
        if target is None:
            at = _end(text, at) + 1
            if at > len(text):
                return
            continue
        parameters, at = _parameters(text, target.end())
        address = _joined(base, target[1].strip())
        if address and "anchor" not in parameters:
            for relation in parameters.get("rel", "").lower().split():
                yield relation, address


def _parameters(text: str, at: int) -> tuple[dict[str, str], int]:
    """Return the parameters from a place on, of each name the first, and where they end."""
    found: dict[str, str] = {}
    while at < len(text) and (parameter := _PARAMETER.match(text, at)) and text[at] != ",":
        name, quoted, plain = parameter.groups()
        value = _ESCAPED.sub(r"\1", quoted) if quoted is not None else plain or ""
        found.setdefault(name.lower(), value)
        at = parameter.end()
    return found, _end(text, at)


def _end(text: str, at: int) -> int:
    """Return where the link that is being read ends: at the next comma that stands in no quoted text."""
    rest = _NEXT.match(text, at)
    return rest.end() if rest else len(text)


def _joined(base: str, reference: str) -> str | None:
    try:
        # An absolute one stays as it is written: `urljoin` would tidy it, and a topic is asked for by its letters.
        return reference if urlsplit(reference).scheme else urljoin(base, reference)
    except ValueError:
        return None
