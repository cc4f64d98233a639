"""Turn the model's values into JSON and back, at the store's edge and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def dump(value: Any, kind: Any = None) -> str:
    """Return a value of the model as JSON; fields that hold their default are left out."""
    return bytes(_adapter(kind or type(value)).dump_json(value, exclude_defaults=True)).decode()


def load(kind: type[T], text: str | bytes) -> T:
    """Return the value that `dump` wrote."""
    value: T = _adapter(kind).validate_json(text)
    return value


def epoch(moment: datetime | None) -> float | None:
    """Return an aware time as epoch seconds."""
    return None if moment is None else moment.timestamp()


def moment(seconds: float | None) -> datetime | None:
    """Return epoch seconds as an aware UTC time."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
