"""Turn YAML text into plain values, each with its line and column, or say everything that is wrong with it.

YAML 1.2's core schema (chapter 10.3 of its specification): only `true`, `false`, `null`, `~` and numbers are
not texts, so `NO` is Norway and `on` is a word. Anchors, aliases, merge keys and tags are refused: they are how
small files become large ones, and how a file makes a program build objects. libyaml reports events; nothing is
built twice, which is why ten thousand rules take well under a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import yaml
from msgspec import Struct
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from monitor.rules.problem import Problem, short

MAX_DEPTH = 40
"""Levels of nesting; a person's rule has fewer than ten."""
MAX_CHARACTERS = 32_000_000
"""Of one file: a hundred thousand rules fit."""

_LITERALS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_MAYBE = frozenset("0123456789+-.~ntfNTF")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_OTHER_BASE = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_HEAD = re.compile(r"(?m)^(rules|feeds|groups):[ \t]*(#.*)?$")
_ITEM = re.compile(r"(?m)^( *)- ")
_GLUED = re.compile(r"\s*(?:- +)?([a-z_]+:)[^\s/]")
"""A key without the space that makes it one."""
_ODD_INDENT = re.compile("[ \t]*([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff])")
"""Blanks that come with text from web pages and word processors, where a line is indented."""
_STRING_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What YAML forbids (its chapter 5.1), and lone surrogates: bytes that were no UTF-8."""

_PLAINLY = {
    "could not find expected ':'": "a `:` is missing, or the line is indented unlike its neighbours",
    "mapping values are not allowed here": "a `: ` where none may stand; put the text in quotes",
    "mapping values are not allowed in this context": "a `: ` where none may stand; put the text in quotes",
    "did not find expected <document start>": "the text goes on where the file should have ended",
    "did not find expected key": "the indentation does not fit the lines above",
    "did not find expected '-' indicator": "the indentation does not fit the list above",
    "did not find expected ',' or ']'": "a `[` is never closed, or a `,` is missing",
    "did not find expected ',' or '}'": "a `{` is never closed, or a `,` is missing",
    "found unexpected end of stream": "a quote is opened and never closed",
    "block sequence entries are not allowed in this context": "a `- ` where no list may begin",
    "found undefined tag handle": "tags (words that begin with `!`) are not allowed here; quote the text",
    "did not find expected alphabetic or numeric character": "`*` or `&` at the start of a text needs quotes",
}


_NO_KEYS: dict[str, Any] = {}


class Place:
    """Hold where a value stands, and the places inside it; lines and columns count from 0 here."""

    __slots__ = ("column", "inside", "keys", "line")

    def __init__(self, line: int, column: int, inside: Any = None) -> None:
        self.line = line
        self.column = column
        self.inside = inside
        """A dict of places by key, a list of places, or None for a single value."""
        self.keys: dict[str, Place] = {} if isinstance(inside, dict) else _NO_KEYS
        """Where each key of a mapping stands."""


class Source(Struct, frozen=True):
    """Hold one file's value and the place of everything in it."""

    file: str
    value: Any
    place: Place

    def find(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Return line and column (from 1) of the value at `path`, or of its key; the nearest that exists."""
        place, at = self.place, (self.place.line, self.place.column)
        for index, step in enumerate(path):
            last = index == len(path) - 1
            if isinstance(place.inside, dict) and step in place.inside:
                if key and last:
                    place = place.keys[str(step)]
                    return place.line + 1, place.column + 1
                place = place.inside[step]
            elif isinstance(place.inside, list) and isinstance(step, int) and step < len(place.inside):
                place = place.inside[step]
            else:
                continue
            at = (place.line, place.column)
        return at[0] + 1, at[1] + 1


def parse(file: str, text: str) -> tuple[Source | None, list[Problem]]:
    """Return the file's value with its places (None where nothing can be used), and its problems.

    A mistake of syntax hides what comes after it. Where the file is a list, its items are then read one by one,
    so that every item's mistakes are found at once.
    """
    source, problems = _Builder(file).build(text)
    return (source, problems) if source is not None else _by_items(file, text, problems)


def _by_items(file: str, text: str, problems: list[Problem]) -> tuple[Source | None, list[Problem]]:
    """Read the items of a broken file's list on their own; give up where the mistake lies elsewhere."""
    head = _HEAD.search(text)
    first = _ITEM.search(text, head.end()) if head else None
    if head is None or first is None or len(text) > MAX_CHARACTERS:
        return None, problems
    starts = [m.start() for m in re.compile(f"(?m)^{first[1]}- ").finditer(text, first.start())]
    value: list[Any] = []
    places = Place(text.count("\n", 0, first.start()), len(first[1]), [])
    found: list[Problem] = []
    line, at = 0, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line, at = line + text.count("\n", at, start), start
        source, said = _Builder(file, line).build(text[start:end])
        found += said
        if source is not None and isinstance(source.value, list):
            value += source.value
            places.inside += [_moved(place, line) for place in source.place.inside]
    if not found:
        return None, problems
    place = Place(0, 0, {head[1]: places})
    place.keys[head[1]] = Place(text.count("\n", 0, head.start()), 0)
    return Source(file, {head[1]: value}, place), found


def _moved(place: Place, lines: int) -> Place:
    """Return a place, with all in it, so many lines further down."""
    inside = place.inside
    if isinstance(inside, dict):
        inside = {key: _moved(one, lines) for key, one in inside.items()}
    elif isinstance(inside, list):
        inside = [_moved(one, lines) for one in inside]
    moved = Place(place.line + lines, place.column, inside)
    for key, one in place.keys.items():
        moved.keys[key] = _moved(one, lines)
    return moved


class _Stop(Exception):
    """Leave a file that is not worth reading on."""


class _Builder:
    """Build values and places from libyaml's events."""

    def __init__(self, file: str, before: int = 0) -> None:
        self.file = file
        self.before = before
        """Lines of the file that stand before the text."""
        self.problems: list[Problem] = []

    def build(self, text: str) -> tuple[Source | None, list[Problem]]:
        """Read the first document of the text."""
        try:
            self._refuse_characters(text)
            value, place = self._document(text)
        except _Stop:
            return None, self.problems
        except yaml.MarkedYAMLError as error:
            self._syntax(error, text)
            return None, self.problems
        except yaml.YAMLError as error:  # a reader's error has a position and no line
            self.say(0, 0, f"this is not YAML: {short(error)}")
            return None, self.problems
        return Source(self.file, value, place), self.problems

    def say(self, line: int, column: int, message: str) -> None:
        """Note a problem; lines and columns count from 0 here."""
        self.problems.append(Problem(self.file, self.before + line + 1, column + 1, message))

    def _refuse_characters(self, text: str) -> None:
        if len(text) > MAX_CHARACTERS:
            self.say(0, 0, f"the file has over {MAX_CHARACTERS:,} characters; split it")
            raise _Stop
        odd = _UNREADABLE.search(text)
        if odd is None:
            return
        line = text.count("\n", 0, odd.start())
        column = odd.start() - (text.rfind("\n", 0, odd.start()) + 1)
        surrogate = "\ud800" <= odd[0] <= "\udfff"
        what = "the file is not UTF-8 here; save it as UTF-8" if surrogate else "a control character"
        self.say(line, column, what if surrogate else f"{what} (U+{ord(odd[0]):04X}) may not stand here")
        raise _Stop

    def _syntax(self, error: yaml.MarkedYAMLError, text: str) -> None:
        problem = str(error.problem or error)
        mark = error.problem_mark or error.context_mark
        if "end of stream" in problem and error.context_mark:
            mark = error.context_mark  # where the quote was opened
        line, column = (mark.line, mark.column) if mark else (0, 0)
        lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text, maxsplit=line + 1)  # as libyaml counts them
        at = "".join(lines[line : line + 1])[column : column + 1]
        odd = _ODD_INDENT.match(lines[line]) if line < len(lines) else None
        glued = _GLUED.match(lines[line - 1]) if line and "mapping values" in problem else None
        if odd:
            column = odd.start(1)
            message = f"a blank of another kind (U+{ord(odd[1]):04X}) cannot indent; use spaces"
        elif glued:
            line, column, message = line - 1, glued.start(1), f"a space is missing behind `{glued[1]}`"
        elif "\\t" in problem or "'\t'" in problem or "tab" in problem or at == "\t":
            message = "a tab cannot indent YAML; use spaces"
        elif "mapping values" in problem and lines[line][:column].strip().isidentifier():
            message = "the line is indented too far, or the text above it needs quotes"
        elif "cannot start any token" in problem:
            message = f"`{at}` at the start of a text needs quotes around the text"
        else:
            message = next((said for known, said in _PLAINLY.items() if known in problem), problem)
            if error.context_mark and error.context_mark.line != line:
                message += f" (in what begins on line {self.before + error.context_mark.line + 1})"
        self.say(line, column, message)

    def _document(self, text: str) -> tuple[Any, Place]:
        """Read events one by one; a stack instead of recursion, so that depth costs nothing."""
        parser = CParser(text)
        get_event: Callable[[], Any] = parser.get_event
        stack: list[tuple[Any, Place, list[Any]]] = []  # (value, place, [pending key, its mark])
        root: tuple[Any, Place] | None = None
        documents = 0
        while (event := get_event()) is not None:
            kind = event.__class__
            if kind is ScalarEvent:
                mark = event.start_mark
                value: Any = event.value
                if event.tag is not None and event.tag not in _STRING_TAGS:
                    self._tag(event)
                elif event.implicit[0] and not event.style and (not value or value[0] in _MAYBE):
                    value = plain(value)
                place = Place(mark.line, mark.column)
                if event.anchor is not None:
                    self._anchor(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                mapping = kind is MappingStartEvent
                mark = event.start_mark
                value = {} if mapping else []
                place = Place(mark.line, mark.column, {} if mapping else [])
                if event.tag is not None:
                    self._tag(event)
                if event.anchor is not None:
                    self._anchor(event)
                if len(stack) >= MAX_DEPTH:
                    self.say(mark.line, mark.column, f"nested over {MAX_DEPTH} levels deep")
                    raise _Stop
            elif kind is SequenceEndEvent or kind is MappingEndEvent:
                stack.pop()
                continue
            elif kind is AliasEvent:
                mark = event.start_mark
                name = short(event.anchor)
                message = (
                    f"`*{name}`: aliases are not allowed; write it out, or quote a text that begins with `*`"
                )
                self.say(mark.line, mark.column, message)
                raise _Stop  # what it stands for is missing from here on
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    mark = event.start_mark
                    self.say(mark.line, mark.column, "one file holds one document only")
                    raise _Stop
                continue
            else:
                continue
            if not stack:
                root = (value, place)
            else:
                self._place(stack[-1], event, value, place)
            if place.inside is not None:
                stack.append((value, place, []))
        if root is None:
            root = (None, Place(0, 0))
        return root

    def _place(self, top: tuple[Any, Place, list[Any]], event: Any, value: Any, place: Place) -> None:
        """Put a value into the list or mapping that is open; a mapping takes a key first."""
        holder, inside, pending = top
        if isinstance(holder, list):
            holder.append(value)
            inside.inside.append(place)
            return
        if not pending:
            if place.inside is not None:
                self.say(place.line, place.column, "a key must be a word, not a list or a mapping")
                pending += [None, place]
                return
            key = event.value
            if key == "<<" and not event.style:
                self.say(place.line, place.column, "merge keys (`<<`) are not allowed; write the keys out")
                key = None
            elif key in holder:
                first = self.before + inside.keys[key].line + 1
                self.say(place.line, place.column, f"`{short(key)}` is set twice here, first on line {first}")
            pending += [key, place]
            return
        key, at = pending
        pending.clear()
        if key is None or key in holder:
            return
        holder[key] = value
        inside.keys[key] = at
        inside.inside[key] = place

    def _tag(self, event: Any) -> None:
        mark = event.start_mark
        self.say(
            mark.line, mark.column, f"`{short(_shown(event.tag))}`: tags are not allowed here; remove it"
        )

    def _anchor(self, event: Any) -> None:
        mark = event.start_mark
        self.say(mark.line, mark.column, f"`&{short(event.anchor)}`: anchors are not allowed; write it out")


def _shown(tag: str) -> str:
    standard = "tag:yaml.org,2002:"
    return "!!" + tag.removeprefix(standard) if tag.startswith(standard) else tag


def plain(text: str) -> Any:
    """Return what an unquoted text means by the core schema."""
    if text in _LITERALS:
        return _LITERALS[text]
    if len(text) > 40:
        return text
    if _INTEGER.match(text):
        return int(text)
    if _OTHER_BASE.match(text):
        return int(text, 0)
    if _FLOAT.match(text):
        return float(text)
    return text
