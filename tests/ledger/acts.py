"""Make treaties and records for the tests of the ledger."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from monitor.model import Act, Action, Record
from monitor.shapes import made
from monitor.treaties import Treaty


def treaty(
    count: int = 3, rule: str = "30 days", *, more: dict[str, Any] | None = None, **clause: Any
) -> Treaty:
    return made(
        Treaty,
        {
            "id": "lake-pact",
            "title": "the Lake Pact",
            "names": {"en": ["Lake Pact"]},
            "depositary": {"name": "X", "page": "https://example.org/lake"},
            "in_force": {"count": count, "rule": rule, **clause},
            **(more or {}),
        },
    )


def act(actor: str, on: str | date, action: Action = Action.RATIFICATION, *, in_effect: bool = True) -> Act:
    day = on if isinstance(on, date) else date.fromisoformat(on)
    return Act(actor=actor, name=f"State {actor}", action=action, on=day, in_effect=in_effect)


def record(*acts: Act) -> Record:
    return Record(treaty="lake-pact", acts=acts)


def many(number: int, last: str) -> list[Act]:
    """Return that many ratifications, a day apart, the last on that day."""
    end = date.fromisoformat(last)
    return [
        Act(
            actor=None,
            name=f"State {place}",
            action=Action.RATIFICATION,
            on=end - timedelta(days=number - place),
        )
        for place in range(1, number + 1)
    ]
