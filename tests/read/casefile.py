"""Read the files of sentences in tests/read/cases: a text, `=>` what it tells, `#` why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.model import Entry, Event

CASES = Path(__file__).parent / "cases"
Told = tuple[str, str | None, str, str, bool]
"""Treaty, actor, action, status, background."""


@dataclass(frozen=True)
class Case:
    language: str
    text: str
    tells: frozenset[Told]
    why: str

    def __str__(self) -> str:
        return f"{self.language}: {self.why}: {self.text}"

    def entry(self) -> Entry:
        dated = re.match(r"\[(\d{4}-\d\d-\d\d)\] (.*)", self.text)
        published = datetime.fromisoformat(dated[1]).replace(tzinfo=UTC) if dated else None
        title, bar, summary = (dated[2] if dated else self.text).partition(" ||")
        return Entry(
            id="0" * 32,
            feed="cases",
            title=title if bar else "",
            summary=summary.strip() if bar else title,
            published=published,
        )


def told(event: Event) -> Told:
    return event.treaty, event.actor, event.action.value, event.status.value, event.background


def _parse(line: str) -> Iterator[Told]:
    for part in line.removeprefix("=>").split(";"):
        if not part.strip():
            continue
        treaty, colon, rest = part.strip().rpartition(":")
        actor, action, status, *background = rest.split()
        yield (
            treaty if colon else "un-cybercrime",
            None if actor == "-" else actor,
            action,
            status,
            bool(background),
        )


def cases() -> Iterator[Case]:
    for file in sorted(CASES.glob("*.txt")):
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        for text, tells, why in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
            assert tells.startswith("=>"), f"{file.name}: {text}"
            assert why.startswith("# "), f"{file.name}: {text}"
            yield Case(file.stem, text, frozenset(_parse(tells)), why.removeprefix("# "))
