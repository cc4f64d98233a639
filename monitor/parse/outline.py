"""Cut a feed into its entries with expat, before feedparser sees it.

Expat reads a document in a twentieth of feedparser's time. That pays for two things: limits are enforced before
anything costs (depth, number of entries, attributes, entity declarations), and entries that were parsed before
can be left out, so that feedparser reads only the new ones in the frame of their own document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from hashlib import blake2b
from xml.parsers import expat

from msgspec import Struct, field

DEPTH = 200
"""Elements within each other: ten times what XHTML in Atom needs; feedparser's cost grows with it."""
ENTRIES = 2_000
"""Entries taken from one document; the rest is left for the next poll."""
ATTRIBUTES = 100
"""Of one element: feedparser's time grows with their square."""
NAME = 2_000
"""Bytes of an author, a category, a date ...: feedparser searches authors with an expression of quadratic time."""
CATEGORIES = 100
"""Of one entry: feedparser compares each with all."""
ENTRY = 2_000_000
"""Bytes of one entry."""

ELEMENTS = 20_000
"""Of one entry, and of all that stands outside of entries; feedparser takes about 10 microseconds for each."""
NAMESPACES = 300
"""Of one document, each counted once: feedparser searches them all at every element."""

LONG = 100
"""Characters from which a text is worth a ticket."""

