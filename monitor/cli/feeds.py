"""List, try, add, import and export feeds."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace
from rich.table import Table
from rich.text import Text

from monitor.cli.access import elsewhere, reading, rules_in_force
from monitor.cli.terminal import console
from monitor.decide.kit import rulebook
from monitor.decide.poll import FeedState
from monitor.decide.websub import Subscription, standing
from monitor.due import moved
from monitor.errors import RulesError, TreatywatchError
from monitor.fetch import Fetcher
from monitor.fetch.masking import masked, unkeyed, without_secrets
from monitor.jobs.probe import Probed, moved_for_good, unlisted
from monitor.jobs.probe import probe as probe_feeds
from monitor.model import Feed
from monitor.rules import Rulebook
from monitor.rules.feedlist import FeedListError, append
from monitor.rules.opml import OpmlError, host, read, slug, unique, write
from monitor.rules.problem import near
from monitor.settings import Settings, read_settings
from monitor.store.database import is_there
from monitor.system import folder
from monitor.system.isolation import Isolation
from monitor.wording import many, stamp

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
FILE = "feeds.yaml"


@app.command("list")
def list_feeds(
    tag: Annotated[str | None, typer.Option(help="Only feeds with this tag.")] = None,
    language: Annotated[str | None, typer.Option(help="Only feeds in this language, such as en.")] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON, for machines.")] = False,
) -> None:
    """List the feeds, with how their polls went where there is a state file."""
    settings = read_settings()
    try:
        book = rules_in_force()
    except RulesError as error:
        raise elsewhere(error) from None
    feeds = [
        feed
        for feed in book.feeds.values()
        if (tag is None or tag in feed.tags) and (language is None or feed.language == language)
    ]
    if not feeds and (tag or language):
        raise TreatywatchError("no feed has that tag and language; `treatywatch feeds list` shows all")
    if json:
        typer.echo(_feeds_as_json(feeds, *_states(settings)))
        return
    console().print(_feed_table(feeds, *_states(settings)))
    off = sum(not feed.enabled for feed in feeds)
    typer.echo(f"{many(len(feeds), 'feed')}, {off} switched off; {settings.rules / FILE}")


@app.command()
def probe(
    feeds: Annotated[
        list[str] | None, typer.Argument(metavar="URL|ID", help="Addresses, or ids of the list.")
    ] = None,
    every_one: Annotated[
        bool, typer.Option("--all", help="Try every feed of the list, switched off ones too.")
    ] = False,
) -> None:
    """Fetch and parse feeds once and say what answers; needs no state file and changes nothing.

    Exit code 1 where any of them cannot be used.
    """
    if bool(feeds) == every_one:
        raise typer.BadParameter("name feeds or addresses, or all of them with --all", param_hint="URL|ID")
    settings = read_settings()
    findings = asyncio.run(_probe(settings, rules_in_force(), feeds or []))
    bad = sum(not finding.good for finding in findings)
    if len(findings) != 1:
        typer.echo(f"{len(findings) - bad} of {len(findings)} feeds can be used")
    if bad:
        raise typer.Exit(1)


@app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="The feed's address.")],
    id_: Annotated[str, typer.Option("--id", help="Its id; else one is made of its title or host.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A tag; repeat for several.")] = None,
    language: Annotated[str | None, typer.Option(help="Its language, such as en.")] = None,
) -> None:
    """Try a feed as `probe` does and, if it can be used, add it to feeds.yaml; what is there stays as it is."""
    settings, book = read_settings(), rules_in_force()
    if there := next((feed.id for feed in book.feeds.values() if url in (feed.url, feed.id)), None):
        raise TreatywatchError(f"{masked(url)}: is in {settings.rules / FILE} already, as {there}")
    (found,) = asyncio.run(_probe(settings, book, [url]))
    if not found.good:
        raise TreatywatchError("nothing was added")
    if not id_:
        id_ = unique(slug(found.title) or slug(host(url)) or "feed", dict.fromkeys(book.feeds, 1))
    _append(settings, [replace(found.feed, id=id_, tags=tuple(tag or ()), language=language)])
    typer.echo(f"{id_} added to {settings.rules / FILE}")


@app.command("import-opml")
def import_opml(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file, or - for standard input.")],
) -> None:
    """Add the feeds of an OPML file to feeds.yaml; what is there already stays as it is, comments too."""
    settings = read_settings()
    try:
        body = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        found = read(body)
    except OSError as error:
        raise TreatywatchError(f"{file}: cannot be read ({error.strerror})") from None
    except OpmlError as error:
        raise TreatywatchError(f"{file}: no OPML that can be imported: {error}") from None
    fresh = _not_listed(found.feeds, rules_in_force().feeds)
    _append(settings, fresh)
    for reason in found.skipped:
        typer.echo(f"left out: {reason}", err=True)
    if not found.feeds and not found.skipped:
        typer.echo(f"{file}: lists no feed: no outline has an xmlUrl", err=True)
    there = len(found.feeds) - len(fresh)
    typer.echo(f"{many(len(fresh), 'feed')} added to {settings.rules / FILE}, {there} were there already")


@app.command("export-opml")
def export_opml(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to write it, or - for standard output.")
    ] = Path("-"),
    with_secrets: Annotated[
        bool, typer.Option("--with-secrets", help="Write addresses whole, for a list that stays with you.")
    ] = False,
) -> None:
    """Write the feeds as OPML 2.0, without passwords and named keys in addresses; says where a path may hold one."""
    book = rules_in_force()
    feeds = list(book.feeds.values())
    if not with_secrets:
        safe = [replace(feed, url=without_secrets(feed.url)) for feed in feeds]
        changed = [before.id for before, after in zip(feeds, safe, strict=True) if before != after]
        if changed:
            typer.echo(f"without passwords and named keys in the addresses of {', '.join(changed)}", err=True)
        if keyed := [feed.id for feed in safe if masked(feed.url) != unkeyed(feed.url)]:
            said = "what may be a key still stands in the path of the addresses of"
            typer.echo(f"{said} {', '.join(keyed)}: look before you hand the list on", err=True)
        feeds = safe
    body = write(feeds, now=datetime.now(UTC))
    if str(file) == "-":
        sys.stdout.buffer.write(body)
        return
    try:
        folder.replace(file, body)
    except OSError as error:
        raise TreatywatchError(f"{file}: cannot be written ({error.strerror})") from None
    typer.echo(f"{many(len(book.feeds), 'feed')} written to {file}")


def _append(settings: Settings, feeds: Sequence[Feed]) -> None:
    """Write feeds at the end of feeds.yaml, unless it would not load then."""
    texts = dict(folder.read(settings.rules))
    try:
        texts[FILE] = added = append(str(texts.get(FILE, "")), feeds)
    except FeedListError as error:
        raise TreatywatchError(f"{settings.rules / FILE}: cannot be added to: {error}") from None
    rulebook(texts, where=str(settings.rules))
    try:
        if feeds:
            folder.replace(settings.rules / FILE, added.encode())
    except OSError as error:
        raise TreatywatchError(f"{settings.rules / FILE}: cannot be written ({error.strerror})") from None


def _not_listed(feeds: tuple[Feed, ...], listed: Mapping[str, Feed]) -> list[Feed]:
    """Return the feeds whose address is not listed yet, with ids that are free."""
    addresses, ids = {feed.url for feed in listed.values()}, dict.fromkeys(listed, 1)
    fresh = [feed for feed in feeds if feed.url not in addresses]
    return [replace(feed, id=unique(feed.id, ids)) for feed in fresh]


def _states(settings: Settings) -> tuple[dict[str, FeedState], dict[str, Subscription]]:
    """Return how polls went, and the subscriptions at hubs; nothing where there is no state file yet."""
    if not is_there(settings.state):
        return {}, {}
    with reading() as store:
        return store.feeds.all(), store.subscriptions.shown()


def _feed_table(
    feeds: list[Feed], states: Mapping[str, FeedState], subscriptions: Mapping[str, Subscription]
) -> Table:
    table = Table(box=None, pad_edge=False)
    for head in ("id", "kind", "lang", "tags", "last poll" if states else "address"):
        table.add_column(head, overflow="fold")
    for feed in feeds:
        state = states.get(feed.id)
        if not feed.enabled:
            last = "switched off"
        elif not states:
            last = masked(feed.url)
        elif state is None or state.polled is None:
            last = "never"
        else:
            entries = f"{many(state.entries, 'entry', 'entries')} so far"
            last = f"{stamp(state.polled)} {f'failed: {state.error}' if state.error else entries}"
        push = standing(subscriptions[feed.id]) if feed.id in subscriptions else ""
        last += f"; {push}" if push else ""
        address = moved(state.schedule) if state else None
        last += f"; {moved_for_good(address)}" if address else ""
        cells = (feed.id, feed.kind, feed.language or "", " ".join(feed.tags), last)
        table.add_row(*map(Text, cells), style=None if feed.enabled else "dim")
    return table


def _feeds_as_json(
    feeds: list[Feed], states: Mapping[str, FeedState], subscriptions: Mapping[str, Subscription]
) -> str:
    rows = []
    for feed in feeds:
        state, push = states.get(feed.id), subscriptions.get(feed.id)
        address = moved(state.schedule) if state else None
        rows.append({
            "id": feed.id,
            "kind": feed.kind,
            "url": masked(feed.url),
            "title": feed.title,
            "language": feed.language,
            "tags": feed.tags,
            "enabled": feed.enabled,
            "polled": state.polled.isoformat() if state and state.polled else None,
            "entries": state.entries if state else None,
            "error": state.error if state else None,
            "moved_to": masked(address) if address else None,
            "push": standing(push) if push else None,
        })  # fmt: skip
    return json.dumps(rows, indent=1, ensure_ascii=False)


async def _probe(settings: Settings, book: Rulebook, named: list[str]) -> list[Probed]:
    """Probe the feeds named, or all, telling each as it answers."""
    feeds = list(book.feeds.values())
    if named:
        chosen = {name: unlisted(name, book.feeds, book.treaties) for name in named}
        missing = [name for name, feed in chosen.items() if feed is None]
        if missing:
            meant = near(missing[0], book.feeds)
            raise TreatywatchError(
                f"{', '.join(missing)}: neither the id of a feed nor an http(s) address{meant}"
            )
        feeds = [feed for feed in chosen.values() if feed is not None]
    async with Fetcher(**settings.fetching()) as fetcher, Isolation(book.treaties) as isolation:
        return await probe_feeds(feeds, fetcher, isolation, now=datetime.now(UTC), found=_tell)


def _tell(finding: Probed) -> None:
    """Print one finding: a line of facts, and a line for each remark."""
    feed = finding.feed
    name = masked(feed.url) if feed.id == "probe" else feed.id
    facts = [f"{'ok  ' if finding.good else 'FAIL'} {name}", finding.answer]
    facts += [finding.content_type] if finding.content_type else []
    if finding.good:
        facts.append(many(finding.entries, *("entry", "entries") if feed.kind == "feed" else ("act",)))
        facts += [f"newest {stamp(finding.newest)}"] if finding.newest else []
    typer.echo(" · ".join(facts))
    for remark in finding.remarks:
        typer.echo(f"       {remark}")
