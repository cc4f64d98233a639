"""Hold entries, what is read and matched in them, and the depositary's tables."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

from monitor.model.words import Action, Level, Status


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Say that an actor did, will do, refused ... an act to a treaty, by one text."""

    treaty: str
    action: Action
    status: Status
    actor: str | None = None
    """ISO 3166-1 alpha-2, `EU`, or None where the text names none."""
    count: int | None = None
    """How many unnamed actors, where the text says so."""
    on: date | None = None
    """The day of the act, where the record gives one."""
    quote: str = ""
    """The sentence that said it, as published."""
    background: bool = False
    """Told as history, not as news: explained, never alerted."""
    why: str = ""
    """What makes it history, in plain words, for `explain`."""
    official: bool = False
    """From the depositary's record, not from the press."""
    deposited: bool = False
    """The text says that an instrument was handed to the depositary."""


NEWEST = "the newest of those that are called so"
"""What decides where nothing in a text does."""


class Mention(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Say that a text names a treaty: where, and what decided which treaty it is."""

    treaty: str
    words: str
    field: str
    """title, summary or content."""
    start: int
    end: int
    because: str
    """For example `named`, or `context: Hanoi`."""

    @property
    def guessed(self) -> bool:
        """Say whether nothing in the text says which of several treaties is meant, or whether any is."""
        return self.because == NEWEST


class Reading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hold what was read in one entry."""

    language: str | None = None
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[str, ...] = ()
    """Why something was not read as an event, in plain words, for `explain`."""
    denied: tuple[Event, ...] = ()
    """What the title says a named actor did not do: denied, corrected, refused or not done so far."""


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hold one published item of one feed, normalised."""

    id: str
    """16 hexadecimal digits, made by normalise.identity from the feed and the entry's guid, link or text."""
    feed: str
    title: str
    guid: str | None = None
    url: str | None = None
    """Where a person reads it; http or https only."""
    link: str | None = None
    """`url` in canonical form: the key for 'the same article elsewhere'."""
    summary: str = ""
    content: str = ""
    author: str | None = None
    categories: tuple[str, ...] = ()
    publisher: str | None = None
    """The outlet: the item's own source where given, otherwise the feed's title."""
    published: datetime | None = None
    """As the feed says, None if absent or absurd. Display and reading only, never a watermark."""
    language: str | None = None
    """BCP 47 primary tag, in small letters."""
    official: Event | None = None
    """What the depositary's record states; such an entry is not read, it is the event."""
    title_shared: bool = False
    """Other items of the same document carry the same title, so that it tells none of them apart."""
    carriers: tuple[str, ...] = ()
    """Further feeds that brought it under this title, where rules were asked once more (`monitor.decide.relay`)."""


class Act(Struct, frozen=True, kw_only=True):
    """Hold one cell of a depositary's table: a participant did this on that day."""

    actor: str | None
    """ISO 3166-1 alpha-2 or `EU`; None for a participant that no longer exists or is not known."""
    name: str
    """The participant as the record writes it."""
    action: Action
    on: date
    in_effect: bool = True
    """False for an act in brackets: withdrawn or superseded."""


class Record(Struct, frozen=True, kw_only=True):
    """Hold a depositary's whole table for one treaty."""

    treaty: str
    acts: tuple[Act, ...]
    as_of: str | None = None
    """The record's own statement of its date, as written."""
    unread: tuple[str, ...] = ()
    """What of the table could not be read, for people; whatever it tells is counted nowhere."""


class Parsed(Struct, frozen=True, kw_only=True):
    """Hold what a parser found in one document."""

    entries: tuple[Entry, ...]
    skipped: tuple[str, ...] = ()
    """One reason for each entry that could not be read."""
    title: str | None = None
    every: timedelta | None = None
    """The feed's own wish: `<ttl>`, sy:updatePeriod and sy:updateFrequency."""
    record: Record | None = None
    """Set by parsers of official records: the whole table, beside one entry for each act."""
    digests: tuple[bytes, ...] = ()
    """16 bytes for each raw entry of the document that is now parsed: hand them to the next parse as `seen`."""
    hubs: tuple[str, ...] = ()
    """Addresses of the WebSub hubs that the document names, as absolute as it makes them."""
    topic: str | None = None
    """The document's own name for its address (`rel="self"`, `feed_url`)."""
    more: bool = False
    """Entries were left for the next time: the same document is worth parsing again, even unchanged."""


class Reason(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Say which words, or which event, met which operator of a rule."""

    operator: str
    """phrase, prefix, exact, near, regex, treaty, actor, action, status ..."""
    words: str
    """The words as published, or the event in words."""
    field: str | None = None


class Match(Struct, frozen=True, kw_only=True):
    """Say that one rule met one entry, with the reason an analyst sees."""

    rule: str
    level: Level
    treaty: str | None
    because: tuple[Reason, ...]
    events: tuple[Event, ...] = ()
    """The events that the rule asked for and found; empty for a rule of words alone."""
