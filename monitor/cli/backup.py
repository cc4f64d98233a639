"""Copy the state file, put a copy back, and give back space."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.settings import read_settings
from monitor.store.backup import backup as copy
from monitor.store.backup import restore as put_back
from monitor.store.backup import vacuum as rebuild


def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes.")],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an older copy of that name.")
    ] = False,
) -> None:
    """Copy the state file to FILE while the worker runs: one moment of it, checked, complete."""
    size = copy(read_settings().state, file, overwrite=overwrite)
    typer.echo(f"{file}: {size:,} bytes, checked")


def restore(file: Annotated[Path, typer.Argument(help="A copy that `backup` made.")]) -> None:
    """Put a backup in the place of the state file; the worker must be stopped, the old file is kept beside it."""
    settings = read_settings()
    kept = put_back(file, settings.state, datetime.now(UTC))
    typer.echo(f"{settings.state}: restored from {file}")
    if kept is not None:
        typer.echo(f"The state file that was there is kept as {kept}; delete it when all is well.")
    typer.echo(
        "What was owed when the backup was made is looked for in Slack before it is sent. "
        "What happened since may be told a second time."
    )


def vacuum() -> None:
    """Rebuild the state file without the gaps that pruning leaves; a running worker waits for a moment."""
    before, after = rebuild(read_settings().state)
    typer.echo(f"{before:,} bytes before, {after:,} after")
