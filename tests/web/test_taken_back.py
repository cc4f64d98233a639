"""What an outlet took back is reported by nobody any more, and whoever shows it says so."""

from __future__ import annotations

import csv
import io

import feedparser
from rich.console import Console
from typer.testing import CliRunner

from monitor.answers import review
from monitor.answers.digest import compose
from monitor.answers.overview import overview
from monitor.cli import app as cli
from monitor.cli.status import show
from monitor.ledger import tally
from monitor.model import Kind
from monitor.slack_app import standing as lines
from monitor.slack_app.bench import Bench
from monitor.store.views import Filter
from monitor.web.standing import standing
from tests.digest.made import ELEVEN, Newsroom, kit, signings
from tests.pipeline.made import NOW, SIGNED, entry
from tests.web.conftest import client

KEY = "un-cybercrime:GH:signature"
DENIED = "Ghana did not sign the UN Convention against Cybercrime"
OTHER = "Ghana signed the UN Convention against Cybercrime in New York on Tuesday"
TREATY = kit().rulebook.treaties["un-cybercrime"]


def taken_back(room: Newsroom) -> Newsroom:
    room.poll(entry(SIGNED))
    assert reported(room) == ["GH"]
    room.poll(entry(DENIED))
    return room


def reported(room: Newsroom) -> list[str]:
    """Return whose acts are reported, as everything that counts them has it."""
    found = [actor for actor, *_ in review.reported_only(room.store, tally(TREATY, None))]
    (treaty,) = overview(room.store, kit().rulebook, room.now)["treaties"]
    shown = standing(TREATY, room.store, room.now)
    assert [item["actor"] for item in treaty["reported_only"]] == found
    assert [report.code for report in shown.reported] == found
    assert sorted(shown.kinds) == sorted(found)
    return found


def digest(room: Newsroom) -> str:
    plan = kit().rulebook.digests[0]
    messages = compose(plan, review.gather(room.store, kit().rulebook, NOW, room.now), "#weekly")
    return "\n".join(
        f"{line.text} | {line.note}"
        for message in messages
        for section in message.telling.sections
        for line in section.lines
    )


def test_it_is_not_counted_as_reported_until_another_outlet_tells_it(room: Newsroom) -> None:
    assert reported(taken_back(room)) == []
    room.poll(entry(OTHER, 2, publisher="AFP"))
    assert reported(room) == ["GH"]
    room.poll(entry("Ghana's UN Convention against Cybercrime plans", 2, publisher="AFP"))
    assert reported(room) == []
    room.poll(entry(OTHER, 1))
    assert reported(room) == ["GH"], "told again by who took it back"


def test_what_a_list_that_waits_tells_is_taken_back_though_nothing_is_owed(room: Newsroom) -> None:
    """Its message is left as it is until it goes out; a crash before the next write must not lose what is known."""
    for signing in signings(*ELEVEN):
        room.poll(signing, minutes=0.1)
    assert len(reported(room)) == len(ELEVEN)
    poll = room.poll(entry("Ghana and the UN Convention against Cybercrime", len(ELEVEN)), minutes=0.1)
    assert (poll.alerts, poll.quiet) == ((), False)
    assert "GH" not in reported(room)


def test_one_of_several_outlets_takes_nothing_back(room: Newsroom) -> None:
    room.poll(entry(SIGNED))
    room.poll(entry(OTHER, 2, publisher="AFP"))
    room.poll(entry(DENIED))
    assert reported(room) == ["GH"]
    assert "Ghana signed" in digest(room)
    assert "taken back" not in digest(room)


def test_a_plan_that_stands_is_no_report_of_the_act(room: Newsroom) -> None:
    room.poll(entry("Ghana will sign the UN Convention against Cybercrime in May", 2, publisher="AFP"))
    assert reported(taken_back(room)) == []


def test_what_is_left_to_the_digest_is_taken_back_as_well(room: Newsroom) -> None:
    room.poll(entry(SIGNED), minutes=60)
    room.poll(entry(DENIED))
    assert f"{DENIED} | One · taken back, was “{SIGNED}”" in digest(room)


