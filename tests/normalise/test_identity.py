"""What makes an entry the same as one that was seen: each case of issue 2's paragraph on identity."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.model import Action, Entry, Event, Status
from monitor.normalise import url
from monitor.normalise.identity import (
    WINDOW,
    Known,
    New,
    Seen,
    Sighting,
    Update,
    brought,
    entry_id,
    guid_key,
    keys,
    sighting,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TITLE = "Viet Nam ratifies the cybercrime convention"
SHORT = "https://wire.example/ratifies"
"""A link that could be an index page as well."""


def entry(
    feed: str = "wire",
    guid: str | None = "https://wire.example/?p=1001",
    link: str | None = "https://wire.example/2026/11/ratifies",
    title: str = TITLE,
    publisher: str | None = "The Wire",
    summary: str = "The deposit was made in New York.",
    published: datetime | None = NOW,
) -> Entry:
    return Entry(
        id=entry_id(feed, guid, link, title, f"{summary}{published}"),
        feed=feed,
        guid=guid,
        url=link,
        link=url.canonical(link) if link else None,
        title=title,
        publisher=publisher,
        summary=summary,
        published=published,
    )


class Memory:
    """Keep what a store keeps, as the module's docstring asks of it."""

    def __init__(self) -> None:
        self.rows: dict[bytes, Known] = {}

    def take(self, entry: Entry, now: datetime = NOW) -> Sighting:
        found = keys(entry)
        answer = sighting(found, self.rows.get, now)
        known = Known(
            entry_id=entry.id if isinstance(answer, New) else answer.entry_id,
            title_digest=found.title_digest,
            seen_at=now,
        )
        for key in found.all:
            if not isinstance(answer, Seen) or key not in self.rows:
                self.rows[key] = known
        return answer


@pytest.fixture
def memory() -> Memory:
    memory = Memory()
    assert memory.take(entry()) == New()
    return memory


@pytest.mark.parametrize(
    "again",
    [
        entry(),
        entry(guid="https://wire.example/?p=9999"),
        entry(guid=None),
        entry(link="https://wire.example/2026/11/another-slug-for-it"),
        entry(link="http://www.wire.example/2026/11/ratifies/amp?utm_source=rss#top"),
        entry(link=None),
        entry(published=NOW - timedelta(days=40)),
        entry(published=None),
        entry(summary="A corrected summary."),
        entry(title="VIET NAM ratifies  the Cybercrime Convention!"),
        entry(feed="other", guid="5"),
        entry(feed="other", guid="https://other.example/77", title="Vietnam ratifie la convention", publisher="B"),
        entry(guid="https://wire.example/?p=5", link="https://wire.example/2026/12/5"),
    ],
    ids=[
        "same", "changed guid", "guid gone", "changed link", "link variant", "link gone", "changed date", "date gone",
        "changed summary", "title in other letters", "other feed", "other feed and title", "guid and link changed",
    ],
)  # fmt: skip
def test_the_same_article_is_not_new(memory: Memory, again: Entry) -> None:
    assert not isinstance(memory.take(again, NOW + timedelta(hours=1)), New)


def test_an_edited_title_is_an_update(memory: Memory) -> None:
    edited = entry(title="Viet Nam becomes second to ratify the cybercrime convention")
    assert memory.take(edited) == Update(entry().id)
    assert memory.take(edited) == Seen(entry().id)
    assert memory.take(replace(edited, guid="https://wire.example/?p=1002")) == Seen(entry().id)


def test_an_edited_title_without_a_link_is_an_update() -> None:
    memory = Memory()
    memory.take(entry(link=None))
    assert memory.take(entry(link=None, title="A wholly different headline for it")) == Update(
        entry(link=None).id
    )


@pytest.mark.parametrize("guid", ["1", "news", "https://wire.example/", "https://wire.example/feed"])
def test_one_guid_for_every_item_loses_none(guid: str) -> None:
    memory = Memory()
    for number in range(5):
        fresh = entry(
            guid=guid, link=None, title=f"Headline of the day, number {number}", summary=f"Text {number}"
        )
        assert memory.take(fresh) == New()


def test_one_distinctive_guid_with_a_link_of_each_item_loses_none() -> None:
    memory = Memory()
    for number in range(5):
        item = entry(
            guid="urn:uuid:11111111-2222-3333-4444-555555555555",
            link=f"https://wire.example/{number}",
            title=f"Headline of the day, number {number}",
        )
        assert memory.take(item) == New()
        assert isinstance(memory.take(item), Seen)


