"""Make a Slack app, and try the way to Slack."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor import logs
from monitor.cli.access import channels_named
from monitor.decide import alerts
from monitor.errors import TreatywatchError
from monitor.model import Failed, Gone, Message
from monitor.settings import Settings, read_settings
from monitor.sinks.remedies import remedy
from monitor.sinks.slack import SlackSink
from monitor.sinks.slack_setup import UNASKED, check_setup
from monitor.sinks.webhook import WebhookSink
from monitor.slack_app.socket import probe
from monitor.system.starter_rules import shipped
from monitor.worker.wiring import WEBHOOK_LACKS, choose_sink

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.command()
def manifest(
    full: Annotated[
        bool, typer.Option("--full", help="With buttons, `/treaty` and App Home (Socket Mode).")
    ] = False,
) -> None:
    """Print the manifest to paste at https://api.slack.com/apps under *Create New App*, *From a manifest*."""
    name = "slack-manifest-full.yaml" if full else "slack-manifest.yaml"
    typer.echo(shipped(name).read_text(encoding="utf-8"), nl=False)


@app.command("test")
def try_(
    channel: Annotated[
        str | None, typer.Option(help="Where the test message goes; SLACK_CHANNEL by default.")
    ] = None,
) -> None:
    """Post one message, and say what would fail and what to do about it; exit 1 if anything would."""
    settings = read_settings()
    problems = asyncio.run(_try(settings, channel or settings.slack_channel))
    for problem in problems:
        typer.echo(f"would fail: {problem}", err=True)
    if problems:
        raise typer.Exit(1)


async def _try(settings: Settings, channel: str) -> list[str]:
    logs.configure(level="ERROR", secrets=settings.secrets())  # what is wrong is said in plain lines below
    sink = choose_sink(settings)
    if isinstance(sink, WebhookSink):
        typer.echo(f"By a webhook: {WEBHOOK_LACKS}. A bot token can do all of it.")
        return await _post(sink, "the webhook's channel")
    if not isinstance(sink, SlackSink):
        raise TreatywatchError(
            "Neither SLACK_BOT_TOKEN nor SLACK_WEBHOOK_URL is set, so alerts go to the terminal. "
            "docs/slack.md says how to make a Slack app."
        )

    problems = await check_setup(sink, dict.fromkeys([channel, *_channels()]))
    if any(problem.startswith(("SLACK_BOT_TOKEN", UNASKED)) for problem in problems):
        return problems
    problems += await _post(sink, channel)
    return problems + await _app_token(settings)


def _channels() -> list[str]:
    """Return the channels that rules name; a folder that cannot be read is `check`'s affair."""
    try:
        return channels_named()
    except TreatywatchError:
        typer.echo(
            "The rules folder has mistakes, so only one channel is tried: `treatywatch check` says which."
        )
        return []


async def _post(sink: SlackSink | WebhookSink, channel: str) -> list[str]:
    now = datetime.now(UTC)
    words = "A test by `treatywatch slack test`: alerts will look like this and come here."
    notice = alerts.notice(f"test:{now.isoformat()}", words, channel, now)
    match await sink.send(Message(alert=notice), now):
        case Failed() as failed:
            return [f"{channel}: the test message was not posted: {failed.reason}. {remedy(failed)}".rstrip()]
        case Gone(reason=reason):
            return [f"{channel}: the test message was not posted: {reason}."]
    typer.echo(f"The test message stands in {channel}.")
    return []


async def _app_token(settings: Settings) -> list[str]:
    """Say whether buttons and commands would work."""
    if settings.slack_app_token is None:
        typer.echo("SLACK_APP_TOKEN is not set: no buttons, no /treaty, no App Home. Alerts do without.")
        return []

    trouble = await probe(settings.slack_app_token.reveal(), settings.slack_api_url)
    if trouble is None:
        typer.echo("Buttons, /treaty and the App Home can connect.")
    return [trouble] if trouble else []
