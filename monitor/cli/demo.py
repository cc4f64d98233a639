"""Show the whole program at work, without Slack, internet or configuration."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from monitor.cli.terminal import console
from monitor.demo.play import Terminal, play


def demo(
    seconds: Annotated[float, typer.Option(min=5, max=75, help="How long the show lasts.")] = 60.0,
    speed: Annotated[float, typer.Option(min=1, max=20, help="How many times faster to play it.")] = 1.0,
) -> None:
    """Watch invented outlets report a treaty's signing for a minute: polled, matched, told once, on this terminal.

    Needs no Slack, internet or settings, touches no state of yours, and ends by itself.
    """
    if not asyncio.run(play(Terminal(console(width=None)), seconds=max(5.0, seconds / speed))):
        typer.echo(
            "The demo ended without a single alert; run it again, and report it if that does not help.",
            err=True,
        )
        raise typer.Exit(1)
