"""docs/rules.md tells the truth: its YAML loads and passes its examples, its table of words is as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import fields

from monitor.match.examples import try_examples
from monitor.rules import Loaded, load
from monitor.rules.source import parse
from monitor.system import folder
from tests.match.books import NOW, words

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
SHIPPED = {name: text for name, text in folder.read(ROOT / "rules").items() if "\nrules:\n" not in text}
"""All but rules, whose examples are tried elsewhere."""
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)


def with_block(block: str) -> Loaded:
    """Load the block as the file that its first line names, or as the one file of rules, beside what ships."""
    named = re.match(r"# (\w+\.yaml)\n", block)
    name = named[1] if named else "page.yaml"
    if name == "groups.yaml":
        block = SHIPPED[name] + block.split("groups:\n")[1]
    return load(SHIPPED | {name: block})


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_every_yaml_block_loads_and_passes_its_examples(block: str) -> None:
    if ".pre-commit-config.yaml" in block or ".github" in block:
        source, problems = parse("block.yaml", block)
        assert source is not None, problems
        return
    loaded = with_block(block)
    assert loaded.rulebook is not None, [str(problem) for problem in loaded.problems]
    assert try_examples(loaded.rulebook, NOW) == []


def test_the_page_has_its_blocks() -> None:
    assert len(BLOCKS) >= 9


ROWS = [
    (cells[1].strip().strip("`"), cells[2], cells[3])
    for cells in (
        line.split("|") for line in PAGE.split("| what | meets |")[1].split("\n\n")[0].splitlines()[2:]
    )
]
_ASIDE = re.compile(r"\([^)]*\)")


@pytest.mark.parametrize(("term", "meets", "not_met"), ROWS, ids=[row[0] for row in ROWS])
def test_the_table_of_words(term: str, meets: str, not_met: str) -> None:
    for text in _ASIDE.sub("", meets).split(", "):
        shown = text.replace("a line break between the words", "high\nseas treaty")
        assert words(term, shown.strip()) is not None, text
    for text in filter(
        str.strip, [_ASIDE.sub("", not_met)] if " seas," in not_met else _ASIDE.sub("", not_met).split(", ")
    ):
        assert words(term, text.strip()) is None, text


def test_the_keys_of_the_page_are_those_of_the_models() -> None:
    from monitor.rules.files import RuleEntry, TreePart

    for model in (RuleEntry, TreePart):
        for field in fields(model):
            assert f"`{field.encode_name}" in PAGE, field.name
