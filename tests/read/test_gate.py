"""Which names of treaties are compiled for a text: all that may stand in it, and hardly any other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.folding import fold
from monitor.languages import load
from monitor.read import Reader
from monitor.read.names.gate import Gate
from monitor.shapes import made
from monitor.treaties import Treaty, spellings
from tests.read.casefile import Case, cases

KEPT = {"name": "UN", "page": "https://example.org/"}


@pytest.fixture(scope="module")
def gate(treaties: dict[str, Treaty]) -> Gate:
    return Gate(treaties, load().heads)


def test_every_name_of_every_shipped_treaty_opens_its_own(gate: Gate, treaties: dict[str, Treaty]) -> None:
    heads = load().heads
    for treaty in treaties.values():
        for field, language, name in treaty.phrases("names", "ambiguous", "lookalikes", "general", "topics"):
            kind = field if field in {"general", "topics"} else language if language in heads else "others"
            ways = heads[language].spelled(name) if language in heads else (name,)
            for way in (*ways, name.replace("Convention ", "Convention, ")):
                assert (treaty.id, kind) in gate.opened(fold(way.replace("*", "")).text), way


def test_a_text_that_names_no_treaty_opens_nothing(gate: Gate) -> None:
    assert gate.opened(fold("Kenya and Japan signed a trade deal, said the minister.").text) == set()


PIECES = st.sampled_from(
    [
        "UN",
        "Hanoi",
        "a",
        "é",
        "É",
        "Über",
        "b-c",
        "x*",
        "*",
        " ",
        "  ",
        "'",
        ".",
        ",",
        "и",
        "й",
        "公约",
        "ال",
        "10",
    ]
)
TEXTS = st.lists(PIECES, max_size=4).map("".join)
PATTERNS = st.lists(
    TEXTS | st.lists(TEXTS, min_size=1, max_size=3).map(lambda choices: "{" + "|".join(choices) + "}"),
    min_size=1,
    max_size=4,
).map("".join)


@settings(max_examples=300)
@given(
    st.lists(PATTERNS.filter(lambda pattern: bool(pattern.strip())), min_size=1, max_size=4),
    st.sampled_from(["de", "ar", "xx"]),
)
def test_whatever_a_pattern_stands_for_opens_its_own(patterns: list[str], language: str) -> None:
    treaty = made(
        Treaty,
        {
            "id": "t",
            "title": "T",
            "names": {language: [*patterns, "Pact"]},
            "depositary": KEPT,
            "in_force": {"count": 1, "rule": "0 days"},
        },
    )
    heads = load().heads
    gate = Gate({"t": treaty}, heads)
    for pattern in patterns:
        for name in spellings(pattern.strip()):
            for way in heads[language].spelled(name) if language in heads else (name,):
                text = fold(f"before {way.replace('*', 'more')} behind").text
                assert gate.opened(text) == {("t", language if language in heads else "others")}


def test_a_short_word_stands_alone_or_behind_letters_that_are_joined_to_it(gate: Gate) -> None:
    opened = gate.opened("وun pact on cybercrime")
    assert ("un-cybercrime", "en") in opened
    assert opened == gate.opened("un pact on cybercrime")


@pytest.fixture(scope="module")
def prepared(treaties: dict[str, Treaty]) -> Reader:
    made = Reader(treaties)
    made.prepare()
    return made


@pytest.mark.parametrize("case", list(cases())[::20], ids=str)
def test_names_compiled_beforehand_are_found_alike(reader: Reader, prepared: Reader, case: Case) -> None:
    assert prepared.read(case.entry()) == reader.read(case.entry())
