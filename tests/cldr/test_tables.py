"""The tables of names from CLDR are what the script makes of the installed Babel."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from monitor import cldr

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scripts_cldr", ROOT / "scripts" / "cldr.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("file", ["states.tsv", "cities.tsv", "months.tsv"])
def test_tables_are_those_of_the_installed_babel(script: ModuleType, file: str) -> None:
    kept = (ROOT / "monitor" / "cldr" / file).read_text(encoding="utf-8")
    assert kept == script.tables()[file], "renew the tables: python scripts/cldr.py"


def test_names_are_found_by_locale() -> None:
    assert cldr.states("zh_Hant")["US"] == "美國"
    assert cldr.cities("pt_PT")["Europe/Moscow"] == "Moscovo"
    assert cldr.months("fr")["août"] == 8
    assert cldr.months("ar")["شباط"] == 2  # Levant
