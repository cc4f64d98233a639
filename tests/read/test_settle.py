"""Test what settling makes of acts that overlap."""

from __future__ import annotations

from collections import Counter

from monitor.languages import Form
from monitor.model import Action, Status
from monitor.read.act import Found
from monitor.read.doers.lists import Doers
from monitor.read.telling.settle import Settling
from monitor.treaties import Treaty


def step(action: Action, *codes: str) -> Found:
    """Return a step at home towards an act."""
    return Found(
        treaty="un-cybercrime",
        action=action,
        status=Status.PROCESS,
        doers=Doers(codes),
        past="",
        deposited=False,
        form=Form.NOUN,
        quote="The cabinet approved it.",
    )


def test_a_step_of_nobody_that_two_others_cover_is_dropped_once(treaties: dict[str, Treaty]) -> None:
    """A step of nobody to accession, told of a State and as ratification too, leaves those two."""
    found = [step(Action.ACCESSION), step(Action.ACCESSION, "PE"), step(Action.RATIFICATION)]
    events = Settling(found, treaties, None, Counter(), own=False).settled()
    assert [(one.action, one.actor) for one in events] == [
        (Action.ACCESSION, "PE"),
        (Action.RATIFICATION, None),
    ]
