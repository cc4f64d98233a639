"""Say what a treaty file may and may not hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import ValidationError, json

from monitor.shapes import made, mistakes
from monitor.treaties import Treaty, spellings


def data(**changes: Any) -> dict[str, Any]:
    return {
        "id": "lake-pact",
        "title": "the Lake Pact",
        "names": {"en": ["{|Great }Lake Pact"]},
        "depositary": {"name": "Switzerland", "page": "https://example.org/lake"},
        "in_force": {"count": 3, "rule": "30 days"},
        **changes,
    }


def test_least_file_and_its_defaults() -> None:
    treaty = made(Treaty, data())
    assert treaty.in_force.counts_reio is False
    assert treaty.signature_closes is None
    assert list(treaty.phrases()) == [("names", "en", "Lake Pact"), ("names", "en", "Great Lake Pact")]


def test_phrases_of_fields_and_of_a_language_each_once() -> None:
    names = {"en": ["{|Great }Lake Pact", "Lake {Pact|Treaty}"], "de": ["Seepakt"]}
    treaty = made(Treaty, data(names=names, context={"de": ["Bern"], "en": ["Berne"]}))
    english = ["Lake Pact", "Great Lake Pact", "Lake Treaty", "Berne"]
    assert [phrase for _, _, phrase in treaty.phrases(spoken="en")] == english
    assert [phrase for _, _, phrase in treaty.phrases("names")] == [*english[:3], "Seepakt"]
    assert list(treaty.phrases(spoken="fr")) == []


@pytest.mark.parametrize("pattern", ["{UN pact", "{a|b|c|d|e|f|g|h|i|j}" * 4])
def test_a_file_with_a_bad_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError, match=r"brace|at most 2000"):
        made(Treaty, data(lookalikes={"en": [pattern]}))


def test_a_pattern_of_nothing_names_nothing() -> None:
    with pytest.raises(ValidationError, match="names is empty"):
        made(Treaty, data(names={"en": ["{|}"]}))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("High Seas Treaty", ("High Seas Treaty",)),
        ("{UN|U.N.} pact", ("UN pact", "U.N. pact")),
        ("{|new }pact", ("pact", "new pact")),
        ("{a|b} {c|d}", ("a c", "a d", "b c", "b d")),
        ("конвенц{ия|ию}", ("конвенция", "конвенцию")),
        ("{the |} pact", ("the pact", "pact")),
        ("{a|a}", ("a",)),
    ],
)
def test_spellings(pattern: str, expected: tuple[str, ...]) -> None:
    assert spellings(pattern) == expected


@pytest.mark.parametrize("pattern", ["{UN pact", "UN} pact", "{a|{b|c}} d"])
def test_a_brace_without_its_partner_is_named(pattern: str) -> None:
    with pytest.raises(ValueError, match="brace"):
        spellings(pattern)


def test_a_pattern_of_thousands_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 2000"):
        spellings("{a|b|c|d|e|f|g|h|i|j}" * 4)


@given(st.text(max_size=60))
def test_spellings_give_clean_names_or_a_clear_error(pattern: str) -> None:
    try:
        names = spellings(pattern)
    except ValueError:
        assert "{" in pattern or "}" in pattern
    else:
        assert len(names) == len(set(names))
        assert all(name and name == " ".join(name.split()) for name in names)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"id": "Lake Pact"}, "id"),
        ({"names": {}}, ""),
        ({"names": {"English": ["Lake Pact"]}}, "names"),
        ({"colour": "blue"}, ""),
        ({"in_force": {"count": 0, "rule": "30 days"}}, "in_force.count"),
        ({"in_force": {"count": 3, "rule": "thirty days"}}, "in_force.rule"),
        ({"in_force": {"count": 3, "rule": "30 days", "named": [False]}}, "in_force.named.0"),
        ({"in_force": {"count": 3, "rule": "30 days", "since": "2020-13-01"}}, "in_force.since"),
        ({"opened": "2020-01-02", "signature_closes": "2020-01-01"}, ""),
        ({"opened": "2020-01-02", "in_force": {"count": 3, "rule": "1 day", "since": "2019-01-01"}}, ""),
        ({"acts": ["promise"]}, "acts.0"),
        ({"acts": []}, "acts"),
        ({"general": {"en": ["UN treaty"]}}, ""),
        ({"depositary": {"name": "X", "page": "example.org"}}, "depositary.page"),
        ({"depositary": {"name": "X", "page": "https://example.org", "kind": "untc"}}, "depositary"),
        ({"depositary": {"name": "X", "page": "https://example.org", "reference": 185}}, "depositary.reference"),
    ],
)  # fmt: skip
def test_mistakes_are_found_with_their_place(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(ValidationError):
        made(Treaty, data(**changes))
    places = [".".join(map(str, one.path)) for one in mistakes(Treaty, data(**changes))]
    assert any(found.startswith(place) for found in places), places


def test_a_treaty_does_not_change() -> None:
    treaty = made(Treaty, data())
    with pytest.raises(AttributeError, match="immutable"):
        treaty.title = "another"


def test_every_field_is_described_for_editors() -> None:
    for name, model in json.schema(Treaty)["$defs"].items():
        for field, description in model.get("properties", {}).items():
            assert description.get("description"), f"{name}.{field}"
