"""Make the rules folder into what the pipeline works with, or say everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from monitor.decide.alerts import Route
from monitor.errors import RulesError
from monitor.model import Entry, Mention, Reading
from monitor.rules import Problem, Rulebook, load
from monitor.timetable import DigestPlan

if TYPE_CHECKING:
    from monitor.match import Matcher
    from monitor.read import Reader


class Kit(Struct, frozen=True, kw_only=True, dict=True):
    """Hold the rules in force, and what reads and matches by them, made for the first text: most passes bring none."""

    rulebook: Rulebook
    routes: Mapping[str, Route]
    channel: str
    """Where notices to the operators go."""

    @cached_property
    def reader(self) -> Reader:
        """What reads texts. Ask for it in one thread: two might make one each."""
        from monitor.read import Reader

        return Reader(self.rulebook.treaties)

    @cached_property
    def matcher(self) -> Matcher:
        """What matches entries. Ask for it in one thread, too."""
        from monitor.match import Matcher

        return Matcher(self.rulebook)

    def read(self, entry: Entry, now: datetime | None) -> Reading:
        """Return what an entry tells; an official one is not read, it is the event."""
        if entry.official is not None:
            return Reading(language="en", mentions=self._named(entry), events=(entry.official,))
        return self.reader.read(entry, now)

    def _named(self, entry: Entry) -> tuple[Mention, ...]:
        """Return where the title of an official entry names its treaty: an alert's reason quotes that."""
        treaty = self.rulebook.treaties.get(entry.official.treaty) if entry.official else None
        words = treaty.title.removeprefix("the ") if treaty else ""
        start = entry.title.find(words) if words else -1
        if treaty is None or start < 0:
            return ()
        end = start + len(words)
        return (
            Mention(treaty=treaty.id, words=words, field="title", start=start, end=end, because="the record"),
        )

    def prepare(self) -> None:
        """Make now what the first text would wait for."""
        self.reader.prepare()
        _ = self.matcher

    def unheard(self) -> list[str]:
        """Return the channels that have quiet hours though nothing is told there."""
        book, told = self.rulebook, {channel for route in self.routes.values() for channel in route.channels}
        told |= {self.channel, *(plan.channel for plan in book.digests if plan.channel)}
        return [hours.channel for hours in book.quiet if hours.channel and hours.channel not in told]

    def about(self) -> dict[str, object]:
        """Return what a log line says of the rules in force."""
        book = self.rulebook
        return {"rules_version": book.version, "rules": len(book.rules), "feeds": len(book.feeds)}


def rulebook(texts: Mapping[str, str | Problem], *, where: str) -> Rulebook:
    """Return the checked rules. Raises RulesError with every problem, one a line, `file:line:column: ...`."""
    loaded = load(texts)
    if loaded.rulebook is None:
        raise RulesError("\n".join(f"{where}/{problem}" for problem in loaded.problems))
    return loaded.rulebook


def channels(rulebook: Rulebook, default: str) -> list[str]:
    """Return the channels that rules and digests name, and the one that takes what they do not, each once."""
    spelled = _spellings(rulebook, default)
    return list(dict.fromkeys(spelled[name] for name in rulebook.channels(default)))


def compile_kit(texts: Mapping[str, str | Problem], *, channel: str, where: str, single: bool = False) -> Kit:
    """Return the rules in force. Raises RulesError with every problem, one a line."""
    return kit(rulebook(texts, where=where), channel=channel, single=single)


def kit(rulebook: Rulebook, *, channel: str, single: bool = False) -> Kit:
    """Say whom a rulebook tells; `channel` takes the alerts of rules that name none, and the notices.

    `single` says that there is one channel whatever rules name: a webhook's. A rule with two channels would tell
    it everything twice, and the pace of one message a second would be kept for each name.
    """
    spelled = _spellings(rulebook, channel)
    quiet = [replace(one, channel=spelled[one.channel]) if one.channel else one for one in rulebook.quiet]
    routes = {
        rule.id: Route(
            title=rule.title,
            level=rule.level,
            channels=(channel,)
            if single or not rule.channels
            else tuple(dict.fromkeys(spelled[name] for name in rule.channels)),
            mention=rule.mention,
        )
        for rule in rulebook.rules
    }
    digests: dict[tuple[str, str], DigestPlan] = {}
    for plan in rulebook.digests:
        to = spelled[plan.channel or channel]
        digests.setdefault(
            (plan.every, channel if single else to), replace(plan, channel=plan.channel and to)
        )
    book = replace(rulebook, quiet=tuple(quiet), digests=tuple(digests.values()))
    return Kit(rulebook=book, routes=routes, channel=channel)


def _spellings(rulebook: Rulebook, default: str) -> dict[str, str]:
    """Return the one spelling of each channel's name: Slack takes `legal` and `#legal` for the same."""
    of_hours = (hours.channel for hours in rulebook.quiet if hours.channel)
    written = {*rulebook.channels(default), *of_hours}
    same = {name.removeprefix("#"): name for name in sorted(written, reverse=True)}
    same[default.removeprefix("#")] = default
    return {name: same[name.removeprefix("#")] for name in written}
