"""Count on Slack's ledger: what was told, what is missing, what was told again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(slots=True, kw_only=True)
class Tally:
    """Count what one lane, or all of them, went through."""

    kills: Counter[str] = field(default_factory=Counter)
    in_flight: int = 0
    """Messages that were being sent when the worker was killed."""
    breakdowns: int = 0
    published: int = 0
    posts: int = 0
    missing: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    """Messages that tell again what an earlier one told."""
    owed: int = 0
    """Rows still open at the end."""
    dead: int = 0
    impatient: int = 0
    traces: list[str] = field(default_factory=list)
    """Log lines with a traceback: bugs."""

    def add(self, other: Tally) -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def told(tokens: Iterable[str], posts: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """Return the tokens that no post holds, and the first line of each post that says something again.

    A post says something again where it holds a token, or bears an alert's id, that an earlier one did.
    """
    wanted, known, repeated = list(tokens), set[str](), []
    for post in posts:
        text, alert = post["text"] or "", post["alert_id"]
        said = {token for token in wanted if token in text} | ({alert} if alert else set())
        if said & known:
            repeated.append(text.splitlines()[0])
        known |= said
    return [token for token in wanted if token not in known], repeated
