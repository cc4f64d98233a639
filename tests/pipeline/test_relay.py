"""An item that another feed brought first is told by the rules of the feed that brings it now, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from monitor.decide.mutes import Mute, Mutes, Scope
from monitor.model import Kind, Level
from tests.pipeline.items import FEEDS, OPENS, WORDS, bring, desk, item, kit
from tests.pipeline.made import NORWAY, NOW, SIGNS, Desk, news

ACTS = (
    'id: acts, channel: "#acts", feeds: ["tag:official"], match: {treaty: un-cybercrime, action: signature}'
)


def test_a_rule_of_a_feed_is_told_of_what_another_feed_brought_first_and_once() -> None:
    here = desk(WORDS)
    assert bring(here, "wire", item()) == []
    poll = here.poll(item(feed="un"), feed="un")
    (alert,) = news(poll)
    assert (alert.channel, alert.telling.rule, alert.telling.outlets[0].publisher) == (
        "#words",
        "words",
        "The un",
    )
    assert (poll.known, poll.state.entries, poll.state.matches) == (0, 1, 1)
    again = here.poll(item(feed="un", summary="New words"), feed="un")
    assert (again.noted, again.alerts, again.known) == ((), (), 1), "it is not even matched anew"
    assert bring(here, "wire", item(summary="New words")) == []


def test_an_item_keeps_its_id_and_the_text_that_came_first() -> None:
    here = desk(WORDS)
    first = here.poll(item(summary="The first text"), feed="wire").noted[0].entry
    (noted,) = here.poll(item(feed="un"), feed="un").noted
    assert noted.entry == replace(first, carriers=("un",))
    assert not noted.edited
    assert [match.rule for match in noted.matches] == ["words"]
    assert [one.id in here.memory.entries for one in (first, item(feed="un"))] == [True, False]


def test_acts_are_told_where_they_were_not_heard_and_are_one_story() -> None:
    here = desk('id: all, channel: "#all", match: {treaty: un-cybercrime}', ACTS)
    assert bring(here, "wire", item(SIGNS)) == [("#all", Level.NORMAL)]
    poll = here.poll(item(SIGNS, "who"), feed="who")
    assert [(alert.channel, alert.story) for alert in news(poll)] == [("#acts", NORWAY)]
    (noted,) = here.poll(item(SIGNS, "un"), feed="un").noted
    assert (noted.matches, noted.edited) == ((), True), "the rule of both was asked already"


def test_what_its_channel_heard_of_the_act_is_more_coverage() -> None:
    here = desk('id: all, channel: "#acts", match: {treaty: un-cybercrime}', ACTS)
    assert bring(here, "wire", item(SIGNS)) == [("#acts", Level.NORMAL)]
    poll = here.poll(item(SIGNS, "who"), feed="who")
    assert (news(poll), poll.noted[0].stopped) == ([], "more coverage of a step that was told")


def test_what_its_channel_heard_of_the_item_is_not_told_for_other_words() -> None:
    here = desk('id: any, channels: ["#words", "#more"], match: workshop', WORDS)
    assert len(bring(here, "wire", item())) == 2
    poll = here.poll(item(feed="un"), feed="un")
    assert (news(poll), poll.noted[0].stopped) == ([], "more coverage of a step that was told")
    assert {alert.kind for alert in poll.alerts} <= {Kind.UPDATE}


def test_words_of_a_channel_that_heard_of_the_act_are_not_told_by_themselves() -> None:
    here = desk(
        'id: all, channel: "#words", match: {treaty: un-cybercrime}', WORDS.replace("fisheries", "cybercrime")
    )
    assert bring(here, "wire", item(SIGNS)) == [("#words", Level.NORMAL)]
    assert bring(here, "un", item(SIGNS, "un")) == []


def test_what_is_critical_is_told_though_its_channel_heard_of_the_item() -> None:
    here = desk('id: any, channel: "#words", match: workshop', f"level: critical, {WORDS}")
    assert bring(here, "wire", item()) == [("#words", Level.NORMAL)]
    assert bring(here, "un", item(feed="un")) == [("#words", Level.CRITICAL)]
    assert bring(here, "un", item(feed="un", guid="urn:changed")) == []


def test_rules_that_the_first_text_did_not_meet_are_asked_of_that_of_another_feed() -> None:
    here = desk(
        'id: any, channel: "#any", match: subsidies', 'id: both, channel: "#both", match: subsidies, feeds: [wire, un]',
        'id: un, channel: "#un", match: subsidies, feeds: [un]',
    )  # fmt: skip
    title = "Ministers meet in the capital of Ghana"
    assert bring(here, "wire", item(title, summary="They speak of many things.")) == []
    other = item(title, "un", summary="They speak of subsidies.")
    assert bring(here, "un", other) == [(to, Level.NORMAL) for to in ("#any", "#both", "#un")]
    assert bring(here, "blog", replace(other, feed="blog", guid="urn:blog")) == []


@pytest.mark.parametrize("others", [(), ('id: gen, channel: "#general", match: ministers',)])
def test_a_longer_text_is_told_whatever_other_channels_heard_of_the_item(others: tuple[str, ...]) -> None:
    here = desk('id: extradition, channel: "#mining", match: extradition', *others)
    title = "Ministers meet in the capital of Ghana"
    bring(here, "wire", item(title))
    longer = item(title, "un", summary="They speak of extradition. " * 9)
    assert bring(here, "un", longer) == [("#mining", Level.NORMAL)]
    assert bring(here, "who", replace(longer, feed="who", guid="urn:who")) == []


def test_a_channel_that_heard_of_the_item_hears_of_the_act_that_a_longer_text_tells_and_not_of_more_words() -> (
    None
):
    signed = 'id: signed, channel: "#all", match: {treaty: un-cybercrime, action: signature}'
    here = desk(
        signed, 'id: any, channel: "#all", match: minister', 'id: more, channel: "#all", match: capital'
    )
    title = "Norway's minister speaks in Hanoi"
    assert bring(here, "wire", item(title)) == [("#all", Level.NORMAL)]
    assert bring(here, "who", item(title, "who", summary="In the capital of Viet Nam")) == []
    poll = here.poll(item(title, "un", content=f"{SIGNS} in the capital of Viet Nam."), feed="un")
    assert [alert.story for alert in news(poll)] == [NORWAY]


def test_a_rule_of_two_feeds_tells_an_item_once_however_late_the_second_brings_it() -> None:
    here = desk(WORDS.replace("[un]", "[un, who]"))
    bring(here, "wire", item())
    assert bring(here, "un", item(feed="un")) == [("#words", Level.NORMAL)]
    here.now += timedelta(days=9)
    assert bring(here, "who", item(feed="who")) == []


def test_a_changed_guid_does_not_make_it_new_to_a_feed() -> None:
    here = desk(WORDS)
    bring(here, "wire", item())
    bring(here, "un", item(feed="un"))
    here.now += timedelta(days=9)
    assert here.poll(item(feed="un", guid="urn:un:other"), feed="un").noted == ()
    own = item("Fisheries report of the week is out", "un", 2)
    assert bring(here, "un", own) == [("#words", Level.NORMAL)]
    here.now += timedelta(days=9)
    assert here.poll(replace(own, guid="urn:un:another"), feed="un").noted == ()


def test_items_without_guids_are_told_once_as_well() -> None:
    here = desk(WORDS)
    bring(here, "wire", item(guid=None))
    assert bring(here, "un", item(feed="un", guid=None)) == [("#words", Level.NORMAL)]
    assert here.poll(item(feed="un", guid=None, summary="New"), feed="un").noted == ()


def test_copies_within_one_document_are_told_once() -> None:
    here = desk(WORDS)
    bring(here, "wire", item())
    copies = [item(feed="un"), item(feed="un", guid="urn:un:copy"), item(feed="un", guid=None)]
    poll = here.poll(*copies, feed="un")
    assert (len(news(poll)), len(poll.noted), poll.known) == (1, 1, 2)
    own = item("Fisheries report of the week is out", "un", 2)
    poll = here.poll(own, replace(own, guid="urn:un:copy2"), feed="un")
    assert (len(news(poll)), len(poll.noted)) == (1, 1)


def test_one_poll_brings_what_others_brought_and_what_is_new() -> None:
    here = desk(WORDS)
    bring(here, "wire", item(), item("Talks on fisheries end in Geneva without a text", number=2))
    poll = here.poll(
        item(feed="un"), item("Talks on fisheries end in Geneva without a text", "un", 2),
        item("Peru asks for a panel on fisheries", "un", 3), feed="un",
    )  # fmt: skip
    assert len(news(poll)) == 3
    assert here.poll(*(item(feed="un", number=n) for n in (1, 2)), feed="un").alerts == ()


def test_what_other_feeds_have_of_an_item_is_asked_once() -> None:
    here = desk(WORDS)
    bring(here, "wire", item())
    for feed in ("blog", "un"):
        assert bring(here, feed, item(feed=feed)) == ([("#words", Level.NORMAL)] if feed == "un" else [])
        for summary in ("Ghana signs the UN Convention against Cybercrime", "edited"):
            assert bring(here, feed, item(feed=feed, summary=summary)) == []


def test_a_text_that_tells_more_under_its_title_is_an_edit() -> None:
    here = desk('id: all, channel: "#acts", match: {treaty: un-cybercrime, status: any}')
    will, signed = (f"Ghana {verb} the UN Convention against Cybercrime." for verb in ("will sign", "signed"))
    assert bring(here, "wire", item(summary=will)) == [("#acts", Level.NORMAL)]
    assert bring(here, "wire", item(summary=f"{will} Read on.")) == []
    assert bring(here, "wire", item(summary=f"{signed} Read on.")) == [("#acts", Level.NORMAL)]
    assert bring(here, "wire", item(summary=signed)) == []
    assert bring(here, "wire", item(summary="More soon.")) == []
    assert bring(here, "wire", item(summary=signed)) == []


def test_a_text_that_tells_more_is_an_edit_though_its_guid_changed_with_it() -> None:
    here = desk('id: all, channel: "#acts", match: {treaty: un-cybercrime, status: any}')
    will, signed = (f"Ghana {verb} the UN Convention against Cybercrime." for verb in ("will sign", "signed"))
    assert bring(here, "wire", item(summary=will)) == [("#acts", Level.NORMAL)]
    assert bring(here, "wire", item(summary=signed, guid="urn:another")) == [("#acts", Level.NORMAL)]


def test_one_title_with_several_texts_in_one_document_is_read_to_its_end() -> None:
    here = desk('id: all, channel: "#acts", match: {treaty: un-cybercrime, status: any}')
    texts = [f"{state} signed the UN Convention against Cybercrime." for state in ("Ghana", "Peru", "Ghana")]
    items = [item(summary=text, guid=f"urn:{number}") for number, text in enumerate(texts)]
    assert bring(here, "wire", *items) == [("#acts", Level.NORMAL)] * 2
    assert bring(here, "wire", *items) == []


def test_what_was_history_in_a_text_is_told_once_it_is_done_again() -> None:
    here = desk('id: all, channel: "#acts", match: {treaty: un-cybercrime, status: done}')
    peru, ghana = "Peru signs the Hanoi Convention.", "Ghana signed the Hanoi Convention in 2025."
    assert bring(here, "wire", item(summary=f"{peru} {ghana}")) == [("#acts", Level.NORMAL)]
    assert bring(here, "wire", item(summary=f"{peru} Ghana signs it today.")) == [("#acts", Level.NORMAL)]
    assert bring(here, "wire", item(summary=f"{peru} {ghana} Read on.")) == []


def test_what_changes_around_an_item_that_is_too_old_for_news_is_none() -> None:
    here = desk('id: all, channel: "#acts", match: {treaty: un-cybercrime}')
    signed = "Ghana signed the UN Convention against Cybercrime."
    for days, wanted in ((31, []), (29, [("#acts", Level.NORMAL)])):
        old = item(number=days, published=NOW - timedelta(days=days))
        bring(here, "wire", old)
        assert bring(here, "wire", replace(old, summary=signed)) == wanted


def test_a_text_that_changes_brings_no_rule_that_is_new_to_look_back() -> None:
    here = desk(WORDS)
    text = "Talks on quotas."
    bring(here, "wire", item(summary=text))
    here.kit = kit('id: quotas, channel: "#words", match: quotas')
    assert bring(here, "wire", item(summary=f"{text} 3 comments")) == []
    assert bring(here, "wire", item(summary="3 comments")) == []
    assert bring(here, "wire", item(summary=f"{text} 4 comments")) == []
    bring(here, "wire", item("Another item", number=2, summary="Talks."))
    assert bring(here, "wire", item("Another item", number=2, summary=text)) == [("#words", Level.NORMAL)]


def test_an_edited_title_reaches_the_rules_of_a_feed_that_brings_it_second() -> None:
    here = desk(WORDS)
    own = item("Workshop opens in Accra with two ministers", "un")
    bring(here, "un", own)
    edited = "Workshop on fisheries opens in Accra: ministers speak"
    (noted,) = here.poll(item(edited), feed="wire").noted
    assert noted.edited
    assert bring(here, "un", replace(own, title=edited)) == [("#words", Level.NORMAL)]
    assert bring(here, "un", replace(own, title=edited, summary="and more")) == []
    bring(here, "wire", item("Fisheries: ministers speak in Accra and agree on nothing"))
    third = replace(own, title="Fisheries: ministers speak in Accra and agree on nothing")
    assert bring(here, "un", third) == [], "the rule met it before, and only its title changed"


def test_another_title_of_the_second_feed_is_told_by_its_rules_once() -> None:
    here = desk(WORDS)
    bring(here, "wire", item())
    dressed = item(f"{OPENS} - United Nations", "un")
    assert bring(here, "un", dressed) == [("#words", Level.NORMAL)]
    for _ in range(2):
        bring(here, "wire", item())
        assert bring(here, "un", replace(dressed, summary="edited")) == []


def test_another_title_of_the_second_feed_is_not_told_where_the_item_was() -> None:
    here = desk('id: any, channel: "#words", match: workshop', WORDS, WORDS.replace("words", "more"))
    assert bring(here, "wire", item()) == [("#words", Level.NORMAL)]
    assert bring(here, "un", item(f"{OPENS} - United Nations", "un")) == [("#more", Level.NORMAL)]
    reworded = item("Fisheries: ministers speak in Accra and agree on nothing")
    assert bring(here, "wire", item("Workshop opens in Accra", number=2)) == [("#words", Level.NORMAL)]
    assert bring(here, "un", replace(reworded, feed="un", link=item(number=2).link, guid="urn:2")) == [
        ("#words", Level.NORMAL), ("#more", Level.NORMAL),
    ]  # fmt: skip


def test_the_first_poll_of_the_second_feed_is_a_baseline() -> None:
    here = Desk(kit(WORDS))
    here.poll(feed="wire")
    old, young = item(published=NOW - timedelta(days=2)), item("Talks on fisheries go on in Geneva", number=2)
    bring(here, "wire", old, young)
    mine = [replace(one, feed="un", guid=f"urn:un:{n}") for n, one in enumerate((old, young))]
    poll = here.poll(*mine, feed="un")
    assert [alert.telling.title for alert in news(poll)] == [young.title]
    assert [(noted.stopped, len(noted.matches)) for noted in poll.noted] == [
        ("no rule matched", 0),
        (None, 1),
    ]
    for guid in ("urn:un:0", "urn:changed", None):
        assert bring(here, "un", replace(mine[0], guid=guid, summary=f"text of {guid}")) == []


def test_what_is_too_old_for_news_is_left_to_the_digest() -> None:
    here = desk(WORDS)
    bring(here, "wire", item())
    here.now += timedelta(days=31)
    bring(here, "un", item("Nothing of note", "un", 2, published=here.now))
    poll = here.poll(item(feed="un"), feed="un")
    assert (news(poll), poll.noted[0].stopped) == (
        [],
        "published 31 days before it came (left to the digest)",
    )
    assert [match.rule for match in poll.noted[0].matches] == ["words"]


def test_a_muted_rule_is_not_told_and_its_story_is_still_news() -> None:
    here = desk(WORDS)
    bring(here, "wire", item())
    until = here.now + timedelta(hours=1)
    here.memory.muted = Mutes([Mute(id=1, scope=Scope.RULE, value="words", until=until, person="Ana")])
    poll = here.poll(item(feed="un"), feed="un")
    assert (news(poll), (poll.noted[0].stopped or "")[:17]) == ([], "muted: rule words")
    here.now += timedelta(hours=2)
    assert bring(here, "un", item(f"LIVE: {OPENS}", "un", 7)) == [("#words", Level.NORMAL)]


def test_an_item_whose_text_is_no_longer_kept_is_no_news() -> None:
    here = desk(WORDS)
    bring(here, "wire", item())
    here.memory.entries.clear()
    assert here.poll(item(feed="un"), feed="un").noted == ()


def test_a_feed_that_left_the_rules_has_asked_nobody() -> None:
    here = desk(WORDS.replace("[un]", '["tag:official", blog]'))
    bring(here, "wire", item())
    here.kit = kit(WORDS, feeds=FEEDS.replace("id: wire", "id: gone"))
    assert bring(here, "un", item(feed="un")) == [("#words", Level.NORMAL)]


def test_a_rule_that_is_limited_later_does_not_look_back() -> None:
    here = desk('id: other, match: "nothing at all", feeds: [who]')
    for guid in ("a", None):
        bring(here, "wire", item(guid=guid, number=len(str(guid))))
        bring(here, "un", item(feed="un", guid=guid, number=len(str(guid))))
    here.kit = kit(WORDS)
    for guid in ("a", None):
        again = item(feed="un", guid=guid, number=len(str(guid)), summary="a new text")
        assert here.poll(again, feed="un").noted == ()


def test_a_feed_that_is_given_a_tag_later_does_not_look_back() -> None:
    here = desk(ACTS)
    bring(here, "wire", item(SIGNS))
    bring(here, "blog", item(SIGNS, "blog"))
    here.kit = kit(ACTS, feeds=FEEDS.replace("slow", "official"))
    assert bring(here, "blog", item(SIGNS, "blog", summary="a new text")) == []
    assert bring(here, "blog", item("Ghana signs the Hanoi Convention", "blog", 2)) == [
        ("#acts", Level.NORMAL)
    ]
