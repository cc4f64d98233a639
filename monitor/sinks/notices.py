"""Compose what operators are told about delivery itself: a dead letter, a channel that refuses."""

from __future__ import annotations

import shlex
from datetime import datetime

from monitor.decide.alerts import notice
from monitor.model import Alert, Failed, Fault
from monitor.sinks import texts
from monitor.sinks.headline import headlines
from monitor.sinks.remedies import remedy


def dead_letter(alert: Alert, reason: str, channel: str, now: datetime) -> Alert:
    """Return the notice that an alert was given up; the same one each time, so that it is owed once."""
    said = headlines(alert.telling)[0]
    lines = [line.format(title=said, reason=reason, id=alert.id) for line in texts.DEAD_LETTER_LINES]
    return notice(f"dead:{alert.id}", texts.DEAD_LETTER.format(channel=alert.channel), channel, now, lines)


def parked(refusing: str, reason: str, channel: str, now: datetime) -> Alert:
    """Return the notice that a channel refuses everything since `now`."""
    said = {"reason": reason, "remedy": remedy(Failed(fault=Fault.CHANNEL, reason=reason))}
    lines = [line.format(channel=shlex.quote(refusing), **said) for line in texts.PARKED_LINES]
    key = f"parked:{refusing}:{now.isoformat()}"
    return notice(key, texts.PARKED.format(channel=refusing), channel, now, lines)
