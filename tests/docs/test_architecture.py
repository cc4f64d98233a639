"""The architecture page names every module, and the path as the code has it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")


def test_every_module_stands_on_a_floor() -> None:
    floors = PAGE[PAGE.index("## Floors") : PAGE.index("## Where a new thing belongs")]
    named = set(re.findall(r"`([a-z_]+)`", floors))
    modules = {
        path.stem if path.suffix == ".py" else path.name
        for path in (ROOT / "monitor").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert named >= modules - {"__init__", "__main__"}
    assert named <= modules, "a module that is gone"


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
