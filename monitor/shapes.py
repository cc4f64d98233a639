"""Turn what people wrote into structs, and find every mistake in what cannot be turned.

msgspec is the judge of a value and stops at its first mistake. Who writes a file by hand wants to hear all of them, so
a value that is refused is looked through once more, key by key, by what msgspec itself knows of the struct.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, ClassVar, Literal, TypeVar

from msgspec import Struct, ValidationError, convert, inspect

Path = tuple[str | int, ...]
"""Where a value stands: the keys and indexes that lead to it."""
Flaw = Literal[
    "unknown", "missing", "empty", "kind", "short", "long", "least", "most", "form", "choice", "check", "whole",
]  # fmt: skip
"""What is wrong: a key that is `unknown`, `missing`, or `empty` with nothing behind it; a value of another `kind` (a
list for a text), too `short` or `long`, below the `least` or above the `most`, of another `form`, no possible
`choice`, or refused by a `check`; or a mapping that as a `whole` contradicts itself."""

_Made = TypeVar("_Made", bound=Struct)


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping that people write: it refuses unknown keys and later changes."""

    noun: ClassVar[str] = ""
    """What messages call it, where it is not called by its key."""
    checks: ClassVar[Mapping[str, Callable[[Any], object]]] = {}
    """What lengths and patterns cannot say of a key's value: raises ValueError that says what it must be."""

    def __post_init__(self) -> None:
        for key, check in self.checks.items():
            if (value := getattr(self, key)) is not None:
                check(value)


class _Nothing:
    """Stand for null, which msgspec takes for a key that is left out: `channel: #legal` would be every channel."""

    def __repr__(self) -> str:
        return "null"


_NOTHING = _Nothing()


class Mistake(Struct, frozen=True):
    """Name one mistake of a value."""

    fault: Flaw
    path: Path
    """Of the value, or of the mapping whose key is unknown, missing or wrong."""
    owner: type[Struct]
    """The struct that the value belongs to."""
    value: Any
    """The value; or the key, if it is unknown, missing or wrong."""
    shape: inspect.Type
    """What must stand there."""
    said: str = ""
    """What a check said."""
    of_key: bool = False
    """Whether a key of a mapping of any keys is wrong, and not a value."""


def made(kind: type[_Made], raw: Any) -> _Made:
    """Return the struct that a plain value describes, whose texts lose the blanks around them; null is no value.

    Raises ValidationError that tells the first mistake.
    """
    return convert(_stripped(raw), kind)


def mistakes(kind: type[Struct], raw: Any) -> list[Mistake]:
    """Return every mistake of a value that cannot be turned into a struct; none if it can."""
    return list(_mistakes(_shape(kind), _stripped(raw), (), kind))


_shape = cache(inspect.type_info)
"""What msgspec knows of a struct: it takes a millisecond to find out, for each of a thousand wrong feeds."""


