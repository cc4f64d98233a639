"""Stories on the terminal: what was told of them, and what else their keys are taken for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from monitor.model import Act, Action
from monitor.normalise.url import canonical
from monitor.store import Store
from tests.commands import run
from tests.digest.made import Newsroom, kit
from tests.pipeline.made import NOW, SIGNED, entry, official

GHANA = "un-cybercrime:GH:signature"


def test_what_stood_there_before_the_first_poll_is_not_called_told(tmp_path: Path) -> None:
    room = Newsroom(Store.open(tmp_path / "state.db", create=True))
    with room.store.db.atomic():
        room.store.feeds.sync(kit().rulebook.feeds.values(), NOW)
    room.poll(official(Act(actor="GH", name="Ghana", action=Action.SIGNATURE, on=date(2025, 10, 25))))
    room.store.close()
    listed = run(
        "stories", "list", cwd=tmp_path, TREATYWATCH_STATE=str(tmp_path / "state.db")
    ).stdout.decode()
    assert [line.split()[2:4] for line in listed.splitlines() if GHANA in line] == [["known", "before"]]


def test_a_story_that_is_to_be_explained_is_known_for_one(room: Newsroom, tmp_path: Path) -> None:
    room.poll(entry(SIGNED))
    made = run("explain", GHANA, cwd=tmp_path, TREATYWATCH_STATE=str(tmp_path / "state.db"))
    assert made.returncode == 1
    said = f"{GHANA} is a story; `treatywatch stories show {GHANA}` lists its entries"
    assert said in made.stderr.decode()


def test_an_item_is_named_by_an_address_as_people_copy_it_or_the_beginning_of_its_id(
    room: Newsroom, tmp_path: Path
) -> None:
    made = entry(SIGNED, url="https://www.harbour.example/2026/ghana-signs?utm_source=x")
    room.poll(replace(made, link=canonical(made.url or "")))
    state = str(tmp_path / "state.db")
    for name in (made.id[:7], "harbour.example/2026/ghana-signs", "http://harbour.example/2026/ghana-signs"):
        found = run("explain", name, cwd=tmp_path, TREATYWATCH_STATE=state)
        assert found.stdout.decode().startswith(SIGNED), found.stderr
    twins = (entry(f"{who} signs the Hanoi Convention", n) for n, who in ((2, "Chile"), (3, "Peru")))
    room.poll(*(replace(one, id=f"abcd{one.id[:28]}") for one in twins))
    several = run("explain", "abcd", cwd=tmp_path, TREATYWATCH_STATE=state)
    assert (several.returncode, several.stderr) == (
        1,
        b"abcd: several items' ids begin so. Give more of it.\n",
    )
    assert run("explain", "abc", cwd=tmp_path, TREATYWATCH_STATE=state).stderr.startswith(
        b"abc: no such item"
    )


def test_a_language_is_said_of_a_text_only(tmp_path: Path) -> None:
    made = run("explain", "https://a.example/", "--language", "en", cwd=tmp_path)
    assert made.returncode == 2
    assert b"--text" in made.stderr
