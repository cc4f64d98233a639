"""Hold what answers to people are made from: the state file, the rules in force, the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from monitor.decide.kit import Kit
from monitor.decide.mutes import Mute
from monitor.store import Store


class Bench(Struct, frozen=True, kw_only=True):
    """Hold the tools of one answer; `kit` gives the rules in force at the moment it is asked."""

    store: Store
    kit: Callable[[], Kit]
    clock: Callable[[], datetime]
    trouble: Callable[[], Sequence[str]] = tuple
    """What the worker knows to be wrong: rules refused, deliveries that fail."""


def person(user: dict[str, Any]) -> str:
    """Return a person's name with the id, which never changes, from the `user` of a payload."""
    name = user.get("username") or user.get("name") or "someone"
    return f"{name} ({user['id']})" if user.get("id") else str(name)


def described(mute: Mute) -> str:
    """Return a mute in words."""
    return f"{mute.words}, by {mute.who}"
