"""A long document is taken in portions: the loop goes on beating, and a kill between two of them loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from monitor import actors
from monitor.decide import flood
from monitor.decide.desk import Pace
from monitor.decide.kit import Kit, compile_kit
from monitor.decide.poll import FeedState, Noted, Poll
from monitor.due import Schedule
from monitor.jobs.poller import Poller
from monitor.jobs.portion import ENTRIES, Portion, portions, summed
from monitor.model import Document, Entry, Feed, Kind, Outcome, Parsed, Reading, Validators
from monitor.normalise import identity
from monitor.pipeline import decide
from monitor.store import Store
from monitor.store.owed import State
from monitor.system import folder, heap
from tests.isolation.heartbeat import beating

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SHIPPED = Path(__file__).parents[2] / "rules"
ADDRESS = "https://long.example/feed"
TEXT = (
    "The minister said that the convention against cybercrime would be signed in Hanoi. Parliament had ratified "
    "nothing by Tuesday, and forty states had acceded to other agreements. "
)


def kit(word: str = "axolotl", *, shipped: bool = False) -> Kit:
    texts = folder.read(SHIPPED) if shipped else {}
    texts["feeds.yaml"] = f"feeds: [{{id: one, url: '{ADDRESS}'}}]"
    if not shipped:
        texts["rules.yaml"] = f"rules: [{{id: a, title: A, match: {word}, channel: '#a', level: critical}}]"
    return compile_kit(texts, channel="#ops", where="rules")


def entry(number: int, session: str = "", text: str = "") -> Entry:
    link = f"https://long.example/{session}2026/story-{number}-of-many"
    title = f"Report {number:05} on the axolotl in pond {number:05}"
    return Entry(
        id=identity.entry_id("one", f"g-{session}{number}", link, title), feed="one", title=title,
        guid=f"g-{session}{number}", url=link, link=link, content=text, published=NOW,
    )  # fmt: skip


def known_feed(store: Store, rules: Kit, **state: object) -> FeedState:
    with store.db.atomic():
        store.feeds.sync(rules.rulebook.feeds.values(), NOW)
        store.feeds.save("one", FeedState(schedule=Schedule(), due=NOW, **state))
    kept = store.feeds.state("one")
    assert kept is not None
    return kept


class Given:
    """Answer a poll with what was given: a fetcher and a parser in one."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed

    async def fetch(self, feed: Feed, validators: Validators, *, url: str | None = None) -> Outcome:  # noqa: ARG002
        body = repr(self.parsed.entries).encode()
        return Document(url=ADDRESS, body=body, validators=Validators(etag='"v1"'))

    async def parse(self, *_: object) -> Parsed:
        return self.parsed


def poller(
    store: Store, rules: Kit, parsed: Parsed, now: datetime = NOW, clock: Callable[[], datetime] | None = None
) -> Poller:
    given = Given(parsed)
    return Poller(
        store=store, fetcher=given, isolation=given, kit=rules, pace=Pace(),  # given
        clock=clock or (lambda: now), jitter=lambda: 0.5,
    )  # fmt: skip


@pytest.mark.parametrize(("number", "length"), [(400, 8), (ENTRIES * 2, 80)], ids=["many", "long"])
async def test_many_entries_do_not_hold_the_loop(number: int, length: int, store: Store) -> None:
    rules = kit(shipped=True)
    rules.prepare()  # as a worker does at its start
    entries = tuple(entry(n, text=TEXT * length) for n in range(number))
    rules.reader.read(entries[0])  # compiles its language
    known_feed(store, rules, first_polled=NOW - timedelta(days=1))
    heap.settle()  # as a worker does: or else what other tests left is looked through for garbage meanwhile
    async with beating() as heart:
        poll = await poller(store, rules, Parsed(entries=entries)).poll("one")
    assert len(poll.noted) == len(entries)
    assert heart.worked < 0.1


class Stumbling(Kit):
    """Rules whose reader breaks over one pond, as a bug in reading would have it."""

    @property
    def reader(self) -> Stumbling:  # what reads, too
        return self

    def read(self, entry: Entry, now: datetime | None = None) -> Reading:  # noqa: ARG002 # as a reader takes it
        if "00003" in entry.title:
            raise IndexError("beyond the end")
        return Reading(language="en")


