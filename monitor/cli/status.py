"""Show where everything stands."""

from __future__ import annotations

import json as encoder
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from monitor.answers.overview import overview
from monitor.cli.access import elsewhere, no_treaty, reading, rules_in_force
from monitor.cli.terminal import console
from monitor.errors import RulesError
from monitor.ledger import COLUMNS, ics, rows
from monitor.normalise.text import cut
from monitor.rules import Rulebook
from monitor.wording import many, some

BAR = 12
"""Width of a progress bar in characters."""
NAMED = 8
"""Of the feeds that fail for one reason: a broken network fails all."""
TITLE = 200
"""Characters of an alert's title: a feed may write a thousand."""


def status(
    treaty: Annotated[str | None, typer.Argument(help="One treaty's id; all by default.")] = None,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    format: Annotated[
        Literal["text", "json", "csv", "ics"],
        typer.Option(help="text; json; csv: one row for each participant; ics: a calendar of dated steps."),
    ] = "text",
) -> None:
    """Show treaties, ledger, feeds' health, backlog and the last alerts."""
    now = datetime.now(UTC)
    try:
        rulebook = rules_in_force()
    except RulesError as error:
        wrong = elsewhere(error)
        if wrong is not error and treaty is None and not json and format == "text":
            _show_state(console(), now)
        raise wrong from None
    if treaty is not None and treaty not in rulebook.treaties:
        raise no_treaty(treaty, rulebook.treaties)
    with reading() as store:
        books = [store.records.ledger(one) for id_, one in rulebook.treaties.items() if treaty in (None, id_)]
        whole = overview(store, rulebook, now)
    whole["treaties"] = [item for item in whole["treaties"] if treaty in (None, item["id"])]
    if json or format == "json":
        typer.echo(encoder.dumps(whole, indent=1, ensure_ascii=False))
    elif format == "csv":
        from monitor.web.exports import table  # loads the whole page

        typer.echo(table(COLUMNS, (row for ledger in books for row in rows(ledger))), nl=False)
    elif format == "ics":
        typer.echo(ics(books, now).decode(), nl=False)
    else:
        show(console(), whole)


def show(console: Console, whole: dict[str, Any]) -> None:
    """Print what `overview` sums up."""
    table = Table("treaty", "progress", "", "signed", "parties", "", box=None, padding=(0, 1))
    for treaty in whole["treaties"]:
        table.add_row(*_row(treaty))
    console.print(table)
    _show_notes(console, whole["treaties"])
    _show_feeds(console, whole["feeds"])
    _show_alerts(console, whole)
    _show_rules(console, whole["rules"])
    console.print(f"rules version {whole['rules_version']}")


def _show_state(console: Console, now: datetime) -> None:
    """Print what the state file knows without rules: how feeds and alerts are."""
    with reading() as store:
        whole = overview(store, Rulebook(feeds={}, rules=(), treaties={}, version=""), now)
    _show_feeds(console, whole["feeds"] | {"disabled": "?"})
    _show_alerts(console, whole)


def _show_notes(console: Console, treaties: list[dict[str, Any]]) -> None:
    for said, readable in (("not read yet", True), ("cannot be read by machines", False)):
        unread = [
            treaty["id"]
            for treaty in treaties
            if treaty["record_read"] is None and bool(treaty["record_kind"]) is readable
        ]
        if unread:
            console.print(f"  [yellow]official record {said}:[/yellow] {', '.join(unread)}")
    for treaty in treaties:
        for line in treaty["ahead"]:
            console.print(f"  [yellow]ahead:[/yellow] {escape(line)}")
        reported = [f"{item['name']} ({item['action']})" for item in treaty["reported_only"]]
        if reported:
            console.print(f"  [yellow]reported only[/yellow] {treaty['id']}: {escape(', '.join(reported))}")


def _show_feeds(console: Console, feeds: dict[str, Any]) -> None:
    console.print(
        f"\nfeeds: {feeds['enabled']} enabled, {feeds['disabled']} disabled, {feeds['never_polled']} never polled, "
        f"{many(feeds['polls'], 'poll')}, {many(feeds['entries'], 'entry', 'entries')}"
    )
    for reason, ids in _by_reason(feeds["failing"]).items():
        console.print(f"  [red]failing[/red] {escape(ids)}: {escape(reason)}")
    for feed in feeds["silent"]:
        console.print(f"  [yellow]silent[/yellow] {escape(feed)}")
    for feed, to in feeds["moved"].items():
        console.print(f"  [yellow]moved[/yellow] {escape(feed)}: its url is {escape(to)} now", soft_wrap=True)


def _show_alerts(console: Console, whole: dict[str, Any]) -> None:
    backlog = ", ".join(f"{count} {state}" for state, count in whole["backlog"].items())
    console.print(f"alerts: {backlog or 'none yet'}")
    for reason in whole["delivery"]:
        console.print(f"  [red]waiting[/red] {escape(reason)}")
    for alert in whole["alerts"]:
        back = "[yellow]taken back[/yellow] " if alert["taken_back"] else ""
        at = f"{alert['at'][:16].replace('T', ' ')} UTC"
        console.print(f"  {at}  {alert['state']:8} {back}{escape(cut(alert['title'], TITLE))}")


def _show_rules(console: Console, rules: list[dict[str, Any]]) -> None:
    noisy = [rule for rule in rules if rule["matches"]]
    if noisy:
        counts = Table("rule", "level", "today", "7 days", "in all", "alerts", box=None, padding=(0, 1))
        for rule in sorted(noisy, key=lambda rule: -rule["matches_7_days"]):
            numbers = (rule["matches_today"], rule["matches_7_days"], rule["matches"], rule["alerts"])
            counts.add_row(rule["id"], rule["level"], *map(str, numbers))
        console.print(counts)


def _by_reason(failing: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return for each reason the feeds that fail for it, with how often in a row."""
    found: dict[str, list[str]] = {}
    for feed, trouble in failing.items():
        found.setdefault(trouble["reason"], []).append(f"{feed} ({trouble['failures']} in a row)")
    return {reason: some(ids, NAMED) for reason, ids in found.items()}


def _row(treaty: dict[str, Any]) -> tuple[str, ...]:
    done, of, start = treaty["counted"], treaty["threshold"], treaty["in_force"]
    state = f"in force from {start}" if start else f"{treaty['missing']} to go"
    if done is None:
        return (treaty["id"], "", f"? of {of}", "?", "?", state if start else "")
    filled = round(BAR * min(1.0, done / of)) if of else BAR
    bar = "█" * filled + "░" * (BAR - filled)
    return (treaty["id"], bar, f"{done} of {of}", str(treaty["signatories"]), str(treaty["parties"]), state)
