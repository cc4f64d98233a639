"""Which actors a title names, wherever they stand in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.actors import codes, named


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ghana signs the pact", {"GH"}),
        ("Brasil e 70 países assinam", {"BR"}),
        ("US declines to join more than 70 countries", {"US"}),
        ("EU governments clear the path", {"EU"}),
        ("tell us about eu rules", set()),
        ("The Ghanaian cabinet and France agree", {"GH", "FR"}),
        ("Россия подписала конвенцию", {"RU"}),
        ("中国签署公约", {"CN"}),
        ("Ghanaology is no country", set()),
        ("Ships of Fiji cross the Gulf of Mexico", {"FJ"}),
        ("Pirates in the Gulf of Guinea", set()),
        ("Le Bénin borde le golfe de Guinée", {"BJ"}),
        ("", set()),
    ],
)
def test_titles(title: str, expected: set[str]) -> None:
    assert named(title) == expected


def test_only_the_languages_asked_for_count() -> None:
    assert named("Le Brésil signe", ["fr"]) == {"BR"}
    assert named("Le Brésil signe", ["ru"]) == set()


def test_a_place_is_one_by_words_of_its_own_language() -> None:
    assert named("O Brasil assina") == {"BR"}, "ở of Vietnamese, folded, is no word of Portuguese"
    assert named("A Finlândia adere", ["pt"]) == {"FI"}, "nor is à of French"
    assert named("Reunião no Brasil") == set()


@given(st.text())
def test_any_text_names_known_actors_only(text: str) -> None:
    assert named(text) <= codes()