@pytest.mark.parametrize("length", [0, 30], ids=["short", "long"])
async def test_an_entry_that_meets_a_bug_costs_itself(length: int, store: Store) -> None:
    plain = kit()
    rules = Stumbling(rulebook=plain.rulebook, routes=plain.routes, channel=plain.channel)
    known_feed(store, rules, first_polled=NOW - timedelta(days=1))
    entries = tuple(entry(number, text=TEXT * length) for number in range(5))
    poll = await poller(store, rules, Parsed(entries=entries)).poll("one")
    assert [noted.entry.title for noted in poll.noted] == [e.title for e in entries if "00003" not in e.title]
    assert poll.skipped == (f"{entries[3].title}: met a bug of ours",)
    [notice] = [one.alert for one in store.outbox.listing(State.PENDING) if one.alert.kind is Kind.NOTICE]
    assert notice.channel == "#ops"
    assert notice.telling.lines == (f"{entries[3].title} {entries[3].url}",)
    again = await poller(store, rules, Parsed(entries=entries)).poll("one")
    assert not again.noted


async def test_an_entry_that_cannot_even_be_identified_costs_itself_in_any_portion(store: Store) -> None:
    rules = kit()
    known_feed(store, rules, first_polled=NOW - timedelta(days=1))
    entries = [entry(number) for number in range(ENTRIES + 5)]
    entries[3] = replace(entries[3], guid=3)  # as a bug of ours would make it
    poll = await poller(store, rules, Parsed(entries=tuple(entries))).poll("one")
    assert len(poll.noted) == len(entries) - 1
    assert poll.skipped == (f"{entries[3].title}: met a bug of ours",)


async def test_portions_add_up_to_the_whole(store: Store) -> None:
    rules = kit()
    known_feed(store, rules, first_polled=NOW - timedelta(days=1))
    entries = tuple(entry(number) for number in range(ENTRIES * 2 + 7))
    digests = tuple(bytes([number]) * 16 for number in range(len(entries) + 5))
    poll = await poller(store, rules, Parsed(entries=entries, digests=digests)).poll("one")
    assert len(poll.noted) == len(entries)
    assert poll.known == 5
    state = store.feeds.state("one")
    assert (state.entries, state.matches, state.polls) == (len(entries), len(entries), 1)
    assert state.validators.etag == '"v1"'
    assert sum(max(1, len(alert.telling.items)) for alert in poll.alerts if alert.kind is Kind.NEWS) >= 1


async def test_what_later_portions_list_is_gathered(store: Store) -> None:
    """A summit's page with hundred signatures is one list at once, and few at the quarter of an hour."""
    rules = kit(shipped=True)
    known_feed(store, rules, first_polled=NOW - timedelta(days=1))
    names = [actors.name(code) for code in sorted(actors.codes())[: ENTRIES * 5]]
    entries = [
        replace(entry(number), title=f"{name} signs the UN Convention against Cybercrime")
        for number, name in enumerate(names)
    ]
    await poller(store, rules, Parsed(entries=tuple(entries))).poll("one")
    owed = [one.alert for one in store.outbox.listing(State.PENDING, limit=100)]
    assert sum(len(alert.telling.items) for alert in owed) == ENTRIES * 5
    at_once = [alert for alert in owed if alert.due is None]
    assert [len(alert.telling.items) for alert in at_once] == [ENTRIES]
    later = [alert for alert in owed if alert.due is not None]
    assert {alert.due for alert in later} == {NOW + timedelta(minutes=15)}
    assert len(later) == 2


async def test_a_kill_between_portions_loses_nothing_and_tells_nothing_twice(store: Store) -> None:
    rules = kit()
    state = known_feed(store, rules)
    parsed = Parsed(entries=tuple(entry(number) for number in range(ENTRIES * 3)))
    document = Document(url=ADDRESS, body=b"all of it", validators=Validators(etag='"v1"'))

    def decided(portion: Portion) -> Poll:
        now_state = store.feeds.state("one")
        assert now_state is not None
        poll = decide(
            "one", document, portion.parsed, state=now_state, kit=rules, memory=store.memory, pace=Pace(), now=NOW,
            jitter=0.5, ahead=portion.ahead,
        )  # fmt: skip
        return portion.settled(poll, now_state)

    first: list[Poll] = []
    async with aclosing(portions(parsed, rules.rulebook.feeds["one"], rules, store.memory, NOW)) as parts:
        async for portion in parts:
            first.append(decided(portion))
            store.record(first[-1], "v")
            break  # killed here
    kept = store.feeds.state("one")
    assert (kept.first_polled, kept.validators, kept.due) == (None, state.validators, state.due)
    poll = await poller(store, rules, parsed).poll("one")
    assert len(first[0].noted) + len(poll.noted) == len(parsed.entries)
    told = {alert.id for alert in first[0].alerts} & {alert.id for alert in poll.alerts}
    assert told == set()
    assert poll.state.first_polled == NOW


