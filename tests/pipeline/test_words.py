"""What a rule of words alone finds is told whatever acts the item tells too, and never twice in a channel."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from monitor.decide.desk import EDITED, REFUSED
from monitor.decide.mutes import Mute, Mutes, Scope
from monitor.model import Kind, Level
from tests.pipeline.made import GENERAL, NORWAY, NOW, ROW, SIGNS, desk, entry, heard, news

LIVE = "LIVE: more to follow from the capital"
RESIGNS = "Minister resigns over extradition scandal"


def words(channel: str = "#mining", level: str = "high", match: str = "extradition") -> str:
    """Return the rules: signatures to #general, and a rule of words alone."""
    return f'{GENERAL}  - {{id: dsm, title: Words, level: {level}, channel: "{channel}", match: {match}}}\n'


def test_a_rule_of_words_is_told_though_the_item_tells_a_known_act_too() -> None:
    here = desk(words())
    here.poll(entry(SIGNS))
    poll = here.poll(entry(ROW, 2, publisher="Wire"))
    (alert,) = news(poll)
    assert (alert.channel, alert.level, alert.telling.events) == ("#mining", Level.HIGH, ())
    assert [line.partition(":")[0] for line in alert.telling.because] == ["dsm"]
    assert {(c.story, c.entry.title) for c in poll.coverage} >= {(NORWAY, ROW)}
    again = here.poll(entry(ROW + ", officials say", 3, feed="two"), feed="two")
    assert {alert.kind for alert in again.alerts} == {Kind.UPDATE}
    assert again.noted[0].stopped == "more coverage of a step that was told"


def test_an_item_that_is_new_both_ways_is_one_message_a_channel() -> None:
    poll = desk(words()).poll(entry(ROW))
    assert heard(poll) == [("#general", Level.NORMAL), ("#mining", Level.HIGH)]
    general, mining = news(poll)
    assert [event.actor for event in general.telling.events] == ["NO"]
    assert mining.telling.events == ()


def test_in_the_channel_of_the_act_one_message_tells_both_reasons() -> None:
    (alert,) = news(desk(words("#general")).poll(entry(ROW)))
    assert (alert.level, [event.actor for event in alert.telling.events]) == (Level.HIGH, ["NO"])
    assert [line.partition(":")[0] for line in alert.telling.because] == ["dsm", "gen"]


def test_words_beside_a_rule_of_acts_do_not_tell_every_further_article_about_a_known_step() -> None:
    here = desk(words("#general", match='"cybercrime"'))
    assert len(news(here.poll(entry(SIGNS)))) == 1
    titles = ("Oslo: Norway has signed the Hanoi Convention on cybercrime", "Cybercrime treaty: Norway signs")
    for number, title in enumerate(titles, 2):
        poll = here.poll(entry(title, number, publisher=f"Wire {number}"))
        assert [alert.kind for alert in poll.alerts] == [Kind.UPDATE], title
        assert [c.story for c in poll.coverage] == [NORWAY]
    assert len(news(here.poll(entry("Cybercrime workshop opens in Accra", 9)))) == 1


def test_critical_words_beside_a_rule_of_acts_make_a_known_step_critical_once() -> None:
    here = desk(words("#general", "critical"))
    here.poll(entry(SIGNS))
    (alert,) = news(here.poll(entry(ROW, 2)))
    assert (alert.level, alert.story) == (Level.CRITICAL, NORWAY)
    assert (
        news(
            here.poll(entry("Extradition row in Oslo: Norway signs the UN Convention against Cybercrime", 3))
        )
        == []
    )


def test_a_channel_of_words_hears_of_it_where_another_of_the_same_rule_heard_of_the_act() -> None:
    here = desk(words().replace('channel: "#mining"', 'channels: ["#general", "#mining"]'))
    here.poll(entry(SIGNS))
    assert heard(here.poll(entry(ROW, 2))) == [("#mining", Level.HIGH)]
    poll = here.poll(entry("Kenya signs the UN Convention against Cybercrime amid extradition talks", 3))
    assert heard(poll) == [("#general", Level.HIGH), ("#mining", Level.HIGH)]


