"""Define the words that every floor shares: values without behaviour, each with one meaning.

All times are aware and in UTC. All texts are plain text (no markup) with NUL and lone surrogates removed.
docs/glossary.md says the same for people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum


class Action(StrEnum):
    """Name a treaty act as the depositary records it (UN Treaty Handbook, sections 3 and 4)."""

    SIGNATURE = "signature"
    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    WITHDRAWAL = "withdrawal"
    ENTRY_INTO_FORCE = "entry_into_force"


CONSENT = frozenset({Action.RATIFICATION, Action.ACCEPTANCE, Action.APPROVAL, Action.ACCESSION})
"""The acts by which a State consents to be bound, each counted alike by clauses of entry into force."""


class Status(StrEnum):
    """Say how far an act has come, as the text tells it."""

    DONE = "done"
    PLANNED = "planned"
    """Announced, will, is due to."""
    PROCESS = "process"
    """A parliament's, cabinet's or president's step that is not the deposit."""
    URGED = "urged"
    REFUSED = "refused"
    HYPOTHETICAL = "hypothetical"


class Level(StrEnum):
    """Say how urgently people are told; `low` waits for the digest."""

    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


# --- Fetching -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Describe something polled that yields entries; `kind` picks its parser."""

    id: str
    url: str
    kind: str = "feed"
    title: str | None = None
    every: timedelta | None = None
    """The longest wait between polls (a ceiling), or None for the setting's default."""
    tags: tuple[str, ...] = ()
    language: str | None = None
    """BCP 47 primary tag that entries are taken to be in when they do not say."""
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """Hold what a server gave to ask 'has it changed?' with (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Hold the bytes that one fetch returned, decoded from their transfer and content codings."""

    url: str
    """The address that answered, after redirects."""
    body: bytes = field(repr=False)
    content_type: str | None = None
    """The Content-Type header as sent, with its charset if any."""
    validators: Validators = Validators()
    wait: timedelta | None = None
    """How long the server asks us to wait: the longest of Retry-After, Cache-Control max-age, Expires."""
    moved_to: str | None = None
    """The new address when every redirect on the way was permanent (301, 308)."""
    truncated: bool = False
    """The body broke off before its announced end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """Say that the server answered 304."""

    validators: Validators = Validators()
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchError:
    """Say why a poll brought nothing: trouble is a value. `reason` is for people and holds no secret."""

    reason: str
    status: int | None = None
    """The HTTP status, or None where no answer came or the document was at fault."""
    wait: timedelta | None = None
    """Retry-After of a 429 or 503."""
    gone: bool = False
    """The server answered 410."""


Outcome = Document | NotModified | FetchError


# --- Entries and what is read in them ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
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
    official: bool = False
    """From the depositary's record, not from the press."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Say that a text names a treaty: where, and what decided which treaty it is."""

    treaty: str
    words: str
    field: str
    """title, summary or content."""
    start: int
    end: int
    because: str
    """For example `named`, or `context: Hanoi`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Hold what was read in one entry."""

    language: str | None = None
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[str, ...] = ()
    """Why something was not read as an event, in plain words, for `explain`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
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
    official: Event | None = None
    """What the depositary's record states; such an entry is not read, it is the event."""
    title_shared: bool = False
    """Other items of the same document carry the same title, so that it tells none of them apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Hold one cell of a depositary's table: a participant did this on that day."""

    actor: str | None
    """ISO 3166-1 alpha-2 or `EU`; None for a participant that no longer exists or is not known."""
    name: str
    """The participant as the record writes it."""
    action: Action
    on: date
    in_effect: bool = True
    """False for an act in brackets: withdrawn or superseded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Hold a depositary's whole table for one treaty."""

    treaty: str
    acts: tuple[Act, ...]
    as_of: str | None = None
    """The record's own statement of its date, as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
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
    more: bool = False
    """Entries were left for the next time: the same document is worth parsing again, even unchanged."""


# --- Matching -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Say which words, or which event, met which operator of a rule."""

    operator: str
    """phrase, prefix, exact, near, regex, treaty, actor, action, status ..."""
    words: str
    """The words as published, or the event in words."""
    field: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Say that one rule met one entry, with the reason an analyst sees."""

    rule: str
    level: Level
    treaty: str | None
    because: tuple[Reason, ...]
    events: tuple[Event, ...] = ()
    """The events that the rule asked for and found; empty for a rule of words alone."""


# --- Telling --------------------------------------------------------------------------------------------


class Step(StrEnum):
    """Say how far a happening has come; each new step of a story is told anew."""

    REFUSED = "refused"
    PLANNED = "planned"
    PROCESS = "process"
    DONE = "done"
    CONFIRMED = "confirmed"
    """The depositary's record shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Name one place where a story was published."""

    publisher: str
    url: str | None
    title: str
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Hold one line of a section."""

    text: str
    url: str | None = None
    """Where the text leads; http or https only."""
    note: str = ""
    """What stands behind the text, unlinked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Hold lines under a title: a part of a digest, or what people said of an alert."""

    title: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Hold everything a reader of an alert is shown; a renderer needs nothing else."""

    title: str
    """The item's own title, or the notice's first line."""
    url: str | None = None
    treaty: str | None = None
    treaty_name: str | None = None
    events: tuple[Event, ...] = ()
    """Who did what; the first is the headline. Empty for a rule of words alone and for notices."""
    step: Step | None = None
    quote: str = ""
    outlets: tuple[Outlet, ...] = ()
    because: tuple[str, ...] = ()
    rule: str | None = None
    rule_title: str | None = None
    mention: str | None = None
    """A Slack user-group, user or `@here` that the rule names; never from a feed."""
    progress: str | None = None
    """For example `2 of 40 · 38 to go`."""
    warning: str | None = None
    """A report that the record contradicts says so here."""
    lines: tuple[str, ...] = ()
    """Further lines of a notice or a digest."""
    items: tuple[Telling, ...] = ()
    """The happenings of a grouped message (a burst): each is shown as one line with its link."""
    sections: tuple[Section, ...] = ()
    """The parts of a digest, and what people said of an alert."""


