"""Make alerts for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from monitor.model import Action, Alert, Event, Kind, Level, Outlet, Status, Step, Telling

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
RATIFIED = Event(treaty="un-cybercrime", action=Action.RATIFICATION, status=Status.DONE, actor="VN")


def telling(**changes: Any) -> Telling:
    made = Telling(
        title="Hanoi deposits with New York",
        url="https://wire.example/1",
        treaty="un-cybercrime",
        treaty_name="UN Convention against Cybercrime",
        events=(RATIFIED,),
        step=Step.DONE,
        quote="Viet Nam has ratified the convention, its foreign ministry said.",
        outlets=(
            Outlet(
                publisher="Example Wire",
                url="https://wire.example/1",
                title="Hanoi deposits with New York",
                published=NOW - timedelta(minutes=5),
            ),
        ),
        because=("matched ratif*",),
        rule="cybercrime-ratified",
        rule_title="Ratifications of the UN Convention against Cybercrime",
        progress="2 of 40 · 38 to go",
    )
    return replace(made, **changes)


def alert(**changes: Any) -> Alert:
    made = Alert(
        id="a" * 32,
        kind=Kind.NEWS,
        channel="#treaty-alerts",
        level=Level.HIGH,
        telling=telling(),
        created=NOW,
    )
    return replace(made, **changes)
