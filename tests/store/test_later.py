"""Polls that owe and tell nothing are written together, and count at once."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from monitor.decide.alerts import notice
from monitor.decide.poll import Noted, Poll
from monitor.errors import StateError
from monitor.model import Entry, Feed, Level, Match, Validators
from monitor.normalise import identity
from monitor.store import MOST_ENTRIES, MOST_WAITING, Store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NORMAL, FULL = 1, 2  # sqlite.org/pragma.html#pragma_synchronous
LATER = NOW + timedelta(minutes=5)
FEEDS = [Feed(id=f"f{number}", url=f"https://f{number}.example/") for number in range(MOST_WAITING)]


@pytest.fixture
def store(store: Store) -> Store:
    with store.db.atomic():
        store.feeds.sync(FEEDS, NOW)
    return store


def light(store: Store, feed: Feed, **changes: object) -> Poll:
    state = store.feeds.state(feed.id)
    after = replace(state, **{"due": LATER, "polled": NOW, "polls": state.polls + 1, **changes})
    return Poll(feed=feed, at=NOW, state=after, outcome="not modified")


def loud(store: Store, feed: Feed, **changes: object) -> Poll:
    alert = notice(feed.id, "Something is owed.", "#ops", NOW)
    return replace(light(store, feed, **changes), alerts=(alert,))


def quiet(store: Store, feed: Feed, *numbers: int) -> Poll:
    """Return a poll that brought entries of which nothing is told."""
    noted = []
    for number in numbers:
        title, guid = f"Ministers meet for the {number}th time this year", f"urn:example:{number}"
        entry = Entry(id=identity.entry_id(feed.id, guid, None, title), feed=feed.id, title=title, guid=guid)
        noted.append(Noted(entry=entry, keys=identity.keys(entry)))
    return replace(
        light(store, feed, validators=Validators(etag='"new"'), first_polled=NOW),
        outcome="new",
        noted=tuple(noted),
    )


def entries_on_disk(store: Store) -> int:
    other = Store.open(store.path, read_only=True)
    try:
        return other.views.traffic(NOW).entries
    finally:
        other.close()


def on_disk(store: Store) -> list[str]:
    """Return the feeds whose poll another process sees."""
    other = Store.open(store.path, read_only=True)
    try:
        return [row[0] for row in other.db.execute("SELECT id FROM feeds WHERE polls > 0 ORDER BY id")]
    finally:
        other.close()


def test_a_poll_that_brings_nothing_counts_at_once_and_is_written_with_others(store: Store) -> None:
    store.record(light(store, FEEDS[0], error="away"), "v1")
    store.record(light(store, FEEDS[1]), "v1")
    assert on_disk(store) == []
    assert "f0" not in store.feeds.due(NOW, limit=MOST_WAITING)
    state = store.feeds.state("f0")
    assert (state.due, state.polls, state.error) == (LATER, 1, "away")
    assert store.feeds.all()["f0"] == state
    store.write_later()
    assert on_disk(store) == ["f0", "f1"]
    assert store.feeds.state("f0") == state
    assert len(store.feeds.due(NOW, limit=MOST_WAITING)) == MOST_WAITING - 2
    assert {"f0", "f1"} <= {*store.feeds.due(LATER, limit=MOST_WAITING)}


def test_a_great_many_do_not_wait(store: Store) -> None:
    for feed in FEEDS:
        store.record(light(store, feed), "v1")
    assert len(on_disk(store)) == MOST_WAITING


def test_a_poll_that_brought_something_is_not_undone_by_one_that_waited(store: Store) -> None:
    store.record(light(store, FEEDS[0]), "v1")
    store.record(loud(store, FEEDS[0], validators=Validators(etag='"new"')), "v1")
    assert on_disk(store) == ["f0"]
    store.write_later()
    state = store.feeds.state("f0")
    assert (state.polls, state.validators.etag) == (2, '"new"')


def test_what_waits_is_written_when_the_file_is_closed_or_the_feeds_change(store: Store) -> None:
    store.record(light(store, FEEDS[0]), "v1")
    with store.db.atomic():
        store.feeds.sync([FEEDS[0], replace(FEEDS[1], url="https://elsewhere.example/")], NOW)
    assert on_disk(store) == ["f0"]
    store.record(light(store, FEEDS[1]), "v1")
    store.close()
    assert on_disk(store) == ["f0", "f1"]


def test_what_cannot_be_written_waits_on(store: Store) -> None:
    store.record(light(store, FEEDS[0]), "v1")
    store.db.conn.execute("PRAGMA query_only=ON")
    with pytest.raises(StateError):
        store.write_later()
    assert "f0" not in store.feeds.due(NOW, limit=MOST_WAITING)  # or its publisher were asked every second
    store.db.conn.execute("PRAGMA query_only=OFF")
    store.write_later()
    assert on_disk(store) == ["f0"]


def test_a_poll_that_cannot_be_written_takes_nothing_with_it_that_waits(store: Store) -> None:
    store.record(quiet(store, FEEDS[0], 1), "v1")
    before = store.feeds.state("f0")
    store.db.conn.execute("CREATE TRIGGER bug BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'bug'); END")
    with pytest.raises(sqlite3.IntegrityError):
        store.record(loud(store, FEEDS[0]), "v1")
    assert store.feeds.state("f0") == before
    store.db.conn.execute("DROP TRIGGER bug")
    store.write_later()
    assert (on_disk(store), entries_on_disk(store)) == (["f0"], 1)


def test_only_what_owes_or_sends_something_waits_for_the_disk(store: Store) -> None:
    def level() -> int:
        return int(store.db.execute("PRAGMA synchronous").fetchone()[0])

    assert level() == FULL
    store.record(light(store, FEEDS[0]), "v1")
    store.write_later()
    assert level() == NORMAL
    store.record(loud(store, FEEDS[0]), "v1")
    assert level() == FULL
    store.record(light(store, FEEDS[1]), "v1")
    store.write_later()
    assert level() == NORMAL
    with store.db.atomic():
        store.feeds.sync(FEEDS, NOW)
    assert level() == FULL


def test_a_quiet_poll_counts_at_once_and_is_written_whole_with_others(store: Store) -> None:
    first = quiet(store, FEEDS[0], 1, 2)
    store.record(first, "v1")
    store.record(light(store, FEEDS[0]), "v1")  # nothing new the second time
    assert (on_disk(store), entries_on_disk(store)) == ([], 0)
    keys = first.noted[0].keys
    known = store.entries.recall(keys.all)
    assert {one.entry_id for one in known.values()} == {first.noted[0].entry.id}
    state = store.feeds.state("f0")
    assert (state.polls, state.validators.etag, state.first_polled) == (2, '"new"', NOW)
    store.write_later()
    assert (on_disk(store), entries_on_disk(store)) == (["f0"], 2)
    assert store.entries.recall(keys.all) == known
    assert store.feeds.state("f0") == state


def test_an_entry_that_waits_has_met_the_rules_that_it_met(store: Store) -> None:
    poll = quiet(store, FEEDS[0], 1, 2)
    low = Match(rule="low", treaty=None, level=Level.LOW, because=())
    met, unmet = replace(poll.noted[0], matches=(low,)), poll.noted[1]
    assert store.entries.kept(met.entry.id) is None
    store.record(replace(poll, noted=(met, unmet)), "v1")
    for _ in ("waiting", "written"):
        kept = [store.entries.kept(one.entry.id) for one in (met, unmet)]
        assert [one.rules for one in kept if one] == [{"low"}, set()]
        store.write_later()


def test_what_is_told_is_never_kept_without_what_came_before_it(store: Store) -> None:
    store.record(quiet(store, FEEDS[0], 1), "v1")
    store.record(loud(store, FEEDS[1]), "v1")
    assert (on_disk(store), entries_on_disk(store)) == (["f0", "f1"], 1)


@pytest.mark.parametrize("change", ["hasten", "sync", "bring back"])
def test_no_other_change_of_a_feed_keeps_its_validators_without_its_entries(
    store: Store, change: str
) -> None:
    store.record(quiet(store, FEEDS[0], 1), "v1")
    with store.db.atomic():
        if change == "hasten":
            store.feeds.hasten("f0", NOW)
        elif change == "sync":
            store.feeds.sync(FEEDS, NOW)
        else:
            store.feeds.bring_back(NOW)
    assert (on_disk(store), entries_on_disk(store)) == (["f0"], 1)


def test_what_no_file_can_hold_costs_its_own_poll_alone(store: Store) -> None:
    store.record(quiet(store, FEEDS[0], 1), "v1")
    bad = quiet(store, FEEDS[1], 2)
    half = replace(bad.noted[0], entry=replace(bad.noted[0].entry, title="half a letter: \ud800"))
    with pytest.raises(ValueError, match="surrogates"):
        store.record(replace(bad, noted=(half,)), "v1")
    state = store.feeds.state("f1")
    assert (state.polls, store.entries.recall(half.keys.all)) == (0, {})
    store.write_later()
    assert (on_disk(store), entries_on_disk(store)) == (["f0"], 1)


def test_a_great_many_entries_do_not_wait_nor_do_more_come_than_can_be_written(store: Store) -> None:
    room = MOST_ENTRIES // 20
    for number in range(room):
        store.record(quiet(store, FEEDS[number], *range(number * 20, number * 20 + 20)), "v1")
    assert entries_on_disk(store) == 0
    store.db.conn.execute("PRAGMA query_only=ON")
    extra = quiet(store, FEEDS[room], MOST_ENTRIES)
    with pytest.raises(StateError):
        store.record(extra, "v1")
    assert store.entries.recall(extra.noted[0].keys.all) == {}
    store.db.conn.execute("PRAGMA query_only=OFF")
    store.record(extra, "v1")
    assert entries_on_disk(store) == MOST_ENTRIES


def test_a_worker_that_is_killed_polls_again_what_waited(store: Store) -> None:
    store.record(quiet(store, FEEDS[0], 1), "v1")
    after = Store.open(store.path)  # as the next worker finds it
    try:
        state = after.feeds.state("f0")
        assert (state.first_polled, state.validators) == (None, Validators())
        assert "f0" in after.feeds.due(NOW, limit=MOST_WAITING)
    finally:
        after.close()
