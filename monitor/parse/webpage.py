"""Say of a web page that was polled as a feed what it is, and where its feed is: people give the address they see."""

from __future__ import annotations

import re
from html import unescape

from monitor.normalise import text, url

_LOOKED_AT = 200_000
"""Bytes in which the head of a page is looked for."""
_SHOWN = 3
"""Feeds that are named; an outlet may have one a section."""
_TITLE = re.compile(rb"<title\b[^<>]*>([^<]{1,300})", re.IGNORECASE)
_LINK = re.compile(r"<link\b([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?<![a-z])([a-z]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE
)
_FEED = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)", re.IGNORECASE)


def described(page: bytes, address: str) -> str:
    """Return `a web page`, its title, and the feeds that it names (HTML, section 4.6.7.1: `alternate`)."""
    page = page[:_LOOKED_AT]
    title = _TITLE.search(page)
    name = text.plain(title[1].decode("utf-8", "replace"), html=True, limit=80) if title else ""
    feeds = list(dict.fromkeys(_feeds(page.decode("utf-8", "replace"), address)))[:_SHOWN]
    said = f"a web page titled {name!r}" if name else "a web page"
    return f"{said}; its feed is {' or '.join(feeds)}" if feeds else said


def _feeds(page: str, address: str) -> list[str]:
    """Return the addresses of the feeds that a page names, in its order."""
    found: list[str] = []
    for link in _LINK.finditer(page):
        named = {
            one[1].lower(): unescape(one[2] or one[3] or one[4] or "") for one in _ATTRIBUTE.finditer(link[1])
        }
        if "alternate" in named.get("rel", "").lower().split() and _FEED.match(named.get("type", "").strip()):
            found.append(url.address(named.get("href", ""), address) or "")
    return [one for one in found if one]
