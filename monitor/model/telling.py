"""Hold what people are told, where it goes, and what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from monitor.model.entries import Event
from monitor.model.words import Fault, Kind, Level, Step


class Outlet(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Name one place where a story was published."""

    publisher: str
    url: str | None
    title: str
    published: datetime | None = None
    feed: str = ""
    """The feed that brought it, where its outlet has another name; a mute may go by either."""
    was: str = ""
    """The title that it had when it was told, where the one of now does not tell it any more."""


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hold one line of a section."""

    text: str
    url: str | None = None
    """Where the text leads; http or https only."""
    note: str = ""
    """What stands behind the text, unlinked."""


class Section(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hold lines under a title: a part of a digest, or what people said of an alert."""

    title: str
    lines: tuple[Line, ...] = ()


class Telling(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hold everything a reader of an alert is shown; a renderer needs nothing else."""

    title: str
    """The item's own title, or the notice's first line."""
    url: str | None = None
    treaty: str | None = None
    treaty_name: str | None = None
    treaty_names: tuple[tuple[str, str], ...] = ()
    """(id, name) of each treaty that the events are about."""
    events: tuple[Event, ...] = ()
    """Who did what; the first is the headline. Empty for a rule of words alone and for notices."""
    step: Step | None = None
    quote: str = ""
    outlets: tuple[Outlet, ...] = ()
    because: tuple[str, ...] = ()
    rule: str | None = None
    rule_title: str | None = None
    mention: str | None = None
    """The Slack user-groups, users and `@here` that the rules name, with spaces between; never from a feed."""
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

    @property
    def first(self) -> Outlet | None:
        """The outlet that reported it first."""
        return self.outlets[0] if self.outlets else None


class Alert(Struct, frozen=True, kw_only=True):
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
    """Alerts that share this key are one burst when many come: one kind of act to one treaty."""
    grows: bool = False
    """Takes the place of the alert with its id as long as that one waits for its time."""
    withdraws: bool = False
    """Of an UPDATE: what the message tells is denied by whoever told it, so that it is not sent if it still waits."""


class Sent(Struct, frozen=True, kw_only=True):
    """Say that a message stands in its channel; ids are None where the sink has none (webhook, console)."""

    channel_id: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    """The thread it stands in; None for a message of its own."""


class Gone(Struct, frozen=True, kw_only=True):
    """Say that a message cannot be edited any more (a person deleted it, or its time is over): nothing is owed."""

    reason: str


class Failed(Struct, frozen=True, kw_only=True):
    """Say that a message was not, or perhaps not, delivered; `reason` is for people and holds no secret."""

    fault: Fault
    reason: str
    wait: timedelta | None = None


Delivery = Sent | Gone | Failed


class Message(Struct, frozen=True, kw_only=True):
    """Hold one alert with the place where it goes, as a sink needs it."""

    alert: Alert
    thread_ts: str | None = None
    """The root of the thread to reply in."""
    update_ts: str | None = None
    """The message to edit."""
    channel_id: str | None = None
    """The channel's id where an earlier delivery learned it (chat.update needs it)."""
