"""An outlet denies what was told: the thread of its message says so once, and its story shows it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.decide.mutes import Mute, Mutes, Scope
from monitor.decide.poll import Poll
from monitor.model import Action, Alert, Entry, Kind, Level, Step
from tests.digest.made import ELEVEN, signings
from tests.pipeline import items
from tests.pipeline.made import NOW, SIGNED, Desk, acts, entry, news, official

KEY = "un-cybercrime:GH:signature"
DENIALS = [
    "Ghana denies signing the UN Convention against Cybercrime, calls reports false",
    "Correction: Ghana did not sign the Hanoi Convention",
    "Ghana has not signed the Hanoi Convention, foreign ministry says",
    "Reports that Ghana signed the Hanoi Convention are false",
    "Ghana never signed the Hanoi Convention",
    "Ghana niega haber firmado la Convención de Hanói",
    "Le Ghana dément avoir signé la Convention de Hanoï",
]


def told(title: str = SIGNED, **changes: object) -> tuple[Desk, Alert]:
    desk = Desk().started()
    (alert,) = news(desk.poll(entry(title, **changes)))
    return desk, alert


def denial(title: str = DENIALS[0], number: int = 9, **changes: object) -> Entry:
    return entry(title, number, feed="two", **({"publisher": "AFP", "published": NOW} | changes))


def notices(poll: Poll) -> list[Alert]:
    return [alert for alert in poll.alerts if alert.kind is Kind.NOTICE]


@pytest.mark.parametrize("title", DENIALS)
def test_the_thread_says_it_as_loudly_as_the_message_was(title: str) -> None:
    desk, alert = told()
    poll = desk.poll(denial(title, language=None), feed="two")
    (notice,) = notices(poll)
    assert notice.telling.title == f"An outlet denies it: “{SIGNED}”"
    assert (notice.thread, notice.channel, notice.level) == (alert.thread, "#alerts", Level.HIGH)
    assert (notice.story, notice.telling.treaty) == (KEY, "un-cybercrime"), (
        "its story's page and the record show it"
    )
    (line,) = notice.telling.sections[0].lines
    assert (line.text, line.note) == (title, "AFP")
    assert {(one.story, one.step) for one in poll.coverage} == {(KEY, Step.REFUSED)}
    assert desk.memory.stories[KEY].step is Step.DONE
    assert not [one for one in poll.alerts if one.updates == alert.id], "it is no outlet that tells it, too"


def test_it_is_said_once() -> None:
    desk, _ = told()
    first = notices(desk.poll(denial(), feed="two"))
    second = notices(desk.poll(denial(DENIALS[1], 10), feed="two"))
    assert [one.id for one in first] == [one.id for one in second]


def test_it_is_said_also_where_the_thread_was_told_of_another_title_before() -> None:
    desk, _ = told()
    (retold,) = notices(desk.poll(entry("Ghana's plans for the UN Convention against Cybercrime")))
    assert "No outlet tells any more" in retold.telling.title
    desk.poll(entry(SIGNED))
    (denied,) = notices(desk.poll(denial(), feed="two"))
    assert denied.id != retold.id, "or it would count as told"
    (gone,) = notices(desk.poll(entry("Ghana's plans for the UN Convention against Cybercrime")))
    assert gone.id == retold.id


@pytest.mark.parametrize(
    "before",
    [
        [],
        [entry("Ghana will sign the UN Convention against Cybercrime in May")],
        [entry("Peru signs the UN Convention against Cybercrime")],
        [entry("Ghana ratifies the UN Convention against Cybercrime")],
    ],
    ids=["nothing", "a plan", "another State", "another act"],
)
def test_what_was_not_told_as_done_is_not_denied(before: list[Entry]) -> None:
    desk = Desk().started()
    desk.poll(*before)
    assert notices(desk.poll(denial(), feed="two")) == []


def test_what_the_record_confirms_is_not_denied() -> None:
    desk, _ = told("Ghana ratifies the UN Convention against Cybercrime")
    title = "Ghana denies that it has ratified the UN Convention against Cybercrime"
    record = acts(("GH", Action.RATIFICATION, "2026-11-23"))
    desk.poll(feed="record", record=acts())
    assert news(desk.poll(*map(official, record.acts), feed="record", record=record))
    poll = desk.poll(denial(title), feed="two")
    assert (notices(poll), poll.coverage) == ([], ())


def test_a_title_older_than_the_report_tells_how_things_stood() -> None:
    desk, _ = told(published=NOW - timedelta(hours=1))
    assert notices(desk.poll(denial(published=NOW - timedelta(hours=2)), feed="two")) == []
    assert len(notices(desk.poll(denial(DENIALS[2], 10, published=None), feed="two"))) == 1


def test_who_says_in_its_text_that_others_did_not_denies_nothing() -> None:
    desk, _ = told()
    summary = "Ghana has not signed the UN Convention against Cybercrime, critics say."
    poll = desk.poll(denial("What the UN Convention against Cybercrime means", summary=summary), feed="two")
    assert notices(poll) == []


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        (
            "Ghana denies signing the Hanoi Convention",
            "Media said that Ghana signed the Hanoi Convention on Monday.",
        ),
        (
            "Correction: Ghana has not signed the Hanoi Convention",
            "We said that Ghana signed the Hanoi Convention.",
        ),
    ],
)
def test_a_text_that_tells_what_was_reported_denies_it(title: str, summary: str) -> None:
    desk, _ = told()
    assert len(notices(desk.poll(denial(title, summary=summary), feed="two"))) == 1


def test_a_text_that_tells_it_as_done_as_well_denies_nothing() -> None:
    desk, _ = told()
    title = "Ghana did not sign the Hanoi Convention in 2025, but has signed it now"
    assert notices(desk.poll(denial(title), feed="two")) == []


def test_only_who_would_hear_a_report_from_there_hears_the_denial() -> None:
    here = items.desk('id: ours, channel: "#ours", feeds: [un], match: {treaty: un-cybercrime, status: done}')
    assert items.bring(here, "un", items.item(SIGNED, "un")) == [("#ours", Level.NORMAL)]
    assert notices(here.poll(items.item(DENIALS[0], "wire", 2), feed="wire")) == []
    (notice,) = notices(here.poll(items.item(DENIALS[2], "un", 3), feed="un"))
    assert notice.channel == "#ours"


def test_a_denial_that_another_feed_brought_first_is_heard_from_its_own_once() -> None:
    here = items.desk('id: ours, channel: "#ours", feeds: [un], match: {treaty: un-cybercrime, status: done}')
    items.bring(here, "un", items.item(SIGNED, "un"))
    assert notices(here.poll(items.item(DENIALS[0], "wire", 2), feed="wire")) == []
    (notice,) = notices(here.poll(items.item(DENIALS[0], "un", 2), feed="un"))
    assert notice.channel == "#ours"
    assert notices(here.poll(items.item(DENIALS[0], "un", 2), feed="un")) == []


@pytest.mark.parametrize(
    ("scope", "value"),
    [(Scope.STORY, KEY), (Scope.TREATY, "un-cybercrime"), (Scope.SOURCE, "AFP"), (Scope.RULE, "acts")],
)
def test_who_does_not_want_to_hear_of_it_hears_no_denial(scope: Scope, value: str) -> None:
    desk, _ = told()
    until = NOW + timedelta(days=1)
    desk.memory.muted = Mutes([Mute(id=1, scope=scope, value=value, until=until, person="Ana")])
    assert notices(desk.poll(denial(), feed="two")) == []
    desk.memory.muted = Mutes()
    desk.now += timedelta(days=4)
    assert news(desk.poll(entry("Ghana signs the Hanoi Convention", 20, published=desk.now))), "or it is lost"


def test_of_a_list_the_happening_is_named() -> None:
    desk = Desk().started()
    desk.poll(*signings("Ghana", "Peru", "Chile", "Norway"))
    (notice,) = notices(desk.poll(denial(), feed="two"))
    (other,) = notices(desk.poll(denial("Peru denies signing the Hanoi Convention", 10), feed="two"))
    assert notice.telling.title == f"An outlet denies it: “{SIGNED}”"
    assert "Peru" in other.telling.title


def test_what_a_new_feed_held_without_a_date_is_older() -> None:
    desk = Desk()
    desk.poll(feed="one")
    desk.poll(entry(SIGNED))
    assert notices(desk.poll(denial(published=None), feed="two")) == []


def test_of_what_waits_to_be_told_the_denial_comes_no_earlier() -> None:
    desk = Desk().started()
    for signing in signings(*ELEVEN):
        (alert,) = news(desk.poll(signing))
    assert alert.due is not None
    (notice,) = notices(desk.poll(denial(number=20), feed="two"))
    assert notice.due == alert.due


def test_who_refuses_what_was_done_is_no_further_outlet_of_its_message() -> None:
    here = items.desk('id: all, channel: "#acts", match: {treaty: un-cybercrime, status: any}')
    items.bring(here, "un", items.item(SIGNED, "un"))
    refuses = items.item("Ghana refuses to sign the UN Convention against Cybercrime", "wire", 2)
    assert [one for one in here.poll(refuses, feed="wire").alerts if one.kind is Kind.UPDATE] == []


def denied_since(days: float) -> tuple[Desk, Alert]:
    desk, alert = told()
    desk.poll(denial(), feed="two")
    desk.now += timedelta(days=days)
    return desk, alert


def test_a_report_long_after_the_denial_is_told_as_another_act() -> None:
    desk, alert = denied_since(30)
    (again,) = news(desk.poll(entry("Ghana signs the Hanoi Convention", 20, published=desk.now)))
    assert again.id != alert.id
    assert (again.thread, again.telling.step) == (alert.thread, Step.DONE)
    assert desk.memory.stories[KEY].acted == desk.now
    assert news(desk.poll(entry("Ghana has signed the Hanoi Convention", 21, published=desk.now))) == []


def test_a_step_at_home_long_after_the_denial_is_told() -> None:
    desk, _ = told("Ghana ratifies the Hanoi Convention")
    desk.poll(denial("Ghana denies ratifying the Hanoi Convention"), feed="two")
    desk.now += timedelta(days=4)
    (step,) = news(
        desk.poll(entry("Ghana's parliament approves the Hanoi Convention", 20, published=desk.now))
    )
    assert step.telling.step is Step.PROCESS


@pytest.mark.parametrize("old", [False, True], ids=["soon", "written before"])
def test_late_coverage_of_what_was_denied_is_no_news(old: bool) -> None:
    desk, _ = denied_since(30 if old else 2)
    published = NOW + timedelta(days=2) if old else desk.now
    assert news(desk.poll(entry("Ghana signs the Hanoi Convention", 20, published=published))) == []


def test_coverage_of_what_was_denied_and_confirmed_is_no_news() -> None:
    desk, _ = denied_since(1)
    record = acts(("GH", Action.SIGNATURE, "2026-11-23"))
    desk.poll(feed="record", record=acts())
    assert news(desk.poll(*map(official, record.acts), feed="record", record=record))
    desk.now += timedelta(days=30)
    assert news(desk.poll(entry("Ghana signs the Hanoi Convention", 20, published=desk.now))) == []
