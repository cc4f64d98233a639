"""Turn the model's values into JSON and back, at the store's edge and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from sqlite3 import Cursor
from typing import Any, TypeVar, overload

import msgspec

T = TypeVar("T")


def dump(value: object) -> str:
    """Return a value of the model as JSON; fields that hold their default are left out where their kind says so."""
    return msgspec.json.encode(value).decode()


def load(kind: type[T], text: str | bytes) -> T:
    """Return the value that `dump` wrote."""
    return msgspec.json.decode(text, type=kind)


def named(cursor: Cursor) -> Iterator[dict[str, Any]]:
    """Yield rows as mappings by the names of their columns, without the `_at` of times."""
    names = [column[0].removesuffix("_at") for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def values(kind: type[T], cursor: Cursor) -> list[T]:
    """Return rows as values of a kind whose fields their columns are; times are kept as epoch seconds."""
    return msgspec.convert(list(named(cursor)), list[kind], strict=False)  # type: ignore[valid-type]


def epoch(moment: datetime | None) -> float | None:
    """Return an aware time as epoch seconds."""
    return None if moment is None else moment.timestamp()


@overload
def moment(seconds: float) -> datetime: ...


@overload
def moment(seconds: None) -> None: ...


def moment(seconds: float | None) -> datetime | None:
    """Return epoch seconds as an aware UTC time."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
