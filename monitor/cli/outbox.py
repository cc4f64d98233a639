"""List what is owed, send it again or elsewhere, drop it with a reason."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.answers import hindsight
from monitor.cli.access import channels_named, reading, writing
from monitor.cli.terminal import console
from monitor.deliver.obstacles import obstacles
from monitor.errors import RulesError, TreatywatchError
from monitor.store.owed import State
from monitor.wording import many

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.command("list")
def list_(
    state: Annotated[
        list[str] | None,
        typer.Option(help="pending, sending, unknown, parked, dead, sent or skipped; repeat for several."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="The most to show.")] = 50,
) -> None:
    """List alerts by state: what is owed, and what was given up; `--state sent` for the past."""
    wanted = state or ["pending", "sending", "unknown", "parked", "dead"]
    for word in wanted:
        if word not in set(State):
            raise TreatywatchError(f"{word!r} is no state; choose among {', '.join(State)}.")
    with reading() as store:
        rows = store.outbox.listing(*(State(word) for word in wanted), limit=limit)
        counts, now = store.outbox.counts(), datetime.now(UTC)
        troubles = obstacles(store.outbox.pauses.all().values(), now).reasons
    terminal = console(markup=False)
    for owed in rows:
        tries = f"  {many(owed.attempts, 'try', 'tries')}" if owed.attempts else ""
        terminal.print(f" {owed.alert.id}  {owed.state}  {owed.alert.channel}{tries}", soft_wrap=True)
        telling = owed.alert.telling
        items = [f"  • {item.title}" for item in telling.items if len(telling.items) > 1]
        for line in filter(None, (telling.title, *items, hindsight.waits(owed, now), owed.error)):
            terminal.print(f"   {line}", soft_wrap=True)
    terminal.print(
        ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing was ever owed"
    )
    for trouble in troubles:
        terminal.print(trouble, soft_wrap=True)


@app.command()
def retry(ids: Annotated[list[str], typer.Argument(help="Ids of alerts, as `list` shows them.")]) -> None:
    """Owe alerts again that were given up or wait for a mended channel."""
    with writing() as store:
        missed = [alert for alert in ids if not store.outbox.retry(alert, datetime.now(UTC))]
    if missed:
        raise TreatywatchError(f"not to be sent again (unknown, or sent already): {', '.join(missed)}")
    typer.echo(f"{len(ids)} owed again")


@app.command()
def move(
    channel: Annotated[str, typer.Argument(help="The channel that they wait for, as `list` shows it.")],
    to: Annotated[str, typer.Argument(help="The channel that is told instead.")],
) -> None:
    """Owe to another channel what waits for one: its name was wrong in a rule, or it is gone."""
    named: list[str] | None = None
    with suppress(RulesError):  # rules that are being mended keep no alert waiting
        named = channels_named()
    # Slack takes both spellings; what was told is kept under one
    to = next((one for one in named or () if one.removeprefix("#") == to.removeprefix("#")), to)
    count = heard = 0
    with writing() as store:
        for spelt in (channel, f"#{channel.removeprefix('#')}", channel.removeprefix("#")):
            if not count + heard:
                count, heard = store.move(spelt, to, datetime.now(UTC))
    if not count + heard:
        raise TreatywatchError(
            f"nothing waits for {channel}; `treatywatch outbox list` shows what waits for which."
        )
    already = f"; {heard} dropped, since it was told of the same already" if heard else ""
    typer.echo(f"{many(count, 'alert is', 'alerts are')} owed to {to} now{already}")
    if named and to not in named:
        typer.echo(f"No rule names {to}. Correct the rule, or later alerts wait for {channel} again.")


@app.command()
def drop(
    ids: Annotated[list[str], typer.Argument(help="Ids of alerts, as `list` shows them.")],
    reason: Annotated[str, typer.Option(help="Why nobody is to be told; it is kept.")],
) -> None:
    """Give up alerts that are still owed; they stay listed as dead, with the reason."""
    with writing() as store:
        missed = [alert for alert in ids if not store.outbox.drop(alert, reason)]
    if missed:
        raise TreatywatchError(f"not to be dropped (unknown, or no longer owed): {', '.join(missed)}")
    typer.echo(f"{len(ids)} dropped")
