"""Look at stories; merge and split them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from monitor.answers import regroup
from monitor.cli.access import no_treaty, person, reading, rules_in_force, writing
from monitor.cli.terminal import console
from monitor.errors import TreatywatchError
from monitor.story import how_far
from monitor.wording import many

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

StoryKey = Annotated[str, typer.Argument(help="A story's key, as `list` shows it.")]


@app.command("list")
def list_(
    treaty: Annotated[str | None, typer.Option(help="Only those about this treaty.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="The most to show.")] = 20,
) -> None:
    """List the stories with the latest news, with their keys."""
    table = Table(Column("story", overflow="fold"), "step", "told", "updated (UTC)", box=None)
    with reading() as store:
        found = store.views.latest_stories(treaty, limit=limit)
        if treaty is not None and not found and treaty not in (known := rules_in_force().treaties):
            raise no_treaty(treaty, known)
        for story in found:
            updated = f"{story.updated:%Y-%m-%d %H:%M}"
            doubt = " (taken back)" if story.taken_back else " (denied)" if story.disputed else ""
            told = "known before" if story.told and not story.channels else story.furthest or "-"
            table.add_row(story.key, f"{story.step}{doubt}", told, updated)
    console().print(table)


@app.command()
def show(key: StoryKey) -> None:
    """Show one story: its steps, and every publication with its entry's id and why it joined."""
    with reading() as store:
        story = store.stories.get(key)
        if story is None:
            into = store.marks.placed(key)
            where = f" It was merged into {into}." if into != key else ""
            raise TreatywatchError(f"{key}: there is no such story.{where}")
        covered = store.views.coverage(key)
    terminal = console()
    terminal.print(f"{story.key}: {story.step}, told as far as {how_far(story)}", markup=False)
    entry, why = Column("entry", no_wrap=True, overflow="ignore"), Column("why", overflow="fold")
    table = Table(entry, "step", "published by", "title", why, box=None)
    for one in covered:
        title = f"{one.outlet.title} (was: {one.outlet.was})" if one.outlet.was else one.outlet.title
        words = (one.outlet.publisher, title, one.because)
        table.add_row(one.entry, one.step or "-", *map(escape, words))
    terminal.print(table)


@app.command()
def merge(key: StoryKey, into: Annotated[str, typer.Argument(help="The story that takes it in.")]) -> None:
    """Make two stories one; their messages are edited, and later coverage follows."""
    with writing() as store:
        done = regroup.merge(store, key, into, person(), datetime.now(UTC))
    typer.echo(f"{key} is part of {done.story.key} now; {many(done.edits, 'message')} will be edited")


@app.command()
def split(
    key: StoryKey,
    entry: Annotated[str, typer.Argument(help="The entry's id, as `show` lists it.")],
    onward: Annotated[
        bool, typer.Option(help="Later coverage joins the new story: a second act has begun.")
    ] = False,
) -> None:
    """Make one entry of a story a story of its own, which is told if the story was."""
    with writing() as store:
        done = regroup.split(store, key, entry, person(), datetime.now(UTC), onward=onward)
    owed = many(done.owed, "message is", "messages are")
    typer.echo(f"{done.story.key} is new; {owed} owed, {done.edits} will be edited")
