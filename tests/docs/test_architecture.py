"""The architecture page names every module, and the path as the code has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")


FLOORS, INSIDE = PAGE[PAGE.index("## Floors") : PAGE.index("## Where a new thing belongs")].split("\nInside ")


def names(folder: Path) -> set[str]:
    found = (path for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists())
    return {path.stem for path in found} - {"__init__", "__main__"}


def test_every_package_stands_on_a_floor() -> None:
    assert set(re.findall(r"`([a-z_]+)`", FLOORS)) == names(ROOT / "monitor")


@pytest.mark.parametrize("package", ["worker", "answers", "jobs", "system", "decide", "read"])
def test_every_module_of_a_large_package_is_named(package: str) -> None:
    (row,) = re.findall(rf"^\| `{package}` \|(.*)$", INSIDE, re.MULTILINE)
    modules = names(ROOT / "monitor" / package)
    commands = {"status", "backtest", "doctor"} - modules
    assert set(re.findall(r"`([a-z_]+)`", row)) - commands == modules


def test_the_docstring_of_reading_maps_every_file() -> None:
    text = (ROOT / "monitor/read/__init__.py").read_text(encoding="utf-8")
    for folder in (ROOT / "monitor/read").iterdir():
        for name in names(folder) if (folder / "__init__.py").exists() else ():
            assert re.search(rf"^        {name}  |`{name}`", text, re.MULTILINE), f"{folder.name}/{name}"


def test_the_path_is_the_pipelines_docstring() -> None:
    code = (ROOT / "monitor/pipeline.py").read_text(encoding="utf-8")
    for step in (
        "store.feeds.due(now)",
        "fetch.fetch(feed, validators)",
        "pipeline.decide(...)",
        "store.record(poll)",
    ):
        assert step in PAGE
        assert step in code


def test_rules_of_reading_name_the_files_that_hold_them() -> None:
    text = (ROOT / "docs/judgement.md").read_text(encoding="utf-8")
    known = {path.stem for path in (ROOT / "monitor/read").rglob("*.py")}
    held = [
        re.findall(r"`([a-z_]+)`", files) for files in re.findall(r"^- \*\*[^*]+\*\* \((.*?)\)\.", text, re.M)
    ]
    assert len(held) > 90
    assert not [file for files in held for file in files if file not in known]
