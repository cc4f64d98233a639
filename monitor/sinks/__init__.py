"""Tell people: each sink owns one service, renders an alert for it and says what became of it.

A sink never tries again by itself where that could post twice; the outbox does, knowing what it knows.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from monitor.model import Delivery, Failed, Message, Sent

if TYPE_CHECKING:
    from monitor.sinks.slack import SlackSink


class Sink(Protocol):
    """Deliver messages to one service."""

    pace: timedelta
    """A channel takes one message in this time, for as long as one likes."""
    burst: int
    """A channel that rested takes so many at once."""

    async def send(self, message: Message, now: datetime) -> Delivery:
        """Post or edit one message; `now` is for the ages it shows. Trouble is a value."""
        ...

    async def find(self, message: Message, since: datetime, now: datetime) -> Sent | Failed | None:
        """Look whether a message posted at `since` or later stands in its channel; None if it does not.

        Both times are by our clock; `now` lets a sink reckon with a clock of ours that is wrong.

        `Failed` says that nobody could look: with fault MESSAGE it will never be possible (a webhook, a
        missing scope), with RATE, LATER or UNKNOWN another time, with TOKEN once the token is mended.
        """
        ...

    async def probe(self) -> Failed | None:
        """Ask whether the service would accept us at all; None if it would, or if it cannot be asked."""
        ...


def as_slack(sink: Sink) -> SlackSink | None:
    """Return the sink if it is Slack's, for what only Slack can do; loads slack-sdk."""
    from monitor.sinks.slack import SlackSink

    return sink if isinstance(sink, SlackSink) else None
