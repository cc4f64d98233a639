"""Refusals and second acts, from titles to alerts."""

from __future__ import annotations

from datetime import timedelta

from monitor.model import Step
from tests.pipeline.made import desk, entry, news

ALL = """
rules:
  - id: all
    title: Everything about it
    level: high
    match: {treaty: un-cybercrime, actor: any, status: [done, planned, process, refused]}
"""
TREATY = "the UN Convention against Cybercrime"
APPROVES = f"Norway's government approves ratification of {TREATY}"
REJECTS = f"Norway's parliament rejects ratification of {TREATY}"


def test_a_refusal_after_a_step_is_told_and_so_is_what_comes_after_it() -> None:
    here = desk(ALL)
    titles = (APPROVES, REJECTS, f"{APPROVES} at last", f"{REJECTS} once more", f"{REJECTS} for good")
    told = []
    for number, title in enumerate(titles):
        here.now += timedelta(days=40 * (number in (2, 4)))
        told.append(news(here.poll(entry(title, number, published=here.now))))
    steps = [[alert.telling.step for alert in alerts] for alerts in told]
    assert steps == [[Step.PROCESS], [Step.REFUSED], [Step.PROCESS], [], [Step.REFUSED]]
    ids = [alert.id for alerts in told for alert in alerts]
    assert len(set(ids)) == len(ids), "each is a message of its own"
    assert {alert.thread for alerts in told for alert in alerts} == {"un-cybercrime:NO"}


def test_a_vote_weeks_after_the_cabinet_is_told_and_an_old_item_that_changes_or_comes_late_is_not() -> None:
    here = desk(ALL)
    began = here.now
    (cabinet,) = news(here.poll(entry(APPROVES, published=began)))
    here.now += timedelta(days=20)
    assert news(here.poll(entry(f"{APPROVES} of cybercrime", published=began))) == [], "edited"
    assert news(here.poll(entry(f"{APPROVES}, aides say", 2, published=began + timedelta(days=5)))) == [], (
        "late"
    )
    here.now += timedelta(days=20)
    vote = entry(f"Norway's parliament approves ratification of {TREATY}", 3, published=here.now)
    (parliament,) = news(here.poll(vote))
    assert (parliament.telling.step, parliament.thread) == (Step.PROCESS, cabinet.thread)
    assert parliament.id != cabinet.id
    here.now += timedelta(days=1)
    more = here.poll(entry(f"MPs in Norway vote to ratify {TREATY}", 4, publisher="Wire", published=here.now))
    assert [alert.updates for alert in more.alerts] == [parliament.id], "its message grows"


def test_a_second_withdrawal_is_told_with_its_own_outlets() -> None:
    here = desk(ALL)
    titles = (
        f"Norway has withdrawn from {TREATY}",
        f"Norway accedes to {TREATY}",
        f"Norway withdraws from {TREATY} again",
    )
    told = []
    for number, title in enumerate(titles, 1):
        told += news(here.poll(entry(title, number, publisher=f"Paper {number}", published=here.now)))
        here.now += timedelta(days=60)
    assert [alert.telling.title for alert in told] == list(titles)
    assert len({alert.id for alert in told}) == 3
    assert {alert.thread for alert in told} == {"un-cybercrime:NO"}
    assert [outlet.publisher for outlet in told[2].telling.outlets] == ["Paper 3"]
