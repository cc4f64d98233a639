"""Decide what a feed brings on a real state file, and record it: a poll without a network."""

from __future__ import annotations

from datetime import datetime

from monitor.decide.desk import Pace
from monitor.decide.kit import Kit
from monitor.decide.poll import Poll
from monitor.model import Document, Entry, Parsed, Record
from monitor.pipeline import decide
from monitor.store import Store


def poll(
    store: Store, kit: Kit, *entries: Entry, now: datetime, feed: str = "one", record: Record | None = None
) -> Poll:
    state = store.feeds.state(feed)
    assert state is not None
    document = Document(url="https://one.example/rss", body=repr((now, entries, record)).encode())
    made = decide(
        feed, document, Parsed(entries=entries, record=record), state=state, kit=kit, memory=store.memory,
        pace=Pace(), now=now, jitter=0.5,
    )  # fmt: skip
    store.record(made, kit.rulebook.version)
    return made
