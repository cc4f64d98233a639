"""Which happening an event belongs to, and when it is news."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from msgspec.structs import replace

from monitor.model import Action, Entry, Event, Level, Match, Reason, Status, Step
from monitor.story import (
    OPEN_FOR,
    Told,
    join,
    join_text,
    main,
    step_of,
    thread_of,
    without_totals,
)
from tests.story.made import NOW, Book, Taken, event


def test_one_actor_and_act_is_one_story_told_once() -> None:
    book = Book()
    assert [book.take(event("VN")).news for _ in range(3)] == [True, False, False]
    assert list(book.stories) == ["un-cybercrime:VN:signature"]


def test_each_further_step_is_news_and_no_step_back_is() -> None:
    book = Book()
    ratify = Action.RATIFICATION
    told = [
        book.take(event("VN", ratify, Status.PLANNED)),
        book.take(event("VN", ratify, Status.PROCESS)),
        book.take(event("VN", ratify, Status.PLANNED)),
        book.take(event("VN", ratify)),
        book.take(event("VN", ratify, official=True)),
        book.take(event("VN", ratify)),
    ]
    assert [j.news for j in told if j] == [True, True, False, True, True, False]
    assert book.stories["un-cybercrime:VN:consent"].step is Step.CONFIRMED


@pytest.mark.parametrize(
    "action", [Action.RATIFICATION, Action.ACCEPTANCE, Action.APPROVAL, Action.ACCESSION]
)
def test_the_press_may_call_consent_by_any_name(action: Action) -> None:
    book = Book()
    book.take(event("FR", Action.RATIFICATION))
    again = book.take(event("FR", action))
    assert not again.news


def test_signature_and_ratification_are_two_stories_in_one_thread() -> None:
    book = Book()
    signed, ratified = book.take(event("VN")), book.take(event("VN", Action.RATIFICATION))
    assert ratified.news
    assert signed.story.key != ratified.story.key
    assert thread_of(signed.story) == thread_of(ratified.story) == "un-cybercrime:VN"


def test_counts_of_one_ceremony_are_one_story() -> None:
    book = Book()
    first = book.take(event(None, count=65))
    later = book.take(event(None, count=72), NOW + timedelta(days=2))
    assert later.story.key == first.story.key
    assert not later.news


def test_a_ceremony_long_after_is_another_story() -> None:
    book = Book()
    book.take(event(None, count=65))
    later = book.take(event(None, count=3), NOW + OPEN_FOR + timedelta(days=1))
    assert later.news
    assert len(book.stories) == 2


def test_an_announced_ceremony_is_told_and_so_is_the_held_one() -> None:
    book = Book()
    assert [book.take(event(None, status=s)).news for s in (Status.PLANNED, Status.DONE)] == [True, True]


@pytest.mark.parametrize(
    "quiet",
    [event("VN", status=Status.URGED), event("VN", status=Status.HYPOTHETICAL), event("VN", background=True)],
)
def test_what_moves_no_story(quiet: Event) -> None:
    assert Book().take(quiet) is None


def test_other_treaties_and_other_actors_never_join() -> None:
    book = Book()
    book.take(event("FR", Action.RATIFICATION))
    book.take(event("ES", Action.RATIFICATION))
    book.take(replace(event("FR", Action.RATIFICATION), treaty="bbnj"))
    assert len(book.stories) == 3


def test_the_order_of_polls_does_not_change_the_stories() -> None:
    events = [
        event("VN"),
        event(None, count=72),
        event("VN", Action.RATIFICATION, Status.PROCESS),
        event("VN", status=Status.PLANNED),
    ]
    ends = set()
    for order in permutations(events):
        book = Book()
        for item in order:
            book.take(item)
        ends.add(tuple(sorted((s.key, s.step) for s in book.stories.values())))
    assert len(ends) == 1


def test_a_number_of_states_that_were_told_by_name_is_more_coverage_of_them() -> None:
    book = Book()
    ratify, day = Action.RATIFICATION, timedelta(days=1)
    book.take(event("GY", ratify))
    book.take(event("SR", ratify), NOW + timedelta(hours=1))
    two = book.take(event(None, ratify, count=2), NOW + day)
    assert (two.news, two.story.key) == (False, "un-cybercrime:SR:consent")
    many = [
        book.take(event(None, ratify, count=3), NOW + day),  # one of them is not known
        book.take(event(None, count=2), NOW + day),  # they ratified
    ]
    assert [item is not None and item.news for item in many] == [True, True]


def test_a_number_that_a_state_made_full_is_more_coverage_of_what_it_did() -> None:
    def news(title: str, *events: Event, count: int = 60) -> bool:
        book = Book()
        ways = [join(one, NOW, book.stories.get, book.recent) for one in events]
        for item in without_totals([item for item in ways if item], title):
            book.tell(item)
        taken = book.take(event(None, Action.RATIFICATION, count=count), NOW + timedelta(hours=4))
        return bool(taken and taken.news)

    title = "Ghana becomes the 60th to ratify the treaty"
    sixtieth = event("GH", Action.RATIFICATION, quote=title)
    sixty = event(None, Action.RATIFICATION, count=60, quote=title)
    assert not news(title, sixtieth, sixty)
    assert news(title, sixtieth, sixty, count=61)
    assert news(title, sixtieth)


def test_a_number_of_states_long_after_others_acted_is_news() -> None:
    for later, actors in ((timedelta(days=8), ("GY", "SR")), (timedelta(days=1), ("GY",))):
        book = Book()
        for actor in actors:
            book.take(event(actor))
        two = book.take(event(None, count=2), NOW + later)
        assert two.news


@pytest.mark.parametrize(
    ("since", "news"),
    [
        ({"denied": NOW}, True),
        ({"denied": NOW, "step": Step.CONFIRMED}, False),
        ({"taken_back": "Suriname to sign the treaty"}, True),
        ({"channels": (Told(channel="#a", step=Step.DONE, level=Level.HIGH, misread="an alert"),)}, True),
    ],
    ids=["denied", "confirmed since", "taken back", "misread"],
)
def test_a_number_of_states_tells_of_no_act_that_is_in_doubt(since: dict[str, Any], news: bool) -> None:
    book = Book()
    for actor in ("GY", "SR"):
        book.take(event(actor))
    key = "un-cybercrime:SR:signature"
    book.stories[key] = replace(book.stories[key], **since)
    two = book.take(event(None, count=2), NOW + timedelta(days=5))
    assert two.news is news


def test_a_number_of_states_whose_steps_at_home_are_known_is_news() -> None:
    book = Book()
    for actor in ("GY", "SR"):
        book.take(event(actor, Action.RATIFICATION, Status.PROCESS))
    two = book.take(event(None, Action.RATIFICATION, count=2))
    assert two.news


def test_a_step_at_home_of_a_state_that_is_not_named_is_that_of_the_one_who_just_took_one() -> None:
    def news(*named: str, pause: timedelta = timedelta(hours=3)) -> bool:
        book = Book()
        for actor in named:
            book.take(event(actor, Action.RATIFICATION, Status.PROCESS))
        taken = book.take(event(None, Action.ACCESSION, Status.PROCESS), NOW + pause)
        return bool(taken and taken.news)

    assert not news("AE")
    assert news()
    assert news("AE", "CL"), "either may be meant"
    assert news("AE", pause=timedelta(days=4))


def test_a_total_is_the_story_of_the_state_that_brought_it() -> None:
    joined = [
        item
        for one in (
            event(None, Action.RATIFICATION, count=60, quote="Treaty reaches 60 ratifications"),
            event("MA", Action.RATIFICATION, quote="Morocco deposited its instrument."),
        )
        if (item := Book().take(one)) is not None
    ]
    assert main(joined, "Treaty reaches 60 ratifications").story.actor == "MA"


@pytest.mark.parametrize(("action", "leads"), [(Action.RATIFICATION, "NR"), (Action.SIGNATURE, None)])
def test_members_whom_nobody_counts_ratify_by_name_and_sign_as_a_crowd(
    action: Action, leads: str | None
) -> None:
    title = "Pacific members gather round the treaty"
    events = [event(None, action, quote=title), *(event(actor, action) for actor in ("NR", "TO", "VU"))]
    joined = [item for one in events if (item := Book().take(one)) is not None]
    assert main(joined, title).story.actor == leads


def test_a_crowd_that_signs_is_the_ceremony_whoever_is_named() -> None:
    joined = [
        item
        for one in (
            event(None, count=60, quote="60 States sign the treaty"),
            event("MA", quote="Morocco signed."),
        )
        if (item := Book().take(one)) is not None
    ]
    assert main(joined, "60 States sign the treaty").story.actor is None


def test_only_the_record_confirms() -> None:
    assert step_of(event("VN")) is Step.DONE
    assert step_of(event("VN", official=True)) is Step.CONFIRMED


def entry(title: str, number: int = 1) -> Entry:
    return Entry(id=f"{number:x}" * 32, feed="f", title=title)


def found(book: Book, title: str, number: int, now: datetime = NOW) -> Taken:
    """Join and tell what a rule of words found by the words `deep-sea mining`."""
    because = (Reason(operator="phrase", words="deep-sea mining", field="title"),)
    match = Match(rule="words", level=Level.NORMAL, treaty=None, because=because)
    return book.tell(join_text(entry(title, number), match, now, book.recent))


def test_rules_of_words_join_titles_that_repeat_one_another() -> None:
    book = Book()
    first = found(book, "Norway pauses deep-sea mining until 2029", 1)
    same = found(
        book, "Deep-sea mining: Norway pauses until 2029, officials say", 2, NOW + timedelta(hours=1)
    )
    other = found(book, "Norway resumes deep-sea mining in 2029", 3)
    assert (first.news, same.news, other.news) == (True, False, True)
    assert same.story.key == first.story.key
    assert other.story.key != first.story.key


def test_a_short_title_does_not_stand_for_all_that_a_rule_of_words_finds() -> None:
    book = Book()
    titles = (
        "Deep-sea mining",
        "Nauru triggers two-year rule for deep-sea mining",
        "Court halts deep-sea mining in the Pacific after spill kills workers",
        "Deep-sea mining",
    )
    assert all(found(book, title, number).news for number, title in enumerate(titles, 1))


def test_a_story_of_words_ends_though_its_like_goes_on() -> None:
    book = Book()
    days = [
        found(book, "Norway pauses deep-sea mining until 2029", n + 1, NOW + timedelta(days=n))
        for n in range(8)
    ]
    assert [joined.news for joined in days] == [True, False, False, False] * 2
