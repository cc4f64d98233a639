"""Hold one act in its sentence, with its object, its doers and what governs it, and what the sentence tells of it."""

from __future__ import annotations

from msgspec import Struct, field

from monitor.read.doers.lists import NOBODY, Doers
from monitor.read.governor import Governor
from monitor.read.hits import Action, Cue, Form, Hit, Status, holds
from monitor.read.objects.things import Thing
from monitor.read.sentence import Word


class Act(Word, frozen=True):
    """Hold one act in its sentence; who does it and what governs it are added once they are found."""

    action: Action
    """What its word tells, whatever an undoing makes of it."""
    what: Thing = Thing()
    """To what it is done."""
    who: Doers = NOBODY
    ruling: tuple[Governor, ...] = ()
    """The words that govern it, the nearest first."""

    @property
    def since_doer(self) -> list[Hit]:
        """Return what stands between its doer and it."""
        return self.sentence.hits[self.who.place + 1 : self.place]

    def governed(self, *cues: Cue) -> bool:
        """Say whether a word of one of these kinds governs it."""
        return holds(self.ruling, *cues)


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
