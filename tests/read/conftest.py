"""Give the tests of reading one reader of the treaties that ship."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from monitor.read import Reader
from monitor.shapes import made
from monitor.treaties import Treaty

TREATIES = Path(__file__).parents[2] / "rules" / "treaties"


@pytest.fixture(scope="session")
def treaties() -> dict[str, Treaty]:
    loaded = [
        made(Treaty, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in TREATIES.glob("*.yaml")
    ]
    return {treaty.id: treaty for treaty in loaded}


@pytest.fixture(scope="session")
def reader(treaties: dict[str, Treaty]) -> Reader:
    return Reader(treaties)
