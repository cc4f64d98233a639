"""Hold every English text that an alert shows, in one place, ready for translation.

Verbs come in pairs: for one actor and for several. `{treaty}` is the treaty with its article.
"""

from __future__ import annotations

from monitor.model import Action, Level, Status, Step

_VERBS = {
    Action.SIGNATURE: ("sign {treaty}", "signing {treaty}", "signed {treaty}"),
    Action.RATIFICATION: ("ratify {treaty}", "ratifying {treaty}", "ratified {treaty}"),
    Action.ACCEPTANCE: ("accept {treaty}", "accepting {treaty}", "accepted {treaty}"),
    Action.APPROVAL: ("approve {treaty}", "approving {treaty}", "approved {treaty}"),
    Action.ACCESSION: ("accede to {treaty}", "acceding to {treaty}", "acceded to {treaty}"),
    Action.SUCCESSION: ("succeed to {treaty}", "succeeding to {treaty}", "succeeded to {treaty}"),
    Action.WITHDRAWAL: ("withdraw from {treaty}", "withdrawing from {treaty}", "withdrew from {treaty}"),
}


def _verbs(verb: str, doing: str, did: str) -> dict[Status, tuple[str, str]]:
    return {
        Status.DONE: (did, did),
        Status.PLANNED: (f"plans to {verb}", f"plan to {verb}"),
        Status.PROCESS: (f"took a step towards {doing}", f"took a step towards {doing}"),
        Status.URGED: (f"was urged to {verb}", f"were urged to {verb}"),
        Status.REFUSED: (f"refused to {verb}", f"refused to {verb}"),
        Status.HYPOTHETICAL: (f"might {verb}", f"might {verb}"),
    }


DID: dict[Action, dict[Status, tuple[str, str]]] = {
    action: _verbs(*words) for action, words in _VERBS.items()
}
"""What an actor did, by action and status: one actor, several."""

ENTRY_INTO_FORCE: dict[Status, str] = {
    Status.DONE: "{treaty} entered into force{for_whom}",
    Status.PLANNED: "{treaty} will enter into force{for_whom}",
    Status.PROCESS: "{treaty} moved closer to entering into force{for_whom}",
    Status.URGED: "Calls for {treaty} to enter into force{for_whom}",
    Status.REFUSED: "{treaty} will not enter into force{for_whom}",
    Status.HYPOTHETICAL: "{treaty} might enter into force{for_whom}",
}

_ARTICLE_BEFORE = ("Bahamas", "Central African", "Comoros", "Congo", "Democratic Republic", "European Union",
                   "Federated", "Gambia", "Holy See", "Maldives", "Netherlands", "Philippines", "Republic", "State of",
                   "United")  # fmt: skip
_ARTICLE_AFTER = (" Islands", " Republic", " Federation", " Union")


def with_article(name: str) -> str:
    """Return a State's name as it stands in a sentence: the United States, the Marshall Islands, Viet Nam."""
    return f"the {name}" if name.startswith(_ARTICLE_BEFORE) or name.endswith(_ARTICLE_AFTER) else name


OFFICIAL = "Official: {headline}"
STATES = "States"
A_STATE = "a state"
COUNTED = ("1 state", "{count} states")
AND = "{first} and {last}"
AND_OTHERS = ("{named} and 1 other", "{named} and {count} others")
FOR_WHOM = " for {who}"
NO_TREATY = "a treaty"
ALSO = "Also: {headline}"
UNTITLED = "(no title)"

LEVELS: dict[Level, tuple[str, str]] = {
    Level.CRITICAL: ("🔴", "Critical"),
    Level.HIGH: ("🟠", "High"),
    Level.NORMAL: ("🔵", "Normal"),
    Level.LOW: ("⚪", "Low"),
}

STEPS: dict[Step, str] = {
    Step.REFUSED: "Refused",
    Step.PLANNED: "Announced, not yet done",
    Step.PROCESS: "A step at home, not yet deposited",
    Step.DONE: "Done",
    Step.CONFIRMED: "Done",
}
CONFIRMED = "confirmed by the depositary"
REPORTED = "reported"

WARNING = "⚠️ {warning}"
AGO = ", {ago}"
"""Slack's own token, worked out when it is read (docs.slack.dev/reference/block-kit/block-elements/date-element)."""
UNDATED = "no date to go by"  # none, or one that nobody can believe
RETITLED = "title changed, was “{title}”"
RETITLED_TO = "title changed to “{title}”"
RETITLED_ALL = "No outlet named here tells this any more: see the titles of now."
PAGE = "The depositary's page"
UNKNOWN_OUTLET = "unnamed source"
OUTLETS = ("Also in 1 other outlet", "Also in {count} other outlets")
ITEMS = "In all"
MORE_OUTLETS = "and {count} more"
WHY = "Why: {rule}"
WHY_WORDS = "Why: {rule} · {words}"
MORE_LINES = ("(1 more line)", "({count} more lines)")
SHORTENED = "(shortened)"

BUTTONS: dict[str, str] = {
    "why": "Why?",
    "not_relevant": "Not relevant",
    "mute": "Mute",
    "confirm": "Confirmed",
}
"""The actions of a button's `action_id`, in the order shown, with their words."""

DEAD_LETTER = "An alert could not be delivered to {channel}"
DEAD_LETTER_LINES = (
    "It said: {title}",
    "Slack's reason: {reason}",
    "To send it once more: treatywatch outbox retry {id}",
)
PARKED = "Nothing can be posted to {channel}"
PARKED_LINES = (
    "Slack's reason: {reason}",
    "{remedy} Its alerts wait, none is lost, and they follow once that is mended.",
    "If a rule names the wrong channel, correct it; then: treatywatch outbox move {channel} '#the-right-one'",
)


def counted(forms: tuple[str, str], count: int) -> str:
    """Return the form for one, or the form for many with the number in it."""
    return forms[0] if count == 1 else forms[1].format(count=count)
