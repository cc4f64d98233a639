"""Poll a desk that remembers in dictionaries: rules, entries, records, and who is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from monitor.decide.desk import Pace
from monitor.decide.kit import Kit, compile_kit
from monitor.decide.poll import FeedState, Poll
from monitor.due import Schedule
from monitor.model import (
    Act,
    Action,
    Alert,
    Document,
    Entry,
    Event,
    FetchError,
    Kind,
    Level,
    Parsed,
    Record,
    Status,
    Validators,
)
from monitor.pipeline import decide
from tests.pipeline.memory import DictMemory

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
RULES = Path(__file__).parents[2] / "rules"
FEEDS = """
feeds:
  - {id: one, url: "https://one.example/rss", title: One}
  - {id: two, url: "https://two.example/rss", title: Two}
  - {id: record, url: "https://record.example/XVIII-16.en.xml", kind: untc}
"""
OUR_RULES = """
rules:
  - id: acts
    title: Acts of consent and signatures
    level: high
    match:
      all:
        - {treaty: un-cybercrime}
        - {action: [signature, ratification, acceptance, approval, accession]}
        - {status: [done, planned, process]}
  - id: refusals
    title: Refusals
    level: low
    match: {all: [{treaty: un-cybercrime}, {action: signature}, {status: refused}]}
  - id: words
    title: A rule of words alone
    channel: "#words"
    match: {all: [cybercrime, workshop]}
"""
SIGNED = "Ghana signs the UN Convention against Cybercrime"
SIGNS = "Norway signs the UN Convention against Cybercrime"
NORWAY = "un-cybercrime:NO:signature"
RESERVES = "Norway signs the UN Convention against Cybercrime with reservations on extradition"
ROW = "Norway signs the UN Convention against Cybercrime, and an extradition row begins"
GENERAL = """
rules:
  - id: gen
    title: Signatures
    channel: "#general"
    match: {treaty: un-cybercrime, action: signature, status: done}
"""
LEGAL = """
  - id: legal
    title: Signatures with reservations
    level: critical
    channel: "#legal"
    match: {all: [{treaty: un-cybercrime, action: signature, status: done}, {any: ["reservation*"]}]}
"""


@cache
def kit(
    rules: str = OUR_RULES,
    feeds: str = FEEDS,
    treaties: tuple[str, ...] = ("un-cybercrime", "budapest", "bbnj"),
) -> Kit:
    texts = {"feeds.yaml": feeds, "ours.yaml": rules}
    for treaty in treaties:
        texts[f"treaties/{treaty}.yaml"] = (RULES / "treaties" / f"{treaty}.yaml").read_text(encoding="utf-8")
    return compile_kit(texts, channel="#alerts", where="rules")


def entry_id(number: int) -> str:
    """Return an id that begins like no other: a story of words is known by the beginning of one."""
    return f"{number:032x}"[::-1]


def entry(title: str, number: int = 1, *, feed: str = "one", **changes: object) -> Entry:
    made = Entry(
        id=entry_id(number),
        feed=feed,
        title=title,
        guid=f"urn:example:{feed}:{number}",
        url=f"https://{feed}.example/news/{number}-a-long-enough-slug",
        link=f"https://{feed}.example/news/{number}-a-long-enough-slug",
        published=NOW - timedelta(hours=1),
        language="en",
    )
    return replace(made, **changes)


class Desk:
    """Poll with a memory, the way the worker does."""

    def __init__(self, rules: Kit | None = None) -> None:
        self.kit = rules or kit()
        self.memory = DictMemory()
        self.states: dict[str, FeedState] = {}
        self.now = NOW

    def poll(
        self,
        *entries: Entry,
        feed: str = "one",
        outcome: object = None,
        record: Record | None = None,
        read: FetchError | None = None,
    ) -> Poll:
        self.now += timedelta(minutes=5)
        state = self.states.get(feed) or FeedState(schedule=Schedule(), due=self.now)
        body = repr(entries).encode()
        document = outcome or Document(
            url="https://one.example/rss", body=body, validators=Validators(etag='"e"')
        )
        brought = read or Parsed(entries=entries, record=record)
        parsed = brought if isinstance(document, Document) else None
        poll = decide(
            feed, document, parsed, state=state, kit=self.kit, memory=self.memory, pace=Pace(), now=self.now,
            jitter=0.5,
        )  # fmt: skip
        self.states[feed] = poll.state
        return self.memory.keep(poll)

    def poll_part(self, *entries: Entry) -> Poll:
        """Poll a document of which some entries were left for the next time."""
        document = Document(url="https://one.example/rss", body=b"long", validators=Validators(etag='"long"'))
        poll = decide(
            "one", document, Parsed(entries=entries, more=True), state=self.states["one"], kit=self.kit,
            memory=self.memory, pace=Pace(), now=self.now, jitter=0.5,
        )  # fmt: skip
        self.states["one"] = poll.state
        return self.memory.keep(poll)

    def started(self) -> Desk:
        for feed in ("one", "two"):
            self.poll(feed=feed)
        return self


def desk(rules: str = OUR_RULES) -> Desk:
    return Desk(kit(rules)).started()


def news(poll: Poll) -> list[Alert]:
    return [alert for alert in poll.alerts if alert.kind is Kind.NEWS]


def heard(poll: Poll) -> list[tuple[str, Level]]:
    return [(alert.channel, alert.level) for alert in news(poll)]


def acts(*pairs: tuple[str, Action, str]) -> Record:
    made = tuple(Act(actor=a, name=a, action=action, on=date.fromisoformat(on)) for a, action, on in pairs)
    return Record(treaty="un-cybercrime", acts=made)


def official(act: Act) -> Entry:
    event = Event(
        treaty="un-cybercrime",
        actor=act.actor,
        action=act.action,
        status=Status.DONE,
        on=act.on,
        official=True,
    )
    key = f"untc:XVIII-16:{act.actor}:{act.action}:{act.on}"
    return Entry(
        id=format(abs(hash(key)), "032x"), feed="record", title=f"Official: {key}", guid=key, official=event,
        publisher="UN Treaty Collection",
    )  # fmt: skip
