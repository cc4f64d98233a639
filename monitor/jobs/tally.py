"""Count what this process did: for the demo's summary and the exit code of `run --once`."""

from __future__ import annotations

from msgspec import Struct

from monitor.decide.poll import Poll


class Tally(Struct, kw_only=True):
    """Hold the counts since the start."""

    polled: int = 0
    failed: int = 0
    new: int = 0
    known: int = 0
    """Entries met again: duplicates suppressed."""
    matched: int = 0
    edits: int = 0
    sent: int = 0

    def add(self, poll: Poll) -> None:
        """Count one poll, or push."""
        self.polled += not poll.pushed
        self.failed += poll.outcome == "failed" and not poll.pushed
        self.new += sum(not noted.edited for noted in poll.noted)
        self.known += poll.known
        self.matched += sum(bool(noted.matches) for noted in poll.noted)
        self.edits += sum(alert.updates is not None for alert in poll.alerts)
