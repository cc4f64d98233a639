"""A changed rules folder against a stored history."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from monitor.decide.kit import compile_kit
from monitor.decide.poll import Noted
from monitor.match import Matcher
from monitor.model import Entry
from monitor.normalise import identity
from monitor.read import Reader
from monitor.rules import Rulebook, load
from monitor.store import Store
from tests.commands import run
from tests.digest.made import Newsroom
from tests.pipeline.made import entry
from tests.rules.texts import folder

DAY = datetime(2026, 11, 24, tzinfo=UTC)
"""Before the Hanoi Convention closes for signature, whenever this runs."""
BEFORE = """\
rules:
  - {id: signed, title: Signed, match: {treaty: un-cybercrime, action: signature}}
  - {id: treaty, title: Named, level: low, match: {treaty: un-cybercrime}}
"""
AFTER = """\
rules:
  - {id: ratified, title: Ratified, match: {treaty: un-cybercrime, action: ratification}}
  - {id: treaty, title: Named, level: low, match: {treaty: un-cybercrime}}
"""
TITLES = [
    "Norway signs the Hanoi Convention",
    "Chile signs the Hanoi Convention",
    "Qatar ratifies the Hanoi Convention",
    "The Hanoi Convention explained",
    "Striker signs for Hanoi FC",
]


def book(rules: str) -> Rulebook:
    loaded = load(folder(rules_=rules))
    assert loaded.rulebook is not None
    return loaded.rulebook


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Store a history that was matched by the first rules: five items of today and one from long ago."""
    now = datetime.now(UTC)
    rulebook = book(BEFORE)
    reader, matcher = Reader(rulebook.treaties), Matcher(rulebook)
    store = Store.open(tmp_path / "state.db", create=True)
    for number, title in enumerate([*TITLES, "Peru signs the Hanoi Convention"]):
        entry = Entry(
            id=f"{number:032x}",
            feed="un-news",
            title=title,
            url=f"https://news.example/{number}",
            published=DAY,
        )
        reading = reader.read(entry)
        matches = matcher.match(entry, reading, None, now)
        noted = Noted(entry=entry, keys=identity.keys(entry), reading=reading, matches=matches)
        at = now - timedelta(days=40 if number == len(TITLES) else 0)
        with store.db.atomic():
            store.entries.add([noted], at, rulebook.version)
    store.close()
    return tmp_path / "state.db"


def changed(tmp_path: Path, rules: str) -> Path:
    place = tmp_path / "changed"
    for name, text in folder(rules_=rules).items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    return place


def test_added_dropped_and_unchanged_are_counted_by_rule(state: Path, tmp_path: Path) -> None:
    place = changed(tmp_path, AFTER)
    done = run("backtest", "--rules", str(place), "--json", cwd=tmp_path, TREATYWATCH_STATE=str(state))
    assert (done.returncode, done.stderr) == (0, b"")
    result = json.loads(done.stdout)
    assert result["items"] == 5
    assert result["rules"] == {
        "signed": {"added": 0, "dropped": 2, "unchanged": 0, "changed": 0},
        "treaty": {"added": 0, "dropped": 0, "unchanged": 4, "changed": 0},
        "ratified": {"added": 1, "dropped": 0, "unchanged": 0, "changed": 0},
    }
    assert result["alerts"] == {"added": 1, "dropped": 2, "unchanged": 0, "changed": 0}
    assert [item["title"] for item in result["added"]] == [TITLES[2]]
    assert [item["rules"] for item in result["dropped"]] == [["signed"], ["signed"]]


