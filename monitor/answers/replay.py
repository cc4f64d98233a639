"""Compare what rules matched when items came with what other rules make of the same items: pure counting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from monitor.model import Entry, Level, Match


class RuleCount(Struct):
    """Count the items of one rule."""

    added: int = 0
    dropped: int = 0
    unchanged: int = 0
    changed: int = 0
    """Not met any more, and their publisher changed them since: nothing says that the rules make the difference."""

    def add(self, *, before: bool, now: bool, changed: bool) -> str:
        """Count an item that is met now, was met before, or both; return as what it counts."""
        what = "unchanged" if before and now else "added" if now else "changed" if changed else "dropped"
        setattr(self, what, getattr(self, what) + 1)
        return what


class ItemChange(Struct, frozen=True):
    """Name an item whose alert a changed rule set adds or drops, with the rules that make the difference."""

    title: str
    url: str | None
    rules: tuple[str, ...]


class Replay(Struct):
    """Gather the difference over a history, item by item."""

    keep: int = 20
    """How many added, dropped and changed items are kept to be shown; all are counted."""
    items: int = 0
    rules: dict[str, RuleCount] = field(default_factory=dict)
    alerts: RuleCount = field(default_factory=RuleCount)
    """Of items that are told at once (a level above low)."""
    added: list[ItemChange] = field(default_factory=list)
    dropped: list[ItemChange] = field(default_factory=list)
    changed: list[ItemChange] = field(default_factory=list)

    def take(
        self, entry: Entry, before: Mapping[str, Level], after: Iterable[Match], *, changed: bool = False
    ) -> None:
        """Compare one item: the rules (with levels) that it met when it came, and the matches of now.

        `changed` says that its publisher gave it another title since.
        """
        now = {match.rule: match.level for match in after}
        self.items += 1
        for rule in sorted({*before, *now}):
            count = self.rules.setdefault(rule, RuleCount())
            count.add(before=rule in before, now=rule in now, changed=changed)
        then, today = _loud(before), _loud(now)
        if then or today:
            what = self.alerts.add(before=bool(then), now=bool(today), changed=changed)
            shown = {"added": self.added, "dropped": self.dropped, "changed": self.changed}.get(what)
            if shown is not None and len(shown) < self.keep:
                shown.append(ItemChange(entry.title, entry.url, today or then))


def _loud(levels: Mapping[str, Level]) -> tuple[str, ...]:
    return tuple(sorted(rule for rule, level in levels.items() if level is not Level.LOW))
