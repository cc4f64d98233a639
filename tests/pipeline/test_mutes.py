"""What people muted owes no alert, is kept all the same, and is still news afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.decide.mutes import Mute, Mutes, Scope
from tests.pipeline.made import NOW, SIGNED, Desk, entry, news


def mute(scope: Scope, value: str, hours: float = 1) -> Mutes:
    until = NOW + timedelta(hours=hours)
    return Mutes([Mute(id=1, scope=scope, value=value, until=until, person="Ana")])


@pytest.mark.parametrize(
    ("scope", "value"),
    [
        (Scope.RULE, "acts"),
        (Scope.STORY, "un-cybercrime:GH:signature"),
        (Scope.SOURCE, "One"),
        (Scope.SOURCE, "one"),
        (Scope.TREATY, "un-cybercrime"),
    ],
)
def test_a_mute_stops_the_alert_and_nothing_else(scope: Scope, value: str) -> None:
    desk = Desk().started()
    desk.memory.muted = mute(scope, value)
    poll = desk.poll(entry(SIGNED))
    assert news(poll) == []
    (noted,) = poll.noted
    assert noted.matches
    assert noted.stopped == f"muted: {scope} {value} until 24 Nov 2026, 13:00 UTC, by Ana"
    (story,) = poll.stories
    assert (story.key, story.furthest) == ("un-cybercrime:GH:signature", None)


def test_what_a_mute_kept_back_is_told_with_the_next_coverage_once_it_is_over() -> None:
    desk = Desk().started()
    desk.memory.muted = mute(Scope.RULE, "acts")
    assert news(desk.poll(entry(SIGNED))) == []
    desk.now += timedelta(hours=2)
    (alert,) = news(desk.poll(entry("Ghana has signed the Hanoi Convention", 2, feed="two"), feed="two"))
    assert alert.story == "un-cybercrime:GH:signature"
    assert news(desk.poll(entry("Ghana signs Hanoi Convention, at last", 3))) == []


@pytest.mark.parametrize("source", ["One", "one"])
def test_what_is_owed_already_is_kept_back_by_its_outlets_name_and_by_its_feeds_id(source: str) -> None:
    (alert,) = news(Desk().started().poll(entry(SIGNED)))
    assert mute(Scope.SOURCE, source).owed(alert)
    assert not mute(Scope.SOURCE, "two").owed(alert)


def test_a_muted_source_does_not_silence_the_others() -> None:
    desk = Desk().started()
    desk.memory.muted = mute(Scope.SOURCE, "One")
    assert news(desk.poll(entry(SIGNED))) == []
    assert len(news(desk.poll(entry(SIGNED, 2, feed="two"), feed="two"))) == 1


@pytest.mark.parametrize(
    ("scope", "value"),
    [
        (Scope.RULE, "acts-of-others"),
        (Scope.STORY, "un-cybercrime:FR:signature"),
        (Scope.TREATY, "bbnj"),
        (Scope.SOURCE, "acts"),  # a rule's name
        (Scope.RULE, "un-cybercrime"),
    ],
)
def test_a_mute_of_something_else_stops_nothing(scope: Scope, value: str) -> None:
    desk = Desk().started()
    desk.memory.muted = mute(scope, value)
    assert len(news(desk.poll(entry(SIGNED)))) == 1


def test_of_an_entry_with_a_muted_story_the_rest_is_told() -> None:
    desk = Desk().started()
    desk.memory.muted = mute(Scope.STORY, "un-cybercrime:GH:signature")
    (alert,) = news(desk.poll(entry("Ghana and Kenya sign the UN Convention against Cybercrime")))
    assert [event.actor for event in alert.telling.events] == ["KE"]


def test_a_muted_rule_of_words_alone() -> None:
    desk = Desk().started()
    desk.memory.muted = mute(Scope.RULE, "words")
    poll = desk.poll(entry("A workshop on cybercrime"))
    assert news(poll) == []
    assert poll.noted[0].stopped is not None
    desk.now += timedelta(hours=2)
    assert len(news(desk.poll(entry("The workshop on cybercrime goes on", 2)))) == 1
