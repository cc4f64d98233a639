"""Define what the scanner finds in a sentence, which the grammar asks: hits, their kinds, and walks along them.

The kinds of words, forms, acts and statuses are the members of the enumerations in `monitor.languages` and
`monitor.model`. Up to Python 3.11 an enumeration runs a hook of its class for each name that it is asked for, which
takes eight times as long as an attribute of a plain object, and the grammar asks for some 1,600 an item: a tenth of
all reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from monitor import languages, model
from monitor.model import Mention

if TYPE_CHECKING:
    from monitor.languages import Cue as Cue
    from monitor.languages import Form as Form
    from monitor.model import Action as Action
    from monitor.model import Status as Status
else:
    Cue, Form, Action, Status = (
        SimpleNamespace(**enumeration.__members__)
        for enumeration in (languages.Cue, languages.Form, model.Action, model.Status)
    )

ACTING = frozenset({Cue.BILL, Cue.DEPOSIT, Cue.SUBMIT, Cue.REJECT, Cue.APPROVE, Cue.PASS})
"""Kinds of words that may be acts without being words for one."""
AT_HOME = frozenset({Cue.INSTITUTION, Cue.BILL})
"""Kinds of words for what makes a step of an act: a body that decides, or a text before it."""
BODIES = frozenset({Cue.ROLE, Cue.INSTITUTION})
"""Kinds of words for who acts for a State: an office, or a parliament or government."""
OUTSIDERS = frozenset({Cue.OUTSIDER, Cue.ASSEMBLY})
"""Kinds of words for those whose deeds are no State's: companies and assemblies of many States."""
PREPOSITIONS = frozenset({Cue.PLACE, Cue.OF, Cue.APART})
"""Kinds of words that make of the name behind them anything but a doer."""
RELATIVES = frozenset({Cue.THAT, Cue.RELATIVE})
"""Kinds of words that begin a clause about the word before."""
SUBJECTS = BODIES | OUTSIDERS | {Cue.GROUP, Cue.PRONOUN}
"""Kinds of words for whoever may be the subject of some verb, besides names."""
VERBS = frozenset({
    Cue.AUX, Cue.PLAN, Cue.REFUSE, Cue.UNDONE, Cue.NEGATION, Cue.BECOME, Cue.DEPOSIT, Cue.APPROVE, Cue.PASS, Cue.SUBMIT,
    Cue.REJECT, Cue.SPEAK, Cue.PERFORM, Cue.URGE, Cue.ASK, Cue.NEED, Cue.MODAL,
})  # fmt: skip
"""Kinds of words that are a verb or open one, so that whoever stands before them does something."""
PREDICATES = VERBS | {Cue.PRAISE, Cue.APART, Cue.REACT, Cue.ATTEND, Cue.STEP, Cue.REACH}
"""Kinds of words that tell of a name right before them something else than an act: `Norway welcomes the move`."""
CLAUSES = RELATIVES | {Cue.BOUNDARY, Cue.CONDITION}
"""Kinds of words that begin a clause with a subject of its own."""
UNION = "EU"
"""The one actor that is no State but has members: what they do is not its deed, and it has no senate."""


class Name(Struct, frozen=True):
    """Say whom a name names and what kind of name it is."""

    code: str
    kind: str
    """name, official, adjective, capital or body."""
    risky: bool = False
    """It is an everyday word, a surname, a first name or another place too."""