async def test_what_is_recorded_after_a_digest_ended_is_of_the_next_one(store: Store) -> None:
    rules = kit()
    known_feed(store, rules, first_polled=NOW - timedelta(days=1))
    parsed = Parsed(entries=tuple(entry(number) for number in range(ENTRIES * 2)))
    looks: list[datetime] = []

    def clock() -> datetime:
        """Return the time, which passes with each look at it."""
        looks.append(NOW + timedelta(seconds=len(looks)))
        return looks[-1]

    await poller(store, rules, parsed, clock=clock).poll("one")
    store.write_later()
    at = [row[0] for row in store.db.execute("SELECT at FROM entries ORDER BY at")]
    assert len(set(at)) == 2
    assert datetime.fromtimestamp(at[-1], UTC) == looks[-2], "the last look is for the log"


async def test_what_another_feed_brought_is_read_beside_the_loop_whatever_was_told_of_it(
    store: Store,
) -> None:
    rules = kit()
    known_feed(store, rules, first_polled=NOW - timedelta(days=1))
    brought = [replace(entry(number), feed="other", guid=None) for number in range(3)]
    stopped = ("new (baseline)", "more coverage of a step that was told", "no rule matched")
    noted = [Noted(entry=e, keys=identity.keys(e), stopped=s) for e, s in zip(brought, stopped, strict=True)]
    with store.db.atomic():
        store.entries.add(noted, NOW, "v")
    loud = [entry(0), entry(1, text="More of it"), entry(2, text="More of it"), entry(3)]
    parsed = Parsed(entries=tuple(replace(one, publisher="other") for one in loud))
    feed = rules.rulebook.feeds["one"]
    read = [one async for one in portions(parsed, feed, rules, store.memory, NOW)]
    assert {*read[0].ahead.readings} == {one.id for one in loud}


async def test_a_flood_is_one_notice_and_its_items_are_kept_with_their_matches(store: Store) -> None:
    rules = kit()
    known_feed(store, rules, first_polled=NOW - timedelta(days=60))
    before = NOW - timedelta(days=30)
    old = tuple(entry(number) for number in range(60))
    await poller(store, rules, Parsed(entries=old), before).poll("one")
    back = tuple(entry(number, "s4711/") for number in range(60))
    news = entry(999)
    poll = await poller(store, rules, Parsed(entries=(*back, news))).poll("one")
    assert [alert.kind for alert in poll.alerts] == [Kind.NEWS, Kind.NOTICE]
    telling, notice = poll.alerts[0].telling, poll.alerts[1].telling
    assert telling.title == news.title
    assert "60 items came back" in notice.title
    assert back[0].title in notice.lines
    stopped = [noted for noted in poll.noted if noted.stopped == flood.STOPPED]
    assert len(stopped) == 60
    assert all(noted.matches for noted in stopped)
    again = await poller(store, rules, Parsed(entries=back), NOW + timedelta(days=9)).poll("one")
    assert (again.alerts, again.noted) == ((), ())


def test_one_poll_is_itself_and_several_are_summed(store: Store) -> None:
    rules = kit()
    state = known_feed(store, rules, first_polled=NOW)
    document = Document(url=ADDRESS, body=b"all of it")
    polls = [
        decide(
            "one", document, Parsed(entries=(entry(number),)), state=state, kit=rules, memory=store.memory,
            pace=Pace(), now=NOW, jitter=0.5,
        )
        for number in range(3)
    ]  # fmt: skip
    assert summed(polls[:1]) is polls[0]
    assert [noted.entry.id for noted in summed(polls).noted] == [entry(number).id for number in range(3)]
