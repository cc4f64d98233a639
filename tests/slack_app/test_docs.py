"""docs/slack.md is true: its YAML loads, its commands exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from monitor.rules import load
from monitor.slack_app.command import COMMANDS
from monitor.system.folder import read
from tests.commands import is_spelled_right

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.M | re.S)


@pytest.mark.parametrize("block", blocks("yaml"))
def test_yaml_is_a_defaults_file(block: str) -> None:
    loaded = load({**read(ROOT / "rules"), "defaults.yaml": block})
    assert [problem for problem in loaded.problems if problem.severity == "error"] == []
    assert loaded.rulebook.digests or loaded.rulebook.quiet


def test_what_is_said_to_ship_ships() -> None:
    shipped = load(read(ROOT / "rules")).rulebook
    said = load({**read(ROOT / "rules"), "defaults.yaml": blocks("yaml")[0]}).rulebook
    assert shipped.digests == said.digests


@pytest.mark.parametrize("line", [line for block in blocks("sh") for line in block.splitlines()])
def test_commands_are_spelled_right(line: str) -> None:
    assert is_spelled_right(shlex.split(line)[1:])


def test_every_word_of_the_slash_command_is_told() -> None:
    for word in COMMANDS:
        assert f"`{word}" in TEXT or word in ("help", "unmute", "split", "merge")
        assert word in TEXT or word == "help"
