"""Turn the model's values into JSON and back, at the store's edge and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar, overload

import msgspec

T = TypeVar("T")


def dump(value: object) -> str:
    """Return a value of the model as JSON; fields that hold their default are left out where their kind says so."""
    return msgspec.json.encode(value).decode()


def load(kind: type[T], text: str | bytes) -> T:
    """Return the value that `dump` wrote."""
    return msgspec.json.decode(text, type=kind)


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
