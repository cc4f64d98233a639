"""How far each channel was told of a story, and what is news there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.decide.alerts import LEVELS
from monitor.model import Level, Step
from monitor.store.codec import dump, load
from monitor.story import ORDER, Joined, Story, foremost, how_far, is_news, tell, tell_all, told_again
from tests.story.made import NOW

STORY = Story(
    key="t:NO:signature", treaty="t", family="signature", actor="NO", step=Step.DONE, told=None, opened=NOW, updated=NOW
)  # fmt: skip
LOUD = st.sampled_from(LEVELS[1:])


def brings(story: Story, step: Step = Step.DONE) -> Joined:
    return Joined(story=story, event=None, step=step, because="")


def test_what_one_channel_was_told_is_news_in_another() -> None:
    told = tell(STORY, "#general", Step.DONE, Level.NORMAL)
    assert not is_news(brings(told), "#general", Level.HIGH)
    assert is_news(brings(told), "#legal", Level.NORMAL)


def test_a_critical_match_is_told_once_where_the_step_was_told_less_loudly() -> None:
    told = tell(STORY, "#general", Step.DONE, Level.HIGH)
    assert is_news(brings(told), "#general", Level.CRITICAL)
    assert told_again(brings(told), "#general")
    assert not told_again(brings(told), "#legal")
    louder = tell(told, "#general", Step.DONE, Level.CRITICAL)
    assert not is_news(brings(louder), "#general", Level.CRITICAL)


def test_a_critical_report_of_the_act_is_told_after_its_confirmation_and_a_plan_is_not() -> None:
    told = tell(STORY, "#general", Step.CONFIRMED, Level.NORMAL)
    assert is_news(brings(told), "#general", Level.CRITICAL)
    assert not is_news(brings(told, Step.PLANNED), "#general", Level.CRITICAL)
    louder = tell(told, "#general", Step.DONE, Level.CRITICAL)
    assert [(one.step, one.level) for one in louder.channels] == [(Step.CONFIRMED, Level.CRITICAL)]


def test_a_further_step_is_as_loud_as_it_is_told() -> None:
    told = tell(tell(STORY, "#a", Step.PLANNED, Level.CRITICAL), "#a", Step.DONE, Level.NORMAL)
    assert is_news(brings(told), "#a", Level.CRITICAL)


@pytest.mark.parametrize("level", LEVELS[1:])
def test_what_counts_as_told_everywhere_is_news_nowhere(level: Level) -> None:
    assert not is_news(brings(tell_all(STORY, Step.DONE)), "#any", level)


def test_a_state_file_that_did_not_tell_channels_apart_repeats_nothing() -> None:
    written = dump(replace(STORY, told=Step.PLANNED, alerts=("a", "b")))
    assert "channels" not in written  # as it was written before
    old = load(Story, written)
    assert not is_news(brings(old, Step.PLANNED), "#legal", Level.CRITICAL)
    assert is_news(brings(old), "#legal", Level.NORMAL)
    assert load(Story, dump(tell(old, "#legal", Step.DONE, Level.HIGH))).furthest is Step.DONE


def test_how_far_people_were_told_is_said_in_words() -> None:
    assert how_far(STORY) == "nothing yet"
    told = tell(tell(STORY, "#b", Step.DONE, Level.HIGH), "#a", Step.DONE, Level.HIGH)
    assert how_far(tell(told, "#c", Step.PLANNED, Level.HIGH)) == "done in #a and #b, planned in #c"
    assert (
        how_far(tell_all(tell(told, "#c", Step.CONFIRMED, Level.HIGH), Step.DONE))
        == "done (as it was before the first poll, which nobody was told), confirmed in #c"
    )


def test_of_several_ways_into_one_story_the_furthest_counts() -> None:
    (one,) = foremost([brings(STORY), brings(STORY, Step.PLANNED)])
    assert one.step is Step.DONE


def test_an_act_told_critically_and_then_confirmed_quietly_is_not_told_critically_again() -> None:
    loud = tell(STORY, "#legal", Step.DONE, Level.CRITICAL)
    confirmed = tell(loud, "#legal", Step.CONFIRMED, Level.NORMAL)
    assert not is_news(brings(confirmed), "#legal", Level.CRITICAL)
    planned = tell(tell(STORY, "#legal", Step.PLANNED, Level.CRITICAL), "#legal", Step.DONE, Level.NORMAL)
    assert is_news(brings(planned), "#legal", Level.CRITICAL), "that was of the plan"


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(ORDER[1:]), LOUD), max_size=30))
def test_each_channel_hears_of_a_step_once_and_once_more_at_most(
    asked: list[tuple[str, Step, Level]],
) -> None:
    story = STORY
    heard: list[tuple[str, Step, Level]] = []
    for channel, step, level in asked:
        item = brings(story, step)
        if is_news(item, channel, level):
            assert not told_again(item, channel) or level is Level.CRITICAL
            heard.append((channel, step, level))
            story = tell(story, channel, step, level)
    for channel in "ab":
        own = [(step, level) for where, step, level in heard if where == channel]
        quiet = [step for step, level in own if level is not Level.CRITICAL]
        critical = [step for step, level in own if level is Level.CRITICAL]
        assert len(set(quiet)) == len(quiet)
        assert len(set(critical)) == len(critical)
        wanted = [step for where, step, _ in asked if where == channel]
        told = [one.step for one in story.channels if one.channel == channel]
        assert told == ([max(wanted, key=ORDER.index)] if wanted else [])
