"""Hold what one sentence tells of one act."""

from __future__ import annotations

from msgspec import Struct, field

from monitor.read.doers.lists import Doers
from monitor.read.hits import Hit
from monitor.read.kinds import Action, Form, Status


class Found(Struct):
    """Hold one act as one sentence tells it."""

    treaty: str
    action: Action
    status: Status
    doers: Doers
    past: str
    """Why it is told as history, or nothing where it is news."""
    deposited: bool
    form: Form
    quote: str
    date: Hit | None = None
    """The date of the act, where the clause gives one."""
    fresh: bool = False
    """The clause dates the act to the days of the news."""
    was: bool = False
    """The clause tells as past that the doers are of those who did it."""
    where: str | None = None
    """The State in which it was done, where the clause names one."""
    also: Doers = field(default_factory=Doers)
    """Who else did it, in passing."""
    beside: Status | None = None
    """How far the others have come."""
    loose: bool = False
    """The text says that a State is bound, not by which act."""
    title: bool = False
    """The entry's title tells it."""
    over: bool = False
    """It is told in the past, so that no day that it names is to come."""
