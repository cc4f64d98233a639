"""Look after what is owed: list it, send it again, drop it with a reason."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_(
    state: Annotated[
        list[str] | None,
        typer.Option(help="pending, sending, unknown, parked, dead, sent or skipped; repeat for several."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most to show.")] = 50,
) -> None:
    """List alerts by state: what is owed, and what was given up; `--state sent` for the past."""
    from rich.markup import escape
    from rich.table import Column, Table

    from monitor.cli.access import reading
    from monitor.cli.terminal import console
    from monitor.errors import TreatywatchError
    from monitor.store.owed import State

    wanted = state or ["pending", "sending", "unknown", "parked", "dead"]
    for word in wanted:
        if word not in set(State):
            raise TreatywatchError(f"{word!r} is no state; choose among {', '.join(State)}.")
    with reading() as store:
        rows = store.outbox.listing(*(State(word) for word in wanted), limit=limit)
        counts = store.outbox.counts()
    table = Table(
        Column("id", no_wrap=True, overflow="ignore"), "state", "channel", "tries", "alert", "error", box=None
    )
    for owed in rows:
        cells = (owed.alert.id, owed.state, owed.alert.channel, str(owed.attempts))
        table.add_row(*cells, escape(owed.alert.telling.title), escape(owed.error or ""))
    terminal = console()
    terminal.print(table)
    terminal.print(
        ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing was ever owed"
    )


@app.command()
def retry(ids: Annotated[list[str], typer.Argument(help="Ids of alerts, as `list` shows them.")]) -> None:
    """Owe alerts again that were given up or wait for a mended channel."""
    from datetime import UTC, datetime

    from monitor.cli.access import writing
    from monitor.errors import TreatywatchError

    with writing() as store:
        missed = [alert for alert in ids if not store.outbox.retry(alert, datetime.now(UTC))]
    if missed:
        raise TreatywatchError(f"not to be sent again (unknown, or sent already): {', '.join(missed)}")
    typer.echo(f"{len(ids)} owed again")


@app.command()
def drop(
    ids: Annotated[list[str], typer.Argument(help="Ids of alerts, as `list` shows them.")],
    reason: Annotated[str, typer.Option(help="Why nobody is to be told; it is kept.")],
) -> None:
    """Give up alerts that are still owed; they stay listed as dead, with the reason."""
    from monitor.cli.access import writing
    from monitor.errors import TreatywatchError

    with writing() as store:
        missed = [alert for alert in ids if not store.outbox.drop(alert, reason)]
    if missed:
        raise TreatywatchError(f"not to be dropped (unknown, or no longer owed): {', '.join(missed)}")
    typer.echo(f"{len(ids)} dropped")