class Hit(Struct):
    """Hold one place of a sentence that means something to the grammar; positions count in the folded field."""

    start: int
    end: int
    cues: frozenset[Cue] = frozenset()
    acts: tuple[tuple[Action, Form], ...] = ()
    name: Name | None = None
    mention: Mention | None = None
    lookalike: bool = False
    """It looks like a treaty's name and is another thing."""
    number: int | None = None
    ordinal: int | None = None
    """Which in order the doer is: `the 74th State`."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    likewise: Form | None = None
    """It stands for the act told last: `did so`."""
    mark: str = ""
    """`,` for commas, `;` for marks that end a clause."""

    def __bool__(self) -> bool:
        """Say whether it is one: `NONE` is not."""
        return self.start >= 0

    @property
    def action(self) -> Action | None:
        """Return the act that the word tells, if it tells one."""
        return self.acts[0][0] if self.acts else None

    @property
    def form(self) -> Form | None:
        """Return the form in which it tells it."""
        return self.acts[0][1] if self.acts else None

    @property
    def treaty(self) -> bool:
        """Say whether it is a treaty's name, or a word that stands for one."""
        return self.mention is not None or Cue.ANAPHOR in self.cues

    @property
    def state(self) -> bool:
        """Say whether it names a State, and not only by its capital."""
        return self.name is not None and self.name.kind != "capital"

    @property
    def sure(self) -> bool:
        """Say whether it names a treaty, which is not only the newest of those that are called so."""
        return self.mention is not None and not self.mention.guessed

    @property
    def capital(self) -> bool:
        """Say whether it names a State by its capital."""
        return self.name is not None and self.name.kind == "capital"

    @property
    def adjective(self) -> bool:
        """Say whether it names a State by its adjective: `Kenyan`."""
        return self.name is not None and self.name.kind == "adjective"

    @property
    def joint(self) -> bool:
        """Say whether a comma or an `and` joins what stands before to what follows."""
        return self.mark == "," or (Cue.AND in self.cues and Cue.BOUNDARY not in self.cues)

    @property
    def dated(self) -> bool:
        """Say whether it is a month, a year or a day of the news."""
        return bool(self.month or self.year or Cue.FRESH in self.cues)

    @property
    def body(self) -> Cue | None:
        """Of which kind a doer is that it names: a parliament or government, or none."""
        return Cue.INSTITUTION if Cue.INSTITUTION in self.cues else None

    @property
    def finite(self) -> bool:
        """Say whether the word may tell an act as a verb with a subject."""
        return self.has(Form.DONE, Form.PASSIVE, Form.FUTURE)

    @property
    def noun(self) -> bool:
        """Say whether it is a word for an act as a noun or a gerund."""
        return self.has(Form.NOUN, Form.GERUND)

    @property
    def may_act(self) -> bool:
        """Say whether it names somebody who may do something: `Peru`, `the minister`, `it`, `72 States`."""
        return self.name is not None or not self.cues.isdisjoint(SUBJECTS)

    @property
    def counts(self) -> bool:
        """Say whether it is a number or an ordinal."""
        return self.number is not None or self.ordinal is not None

    @property
    def ends(self) -> bool:
        """Say whether it ends a clause."""
        return self.mark == ";" or Cue.BOUNDARY in self.cues

    def has(self, *forms: Form) -> bool:
        """Say whether the word may tell an act in one of these forms."""
        for _, form in self.acts:  # noqa: SIM110 - any() takes twice the time
            if form in forms:
                return True
        return False


NONE = Hit(-1, -1)
"""What stands before the first hit of a sentence and behind its last: it is of no kind."""


def until(hits: Iterable[Hit], stop: Callable[[Hit], object]) -> Iterator[Hit]:
    """Yield hits up to the first that stops the walk."""
    for hit in hits:
        if stop(hit):
            return
        yield hit


def cues_of(hits: Iterable[Hit]) -> frozenset[Cue]:
    """Return every kind of word among hits."""
    return frozenset().union(*(hit.cues for hit in hits))


class Worded(Protocol):
    """What has kinds of words: a hit, or a word that governs an act."""

    @property
    def cues(self) -> frozenset[Cue]:
        """Return the kinds."""


def holds(words: Iterable[Worded], *cues: Cue) -> bool:
    """Say whether a word of one of these kinds is among them."""
    for word in words:  # noqa: SIM110 - any() takes twice the time, and nothing is asked more often
        if not word.cues.isdisjoint(cues):
            return True
    return False
