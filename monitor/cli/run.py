"""Run the worker."""

from __future__ import annotations

from typing import Annotated

import typer


def run(
    once: Annotated[
        bool, typer.Option("--once", help="Poll every feed that is due once, deliver what is owed, and end.")
    ] = False,
) -> None:
    """Poll feeds, match, and deliver alerts until told to stop (SIGTERM, Ctrl-C)."""
    import asyncio

    from monitor.cli.wiring import serve

    raise typer.Exit(asyncio.run(serve(once=once)))
