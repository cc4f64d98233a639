"""Gather the commands; each file here is one command, and imports what is heavy only when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor import __version__
from monitor.cli import (
    backtest,
    backup,
    check,
    classify,
    demo,
    digest,
    doctor,
    explain,
    feedback,
    feeds,
    init,
    mute,
    outbox,
    record,
    run,
    slack,
    status,
    stories,
)

app = typer.Typer(name="treatywatch", no_args_is_help=True, pretty_exceptions_enable=False)


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


for command in (
    run.run,
    demo.demo,
    init.init,
    check.check,
    classify.classify,
    explain.explain,
    backtest.backtest,
    feedback.feedback,
    status.status,
    record.record,
    digest.digest,
    doctor.doctor,
    backup.backup,
    backup.restore,
    backup.vacuum,
):
    app.command(cls=run.RunCommand if command is run.run else None)(command)
app.add_typer(feeds.app, name="feeds", help="List, try, import and export feeds.")
app.add_typer(
    outbox.app, name="outbox", help="List what is owed, send it again or elsewhere, drop it with a reason."
)
app.add_typer(stories.app, name="stories", help="Look at stories; merge and split them.")
app.add_typer(mute.app, name="mute", help="Tell nothing of a rule, story, source or treaty for a while.")
app.add_typer(slack.app, name="slack", help="Make a Slack app, and try the way to Slack.")
