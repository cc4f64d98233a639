"""Read the sentences in tests/read/cases, a file a language: `#` what they show, a text, `=>` what it tells."""

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
        why, text = "", ""
        for line in filter(str.strip, file.read_text(encoding="utf-8").splitlines()):
            if line.startswith("# "):
                assert not text, f"{file.name}: {text}"
                why = line.removeprefix("# ")
            elif line.startswith("=>"):
                assert why, f"{file.name}: {line}"
                assert text, f"{file.name}: {line}"
                yield Case(file.stem, text, frozenset(_parse(line)), why)
                text = ""
            else:
                assert not text, f"{file.name}: {text}"
                text = line
        assert not text, f"{file.name}: {text}"
