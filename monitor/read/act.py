"""Hold one act in its sentence: what its word tells, to what it is done, by whom, and what governs it."""

from __future__ import annotations

from msgspec import Struct

from monitor.read.doers.lists import NOBODY, Doers
from monitor.read.governor import Governor
from monitor.read.hits import Hit, holds
from monitor.read.kinds import Action, Cue, Form
from monitor.read.objects.things import Thing
from monitor.read.sentence import Sentence


class Act(Struct, frozen=True):
    """Hold one act in its sentence; who does it and what governs it are added once they are found."""

    sentence: Sentence
    place: int
    """Which hit of the sentence tells it."""
    action: Action
    """What its word tells, whatever an undoing makes of it."""
    form: Form
    what: Thing = Thing()
    """To what it is done."""
    who: Doers = NOBODY
    ruling: tuple[Governor, ...] = ()
    """The words that govern it, the nearest first."""

    @property
    def here(self) -> Hit:
        """Return the word that tells it."""
        return self.sentence.hits[self.place]

    @property
    def before(self) -> Hit:
        """Return what stands right before it."""
        return self.sentence.at(self.place - 1)

    @property
    def after(self) -> Hit:
        """Return what stands right behind it."""
        return self.sentence.at(self.place + 1)

    @property
    def since_doer(self) -> list[Hit]:
        """Return what stands between its doer and it."""
        return self.sentence.hits[self.who.place + 1 : self.place]

    def governed(self, *cues: Cue) -> bool:
        """Say whether a word of one of these kinds governs it."""
        return holds(self.ruling, *cues)
