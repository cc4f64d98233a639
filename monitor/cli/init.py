"""Copy the starting rules, feeds and treaties to a folder of the user's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.system.starter_rules import copy, starter


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to put them; TREATYWATCH_RULES then names it.")
    ] = Path("rules"),
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
) -> None:
    """Copy the starting feeds, rules and treaties to DIR (default: rules)."""
    written = copy(starter(), folder, force=force)
    typer.echo(f"{len(written)} files written to {folder}. Next: treatywatch check {folder}")
    if folder != Path("rules"):
        typer.echo(f"To use them: TREATYWATCH_RULES={folder} treatywatch run")
