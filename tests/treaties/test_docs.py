"""Run what docs/treaties.md shows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import Struct

from monitor.ledger import moment
from monitor.parse import PARSERS
from monitor.shapes import made
from monitor.treaties import Among, Clause, Depositary, Treaty

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "treaties.md").read_text(encoding="utf-8")
BLOCKS: list[dict[str, Any]] = [
    yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.S)
]
TREATIES = [block for block in BLOCKS if "id" in block]


def test_every_treaty_shown_is_a_treaty() -> None:
    assert [made(Treaty, block).id for block in TREATIES] == ["genocide", "lake-pact"]


def test_the_feed_shown_has_a_known_kind() -> None:
    feeds = [feed for block in BLOCKS for feed in block.get("feeds", [])]
    assert [feed["kind"] in PARSERS for feed in feeds] == [True]


@pytest.mark.parametrize("model", [Treaty, Depositary, Clause, Among])
def test_every_field_is_shown(model: type[Struct]) -> None:
    whole = TREATIES[1]
    places = {
        Treaty: whole,
        Depositary: whole["depositary"],
        Clause: whole["in_force"],
        Among: whole["in_force"]["among"],
    }
    # `since` is for treaties that are in force, which the example is not; the table explains it.
    assert set(model.__struct_fields__) - set(places[model]) <= {"since"}
    assert "`in_force.since`" in TEXT


def test_every_rule_in_the_table_counts() -> None:
    rules = re.findall(r"^\| `([^`]+)` \| on ", TEXT, re.M) + re.findall(
        r"^\| `([^`]+)` \| likewise", TEXT, re.M
    )
    assert len(rules) == 6
    assert all(moment(rule, date(2026, 1, 15)) >= date(2026, 1, 15) for rule in rules)


def test_what_ships_is_what_the_table_says() -> None:
    shipped = {path.stem for path in (ROOT / "rules" / "treaties").glob("*.yaml")}
    listed = set(re.findall(r"^\| `([a-z0-9-]+)` \| [0-9]+", TEXT.partition("## What ships")[2], re.M))
    assert listed == shipped
