"""Poll into a real state file, as the worker does, with a clock that tests move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from monitor.decide.kit import Kit, compile_kit
from monitor.decide.poll import Poll
from monitor.model import Entry, Kind, Record, Section
from monitor.store import Store
from monitor.store.owed import Owed, State
from tests import polled
from tests.pipeline.made import FEEDS, NOW, OUR_RULES, RULES, entry

DEFAULTS = """
defaults: {level: normal}
digests:
  - {every: day, at: "08:00", zone: Europe/Berlin}
  - {every: week, on: monday, at: "08:00", zone: Europe/Berlin, channel: "#weekly"}
"""
LOW = """
rules:
  - {id: rumours, title: Rumours, level: low, match: {all: [cybercrime, rumour]}}
  - {id: hoaxes, title: Hoaxes, level: normal, match: {all: [cybercrime, hoax]}}
  - {id: ends, title: Ends, level: low, match: {treaty: any, action: [entry_into_force, withdrawal], status: done}}
"""


ELEVEN = tuple("Peru Chile Norway Kenya Brazil Japan India Egypt Spain Italy Ghana".split())  # noqa: SIM905
"""One State more than are told each by itself within an hour."""


def signings(*states: str) -> list[Entry]:
    """Make an item of each of these signatures, numbered from 1."""
    return [
        entry(f"{state} signs the UN Convention against Cybercrime", n) for n, state in enumerate(states, 1)
    ]


@cache
def kit() -> Kit:
    treaty = (RULES / "treaties" / "un-cybercrime.yaml").read_text(encoding="utf-8")
    texts = {"feeds.yaml": FEEDS, "ours.yaml": OUR_RULES, "low.yaml": LOW, "defaults.yaml": DEFAULTS}
    return compile_kit(texts | {"treaties/un-cybercrime.yaml": treaty}, channel="#alerts", where="rules")


@dataclass
class Newsroom:
    """Hold a state file and the time; `poll` brings entries, `owed` says what is owed."""

    store: Store
    now: datetime = NOW
    kit: Kit | None = None

    def poll(
        self,
        *entries: Entry,
        feed: str = "one",
        record: Record | None = None,
        minutes: float = 5,
        dated: bool = False,
    ) -> Poll:
        self.now += timedelta(minutes=minutes)
        if not dated:
            entries = tuple(one if one.official else replace(one, published=self.now) for one in entries)
        return polled.poll(self.store, self.kit or kit(), *entries, now=self.now, feed=feed, record=record)

    def owed(self, kind: Kind) -> list[Owed]:
        rows = self.store.outbox.listing(*State, limit=1000)
        return [row for row in reversed(rows) if row.alert.kind is kind]


def newsroom(path: Path) -> Newsroom:
    """Open a newsroom whose feeds were polled once, empty."""
    room = Newsroom(Store.open(path / "state.db", create=True))
    with room.store.db.atomic():
        room.store.feeds.sync(kit().rulebook.feeds.values(), NOW)
    for feed in kit().rulebook.feeds:
        room.poll(feed=feed)
    return room


def flat(section: Section) -> str:
    return "\n".join([f"# {section.title}", *(f"{line.text} | {line.note}" for line in section.lines)])
