"""Break down on demand: before or after the message was taken, in every way a network and a service can."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Breakdown:
    """Say what goes wrong with the next calls of a method.

    `kind`: drop (close the connection), reset (RST), hang (no answer), status (an HTTP status), error (ok: false),
    truncate (half an answer), html (200 with a page), slow (answer after `seconds`).
    `commit`: whether the call takes effect before it breaks down.
    """

    kind: str
    method: str = "chat.postMessage"
    commit: bool = False
    times: int = 1
    status: int = 500
    error: str = "internal_error"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(slots=True)
class Plan:
    """Hold what shall break down: a queue that is used up first, then chance with a seed."""

    queue: list[Breakdown] = field(default_factory=list)
    probability: float = 0.0
    choices: list[Breakdown] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(1))

    def next(self, method: str) -> Breakdown | None:
        """Return what happens to this call."""
        for planned in self.queue:
            if planned.method in (method, "*") and planned.times > 0:
                planned.times -= 1
                if not planned.times:
                    self.queue.remove(planned)
                return planned
        fitting = [choice for choice in self.choices if choice.method in (method, "*")]
        if fitting and self.dice.random() < self.probability:
            return self.dice.choice(fitting)
        return None

    def load(self, plan: dict[str, Any]) -> None:
        """Take a plan from the admin's JSON: queue, probability, choices, seed."""
        self.queue += [Breakdown(**item) for item in plan.get("queue", ())]
        if "choices" in plan:
            self.choices = [Breakdown(**item) for item in plan["choices"]]
        self.probability = plan.get("probability", self.probability)
        if "seed" in plan:
            self.dice = random.Random(plan["seed"])
