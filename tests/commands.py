"""Run the command line as a person would: in a process of its own, with nothing of this machine's settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import typer

SHIPPED = Path(__file__).parents[1] / "rules"


def run(
    *args: str, cwd: Path, rules: Path = SHIPPED, stdin: bytes | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "monitor", *args], cwd=cwd, input=stdin, capture_output=True, timeout=120, check=False,
        env=kept | {"PYTHONPATH": str(SHIPPED.parent), "TREATYWATCH_RULES": str(rules)} | env,
    )  # fmt: skip


def is_spelled_right(args: list[str]) -> bool:
    """Say whether there is such a command, with such arguments and options; raises click's errors for the latter."""
    from monitor.cli import app

    command: click.Command = typer.main.get_command(app)
    context = None
    while isinstance(command, click.Group):
        context = click.Context(command, parent=context)
        if args[0] not in command.list_commands(context):
            return False
        _, command, args = command.resolve_command(context, args)
    command.make_context(command.name, args, parent=context)
    return True
