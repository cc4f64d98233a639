"""What was kept of an entry is known at once, also while it waits to be written, and grows with each further look."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from monitor.decide.kit import Kit
from monitor.decide.mutes import Scope
from monitor.decide.poll import FeedState, Kept, Noted, Poll
from monitor.due import Schedule
from monitor.model import Entry, Feed, Level, Match, Reading, Reason, Step
from monitor.normalise import identity
from monitor.normalise.url import canonical
from monitor.store import Store
from monitor.store.schema import DAYS, NEWEST
from tests import polled
from tests.pipeline.items import WORDS, item, kit
from tests.pipeline.made import NOW, heard
from tests.store.older import turn_back


def noted(entry: Entry, *met: str, stopped: str | None = None) -> Noted:
    reason = Reason(operator="phrase", words="x")
    matches = tuple(Match(rule=rule, level=Level.LOW, treaty=None, because=(reason,)) for rule in met)
    return Noted(entry=entry, keys=identity.keys(entry), matches=matches, stopped=stopped)


def write(store: Store, one: Noted, hours: int = 0) -> None:
    with store.db.atomic():
        store.entries.add([one], NOW + timedelta(hours=hours), "v1")


@pytest.mark.parametrize("written", [True, False])
def test_an_entry_is_kept_as_it_was_noted_last_with_all_rules_that_it_met(
    store: Store, written: bool
) -> None:
    first = item()
    assert store.entries.kept(first.id) is None
    write(store, noted(first, "a"))
    last = replace(first, carriers=("un",))
    if written:
        write(store, noted(last, "b", stopped="why"), hours=3)
    else:
        store.entries.add_later([noted(last, "b", stopped="why")], [], NOW, "v1")
    kept = store.entries.kept(first.id)
    assert (kept.entry, kept.rules, kept.stopped) == (last, {"a", "b"}, "why")
    other = item(number=2)
    store.entries.add_later([noted(other, "c")], [], NOW, "v1")
    assert store.entries.kept(other.id) == Kept(entry=other, reading=kept.reading, rules=frozenset("c"))


def test_a_further_look_does_not_change_when_an_entry_came(store: Store) -> None:
    write(store, noted(item()))
    write(store, noted(replace(item(), carriers=("un",))), hours=5)
    assert store.views.traffic(NOW + timedelta(hours=1)).entries == 0
    assert store.views.traffic(NOW).entries == 1


class Worker:
    """Poll feeds with a real state file, all within the second in which quiet polls wait to be written."""

    def __init__(self, store: Store, book: Kit) -> None:
        self.store, self.kit, self.now = store, book, NOW
        with store.db.atomic():
            store.feeds.sync(book.rulebook.feeds.values(), NOW)
            for feed in book.rulebook.feeds:
                store.feeds.save(feed, FeedState(schedule=Schedule(), due=NOW, first_polled=NOW))

    def poll(self, *entries: Entry) -> Poll:
        return polled.poll(self.store, self.kit, *entries, now=self.now, feed=entries[0].feed)


def test_what_another_feed_brought_within_the_second_is_told_and_written_as_one(store: Store) -> None:
    worker = Worker(store, kit(WORDS))
    assert worker.poll(item()).quiet
    poll = worker.poll(item(feed="un"))
    assert heard(poll) == [("#words", Level.NORMAL)]
    assert poll.noted[0].entry.id == item().id
    assert heard(worker.poll(item(feed="un", summary="edited"))) == []
    other = Store.open(store.path, read_only=True)
    try:
        ((entry, _),) = other.entries.since(NOW)
        assert (entry.feed, entry.carriers) == ("wire", ("un",))
        assert [rule for rule, *_ in other.entries.matches(entry.id)] == ["words"]
        ((key, step, _),) = other.stories.covered(entry.id)
        story = other.stories.get(key)
        assert (step, [told.channel for told in story.channels]) == (Step.DONE, ["#words"])
        assert len(story.alerts) == 1
    finally:
        other.close()


def test_a_kill_before_it_was_written_has_both_feeds_polled_again(store: Store) -> None:
    worker = Worker(store, kit('id: never, match: nothing, feeds: ["tag:official"]'))
    assert worker.poll(item()).quiet
    assert worker.poll(item(feed="un")).quiet
    after = Store.open(store.path)  # as the next worker finds it
    try:
        assert after.entries.kept(item().id) is None
        again = Worker(after, kit(WORDS))
        again.poll(item())
        assert heard(again.poll(item(feed="un"))) == [("#words", Level.NORMAL)]
    finally:
        after.close()


@pytest.mark.parametrize("why", ["new", "muted"])
def test_the_digest_lists_a_find_when_it_first_could_and_once(store: Store, why: str) -> None:
    worker = Worker(store, kit('id: low, level: low, match: fisheries, channel: "#a"'))
    with store.db.atomic():
        if why == "new":
            store.feeds.save("wire", FeedState(schedule=Schedule(), due=NOW))
        else:
            store.marks.mute(Scope.SOURCE, "wire", NOW + timedelta(hours=1), "Ana", NOW)
    listed = []
    for feed in ("wire", "un", "who"):
        before, worker.now = worker.now, worker.now + timedelta(hours=4)
        worker.poll(item(feed=feed, published=None))
        store.write_later()
        found = store.news.found(before, worker.now)
        listed.append([one.rule for one in found])
    assert listed == ([[], ["low"], []] if why == "new" else [["low"], [], []])


def test_an_edit_within_the_second_is_told_by_the_words_that_it_brings(store: Store) -> None:
    worker = Worker(store, kit('id: words, channel: "#words", match: fisheries'))
    assert worker.poll(item("LIVE: more to follow from the capital")).quiet
    assert heard(worker.poll(item("Minister speaks on fisheries in Accra"))) == [("#words", Level.NORMAL)]


def test_the_latest_date_of_a_feed_is_kept_and_found_in_older_files(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    store = Store.open(path, create=True)
    with store.db.atomic():
        store.feeds.sync([Feed(id=id_, url=f"https://{id_}.example") for id_ in ("one", "two")], NOW)
        days = {"1" * 32: 3000, "2" * 32: 2500, "3" * 32: -40_000}
        made = [Entry(id=id_, feed="one", title=id_, published=NOW - timedelta(n)) for id_, n in days.items()]
        store.entries.add([Noted(entry=one, keys=identity.keys(one)) for one in made], NOW, "v")
        store.db.execute("ALTER TABLE feeds DROP COLUMN newest_at")
        turn_back(store, NEWEST)
    store.close()
    store = Store.open(path)
    states = store.feeds.all()
    assert {id_: state.newest for id_, state in states.items()} == {
        "one": NOW - timedelta(days=2500),
        "two": None,
    }
    with store.db.atomic():
        store.feeds.save("two", replace(states["two"], newest=NOW))
    assert store.feeds.all()["two"].newest == NOW
    store.close()


def test_a_wish_of_years_is_found_in_older_files(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    store = Store.open(path, create=True)
    with store.db.atomic():
        store.feeds.sync([Feed(id=id_, url=f"https://{id_}.example") for id_ in ("one", "two")], NOW)
        store.db.execute("""UPDATE feeds SET schedule = '{"wish":"P2Y35D","failures":3}' WHERE id = 'one'""")
        store.db.execute("""UPDATE feeds SET schedule = '{"wish":"PT2H"}' WHERE id = 'two'""")
        turn_back(store, DAYS)
    store.close()
    store = Store.open(path)
    kept = {id_: state.schedule for id_, state in store.feeds.all().items()}
    assert kept == {
        "one": Schedule(wish=timedelta(days=365), failures=3),
        "two": Schedule(wish=timedelta(hours=2)),
    }
    store.close()


def test_an_address_finds_its_item_in_any_spelling_and_looks_at_no_other(store: Store) -> None:
    many = [
        Entry(id=f"{n:016x}", feed="f", title=f"T {n}", url=f"https://www.a.example/{n}") for n in range(400)
    ]
    many = [replace(one, link=canonical(one.url or "")) for one in many]
    front = Entry(id="f" * 16, feed="f", title="Front", url="https://b.example/?page")  # names no article
    with store.db.atomic():
        store.entries.add([noted(one) for one in (*many, front)], NOW, "v1")
    steps: list[None] = []
    store.db.conn.set_progress_handler(lambda: steps.append(None), 100)
    for address in ("https://www.a.example/7", "http://a.example/7?utm_source=x#top", many[7].id):
        assert store.entries.find(address) == (many[7], Reading())
    assert store.entries.find(front.url or "") == (front, Reading())
    assert store.entries.find("https://www.a.example/pruned") is None
    assert len(steps) < 10  # some thousand where every item is read