def _stripped(raw: Any) -> Any:
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, dict):
        return {key: _stripped(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_stripped(item) for item in raw]
    return _NOTHING if raw is None else raw


def _mistakes(shape: inspect.Type, raw: Any, path: Path, owner: type[Struct]) -> Iterator[Mistake]:
    if raw is _NOTHING:
        yield Mistake("empty", path, owner, None, shape)
    elif isinstance(shape, inspect.Metadata):
        yield from _mistakes(shape.type, raw, path, owner)
    elif isinstance(shape, inspect.UnionType):
        yield from _mistakes(_meant(shape.types, raw), raw, path, owner)
    elif isinstance(shape, inspect.StructType) and isinstance(raw, dict):
        yield from _of_struct(shape, raw, path)
    elif isinstance(shape, inspect.DictType) and isinstance(raw, dict):
        for key, value in raw.items():
            for wrong in _mistakes(shape.key_type, key, path, owner):
                yield Mistake(wrong.fault, path, owner, key, wrong.shape, wrong.said, of_key=True)
            yield from _mistakes(shape.value_type, value, (*path, key), owner)
    elif (fault := _refused(shape, raw)) is not None:
        yield Mistake(fault, path, owner, raw, shape)
    elif isinstance(shape, inspect.ListType | inspect.VarTupleType):
        for index, item in enumerate(raw):
            yield from _mistakes(shape.item_type, item, (*path, index), owner)


def _of_struct(shape: inspect.StructType, raw: dict[Any, Any], path: Path) -> Iterator[Mistake]:
    """Yield the mistakes of a mapping: those of its keys, or else what it says as a whole."""
    fields = {field.encode_name: field for field in shape.fields}
    found = [Mistake("unknown", path, shape.cls, key, shape) for key in raw if key not in fields]
    for key, field in fields.items():
        if key in raw:
            found += _of_key(field, raw[key], (*path, key), shape.cls)
        elif field.required:
            found.append(Mistake("missing", path, shape.cls, key, shape))
    if not found:
        try:
            convert(raw, shape.cls)
        except ValidationError as error:
            found.append(Mistake("whole", path, shape.cls, raw, shape, str(error)))
    yield from found


def _of_key(field: inspect.Field, raw: Any, path: Path, owner: type[Struct]) -> list[Mistake]:
    """Return the mistakes of a key's value; a check of its own knows best what a text must be."""
    found = list(_mistakes(field.type, raw, path, owner))
    check = owner.checks.get(field.name) if issubclass(owner, Part) else None
    no_text = any(
        one.path == path and one.fault == "kind" and isinstance(one.shape, inspect.StrType) for one in found
    )
    if check is not None and (no_text or not found):
        try:
            check(raw)
        except ValueError as error:
            return [Mistake("check", path, owner, raw, field.type, str(error))]
    return found


def _meant(shapes: Sequence[inspect.Type], raw: Any) -> inspect.Type:
    """Return which of some alternatives a value is meant to be: the mapping or list if it is one, or else the first."""
    alike: tuple[type[inspect.Type], ...] = ()
    if isinstance(raw, dict):
        alike = (inspect.StructType, inspect.DictType)
    elif isinstance(raw, list):
        alike = (inspect.ListType, inspect.VarTupleType)
    return next((shape for shape in shapes if isinstance(shape, alike)), shapes[0])


def words(shape: inspect.LiteralType | inspect.EnumType) -> list[str]:
    """Return the words of which one may stand there."""
    values = shape.values if isinstance(shape, inspect.LiteralType) else shape.cls
    return [str(value) for value in values]


def _refused(shape: inspect.Type, raw: Any) -> Flaw | None:
    """Say why a single value is refused, or a list for its size; nothing where it is not."""
    if isinstance(raw, dict | list) and not isinstance(shape, inspect.ListType | inspect.VarTupleType):
        return "kind"
    match shape:
        case inspect.StrType(least, most, pattern):
            if not isinstance(raw, str):
                return "kind"
            if pattern is not None and not re.search(pattern, raw):
                return "form"
            return _sized(raw, least, most)
        case inspect.ListType(_, least, most) | inspect.VarTupleType(_, least, most):
            return _sized(raw, least, most) if isinstance(raw, list) else "kind"
        case inspect.IntType():
            if isinstance(raw, bool) or not isinstance(raw, int):
                return "kind"
            if shape.ge is not None and raw < shape.ge:
                return "least"
            return "most" if shape.le is not None and raw > shape.le else None
        case inspect.BoolType():
            return None if isinstance(raw, bool) else "kind"
        case inspect.LiteralType() | inspect.EnumType():
            return None if raw in words(shape) else "choice"
        case inspect.DateType():
            try:
                convert(raw, date)
            except ValidationError:
                return "form"
            return None
    return "kind"


def _sized(raw: str | list[Any], least: int | None, most: int | None) -> Flaw | None:
    if least is not None and len(raw) < least:
        return "short"
    return "long" if most is not None and len(raw) > most else None
