"""Check the set-up and say what to do."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import socket
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.markup import escape

from monitor.answers.checkup import Facts, Verdict, findings
from monitor.cli.terminal import console
from monitor.decide.kit import channels, rulebook
from monitor.errors import RulesError, StateError, TreatywatchError
from monitor.fetch import Fetcher
from monitor.jobs.probe import probe
from monitor.normalise import date
from monitor.rules import Rulebook
from monitor.rules.problem import near
from monitor.settings import Settings, read_settings, strays
from monitor.sinks.slack import Answer, SlackSink
from monitor.sinks.slack_setup import check_setup
from monitor.store.database import worker_runs
from monitor.store.inspect import built_with, folder_of, inspect, sqlite_version
from monitor.system import folder
from monitor.system.isolation import Isolation
from monitor.web.hosts import is_here


def doctor(
    feed: Annotated[
        str | None, typer.Option(help="The feed to try, by its id; otherwise the first of the list.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask neither Slack nor a feed.")] = False,
) -> None:
    """Check settings, state file, disk, clock, rules, Slack, one feed and the page; say what to do about each trouble.

    Posts nothing and changes nothing. Exit code 1 where anything must be mended.
    """
    marks = {Verdict.GOOD: "[green]good[/]", Verdict.LOOK: "[yellow]look[/]", Verdict.BAD: "[red]mend[/]"}
    terminal = console(soft_wrap=True)
    found = findings(asyncio.run(gather(feed=feed, offline=offline)))
    for finding in found:
        terminal.print(f"{marks[finding.verdict]}  {finding.check:<9} {escape(finding.says)}")
    bad = sum(finding.verdict is Verdict.BAD for finding in found)
    terminal.print(f"{bad} to mend" if bad else "Ready.")
    if bad:
        raise typer.Exit(1)


async def gather(*, feed: str | None, offline: bool) -> Facts:
    """Return the facts of this installation (`checkup.Facts`); whatever fails becomes a fact."""
    now = datetime.now(UTC)
    try:
        settings = read_settings()
    except TreatywatchError as error:
        return Facts(now=now, settings=tuple(str(error).splitlines()))
    facts = _sqlite() | _state(settings) | _disk(settings) | _page(settings)
    book, rules = _rules(settings)
    facts |= rules
    facts |= {
        "strays": strays(os.environ),
        "websub": settings.websub_url,
        "sink": "bot" if settings.slack_bot_token else "webhook" if settings.slack_webhook_url else "console",
    }
    if not offline:
        facts |= await _slack(settings, book)
        facts |= await _feed(settings, book, feed)
    return Facts(now=now, **facts)


def _sqlite() -> dict[str, Any]:
    return {"sqlite": sqlite_version(), "full_text": built_with("ENABLE_FTS5")}


def _state(settings: Settings) -> dict[str, Any]:
    facts: dict[str, Any] = {"state_path": str(settings.state)}
    try:
        facts["worker"] = worker_runs(settings.state)
        return facts | {"state": inspect(settings.state)}
    except StateError as error:
        return facts | {"state_trouble": str(error)}


def _disk(settings: Settings) -> dict[str, Any]:
    try:
        return {"free": shutil.disk_usage(folder_of(settings.state)).free}
    except OSError:
        return {}


def _page(settings: Settings) -> dict[str, Any]:
    host = "TREATYWATCH_HOST to an address of this machine"
    facts: dict[str, Any] = {
        "page": f"{settings.host}:{settings.port}",
        "page_open": not is_here(settings.host),
    }
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        remedy = "PORT to a free one" if error.errno in (errno.EADDRINUSE, errno.EACCES) else host
        facts["page_trouble"] = f"the page cannot listen on {facts['page']} ({error.strerror}). Set {remedy}."
    return facts


def _rules(settings: Settings) -> tuple[Rulebook | None, dict[str, Any]]:
    try:
        book = rulebook(folder.read(settings.rules), where=str(settings.rules))
    except RulesError as error:
        return None, {"rules": tuple(str(error).splitlines())}
    counts = {
        "rules": sum(rule.enabled for rule in book.rules),
        "treaties": len(book.treaties),
        "feeds": sum(feed.enabled for feed in book.feeds.values()),
    }
    return book, {"rules_counts": counts}


async def _slack(settings: Settings, book: Rulebook | None) -> dict[str, Any]:
    if settings.slack_bot_token is None:
        return {}
    sink = SlackSink(settings.slack_bot_token.get_secret_value(), api_url=settings.slack_api_url)
    named = channels(book, settings.slack_channel) if book else [settings.slack_channel]
    facts: dict[str, Any] = {"slack": tuple(await check_setup(sink, named))}
    answer = await sink.call("auth.test", json={})
    if isinstance(answer, Answer):
        facts |= {"slack_time": date.parse(answer.headers.get("Date")), "asked": datetime.now(UTC)}
    return facts


async def _feed(settings: Settings, book: Rulebook | None, wanted: str | None) -> dict[str, Any]:
    if book is None:
        return {}
    enabled = [one for one in book.feeds.values() if one.enabled]
    feed = book.feeds.get(wanted) if wanted else next(iter(enabled), None)
    if feed is None:
        listed = "; `treatywatch feeds list` shows their ids"
        return {"feed": wanted, "feed_unknown": near(wanted, book.feeds) or listed} if wanted else {}
    async with Fetcher(**settings.fetching()) as fetcher, Isolation(book.treaties) as isolation:
        (finding,) = await probe([feed], fetcher, isolation, now=datetime.now(UTC))
    trouble = None if finding.good else "; ".join((finding.answer, *finding.remarks))
    return {"feed": feed.id, "feed_trouble": trouble}
