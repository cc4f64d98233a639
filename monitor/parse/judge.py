"""Ask feedparser, the judge of what a feed says, in one of two ways.

`plainly` asks it as everybody does. `strictly` runs the parser that this would choose for a well-formed document,
without what takes two thirds of its time and has no part in its answer: working out the base of relative links at
each element, though the document names none; finding out again what a name means that was met before; taking old
names for what they stand for where there are none; looking for damage in plain ASCII. Whatever is out of the
ordinary goes feedparser's own way, element by element. Equal by tests, hypothesis and `benchmarks/parse_equal.py`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple
from xml.sax import expatreader, handler

import feedparser
from feedparser.api import StrictFeedParser
from feedparser.html import _cp1252
from feedparser.urls import make_safe_absolute_uri

_BASE = re.compile(rb"base\s*=", re.IGNORECASE)
_ABSOLUTE = re.compile(
    r"https?://[a-z0-9][a-z0-9.-]*(?::[0-9]+)?(?:/[\w.~%+:@!$,=-]+)*/?(?:\?[\w.~%+:@!$,/=&-]+)?", re.ASCII
)
"""An address that is the same whatever it is resolved against."""
_ATTRIBUTES = frozenset({
    "isPermaLink", "rel", "href", "type", "hreflang", "title", "length", "url", "domain", "term", "scheme",
    "label", "width", "height", "medium", "version",
})  # fmt: skip
"""Attributes that name neither a language, nor a base, nor a namespace."""
_BESIDE_INPUT = frozenset({"title", "link", "description", "name"})
_BESIDE_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})
_OLD = frozenset(feedparser.FeedParserDict.keymap) | {  # type: ignore[attr-defined]  # feedparser ships no types
    "category", "enclosures", "license", "updated", "updated_parsed",
}  # fmt: skip
"""Names under which feedparser looks for something else."""


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


def strictly(body: bytes, address: str) -> Any:
    """Return what `plainly` does for a well-formed document in UTF-8 without declarations, only sooner."""
    base = make_safe_absolute_uri(address, address)  # type: ignore[no-untyped-call]
    if not body or not base or _BASE.search(body):
        return plainly(body, address)
    parser = _Parser(base)
    try:
        _Reader(parser).parse(io.BytesIO(body))
    except Exception:
        return plainly(body, address)  # it may try again in its lenient way
    return feedparser.FeedParserDict(  # type: ignore[attr-defined]
        feed=parser.feeddata, entries=parser.entries, version=parser.version
    )


class _Reader(expatreader.ExpatParser):
    """Expat's reader, which shows each element to the parser before it spells it out."""

    def __init__(self, parser: _Parser) -> None:
        super().__init__(namespaceHandling=True)
        self.setFeature(handler.feature_external_ges, False)  # `outline` refused bombs
        self.setContentHandler(parser)
        self.setErrorHandler(parser)
        self._judge = parser

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        if not self._judge.starts(name, attrs):
            super().start_element_ns(name, attrs)

    def end_element_ns(self, name: str) -> None:
        if not self._judge.ends(name):
            super().end_element_ns(name)


class _Tag(NamedTuple):
    """Hold what feedparser makes of an element's name, until another namespace is declared."""

    name: str
    handler: Callable[..., None] | None
    element: str
    """What is kept where nothing handles it."""
    ends_input: bool
    ends_image: bool


