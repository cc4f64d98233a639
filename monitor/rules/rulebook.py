"""Hold a rules folder that was found good: what the service works with until the next good one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from monitor.model import Feed, Level
from monitor.rules.problem import Problem
from monitor.rules.source import Source
from monitor.rules.tree import Node
from monitor.timetable import DigestPlan, QuietHours
from monitor.treaties import Treaty


class Example(Struct, frozen=True, kw_only=True):
    """Hold a text that a rule must, or must not, meet."""

    title: str
    summary: str = ""
    content: str = ""
    url: str | None = None
    language: str | None = None
    line: int = 1
    column: int = 1


class Rule(Struct, frozen=True, kw_only=True):
    """Hold what an analyst looks for, and whom to tell."""

    id: str
    title: str
    match: Node
    level: Level = Level.NORMAL
    channels: tuple[str, ...] = ()
    """Empty for the default channel."""
    feeds: tuple[str, ...] = ()
    """Feed ids and `tag:...`; empty for every feed."""
    languages: tuple[str, ...] = ()
    """Primary language tags; empty for every language."""
    mention: str | None = None
    expires: date | None = None
    """The last day (UTC) on which it applies."""
    enabled: bool = True
    match_examples: tuple[Example, ...] = ()
    no_match_examples: tuple[Example, ...] = ()
    file: str = ""
    line: int = 1
    column: int = 1

    def looks_at(self, feed: Feed) -> bool:
        """Say whether it is asked of what a feed brings."""
        return not self.feeds or not {feed.id, *(f"tag:{tag}" for tag in feed.tags)}.isdisjoint(self.feeds)


class Rulebook(Struct, frozen=True, kw_only=True):
    """Hold everything that a rules folder says."""

    feeds: Mapping[str, Feed]
    rules: tuple[Rule, ...]
    treaties: Mapping[str, Treaty]
    quiet: tuple[QuietHours, ...] = ()
    digests: tuple[DigestPlan, ...] = ()
    version: str
    """12 hexadecimal digits of the content; each alert keeps the version that made it."""

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule of that id, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    @property
    def idle(self) -> tuple[Problem, ...]:
        """Return what keeps the service from all work although nothing is wrong, as where a file was deleted."""
        found = []
        if not any(feed.enabled for feed in self.feeds.values()):
            found.append(
                Problem("feeds.yaml", 1, 1, "no feed is switched on, so nothing is polled", "warning")
            )
        if not any(rule.enabled for rule in self.rules):
            at = ((rule.file, rule.line, rule.column) for rule in self.rules)
            place = next(at, ("rules.yaml", 1, 1))  # where the first one would stand
            found.append(Problem(*place, "no rule is switched on, so nothing is told", "warning"))
        return tuple(found)

    def channels(self, default: str) -> list[str]:
        """Return the names of channels as rules and digests write them, and of the one that takes what names none."""
        of_rules = (channel for rule in self.rules for channel in rule.channels)
        of_digests = (plan.channel for plan in self.digests if plan.channel)
        return [*of_rules, *of_digests, default]


class Loaded(Struct, frozen=True):
    """Hold what loading brought: a rulebook, unless a problem is an error; warnings leave it."""

    rulebook: Rulebook | None
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...] = ()
    """The files that are used, with the places of what they say."""
