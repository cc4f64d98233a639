"""Check the set-up and say what to do."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape

from monitor.answers import checkup
from monitor.answers.checkup import CheckResult, Grade, bad, good, look
from monitor.cli.terminal import console
from monitor.decide.kit import channels, rulebook
from monitor.errors import RulesError, StateError, TreatywatchError
from monitor.fetch import Fetcher
from monitor.jobs.probe import probe
from monitor.normalise import date
from monitor.rules import Rulebook
from monitor.rules.problem import near
from monitor.settings import Settings, read_settings, strays
from monitor.sinks.slack import SlackAnswer, SlackSink
from monitor.sinks.slack_setup import UNASKED, check_setup
from monitor.sinks.webhook import WebhookSink
from monitor.slack_app.socket import probe as may_connect
from monitor.store.database import worker_runs
from monitor.store.inspect import Inspected, folder_of, inspect, sqlite
from monitor.system import folder
from monitor.system.isolation import Isolation
from monitor.web.hosts import is_here
from monitor.web.server import listen


def doctor(
    feed: Annotated[
        str | None, typer.Option(help="The feed to try, by its id; otherwise the first of the list.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask neither Slack nor a feed.")] = False,
) -> None:
    """Check settings, state file, disk, clock, rules, Slack, one feed and the page; say what to do about each trouble.

    Posts nothing and changes nothing. Exit code 1 where anything must be mended.
    """
    marks = {Grade.GOOD: "[green]good[/]", Grade.LOOK: "[yellow]look[/]", Grade.BAD: "[red]mend[/]"}
    terminal = console(soft_wrap=True)
    found = asyncio.run(findings(feed=feed, offline=offline))
    for finding in found:
        terminal.print(f"{marks[finding.grade]}  {finding.check:<9} {escape(finding.says)}")
    bad = sum(finding.grade is Grade.BAD for finding in found)
    terminal.print(f"{bad} to mend" if bad else "Ready.")
    if bad:
        raise typer.Exit(1)


async def findings(*, feed: str | None, offline: bool) -> list[CheckResult]:
    """Return the result of every check of this installation, in the order in which a person would mend things."""
    try:
        settings = read_settings()
    except TreatywatchError as error:
        return [bad("settings", line) for line in str(error).splitlines()]
    version, full_text = sqlite()
    held, state = _state(settings)
    book, rules = _rules(settings)
    slack, slacks_time = await _slack(settings, book, offline=offline)
    clock = checkup.clock(datetime.now(UTC), held.newest if held else None, slacks_time)
    return [
        *(look("settings", line) for line in strays(os.environ)),
        good("settings", "every setting that is set can be read"),
        checkup.sqlite(version, full_text=full_text),
        state,
        *(checkup.names(held.names) if held else ()),
        *_disk(settings),
        clock,
        *rules,
        *slack,
        *(await _feed(book, feed, settings) if book and not offline else ()),
        *(checkup.feeds(held) if held and not offline else ()),
        *(checkup.outbox(held) if held else ()),
        _page(settings),
        *(checkup.push(settings.websub_url, held or Inspected()) if settings.websub_url else ()),
    ]


def _state(settings: Settings) -> tuple[Inspected | None, CheckResult]:
    try:
        held = inspect(settings.state)
        running = "a worker runs on it" if worker_runs(settings.state) else "no worker runs on it"
    except StateError as error:
        return None, bad("state", str(error))
    missing = "is not there yet; the first `treatywatch run` makes it"
    return held, good("state", f"{settings.state} {f'is whole; {running}' if held else missing}")


def _disk(settings: Settings) -> Iterator[CheckResult]:
    with contextlib.suppress(OSError):
        yield checkup.disk(shutil.disk_usage(folder_of(settings.state)).free)


def _page(settings: Settings) -> CheckResult:
    address = f"{settings.host}:{settings.port}"
    try:
        listen(settings.host, settings.port).close()
    except TreatywatchError as error:
        if not worker_runs(settings.state):  # otherwise it is the worker that listens there
            return bad("page", str(error))
    return checkup.page(address, is_open=not is_here(settings.host))


def _rules(settings: Settings) -> tuple[Rulebook | None, Sequence[CheckResult]]:
    try:
        book = rulebook(folder.read(settings.rules), where=str(settings.rules))
    except RulesError as error:
        return None, tuple(checkup.mistakes(str(error).splitlines()))
    counts = {
        "rules": sum(rule.enabled for rule in book.rules),
        "treaties": len(book.treaties),
        "feeds": sum(feed.enabled for feed in book.feeds.values()),
    }
    return book, [checkup.rules(counts)]


async def _slack(
    settings: Settings, book: Rulebook | None, *, offline: bool
) -> tuple[Sequence[CheckResult], datetime | None]:
    """Return how Slack's side is, and the time by its clock."""
    token, hook = settings.slack_bot_token, settings.slack_webhook_url
    if offline and (token or hook):
        return [look("slack", "Slack was not asked, so that token, webhook or channels may be wrong")], None
    if token is None:
        says = "no SLACK_BOT_TOKEN and no SLACK_WEBHOOK_URL: alerts go to the terminal"
        refused = await WebhookSink(hook.reveal()).probe() if hook else None
        return [checkup.webhook(refused.reason if refused else "") if hook else look("slack", says)], None
    sink = SlackSink(token.reveal(), api_url=settings.slack_api_url)
    named = channels(book, settings.slack_channel) if book else [settings.slack_channel]
    lacks = await check_setup(sink, named)
    if settings.slack_app_token and not any(lack.startswith(UNASKED) for lack in lacks):
        trouble = await may_connect(settings.slack_app_token.reveal(), settings.slack_api_url)
        lacks += [trouble] if trouble else []
    answer = await sink.call("auth.test", json={})
    time = date.parse(answer.headers.get("Date")) if isinstance(answer, SlackAnswer) else None
    return tuple(checkup.slack(lacks)), time


async def _feed(book: Rulebook, wanted: str | None, settings: Settings) -> Sequence[CheckResult]:
    feed = (
        book.feeds.get(wanted) if wanted else next((one for one in book.feeds.values() if one.enabled), None)
    )
    if feed is None:
        remedy = near(wanted, book.feeds) if wanted else ""
        remedy = remedy or "; `treatywatch feeds list` shows their ids"
        return [bad("feed", f"{wanted} is no feed of feeds.yaml{remedy}")] if wanted else ()
    async with Fetcher(**settings.fetching()) as fetcher, Isolation(book.treaties) as isolation:
        (found,) = await probe([feed], fetcher, isolation, now=datetime.now(UTC))
    return [checkup.feed(feed.id, "" if found.good else "; ".join((found.answer, *found.remarks)))]
