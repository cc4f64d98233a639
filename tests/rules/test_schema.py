"""The schemas for editors are those of the models, and accept what ships."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

from monitor.model import Action, Status
from monitor.parse import PARSERS
from monitor.rules.schema import schemas
from monitor.rules.source import parse
from monitor.rules.values import ActionWord, FeedKind, StatusWord

RULES = Path(__file__).parents[2] / "rules"
FILES = sorted(RULES.rglob("*.yaml"))


def _schema_of(path: Path) -> str:
    if path.parent.name == "treaties":
        return "treaty.json"
    named = f"{path.stem}.json"
    return named if named in schemas() else "rules.json"


@pytest.mark.parametrize("name", list(schemas()))
def test_the_shipped_schemas_are_up_to_date(name: str) -> None:
    """After a change of a model: python -m monitor.rules.schema."""
    assert (RULES / "schema" / name).read_text(encoding="utf-8") == schemas()[name]
    jsonschema.Draft202012Validator.check_schema(json.loads(schemas()[name]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(RULES)))
def test_shipped_files_name_their_schema_and_fit_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    name = _schema_of(path)
    depth = "../" * (len(path.relative_to(RULES).parts) - 1)
    assert text.splitlines()[0] == f"# yaml-language-server: $schema={depth}schema/{name}"
    source, problems = parse(path.name, text)
    assert source is not None, problems
    jsonschema.Draft202012Validator(json.loads(schemas()[name])).validate(source.value)


def test_a_schema_refuses_what_the_loader_refuses() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schemas()["rules.json"]))
    good = {"id": "a", "title": "t", "match": {"any": ["x", {"treaty": "any"}]}}
    assert validator.is_valid({"rules": [good]})
    for wrong in (
        {"mach": "x"},
        {"level": "hihg"},
        {"match": {"anny": ["x"]}},
        {"id": None},
        {"match": ["x"]},
    ):
        assert not validator.is_valid({"rules": [good | wrong]}), wrong


def test_words_of_the_files_are_those_of_the_program() -> None:
    assert set(get_args(ActionWord)) == {"any", *Action}
    assert set(get_args(StatusWord)) == {"any", *Status}
    assert set(get_args(FeedKind)) == set(PARSERS)
