"""Put the figures of a run into words, on the terminal and in docs/reliability.md."""

from __future__ import annotations

import platform
import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.wording import in_words
from tests.chaos.count import Tally

BEGIN, END = "<!-- chaos: written by python -m tests.chaos --write -->", "<!-- chaos: end -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Hold what one run counted, by mode."""

    seed: int
    workers: int
    seconds: float
    bot: Tally
    webhook: Tally

    @property
    def kills(self) -> int:
        return self.bot.kills.total() + self.webhook.kills.total()

    @property
    def good(self) -> bool:
        """Say whether the promise held."""
        bot, hook = self.bot, self.webhook
        lost = [*bot.missing, *hook.missing, *bot.traces, *hook.traces]
        return not (lost or bot.repeated or bot.dead or bot.owed or hook.owed or hook.dead) and (
            len(hook.repeated) <= hook.in_flight
        )


def table(run: Run) -> str:
    """Return the figures as a Markdown table."""
    rows = [
        ("kills (`kill -9`)", run.bot.kills.total(), run.webhook.kills.total()),
        ("messages in flight at a kill", run.bot.in_flight, run.webhook.in_flight),
        ("breakdowns of Slack met", run.bot.breakdowns, run.webhook.breakdowns),
        ("items published", run.bot.published, run.webhook.published),
        ("posts in Slack's ledger", run.bot.posts, run.webhook.posts),
        ("**items missing**", len(run.bot.missing), len(run.webhook.missing)),
        ("**messages that tell something again**", len(run.bot.repeated), len(run.webhook.repeated)),
        ("still owed at the end", run.bot.owed, run.webhook.owed),
        ("dead letters", run.bot.dead, run.webhook.dead),
        ("calls before Retry-After was over", run.bot.impatient, run.webhook.impatient),
    ]
    lines = ["| | bot token | webhook |", "|---|---:|---:|"]
    lines += [f"| {name} | {bot} | {hook} |" for name, bot, hook in rows]
    moments = run.bot.kills + run.webhook.kills
    lines += [
        "",
        "Killed when: " + ", ".join(f"{name} {count}" for name, count in sorted(moments.items())) + ".",
    ]
    return "\n".join(lines)


def text(run: Run) -> str:
    """Return the report of a run."""
    traces = [*run.bot.traces, *run.webhook.traces]
    return (
        f"Seed {run.seed}, {run.workers} workers side by side, {run.kills} kills, {run.seconds:.0f} s;"
        f" {in_words(datetime.now(UTC).date())},"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}.\n\n"
        f"{table(run)}\n"
        + "".join(f"\nA bug:\n{trace}\n" for trace in traces[:10])
        + "".join(f"\nmissing: {token}" for token in [*run.bot.missing, *run.webhook.missing][:20])
        + "".join(f"\nagain: {line}" for line in run.bot.repeated[:20])
        + ("" if run.good else "\n\nThe promise did not hold.\n")
    )


def write(doc: Path, run: Run) -> None:
    """Replace the figures in the document."""
    page = doc.read_text(encoding="utf-8")
    inside = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    doc.write_text(inside.sub(lambda _: f"{BEGIN}\n{text(run)}{END}", page), encoding="utf-8")
