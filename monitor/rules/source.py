"""Turn YAML text into plain values, each with its line and column, or say everything that is wrong with it.

YAML 1.2's core schema (chapter 10.3 of its specification): only `true`, `false`, `null`, `~` and numbers are
not texts, so `NO` is Norway and `on` is a word; a number that would not be written so again (`007`, `1.50`, `0x1F`)
is a text, or advice to quote it would name another. Anchors, aliases, merge keys and tags are refused: they are how
small files become large ones, and how a file makes a program build objects. libyaml reports events; nothing is
built twice, which is why ten thousand rules take well under a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn

import yaml
from msgspec import Struct
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from monitor.rules import syntax
from monitor.rules.problem import Problem, Severity, short
from monitor.shapes import Path

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
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_HEAD = re.compile(r"(?m)^(rules|feeds|groups):[ \t]*(#.*)?$")
_ITEM = re.compile(r"(?m)^( *)- ")
_STRING_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})


_NO_KEYS: dict[str, Any] = {}


class Position:
    """Hold where a value stands, and the places inside it; lines and columns count from 0 here."""

    __slots__ = ("column", "inside", "keys", "line")

    def __init__(self, line: int, column: int, inside: Any = None) -> None:
        self.line = line
        self.column = column
        self.inside = inside
        """A dict of places by key, a list of places, or None for a single value."""
        self.keys: dict[str, Position] = {} if isinstance(inside, dict) else _NO_KEYS
        """Where each key of a mapping stands."""


class Source(Struct, frozen=True):
    """Hold one file's value and the place of everything in it."""

    file: str
    value: Any
    place: Position

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

    def problem(
        self, path: Sequence[str | int], message: str, severity: Severity = "error", *, key: bool = False
    ) -> Problem:
        """Return what is wrong with, or to be said of, the value at `path`, or its key."""
        return Problem(self.file, *self.find(path, key=key), message, severity)


def texts_at(raw: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield each text of a key that may hold one or several, with its place; what is no text is left out."""
    for index, item in enumerate(raw if isinstance(raw, list) else [raw]):
        if isinstance(item, str):
            yield ((*path, index) if isinstance(raw, list) else path), item


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
    places = Position(text.count("\n", 0, first.start()), len(first[1]), [])
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
    place = Position(0, 0, {head[1]: places})
    place.keys[head[1]] = Position(text.count("\n", 0, head.start()), 0)
    return Source(file, {head[1]: value}, place), found


def _moved(place: Position, lines: int) -> Position:
    """Return a place, with all in it, so many lines further down."""
    inside = place.inside
    if isinstance(inside, dict):
        inside = {key: _moved(one, lines) for key, one in inside.items()}
    elif isinstance(inside, list):
        inside = [_moved(one, lines) for one in inside]
    moved = Position(place.line + lines, place.column, inside)
    for key, one in place.keys.items():
        moved.keys[key] = _moved(one, lines)
    return moved


_Open = tuple[Any, Position, list[Any]]
"""A list or mapping whose end has not come: its value, its place, and of a mapping the key that waits for its value."""


class _Stop(Exception):
    """Leave a file that is not worth reading on."""


class _Builder:
    """Build values and places from libyaml's events."""

    def __init__(self, file: str, before: int = 0) -> None:
        self.file = file
        self.before = before
        """Lines of the file that stand before the text."""
        self.problems: list[Problem] = []
        self.documents = 0

    def build(self, text: str) -> tuple[Source | None, list[Problem]]:
        """Read the first document of the text."""
        try:
            if len(text) > MAX_CHARACTERS:
                self.say(0, 0, f"the file has over {MAX_CHARACTERS:,} characters; split it")
            elif (odd := syntax.unreadable(text)) is not None:
                self.say(*odd)
            else:
                return Source(self.file, *self._document(text)), self.problems
        except _Stop:
            pass  # it is said
        except yaml.YAMLError as error:
            self.say(*syntax.mistake(error, text, self.before))
        return None, self.problems

    def say(self, line: int, column: int, message: str) -> None:
        """Note a problem; lines and columns count from 0 here."""
        self.problems.append(Problem(self.file, self.before + line + 1, column + 1, message))

    def _document(self, text: str) -> tuple[Any, Position]:
        """Read events one by one; a stack instead of recursion, so that depth costs nothing."""
        get_event: Callable[[], Any] = CParser(text).get_event
        roots: list[Any] = []
        places = Position(0, 0, [])
        stack: list[_Open] = [(roots, places, [])]
        while (event := get_event()) is not None:
            kind = event.__class__
            if kind is ScalarEvent:
                self._place(stack[-1], event, *self._scalar(event))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                value, place = self._opened(event, len(stack))
                self._place(stack[-1], event, value, place)
                stack.append((value, place, []))
            elif kind is SequenceEndEvent or kind is MappingEndEvent:
                stack.pop()
            else:
                self._refuse(event)
        return (roots[0], places.inside[0]) if roots else (None, places)

    def _scalar(self, event: Any) -> tuple[Any, Position]:
        mark, value = event.start_mark, event.value
        if event.tag is not None and event.tag not in _STRING_TAGS:
            self._tag(event)
        elif event.implicit[0] and (not value or value[0] in _MAYBE):
            value = plain(value)
        if event.anchor is not None:
            self._anchor(event)
        return value, Position(mark.line, mark.column)

    def _opened(self, event: Any, depth: int) -> tuple[Any, Position]:
        """Return a mapping or a list that is still empty."""
        mark, kind = event.start_mark, dict if event.__class__ is MappingStartEvent else list
        if event.tag is not None:
            self._tag(event)
        if event.anchor is not None:
            self._anchor(event)
        if depth > MAX_DEPTH:
            self._stop(event, f"nested over {MAX_DEPTH} levels deep")
        return kind(), Position(mark.line, mark.column, kind())

    def _refuse(self, event: Any) -> None:
        """Refuse what hides something: an alias, for what it stands for is missing, and further documents."""
        if event.__class__ is AliasEvent:
            name = short(event.anchor)
            remedy = "write it out, or quote a text that begins with `*`"
            self._stop(event, f"`*{name}`: aliases are not allowed; {remedy}")
        if event.__class__ is DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                self._stop(event, "one file holds one document only")

    def _stop(self, event: Any, message: str) -> NoReturn:
        self.say(event.start_mark.line, event.start_mark.column, message)
        raise _Stop

    def _place(self, top: _Open, event: Any, value: Any, place: Position) -> None:
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
    for form, number in ((_INTEGER, int), (_FLOAT, float)):
        if form.match(text) and str(number(text)) == text:
            return number(text)
    return text
