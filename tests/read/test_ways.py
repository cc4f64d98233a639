"""Each way of saying that a State signed, will not sign, or was asked to, tells just that, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.languages import load
from monitor.model import Entry
from monitor.read import Reader

WAYS = Path(__file__).parent / "ways.txt"


def ways() -> Iterator[tuple[str, str, str]]:
    """Yield each text with its language and what it tells: `KE signature done`, or nothing."""
    language = text = tells = ""
    for line in WAYS.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            yield language, text.replace("%s", line.strip()), tells
        elif line and not line.startswith("#"):
            language, text, tells = (part.strip() for part in line.split("|"))


@pytest.mark.parametrize(("text", "tells"), [(text, tells) for _, text, tells in ways()])
def test_way(reader: Reader, text: str, tells: str) -> None:
    for entry in (
        Entry(id="0" * 32, feed="ways", title=text.rstrip(".。")),
        Entry(id="0" * 32, feed="ways", title="", summary=text),
    ):
        reading = reader.read(entry)
        told = [f"{event.actor} {event.action.value} {event.status.value}" for event in reading.events]
        assert told == ([tells] if tells else []), "\n".join(reading.notes)


def test_there_are_ways_in_every_language() -> None:
    lines = WAYS.read_text(encoding="utf-8").splitlines()
    languages = {line.split(" |")[0] for line in lines if " |" in line and not line.startswith("#")}
    assert languages == set(load())
