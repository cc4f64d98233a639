"""Judge whether an installation can do its work: a pure list of checks over facts, each with what to do.

`monitor.cli.doctor` gathers the facts; a fact that could not be gathered is None and its check says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from monitor.store.inspect import Inspected

DISK_BAD = 100 * 10**6
DISK_WARN = 10**9
"""Free bytes beside the state file: a copy of a large one must fit twice."""
SKEW_WARN = timedelta(seconds=30)
SKEW_BAD = timedelta(minutes=5)
"""Slack refuses nothing for a wrong clock, but alerts would carry wrong times and quiet hours would shift."""
SQLITE_LEAST = (3, 38, 0)
"""The first with JSON functions built in (sqlite.org/json1.html)."""
SHOWN = 5
"""At most this many lines of one check."""


class Verdict(StrEnum):
    """Say how a check came out."""

    GOOD = "good"
    LOOK = "look"
    """It works, and could be better or soon worse."""
    BAD = "bad"


class Finding(Struct, frozen=True, kw_only=True):
    """Hold the result of one check; what is not good says what to do."""

    check: str
    verdict: Verdict
    says: str


class Facts(Struct, frozen=True, kw_only=True):
    """Hold what was seen of an installation; nothing here holds a secret."""

    now: datetime
    settings: tuple[str, ...] = ()
    """What is wrong with the settings, one line each; the checks that need them are then left out."""
    strays: tuple[str, ...] = ()
    """Variables that are no setting and look as if they were meant to be."""
    sqlite: tuple[int, int, int] = (0, 0, 0)
    full_text: bool = True
    """SQLite was built with FTS5."""
    state_path: str = ""
    state: Inspected | None = None
    """What the state file holds; None where it is not there yet, or cannot be used."""
    state_trouble: str | None = None
    """Why it, or its folder, cannot be used."""
    worker: bool = False
    """A worker runs on this state file."""
    free: int | None = None
    """Free bytes where the state file lives."""
    rules: tuple[str, ...] = ()
    """What is wrong with the rules, one line each."""
    rules_counts: Mapping[str, int] | None = None
    sink: str = "console"
    """bot, webhook or console."""
    slack: tuple[str, ...] | None = None
    """What Slack's side lacks, with remedies (sinks.slack_setup.check_setup); None where it was not asked."""
    slack_time: datetime | None = None
    """The time by Slack's clock when it answered."""
    asked: datetime | None = None
    """The time by this machine's clock at that moment."""
    feed: str | None = None
    feed_unknown: str | None = None
    """What to do where the rules have no feed of this id."""
    feed_trouble: str | None = None
    websub: str | None = None
    """Where hubs reach the page, if they shall."""
    page: str = ""
    """host:port of the page."""
    page_trouble: str | None = None
    page_open: bool = False
    """The page listens beyond this machine."""


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Return the result of every check, in the order in which a person would mend things."""
    if facts.settings:
        return tuple(Finding(check="settings", verdict=Verdict.BAD, says=line) for line in facts.settings)
    return (
        *(_look("settings", line) for line in facts.strays),
        _good("settings", "every setting that is set can be read"),
        *_sqlite(facts),
        *_state(facts),
        *_disk(facts),
        *_clock(facts),
        *_rules(facts),
        *_slack(facts),
        *_feed(facts),
        *_outbox(facts),
        *_page(facts),
        *_push(facts),
    )


def _sqlite(facts: Facts) -> Iterator[Finding]:
    version = ".".join(map(str, facts.sqlite))
    if facts.sqlite < SQLITE_LEAST:
        least = ".".join(map(str, SQLITE_LEAST))
        yield _bad(
            "sqlite", f"Python brings SQLite {version}; {least} or newer is needed. Use a newer Python."
        )
    elif not facts.full_text:
        yield _bad(
            "sqlite", f"Python's SQLite {version} lacks FTS5 (full-text search). Use another build of Python."
        )
    else:
        yield _good("sqlite", f"version {version}, with full-text search")


def _state(facts: Facts) -> Iterator[Finding]:
    if facts.state_trouble:
        yield _bad("state", facts.state_trouble)
    elif facts.state is None:
        yield _good("state", f"{facts.state_path} is not there yet; the first `treatywatch run` makes it")
    else:
        running = "a worker runs on it" if facts.worker else "no worker runs on it"
        yield _good("state", f"{facts.state_path} is whole; {running}")


def _disk(facts: Facts) -> Iterator[Finding]:
    if facts.free is None:
        return
    words = f"{facts.free / 10**6:,.0f} MB free beside the state file"
    if facts.free < DISK_BAD:
        yield _bad(
            "disk", f"{words}. Free some: nothing is lost when it is full, but nothing is recorded either."
        )
    elif facts.free < DISK_WARN:
        yield _look("disk", f"{words}; that is little")
    else:
        yield _good("disk", words)


def _clock(facts: Facts) -> Iterator[Finding]:
    newest = facts.state.newest if facts.state else None
    if newest and newest - facts.now > SKEW_BAD:
        yield _bad(
            "clock",
            f"the state file holds times up to {newest:%Y-%m-%d %H:%M} UTC, later than this machine's clock "
            f"({facts.now:%Y-%m-%d %H:%M}). Set the clock (timedatectl set-ntp true).",
        )
        return
    if facts.slack_time is None or facts.asked is None:
        yield _good("clock", f"{facts.now:%Y-%m-%d %H:%M} UTC; compared with nothing, for no Slack was asked")
        return
    skew = facts.asked - facts.slack_time
    size = abs(skew)
    words = f"{size.total_seconds():.0f} s {'ahead of' if skew > timedelta(0) else 'behind'} Slack's"
    if size > SKEW_BAD:
        yield _bad("clock", f"this machine's clock is {words}. Set it (timedatectl set-ntp true).")
    elif size > SKEW_WARN:
        yield _look("clock", f"this machine's clock is {words}; let it be set by NTP")
    else:
        yield _good("clock", "agrees with Slack's")


def _rules(facts: Facts) -> Iterator[Finding]:
    for line in facts.rules[:SHOWN]:
        yield _bad("rules", line)
    if len(facts.rules) > SHOWN:
        yield _bad("rules", f"and {len(facts.rules) - SHOWN} more; `treatywatch check` lists all")
    if not facts.rules and facts.rules_counts:
        counts = ", ".join(f"{count} {name}" for name, count in facts.rules_counts.items())
        empty = [name for name, count in facts.rules_counts.items() if not count]
        if empty:
            yield _look("rules", f"{counts}; without {empty[0]} nothing is told. See `treatywatch init`.")
        else:
            yield _good("rules", counts)


def _slack(facts: Facts) -> Iterator[Finding]:
    if facts.sink == "console":
        yield _look("slack", "no SLACK_BOT_TOKEN and no SLACK_WEBHOOK_URL: alerts go to the terminal")
    elif facts.sink == "webhook":
        yield _look(
            "slack", "a webhook cannot be tried without posting; with a bot token this would be checked"
        )
    elif facts.slack is None:
        yield _look("slack", "Slack was not asked, so that the token and the channels may be wrong")
    elif facts.slack:
        for line in facts.slack:
            yield _bad("slack", line)
    else:
        yield _good("slack", "the token has its scopes, the bot is in its channels")


def _feed(facts: Facts) -> Iterator[Finding]:
    if facts.feed is None:
        return
    if facts.feed_unknown:
        yield _bad("feed", f"{facts.feed} is no feed of feeds.yaml{facts.feed_unknown}")
    elif facts.feed_trouble:
        yield _bad(
            "feed",
            f"{facts.feed}: {facts.feed_trouble.rstrip('.')}. Try another (--feed ID); if every one fails, look at "
            "this machine's network, DNS and proxy.",
        )
    else:
        yield _good("feed", f"{facts.feed} answers and can be read")
    held = facts.state or Inspected()
    if held.failing * 2 > held.feeds:
        yield _bad(
            "feeds", f"{held.failing} of {held.feeds} feeds failed when last polled. Look at the network."
        )


def _alerts(count: int, one: str, many: str) -> str:
    return f"1 alert {one}" if count == 1 else f"{count} alerts {many}"


def _outbox(facts: Facts) -> Iterator[Finding]:
    if facts.state is None:
        return
    if facts.state.parked:
        refused = "waits because its channel refuses it", "wait because their channel refuses them"
        yield _bad(
            "outbox",
            f"{_alerts(facts.state.parked, *refused)}. Mend the channel (`treatywatch outbox list --state parked` says "
            "why); what waits is then sent by itself. Where a rule had its name wrong, `treatywatch outbox move OLD "
            "NEW` sends it to the right one.",
        )
    if facts.state.dead:
        yield _look(
            "outbox",
            f"{_alerts(facts.state.dead, 'was given up', 'were given up')}. See `treatywatch outbox list "
            "--state dead`; `outbox retry ID` sends one again.",
        )
    if not facts.state.parked and not facts.state.dead:
        yield _good("outbox", "nothing is stuck")


def _page(facts: Facts) -> Iterator[Finding]:
    if facts.page_trouble and not facts.worker:
        yield _bad("page", facts.page_trouble)
    elif facts.page_open:
        yield _look(
            "page",
            f"{facts.page} can be reached from other machines. It is read-only and has no password: put a proxy "
            "that asks for one before it, or set TREATYWATCH_HOST to 127.0.0.1.",
        )
    elif facts.page:
        yield _good("page", f"http://{facts.page}")


def _push(facts: Facts) -> Iterator[Finding]:
    if facts.websub is None:
        return
    if not facts.websub.startswith("https:"):
        yield _look("push", f"{facts.websub} is not https: documents are signed, and readable on their way")
    held = facts.state or Inspected()
    pushed = f"{held.pushed} of {held.hubs} feeds with a hub are pushed"
    if held.waiting:
        names = ", ".join(held.waiting[:SHOWN]) + (", ..." if len(held.waiting) > SHOWN else "")
        yield _look(
            "push",
            f"{pushed}; not {names}. `treatywatch feeds list` says why. If none is, see that "
            f"{facts.websub}/websub/ leads to the page.",
        )
    else:
        yield _good("push", pushed)


def _good(check: str, says: str) -> Finding:
    return Finding(check=check, verdict=Verdict.GOOD, says=says)


def _look(check: str, says: str) -> Finding:
    return Finding(check=check, verdict=Verdict.LOOK, says=says)


def _bad(check: str, says: str) -> Finding:
    return Finding(check=check, verdict=Verdict.BAD, says=says)
