"""Tell nothing of a rule, story, source or treaty for a while."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from monitor.cli.access import person, reading, rules_in_force, span, writing
from monitor.decide.mutes import Scope
from monitor.errors import TreatywatchError
from monitor.rules import Rulebook
from monitor.rules.problem import near
from monitor.store import Store

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

What = Literal["rule", "story", "source", "treaty"]


@app.command()
def add(
    what: Annotated[What, typer.Argument(help="rule, story, source or treaty.")],
    name: Annotated[
        str, typer.Argument(help="A rule's or treaty's id, a story's key, an outlet's name or feed's id.")
    ],
    length: Annotated[str, typer.Option("--for", help="How long, such as 1h, 1d or 7d.")] = "1d",
) -> None:
    """Tell nothing of something for a while; it is recorded, and in the digest, all the same."""
    wanted = span(length, "--for")
    rulebook = rules_in_force()
    known = {"rule": {rule.id for rule in rulebook.rules}, "treaty": set(rulebook.treaties)}
    if what in known and name not in known[what]:
        raise TreatywatchError(
            f"{name}: there is no {what} of this id. Known: {', '.join(sorted(known[what])) or 'none'}."
        )
    now = datetime.now(UTC)
    with writing() as store:
        if what == "source" and name not in (heard := sources(store, rulebook)):
            raise TreatywatchError(
                f"{name}: no feed and no outlet of the history has this name{near(name, heard)}; "
                "it is written as alerts show it"
            )
        if what == "story" and store.stories.get(name) is None:
            raise TreatywatchError(
                f"{name}: there is no such story. `treatywatch stories list` shows their keys."
            )
        mute = store.marks.mute(Scope(what), name, now + wanted, person(), now)
    typer.echo(f"{mute.id}: muted {mute.words}")


def sources(store: Store, rulebook: Rulebook) -> set[str]:
    """Return the names by which a source can be muted: feeds' ids and titles, and outlets of matched items."""
    titles = {state.title for state in store.feeds.all().values()} | {
        f.title for f in rulebook.feeds.values()
    }
    return {*rulebook.feeds, *filter(None, titles), *store.views.publishers()}


@app.command("list")
def list_() -> None:
    """List what is muted, until when, and who asked for it."""
    with reading() as store:
        mutes = store.marks.mutes(datetime.now(UTC)).mutes
    for mute in mutes:
        typer.echo(f"{mute.id}: {mute.words}, by {mute.person}")
    if not mutes:
        typer.echo("nothing is muted")


@app.command()
def end(number: Annotated[int, typer.Argument(help="The mute's number, as `list` shows it.")]) -> None:
    """End a mute before its time."""
    with writing() as store:
        ended = store.marks.unmute(number, person(), datetime.now(UTC))
    if ended is None:
        raise TreatywatchError(
            f"{number}: there is no such mute in force. `treatywatch mute list` shows them."
        )
    typer.echo(f"{ended.scope} {ended.value} is no longer muted")
