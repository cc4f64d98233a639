"""A changed folder is taken up once it is still; wrong rules are told once, and again when they are mended."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.decide.kit import rulebook
from monitor.rules import Rulebook
from monitor.settings import Settings
from monitor.system import folder
from monitor.worker.reloader import GONE, IDLE, MENDED, PATIENCE, REFUSED, Reloader, kit_in_force, warn
from tests.logged import logged

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TREATY = """\
id: seals
title: the Seals Treaty
names: {en: [Seals Treaty]}
depositary: {name: Norway, page: "https://seals.example/"}
in_force: {count: 2, rule: 90 days}
"""
RULE = "  - {{id: {0}, title: T, match: {0} word}}\n"
FEEDS = "feeds:\n  - {id: f, url: 'https://f.example/feed'}\n"
BEFORE = rulebook({"rules.yaml": "rules:\n" + RULE.format("one"), "feeds.yaml": FEEDS}, where="rules")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write(tmp_path, "one")
    (tmp_path / "feeds.yaml").write_text(FEEDS)
    return Settings(rules=tmp_path)


def write(path: Path, *rules: str) -> None:
    (path / "rules.yaml").write_text("rules:\n" + "".join(RULE.format(rule) for rule in rules))


async def looks(reloader: Reloader, number: int, before: Rulebook = BEFORE) -> list[str]:
    """Look so often; return what came of it: the rules taken up, and the titles of notices."""
    found: list[str] = []
    for _ in range(number):
        kit, notice = await reloader.look(NOW, before)
        found += [" ".join(rule.id for rule in kit.rulebook.rules)] if kit else []
        found += [notice.telling.title] if notice else []
    return found


async def test_a_change_is_taken_up_by_the_second_look_that_finds_it(settings: Settings) -> None:
    reloader = Reloader(settings)
    assert await looks(reloader, 2) == []
    write(settings.rules, "one", "two")
    assert await looks(reloader, 1) == []
    assert await looks(reloader, 3) == ["one two"]


async def test_quiet_hours_of_nobody_are_said(settings: Settings) -> None:
    (settings.rules / "defaults.yaml").write_text(
        "defaults: {level: normal}\nquiet_hours:\n"
        '  - {channel: treaty-alerts, from: "22:00", to: "07:00"}\n'
        '  - {channel: "#tready-alerts", from: "22:00", to: "07:00"}\n'
    )
    with logged() as lines:
        warn(kit_in_force(settings))
    assert [line["channel"] for line in lines] == ["#tready-alerts"]


async def test_half_a_file_that_is_good_by_itself_is_not_taken_up(settings: Settings) -> None:
    write(settings.rules, "one", "two")
    reloader = Reloader(settings)
    write(settings.rules, "one")
    assert await looks(reloader, 1) == []
    write(settings.rules, "one", "two", "three")
    assert await looks(reloader, 3) == ["one two three"]


async def test_a_folder_that_vanishes_for_a_moment_is_no_news(settings: Settings) -> None:
    reloader = Reloader(settings)
    away = settings.rules.rename(settings.rules.with_name("away"))
    assert await looks(reloader, 1) == []
    away.rename(settings.rules)
    assert await looks(reloader, 3) == []


async def test_a_folder_that_never_stops_changing_is_read_as_it_stands(settings: Settings) -> None:
    reloader = Reloader(settings)
    found: list[str] = []
    for number in range(PATIENCE + 1):
        write(settings.rules, "one", *(f"r{n}" for n in range(number + 1)))
        found += await looks(reloader, 1)
    assert len(found) == 1


async def test_wrong_rules_are_told_once_and_told_again_when_mended(settings: Settings) -> None:
    reloader = Reloader(settings)
    (settings.rules / "rules.yaml").write_text("rules:\n  - {id: one, titel: T, match: x}\n")
    assert await looks(reloader, 5) == [REFUSED]
    assert reloader.error is not None
    assert "did you mean `title`?" in reloader.error
    write(settings.rules, "one", "two")
    assert await looks(reloader, 5) == ["one two", MENDED]
    assert reloader.error is None


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("rules.yaml", "no rule is switched on, so nothing is told"),
        ("feeds.yaml", "no feed is switched on, so nothing is polled"),
    ],
)
async def test_rules_that_leave_nothing_to_do_are_said(settings: Settings, file: str, says: str) -> None:
    reloader = Reloader(settings)
    text = (settings.rules / file).read_text()
    (settings.rules / file).write_text(text.replace("}", ", enabled: false}"))
    assert await reloader.look(NOW, BEFORE) == (None, None)
    kit, notice = await reloader.look(NOW, BEFORE)
    assert kit is not None
    assert (notice.telling.title, notice.telling.lines) == (IDLE, (says,))
    with logged() as lines:
        warn(kit)
    assert [line["problem"] for line in lines] == [says]
    (settings.rules / file).write_text(text)
    assert await looks(reloader, 2, kit.rulebook) == ["one", MENDED]
    assert await looks(reloader, 2) == []


async def test_what_is_gone_is_named(settings: Settings) -> None:
    """A file that was cut off at a line is good YAML, and says less."""
    treaty = settings.rules / "treaties" / "seals.yaml"
    treaty.parent.mkdir()
    treaty.write_text(TREATY)
    write(settings.rules, "one", "two", "three")
    reloader, before = Reloader(settings), kit_in_force(settings).rulebook
    treaty.unlink()
    write(settings.rules, "one")
    (settings.rules / "feeds.yaml").write_text("feeds:\n  - {id: g, url: 'https://f.example/feed'}\n")
    assert await looks(reloader, 1, before) == []
    kit, notice = await reloader.look(NOW, before)
    assert notice.telling.title == GONE
    assert notice.telling.lines == (
        "rules that are gone: two, three",
        "feeds that are gone: f",
        "treaties that are gone: seals",
    )
    write(settings.rules, "one", "four")
    assert await looks(reloader, 3, kit.rulebook) == ["one four"]


async def test_what_is_switched_off_is_not_gone(settings: Settings) -> None:
    write(settings.rules, "one", "two")
    reloader, before = Reloader(settings), kit_in_force(settings).rulebook
    text = (settings.rules / "rules.yaml").read_text()
    (settings.rules / "rules.yaml").write_text(text.replace("two word}", "two word, enabled: false}"))
    assert await looks(reloader, 3, before) == ["one two"]


async def test_a_look_that_could_not_be_recorded_is_done_again(settings: Settings) -> None:
    reloader = Reloader(settings)
    (settings.rules / "rules.yaml").write_text("rules: nonsense\n")
    assert await looks(reloader, 2) == [REFUSED]
    reloader.undo()
    assert reloader.error is None
    assert await looks(reloader, 2) == [REFUSED]


async def test_an_edit_between_reading_and_watching_is_found(settings: Settings) -> None:
    before = folder.fingerprint(settings.rules)
    write(settings.rules, "one", "two")
    assert await looks(Reloader(settings, before), 2) == ["one two"]
