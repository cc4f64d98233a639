"""A publisher changes the title of what was told: the message says so, and its thread once nobody tells it any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.decide.mutes import Mute, Mutes, Scope
from monitor.decide.poll import Poll
from monitor.model import Alert, Kind, Level
from monitor.sinks.view import view
from tests.pipeline.made import NOW, SIGNED, Desk, entry, news

DENIED = "Correction: Ghana has not signed the UN Convention against Cybercrime"
REFUSES = "Ghana refuses to sign the UN Convention against Cybercrime"
BOTH = "Ghana and Kenya sign the UN Convention against Cybercrime"
OTHERWISE = "What the UN Convention against Cybercrime would change in Ghana"
OTHER = "Ghana signed the UN Convention against Cybercrime in New York on Tuesday"


def told(*others: str) -> tuple[Desk, Alert]:
    """Tell a signature, reported by One and by others."""
    desk = Desk().started()
    (alert,) = news(desk.poll(entry(SIGNED)))
    for number, publisher in enumerate(others, 2):
        desk.poll(entry(OTHER, number, publisher=publisher))
    return desk, alert


def parts(poll: Poll) -> tuple[list[Alert], list[Alert]]:
    kinds = (Kind.UPDATE, Kind.NOTICE)
    edits, notices = ([alert for alert in poll.alerts if alert.kind is kind] for kind in kinds)
    return edits, notices


def test_the_message_shows_the_title_of_now_and_the_thread_says_it_once() -> None:
    desk, alert = told()
    (edit,), (notice,) = parts(desk.poll(entry(DENIED)))
    shown = view(edit, NOW)
    assert edit.updates == alert.id
    assert shown.source.title == DENIED
    assert f"title changed, was “{SIGNED}”" in shown.source.byline
    assert "No outlet named here tells this any more" in shown.warning
    assert (notice.thread, notice.channel, notice.level) == (alert.thread, alert.channel, Level.HIGH)
    assert notice.telling.title == f"An outlet denies now: “{SIGNED}”"
    assert [line.text for line in notice.telling.sections[0].lines] == [DENIED]
    (again,), said = parts(desk.poll(entry("Correction: Ghana did not sign the Hanoi Convention")))
    assert [one.id for one in said] in ([], [notice.id]), "the same notice is owed once"
    assert again.telling.outlets[0].was == SIGNED


@pytest.mark.parametrize(
    "link", ["https://one.example/gh", "https://www.gov.example/web/diplomacy/ghana-signs"]
)
def test_a_short_link_under_a_distinctive_guid_is_edited_as_well(link: str) -> None:
    desk = Desk().started()
    desk.poll(entry(SIGNED, link=link, url=link))
    (edit,), (notice,) = parts(desk.poll(entry(DENIED, link=link, url=link)))
    assert (edit.telling.outlets[0].was, edit.telling.outlets[0].title) == (SIGNED, DENIED)
    assert notice.telling.title == f"An outlet denies now: “{SIGNED}”"


def test_an_edit_is_no_further_hit_of_its_feed() -> None:
    desk, _ = told()
    desk.poll(entry("LIVE: Ghana signs the UN Convention against Cybercrime in New York"))
    assert (desk.states["one"].entries, desk.states["one"].matches) == (1, 1)


def test_of_several_outlets_one_is_marked_and_growth_keeps_it() -> None:
    desk, _ = told("AFP")
    (edit,), notices = parts(desk.poll(entry(OTHERWISE)))
    assert [(outlet.publisher, bool(outlet.was)) for outlet in edit.telling.outlets] == [
        ("One", True),
        ("AFP", False),
    ]
    assert (notices, view(edit, NOW).warning) == ([], "")
    (grown,), _ = parts(desk.poll(entry(OTHER + ", says a minister", 3, publisher="EFE")))
    assert [bool(outlet.was) for outlet in grown.telling.outlets] == [True, False, False]


def test_an_outlet_that_tells_it_again_elsewhere_is_marked_no_more() -> None:
    desk, alert = told("AFP")
    desk.poll(entry(OTHERWISE, 2, publisher="AFP"))
    before = set(desk.memory.owed)
    (edit,), _ = parts(desk.poll(entry(OTHER + ", says a minister", 3, publisher="AFP")))
    assert [(one.publisher, bool(one.was)) for one in edit.telling.outlets] == [
        ("One", False),
        ("AFP", False),
    ]
    assert edit.updates == alert.id
    assert edit.id not in before, "one that was owed before is not owed again"


@pytest.mark.parametrize("kicker", ["LIVE: ", "En direct : ", "\u76f4\u64ad\uff1a"])
def test_a_page_of_the_day_that_goes_on_to_its_next_news_takes_nothing_back(kicker: str) -> None:
    desk = Desk().started()
    news(desk.poll(entry(kicker + SIGNED)))
    poll = desk.poll(entry(kicker + "Kenya signs the UN Convention against Cybercrime"))
    (kenya,) = news(poll)
    assert kenya.telling.events[0].actor == "KE"
    assert [retitled.now for retitled in poll.retitled] == [None]
    assert parts(poll)[1] == []
    assert parts(desk.poll(entry(kicker + "Leaders gather for dinner in Hanoi"))) == ([], [])


def test_nor_does_it_as_another_feed_of_its_outlet_brings_it() -> None:
    desk = Desk().started()
    news(desk.poll(entry(f"LIVE: {SIGNED}")))
    later = entry(
        "LIVE: Leaders gather for dinner in Hanoi", 5, feed="two", link=LINK, url=LINK, publisher="One"
    )
    poll = desk.poll(later, feed="two")
    assert ([noted.edited for noted in poll.noted], parts(poll)) == ([True], ([], []))


@pytest.mark.parametrize(
    ("title", "withdrawn"),
    [
        ("Correction: Ghana has not signed the UN Convention against Cybercrime, Kenya has signed it", False),
        ("Correction: Kenya has signed the UN Convention against Cybercrime, Ghana has not signed it", False),
        (DENIED, False),
        ("Correction: Ghana and Kenya have not signed the UN Convention against Cybercrime", True),
    ],
)
def test_what_waits_is_withdrawn_only_where_all_that_it_tells_is_denied(
    title: str, *, withdrawn: bool
) -> None:
    desk = Desk().started()
    (alert,) = news(desk.poll(entry(BOTH)))
    assert len(alert.telling.events) == 2
    (edit,), _ = parts(desk.poll(entry(title)))
    assert edit.withdraws is withdrawn


@pytest.mark.parametrize(("kept", "denied"), [("Ghana", "Kenya"), ("Kenya", "Ghana")])
def test_of_two_acts_it_says_so_whichever_is_denied(kept: str, denied: str) -> None:
    desk = Desk().started()
    (alert,) = news(desk.poll(entry(BOTH)))
    title = f"Correction: {kept} has signed the UN Convention against Cybercrime, {denied} has not signed it"
    (edit,), (notice,) = parts(desk.poll(entry(title)))
    assert [(outlet.title, outlet.was) for outlet in edit.telling.outlets] == [(title, BOTH)]
    assert notice.telling.title == f"An outlet denies now: “{BOTH}”"
    assert notice.story == alert.story, "it is withheld with its message, whichever act it speaks of"
    (again,), _ = parts(desk.poll(entry(BOTH)))
    assert [(outlet.title, outlet.was) for outlet in again.telling.outlets] == [(BOTH, "")]


def test_a_list_is_withdrawn_only_where_all_of_it_is_denied() -> None:
    desk = Desk().started()
    states = ("Ghana", "Peru", "Chile", "Norway")
    desk.poll(*(entry(f"{s} signs the UN Convention against Cybercrime", n) for n, s in enumerate(states, 1)))
    withdrawn = []
    for number, state in enumerate(states, 1):
        title = f"Correction: {state} has not signed the UN Convention against Cybercrime"
        (edit,), _ = parts(desk.poll(entry(title, number)))
        withdrawn.append(edit.withdraws)
    assert withdrawn == [False, False, False, True]


@pytest.mark.parametrize(
    "title",
    [
        "LIVE: Ghana denies signing the UN Convention against Cybercrime",
        "LIVE: Ghana to sign the UN Convention against Cybercrime",
        "Kenya signs the UN Convention against Cybercrime",
    ],
)
def test_it_takes_back_what_it_denies_or_calls_a_plan_or_tells_under_another_heading(title: str) -> None:
    desk = Desk().started()
    news(desk.poll(entry("LIVE: " + SIGNED)))
    poll = desk.poll(entry(title))
    assert [retitled.now for retitled in poll.retitled] == [title]
    assert len(parts(poll)[1]) == 1


def test_the_last_of_several_outlets_brings_it_into_the_thread() -> None:
    desk, _ = told("AFP")
    desk.poll(entry(OTHERWISE))
    _, (notice,) = parts(
        desk.poll(entry("Ghana's UN Convention against Cybercrime plans", 2, publisher="AFP"))
    )
    assert [line.note for line in notice.telling.sections[0].lines] == ["One", "AFP"]


@pytest.mark.parametrize(
    "title",
    [
        REFUSES,
        DENIED,
        "Ghana denies signing the Hanoi Convention",
        "Correction: Ghana did not sign the Hanoi Convention",
    ],
)
def test_a_denial_is_said_although_others_still_tell_it(title: str) -> None:
    desk, _ = told("AFP")
    _, (notice,) = parts(desk.poll(entry(title)))
    assert notice.telling.title == f"An outlet denies now: “{SIGNED}”"


def test_a_title_that_still_tells_it_changes_nothing() -> None:
    desk, _ = told()
    assert parts(desk.poll(entry("LIVE: Ghana signs the UN Convention against Cybercrime in New York"))) == (
        [],
        [],
    )


def test_a_third_title_that_tells_it_again_takes_the_mark_away() -> None:
    desk, _ = told()
    desk.poll(entry(DENIED))
    (edit,), notices = parts(desk.poll(entry(OTHER)))
    assert ([outlet.was for outlet in edit.telling.outlets], notices) == ([""], [])


def test_a_text_that_tells_it_again_under_the_title_of_now_takes_the_mark_away() -> None:
    desk, _ = told()
    desk.poll(entry(OTHERWISE))
    (edit,), notices = parts(desk.poll(entry(OTHERWISE, summary=OTHER)))
    assert ([(one.title, one.was) for one in edit.telling.outlets], notices) == ([(OTHERWISE, "")], [])


@pytest.mark.parametrize(
    ("scope", "value"),
    [
        (Scope.STORY, "un-cybercrime:GH:signature"),
        (Scope.TREATY, "un-cybercrime"),
        (Scope.SOURCE, "one"),
        (Scope.RULE, "acts"),
    ],
)
def test_a_mute_stops_what_the_thread_hears_and_not_the_edit(scope: Scope, value: str) -> None:
    desk, alert = told()
    until = NOW + timedelta(days=1)
    desk.memory.muted = Mutes([Mute(id=1, scope=scope, value=value, until=until, person="Ana")])
    (edit,), notices = parts(desk.poll(entry(DENIED)))
    assert (edit.updates, notices) == (alert.id, [])


def test_another_feed_may_bring_less_of_the_same_text() -> None:
    desk, _ = told()
    link = entry(SIGNED).link
    poll = desk.poll(entry("Ghana in New York", 5, feed="two", link=link, url=link), feed="two")
    assert ([noted.edited for noted in poll.noted], parts(poll)) == ([True], ([], []))


def test_in_a_list_the_happening_is_marked() -> None:
    desk = Desk().started()
    states = ("Ghana", "Peru", "Chile", "Norway")
    signed = [entry(f"{s} signs the UN Convention against Cybercrime", n) for n, s in enumerate(states, 1)]
    desk.poll(*signed)
    (edit,), (notice,) = parts(desk.poll(entry(DENIED)))
    shown = view(edit, NOW)
    assert notice.telling.title == f"An outlet denies it: “{SIGNED}”"
    assert [DENIED in other.byline for other in shown.others].count(True) == 1
    assert shown.warning == ""


LINK = entry(SIGNED).link
LONG = " ".join(f"A long text of another feed, sentence {number}." for number in range(60))


@pytest.mark.parametrize(
    "first", [{"title": OTHER}, {"title": OTHERWISE}, {"title": SIGNED, "content": LONG}]
)
def test_no_other_feed_changes_what_an_outlet_told(first: dict[str, str]) -> None:
    desk, _ = told()
    polls = []
    for change in (first, {"title": "Football results of the weekend"}, {"title": "Cup final is put off"}):
        polls.append(
            desk.poll(entry(**{"number": 5, "feed": "two", "link": LINK, "url": LINK} | change), feed="two")
        )
    assert [retitled.now for poll in polls for retitled in poll.retitled if retitled.now] == []
    assert [parts(poll)[1] for poll in polls] == [[], [], []]


def test_an_outlet_corrects_what_it_told_whatever_another_feed_made_of_its_link() -> None:
    desk, _ = told()
    for title in (OTHER, OTHERWISE):
        desk.poll(entry(title, 5, feed="two", link=LINK, url=LINK), feed="two")
    _, (notice,) = parts(desk.poll(entry(DENIED)))
    assert notice.telling.title == f"An outlet denies now: “{SIGNED}”"


def test_another_title_that_tells_their_number_still_tells_of_those_who_were_named() -> None:
    desk = Desk().started()
    desk.poll(entry(SIGNED), entry("Peru signs the UN Convention against Cybercrime", 2))
    desk.poll(entry("Two more States sign the UN Convention against Cybercrime", 3))
    poll = desk.poll(entry("Two countries sign the UN Convention against Cybercrime", 3))
    assert [retitled.now for retitled in poll.retitled] == [None]
    assert parts(poll) == ([], [])
