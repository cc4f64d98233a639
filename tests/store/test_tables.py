"""What a poll writes can be read back, and nothing of it is written if any of it fails."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from monitor.decide.poll import Coverage, FeedState, Noted, Poll
from monitor.due import Schedule
from monitor.model import (
    Act,
    Action,
    Alert,
    Entry,
    Event,
    Feed,
    Kind,
    Level,
    Match,
    Reading,
    Reason,
    Record,
    Status,
    Step,
    Telling,
    Validators,
)
from monitor.normalise import identity
from monitor.store import Store
from tests.story.made import story

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEED = Feed(id="un-news", url="https://news.example/rss")
ENTRY = Entry(
    id="ab" * 16,
    feed="un-news",
    title="Viet Nam ratifies",
    guid="urn:1",
    url="https://news.example/a",
    link="https://news.example/a",
    publisher="Example",
    published=NOW,
)
EVENT = Event(treaty="un-cybercrime", actor="VN", action=Action.RATIFICATION, status=Status.DONE)
REASON = Reason(operator="action", words="ratification done", field="title")
STORY = story("un-cybercrime:VN:consent", NOW, alerts=("cd" * 16,))
ALERT = Alert(
    id="cd" * 16,
    kind=Kind.NEWS,
    channel="#alerts",
    level=Level.HIGH,
    telling=Telling(title="Viet Nam ratifies", events=(EVENT,)),
    created=NOW,
    story=STORY.key,
)
RECORD = Record(
    treaty="un-cybercrime",
    as_of="24-11-2026",
    acts=(Act(actor="VN", name="Viet Nam", action=Action.SIGNATURE, on=date(2025, 10, 25)),),
)


@pytest.fixture
def store(store: Store) -> Store:
    with store.db.atomic():
        store.feeds.sync([FEED], NOW)
    return store


def poll(**changes: object) -> Poll:
    state = FeedState(
        schedule=Schedule(failures=2),
        due=NOW + timedelta(minutes=5),
        validators=Validators(etag='"1"'),
        body_hash=b"x" * 16,
        first_polled=NOW,
        polled=NOW,
        polls=1,
    )
    noted = Noted(
        entry=ENTRY,
        keys=identity.keys(ENTRY),
        reading=Reading(events=(EVENT,)),
        matches=(
            Match(rule="r", level=Level.HIGH, treaty="un-cybercrime", because=(REASON,), events=(EVENT,)),
        ),
    )
    whole = Poll(
        feed=FEED,
        at=NOW,
        state=state,
        outcome="new",
        noted=(noted,),
        stories=(STORY,),
        coverage=(Coverage(story=STORY.key, entry=ENTRY, step=Step.DONE, because="opened"),),
        reports=((EVENT, ENTRY.id),),
        alerts=(ALERT,),
        record=RECORD,
    )
    return replace(whole, **changes)


def test_a_poll_is_read_back_whole(store: Store) -> None:
    done = poll()
    store.record(done, "v1")
    assert store.feeds.state("un-news") == done.state
    assert store.entries.find(ENTRY.id) == (ENTRY, Reading(events=(EVENT,)))
    assert store.entries.find("https://news.example/a") == (ENTRY, Reading(events=(EVENT,)))
    assert store.entries.matches(ENTRY.id) == [("r", "high", "v1", (REASON,))]
    assert store.stories.get(STORY.key) == STORY
    assert [one.outlet.publisher for one in store.views.coverage(STORY.key)] == ["Example"]
    assert store.stories.of_entry(ENTRY.id) == [(STORY.key, "opened", ENTRY.title)]
    assert store.stories.reports("un-cybercrime") == [("VN", "ratification", NOW)]
    assert store.records.get("un-cybercrime") == RECORD
    assert store.memory.alert(ALERT.id) == ALERT
    keys = identity.keys(ENTRY).all
    assert {key: known.entry_id for key, known in store.entries.recall(keys).items()} == dict.fromkeys(
        keys, ENTRY.id
    )


def test_nothing_is_written_where_one_part_fails(store: Store) -> None:
    broken = replace(RECORD, acts=(replace(RECORD.acts[0], name=None),))
    with pytest.raises(Exception, match="NOT NULL"):
        store.record(poll(record=broken), "v1")
    assert store.entries.find(ENTRY.id) is None
    assert store.stories.get(STORY.key) is None
    assert store.memory.alert(ALERT.id) is None
    state = store.feeds.state("un-news")
    assert state.validators == Validators()


def test_a_feed_never_polled_is_due_and_afterwards_not(store: Store) -> None:
    assert store.feeds.due(NOW) == ["un-news"]
    store.record(poll(), "v1")
    assert store.feeds.due(NOW) == []
    assert store.feeds.due(NOW + timedelta(minutes=6)) == ["un-news"]
    assert store.feeds.next_due() == NOW + timedelta(minutes=5)


def test_a_feed_that_leaves_and_comes_back_keeps_what_it_knew(store: Store) -> None:
    store.record(poll(), "v1")
    with store.db.atomic():
        store.feeds.sync([], NOW)
    assert store.feeds.due(NOW + timedelta(days=1)) == []
    with store.db.atomic():
        store.feeds.sync([FEED], NOW)
    state = store.feeds.state("un-news")
    assert state.first_polled == NOW


def test_a_changed_address_is_asked_afresh_but_sets_no_new_baseline(store: Store) -> None:
    store.record(poll(), "v1")
    with store.db.atomic():
        store.feeds.sync([replace(FEED, url="https://other.example/rss")], NOW)
    state = store.feeds.state("un-news")
    assert (state.validators, state.body_hash, state.first_polled) == (Validators(), None, NOW)
    assert store.feeds.due(NOW) == ["un-news"]


def test_a_disabled_feed_is_never_due(store: Store) -> None:
    with store.db.atomic():
        store.feeds.sync([replace(FEED, enabled=False)], NOW)
    assert store.feeds.due(NOW + timedelta(days=9)) == []


def test_pruning_keeps_what_was_seen(store: Store) -> None:
    store.record(poll(), "v1")
    with store.db.atomic():
        assert store.entries.prune(NOW + timedelta(days=3650), timedelta(days=180)) == 0, "the clock is wrong"
        assert store.entries.prune(NOW + timedelta(days=400), timedelta(0)) == 1
    assert store.entries.find(ENTRY.id) is None
    assert store.entries.recall(identity.keys(ENTRY).all).keys() == {*identity.keys(ENTRY).all}


def test_a_record_takes_the_place_of_the_one_before(store: Store) -> None:
    store.record(poll(), "v1")
    grown = replace(RECORD, acts=(*RECORD.acts, replace(RECORD.acts[0], action=Action.RATIFICATION)))
    store.record(poll(record=grown), "v1")
    assert store.records.get("un-cybercrime") == grown


def test_the_history_comes_oldest_first(store: Store) -> None:
    later = replace(ENTRY, id="ef" * 16, guid="urn:2", title="Another")
    store.record(poll(), "v1")
    noted = Noted(entry=later, keys=identity.keys(later))
    store.record(poll(at=NOW + timedelta(hours=1), noted=(noted,)), "v1")
    assert [entry.id for entry, _ in store.entries.since(NOW)] == [ENTRY.id, later.id]
    assert store.views.traffic(NOW + timedelta(minutes=1)).entries == 1


def test_the_open_ceremony_is_found_behind_any_number_of_states(store: Store) -> None:
    ceremony = replace(story("un-cybercrime:*:consent", NOW), actor=None)
    later = NOW + timedelta(hours=1)
    named = [story(f"un-cybercrime:{number}:consent", later) for number in range(250)]
    with store.db.atomic():
        store.stories.save([ceremony, *named], [], later)
    assert store.stories.recent("un-cybercrime", "consent", NOW)[0] == ceremony
