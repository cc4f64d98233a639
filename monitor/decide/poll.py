"""Hold everything one poll of one feed changes, as one value that the store writes in one transaction."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from monitor.due import Schedule
from monitor.model import Alert, Announced, Entry, Event, Feed, Match, Reading, Record, Step, Validators
from monitor.normalise.identity import Keys
from monitor.story import Story

DIGEST = 16
"""Bytes of each of `Parsed.digests`."""
BASELINE = "(baseline)"
"""The end of the reason for which what a feed held before its first poll is not told."""
LEFT = "(left to the digest)"
"""The end of the reason for which an old item is not told at once."""
UNMATCHED = "no rule matched"
"""The reason for which most entries are not told."""


MetAgain = tuple[tuple[bytes, ...], str, bytes | None]
"""Keys by which a known entry was met, its id, and its title's digest."""


class FeedState(Struct, frozen=True, kw_only=True):
    """Hold what is remembered of one feed between polls."""

    schedule: Schedule
    due: datetime
    validators: Validators = Validators()
    body_hash: bytes | None = None
    """Digest of the last body that was parsed: the same bytes are not parsed again."""
    digests: bytes = b""
    """Of the entries in the last document (`Parsed.digests`), one after the other: those are not parsed again."""
    title: str | None = None
    announced: Announced | None = None
    """The WebSub hub that the last document named."""
    first_polled: datetime | None = None
    """None until the baseline is set."""
    polled: datetime | None = None
    succeeded: datetime | None = None
    news: datetime | None = None
    """When an entry was last new."""
    newest: datetime | None = None
    """The latest date that it gave an item."""
    error: str | None = None
    """Why the last poll failed; None if it did not."""
    polls: int = 0
    entries: int = 0
    matches: int = 0

    @property
    def seen(self) -> frozenset[bytes]:
        """The digests, one by one."""
        return frozenset(self.digests[at : at + DIGEST] for at in range(0, len(self.digests), DIGEST))


class Noted(Struct, frozen=True, kw_only=True):
    """Hold one entry that is new or edited, with what was made of it."""

    entry: Entry
    keys: Keys
    reading: Reading = Reading()
    matches: tuple[Match, ...] = ()
    edited: bool = False
    """An update of a known entry: kept, never told again by itself."""
    stopped: str | None = None
    """Why a match was not told (baseline, known story ...), for `explain`."""


class Kept(Struct, frozen=True, kw_only=True):
    """Hold what is kept of an entry that was noted before."""

    entry: Entry
    reading: Reading
    rules: frozenset[str]
    """Those that it met so far."""
    stopped: str | None = None


class Coverage(Struct, frozen=True, kw_only=True):
    """Say that an entry belongs to a story."""

    story: str
    entry: Entry
    step: Step
    because: str


class Retitled(Struct, frozen=True, kw_only=True):
    """Say that an entry of a story has another title than it joined with."""

    story: str
    entry: str
    now: str | None
    """The title of now, where its text does not tell the story any more; None where it does."""


class Poll(Struct, frozen=True, kw_only=True):
    """Hold everything that one poll changes."""

    feed: Feed
    at: datetime
    state: FeedState
    outcome: str
    """`new`, `unchanged`, `not modified` or `failed`: the word of the log and of the metrics."""
    noted: tuple[Noted, ...] = ()
    met: tuple[MetAgain, ...] = ()
    """Known entries that were met under further keys."""
    stories: tuple[Story, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    reports: tuple[tuple[Event, str], ...] = ()
    """Acts that the press reports as done, each with its entry's id."""
    retitled: tuple[Retitled, ...] = ()
    alerts: tuple[Alert, ...] = ()
    record: Record | None = None
    known: int = 0
    """Entries that were seen before: duplicates suppressed."""
    skipped: tuple[str, ...] = ()
    announces: bool = False
    """The feed names another hub or topic than before, or none any more."""
    pushed: bool = False
    """A hub sent the document; no poll was made."""

    @property
    def quiet(self) -> bool:
        """Whether it owes, tells and announces nothing: were it lost whole, the feed would merely be polled again."""
        told = self.alerts or self.stories or self.coverage or self.reports or self.retitled
        return not (told or self.record or self.announces or self.pushed)
