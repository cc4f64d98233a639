"""Say what became of an item, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.answers import explanation, hindsight
from monitor.answers.explanation import Explanation
from monitor.cli.access import reading as open_to_read
from monitor.cli.terminal import fold
from monitor.decide.kit import Kit
from monitor.errors import TreatywatchError
from monitor.model import Entry, Reading
from monitor.settings import read_settings
from monitor.store import Store
from monitor.worker.reloader import kit_in_force

SHORTEST = 4
"""Characters of an id that may stand for all of it."""


def explain(
    item: Annotated[
        str | None,
        typer.Argument(
            metavar="URL | ENTRY_ID",
            help="An item that was polled: its address, or its id, of which the beginning will do.",
        ),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", help="Any text instead: tried on the rules in force.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="With --text: its language, such as en.")] = None,
    in_full: Annotated[
        bool, typer.Option("--in-full", help="Say what each other rule lacks, also where one matched.")
    ] = False,
) -> None:
    """Show every stage's verdict on one item: what was read, which rules matched, which story, which alert."""
    if (item is None) == (text is None):
        raise typer.BadParameter("give either an address or an id, or --text")
    if text is None and language is not None:
        raise typer.BadParameter(
            "an item that was polled has its own; it goes with --text", param_hint="--language"
        )
    if text is not None and not text.strip():
        raise typer.BadParameter("there is no text in it", param_hint="--text")
    kit, now = kit_in_force(read_settings()), datetime.now(UTC)
    if text is None:
        found = _stored(item or "", kit, now, in_full=in_full)
    else:
        entry = explanation.free(text, language)
        found = explanation.explain(entry, kit.read(entry, now), kit, feed=None, now=now, in_full=in_full)
    typer.echo(found.text(fold))


def _found(store: Store, item: str) -> tuple[Entry, Reading] | None:
    """Find an item by its address, as it was published or otherwise spelt, or by its id or the beginning of that."""
    ids = store.entries.begun(item) if len(item) >= SHORTEST else []
    if len(ids) > 1:
        raise TreatywatchError(f"{item}: several items' ids begin so. Give more of it.")
    spelt = (item, f"https://{item}", *ids)
    return next(filter(None, map(store.entries.find, spelt)), None)


def _stored(item: str, kit: Kit, now: datetime, *, in_full: bool) -> Explanation:
    """Explain an item of the history, read anew by the rules in force."""
    with open_to_read() as store:
        found = _found(store, item)
        if found is None and (store.stories.get(item) or store.marks.placed(item) != item):
            raise TreatywatchError(f"{item} is a story; `treatywatch stories show {item}` lists its entries.")
        if found is None:
            raise TreatywatchError(
                f"{item}: no such item in the history. It was in no polled feed, or is older than TREATYWATCH_KEEP; "
                '`treatywatch explain --text "..."` tries any text.'
            )
        entry, _ = found
        past = hindsight.past(store, entry.id, now)
    feed = kit.rulebook.feeds.get(entry.feed)
    read = kit.read(entry, past.seen)
    return explanation.explain(entry, read, kit, feed=feed, now=now, past=past, in_full=in_full)
