"""Each channel hears what its own rules ask for, once, whatever the others were told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from monitor.decide.alerts import Route, update
from monitor.decide.audience import audiences
from monitor.decide.kit import compile_kit
from monitor.decide.mutes import Mute, Mutes, Scope
from monitor.model import Action, Event, Kind, Level, Match, Status, Step
from monitor.story import join
from tests.pipeline.made import (
    FEEDS,
    GENERAL,
    LEGAL,
    NORWAY,
    NOW,
    RESERVES,
    SIGNS,
    acts,
    desk,
    entry,
    heard,
    news,
    official,
)


def test_what_another_channel_was_told_does_not_silence_this_one() -> None:
    here = desk(GENERAL + LEGAL)
    (general,) = news(here.poll(entry(SIGNS)))
    poll = here.poll(entry(RESERVES, 2, publisher="Wire"))
    assert heard(poll) == [("#legal", Level.CRITICAL)]
    assert poll.noted[0].stopped is None
    (edit,) = (alert for alert in poll.alerts if alert.kind is Kind.UPDATE)
    assert (edit.updates, [o.publisher for o in edit.telling.outlets]) == (general.id, ["One", "Wire"])
    (story,) = poll.stories
    assert story.alerts == (general.id, news(poll)[0].id)
    again = here.poll(entry(RESERVES + ", say papers", 3, publisher="Other"))
    assert news(again) == []
    assert again.noted[0].stopped == "more coverage of a step that was told"
    assert {alert.channel for alert in again.alerts} == {"#general", "#legal"}, "both messages show it"


def test_an_edit_that_shows_another_outlet_is_another_edit() -> None:
    here = desk(GENERAL)
    (alert,) = news(here.poll(entry(SIGNS)))
    outlets = [replace(alert.telling.outlets[0], publisher=name) for name in ("One", "Wire", "Other")]
    edits = [update(alert, outlets[:1] + outlets[at : at + 1], NOW) for at in (1, 1, 2)]
    assert edits[0].id == edits[1].id != edits[2].id


def test_two_items_of_one_poll_are_told_where_they_are_asked_for() -> None:
    poll = desk(GENERAL + LEGAL).poll(entry(SIGNS), entry(RESERVES, 2, publisher="Wire"))
    assert heard(poll) == [("#general", Level.NORMAL), ("#legal", Level.CRITICAL)]
    general, legal = news(poll)
    assert [o.publisher for o in general.telling.outlets] == ["One", "Wire"]
    assert [o.publisher for o in legal.telling.outlets] == ["Wire"]


def test_in_one_channel_a_step_is_told_once_whichever_rule_asks() -> None:
    here = desk(GENERAL + LEGAL.replace("#legal", "#general").replace("critical", "high"))
    assert heard(here.poll(entry(SIGNS))) == [("#general", Level.NORMAL)]
    assert heard(here.poll(entry(RESERVES, 2))) == []


def test_what_is_critical_is_told_where_the_step_was_told_at_a_lower_level() -> None:
    here = desk(GENERAL + LEGAL.replace("#legal", "#general"))
    (first,) = news(here.poll(entry(SIGNS)))
    (louder,) = news(here.poll(entry(RESERVES, 2)))
    assert (louder.channel, louder.level) == ("#general", Level.CRITICAL)
    assert louder.id != first.id, "the outbox owes an id once"
    assert [line.partition(":")[0] for line in louder.telling.because] == ["legal", "gen"]
    assert news(here.poll(entry(RESERVES + ", say papers", 3))) == []
    assert here.memory.stories[NORWAY].alerts == (louder.id,)


def test_what_was_critical_at_once_is_not_told_again() -> None:
    here = desk(GENERAL + LEGAL.replace("#legal", "#general"))
    (only,) = news(here.poll(entry(RESERVES)))
    assert (only.level, len(only.telling.because)) == (Level.CRITICAL, 2)
    assert news(here.poll(entry(RESERVES + ", say papers", 2), entry(SIGNS, 3))) == []


def test_a_state_file_that_did_not_tell_channels_apart_repeats_nothing() -> None:
    here = desk(GENERAL + LEGAL)
    here.poll(entry(SIGNS))
    old = here.memory.stories[NORWAY]
    here.memory.stories[NORWAY] = replace(old, channels=(), told=Step.DONE)
    assert news(here.poll(entry(RESERVES, 2))) == []
    signed = acts(("NO", Action.SIGNATURE, "2026-11-23"))
    here.poll(feed="record", record=acts())
    poll = here.poll(*map(official, signed.acts), feed="record", record=signed)
    assert [(a.channel, a.telling.step) for a in news(poll)] == [("#general", Step.CONFIRMED)]


def test_what_the_record_held_before_the_first_poll_is_news_in_no_channel() -> None:
    here = desk(GENERAL + LEGAL)
    signed = acts(("NO", Action.SIGNATURE, "2025-10-25"))
    here.poll(*map(official, signed.acts), feed="record", record=signed)
    assert news(here.poll(entry(SIGNS), entry(RESERVES, 2))) == []


def test_a_muted_rule_hears_of_it_after_the_mute_though_another_channel_was_told() -> None:
    here = desk(GENERAL + LEGAL)
    until = NOW + timedelta(hours=1)
    here.memory.muted = Mutes([Mute(id=1, scope=Scope.RULE, value="legal", until=until, person="Ana")])
    poll = here.poll(entry(RESERVES))
    assert heard(poll) == [("#general", Level.NORMAL)]
    muted = here.poll(entry(RESERVES + ", say papers", 2))
    assert muted.noted[0].stopped == "muted: rule legal until 24 Nov 2026, 13:00 UTC, by Ana"
    here.now += timedelta(hours=2)
    assert heard(here.poll(entry(RESERVES + ", once more", 3))) == [("#legal", Level.CRITICAL)]


def test_a_rule_with_two_channels_tells_each_what_it_was_not_told() -> None:
    here = desk(GENERAL + LEGAL.replace('channel: "#legal"', 'channels: ["#general", "#legal"]'))
    here.poll(entry(SIGNS))
    assert heard(here.poll(entry(RESERVES, 2))) == [("#general", Level.CRITICAL), ("#legal", Level.CRITICAL)]


def test_of_two_ways_into_one_story_each_channel_hears_of_its_own() -> None:
    plan, deed = (
        Event(treaty="budapest", actor="PE", action=action, status=status)
        for action, status in ((Action.ACCESSION, Status.PLANNED), (Action.RATIFICATION, Status.DONE))
    )
    joined = [join(event, NOW, lambda _: None, lambda *_: ()) for event in (plan, deed)]
    asked = {"a": (plan,), "b": (plan, deed), "c": (deed,)}
    matches = [
        Match(rule=rule, level=Level.NORMAL, treaty="budapest", because=(), events=events)
        for rule, events in asked.items()
    ]
    routes = {rule: Route(title="", level=Level.NORMAL, channels=(f"#{rule}",)) for rule in asked}
    told = audiences([item for item in joined if item], matches, routes)
    assert [(one.channel, [item.step for item in one.news]) for one in told] == [
        ("#a", [Step.PLANNED]),
        ("#b", [Step.DONE]),
        ("#c", [Step.DONE]),
    ]


def test_a_channel_is_one_however_its_name_is_written() -> None:
    """Slack takes `legal` and `#legal` for the same channel, which was told everything twice."""
    same = GENERAL + LEGAL.replace('"#legal"', "general").replace('any: ["reservation*"]', "treaty: any")
    own = GENERAL.replace('channel: "#general"', "channels: [alerts, general, '#general']")
    assert heard(desk(same).poll(entry(SIGNS))) == [("#general", Level.CRITICAL)]
    assert heard(desk(own).poll(entry(SIGNS))) == [("#alerts", Level.NORMAL), ("#general", Level.NORMAL)]


@pytest.mark.parametrize(
    ("single", "digests", "quiet"), [(False, [None, "#legal"], "#legal"), (True, [None], "#legal")]
)
def test_digests_and_quiet_hours_go_by_channels_too(
    single: bool, digests: list[str | None], quiet: str
) -> None:
    texts = {
        "feeds.yaml": FEEDS,
        "defaults.yaml": "defaults: {level: normal}\n"
        "quiet_hours:\n  - {channel: legal, from: '22:00', to: '07:00'}\n"
        "digests:\n  - {at: '07:00'}\n  - {at: '08:00', channel: alerts}\n  - {at: '07:00', channel: legal}\n"
        "  - {at: '09:00', channel: '#legal'}\n",
    }
    made = compile_kit(texts, channel="#alerts", where="rules", single=single).rulebook
    assert [plan.channel for plan in made.digests] == digests
    assert [hours.channel for hours in made.quiet] == [quiet]
