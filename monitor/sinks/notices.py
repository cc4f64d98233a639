"""Compose what operators are told about delivery itself: a dead letter, a channel that refuses."""

from __future__ import annotations

import shlex
from datetime import datetime
from hashlib import blake2b

from monitor.model import Alert, Kind, Level, Telling
from monitor.sinks import texts
from monitor.sinks.headline import headlines


def dead_letter(alert: Alert, reason: str, channel: str, now: datetime) -> Alert:
    """Return the notice that an alert was given up; the same one each time, so that it is owed once."""
    said = headlines(alert.telling)[0]
    lines = (line.format(title=said, reason=reason, id=alert.id) for line in texts.DEAD_LETTER_LINES)
    title = texts.DEAD_LETTER.format(channel=alert.channel)
    return _notice(f"dead:{alert.id}", title, tuple(lines), channel, now)


def parked(refusing: str, reason: str, channel: str, now: datetime) -> Alert:
    """Return the notice that a channel refuses everything since `now`."""
    lines = tuple(line.format(reason=reason, channel=shlex.quote(refusing)) for line in texts.PARKED_LINES)
    key = f"parked:{refusing}:{now.isoformat()}"
    return _notice(key, texts.PARKED.format(channel=refusing), lines, channel, now)


def _notice(key: str, title: str, lines: tuple[str, ...], channel: str, now: datetime) -> Alert:
    return Alert(
        id=blake2b(key.encode(), digest_size=16).hexdigest(),
        kind=Kind.NOTICE,
        channel=channel,
        level=Level.HIGH,
        telling=Telling(title=title, lines=lines),
        created=now,
    )
