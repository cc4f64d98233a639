"""Gather the commands; each file here is one command, or a group of them, and is loaded when that is asked for."""

from __future__ import annotations

import ast
import signal
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from monitor import __version__

COMMANDS = (
    "run", "demo", "init", "check", "classify", "explain", "backtest", "feedback", "status", "record", "digest",
    "doctor", "backup", "restore", "vacuum", "feeds", "outbox", "stories", "mute", "slack",
)  # fmt: skip
"""In the order of the help."""
FILES = {"restore": "backup", "vacuum": "backup"}
"""Where those stand that have no file of their name."""


class Commands(TyperGroup):
    """Find commands by their files, so that no command loads what another one needs."""

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment] # what is suggested for other words

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return what the overview and completion show of a command: its file's own words."""
        if cmd_name not in COMMANDS:
            return None
        file = ast.parse(Path(__file__).with_name(f"{FILES.get(cmd_name, cmd_name)}.py").read_bytes())
        own = (part for part in file.body if isinstance(part, ast.FunctionDef) and part.name == cmd_name)
        return TyperCommand(cmd_name, help=ast.get_docstring(next(own, file)))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Load the command that is called; from then on Ctrl-C is its own to hear."""
        name, found, rest = super().resolve_command(ctx, args)
        if name is None:
            return name, found, rest
        file = import_module(f"monitor.cli.{FILES.get(name, name)}")
        made = getattr(file, "app", None)
        if made is None:
            made = typer.Typer(add_completion=False)
            made.command(name, cls=getattr(file, "COMMAND", None))(getattr(file, name))
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return name, get_command(made), rest


app = typer.Typer(name="treatywatch", no_args_is_help=True, pretty_exceptions_enable=False, cls=Commands)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"treatywatch {__version__}")
        raise typer.Exit


@app.callback()
def treatywatch(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Watch the news and the official record for treaty signatures and ratifications; tell Slack once."""