class Kind(StrEnum):
    """Say what an alert is about."""

    NEWS = "news"
    UPDATE = "update"
    """Edits the message of an earlier alert of the same story (more outlets)."""
    NOTICE = "notice"
    """To the operators: a feed gone, rules refused, a dead letter."""
    DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Hold one message owed to one channel: a row of the outbox."""

    id: str
    """32 hexadecimal digits made from what it tells, so that the same telling cannot be owed twice."""
    kind: Kind
    channel: str
    level: Level
    telling: Telling
    created: datetime
    story: str | None = None
    thread: str | None = None
    """Alerts that share this key share a thread: the first sent is its root, for example `un-cybercrime:VN`."""
    updates: str | None = None
    """For an UPDATE: the id of the alert whose message it edits."""
    rules_version: str = ""
    due: datetime | None = None
    """Not to be delivered before (quiet hours, a gathered burst); None for at once."""
    burst: str | None = None
    """Alerts that share this key are one flood when many come: one kind of act to one treaty."""
    grows: bool = False
    """Takes the place of the alert with its id as long as that one waits for its time."""


class Fault(StrEnum):
    """Say what kind of failure a delivery met, and so what may be done about it."""

    LATER = "later"
    """Refused for certain, and trying again makes sense: connection refused, 503."""
    RATE = "rate"
    """Asked to wait; does not count as an attempt."""
    UNKNOWN = "unknown"
    """It may have been posted: look before sending again."""
    MESSAGE = "message"
    """This message will never be accepted."""
    CHANNEL = "channel"
    """Nothing can be posted to this channel until a person mends it."""
    TOKEN = "token"  # noqa: S105 - a word, no secret
    """Nothing can be posted at all until a person mends it."""
    STRANGE = "strange"
    """An answer this program does not know: try some times, then give up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Say that a message stands in its channel; ids are None where the sink has none (webhook, console)."""

    channel_id: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    """The thread it stands in; None for a message of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Say that a message cannot be edited any more (a person deleted it, or its time is over): nothing is owed."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Say that a message was not, or perhaps not, delivered; `reason` is for people and holds no secret."""

    fault: Fault
    reason: str
    wait: timedelta | None = None


Delivery = Sent | Gone | Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Hold one alert with the place where it goes, as a sink needs it."""

    alert: Alert
    thread_ts: str | None = None
    """The root of the thread to reply in."""
    update_ts: str | None = None
    """The message to edit."""
    channel_id: str | None = None
    """The channel's id where an earlier delivery learned it (chat.update needs it)."""
