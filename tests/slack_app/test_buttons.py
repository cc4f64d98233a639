"""People answer alerts by their buttons, over a real websocket, and see it in the message."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from monitor.decide.mutes import Scope
from monitor.store.marks import Verdict
from tests.pipeline.made import entry
from tests.slack_app.made import ANA, SIGNED, Office, buttons
from tests.slack_server import live


async def test_alerts_carry_the_buttons(here: Office) -> None:
    alert = here.tell()
    (posted,) = await here.deliver()
    assert buttons(posted.body) == {
        "Why?": f"why {alert.id}",
        "Not relevant": f"not_relevant {alert.id}",
        "Mute": f"mute {alert.id}",
        "Confirmed": f"confirm {alert.id}",
    }


async def test_why_explains_to_the_asker_alone(here: Office) -> None:
    alert = here.tell()
    await here.deliver()
    body = await here.click("why", alert.id)
    posts = here.slack.workspace.posts()
    shown = json.dumps(body["blocks"], ensure_ascii=False)
    for words in (
        "Ghana: signature, done",
        "yes: acts (Acts of consent and signatures)",
        "opened",
        "sent to #alerts",
    ):
        assert words in shown
    assert not body["replace_original"]
    assert len(posts) == 1


async def test_why_says_what_keeps_a_message_from_being_sent(here: Office) -> None:
    alert = here.tell()
    later = here.now + timedelta(hours=9)
    here.store.db.execute("UPDATE outbox SET due_at=?, wanted_at=due_at", [later.timestamp()])
    asked = json.dumps((await here.click("why", alert.id))["blocks"])
    assert (
        f"pending to #alerts, 2026-11-24 12:15 UTC: waits for the end of quiet hours at {later:%Y-%m-%d}"
        in asked
    )
    here.store.outbox.park("#alerts", later, here.now, "is_archived")
    assert "12:15 UTC: is_archived" in json.dumps((await here.click("why", alert.id))["blocks"])


async def test_why_names_once_a_message_that_told_what_two_did(here: Office) -> None:
    alert = here.tell("Norway and Chile sign the UN Convention against Cybercrime")
    asked = json.dumps((await here.click("why", alert.id))["blocks"])
    assert asked.count("pending to #alerts") == 1


async def test_why_in_a_thread_is_answered_there(here: Office) -> None:
    alert = here.tell()
    body = await here.click("why", alert.id, message={"ts": "2.000001", "thread_ts": "1.000001"})
    assert body["thread_ts"] == "1.000001"


async def test_not_relevant_asks_which_edits_the_message_and_can_be_undone(here: Office) -> None:
    alert = here.tell()
    await here.deliver()
    asked = await here.click("not_relevant", alert.id)
    choices = buttons(asked)
    assert list(choices) == ["Wrong treaty", "Wrong action", "Old news", "Duplicate"]
    action, value = choices["Wrong action"].split()
    noted = await here.click(action, value)
    assert noted["replace_original"]
    (mark,) = here.store.marks.of_alert(alert.id)
    assert (mark.verdict, mark.person) == (Verdict.WRONG_ACTION, "ana (U0ANA00001)")
    (posted,) = await here.deliver()
    assert posted.edits == 1
    assert "Not relevant: wrong action · ana, 24 Nov 2026" in posted.body["text"]
    action, value = buttons(noted)["Undo"].split()
    taken_back = await here.click(action, value)
    (posted,) = await here.deliver()
    assert taken_back["text"] == "Taken back."
    assert "Not relevant" not in posted.body["text"]
    assert here.store.marks.of_alert(alert.id) == []
    assert (await here.click(action, value))["text"] == "That was taken back already."


async def test_an_edited_message_is_answered_as_the_alert_that_it_is(here: Office) -> None:
    """An edit is a row of its own; were its id on the buttons, the next edit would lose what people said."""
    alert = here.tell()
    await here.deliver()
    here.poll(entry(SIGNED + ", too", 2, feed="two"), feed="two")
    (posted,) = await here.deliver()
    asked = await here.click(*buttons(posted.body)["Not relevant"].split())
    await here.click(*buttons(asked)["Duplicate"].split())
    (posted,) = await here.deliver()
    marked = here.store.marks.of_alert(alert.id)
    assert [mark.verdict for mark in marked] == [Verdict.DUPLICATE]
    assert "Not relevant: duplicate" in posted.body["text"]
    assert "Also in 1 other outlet" in posted.body["text"]


async def test_a_mark_stays_when_more_outlets_come(here: Office) -> None:
    alert = here.tell()
    await here.deliver()
    await here.click("mark:old_news", alert.id)
    here.poll(entry(SIGNED + ", too", 2, feed="two"), feed="two")
    (posted,) = await here.deliver()
    assert "Not relevant: old news" in posted.body["text"]
    assert "Also in 1 other outlet" in posted.body["text"]


@pytest.mark.parametrize(
    ("scope", "value", "span", "hours"),
    [
        (Scope.RULE, "acts", "1 hour", 1),
        (Scope.STORY, "un-cybercrime:GH:signature", "1 day", 24),
        (Scope.SOURCE, "One", "7 days", 168),
        (Scope.TREATY, "un-cybercrime", "1 day", 24),
    ],
)
async def test_mute_asks_what_and_how_long_and_can_be_undone(
    here: Office, scope: Scope, value: str, span: str, hours: int
) -> None:
    alert = here.tell()
    asked = await here.click("mute", alert.id)
    rows = [block for block in asked["blocks"] if block["type"] == "actions"]
    assert len(rows) == 4
    choice = next(
        element
        for row in rows
        for element in row["elements"]
        if element["text"]["text"] == span and f":{scope}:" in element["action_id"]
    )
    muted = await here.click(choice["action_id"], choice["value"])
    (mute,) = here.store.marks.mutes(here.now).mutes
    assert (mute.scope, mute.value, mute.until - here.now) == (scope, value, timedelta(hours=hours))
    assert here.poll(entry("Ghana ratifies the UN Convention against Cybercrime", 2)) == [] or (
        scope is Scope.STORY  # the ratification is another happening
    )
    action, number = buttons(muted)["Undo"].split()
    await here.click(action, number)
    assert list(here.store.marks.mutes(here.now).mutes) == []


async def test_confirmed_asks_for_a_page_and_shows_it(here: Office) -> None:
    alert = here.tell()
    await here.deliver()
    await here.push(here.clicked("confirm", alert.id, "c1"))
    views = here.slack.workspace.views
    await here.slack.sockets.wait_for(lambda _: "trigger:tc1" in views)
    view = views["trigger:tc1"]
    assert view["blocks"][0]["element"]["initial_value"].startswith("https://treaties.un.org/")
    private = view["private_metadata"]
    wrong = await here.push(submitted(private, "javascript:alert(1)", "s1"))
    assert wrong["response_action"] == "errors"
    assert await here.push(submitted(private, "https://treaties.un.org/CN.1.2026", "s2")) is None
    noted = await here.answer("c1")
    (posted,) = await here.deliver()
    assert "Confirmed · ana" in posted.body["text"]
    links = [found.value for found in live(posted.body) if found.kind == "link"]
    assert "https://treaties.un.org/CN.1.2026" in links
    assert list(buttons(noted)) == ["Undo"]


async def test_what_cannot_be_recorded_is_said_to_be(here: Office) -> None:
    alert = here.tell()
    await here.deliver()
    here.store.db.conn.execute("PRAGMA query_only=ON")  # as on a disk that is full
    assert "could not be recorded" in (await here.click("mark:old_news", alert.id))["text"]
    link = {"link": {"link": {"value": "https://treaties.example/page"}}}
    view = {"private_metadata": alert.id, "state": {"values": link}}
    payload = {"type": "view_submission", "user": ANA, "view": view}
    ack = await here.push({"type": "interactive", "envelope_id": "e", "payload": payload})
    assert "could not be recorded" in ack["errors"]["link"]
    assert "Something went wrong" in (await here.click("mark:nonsense", alert.id))["text"]


async def test_an_alert_that_is_gone_is_said_to_be(here: Office) -> None:
    for action in ("why", "not_relevant", "mute", "mark:old_news", "mute:rule:1h", "confirm"):
        body = await here.click(action, "f" * 32)
        assert "no longer in the state file" in body["text"]


async def test_a_list_of_happenings_is_no_story_that_can_be_muted(here: Office) -> None:
    states = ("Ghana", "Chile", "Norway", "Qatar", "Peru", "Fiji", "Togo", "Mali", "Cuba", "Chad")
    told = here.poll(*(entry(f"{state} signs the Hanoi Convention", n) for n, state in enumerate(states)))
    alert = next(one for one in told if one.telling.items)
    body = await here.click("mute:story:1h", alert.id)
    assert "nothing can be done with it" in body["text"]
    assert list(here.store.marks.mutes(here.now).mutes) == []


async def test_nothing_of_a_feed_or_a_person_comes_alive(here: Office) -> None:
    hostile = "<!channel> <@U1> *Ghana* signs the UN Convention against Cybercrime <https://evil|bank>"
    alert = here.tell(hostile, publisher="<!here> Times")
    await here.deliver()
    bodies = [await here.click(action, alert.id) for action in ("why", "not_relevant", "mute")]
    bodies.append(await here.click("mark:old_news", alert.id, user={"id": "U1", "username": "<!everyone>"}))
    (posted,) = await here.deliver()
    bodies.append(posted.body)
    bodies.append(await here.command("search ghana"))
    bodies.append(await here.command("try <!channel> Ghana signs <@U1>"))
    for body in bodies:
        assert {found.kind for found in live(body)} <= {"link"}
        assert all(found.value.startswith("https://") for found in live(body))


def submitted(private: str, link: str, id_: str) -> dict[str, object]:
    view = {
        "callback_id": "confirmed",
        "private_metadata": private,
        "state": {"values": {"link": {"link": {"value": link}}}},
    }
    payload = {"type": "view_submission", "user": ANA, "view": view}
    return {"type": "interactive", "envelope_id": f"e{id_}", "payload": payload}


async def test_the_office_is_the_real_thing(here: Office) -> None:
    assert isinstance(here, Office)
    assert here.slack.sockets.connections == 1
