"""Try feeds once, without a state file: who answers, with what, and what an operator should know about it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from monitor.fetch import Fetcher
from monitor.fetch.masking import masked
from monitor.model import Document, Feed, FetchError, NotModified, Outcome, Parsed
from monitor.system.isolation import Isolation
from monitor.treaties import Treaty
from monitor.wording import lasting

AT_ONCE = 20
STALE = timedelta(days=30)
"""A feed whose newest entry is older is worth a second look."""


class Probed(Struct, frozen=True, kw_only=True):
    """Hold what one feed answered."""

    feed: Feed
    good: bool
    answer: str
    """`200`, `404`, or a reason."""
    content_type: str = ""
    title: str = ""
    """The document's own."""
    entries: int = 0
    newest: datetime | None = None
    remarks: tuple[str, ...] = ()
    """What would be wrong, or could be better, in plain words."""


async def probe(
    feeds: Iterable[Feed],
    fetcher: Fetcher,
    isolation: Isolation,
    *,
    now: datetime,
    found: Callable[[Probed], None] = lambda _: None,
) -> list[Probed]:
    """Fetch and parse each feed once; `found` is called as answers come. Returns findings in the feeds' order."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(feed: Feed) -> Probed:
        async with gate:
            outcome = await fetcher.fetch(feed)
            parsed = await isolation.parse(outcome, feed) if isinstance(outcome, Document) else None
        finding = judge(feed, outcome, parsed, now)
        found(finding)
        return finding

    return list(await asyncio.gather(*(one(feed) for feed in feeds)))


def judge(feed: Feed, outcome: Outcome, parsed: Parsed | FetchError | None, now: datetime) -> Probed:
    """Say what one answer means for the feed."""
    if isinstance(outcome, FetchError):
        return Probed(feed=feed, good=False, answer=outcome.reason, remarks=_wait(outcome.wait))
    if isinstance(outcome, NotModified):  # to a request without validators
        return Probed(
            feed=feed, good=False, answer="304", remarks=("it answered 304 though nothing was asked",)
        )
    content_type = (outcome.content_type or "").split(";")[0].strip()
    if not isinstance(parsed, Parsed):
        reason = parsed.reason if parsed else "not parsed"
        return Probed(feed=feed, good=False, answer="200", content_type=content_type, remarks=(reason,))
    dates = [entry.published for entry in parsed.entries if entry.published]
    newest = max(dates, default=None)
    return Probed(
        feed=feed,
        good=True,
        answer="200",
        content_type=content_type,
        title=parsed.title or "",
        entries=len(parsed.record.acts) if parsed.record else len(parsed.entries),
        newest=newest,
        remarks=tuple(_remarks(feed, outcome, parsed, newest, now)),
    )


def _remarks(
    feed: Feed, document: Document, parsed: Parsed, newest: datetime | None, now: datetime
) -> Iterable[str]:
    if document.moved_to:
        yield moved_for_good(document.moved_to)
    if document.truncated:
        yield "broke off before its end"
    if not parsed.entries:
        yield "it is empty"
    elif parsed.record is None and newest is None:
        yield "no entry has a date: on its first poll nothing would alert"
    elif parsed.record is None and newest and newest < now - STALE:
        yield f"its newest entry is {(now - newest).days} days old"
    if parsed.skipped:
        many = f"{len(parsed.skipped)} remarks on its entries, the first: " if len(parsed.skipped) > 1 else ""
        yield f"{many}{parsed.skipped[0]}"
    if not (document.validators.etag or document.validators.last_modified):
        yield "no ETag or Last-Modified: every poll costs the whole document"
    yield from _wait(document.wait, over=feed.every or timedelta(hours=1))


def moved_for_good(address: str) -> str:
    """Say where a feed has moved, and what to do."""
    return f"moved for good to {masked(address)}: change its url in feeds.yaml"


def _wait(wait: timedelta | None, over: timedelta = timedelta(0)) -> tuple[str, ...]:
    if not wait or wait <= over:
        return ()
    capped = ", of which a day at most is kept" if wait > timedelta(days=1) else ""
    return (f"asks to wait {lasting(wait)} between polls{capped}",)


def unlisted(address: str, feeds: Mapping[str, Feed], treaties: Mapping[str, Treaty]) -> Feed | None:
    """Return the feed that a user names by id or address; one not listed is probed as what its address suggests."""
    known = feeds.get(address) or next((feed for feed in feeds.values() if feed.url == address), None)
    if known or not address.lower().startswith(("http://", "https://")):
        return known
    records = {treaty.depositary.record: treaty.depositary.kind for treaty in treaties.values()}
    return Feed(id="probe", url=address, kind=records.get(address) or "feed")
