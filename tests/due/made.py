"""A schedule, taken one step further."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.due import (
    NextPoll,
    PollSummary,
    Schedule,
    plan,
)

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
DEFAULT = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
QUIET = PollSummary(entries=20)
UNCHANGED = PollSummary(not_modified=True, unchanged=True)
BROKEN = PollSummary(trouble="answers 500 Internal Server Error")
GONE = PollSummary(trouble="answers 410 Gone", gone=True)


def step(
    schedule: Schedule,
    answer: PollSummary,
    *,
    now: datetime = NOW,
    every: timedelta | None = None,
    default: timedelta = DEFAULT,
    jitter: float = 0.0,
) -> NextPoll:
    return plan(schedule, answer, now=now, every=every, default=default, jitter=jitter)
