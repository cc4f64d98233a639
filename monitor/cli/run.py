"""Run the worker."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperCommand


class RunCommand(TyperCommand):
    """List the settings below the options of `run --help`."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help, then every variable of the environment, its meaning and its default."""
        super().format_help(ctx, formatter)
        from rich.markup import escape
        from rich.table import Table

        from monitor.cli.terminal import console
        from monitor.settings import listed

        table = Table("name", "meaning", "default", title="Environment (a file .env is read too)", box=None)
        table.title_justify = "left"
        table.columns[0].no_wrap = True
        for row in listed():
            table.add_row(*map(escape, row))
        console().print(table)


COMMAND = RunCommand


def run(
    once: Annotated[
        bool,
        typer.Option(
            "--once",
            help="Poll every feed that is due once, deliver what is owed for two minutes at most, and end.",
        ),
    ] = False,
) -> None:
    """Poll feeds, match, and deliver alerts until told to stop (SIGTERM, Ctrl-C)."""
    from monitor.system import signals

    signals.leave_early()  # before all that takes time to load
    import asyncio

    from monitor.worker.wiring import serve

    raise typer.Exit(asyncio.run(serve(once=once)))
