"""Check that README and its fellows are true: commands exist and run, YAML is valid, tables match the code."""

from __future__ import annotations

import re
import shlex
import tomllib
from datetime import UTC, datetime
from importlib.metadata import packages_distributions
from io import StringIO
from pathlib import Path

import pytest
import yaml
from dotenv import dotenv_values

from monitor import languages
from monitor.match import Matcher
from monitor.model import Entry
from monitor.read import Reader
from monitor.rules import load
from monitor.rules.opml import write
from monitor.rules.rulebook import Example
from monitor.settings import listed, variables
from monitor.system.folder import read
from monitor.system.starter_rules import copy, starter
from tests.commands import is_spelled_right, run

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "CONTRIBUTING.md")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
NETWORK = ("run", "feeds probe", "feeds add")
"""Commands that go on the internet: their spelling is checked, they are not run."""


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.M | re.S)


def commands() -> list[str]:
    lines = [line for page in PAGES for block in blocks(page, "sh") for line in block.splitlines()]
    return [" ".join(shlex.split(line, comments=True)) for line in lines if line.strip()]


TREATYWATCH = [
    command.removeprefix("treatywatch ") for command in commands() if command.startswith("treatywatch ")
]
MAKE = [command.removeprefix("make ") for command in commands() if command.startswith("make ")]


def test_the_pages_hold_what_is_tested_here() -> None:
    assert len(TREATYWATCH) >= 6
    assert set(MAKE) >= {"demo", "test"}
    assert len(TREATYWATCH) + len(MAKE) == len(commands())


def test_the_numbers_told_in_words_are_true() -> None:
    numbers = {13: "thirteen", 14: "fourteen", 15: "fifteen"}  # further ones, when there are more
    read_in, tracked = len(languages.load()), len(list((ROOT / "rules" / "treaties").glob("*.yaml")))
    told = {"README.md": (read_in, tracked), "docs/rules.md": (read_in,), "CHANGELOG.md": (read_in,)}
    for page, counts in told.items():
        text = (ROOT / page).read_text(encoding="utf-8").lower()
        for count, what in zip(counts, ("languages", "treaties"), strict=False):
            assert f"{numbers[count]} {what}" in text, page


@pytest.mark.parametrize("target", MAKE)
def test_make_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("line", TREATYWATCH)
def test_commands_are_spelled_right(line: str) -> None:
    assert is_spelled_right(shlex.split(line))


@pytest.mark.parametrize("line", [line for line in TREATYWATCH if not line.startswith(NETWORK)])
def test_commands_run_in_an_empty_folder(line: str, tmp_path: Path) -> None:
    (tmp_path / "subscriptions.opml").write_bytes(write([], now=NOW))
    if not line.startswith("init"):
        copy(starter(), tmp_path / "rules", force=False)
    done = run(*shlex.split(line), cwd=tmp_path, rules=tmp_path / "rules", stdin=b"")
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("block", [block for page in PAGES for block in blocks(page, "yaml")])
def test_yaml_blocks_are_valid_and_their_examples_hold(block: str) -> None:
    texts = dict(read(ROOT / "rules"))
    if "feeds" in yaml.safe_load(block):  # shipped rules may name feeds that the block has not
        loaded = load({name: text for name, text in texts.items() if "/" in name} | {"feeds.yaml": block})
    else:
        loaded = load(texts | {"mine.yaml": block})
    assert loaded.rulebook is not None, loaded.problems
    book = loaded.rulebook
    assert book.feeds or book.rules
    reader, matcher = Reader(book.treaties), Matcher(book)

    def met(rule: str, example: Example) -> bool:
        entry = Entry(
            id="0" * 32, feed="x", title=example.title, summary=example.summary, language=example.language
        )
        return any(match.rule == rule for match in matcher.match(entry, reader.read(entry), None, NOW))

    for rule in (rule for rule in book.rules if rule.file == "mine.yaml"):
        assert rule.match_examples
        assert rule.no_match_examples
        assert all(met(rule.id, example) for example in rule.match_examples)
        assert not any(met(rule.id, example) for example in rule.no_match_examples)


def test_the_table_of_settings_is_the_code_s() -> None:
    table = re.findall(
        r"^\| `([A-Z_]+)` \| (.+?) \| (.*?) ?\|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M
    )
    told = {name: (meaning, default.strip("`")) for name, meaning, default in table}
    assert told == {name: (meaning, default) for name, meaning, default in listed()}


def test_the_example_env_names_every_setting() -> None:
    named = re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M)
    assert sorted(named) == sorted(variables())


def test_the_example_env_says_the_same_to_a_shell() -> None:
    """Honcho, too, reads `.env` by a shell's rules, and hands on what it made of it."""
    lines = re.findall(r"^# ([A-Z_]+=.*)", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M)
    for line in lines:
        ((name, value),) = dotenv_values(stream=StringIO(line)).items()
        assert shlex.split(line, comments=True) == [f"{name}={value}"]


@pytest.mark.parametrize(
    "page", [str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]]
)
def test_links_to_files_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text):
        assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_places_that_pages_name_exist(page: str) -> None:
    """Paths in backquotes, those of tests whole; none of what stands for a name (capitals) or several (*)."""
    places = r"`((?:monitor|rules|docs|tests)/[^`\s]*|test_\w+\.py)`"
    for place in re.findall(places, (ROOT / page).read_text(encoding="utf-8")):
        if not re.search(r"[A-Z*]", place):
            assert (ROOT / place).exists(), place


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs/adr/README.md").read_text(encoding="utf-8")
    for path in (ROOT / "docs/adr").glob("0*.md"):
        assert f"({path.name})" in index


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=\[;! ]", requirement)[0]
        assert re.search(rf"^\| {re.escape(name)}(\[\w+\])?( \d)? \|", text, re.M), f"{name} is missing"


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=\[;! ]", requirement)[0] for requirement in project["dependencies"]}
    imported = {
        found[1]
        for path in (ROOT / "monitor").rglob("*.py")
        for found in re.finditer(r"^\s*(?:import|from) (\w+)", path.read_text(encoding="utf-8"), re.M)
    }
    made_by = packages_distributions()
    brought = {name.lower().replace("_", "-") for one in imported & made_by.keys() for name in made_by[one]}
    assert brought - declared - {"treatywatch"} == set()
