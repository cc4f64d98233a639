"""Say how each rule does: its matches by day, and how many of its alerts people called not relevant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from monitor.rules import Rule
from monitor.store.views import FalseMarks

DAYS = 14
"""Days that are shown, today's included."""
BAR = 38
"""Height of the bar of the day with the most matches."""


class RuleLine(Struct, frozen=True, kw_only=True):
    """Hold what the page shows of one rule."""

    id: str
    title: str
    level: str
    place: str
    """File and line, empty where unknown."""
    counts: tuple[int, ...]
    """Matches of each day, the earliest first."""
    false: FalseMarks | None
    """Alerts of these days that people called not relevant; None for no such alert."""

    @property
    def total(self) -> int:
        """Return the matches of all days."""
        return sum(self.counts)

    @property
    def heights(self) -> tuple[int, ...]:
        """Return the height of each day's bar."""
        most = max(*self.counts, 1)
        return tuple(round(BAR * count / most) or 1 for count in self.counts)


def days(today: date) -> list[date]:
    """Return the days that are shown, the earliest first."""
    return [today - timedelta(days=back) for back in reversed(range(DAYS))]


def rule_lines(
    rules: Sequence[Rule],
    matches: Mapping[str, Mapping[date, int]],
    false: Mapping[str, FalseMarks],
    today: date,
) -> Iterator[RuleLine]:
    """Yield a line for each rule, in the order of the files."""
    for rule in rules:
        yield RuleLine(
            id=rule.id,
            title=rule.title,
            level=rule.level.value,
            place=f"{rule.file}:{rule.line}" if rule.file else "",
            counts=tuple(matches.get(rule.id, {}).get(on, 0) for on in days(today)),
            false=false.get(rule.id),
        )
