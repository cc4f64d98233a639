"""Hold what the verdict on one act goes by, and the verdict."""

from __future__ import annotations

from msgspec import Struct

from monitor.model import CONSENT
from monitor.read.governor import Governing
from monitor.read.hits import Action, Cue, Form, Status

FALSE, UNDONE = "a report of it is denied", "not done so far"
"""Why an act is none that others may have told as done."""


class Verdict(Struct, frozen=True):
    """Say how far an act has come, or why it is none; `past` when it is told as done before the news."""

    status: Status | None
    why: str = ""
    past: bool = False
    deposited: bool = False
    """The instrument was handed to the depositary, or the text says as much."""


OPEN = Verdict(None, "a condition or an open question")
POSSIBLE = Verdict(None, "possible only")


class Case(Struct, frozen=True):
    """Hold what the verdict on one act goes by."""

    action: Action
    form: Form
    has: Governing
    """Which kinds of words govern it."""
    own: frozenset[Cue]
    """The kinds of the act's own word."""
    near: bool
    """Its doer stands right beside it."""
    named: bool
    """The doer is a named State."""
    institution: bool
    """A parliament, a cabinet or a bill takes part."""
    counted: bool = False
    """Doers are counted right there."""
    ranked: bool = False
    """It is told of the n-th to do it, whose rank is the news."""
    led: bool = False
    """A word that says how likely it is stands between the doer and it: `pourrait coopérer en signant`."""
    fulfilled: bool = False
    """It is what an entry into force comes after whose day is given."""

    @property
    def past(self) -> bool:
        """Say whether a word tells it as done before the news."""
        has = self.has
        # `was among those that signed` is the news itself
        among = has(Cue.THAT) and has.beyond(Cue.BECOME, Cue.RELATIVE)
        told = has(Cue.RELATIVE) and not among and self.action is not Action.ENTRY_INTO_FORCE
        return has(Cue.HISTORY) or ((told or Cue.HISTORY in self.own) and not self.ranked)

    @property
    def unsaid(self) -> bool:
        """Say whether it waits for a verb that nobody knows: `struggles to deposit it`, `rushes to complete it`.

        So does an infinitive of other languages: `a tenté de déposer`.
        """
        has = self.has
        to_deposit = has.before(Cue.TO, Cue.DEPOSIT) or has.same(Cue.TO, Cue.DEPOSIT)
        to_deposit = to_deposit and not has(Cue.PERFORM)
        return (to_deposit or has.before(Cue.TO, Cue.PERFORM)) and not has(Cue.BECOME)

    @property
    def deposit(self) -> bool:
        """Say whether an instrument was handed to the depositary."""
        has = self.has
        if not has(Cue.DEPOSIT) or has.needed or self.unsaid:
            return False  # `needs to deposit its instrument`
        if has.nearer(Cue.INSTITUTION, Cue.DEPOSIT) or has.nearer(Cue.STEP, Cue.DEPOSIT):
            return False  # `handed parliament the instrument`, `submitted to parliament the instrument`
        paper = has(Cue.INSTRUMENT) or Cue.INSTRUMENT in self.own
        if has.nearer(Cue.BILL, Cue.DEPOSIT) and not paper:
            return False  # `a déposé un projet de loi de ratification`
        if has.beyond(Cue.PASS, Cue.DEPOSIT) or has.beyond(Cue.APPROVE, Cue.DEPOSIT):
            return False  # `voted to deposit its instrument`
        taken = has.beyond(Cue.PERFORM, Cue.STEP)  # `completed its procedures and deposited its instrument`
        if has(Cue.INSTRUMENT) and (taken or not has.beyond(Cue.STEP, Cue.DEPOSIT)):
            return True
        said = has.gap(Cue.DEPOSIT) < 3 or Cue.INSTRUMENT in self.own
        return self.form is Form.NOUN and not has(Cue.STEP) and said

    @property
    def passed(self) -> bool:
        """Say whether a parliament, a cabinet or a bill takes a State's own act one step further."""
        return self.institution and self.consent and not self.deposit and self.form is not Form.AGENT

    @property
    def finite(self) -> bool:
        """Say whether its word has a subject of its own."""
        return self.form in {Form.DONE, Form.FUTURE} and not self.led

    @property
    def consent(self) -> bool:
        """Say whether a State is bound or set free by it."""
        return self.action in CONSENT or self.action is Action.WITHDRAWAL
