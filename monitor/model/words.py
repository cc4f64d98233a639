"""Name what is said of acts and alerts: closed sets of words, each with one meaning."""

from __future__ import annotations

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
GIVEN = CONSENT | {Action.SIGNATURE}
"""What a State gives a treaty, and may take back."""


BINDING = CONSENT | {Action.SUCCESSION}
"""The acts by which a State is bound, whether or not the clause counts them."""


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


class Step(StrEnum):
    """Say how far a happening has come; each new step of a story is told anew."""

    REFUSED = "refused"
    PLANNED = "planned"
    PROCESS = "process"
    DONE = "done"
    CONFIRMED = "confirmed"
    """The depositary's record shows it."""


class Kind(StrEnum):
    """Say what an alert is about."""

    NEWS = "news"
    UPDATE = "update"
    """Edits the message of an earlier alert of the same story (more outlets)."""
    NOTICE = "notice"
    """To the operators: a feed gone, rules refused, a dead letter."""
    DIGEST = "digest"


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