def test_the_report_for_people_and_the_exit_code_for_ci(state: Path, tmp_path: Path) -> None:
    place = changed(tmp_path, AFTER)
    args = ("backtest", "--rules", str(place), "--since", "90d", "--fail-on-drop")
    done = run(*args, cwd=tmp_path, TREATYWATCH_STATE=str(state))
    text = done.stdout.decode()
    assert done.returncode == 1
    assert done.stderr.decode() == "3 items would no longer be told\n"
    assert text.startswith(f"6 items of the last 90d, by rules {book(AFTER).version}\n")
    assert "items that call for an alert: 1 added, 3 dropped, 0 unchanged" in text
    assert [line.split() for line in text.splitlines() if line.startswith("ratified")] == [
        ["ratified", "1", "0", "0", "0"]
    ]
    assert "signed" in text
    assert "(no such rule any more)" in text
    assert f"  {TITLES[2]} (ratified) https://news.example/2" in text


def test_unchanged_rules_change_nothing(state: Path, tmp_path: Path) -> None:
    done = run(
        "backtest",
        "--fail-on-drop",
        cwd=tmp_path,
        rules=changed(tmp_path, BEFORE),
        TREATYWATCH_STATE=str(state),
    )
    assert done.returncode == 0
    assert "items that call for an alert: 0 added, 0 dropped, 2 unchanged" in done.stdout.decode()


def test_what_a_publisher_changed_since_is_no_fault_of_the_rules(tmp_path: Path) -> None:
    place = changed(tmp_path, BEFORE)
    kit = compile_kit(folder(rules_=BEFORE), channel="#alerts", where="rules")
    room = Newsroom(Store.open(tmp_path / "state.db", create=True), datetime.now(UTC), kit)
    with room.store.db.atomic():
        room.store.feeds.sync(kit.rulebook.feeds.values(), room.now)
    links = [f"https://news.example/a-long-enough-slug/{number}" for number in range(2)]

    def poll(*titles: str) -> None:
        room.poll(
            *(entry(t, n, feed="un-news", link=links[n], url=links[n]) for n, t in enumerate(titles)),
            feed="un-news",
        )

    poll()
    poll(TITLES[0], TITLES[1])
    poll("Norway has not signed the Hanoi Convention", TITLES[1])
    room.store.close()
    args = ("backtest", "--rules", str(place), "--fail-on-drop")
    done = run(*args, cwd=tmp_path, TREATYWATCH_STATE=str(room.store.path))
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "0 added, 0 dropped, 1 unchanged, 1 changed by their publisher since" in text
    assert "changed since, by their publisher:\n  Norway has not signed the Hanoi Convention (signed)" in text
    other = ("backtest", "--rules", str(changed(tmp_path, AFTER)), "--fail-on-drop")
    done = run(*other, cwd=tmp_path, TREATYWATCH_STATE=str(room.store.path))
    assert (done.returncode, done.stderr) == (1, b"1 items would no longer be told\n")


def test_mistakes_are_told_plainly(state: Path, tmp_path: Path) -> None:
    place = changed(tmp_path, "rules:\n  - {id: a, title: A, mach: x}\n")
    done = run("backtest", "--rules", str(place), cwd=tmp_path, TREATYWATCH_STATE=str(state))
    assert done.returncode == 1
    assert (
        f"{place}/rules.yaml:2:23: `mach` is not a key of a rule; did you mean `match`?"
        in done.stderr.decode()
    )
    done = run("backtest", "--since", "a month", cwd=tmp_path, TREATYWATCH_STATE=str(state))
    assert done.returncode == 2
    assert "a number and a unit" in done.stderr.decode()
    done = run("backtest", cwd=tmp_path, TREATYWATCH_STATE=str(tmp_path / "nothing.db"))
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"nothing.db" in done.stderr
    assert not (tmp_path / "nothing.db").exists()


def test_a_level_that_falls_to_the_digest_counts_as_dropped() -> None:
    from monitor.answers.replay import Replay
    from monitor.model import Level, Match

    entry = Entry(id="0" * 32, feed="x", title="t")
    match = Match(rule="a", level=Level.LOW, treaty=None, because=())
    replay = Replay()
    replay.take(entry, {"a": Level.HIGH}, [match])
    replay.take(entry, {"a": Level.LOW}, [replace(match, level=Level.HIGH)])
    assert (replay.alerts.dropped, replay.alerts.added) == (1, 1)
    assert replay.rules["a"].unchanged == 2