def test_two_feeds_without_guids_that_title_one_page_differently_do_not_edit_each_other(
    memory: Memory,
) -> None:
    first, second = (entry(feed=feed, guid=None, title=f"{TITLE} ({feed})") for feed in ("a", "b"))
    assert [memory.take(one) for one in (first, second)] == [Update(entry().id)] * 2
    assert [memory.take(one) for one in (first, second) * 2] == [Seen(entry().id)] * 4


@pytest.mark.parametrize("changes", [{}, {"guid": None}, {"guid": None, "link": None}])
def test_what_another_feed_brought_is_told_from_what_the_feed_itself_did(changes: dict[str, None]) -> None:
    memory, own = Memory(), entry(**changes)
    other, edited = replace(own, feed="other"), replace(own, title="Viet Nam has ratified")
    memory.take(own)
    assert brought(keys(own), memory.rows.get)
    assert not brought(keys(other), memory.rows.get)
    assert not brought(keys(edited), memory.rows.get)
    memory.take(other)
    assert brought(keys(other), memory.rows.get)


def test_another_feed_may_use_the_same_guid(memory: Memory) -> None:
    other = entry(feed="b", link="https://b.example/1", title="Chile signs a fisheries treaty", publisher="B")
    assert memory.take(other) == New()


def test_a_daily_title_is_new_each_day(memory: Memory) -> None:
    for day in range(1, 5):
        daily = entry(
            guid=f"https://wire.example/?p=2{day}", link=f"https://wire.example/2026/11/daily-{day}"
        )
        assert memory.take(daily, NOW + timedelta(days=day)) == New()


def test_the_window_of_a_title_closes() -> None:
    memory = Memory()
    memory.take(entry())
    other = entry(guid=None, link="https://wire.example/2")
    found = keys(other)
    assert sighting(found, memory.rows.get, NOW + WINDOW - timedelta(seconds=1)) == Seen(entry().id)
    assert sighting(found, memory.rows.get, NOW + WINDOW) == New()
    assert sighting(found, memory.rows.get, NOW - WINDOW - timedelta(days=1)) == New()


def test_a_short_title_says_nothing() -> None:
    memory = Memory()
    first = entry(title="Daily briefing")
    second = entry(title="Daily briefing", guid="https://wire.example/?p=2", link="https://wire.example/2")
    assert memory.take(first) == New()
    assert memory.take(second) == New()


def test_the_title_of_another_publisher_says_nothing(memory: Memory) -> None:
    other = entry(feed="b", guid="b-1234567", link="https://b.example/1", publisher="Another paper")
    assert memory.take(other) == New()


def test_a_shared_title_says_nothing(memory: Memory) -> None:
    other = entry(guid="https://wire.example/?p=5", link="https://wire.example/2026/12/5")
    assert memory.take(replace(other, title_shared=True)) == New()


@pytest.mark.parametrize("link", ["https://wire.example/", "https://wire.example/press-releases"])
def test_an_index_page_is_no_identity(link: str) -> None:
    memory = Memory()
    first = entry(guid=None, link=link, title="Viet Nam signs the treaty on this and that")
    second = entry(guid=None, link=link, title="Chile signs the treaty on this and that")
    assert [memory.take(first), memory.take(second)] == [New(), New()]
    assert isinstance(memory.take(first), Seen)
    assert isinstance(memory.take(replace(first, guid="a changed guid 12345")), Seen)


@pytest.mark.parametrize(
    "link", [SHORT, "https://wire.example/", "https://wire.example/ratifies/?utm_source=x"]
)
def test_a_distinctive_guid_makes_an_edit_of_a_changed_title_under_its_short_link(link: str) -> None:
    memory = Memory()
    first, edited = entry(link=link), entry(link=link, title="Viet Nam has not ratified, a minister corrects")
    assert memory.take(first) == New()
    assert memory.take(edited) == Update(first.id)
    assert memory.take(first, NOW + timedelta(days=2)) == Seen(first.id), "an older copy of the document"
    assert memory.take(replace(edited, link=url.canonical(f"{SHORT}/2"), url=None)) == Seen(first.id)


@pytest.mark.parametrize("guid", ["1", "latest", "https://wire.example/all/news-and-press-releases", None])
def test_the_latest_item_alone_under_one_guid_and_an_index_page_is_new_each_time(guid: str | None) -> None:
    memory = Memory()
    link = "https://wire.example/all/news-and-press-releases" if guid and "all" in guid else SHORT
    for number in range(5):
        item = replace(entry(guid=guid, link=link, title=f"Statement {number}: a State acts"), link=None)
        assert memory.take(item) == New()


