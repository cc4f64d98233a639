"""A publisher corrects what was told, and the people who read it in Slack hear of it."""

from __future__ import annotations

import json
from datetime import timedelta

from tests.pipeline.made import entry
from tests.slack_app.made import SIGNED, Office

DENIED = "Correction: Ghana has not signed the UN Convention against Cybercrime"
LESS = "Correction: Ghana did not sign the UN Convention against Cybercrime"
LATER = "Ghana to sign the UN Convention against Cybercrime next week"
NEXT = "Ghana signed the UN Convention against Cybercrime in New York on Tuesday"
THIRD = "Accra: Ghana signs up to the UN Convention against Cybercrime"


async def test_the_message_is_edited_and_its_thread_is_told_once(here: Office) -> None:
    alert = here.tell()
    await here.deliver()
    here.poll(entry(DENIED))
    await here.deliver()
    here.poll(entry(LESS))
    posted, reply = await here.deliver()
    why = await here.click("why", alert.id)
    assert (reply.thread_ts, posted.edits) == (posted.ts, 2)
    assert DENIED in reply.body["text"]
    assert LESS in json.dumps(posted.body["blocks"])
    assert f"its title was changed since; it was “{SIGNED}”" in json.dumps(why["blocks"], ensure_ascii=False)


async def test_what_people_said_stays_in_the_message_and_what_they_called_misread_needs_no_more(
    here: Office,
) -> None:
    alert = here.tell()
    await here.deliver()
    await here.click("mark:wrong_action", alert.id)
    here.poll(entry(DENIED))
    (posted,) = await here.deliver()
    assert "Not relevant: wrong action" in posted.body["text"]
    assert DENIED in json.dumps(posted.body["blocks"])


async def test_a_mark_after_it_keeps_the_title_of_now(here: Office) -> None:
    alert = here.tell()
    await here.deliver()
    here.poll(entry(DENIED))
    await here.deliver()
    await here.click("mark:duplicate", alert.id)
    posted, _ = await here.deliver()
    assert "Not relevant: duplicate" in posted.body["text"]
    assert DENIED in json.dumps(posted.body["blocks"])


async def test_what_was_taken_back_before_it_left_is_not_told_and_another_report_is(here: Office) -> None:
    here.tell()
    here.poll(entry(DENIED))
    assert await here.deliver() == []
    here.poll(entry(NEXT, 2), feed="two")
    (posted,) = await here.deliver()
    here.poll(entry(SIGNED))
    (same,) = await here.deliver()
    assert NEXT in posted.body["text"]
    assert same == posted, "told once, although the first outlet tells it again"


async def test_what_is_told_again_after_it_was_taken_back_before_it_left_is_told(here: Office) -> None:
    here.tell()
    here.poll(entry(DENIED))
    assert await here.deliver() == []
    here.poll(entry(SIGNED))
    (posted,) = await here.deliver()
    assert SIGNED in posted.body["text"]


async def test_another_item_of_its_outlet_tells_it_then_and_a_plan_does_not(here: Office) -> None:
    here.tell()
    here.poll(entry(DENIED))
    here.poll(entry(LATER, 3, feed="two"), feed="two")
    assert await here.deliver() == []
    here.poll(entry(NEXT, 2))
    (posted,) = await here.deliver()
    assert NEXT in posted.body["text"]
    assert DENIED not in posted.body["text"]


async def test_a_list_that_still_grows_loses_nothing_by_it(here: Office) -> None:
    states = (
        "Peru",
        "Chile",
        "Norway",
        "Kenya",
        "Togo",
        "Spain",
        "Japan",
        "Brazil",
        "Nepal",
        "Samoa",
        "Ghana",
    )
    signs = [f"{state} signs the UN Convention against Cybercrime" for state in (*states, "Angola", "Malta")]
    for number, title in enumerate((*signs[:11], DENIED, *signs[11:]), 1):
        here.poll(entry(title, 11 if title == DENIED else number + (number > 11)))
        here.now -= timedelta(minutes=4, seconds=50)
    for _ in range(3):
        here.now += timedelta(minutes=15)
        *_, listed, denial = await here.deliver()
    shown = json.dumps(listed.body["blocks"])
    assert "Ghana, Angola and Malta signed" in shown
    assert "An outlet denies it: “Ghana signs" in denial.body["blocks"][0]["text"]["text"]
    assert listed.edits == 0, "whoever is told by an edit alone is not told, and a webhook edits nothing"


async def test_what_nobody_told_any_more_is_told_anew_once(here: Office) -> None:
    here.tell()
    await here.deliver()
    assert here.poll(entry(LATER)) == [], "the item that told it"
    await here.deliver()
    (anew,) = here.poll(entry(NEXT, 2, feed="two", publisher="AFP"), feed="two")
    assert here.poll(entry(THIRD, 3, publisher="EFE")) == []
    old, reply, new = await here.deliver()
    assert [one[0] for one in here.store.stories.reports("un-cybercrime")] == ["GH"]
    assert (anew.telling.title, new.thread_ts, reply.thread_ts) == (NEXT, None, old.ts)
    assert THIRD in json.dumps(new.body["blocks"])


async def test_a_digest_shows_it_anew(here: Office) -> None:
    here.tell()
    here.poll(entry(LATER))
    noon = here.now
    here.poll(entry(NEXT, 2, publisher="AFP"))
    here.poll(entry(THIRD, 3, publisher="EFE"))
    (step,) = here.store.news.steps(noon, here.now)
    assert step.outlet.publisher == "AFP"
    assert list(here.store.news.steps(here.now, here.now + timedelta(days=1))) == []


async def test_taken_back_twice_it_is_told_anew_twice(here: Office) -> None:
    ids = {here.tell().id}
    for number in (2, 3):
        here.poll(entry(LATER, number - 1))
        ids |= {alert.id for alert in here.poll(entry(NEXT, number, publisher=f"P{number}"))}
    assert len(ids) == 3


async def test_the_item_that_tells_it_again_itself_is_no_new_report(here: Office) -> None:
    here.tell()
    here.poll(entry(LATER))
    assert here.poll(entry(NEXT)) == []


async def test_one_document_tells_anew_once(here: Office) -> None:
    here.tell()
    here.poll(entry(LATER))
    assert len(here.poll(entry(NEXT, 2), entry(THIRD, 3))) == 1
