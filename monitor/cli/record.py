"""Write the analysts' record: what was told, when, from whom, by which rule, and what people said of it."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from monitor.answers.recorded import chunks
from monitor.cli.access import reading
from monitor.web.asking import asked
from monitor.web.exports import as_csv, as_json


def record(
    since: Annotated[
        str, typer.Option(metavar="DATE", help="The first day, in UTC, such as 2026-11-01.")
    ] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="The last day; it is included.")] = "",
    format: Annotated[Literal["csv", "json"], typer.Option(help="csv, or json with the same names.")] = "csv",
) -> None:
    """Write the analysts' record of a range of days: each alert, its outlets, rule, delivery and marks."""
    ask = asked({"since": since, "until": until})
    if ask.complaints:
        raise typer.BadParameter(ask.complaints[0], param_hint="--since, --until")
    write = as_csv if format == "csv" else as_json
    with reading() as store:
        for part in write(chunks(store, ask.filter), None):
            sys.stdout.buffer.write(part.encode())
    sys.stdout.buffer.flush()