def test_words_are_told_where_the_rule_of_acts_of_their_channel_is_muted() -> None:
    here = desk(words("#general"))
    here.memory.muted = Mutes(
        [Mute(id=1, scope=Scope.RULE, value="gen", until=NOW + timedelta(hours=1), person="Ana")]
    )
    (alert,) = news(here.poll(entry(ROW)))
    assert (alert.telling.rule, alert.telling.events) == ("dsm", ())


def test_a_rule_that_asks_for_an_appeal_is_told_though_an_appeal_moves_no_story() -> None:
    here = desk("rules:\n  - {id: urged, title: Appeals, match: {treaty: un-cybercrime, status: urged}}\n")
    appeal = "Rights groups urge Canada to sign the Hanoi Convention"
    (alert,) = news(here.poll(entry(appeal)))
    assert alert.telling.title == appeal
    assert news(here.poll(entry("LIVE: " + appeal, 3, feed="two"), feed="two")) == []


def test_a_refusal_of_what_the_item_tells_as_done_silences_no_words() -> None:
    refusals = '  - {id: ref, title: Refusals, channel: "#mining", match: {treaty: un-cybercrime, status: refused}}\n'
    title = "After an extradition row, Norway signs the UN Convention against Cybercrime it refused to sign"
    poll = desk(words() + refusals).poll(entry(title))
    assert {match.rule for match in poll.noted[0].matches} == {"gen", "dsm", "ref"}
    assert heard(poll) == [("#general", Level.NORMAL), ("#mining", Level.HIGH)]
    poll = desk(GENERAL.rstrip("\n") + "\n    level: low\n" + refusals).poll(entry(title))
    assert (news(poll), poll.noted[0].stopped) == ([], REFUSED)


def test_an_edited_title_that_meets_a_rule_of_words_for_the_first_time_is_told() -> None:
    here = desk(words())
    assert news(here.poll(entry(LIVE))) == []
    poll = here.poll(entry(RESIGNS))
    assert ([n.edited for n in poll.noted], heard(poll)) == ([True], [("#mining", Level.HIGH)])
    third = here.poll(entry("Extradition scandal: minister is gone"))
    assert (news(third), third.noted[0].stopped) == ([], EDITED)


def test_an_item_edited_within_one_document_is_told_once() -> None:
    here = desk(words())
    poll = here.poll(entry(RESIGNS), entry("Extradition scandal: minister is gone"))
    assert [n.edited for n in poll.noted] == [False, True]
    assert heard(poll) == [("#mining", Level.HIGH)]


def test_an_edit_of_what_is_no_longer_kept_is_not_told_by_its_words() -> None:
    here = desk(words())
    here.poll(entry(LIVE))
    here.memory.entries.clear()
    poll = here.poll(entry(RESIGNS))
    assert (news(poll), poll.noted[0].stopped) == ([], EDITED)


def test_an_edited_title_is_told_in_the_channel_that_asks_for_what_is_new() -> None:
    here = desk(words())
    assert heard(here.poll(entry(SIGNS))) == [("#general", Level.NORMAL)]
    assert heard(here.poll(entry(ROW))) == [("#mining", Level.HIGH)]
    assert news(here.poll(replace(entry(ROW), guid="urn:other"))) == []


@pytest.mark.parametrize("level", ["low", "high"])
def test_quiet_rules_of_acts_silence_no_words(level: str) -> None:
    here = desk(
        words("#general").replace('channel: "#general"\n', f'channel: "#general"\n    level: {level}\n', 1)
    )
    poll = here.poll(entry(ROW))
    (alert,) = news(poll)
    assert bool(alert.telling.events) is (level == "high")
