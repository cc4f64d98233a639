"""What people call misread counts as told no more: the next report of the act is told anew, once."""

from __future__ import annotations

import json

import pytest

from monitor.store.marks import Verdict
from monitor.story import how_far
from monitor.web.standing import standing
from tests.pipeline.made import entry, kit
from tests.slack_app.made import SIGNED, Office, buttons

KEY = "un-cybercrime:GH:signature"
NEXT = "Ghana signed the UN Convention against Cybercrime in New York on Tuesday"
THIRD = "Accra: Ghana signs up to the UN Convention against Cybercrime"


async def disowned(here: Office, verdict: str = "wrong_action") -> tuple[str, str]:
    """Tell an act, have it called wrong, and return the alert's id and the value of *Undo*."""
    alert = here.tell()
    await here.deliver()
    noted = await here.click(f"mark:{verdict}", alert.id)
    await here.deliver()
    return alert.id, buttons(noted)["Undo"]


@pytest.mark.parametrize("verdict", ["wrong_action", "wrong_treaty"])
async def test_the_next_report_is_a_message_of_its_own_once(here: Office, verdict: str) -> None:
    first, _ = await disowned(here, verdict)
    (anew,) = here.poll(entry(NEXT, 2, feed="two", publisher="AFP"), feed="two")
    assert here.poll(entry(THIRD, 3, publisher="EFE")) == []
    old, new = await here.deliver()
    assert (anew.id != first, anew.telling.title, anew.telling.outlets[0].publisher) == (True, NEXT, "AFP")
    assert new.thread_ts is None
    assert NEXT in json.dumps(new.body["blocks"])
    assert THIRD in json.dumps(new.body["blocks"])
    assert NEXT not in json.dumps(old.body["blocks"])


@pytest.mark.parametrize("verdict", ["old_news", "duplicate"])
async def test_what_is_old_or_told_twice_was_read_well(here: Office, verdict: str) -> None:
    await disowned(here, verdict)
    assert here.poll(entry(NEXT, 2)) == []


async def test_undo_takes_it_back(here: Office) -> None:
    _, undo = await disowned(here)
    await here.click(*undo.split())
    assert here.poll(entry(NEXT, 2, publisher="AFP")) == []
    (posted,) = await here.deliver()
    assert NEXT in json.dumps(posted.body["blocks"])


async def test_undo_after_it_was_told_anew_tells_nothing_more(here: Office) -> None:
    _, undo = await disowned(here)
    assert len(here.poll(entry(NEXT, 2))) == 1
    await here.click(*undo.split())
    assert here.poll(entry(THIRD, 3)) == []


async def test_who_confirms_it_contradicts_who_calls_it_misread(here: Office) -> None:
    first, _ = await disowned(here)
    here.store.marks.add(first, Verdict.CONFIRMED, "Ben", here.now, "https://un.example/1")
    assert here.poll(entry(NEXT, 2)) == []


async def test_the_same_item_and_its_copies_are_no_new_report(here: Office) -> None:
    await disowned(here)
    assert here.poll(entry(f"LIVE: {SIGNED}", 1)) == [], "the same item, edited"
    assert here.poll(entry(f"{SIGNED}, officials say", 2)) == [], "a copy of it"
    assert len(here.poll(entry(NEXT, 3))) == 1


async def test_another_time_it_is_told_anew_again(here: Office) -> None:
    await disowned(here)
    (second,) = here.poll(entry(NEXT, 2))
    await here.click("mark:wrong_action", second.id)
    (third,) = here.poll(entry(THIRD, 3))
    assert third.telling.title == THIRD


async def test_what_was_told_rightly_before_is_not_told_anew(here: Office) -> None:
    here.poll(entry("Ghana plans to sign the UN Convention against Cybercrime", 8))
    await disowned(here)
    assert here.poll(entry("Ghana will sign the UN Convention against Cybercrime in May", 9)) == []
    assert len(here.poll(entry(NEXT, 2))) == 1


async def test_a_plan_or_a_refusal_is_news_where_the_act_was_misread(here: Office) -> None:
    await disowned(here)
    (plan,) = here.poll(entry("Ghana will sign the UN Convention against Cybercrime in May", 9))
    (done,) = here.poll(entry(NEXT, 2))
    assert (plan.telling.step, done.telling.step) == ("planned", "done")


async def test_nothing_shows_it_as_reported(here: Office) -> None:
    start = here.now
    _, undo = await disowned(here)
    treaty = kit().rulebook.treaties["un-cybercrime"]
    known = here.store.stories.get(KEY)
    assert known is not None
    assert how_far(known) == "done in #alerts (called misread)"
    assert here.store.stories.reports("un-cybercrime") == []
    (shown,) = standing(treaty, here.store, here.now).stories
    assert shown.misread
    (step,) = here.store.news.steps(start, here.now)
    assert step.story.misread(step.step)
    await here.click(*undo.split())
    assert len(here.store.stories.reports("un-cybercrime")) == 1
    (shown,) = standing(treaty, here.store, here.now).stories
    assert not shown.misread


async def test_told_anew_it_is_reported_again(here: Office) -> None:
    await disowned(here)
    here.poll(entry(NEXT, 2))
    assert len(here.store.stories.reports("un-cybercrime")) == 1


async def test_a_list_does_not_say_which_happening_was_misread(here: Office) -> None:
    states = ("Ghana", "Peru", "Chile", "Norway")
    signed = [
        entry(f"{state} signs the UN Convention against Cybercrime", n) for n, state in enumerate(states, 1)
    ]
    (listed,) = here.poll(*signed)
    await here.click("mark:wrong_action", listed.id)
    assert here.poll(entry(NEXT, 9)) == []
