"""Hold the waits and limits of delivery."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from monitor.durations import doubled


class Policy(Struct, frozen=True, kw_only=True):
    """Hold the waits and limits of delivery; each default says why."""

    settle: timedelta = timedelta(seconds=10)
    """After an unknown outcome: no look before this, since a slow request may still arrive and history may lag."""
    look_every: timedelta = timedelta(minutes=1)
    """Between two reads of one channel's history: the harshest limit Slack sets (conversations.history)."""
    skew: timedelta = timedelta(minutes=2)
    """How long before its request left a message is looked for."""
    edit_pace: timedelta = timedelta(seconds=1.2)
    """Between two edits: chat.update allows about 50 a minute (tier 3)."""
    edit_within: timedelta = timedelta(days=1)
    """How long an edit is tried that meets strange or unknown outcomes."""
    max_strikes: int = 8
    """Strange or unknown outcomes of one message before it is given up; with the backoff about 20 minutes. What
    Slack answers unclearly is given up only once others were taken: otherwise the service is down."""
    first_wait: timedelta = timedelta(seconds=5)
    longest_wait: timedelta = timedelta(minutes=10)
    rate_wait: timedelta = timedelta(seconds=30)
    """When asked to wait without being told how long."""
    probe_channel: timedelta = timedelta(minutes=5)
    """Before a parked channel is tried again; doubles up to an hour."""
    probe_token: timedelta = timedelta(minutes=1)
    """Before a refused token is asked about again; doubles up to `longest_wait`."""
    abreast: int = 4
    """Channels served at once: the workspace has a limit of its own, which Slack does not publish."""

    def backoff(self, times: int, jitter: float) -> timedelta:
        """Return the wait before the next attempt: doubling, capped, spread over half to one and a half of it."""
        return doubled(self.first_wait, times - 1, self.longest_wait) * (0.5 + jitter)

    def channel_probe(self, tries: int) -> timedelta:
        """Return how long a channel that refused `tries` times in a row is left alone."""
        return doubled(self.probe_channel, tries, timedelta(hours=1))

    def token_probe(self, tries: int) -> timedelta:
        """Return how long a token that was refused `tries` times in a row is left alone."""
        return doubled(self.probe_token, tries, self.longest_wait)
