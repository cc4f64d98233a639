"""Propose examples for rules from what people answered to alerts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.answers.feedback import gather, proposals
from monitor.cli.access import reading, rules_in_force, span


def feedback(since: Annotated[str, typer.Option(help="How far back, such as 7d or 24h.")] = "30d") -> None:
    """Print what people marked in Slack as `examples:` for the rules, ready to paste; `check` then tries them."""
    start = datetime.now(UTC) - span(since, "--since")
    rulebook = rules_in_force()
    with reading() as store:
        blocks = proposals(gather(store, start), rulebook)
    if not blocks:
        typer.echo(f"Nobody marked an alert in the last {since}.", err=True)
        return
    typer.echo("\n\n".join(blocks))