_ATOM, _CONTENT = "http://www.w3.org/2005/atom", "http://purl.org/rss/1.0/modules/content/"
_SHORT = frozenset({
    "author", "creator", "contributor", "managingeditor", "webmaster", "publisher", "name", "email",
    "owner", "category", "subject", "keywords", "tags", "pubdate", "date", "updated", "published",
    "issued", "modified", "created", "lastbuilddate", "ttl", "language",
})  # fmt: skip
"""Elements that are bounded by `NAME`."""
_KNOWN = frozenset({
    "", "http://backend.userland.com/rss", "http://blogs.law.harvard.edu/tech/rss", "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/", "http://purl.org/atom/ns#", "http://www.w3.org/2005/atom",
})  # fmt: skip
"""Namespaces whose `item` and `entry` are entries of a feed; lower case."""
_TAKES = {"guid": "guid", "id": "guid", "link": "link", "title": "title"}
_START_TAG = re.compile(rb"<[^\s/>]+(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_SAFE_ENTITY = 200
"""Characters that a declared entity may stand for; old RSS 0.91 declares the letters of HTML."""


class Refused(Exception):
    """Say that a document is hostile: it is not worth a second parser."""


class Piece(Struct):
    """Hold where one entry stands in the document, and what identifies it, as written."""

    start: int
    end: int = 0
    guid: str = ""
    link: str = ""
    title: str = ""
    elements: int = 0
    fault: str | None = None
    """Why it may not be read."""
    holes: list[tuple[int, int]] = field(default_factory=list)
    """Parts that may not be read."""
    texts: list[tuple[int, int, str]] = field(default_factory=list)
    """Long texts whose type is certain: where they stand between their tags, and what they say."""


class Outline(Struct, frozen=True):
    """Hold the entries of a document in their order."""

    body: bytes
    pieces: tuple[Piece, ...]
    holes: tuple[tuple[int, int], ...]
    """Parts outside of entries that may not be read."""
    divisible: bool
    """Entries can be left out without changing how the others are read."""

    def digest(self, piece: Piece) -> bytes:
        """Return 16 bytes that stand for the entry as written."""
        return blake2b(self.body[piece.start : piece.end], digest_size=16).digest()

    def frame(self, keep: Iterable[Piece], ticket: Callable[[str], bytes] | None = None) -> bytes:
        """Return the document with only these entries, and with a ticket in place of each of their long texts."""
        kept = {id(piece) for piece in keep}
        edits = [(start, end, b"") for start, end in self.holes]
        for piece in self.pieces:
            if id(piece) not in kept:
                edits.append((piece.start, piece.end, b""))
                continue
            edits.extend((start, end, b"") for start, end in piece.holes)
            if ticket:
                edits.extend((start, end, ticket(text)) for start, end, text in piece.texts)
        if not edits:
            return self.body
        parts: list[bytes] = []
        at = 0
        for start, end, instead in sorted(edits):
            if start >= at:
                parts += (self.body[at:start], instead)
                at = end
        parts.append(self.body[at:])
        return b"".join(parts)


def scan(body: bytes) -> Outline | None:
    """Return the outline of a UTF-8 document, or None where expat refuses it (it is not well-formed).

    Raises Refused for documents that no parser should be given. Linear in time.
    """
    scanner = _Scanner(body)
    try:
        scanner.parser.Parse(body, True)
    except expat.ExpatError:
        return None
    finally:
        del scanner.parser  # which holds the scanner: together they would stay until cycles are looked for
    return Outline(body, tuple(scanner.pieces), tuple(scanner.holes), scanner.divisible)


class _Name(Struct, frozen=True):
    """Hold what an element's name says."""

    entry: bool
    """`item` or `entry`."""
    known: bool
    """In a namespace whose entries are a feed's."""
    short: bool
    category: bool
    takes: str | None
    """The field of Piece that its text is."""
    long: str | None
    """`description`, or `encoded`, or `atom` for texts with a type of their own."""
    guessed: bool
    """A summary of any kind: feedparser guesses the type of an entry's second one."""


def _name(qualified: str) -> _Name:
    """Read a name as expat gives it: namespace, blank, local name."""
    namespace, _, local = qualified.rpartition(" ")
    namespace, local = namespace.lower(), local.lower()
    long = None
    if namespace == _ATOM and local in ("summary", "content"):
        long = "atom"
    elif local == "description" and namespace in _KNOWN and namespace != _ATOM:
        long = "description"
    elif local == "encoded" and namespace == _CONTENT:
        long = "encoded"
    return _Name(
        entry=local in ("item", "entry"),
        known=namespace in _KNOWN,
        short=local in _SHORT,
        category=local in ("category", "subject"),
        takes=_TAKES.get(local),
        long=long,
        guessed=local in ("description", "summary", "abstract"),
    )


class _Scanner:
    """Follow expat through one document."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.pieces: list[Piece] = []
        self.holes: list[tuple[int, int]] = []
        self.divisible = True
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.buffer_size = 65_536
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartNamespaceDeclHandler = self._namespace
        self._names: dict[str, _Name] = {}
        self._namespaces: set[str] = set()
        self._depth = 0
        self._piece: Piece | None = None
        self._inside = -1  # depth of the open entry's own element; outside of entries a depth that never is
        self._short_depth, self._short_start = 0, 0  # the outermost open element that must be short
        self._taking: _Name | None = None
        self._taking_start = 0
        self._text: list[str] = []
        self._categories = self._summaries = 0
        # Of the open entry or else of the rest; of the rest while one is open.
        self._elements = self._outside = 0

    def _start(self, qualified: str, attributes: list[str]) -> None:
        self._depth = depth = self._depth + 1
        name = self._names.get(qualified)
        if name is None:
            name = self._names[qualified] = _name(qualified)
        self._elements += 1
        if self._elements > ELEMENTS:
            self._fault(f"more than {ELEMENTS:,} elements")
        if depth > DEPTH:
            self._fault(f"more than {DEPTH} elements within each other")
        if len(attributes) > 2 * ATTRIBUTES:
            self._fault(f"more than {ATTRIBUTES} attributes on one element")
        if name.short and not self._short_depth:
            self._short_depth, self._short_start = depth, self.parser.CurrentByteIndex
            self._categories += name.category
        self._summaries += name.guessed
        if name.entry and depth > 1:
            if self._piece or not name.known:
                self.divisible = False  # feedparser may well take it for an entry of its own
            else:
                self._begin(depth, attributes)
        elif depth == self._inside + 1 and (name.takes or name.long):
            self._take(name, attributes)
        elif self._taking and self._taking.long:
            self._taking = self.parser.CharacterDataHandler = None  # markup, not text

    def _begin(self, depth: int, attributes: list[str]) -> None:
        self._piece, self._inside = Piece(self.parser.CurrentByteIndex), depth
        self._categories = self._summaries = 0
        self._outside, self._elements = self._elements - 1, 1
        for at in range(0, len(attributes), 2):
            if attributes[at].endswith(" about"):
                self._piece.guid = attributes[at + 1].strip()

    def _take(self, name: _Name, attributes: list[str]) -> None:
        """Begin to gather a text."""
        if name.long and attributes != (["type", "html"] if name.long == "atom" else []):
            return
        if name.takes == "link" and attributes and self._piece is not None:
            named = dict(zip(attributes[::2], attributes[1::2], strict=True))
            if named.get("rel", "alternate").lower() == "alternate" and not self._piece.link:
                self._piece.link = named.get("href", "").strip()
        self._taking, self._text, self._taking_start = name, [], self.parser.CurrentByteIndex
        self.parser.CharacterDataHandler = self._text.append

    def _end(self, _: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if depth == self._short_depth:
            self._measure()
        if depth == self._inside + 1:
            if self._taking:
                self._took(self._taking)
        elif depth == self._inside and self._piece:
            self._piece.end = self._after(self._piece.start)
            if self._piece.end - self._piece.start > ENTRY:
                self._piece.fault = f"longer than {ENTRY:,} bytes"
            if self._summaries > 1:
                self._piece.texts = []
            self._piece.elements, self._elements = self._elements, self._outside
            self.pieces.append(self._piece)
            self._piece, self._inside = None, -1

    def _took(self, name: _Name) -> None:
        """Keep the text that was gathered."""
        self.parser.CharacterDataHandler = None
        text, self._taking = "".join(self._text).strip(), None
        if not text or self._piece is None:
            return
        if name.takes:
            setattr(self._piece, name.takes, text)
        elif len(text) >= LONG:
            # No `>` stands in the attributes: they are `type="html"`.
            start = self.body.index(b">", self._taking_start) + 1
            self._piece.texts.append((start, self.parser.CurrentByteIndex, text))

    def _measure(self) -> None:
        """Leave out an element that is longer than its kind can honestly be, and categories beyond counting."""
        start, self._short_depth = self._short_start, 0
        if self.parser.CurrentByteIndex - start > NAME or self._categories > CATEGORIES:
            (self._piece.holes if self._piece else self.holes).append((start, self._after(start)))

    def _after(self, start: int) -> int:
        """Return where the element that began at `start` and now ends does end.

        At an end tag expat stands before it, at the end of an empty element (`<item/>`) behind it.
        """
        at = self.parser.CurrentByteIndex
        tag = _START_TAG.match(self.body, start)
        if tag and tag.end() == at and tag[0].endswith(b"/>"):
            return at
        return self.body.index(b">", at) + 1

    def _fault(self, what: str) -> None:
        if self._piece is None:
            raise Refused(what)
        self._piece.fault = what

    def _entity(self, name: str, parameter: int, value: str | None, *_: object) -> None:
        if parameter and value is None:
            return  # the letters of HTML as old feeds name them; never loaded
        harmless = value is not None and len(value) <= _SAFE_ENTITY and "&" not in value and "%" not in value
        if parameter or not (harmless or name in ("amp", "lt", "gt", "quot", "apos")):
            raise Refused(f"it declares the entity {name[:40]!r}, which does not stand for plain text")

    def _doctype(self, *_: object) -> None:
        self.divisible = False  # feedparser rewrites the declaration, and what expat took may be refused then

    def _namespace(self, prefix: str | None, uri: str) -> None:
        self._namespaces.add(f"{prefix} {uri}")
        if len(self._namespaces) > NAMESPACES:
            raise Refused(f"more than {NAMESPACES} namespaces")
