"""Run feedparser's own parser without the work that cannot change its answer, in half to two thirds of the time.

Spared are: working out the base of links at each element, though the document names none; finding out again which
element a name means; copying words deeply; asking after old names where there are none. Each method here hands on to
feedparser's, and repeats none of it. What these rest on is no promise of feedparser's, so `judge` comes here only with
versions held against this file: equal by tests (tests/parse/test_judge.py) and by `benchmarks/parse_equal.py`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any
from xml.sax import expatreader, handler

import feedparser
from feedparser.api import StrictFeedParser

_BASE = re.compile(rb"base\s*=", re.IGNORECASE)
_ABSOLUTE = re.compile(
    r"https?://[a-z0-9][a-z0-9.-]*(?::[0-9]+)?(?:/[\w.~%+:@!$,=-]+)*/?(?:\?[\w.~%+:@!$,/=&-]+)?", re.ASCII
)
"""An address that is the same whatever it is resolved against."""
_OLD = frozenset(feedparser.FeedParserDict.keymap) | {  # type: ignore[attr-defined]  # feedparser ships no types
    "category", "enclosures", "license", "updated", "updated_parsed",
}  # fmt: skip
"""Names under which feedparser looks for something else."""


def parse(body: bytes, address: str) -> Any:
    """Return the `feed`, `entries` and `version` that `judge.plainly` finds; None where only that may judge."""
    if not body or not address.startswith(("http://", "https://")) or _BASE.search(body):
        return None
    parser = _Parser(address)
    try:
        _Reader(parser).parse(io.BytesIO(body))
    except Exception:  # feedparser may try again in its lenient way
        return None
    return feedparser.FeedParserDict(  # type: ignore[attr-defined]
        feed=parser.feeddata, entries=parser.entries, version=parser.version
    )


class _Reader(expatreader.ExpatParser):
    """Expat's reader, which hands on an element by its known name instead of spelling it out again."""

    def __init__(self, parser: _Parser) -> None:
        super().__init__(namespaceHandling=True)
        self.setFeature(handler.feature_external_ges, False)  # `outline` refused bombs
        self.setContentHandler(parser)
        self.setErrorHandler(parser)
        self._judge = parser

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        parser = self._judge
        tag = parser.opening.get(name)
        # expat puts a namespace and a space before a name
        if tag is None or parser.decls or " " in "".join(attrs):
            parser.unknown = "" if parser.decls else name
            super().start_element_ns(name, attrs)
        else:
            attributes = {key.lower(): value for key, value in attrs.items()}
            super(_Parser, parser).unknown_starttag(tag, list(attributes.items()))

    def end_element_ns(self, name: str) -> None:
        tag = self._judge.closing.get(name)
        if tag is None:
            self._judge.unknown = name
            super().end_element_ns(name)
        else:
            super(_Parser, self._judge).unknown_endtag(tag)


class _Parser(StrictFeedParser):  # type: ignore[misc]  # feedparser ships no types
    """feedparser's own, in a document that names no base for its links: all stand on its address."""

    resolve_relative_uris = False
    sanitize_html = False

    def __init__(self, address: str) -> None:
        self.opening: dict[str, str] = {}
        """feedparser's name of each element that was met, by expat's, until another namespace is declared."""
        self.closing: dict[str, str] = {}
        self.unknown = ""
        """Expat's name of the element that is being spelled out, "" if it is none to keep."""
        super().__init__("", None, "utf-8")
        self._address = address
        self.contentparams = _Parameters()

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        if tag.rpartition(":")[2] not in ("math", "svg"):  # these two are given their namespaces
            self.opening[self.unknown] = tag
        super().unknown_starttag(tag, attrs)

    def unknown_endtag(self, tag: str) -> None:
        self.closing[self.unknown] = tag
        super().unknown_endtag(tag)

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        self.opening.clear()
        self.closing.clear()
        super().track_namespace(prefix, uri)

    def resolve_uri(self, uri: str) -> Any:
        if _ABSOLUTE.fullmatch(uri):
            return uri
        self.baseuri = self._address
        resolved = super().resolve_uri(uri)
        self.baseuri = ""  # each element looks whether there is one, and at the scheme of it
        return resolved

    def push_content(self, tag: str, attrs_d: dict[str, str], default: str, expecting_text: int) -> None:
        super().push_content(tag, attrs_d, default, expecting_text)
        self.contentparams = _Parameters(self.contentparams)

    def _start_item(self, attrs_d: dict[str, str]) -> None:
        super()._start_item(attrs_d)
        if not attrs_d:  # nothing is in it yet
            self.entries[-1] = _Entry()

    _start_entry = _start_item


class _Parameters(dict[str, Any]):
    """The type, language and base of a text: words, so that a copy of the dictionary is a deep one."""

    def __deepcopy__(self, _: Any) -> _Parameters:
        return _Parameters(self)


class _Entry(feedparser.FeedParserDict):  # type: ignore[misc,name-defined]
    """feedparser's dictionary, which asks after old names only where one is meant."""

    __hash__ = object.__hash__  # as feedparser's, by identity

    def __getitem__(self, key: str) -> Any:
        return super().__getitem__(key) if key in _OLD else dict.__getitem__(self, key)

    def __setitem__(self, key: str, value: Any) -> None:
        if key in _OLD:
            super().__setitem__(key, value)
        else:
            dict.__setitem__(self, key, value)

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) if key in _OLD else dict.__contains__(self, key)

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key, default) if key in _OLD else dict.get(self, key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        return super().setdefault(key, default) if key in _OLD else dict.setdefault(self, key, default)
