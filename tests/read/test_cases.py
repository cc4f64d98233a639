"""Every sentence of tests/read/cases tells what its author says that it tells."""

from __future__ import annotations

from collections import Counter

import pytest

from monitor.languages import load
from monitor.read import Reader
from tests.read.casefile import Case, cases, told


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_sentence(reader: Reader, case: Case) -> None:
    reading = reader.read(case.entry())
    assert frozenset(told(event) for event in reading.events) == case.tells, "\n".join(reading.notes)


def test_there_are_enough_sentences_in_every_language() -> None:
    languages = Counter(case.language for case in cases())
    assert sum(languages.values()) >= 300
    assert all(languages[language] >= 20 for language in load())


def test_no_sentence_is_there_twice() -> None:
    texts = Counter(case.text for case in cases())
    assert [text for text, number in texts.items() if number > 1] == []
