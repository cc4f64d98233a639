"""Make the rules folder into what the pipeline works with, or say everything that is wrong with it."""

from __future__ import annotations

from monitor.decide.alerts import Route
from monitor.decide.desk import Kit
from monitor.errors import RulesError
from monitor.rules import Rulebook, load


def rulebook(texts: dict[str, str], *, where: str) -> Rulebook:
    """Return the checked rules. Raises RulesError with every problem, one a line, `file:line:column: ...`."""
    loaded = load(texts)
    if loaded.rulebook is None:
        raise RulesError("\n".join(f"{where}/{problem}" for problem in loaded.problems))
    return loaded.rulebook


def compile_kit(texts: dict[str, str], *, channel: str, where: str, single: bool = False) -> Kit:
    """Return the rules in force. Raises RulesError with every problem, one a line."""
    return kit(rulebook(texts, where=where), channel=channel, single=single)


def kit(rulebook: Rulebook, *, channel: str, single: bool = False) -> Kit:
    """Say whom a rulebook tells; `channel` takes the alerts of rules that name none, and the notices.

    `single` says that there is one channel whatever rules name: a webhook's. A rule with two channels would tell
    it everything twice, and the pace of one message a second would be kept for each name.
    """
    routes = {
        rule.id: Route(
            rule=rule.id,
            title=rule.title,
            level=rule.level,
            channels=(channel,) if single else rule.channels or (channel,),
            mention=rule.mention,
        )
        for rule in rulebook.rules
    }
    return Kit(
        rulebook=rulebook,
        routes=routes,
        channel=channel,
    )
