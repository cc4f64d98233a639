"""A schedule, taken one step further."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.due import (
    Answer,
    Plan,
    Schedule,
    plan,
)

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
DEFAULT = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
QUIET = Answer(entries=20)
UNCHANGED = Answer(not_modified=True, unchanged=True)
BROKEN = Answer(trouble="answers 500 Internal Server Error")
GONE = Answer(trouble="answers 410 Gone", gone=True)


def step(
    schedule: Schedule,
    answer: Answer,
    *,
    now: datetime = NOW,
    every: timedelta | None = None,
    default: timedelta = DEFAULT,
    jitter: float = 0.0,
) -> Plan:
    return plan(schedule, answer, now=now, every=every, default=default, jitter=jitter)
