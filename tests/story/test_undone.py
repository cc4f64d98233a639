"""A State that withdraws and consents again, or the other way round."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from monitor.model import Action, Status, Step
from monitor.story import Story, thread_of
from monitor.story.undone import ANEW_AFTER
from tests.story.made import NOW, Book, event

LEAVE, JOIN = Action.WITHDRAWAL, Action.ACCESSION
DAY = timedelta(days=1)


def twice(first: Action, second: Action) -> Book:
    """Return a book in which Hungary did one act and, a hundred days later, the one that undoes it."""
    book = Book()
    book.take(event("HU", first))
    book.take(event("HU", second), NOW + 100 * DAY)
    return book


@pytest.mark.parametrize(("first", "second"), [(LEAVE, JOIN), (JOIN, LEAVE)])
def test_an_act_that_was_undone_is_news_once_more(first: Action, second: Action) -> None:
    book = twice(first, second)
    soon = book.take(event("HU", first), NOW + 120 * DAY)
    assert not soon.news, "late coverage of the first one"
    later = NOW + 100 * DAY + ANEW_AFTER
    again = [
        book.take(event("HU", first, status), later + DAY)
        for status in (Status.PLANNED, Status.DONE, Status.DONE)
    ]
    assert [one.news for one in again if one] == [True, True, False]
    story = again[0].story
    assert story.key == f"{soon.story.key}:2"
    assert thread_of(story) == thread_of(soon.story)
    third = book.take(event("HU", second), later + 200 * DAY)
    assert (third.news, third.story.key.endswith(":2")) == (True, True)


def test_an_act_that_nothing_undid_is_one_story_for_ever() -> None:
    book = Book()
    book.take(event("HU", JOIN))
    book.take(event("HU", LEAVE, Status.PLANNED), NOW + DAY)
    again = book.take(event("HU", JOIN), NOW + 900 * DAY)
    assert not again.news
    assert len(book.stories) == 2


def test_the_record_says_by_its_days_which_act_it_shows() -> None:
    book = twice(LEAVE, JOIN)
    of_first = book.take(event("HU", LEAVE, official=True, on=NOW.date()), NOW + 101 * DAY)
    assert (of_first.story.key, of_first.step) == ("un-cybercrime:HU:withdrawal", Step.CONFIRMED)
    second = (NOW + 105 * DAY).date()
    of_second = book.take(event("HU", LEAVE, official=True, on=second), NOW + 106 * DAY)
    assert (of_second.story.key, of_second.news) == ("un-cybercrime:HU:withdrawal:2", True)
    late = book.take(event("HU", LEAVE, official=True, on=NOW.date()), NOW + 107 * DAY)
    assert late.story.key == of_first.story.key


def test_what_the_record_held_at_first_is_in_the_order_of_its_days() -> None:
    book = Book()
    book.take(event("HU", JOIN, official=True, on=date(2001, 11, 30)))
    book.take(event("HU", LEAVE, official=True, on=date(2025, 6, 2)))
    again = book.take(event("HU", JOIN), NOW + DAY)
    assert again.news


def test_a_state_file_that_knew_no_days_of_acts_counts_from_the_opening() -> None:
    book = Book()
    for family, days in (("withdrawal", 0), ("consent", 50)):
        story = Story(
            key=f"un-cybercrime:HU:{family}", treaty="un-cybercrime", family=family, actor="HU", step=Step.DONE,
            told=Step.DONE, opened=NOW + days * DAY, updated=NOW + days * DAY,
        )  # fmt: skip
        book.stories[story.key] = story
    again = book.take(event("HU", LEAVE), NOW + 100 * DAY)
    assert again.news


def test_further_coverage_of_an_act_whose_day_is_not_known_is_not_its_day() -> None:
    book = twice(LEAVE, JOIN)
    for key, story in book.stories.items():
        book.stories[key] = replace(story, acted=None)  # as they were written before
    book.take(event("HU", LEAVE), NOW + 110 * DAY)
    again = book.take(event("HU", JOIN), NOW + 200 * DAY)
    assert not again.news, "nothing undid it"


def test_what_people_merged_stays_merged() -> None:
    book = twice(LEAVE, JOIN)
    first = book.stories["un-cybercrime:HU:withdrawal"]
    book.stories["un-cybercrime:HU:withdrawal:2"] = first  # as `placed` answers
    again = book.take(event("HU", LEAVE), NOW + 300 * DAY)
    assert (again.story.key, again.news) == (first.key, False)
