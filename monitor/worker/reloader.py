"""Take up a changed rules folder: good rules whole, wrong ones not at all, and each change of that said once."""

from __future__ import annotations

import asyncio
from datetime import datetime

from monitor.decide import alerts
from monitor.decide.kit import Kit, compile_kit
from monitor.errors import RulesError
from monitor.logs import log
from monitor.model import Alert
from monitor.rules import Rulebook
from monitor.settings import Settings
from monitor.system import folder
from monitor.wording import some

REFUSED = "The changed rules were refused; the last good ones stay in force."
MENDED = "The rules are good again and in force."
IDLE = "The changed rules are in force, and leave nothing to do."
GONE = "The changed rules are in force, without some that were there before."
PATIENCE = 3
"""Looks that a folder may go on changing before it is read as it stands: another program may never stop."""
SHOWN = 20
"""Problems quoted in the notice; `treatywatch check` says all."""


def kit_in_force(settings: Settings) -> Kit:
    """Read and compile the rules folder. Raises RulesError with every problem."""
    return compile_kit(
        folder.read(settings.rules),
        channel=settings.slack_channel,
        where=str(settings.rules),
        single=settings.webhook_only,
    )


def warn(kit: Kit) -> None:
    """Say in the log what of rules that are good may yet be a slip of the pen."""
    for channel in kit.unheard():
        log.warning("quiet hours of a channel in which nothing is told", channel=channel)
    for problem in kit.rulebook.idle:
        log.warning("the rules leave nothing to do", problem=problem.message)


def gone(before: Rulebook, now: Rulebook) -> list[str]:
    """Name what is not in the folder any more: half a file may be good YAML, and rules may ask for any treaty."""
    ids = {
        "rules": [rule.id for rule in before.rules if now.rule(rule.id) is None],
        "feeds": [feed for feed in before.feeds if feed not in now.feeds],
        "treaties": [treaty for treaty in before.treaties if treaty not in now.treaties],
    }
    return [f"{what} that are gone: {some(those, SHOWN)}" for what, those in ids.items() if those]


class Reloader:
    """Watch one rules folder. A change counts once two looks in a row find it the same.

    So editors that write by renaming, and files that are written in pieces, cost a look, no more: half a file may
    be good YAML with half of the rules.
    """

    def __init__(self, settings: Settings, fingerprint: str | None = None) -> None:
        """Start from the rules in force; `fingerprint` is the folder's from before they were read."""
        self._settings = settings
        self._taken = self._seen = fingerprint or folder.fingerprint(settings.rules)
        self._waited = 0
        self._before: tuple[str, str | None] = (self._taken, None)
        self.error: str | None = None
        """Every problem of the rules that were refused, one a line; None while the folder is good."""

    async def look(self, now: datetime, before: Rulebook) -> tuple[Kit | None, Alert | None]:
        """Return the new rules, if the folder changed and is good, and the notice that is owed, if any.

        `before` is what is in force.
        """
        settings = self._settings
        last, self._seen = self._seen, folder.fingerprint(settings.rules)
        if self._seen == self._taken:
            self._waited = 0
            return None, None
        if self._seen != last and self._waited < PATIENCE:
            self._waited += 1
            return None, None
        self._waited = 0
        self._before, self._taken = (self._taken, self.error), self._seen
        try:
            kit = await asyncio.to_thread(kit_in_force, settings)
            await asyncio.to_thread(kit.prepare)
        except RulesError as error:
            return None, self._refused(str(error), now)
        idle, lost = [problem.message for problem in kit.rulebook.idle], gone(before, kit.rulebook)
        mended = self.error is not None or bool(before.idle)
        said = IDLE if idle else MENDED if mended else GONE if lost else None
        self.error = None
        return kit, self._notice(said, now, *idle, *lost) if said else None

    def undo(self) -> None:
        """Forget the last look, whose answer could not be recorded; the next look finds the change again."""
        self._taken, self.error = self._before

    def _refused(self, problems: str, now: datetime) -> Alert | None:
        if problems == self.error:
            return None
        self.error = problems
        lines = problems.splitlines()
        log.error("rules refused; the last good ones stay in force", problems=lines)
        return self._notice(REFUSED, now, *lines[:SHOWN])

    def _notice(self, text: str, now: datetime, *lines: str) -> Alert:
        return alerts.notice(f"rules:{now.isoformat()}", text, self._settings.slack_channel, now, lines)
