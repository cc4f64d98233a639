"""The least that a language needs, as docs/languages.md shows it, reads plain sentences."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from monitor.languages import Languages
from monitor.model import Entry
from monitor.read import Reader
from monitor.rules import load
from monitor.system.folder import read

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reader() -> Reader:
    found = re.search(r"^```yaml\n(.*?)^```$", (ROOT / "docs/languages.md").read_text("utf-8"), re.M | re.S)
    assert found is not None
    files = [file for file in resources.files("monitor.languages").iterdir() if file.name.endswith(".yaml")]
    texts = {file.name[:-5]: file.read_text("utf-8") for file in files}
    book = load(read(ROOT / "rules")).rulebook
    assert book is not None
    return Reader(book.treaties, Languages(texts | {"nl": found[1]}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Noorwegen ondertekent de Hanoi Convention", "NO signature done"),
        ("Noorwegen heeft het Hanoi-verdrag geratificeerd", "NO ratification done"),
        ("Noorwegen zal het Hanoi-verdrag ratificeren", "NO ratification planned"),
    ],
)
def test_plain_sentences_are_read(reader: Reader, text: str, told: str) -> None:
    reading = reader.read(Entry(id="0" * 32, feed="x", title=text))
    assert reading.language == "nl"
    assert [f"{event.actor} {event.action} {event.status}" for event in reading.events] == [told]