def test_a_live_blog_under_a_short_link_is_one_item() -> None:
    memory = Memory()
    blog = entry(link="https://wire.example/live", title="LIVE: the ceremony begins in Hanoi")
    assert memory.take(blog) == New()
    for state in ("Chile", "Peru", "Ghana"):
        assert memory.take(replace(blog, title=f"LIVE: {state} signs the convention")) == Update(blog.id)


def test_what_was_seen_before_there_were_such_keys_is_edited_once_it_was_seen_again() -> None:
    memory = Memory()
    first, edited = entry(link=SHORT), entry(link=SHORT, title="Viet Nam corrects itself on the convention")
    memory.take(first)
    del memory.rows[keys(first).item or b""]
    assert memory.take(first) == Seen(first.id)
    assert memory.take(edited) == Update(first.id)


def test_without_guid_and_link_the_text_is_the_identity() -> None:
    memory = Memory()
    bare = entry(guid=None, link=None, published=None)
    assert memory.take(bare) == New()
    assert isinstance(memory.take(replace(bare, published=NOW), NOW + timedelta(days=400)), Seen)
    assert (
        memory.take(entry(guid=None, link=None, summary="Another text"), NOW + timedelta(days=400)) == New()
    )


def test_a_title_alone_is_told_apart_by_its_day() -> None:
    memory = Memory()
    bare = entry(guid=None, link=None, summary="")
    assert memory.take(bare) == New()
    assert memory.take(replace(bare, published=NOW + timedelta(days=3)), NOW + timedelta(days=3)) == New()
    undated = replace(bare, published=None, title="A title that stands there without a date")
    assert memory.take(undated) == New()
    assert isinstance(memory.take(undated, NOW + timedelta(days=400)), Seen)


def test_what_was_seen_stays_seen_for_ever(memory: Memory) -> None:
    assert memory.take(entry(), NOW + timedelta(days=4_000)) == Seen(entry().id)
    assert memory.take(entry(guid="x"), NOW + timedelta(days=4_000)) == Seen(entry().id)


def test_an_act_of_the_record_is_known_by_its_guid_alone() -> None:
    act = Event(
        treaty="un-cybercrime", action=Action.RATIFICATION, status=Status.DONE, actor="VN", official=True
    )
    assert keys(replace(entry(), official=act)).all == (keys(entry()).own,)


def test_guids_are_compared_without_harmless_differences() -> None:
    assert guid_key("  a\n b ") == "a b"
    assert guid_key("HTTP://www.Example.org:80/?p=1&utm_source=x") == guid_key("https://example.org/?p=1")
    assert guid_key("https://example.org/#1") != guid_key("https://example.org/#2")
    assert guid_key("URN:UUID:1111AAAA-2222-3333-4444-555555555555".replace("URN:UUID", "urn:uuid")).islower()
    assert guid_key("aB3xY") != guid_key("Ab3xY")


def test_keys_are_eight_bytes_and_at_most_four() -> None:
    for one in (
        entry(),
        entry(link=SHORT),
        entry(guid=None, link=None),
        entry(link=None),
        entry(guid="g" * 1_000_000),
    ):
        found = keys(one)
        assert 1 <= len(found.all) <= 4
        assert {len(key) for key in found.all} == {8}
        assert len(found.title_digest) == 4


TEXT = st.sampled_from(["", "a", "b", "Viet Nam ratifies a treaty", "Chile signs another treaty"])
ENTRIES = st.builds(
    entry,
    feed=st.sampled_from(["a", "b"]),
    guid=st.sampled_from([None, "1", "2", "guid-12345678", "https://a.example/?p=1"]),
    link=st.sampled_from(
        [
            None,
            "https://a.example/",
            "https://a.example/a",
            "https://a.example/1",
            "https://a.example/2?utm_source=x",
        ]
    ),
    title=TEXT,
    publisher=st.sampled_from([None, "A", "B"]),
    summary=TEXT,
    published=st.sampled_from([None, NOW, NOW - timedelta(days=36_500), NOW + timedelta(days=365)]),
)


@given(st.lists(ENTRIES, max_size=12))
@example(
    [
        entry(guid="1", link=None, title="Daily", summary="One."),
        entry(guid="1", link=None, title="Weekly"),
        entry(guid="1", link=None, title="Daily", summary="Two."),
    ]
)
def test_an_entry_that_was_taken_is_never_new_again(entries: list[Entry]) -> None:
    memory = Memory()
    ids: set[str] = set()
    for one in entries:
        if memory.take(one) == New():
            assert one.id not in ids  # a new entry never meets the id of another
            ids.add(one.id)
        assert isinstance(memory.take(one), Seen)
