# ruff: noqa: E501 - a table of sentences
from __future__ import annotations

import pytest
from msgspec.structs import replace

from monitor.model import Action, Event, Status, Step
from monitor.sinks.headline import headlines
from tests.sinks.made import RATIFIED, telling


def said(*events: Event, **changes: object) -> str:
    return headlines(telling(**{"events": events, "step": None, **changes}))[0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Viet Nam ratified the UN Convention against Cybercrime"),
        ({"action": Action.SIGNATURE}, "Viet Nam signed the UN Convention against Cybercrime"),
        ({"action": Action.ACCEPTANCE}, "Viet Nam accepted the UN Convention against Cybercrime"),
        ({"action": Action.APPROVAL}, "Viet Nam approved the UN Convention against Cybercrime"),
        ({"action": Action.ACCESSION}, "Viet Nam acceded to the UN Convention against Cybercrime"),
        ({"action": Action.SUCCESSION}, "Viet Nam succeeded to the UN Convention against Cybercrime"),
        ({"action": Action.WITHDRAWAL}, "Viet Nam withdrew from the UN Convention against Cybercrime"),
        ({"status": Status.PLANNED}, "Viet Nam plans to ratify the UN Convention against Cybercrime"),
        ({"status": Status.PROCESS}, "Viet Nam took a step towards ratifying the UN Convention against Cybercrime"),
        ({"status": Status.URGED}, "Viet Nam was urged to ratify the UN Convention against Cybercrime"),
        ({"status": Status.REFUSED}, "Viet Nam refused to ratify the UN Convention against Cybercrime"),
        ({"status": Status.HYPOTHETICAL}, "Viet Nam might ratify the UN Convention against Cybercrime"),
        ({"actor": "US"}, "The United States ratified the UN Convention against Cybercrime"),
        ({"actor": "EU"}, "The European Union ratified the UN Convention against Cybercrime"),
        ({"actor": None, "count": 72, "action": Action.SIGNATURE}, "72 states signed the UN Convention against Cybercrime"),
        ({"actor": None, "count": 1}, "1 state ratified the UN Convention against Cybercrime"),
        ({"actor": None}, "States ratified the UN Convention against Cybercrime"),
        ({"actor": None, "status": Status.PROCESS}, "A state took a step towards ratifying the UN Convention against Cybercrime"),
        ({"actor": None, "status": Status.PLANNED, "count": 60}, "60 states plan to ratify the UN Convention against Cybercrime"),
        ({"actor": None, "status": Status.URGED}, "States were urged to ratify the UN Convention against Cybercrime"),
        ({"official": True}, "Official: Viet Nam deposited its instrument of ratification of the UN Convention against Cybercrime"),
        ({"official": True, "action": Action.ACCESSION}, "Official: Viet Nam deposited its instrument of accession to the UN Convention against Cybercrime"),
        ({"official": True, "action": Action.SIGNATURE}, "Official: Viet Nam signed the UN Convention against Cybercrime"),
        ({"official": True, "action": Action.WITHDRAWAL}, "Official: Viet Nam notified its withdrawal from the UN Convention against Cybercrime"),
        ({"action": Action.ENTRY_INTO_FORCE, "actor": None}, "The UN Convention against Cybercrime entered into force"),
        ({"action": Action.ENTRY_INTO_FORCE}, "The UN Convention against Cybercrime entered into force for Viet Nam"),
        ({"action": Action.ENTRY_INTO_FORCE, "actor": None, "status": Status.PLANNED}, "The UN Convention against Cybercrime will enter into force"),
        ({"action": Action.ENTRY_INTO_FORCE, "actor": None, "official": True}, "Official: The UN Convention against Cybercrime entered into force"),
    ],
)  # fmt: skip
def test_who_did_what(changes: dict[str, object], sentence: str) -> None:
    assert said(replace(RATIFIED, **changes)) == sentence


@pytest.mark.parametrize(
    ("codes", "who"),
    [
        (["FR"], "France"),
        (["FR", "IE"], "France and Ireland"),
        (["FR", "IE", "ES"], "France, Ireland and Spain"),
        (["NL", "US", "MH"], "The Netherlands, the United States and the Marshall Islands"),
        (["FR", "IE", "ES", "IT"], "France, Ireland, Spain and Italy"),
        (["FR", "IE", "ES", "IT", "PT"], "France, Ireland, Spain and 2 others"),
        (["FR", "FR"], "France"),
    ],
)
def test_several_actors_are_one_sentence(codes: list[str], who: str) -> None:
    events = [replace(RATIFIED, actor=code, action=Action.SIGNATURE) for code in codes]
    assert said(*events) == f"{who} signed the UN Convention against Cybercrime"


def test_several_depositors_have_several_instruments() -> None:
    events = [replace(RATIFIED, actor=code, official=True) for code in ("FR", "IE")]
    assert said(*events).startswith(
        "Official: France and Ireland deposited their instruments of ratification of"
    )


def test_different_acts_are_sentences_of_their_own() -> None:
    signed = replace(RATIFIED, actor=None, count=72, action=Action.SIGNATURE)
    other = replace(RATIFIED, treaty="bbnj", actor="FR")
    assert headlines(telling(events=(RATIFIED, signed, other))) == (
        "Viet Nam ratified the UN Convention against Cybercrime",
        "72 states signed the UN Convention against Cybercrime",
        "France ratified bbnj",
    )


def test_a_confirmed_step_is_official_and_a_name_keeps_its_article() -> None:
    assert said(RATIFIED, step=Step.CONFIRMED).startswith("Official: Viet Nam deposited its instrument")
    assert said(RATIFIED, treaty_name="The Hague Convention") == "Viet Nam ratified The Hague Convention"


def test_without_an_event_the_title_is_the_headline() -> None:
    assert said() == "Hanoi deposits with New York"
    assert said(title=" \u200b") == "(no title)"


def test_each_treaty_is_called_by_its_name_and_one_without_by_its_id() -> None:
    other = replace(RATIFIED, treaty="bbnj", actor="CL")
    made = telling(events=(RATIFIED, other), step=None)
    assert headlines(made)[1] == "Chile ratified bbnj"
    named = replace(made, treaty_names=(("bbnj", "the BBNJ Agreement"),))
    assert headlines(named)[1] == "Chile ratified the BBNJ Agreement"


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("official", [False, True])
@pytest.mark.parametrize(("actor", "count"), [("VN", None), (None, 72), (None, None)])
def test_every_action_and_status_has_words(
    action: Action, status: Status, official: bool, actor: str | None, count: int | None
) -> None:
    event = Event(treaty="bbnj", action=action, status=status, actor=actor, count=count, official=official)
    sentence = said(event, treaty="bbnj", treaty_name="BBNJ Agreement")
    assert "BBNJ Agreement" in sentence
    assert "{" not in sentence
    assert sentence[0].isupper() or sentence[0].isdigit()
