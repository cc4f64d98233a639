"""Replay a changed rule set over the stored history before it goes live."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.progress import track

from monitor.answers.replay import ItemChange, Replay
from monitor.cli.access import reading as open_to_read
from monitor.cli.access import span
from monitor.cli.terminal import console
from monitor.decide.kit import Kit, kit, rulebook
from monitor.model import Entry, Level, Match
from monitor.rules import Rulebook
from monitor.settings import read_settings
from monitor.system import folder


def backtest(
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="DIR", help="The changed folder; TREATYWATCH_RULES by default."),
    ] = None,
    since: Annotated[str, typer.Option(help="How far back: 12h, 30d.")] = "30d",
    fail_on_drop: Annotated[
        bool,
        typer.Option(
            "--fail-on-drop", help="Exit 1 if an item that was told at once no longer would be, by the rules."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result for machines.")] = False,
) -> None:
    """Show what a rule set would have told over the stored history: added, dropped and unchanged, by rule."""
    now = datetime.now(UTC)
    start = now - span(since, "--since")
    place = rules if rules is not None else read_settings().rules
    book = rulebook(folder.read(place), where=str(place))
    replay = Replay()
    for entry, before, after, changed in _history(kit(book, channel=""), start, now):
        replay.take(entry, before, after, changed=changed)
    typer.echo(_as_json(replay, book) if as_json else _as_text(replay, book, since))
    if fail_on_drop and replay.alerts.dropped:
        typer.echo(f"{replay.alerts.dropped} items would no longer be told", err=True)
        raise typer.Exit(1)


def _history(
    kit: Kit, start: datetime, now: datetime
) -> Iterator[tuple[Entry, dict[str, Level], tuple[Match, ...], bool]]:
    """Yield each stored item with what it met when it came, what it meets now, and whether its title changed since.

    That is asked only of what meets less now. A progress bar goes with it.
    """
    terminal = console(stderr=True)
    with open_to_read() as store:
        items = track(
            store.entries.since(start),
            total=store.views.traffic(start).entries,
            description="Replaying",
            console=terminal,
            transient=True,
            disable=not terminal.is_terminal,
        )
        for entry, _ in items:
            when = entry.published or store.entries.seen(entry.id) or now
            feed = kit.rulebook.feeds.get(entry.feed)
            after = kit.matcher.match(entry, kit.read(entry, when), feed, when)
            before = {rule: Level(level) for rule, level, *_ in store.entries.matches(entry.id)}
            lost = before.keys() - {match.rule for match in after}  # of others nobody asks why
            changed = bool(lost) and any(
                title != entry.title for *_, title in store.stories.of_entry(entry.id)
            )
            yield entry, before, after, changed


def _as_text(replay: Replay, book: Rulebook, since: str) -> str:
    """Lay the result out for people."""
    alerts = replay.alerts
    lines = [
        f"{replay.items} items of the last {since}, by rules {book.version}",
        f"items that call for an alert: {alerts.added} added, {alerts.dropped} dropped, {alerts.unchanged} unchanged"
        + (f", {alerts.changed} changed by their publisher since" if alerts.changed else ""),
        "",
        f"{'rule':<40}{'added':>8}{'dropped':>9}{'unchanged':>11}{'changed':>9}",
    ]
    for rule in (
        *(rule.id for rule in book.rules),
        *(rule for rule in replay.rules if book.rule(rule) is None),
    ):
        count = replay.rules.get(rule)
        numbers = msgspec.structs.astuple(count) if count else (0, 0, 0, 0)
        gone = "" if book.rule(rule) else "  (no such rule any more)"
        lines.append(f"{rule:<40}{numbers[0]:>8}{numbers[1]:>9}{numbers[2]:>11}{numbers[3]:>9}{gone}")
    lines += _listed("added", replay.added, alerts.added) + _listed("dropped", replay.dropped, alerts.dropped)
    lines += _listed("changed since, by their publisher", replay.changed, alerts.changed)
    return "\n".join(lines)


def _listed(what: str, items: list[ItemChange], number: int) -> list[str]:
    if not items:
        return []
    lines = ["", f"{what}:"]
    lines += [
        f"  {item.title} ({', '.join(item.rules)}){f' {item.url}' if item.url else ''}" for item in items
    ]
    return [*lines, f"  ... and {number - len(items)} more"] if number > len(items) else lines


def _as_json(replay: Replay, book: Rulebook) -> str:
    return msgspec.json.encode({"version": book.version, **msgspec.structs.asdict(replay)}).decode()
