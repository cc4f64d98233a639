"""`/treaty ...` and the App Home."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from msgspec.structs import replace

from monitor.decide.mutes import Scope
from monitor.model import Action
from monitor.store.views import Filter
from tests.pipeline.made import SIGNED, acts, entry, entry_id, kit
from tests.slack_app.made import ANA, Office, buttons


async def test_status_says_where_everything_stands(here: Office) -> None:
    here.tell()
    for asked in ("", "status", "STATUS"):
        body = await here.command(asked)
        for words in (
            "3 of 3 feeds are well; 1 never polled yet",
            "1 waiting",
            "UN Convention against Cybercrime",
        ):
            assert words in body["text"]
        assert "Ghana signed" in json.dumps(body["blocks"])


async def test_one_treaty_by_its_id_or_words_of_its_name(here: Office) -> None:
    here.tell()
    for asked in (
        "un-cybercrime",
        "UN cybercrime",
        "cybercrime",
        "Convention against",
        "hanoi",
        "Hanoi treaty",
    ):
        body = await here.command(asked)
        assert "the official record has not been read" in body["text"]
        assert "0 signed" not in body["text"], "nothing is known yet, which is not the same as none"
        assert "Reported, not yet in the record: Ghana (signature)." in body["text"]
        assert "Ghana signed the UN Convention against Cybercrime" in body["text"]


async def test_words_of_several_treaties_name_them(here: Office) -> None:
    here.app.bench = replace(here.app.bench, kit=kit)
    for asked in ("cybercrime", "stories cybercrime"):
        assert (
            "“cybercrime” may be one of 2 treaties: budapest, un-cybercrime."
            in (await here.command(asked))["text"]
        )


async def test_a_treaty_whose_record_was_read_is_counted(here: Office) -> None:
    here.tell()
    here.tell("Kenya signs the UN Convention against Cybercrime", 2)
    table = acts(("CL", Action.SIGNATURE, "2025-10-25"), ("GH", Action.SIGNATURE, "2026-11-23"))
    with here.store.db.atomic():
        here.store.records.replace(table, "record", here.now)
    text = (await here.command("un-cybercrime"))["text"]
    assert "2 signed, 0 bound, 0 withdrawn" in text
    assert "Reported, not yet in the record: Kenya (signature)." in text


async def test_a_treaty_lists_what_an_alert_tells_of_it(here: Office) -> None:
    here.tell()
    (owed,) = here.store.views.alerts(Filter(kind="news"), 1)
    told = owed.alert.telling
    ratified = replace(told.events[0], treaty="bbnj", action=Action.RATIFICATION)
    names = (("bbnj", "High Seas Treaty"), ("un-cybercrime", "UN Convention against Cybercrime"))
    both = replace(
        told, treaty="bbnj", treaty_name=names[0][1], treaty_names=names, events=(ratified, *told.events)
    )
    with here.store.db.atomic():
        here.store.outbox.add([replace(owed.alert, id="d" * 32, telling=both)])
    text = (await here.command("un-cybercrime"))["text"]
    assert text.count("Ghana signed the UN Convention against Cybercrime") == 2
    assert "High Seas" not in text
    assert "Ghana ratified the High Seas Treaty" in (await here.command("search ghana"))["text"]


async def test_search_finds_alerts(here: Office) -> None:
    here.tell()
    assert (await here.command("search ghan cyber"))["text"].startswith("1 found")
    assert (await here.command("search zanzibar"))["text"] == "0 found"
    assert "What for?" in (await here.command("search"))["text"]
    assert (await here.command('search "'))["text"]


async def test_a_text_is_tried_against_the_rules(here: Office) -> None:
    body = await here.command("try Norway signs the Hanoi Convention")
    assert "Norway: signature, done" in body["text"]
    assert "yes: acts" in body["text"]
    escaped = await here.command("try Antigua &amp; Barbuda signs the Hanoi Convention")
    assert "“Antigua & Barbuda signs the Hanoi Convention”" in json.dumps(
        escaped["blocks"], ensure_ascii=False
    )
    assert here.store.views.traffic(here.now - timedelta(days=9)).entries == 0
    assert "Which text?" in (await here.command("try"))["text"]


async def test_mutes_are_listed_and_ended(here: Office) -> None:
    assert (await here.command("mutes"))["text"] == "Nothing is muted."
    mute = here.store.marks.mute(Scope.RULE, "acts", here.now + timedelta(days=1), "ben", here.now)
    assert f"{mute.id}: rule acts until 25 Nov 2026" in (await here.command("mutes"))["text"]
    assert "no such mute" in (await here.command("unmute 99"))["text"]
    assert "Which one?" in (await here.command("unmute acts"))["text"]
    assert "No longer muted: rule acts" in (await here.command(f"unmute {mute.id}"))["text"]


async def test_feeds_that_need_a_person(here: Office) -> None:
    body = await here.command("feeds")
    assert body["text"].startswith("3 of 3 feeds are well; 1 never polled yet")


@pytest.mark.parametrize("asked", ["help", "what is this", "try-ing", "stories of-what", "<!here> " * 99])
async def test_anything_else_is_answered_with_help(here: Office, asked: str) -> None:
    body = await here.command(asked)
    assert "/treaty search" in body["text"]
    assert "un-cybercrime" in body["text"]
    assert ("is no command and names no treaty" in body["text"]) is (asked != "help")
    assert "<!here>" not in body["text"]


async def test_stories_are_merged_and_split_from_slack(here: Office) -> None:
    here.tell()
    here.tell("Kenya signs the UN Convention against Cybercrime", 2)
    here.poll(entry(SIGNED + " again", 3, feed="two"), feed="two")
    await here.deliver()
    keys = (await here.command("stories un-cybercrime"))["text"]
    assert "un-cybercrime:GH:signature: done, told done" in keys
    merged = await here.command("merge un-cybercrime:KE:signature un-cybercrime:GH:signature")
    assert "is part of un-cybercrime:GH:signature now" in merged["text"]
    third = entry_id(3)
    split = await here.command(f"split un-cybercrime:GH:signature {third}")
    assert "un-cybercrime:GH:signature~2 is new; 1 message is owed" in split["text"]
    assert "there is no such story" in (await here.command("merge a b"))["text"]
    assert "Which two?" in (await here.command("merge a"))["text"]
    assert "Which entry" in (await here.command("split a"))["text"]


async def test_app_home_shows_ledger_feeds_queue_and_ends_mutes(here: Office) -> None:
    here.tell()
    mute = here.store.marks.mute(Scope.SOURCE, "One", here.now + timedelta(days=1), "ben", here.now)
    view = await opened(here)
    shown = json.dumps(view, ensure_ascii=False)
    for words in ("Treaties", "Ghana signed", "feeds are well", "1 waiting", "source One until"):
        assert words in shown
    assert buttons(view) == {"End this mute": f"unmute {mute.id}"}
    here.slack.workspace.views.clear()
    await here.push({
        "type": "interactive",
        "envelope_id": "h2",
        "payload": {
            "type": "block_actions",
            "user": ANA,
            "view": {"type": "home"},
            "actions": [{"action_id": "unmute", "value": str(mute.id)}],
        },
    })  # fmt: skip
    views = here.slack.workspace.views
    await here.slack.sockets.wait_for(lambda _: ANA["id"] in views)
    assert buttons(views[ANA["id"]]) == {}


async def opened(here: Office) -> dict[str, object]:
    event = {"type": "app_home_opened", "user": ANA["id"], "tab": "home"}
    await here.push({"type": "events_api", "envelope_id": "h1", "payload": {"event": event}})
    views = here.slack.workspace.views
    await here.slack.sockets.wait_for(lambda _: ANA["id"] in views)
    return views[ANA["id"]]
