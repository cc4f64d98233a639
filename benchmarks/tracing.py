"""Trace each alert of a benchmark through the worker: when it was decided, committed and sent.

A stamp in an alert's title says when the farm answered with it; Slack's stand-in says when the message came. Between
them stand the doors that the worker is handed: a store and a sink that note the time and do their work as always.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from datetime import datetime

from monitor.decide.poll import Poll
from monitor.model import Delivery, Message
from monitor.sinks.slack import SlackSink
from monitor.store import Store

STAMP = re.compile(r"benchmarkium\D+?at\D{1,3}(\d+)\D{1,3}end")
STAGES = ("answer to decided", "committed", "sent", "received")

times: defaultdict[int, list[int]] = defaultdict(list)
"""By the stamp of an alert: monotonic nanoseconds of its stages."""


def stamp_of(text: str) -> int | None:
    """Return when the farm answered with the item of this title."""
    found = STAMP.search(text)
    return int(found[1]) if found else None


class TracedStore(Store):
    """Note when a poll that owes something came, and when it was on disk."""

    def record(self, poll: Poll, rules_version: str) -> None:
        stamps = [stamp for alert in poll.alerts if (stamp := stamp_of(alert.telling.title))]
        began = time.monotonic_ns()
        super().record(poll, rules_version)
        for stamp in stamps:
            times[stamp] = [began, time.monotonic_ns()]


class TracedSink(SlackSink):
    """Note when a message left."""

    async def send(self, message: Message, now: datetime) -> Delivery:
        stamp = stamp_of(message.alert.telling.title)
        if stamp and len(times[stamp]) == 2:
            times[stamp].append(time.monotonic_ns())
        return await super().send(message, now)


def stages(received: dict[int, int]) -> list[list[float]]:
    """Return for each stage the seconds of all alerts that passed every one, in the same order."""
    complete = [
        (stamp, *times[stamp], at) for stamp, at in sorted(received.items()) if len(times[stamp]) == 3
    ]
    return [[(row[n + 1] - row[n]) / 1e9 for row in complete] for n in range(len(STAGES))]
