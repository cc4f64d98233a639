"""Refusals and second acts, from titles to alerts."""

from __future__ import annotations

from datetime import timedelta

from monitor.model import Step
from tests.pipeline.test_channels import desk
from tests.pipeline.test_decide import entry, news

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