def test_the_terminal_shows_the_title_of_now(room: Newsroom) -> None:
    taken_back(room)
    text = io.StringIO()
    show(Console(file=text, width=300), overview(room.store, kit().rulebook, room.now))
    assert f"taken back {DENIED}" in text.getvalue()
    assert "reported only" not in text.getvalue()
    environment = {"TREATYWATCH_STATE": str(room.store.path)}
    listed = CliRunner().invoke(cli, ["stories", "list"], env=environment)
    shown = CliRunner().invoke(cli, ["stories", "show", KEY], env=environment)
    assert "(taken back)" in " ".join(listed.output.split())
    assert f"taken back since, as “{DENIED}”" in " ".join(shown.output.split())
    written = CliRunner().invoke(cli, ["record", "--since", "2026-11-01"], env=environment)
    (row,) = (one for one in csv.DictReader(io.StringIO(written.output)) if one["kind"] == "news")
    assert (row["taken_back"], row["titles_now"]) == ("taken back", f"One: {DENIED}")


async def test_every_view_of_the_page_shows_it(room: Newsroom) -> None:
    taken_back(room)
    (owed,) = room.store.views.alerts(Filter(kind="news"), 10)
    async with client(room.store) as page:
        for path in (
            "/", "/treaties/un-cybercrime", f"/stories/{KEY}", "/alerts", f"/alerts/{owed.alert.id}",
        ):  # fmt: skip
            html = (await page.get(path)).text
            assert "Taken back" in html, path
            assert DENIED in html, path
        (alert,) = (await page.get("/alerts.json?kind=news")).json()["alerts"]
        (found,) = feedparser.parse((await page.get("/alerts.atom?kind=news")).content).entries
    assert (alert["taken_back"], alert["titles_now"]) == (
        True,
        [{"publisher": "One", "title": DENIED, "was": SIGNED}],
    )
    assert found.title.startswith("Taken back: ")
    assert f"One says now: {DENIED}" in found.content[0].value
    assert found.updated > found.published


async def test_the_story_shows_who_denies_it_and_still_counts_as_reported(room: Newsroom) -> None:
    title = "Ghana denies signing the Hanoi Convention"
    room.poll(entry(SIGNED))
    room.poll(entry(title, 9, feed="two", publisher="AFP"), feed="two")
    async with client(room.store) as page:
        for path in ("/", "/treaties/un-cybercrime", f"/stories/{KEY}"):
            html = (await page.get(path)).text
            assert ">Denied<" in html, path
    environment = {"TREATYWATCH_STATE": str(room.store.path)}
    assert "done (denied)" in CliRunner().invoke(cli, ["stories", "list"], env=environment).output
    assert title in html
    assert "denies what it tells" in html
    assert "Taken back" not in html
    assert reported(room) == ["GH"]
    (notice,) = room.owed(Kind.NOTICE)
    assert notice.alert.telling.title == f"An outlet denies it: “{SIGNED}”"
    async with client(room.store) as page:
        html = (await page.get(f"/alerts/{notice.alert.id}")).text
    assert "What an earlier message told was denied" in html
    assert "A milestone of the treaty" not in html


def test_a_plan_that_became_a_denial_names_no_title_twice(room: Newsroom) -> None:
    room.poll(entry(SIGNED))
    room.poll(entry("Ghana will sign the Hanoi Convention in May", 2, publisher="AFP"))
    room.poll(entry(DENIED, 2, publisher="AFP"))
    denied = next(one for one in room.store.views.coverage(KEY) if one.outlet.publisher == "AFP")
    assert (denied.step, denied.outlet.title, denied.outlet.was) == ("refused", DENIED, "")


def test_a_list_says_which_of_its_happenings_is_taken_back(room: Newsroom) -> None:
    room.poll(*signings("Ghana", "Peru", "Chile", "Norway"))
    room.poll(entry(DENIED))
    assert sorted(reported(room)) == ["CL", "NO", "PE"]
    written = CliRunner().invoke(
        cli, ["record", "--since", "2026-11-01"], env={"TREATYWATCH_STATE": str(room.store.path)}
    )
    (row,) = (one for one in csv.DictReader(io.StringIO(written.output)) if one["kind"] == "news")
    assert (row["taken_back"], row["titles_now"]) == ("", f"One: {DENIED}")


def test_slack_shows_it(room: Newsroom) -> None:
    taken_back(room)
    bench = Bench(store=room.store, kit=kit, clock=lambda: room.now)
    words, (line,) = lines.treaty(bench, TREATY)
    assert not any("Reported" in one for one in words)
    assert line.note.endswith(f", taken back, now “{DENIED}”")
