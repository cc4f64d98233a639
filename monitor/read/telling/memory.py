"""Hold what an entry has told so far, sentence by sentence."""

from __future__ import annotations

from msgspec import Struct, field

from monitor.model import Event
from monitor.read.doers.lists import Doers
from monitor.read.doers.states import States
from monitor.read.kinds import Action


class Telling(Struct):
    """Hold what the entry has told so far."""

    topic: str
    """The treaty last named, or the one the entry is about."""
    states: States
    """The States that the whole entry names, and that of its address."""
    last: Doers | None = None
    """The State last named as a doer, for pronouns and offices."""
    home: str | None = None
    """The State in whose capital the text was written, for a government that has no other name."""
    hosts: bool = False
    """The treaty is called by that capital: those who sign it there come from elsewhere."""
    apart: Action | None = None
    """The act told last, if it was done to something else."""
    said: tuple[Action, int] | None = None
    """The act last spoken of, and in which sentence, for words such as `did so`."""
    heard: bool = True
    """That act was told, so that a sentence may name some of those who did it."""
    council: bool = False
    """A parliament or cabinet was named, so that a list of what it approved may follow."""
    unbound: set[tuple[str, str | None]] = field(default_factory=set)
    """(treaty, actor) of the consents that are told as not given so far."""
    passed: set[tuple[str, str]] = field(default_factory=set)
    """(treaty, actor) of the consents that a parliament gave: what an office signs next is the law."""
    near: bool = True
    """The treaty is named in the heading or the sentence before, so that an act may leave it out."""
    denied: list[Event] = field(default_factory=list)
    """What its heading says a named State did not do, that others may have told as done."""

    def ours(self, home: str | None) -> tuple[str, ...]:
        """Return the State where the text is published, for `our country`; `home` is that of its language."""
        code = self.home or self.states.seat or self.states.only() or home
        return self.last.codes if self.last else (code,) if code else ()
