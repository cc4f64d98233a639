"""Ask feedparser, the judge of what a feed says, in one of two ways.

`plainly` asks it as everybody does. `strictly` runs the parser that this would choose for a well-formed document,
without two things that take a third of its time and have no part in its answer: working the base of relative links
out again at each element, though the document names none, and copying a text's few parameters the slow way.
"""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax import expatreader, handler

import feedparser
from feedparser.api import StrictFeedParser
from feedparser.urls import make_safe_absolute_uri

_BASE = re.compile(rb"base\s*=", re.IGNORECASE)


def plainly(body: bytes, address: str) -> Any:
    """Parse bytes; None where feedparser fails (a stray `</width>` raises TypeError in 6.0.14) or has nothing to read.

    Sanitising is off since only plain text is kept; links within texts are not kept, so not resolved.
    """
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    try:
        result = feedparser.parse(  # type: ignore[attr-defined,no-untyped-call]  # feedparser ships no types
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    # What a hostile document makes a parser raise is the document's fault, and its loss alone.
    except Exception:
        return None
    return result if "version" in result else None


def strictly(body: bytes, address: str) -> Any:
    """Return what `plainly` does for a well-formed document in UTF-8 without declarations, only sooner."""
    if not body or _BASE.search(body):
        return plainly(body, address)
    parser = _Parser(address)
    reader = expatreader.create_parser(True)  # noqa: S315 - `outline` refused bombs
    reader.setFeature(handler.feature_external_ges, False)
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    try:
        reader.parse(io.BytesIO(body))
    except Exception:
        return plainly(body, address)  # it may try again in its lenient way
    return feedparser.FeedParserDict(  # type: ignore[attr-defined]
        feed=parser.feeddata, entries=parser.entries, version=parser.version
    )


class _Parser(StrictFeedParser):  # type: ignore[misc]  # feedparser ships no types
    """feedparser's own, in a document that names no base for its links: all stand on its address."""

    resolve_relative_uris = False
    sanitize_html = False

    def __init__(self, address: str) -> None:
        super().__init__("", None, "utf-8")
        self._address = make_safe_absolute_uri(address, address) or address  # type: ignore[no-untyped-call]

    def resolve_uri(self, uri: str) -> Any:
        self.baseuri = self._address
        resolved = super().resolve_uri(uri)
        self.baseuri = ""  # each element looks whether there is one, and at the scheme of it
        return resolved

    def push_content(self, *arguments: Any) -> None:
        super().push_content(*arguments)
        self.contentparams: _Parameters = _Parameters(self.contentparams)


class _Parameters(feedparser.FeedParserDict):  # type: ignore[misc,name-defined]
    """The type, language and base of a text: words, so that a copy of the dictionary is a deep one."""

    def __deepcopy__(self, _: Any) -> _Parameters:
        return _Parameters(self)