class _Parser(StrictFeedParser):  # type: ignore[misc]  # feedparser ships no types
    """feedparser's own, in a document that names no base for its links: all stand on its address."""

    resolve_relative_uris = False
    sanitize_html = False

    def __init__(self, address: str) -> None:
        self._opening: dict[str, _Tag] = {}
        self._closing: dict[str, _Tag] = {}
        self._unknown = ""
        super().__init__("", None, "utf-8")
        self._address = address
        self.contentparams = _Parameters()
        self._content_depth = 0

    # --- Elements: `starts` and `ends` take those whose names are known, feedparser all others ------------------

    def starts(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Do for a name as expat gives it what feedparser did when it met it first; False where it must do it."""
        tag = self._opening.get(name)
        if tag is None or self.incontent or self.decls or not _ATTRIBUTES.issuperset(attributes):
            self._unknown = name
            return False
        found = {key.lower(): value for key, value in attributes.items()}
        for key in found.keys() & {"rel", "type"}:
            found[key] = found[key].lower()
        self.depth += 1
        if self.lang and tag.name in ("feed", "rss", "rdf:RDF"):
            self.feeddata["language"] = self.lang.replace("_", "-")
        self.basestack.append("")
        self.langstack.append(self.lang)
        if tag.ends_input:
            self.intextinput = 0
        if tag.ends_image:
            self.inimage = 0
        if tag.handler:
            with suppress(AttributeError):  # feedparser takes one for a missing handler
                tag.handler(self, found)
                return True
        if found:
            self._get_context()[tag.element] = found
        else:
            self.push(tag.element, 1)
        return True

    def ends(self, name: str) -> bool:
        """Do for a name as expat gives it what feedparser did when it met its end first; False where it must do it."""
        tag = self._closing.get(name)
        if tag is None or self.svgOK or (self.incontent and self.depth != self._content_depth):
            self._unknown = name
            return False
        try:
            if tag.handler:
                tag.handler(self)
            else:
                self.pop(tag.element)
        except AttributeError:
            self.pop(tag.element)
        if self.incontent:
            raise ValueError("a text within a text")  # for `plainly` to judge
        self.basestack.pop()
        self.langstack.pop()
        if self.langstack:
            self.lang = self.langstack[-1]
        self.depth -= 1
        return True

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        self._learn(self._opening, tag, "_start_")
        super().unknown_starttag(tag, attrs)

    def unknown_endtag(self, tag: str) -> None:
        self._learn(self._closing, tag, "_end_")
        super().unknown_endtag(tag)

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        self._opening.clear()
        self._closing.clear()
        self._unknown = ""
        super().track_namespace(prefix, uri)

    def _learn(self, tags: dict[str, _Tag], tag: str, what: str) -> None:
        name, self._unknown = self._unknown, ""
        prefix, suffix = tag.split(":", 1) if ":" in tag else ("", tag)
        if not name or suffix in ("math", "svg"):  # these two are given their namespaces
            return
        prefix = self.namespacemap.get(prefix, prefix)
        element = f"{prefix}_{suffix}" if prefix else suffix
        of_image, of_input = bool(prefix) or tag in _BESIDE_IMAGE, bool(prefix) or tag in _BESIDE_INPUT
        tags[name] = _Tag(tag, getattr(type(self), what + element, None), element, not of_input, not of_image)

    # --- Values: as feedparser keeps them, without its searches for what cannot be there ------------------------

    def resolve_uri(self, uri: str) -> Any:
        if _ABSOLUTE.fullmatch(uri):
            return uri
        self.baseuri = self._address
        resolved = super().resolve_uri(uri)
        self.baseuri = ""  # each element looks whether there is one, and at the scheme of it
        return resolved

    def push_content(self, tag: str, attrs_d: dict[str, str], default: str, expecting_text: int) -> None:
        super().push_content(tag, attrs_d, default, expecting_text)
        self._content_depth = self.depth
        self.contentparams = _Parameters(self.contentparams)

    def _start_item(self, attrs_d: dict[str, str]) -> None:
        super()._start_item(attrs_d)
        if not attrs_d:  # nothing is in it yet
            self.entries[-1] = _Entry()

    _start_entry = _start_item

    def pop(self, element: str, strip_whitespace: int = 1) -> Any:
        stack, params = self.elementstack, self.contentparams
        plain = params.get("type") != "application/xhtml+xml" and not params.get("base64")
        if not (plain and self.inentry and not self.insource and stack and stack[-1][0] == element):
            return super().pop(element, strip_whitespace)
        _, expecting_text, pieces = stack.pop()
        output = "".join(pieces).strip() if strip_whitespace else "".join(pieces)
        if not expecting_text:
            return output
        if output and element in self.can_be_relative_uri and (element != "id" or self.guidislink):
            output = self.resolve_uri(output)
        guess = params.get("type") == "text/plain" and not self.version.startswith("atom")
        if guess and ("</" in output or "&" in output) and self.looks_like_html(output):
            params["type"] = "text/html"
        params.pop("base64", None)
        if not output.isascii():
            with suppress(UnicodeError):
                output = output.encode("iso-8859-1").decode("utf-8")
            output = output.translate(_cp1252)
        if element in ("category", "tags", "itunes_keywords"):
            return output
        if element != "title" or not -1 < self.title_depth <= self.depth:
            self._keep(self.entries[-1], element, output)
        return output

    def _keep(self, entry: Any, element: str, output: str) -> None:
        """Keep a value in the entry."""
        params = self.contentparams
        if element == "content":
            entry.setdefault(element, []).append({**params, "value": output})
        elif element != "link":
            name = "summary" if element == "description" else element
            depths = self.property_depth_map.setdefault(entry, {})
            if depths.get(name, self.depth) >= self.depth:
                depths[name] = self.depth
                entry[name] = output
            if self.incontent:
                entry[f"{name}_detail"] = {**params, "value": output}
        elif not self.inimage:
            if "&" in output:
                output = re.sub("&([A-Za-z0-9_]+);", r"&\g<1>", output.replace("&amp;", "&"))
            entry[element] = output
            if output:
                entry["links"][-1]["href"] = output


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
