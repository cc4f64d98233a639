"""What is not told because of the feed that brought it first is told when another feed brings it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from monitor.decide.desk import Ahead, Pace
from monitor.decide.flood import STOPPED
from monitor.decide.mutes import Mute, Mutes, Scope
from monitor.model import Document, Level, Parsed
from monitor.pipeline import decide
from tests.pipeline.items import OPENS, bring, item, kit
from tests.pipeline.made import NOW, SIGNS, Desk, news

WORDS = 'id: words, channel: "#words", match: fisheries'
ACTS = 'id: acts, channel: "#acts", match: {treaty: un-cybercrime, action: signature}'
LOW = 'id: low, level: low, match: "fisher*"'


def desk(*polled: str) -> Desk:
    """Return a desk of which these feeds were polled before."""
    here = Desk(kit(WORDS, ACTS, LOW))
    for feed in polled:
        here.poll(feed=feed)
    return here


def muted(here: Desk, value: str, hours: float = 1) -> None:
    until = here.now + timedelta(hours=hours)
    here.memory.muted = Mutes([Mute(id=1, scope=Scope.SOURCE, value=value, until=until, person="Ana")])


@pytest.mark.parametrize(("title", "channel"), [(OPENS, "#words"), (SIGNS, "#acts")])
@pytest.mark.parametrize("published", [None, NOW - timedelta(days=3)])
def test_what_a_new_feed_held_is_told_when_another_brings_it(
    title: str, channel: str, published: object
) -> None:
    here = desk("un", "who")
    assert bring(here, "wire", item(title, published=published)) == []
    assert bring(here, "wire", item(title, published=published, summary="edited")) == []
    assert bring(here, "un", item(title, "un")) == [(channel, Level.NORMAL)]
    assert bring(here, "who", item(title, "who")) == []
    assert bring(here, "wire", item(title, guid="urn:other")) == []
    here.now += timedelta(days=9)
    assert bring(here, "blog", item(title, "blog")) == []


@pytest.mark.parametrize(
    ("published", "why"),
    [(None, "without a date at "), (NOW - timedelta(days=3), "older than TREATYWATCH_BASELINE at ")],
)
def test_what_a_new_feed_held_says_why_it_was_not_told(published: object, why: str) -> None:
    poll = desk().poll(item(feed="wire", published=published), feed="wire")
    assert (poll.noted[0].stopped or "").startswith(f"{why}the feed's first poll")


def test_two_new_feeds_are_a_baseline_both() -> None:
    here = desk("who")
    old = NOW - timedelta(days=3)
    for feed in ("wire", "un"):
        poll = here.poll(item(feed=feed, published=old), feed=feed)
        assert (news(poll), (poll.noted[0].stopped or "")[-10:]) == ([], "(baseline)")
    assert bring(here, "un", item(feed="un", published=old, guid="urn:other")) == []
    assert bring(here, "who", item(feed="who", published=old)) == [("#words", Level.NORMAL)]


def test_of_two_new_feeds_one_may_know_that_it_is_news() -> None:
    here = desk()
    bring(here, "wire", item(published=None))
    assert bring(here, "un", item(feed="un")) == [("#words", Level.NORMAL)]


def test_another_title_of_the_second_feed_is_told_by_its_words() -> None:
    here = desk("un")
    bring(here, "wire", item(published=None))
    assert bring(here, "un", item(f"{OPENS} - United Nations", "un")) == [("#words", Level.NORMAL)]
    assert bring(here, "wire", item(f"{OPENS}, says the wire", published=None)) == []


@pytest.mark.parametrize("why", ["new", "muted"])
def test_another_title_of_a_silenced_feed_does_not_undo_what_was_told(why: str) -> None:
    here = desk("wire", "un", "who") if why == "muted" else desk("wire", "un")
    assert bring(here, "wire", item(f"{OPENS} (wire)")) == [("#words", Level.NORMAL)]
    here.now += timedelta(days=4)
    if why == "muted":
        muted(here, "who")
    poll = here.poll(item(f"{OPENS} (who)", "who", published=None), feed="who")
    assert (news(poll), "baseline" in (poll.noted[0].stopped or "")) == ([], False)
    assert bring(here, "un", item(f"{OPENS} (un)", "un")) == []


def test_a_new_title_of_the_new_feed_itself_is_not_told_by_its_words() -> None:
    here = desk("un")
    bring(here, "wire", item(published=None))
    assert bring(here, "wire", item("Ministers speak on fisheries in Accra", published=None)) == []


@pytest.mark.parametrize(("title", "channel"), [(OPENS, "#words"), (SIGNS, "#acts")])
def test_a_muted_feed_does_not_silence_what_others_bring(title: str, channel: str) -> None:
    here = desk("wire", "un", "who")
    muted(here, "wire")
    poll = here.poll(item(title), feed="wire")
    assert (news(poll), (poll.noted[0].stopped or "")[:18]) == ([], "muted: source wire")
    poll = here.poll(item(title, "un"), feed="un")
    assert [alert.channel for alert in news(poll)] == [channel]
    assert poll.noted[0].matches == (), "they are kept already"
    here.now += timedelta(hours=2)
    assert bring(here, "wire", item(title, guid="urn:other")) == []
    assert bring(here, "who", item(title, "who")) == []


def test_a_muted_outlet_is_muted_in_every_feed_and_still_news_afterwards() -> None:
    here = desk("wire", "un", "who")
    muted(here, "The Paper")
    for feed in ("wire", "un"):
        assert bring(here, feed, item(feed=feed, publisher="The Paper")) == []
    here.now += timedelta(hours=2)
    assert bring(here, "who", item(feed="who", publisher="The Paper")) == [("#words", Level.NORMAL)]


def test_what_was_told_or_found_nothing_or_came_back_at_once_is_not_asked_again() -> None:
    here = desk("wire", "un")
    bring(here, "wire", item(), item("Nothing of note happened at sea today", number=2))
    old = item("Fisheries report of the year before", number=3, published=NOW - timedelta(days=40))
    assert here.poll(old, feed="wire").noted[0].stopped is not None
    old = replace(old, published=None)
    flood = item("Fisheries talks begin again in Geneva", number=4)
    document, parsed = Document(url="https://wire.example/", body=b"flood"), Parsed(entries=(flood,))
    poll = decide(
        "wire", document, parsed, state=here.states["wire"],
        kit=here.kit, memory=here.memory, pace=Pace(), now=here.now, jitter=0.5,
        ahead=Ahead(flooded=frozenset({flood.id})),
    )  # fmt: skip
    assert here.memory.keep(poll).noted[0].stopped == STOPPED
    again = [replace(one, feed="un", guid=f"urn:un:{n}") for n, one in enumerate((item(), old, flood))]
    poll = here.poll(*again, feed="un")
    assert (poll.alerts, {noted.matches for noted in poll.noted}, poll.known) == ((), {()}, 3)


def test_a_date_that_is_wrong_in_one_feed_leaves_an_item_to_the_digest_until_another_dates_it() -> None:
    here = desk("wire", "un", "who")
    for feed in ("wire", "who"):
        bring(here, feed, item("Nothing of note", feed, 2))
    long_ago = NOW - timedelta(days=20_000)
    assert bring(here, "wire", item(published=long_ago)) == []
    assert bring(here, "who", item(feed="who", published=long_ago + timedelta(days=1))) == []
    assert bring(here, "un", item(feed="un")) == [("#words", Level.NORMAL)]


TITLE = "Norway's minister speaks in Hanoi"
TEXT = "Norway signed the UN Convention against Cybercrime on Monday, and speaks of fisheries."


def test_a_longer_text_of_an_item_that_told_nobody_is_asked_of_all() -> None:
    here = desk("wire", "un", "who", "blog")
    first = here.poll(item(TITLE, summary="Norway's minister speaks"), feed="wire").noted[0].entry
    poll = here.poll(item(TITLE, "un", content=TEXT), feed="un")
    assert [alert.channel for alert in news(poll)] == ["#words", "#acts"]
    (noted,) = poll.noted
    assert (noted.entry.id, noted.entry.content, noted.entry.feed) == (first.id, TEXT, "un")
    assert noted.entry.carriers == ("wire",)
    assert [event.actor for event in noted.reading.events] == ["NO"]
    for feed in ("wire", "who", "un"):
        assert bring(here, feed, item(TITLE, feed, content=TEXT * 5, guid="urn:other")) == []


def test_a_longer_text_counts_though_a_quiet_rule_met_the_item() -> None:
    here = desk("wire", "un")
    title = "Fisher and fisherman: Norway's minister speaks"
    poll = here.poll(item(title), feed="wire")
    assert [match.rule for match in poll.noted[0].matches] == ["low"]
    poll = here.poll(item(title, "un", content=TEXT), feed="un")
    assert [alert.channel for alert in news(poll)] == ["#words", "#acts"]
    assert [match.rule for match in poll.noted[0].matches] == ["words", "acts"], (
        "what is quiet is not found anew"
    )


def test_a_text_that_is_hardly_longer_is_asked_of_all_rules_that_the_item_did_not_meet() -> None:
    here = desk("wire", "un")
    other = TEXT.replace("signed", "praised").replace("fisheries", "peace")
    bring(here, "wire", item(TITLE, content=other), item(number=2))
    mine = item(TITLE, "un", content=TEXT), item(feed="un", number=2, content=TEXT)
    poll = here.poll(*mine, feed="un")
    assert [alert.channel for alert in news(poll)] == ["#words", "#acts"], (
        "the second item's act is the first one's"
    )
    assert [noted.entry.content for noted in poll.noted] == [other, TEXT]


def test_a_longer_text_that_tells_nothing_is_read_once_by_each_feed() -> None:
    here = desk("wire", "un")
    bring(here, "wire", item(TITLE))
    nothing = "Nothing of note. " * 9
    (noted,) = here.poll(item(TITLE, "un", content=nothing), feed="un").noted
    assert (noted.entry.feed, noted.entry.carriers, noted.stopped) == ("un", ("wire",), "no rule matched")
    assert (noted.matches, noted.edited) == ((), True), "what tells nothing is nothing new of its feed"
    assert here.poll(item(TITLE, "un", guid="urn:other", content=nothing), feed="un").noted == ()
    assert news(here.poll(item(TITLE, "un", guid="urn:another", content=TEXT), feed="un")), (
        "it tells more now"
    )
