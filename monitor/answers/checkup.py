"""Judge what was seen of an installation, one check at a time: how it came out, and what to do.

Pure: `monitor.cli.doctor` looks, and hands each check what it saw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from msgspec import Struct

from monitor.store.inspect import Inspected
from monitor.wording import counts, many, most, some, stamp

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


class Grade(StrEnum):
    """Say how a check came out."""

    GOOD = "good"
    LOOK = "look"
    """It works, and could be better or soon worse."""
    BAD = "bad"


class CheckResult(Struct, frozen=True):
    """Hold the result of one check; what is not good says what to do."""

    grade: Grade
    check: str
    says: str


good, look, bad = (partial(CheckResult, grade) for grade in Grade)


def sqlite(found: tuple[int, int, int], *, full_text: bool) -> CheckResult:
    """Judge the SQLite of Python: its version, and whether it was built with FTS5."""
    version, least = (".".join(map(str, one)) for one in (found, SQLITE_LEAST))
    if found < SQLITE_LEAST:
        return bad(
            "sqlite", f"Python brings SQLite {version}; {least} or newer is needed. Use a newer Python."
        )
    if not full_text:
        return bad(
            "sqlite", f"Python's SQLite {version} lacks FTS5 (full-text search). Use another build of Python."
        )
    return good("sqlite", f"version {version}, with full-text search")


def names(number: int) -> Iterator[CheckResult]:
    """Judge how many names the state file has: its log has one, so that who opens it by two damages it.

    (sqlite.org/howtocorrupt.html, section 2.5.)
    """
    if number > 1:
        yield look(
            "state",
            f"the state file has {number} names (hard links). Opened by another than this it is damaged, and as a "
            "backup it changes with the file. Delete the others; `treatywatch backup` makes a copy.",
        )


def disk(free: int) -> CheckResult:
    """Judge how many bytes are free where the state file lives."""
    words = f"{free / 10**6:,.0f} MB free beside the state file"
    if free < DISK_BAD:
        return bad(
            "disk", f"{words}. Free some: nothing is lost when it is full, but nothing is recorded either."
        )
    return look("disk", f"{words}; that is little") if free < DISK_WARN else good("disk", words)


def clock(now: datetime, newest: datetime | None, slacks: datetime | None) -> CheckResult:
    """Judge this machine's clock by the newest time of the state file and by what Slack's clock said just now."""
    if newest and newest - now > SKEW_BAD:
        return bad(
            "clock",
            f"the state file holds times up to {stamp(newest)}, later than this machine's clock "
            f"({stamp(now)}). Set the clock (timedatectl set-ntp true).",
        )
    if slacks is None:
        return good("clock", f"{stamp(now)}; compared with no other clock")
    skew = now - slacks
    words = f"{abs(skew).total_seconds():.0f} s {'ahead of' if skew > timedelta(0) else 'behind'} Slack's"
    if abs(skew) > SKEW_BAD:
        return bad("clock", f"this machine's clock is {words}. Set it (timedatectl set-ntp true).")
    if abs(skew) > SKEW_WARN:
        return look("clock", f"this machine's clock is {words}; let it be set by NTP")
    return good("clock", "agrees with Slack's")


def mistakes(lines: Sequence[str]) -> Iterator[CheckResult]:
    """Name the first of the mistakes in the rules."""
    yield from (bad("rules", line) for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield bad("rules", f"and {len(lines) - SHOWN} more; `treatywatch check` lists all")


def rules(numbers: Mapping[str, int]) -> CheckResult:
    """Judge rules without mistakes by how many rules, treaties and feeds they have."""
    words = counts(numbers)
    empty = next((name for name, number in numbers.items() if not number), None)
    if empty:
        lost = "no act is read" if empty == "treaties" else "nothing is told"
        return look("rules", f"{words}; without {empty} {lost}. See `treatywatch init`.")
    return good("rules", words)


def slack(lacks: Sequence[str]) -> Iterator[CheckResult]:
    """Judge Slack's side by what it lacks (`sinks.slack_setup.check_setup`)."""
    yield from (bad("slack", line) for line in lacks)
    if not lacks:
        yield good("slack", "the token has its scopes, the bot is in its channels")


def webhook(trouble: str) -> CheckResult:
    """Judge a webhook that was tried without posting anything."""
    if not trouble:
        return good("slack", "the webhook answers; a bot token does more")
    remedy = "Look at `Incoming Webhooks` in the Slack app's settings, and at the way to Slack from here."
    return bad("slack", f"the webhook takes nothing ({trouble}). {remedy}")


def feed(feed: str, trouble: str) -> CheckResult:
    """Judge one feed that was tried."""
    if not trouble:
        return good("feed", f"{feed} answers and can be read")
    return bad(
        "feed",
        f"{feed}: {trouble.rstrip('.')}. Try another (--feed ID); if every one fails, look at "
        "this machine's network, DNS and proxy.",
    )


def feeds(held: Inspected) -> Iterator[CheckResult]:
    """Judge all feeds by how their last polls ended."""
    if most(held.failing, held.feeds):
        remedy = "`treatywatch feeds list` says why; if most say the same, look at the network."
        yield bad("feeds", f"{held.failing} of {held.feeds} feeds failed when last polled. {remedy}")
    if held.moved:
        moved = many(len(held.moved), "feed has moved for good", "feeds have moved for good")
        remedy = "`treatywatch feeds list` says where to: change the url in feeds.yaml."
        yield look("feeds", f"{moved} ({some(held.moved, SHOWN)}). {remedy}")


def outbox(held: Inspected) -> Iterator[CheckResult]:
    """Judge what did not get through to Slack."""
    if held.parked:
        refused = (
            "alert waits because its channel refuses it",
            "alerts wait because their channel refuses them",
        )
        yield bad(
            "outbox",
            f"{many(held.parked, *refused)}. Mend the channel (`treatywatch outbox list --state parked` says "
            "why); what waits is then sent by itself. Where a rule or SLACK_CHANNEL had its name wrong, `treatywatch "
            "outbox move OLD NEW` sends it to the right one.",
        )
    if held.dead:
        yield look(
            "outbox",
            f"{many(held.dead, 'alert was given up', 'alerts were given up')}. See `treatywatch outbox list "
            "--state dead`; `outbox retry ID` sends one again.",
        )
    if not held.parked and not held.dead:
        yield good("outbox", "nothing is stuck")


def page(address: str, *, is_open: bool) -> CheckResult:
    """Judge the page's host:port, which can be listened on."""
    if not is_open:
        return good("page", f"http://{address}")
    return look(
        "page",
        f"{address} can be reached from other machines. It is read-only and has no password: put a proxy "
        "that asks for one before it, or set TREATYWATCH_HOST to 127.0.0.1.",
    )


def push(url: str, held: Inspected) -> Iterator[CheckResult]:
    """Judge how many feeds are pushed, where hubs shall reach the page at this URL."""
    if not url.startswith("https:"):
        yield look("push", f"{url} is not https: documents are signed, and readable on their way")
    pushed = f"{held.pushed} of {held.hubs} feeds with a hub are pushed"
    if held.waiting:
        yield look(
            "push",
            f"{pushed}; not {some(held.waiting, SHOWN)}. `treatywatch feeds list` says why. If none is, see that "
            f"{url}/websub/ leads to the page.",
        )
    else:
        yield good("push", pushed)
