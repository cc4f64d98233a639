"""How far a happening has come: steps, and refusals that turn it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.model import Action, Level, Status, Step
from monitor.story import Course, Joined, go_on, is_news, merged_into, place, tell
from monitor.story.course import LAPSES, LATE, OPEN_FOR, ORDER
from tests.story.made import NOW, Book, event

RATIFY = Action.RATIFICATION
HOUR = timedelta(hours=1)
LONG, SILENCE = LATE + HOUR, OPEN_FOR + 2 * HOUR
REFUSED, PLANNED, PROCESS, DONE = Status.REFUSED, Status.PLANNED, Status.PROCESS, Status.DONE


def told(*steps: tuple[Status, timedelta]) -> list[bool]:
    """Say of each status, told so long after the one before, whether it is news."""
    book, now, found = Book(), NOW, []
    for status, pause in steps:
        now += pause
        taken = book.take(event("NO", RATIFY, status), now)
        found.append(taken.news)
    return found


@pytest.mark.parametrize("step", [PLANNED, PROCESS])
def test_a_refusal_after_a_step_is_news_once_and_so_is_a_step_after_the_refusal(step: Status) -> None:
    assert told((step, HOUR), (REFUSED, HOUR), (REFUSED, HOUR), (step, LONG)) == [True, True, False, True]
    assert told((REFUSED, HOUR), (step, HOUR), (DONE, HOUR)) == [True, True, True]
    assert told((step, HOUR), (REFUSED, HOUR), (DONE, HOUR)) == [True, True, True]


def test_a_refusal_turns_nothing_that_was_done() -> None:
    assert told((DONE, HOUR), (REFUSED, HOUR), (REFUSED, LONG)) == [True, False, False]
    book = Book()
    book.take(event("NO", RATIFY, official=True))
    assert not book.take(event("NO", RATIFY, REFUSED)).news
    assert not is_news(Joined(**_parts(book, Step.REFUSED)), "#never told", Level.CRITICAL)


def _parts(book: Book, step: Step) -> dict[str, object]:
    return {"story": next(iter(book.stories.values())), "event": None, "step": step, "because": ""}


def test_late_coverage_of_what_a_refusal_left_behind_turns_nothing_back() -> None:
    assert told((PROCESS, HOUR), (REFUSED, HOUR), (PROCESS, HOUR), (PLANNED, HOUR)) == [
        True,
        True,
        False,
        False,
    ]
    assert told((PLANNED, HOUR), (REFUSED, HOUR), (PROCESS, HOUR)) == [True, True, True], "a further step"
    assert told((REFUSED, HOUR), (PLANNED, HOUR), (REFUSED, HOUR), (REFUSED, LONG)) == [
        True,
        True,
        False,
        True,
    ]


def test_a_vote_days_after_a_cabinet_s_yes_is_the_same_step_and_after_a_silence_another() -> None:
    assert told((PROCESS, HOUR), (PROCESS, LONG)) == [True, False]
    assert told((PROCESS, HOUR), (PROCESS, SILENCE), (PROCESS, HOUR)) == [True, True, False]
    assert told(*[(PROCESS, OPEN_FOR)] * 4) == [True, False, False, False], "told of all the time"
    assert told((PROCESS, HOUR), (PLANNED, SILENCE), (PROCESS, HOUR)) == [True, False, True]


def test_a_plan_that_is_told_again_long_after_is_another() -> None:
    season = LAPSES + HOUR
    assert told((PLANNED, HOUR), (PLANNED, SILENCE), (PLANNED, LAPSES)) == [True, False, False]
    assert told((PLANNED, HOUR), (PLANNED, season), (PLANNED, HOUR)) == [True, True, False]
    assert told((PLANNED, HOUR), (PROCESS, HOUR), (PLANNED, season)) == [True, True, False]
    assert told((PLANNED, HOUR), (DONE, HOUR), (PLANNED, season)) == [True, True, False]
    assert told((PLANNED, HOUR), (PLANNED, season), (DONE, HOUR), (DONE, season)) == [True, True, True, False]


def test_a_step_after_a_silence_changes_nothing_of_what_was_done_or_refused() -> None:
    assert told((PROCESS, HOUR), (DONE, HOUR), (PROCESS, SILENCE)) == [True, True, False]
    assert told((PROCESS, HOUR), (PROCESS, SILENCE), (DONE, HOUR), (DONE, SILENCE)) == [
        True,
        True,
        True,
        False,
    ]
    assert told((PROCESS, HOUR), (PROCESS, SILENCE), (REFUSED, HOUR), (PLANNED, LONG)) == [
        True,
        True,
        True,
        True,
    ]
    assert told((PROCESS, HOUR), (REFUSED, HOUR), (PROCESS, SILENCE)) == [True, True, True]


def ratified(*steps: tuple[str, timedelta]) -> list[bool]:
    """Say of each report, told so long after the one before, whether it is news.

    `says` is that a State ratifies, without a word of an instrument.
    """
    events = {
        "vote": event("NO", RATIFY, PROCESS),
        "says": event("NO", RATIFY, deposited=False),
        "deposit": event("NO", RATIFY),
        "record": event("NO", RATIFY, official=True),
    }
    book, now, found = Book(), NOW, []
    for name, pause in steps:
        now += pause
        taken = book.take(events[name], now)
        found.append(taken.news)
    return found


def test_who_ratifies_within_days_of_a_vote_and_hands_nothing_in_is_who_voted() -> None:
    vote, says = ("vote", HOUR), ("says", HOUR)
    assert ratified(vote, says, says, vote, ("deposit", LONG)) == [True, False, False, False, True]
    assert ratified(vote, ("deposit", HOUR), says) == [True, True, False]
    assert ratified(vote, ("says", LONG), says) == [True, True, False]
    two = ("says", 48 * HOUR)
    assert ratified(vote, two, two) == [True, False, True], (
        "coverage that goes on hides what is done for days only"
    )


def test_a_number_of_states_that_ratified_is_no_vote_of_a_house_whose_state_nobody_named() -> None:
    book = Book()
    book.take(event(None, RATIFY, PROCESS))
    total = book.take(replace(event(None, RATIFY, deposited=False), count=60), NOW + HOUR)
    assert (total.step, total.news) == (Step.DONE, True)


def test_a_deposit_is_news_where_what_was_told_as_done_was_a_vote() -> None:
    vote, says = ("vote", HOUR), ("says", HOUR)
    assert ratified(says, vote, says, ("deposit", LONG), says) == [True, False, False, True, False]
    assert ratified(says, ("deposit", LONG), ("deposit", SILENCE)) == [True, False, False], "no vote was told"
    assert ratified(says, ("deposit", SILENCE), ("deposit", SILENCE)) == [True, True, False]
    assert ratified(says, ("record", HOUR), ("deposit", SILENCE)) == [True, True, False]


def test_a_vote_that_is_told_as_done_is_no_louder_for_it() -> None:
    book = Book()
    book.take(event("NO", RATIFY, PROCESS))
    says = book.take(event("NO", RATIFY, deposited=False))
    assert says.step is Step.PROCESS
    assert [is_news(says, name, Level.CRITICAL) for name in ("#a", "#never told")] == [False, True]


def test_a_cabinet_s_yes_to_a_signature_days_after_the_plan_is_the_plan() -> None:
    def signed(*steps: tuple[Status, timedelta]) -> list[bool]:
        book, now, found = Book(), NOW, []
        for status, pause in steps:
            now += pause
            found.append(bool((taken := book.take(event("NO", status=status), now)) and taken.news))
        return found

    assert signed((PLANNED, HOUR), (PROCESS, HOUR), (DONE, HOUR)) == [True, False, True]
    assert signed((PLANNED, HOUR), (PROCESS, LONG), (PLANNED, HOUR)) == [True, True, False]


def test_what_was_written_before_the_silence_ended_tells_no_step_after_it() -> None:
    late = NOW + SILENCE
    course, _ = go_on(None, Step.PROCESS, NOW)
    assert go_on(course, Step.PROCESS, late, NOW + HOUR)[1] == 0
    assert go_on(course, Step.PROCESS, late, late - HOUR)[1] == go_on(course, Step.PROCESS, late)[1] == 1


def test_of_what_one_item_tells_as_done_no_refusal_is_told() -> None:
    from monitor.story import settled

    book = Book()
    both = [book.take(event("NO", RATIFY, status)) for status in (REFUSED, DONE)]
    assert [item.step for item in settled([one for one in both if one])] == [Step.DONE]


def test_merging_keeps_who_was_told_behind_what_is_to_come() -> None:
    book, other = Book(), Book()
    for number, status in enumerate((PLANNED, REFUSED)):
        book.take(event("NO", RATIFY, status), NOW + number * HOUR)
    other.take(event("NO", RATIFY, PLANNED))
    (turned,), (plain,) = book.stories.values(), other.stories.values()
    for kept, gone in ((turned, plain), (plain, turned)):
        merged = merged_into(kept, gone)
        assert (merged.step, merged.turns, merged.key) == (Step.REFUSED, 1, kept.key)
        assert [one.place for one in merged.channels] == [place(Step.REFUSED, 1)]


def test_merging_keeps_that_what_was_told_was_denied() -> None:
    book, other = Book(), Book()
    book.take(event("NO", RATIFY, DONE))
    other.take(event("NO", RATIFY, PLANNED))
    (done,), (plan,) = book.stories.values(), other.stories.values()
    denied = replace(done, denied=NOW)
    assert {merged_into(*two).denied for two in ((denied, plan), (plan, denied))} == {NOW}


@given(
    st.lists(st.tuples(st.sampled_from(ORDER), st.integers(0, 500), st.booleans()), min_size=1, max_size=30)
)
def test_a_course_only_goes_on(steps: list[tuple[Step, int, bool]]) -> None:
    course: Course | None = None
    now, before = NOW, place(None)
    for step, hours, unhanded in steps:
        now += hours * HOUR
        course, turns = go_on(course, step, now, unhanded=unhanded and step is Step.DONE)
        here = place(course.step, course.turns)
        assert before <= here
        assert place(step, turns) <= here
        before = here


@given(
    st.lists(st.tuples(st.sampled_from([REFUSED, PLANNED, PROCESS, DONE]), st.integers(0, 100)), max_size=30)
)
def test_no_step_is_told_twice_between_two_turns(steps: list[tuple[Status, int]]) -> None:
    book, now, places = Book(), NOW, []
    for status, hours in steps:
        now += hours * HOUR
        taken = book.take(event("NO", RATIFY, status), now)
        if taken and taken.news:
            places.append(taken.place)
    assert places == sorted(set(places))


def test_a_channel_keeps_the_turn_that_it_was_told_of() -> None:
    book = Book()
    for number, status in enumerate((PROCESS, REFUSED)):
        book.take(event("NO", RATIFY, status), NOW + number * HOUR)
    (story,) = book.stories.values()
    louder = tell(story, "#a", Step.REFUSED, Level.CRITICAL, 1)
    assert [(one.step, one.turns, one.level) for one in louder.channels] == [
        (Step.REFUSED, 1, Level.CRITICAL)
    ]
