"""Check that actors are known in the words that newspapers and depositaries use."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pycountry
import pytest
from babel import Locale

from monitor import actors
from monitor.actors import ActorName, inflection, iso
from monitor.folding import fold
from monitor.languages.phrases import Phrases

TABLES = Path(__file__).parents[3] / "shared" / "corpus" / "treaties"


@pytest.fixture(scope="module")
def known() -> dict[tuple[str, str], dict[str, ActorName]]:
    """Map (language, folded words) to the actors that they stand for, by code."""
    found: dict[tuple[str, str], dict[str, ActorName]] = {}
    for language in actors.LOCALES:
        for actor in actors.table(language):
            found.setdefault((language, fold(actor.words).text), {})[actor.code] = actor
    return found


Known = dict[tuple[str, str], dict[str, ActorName]]


@pytest.mark.parametrize(
    ("language", "words", "code"),
    [
        ("en", "Viet Nam", "VN"), ("en", "Vietnam", "VN"), ("en", "Vietnamese", "VN"), ("en", "Ivory Coast", "CI"),
        ("en", "Cote d'Ivoire", "CI"), ("en", "DRC", "CD"), ("en", "Congo", "CG"), ("en", "UK", "GB"),
        ("en", "U.S.", "US"), ("en", "UAE", "AE"), ("en", "EU", "EU"), ("en", "Turkiye", "TR"),
        ("en", "North Korea", "KP"), ("en", "Bosnia and Herzegovina", "BA"), ("en", "Antigua and Barbuda", "AG"),
        ("en", "Burma", "MM"), ("en", "Holy See", "VA"), ("en", "Kyiv", "UA"), ("en", "Emirati", "AE"),
        ("fr", "français", "FR"), ("fr", "françaises", "FR"), ("fr", "turque", "TR"), ("fr", "ivoirienne", "CI"),
        ("fr", "RDC", "CD"), ("fr", "Royaume-Uni", "GB"), ("fr", "qatarien", "QA"), ("fr", "Moscou", "RU"),
        ("es", "estadounidense", "US"), ("es", "EE. UU.", "US"), ("es", "española", "ES"), ("es", "alemanes", "DE"),
        ("es", "Costa de Marfil", "CI"), ("es", "Pekín", "CN"), ("es", "catarí", "QA"),
        ("pt", "alemães", "DE"), ("pt", "portuguesa", "PT"), ("pt", "Vietnã", "VN"), ("pt", "Vietname", "VN"),
        ("it", "tedeschi", "DE"), ("it", "keniota", "KE"), ("it", "Usa", "US"), ("it", "Costa d'Avorio", "CI"),
        ("pt", "EUA", "US"), ("pt", "europeia", ""), ("pt", "espanhóis", "ES"),
        ("de", "Deutschlands", "DE"), ("de", "deutsche", "DE"), ("de", "französischen", "FR"), ("de", "VAE", "AE"),
        ("de", "Vereinigten Staaten", "US"), ("de", "Schweizer", "CH"),
        ("ru", "России", "RU"), ("ru", "Российской Федерации", "RU"), ("ru", "РФ", "RU"), ("ru", "США", "US"),
        ("ru", "Вьетнама", "VN"), ("ru", "Вьетнамом", "VN"), ("ru", "вьетнамского", "VN"), ("ru", "Кубы", "CU"),
        ("ru", "Новой Зеландии", "NZ"), ("ru", "Саудовскую Аравию", "SA"), ("ru", "Шри-Ланки", "LK"),
        ("ru", "Китаем", "CN"), ("ru", "Азербайджану", "AZ"), ("ru", "Беларусью", "BY"), ("ru", "Израиля", "IL"),
        ("ru", "Республики Казахстан", "KZ"), ("ru", "Ханое", "VN"), ("ru", "Нидерландов", "NL"),
        ("ar", "فيتنام", "VN"), ("ar", "وفيتنام", "VN"), ("ar", "الفيتنامية", "VN"), ("ar", "للصين", "CN"),
        ("ar", "السعودية", "SA"), ("ar", "قطر", "QA"), ("ar", "الاتحاد الأوروبي", "EU"), ("ar", "موسكو", "RU"),
        ("zh", "越南", "VN"), ("zh", "美国", "US"), ("zh", "美國", "US"), ("zh", "科特迪瓦", "CI"),
        ("zh", "象牙海岸", "CI"),
        ("zh", "刚果（金）", "CD"), ("zh", "欧盟", "EU"), ("zh", "华盛顿", "US"),
        ("vi", "Việt Nam", "VN"), ("vi", "Hoa Kỳ", "US"), ("vi", "Nhật Bản", "JP"), ("vi", "Hàn Quốc", "KR"),
        ("vi", "Liên minh châu Âu", "EU"), ("vi", "Bắc Kinh", "CN"), ("vi", "Thuỵ Sĩ", "CH"),
    ],
)  # fmt: skip
def test_words_of_newspapers(known: Known, language: str, words: str, code: str) -> None:
    found = known.get((language, fold(words).text), {})
    assert set(found) == ({code} if code else set())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Georgia"), ("en", "Jordan"), ("en", "Chad"), ("en", "Turkey"), ("en", "Guinea"), ("en", "Polish"),
        ("en", "US"), ("ru", "Того"), ("ru", "Мали"), ("vi", "Pháp"), ("vi", "Mỹ"), ("ar", "مالي"), ("pt", "Peru"),
        ("es", "Granada"), ("en", "Congolese"),
    ],
)  # fmt: skip
def test_everyday_words_are_marked(known: Known, language: str, words: str) -> None:
    assert all(actor.risky for actor in known[language, fold(words).text].values())


@pytest.mark.parametrize(("language", "words"), [("en", "Nigeria"), ("fr", "Pologne"), ("de", "Frankreich")])
def test_plain_names_are_not_marked(known: Known, language: str, words: str) -> None:
    assert not any(actor.risky for actor in known[language, fold(words).text].values())


def test_an_everyday_word_of_one_language_is_marked_in_all_that_write_it_so(known: Known) -> None:
    assert known["vi", "paris"]["FR"].risky
    assert not known["es", "paris"]["FR"].risky  # París


def test_niger_is_not_nigeria_and_guineas_are_apart(known: Known) -> None:
    assert set(known["en", "niger"]) == {"NE"}
    assert set(known["en", "nigerian"]) == {"NG"}
    assert set(known["en", "nigerien"]) == {"NE"}
    assert set(known["en", "guinea-bissau"]) == {"GW"}
    assert set(known["en", "equatorial guinea"]) == {"GQ"}
    assert set(known["en", "congolese"]) == {"CG", "CD"}


def test_capitals_are_told_from_names(known: Known) -> None:
    assert known["en", "hanoi"]["VN"].kind == "capital"
    assert known["fr", "luxembourg"]["LU"].kind == "name"
    assert known["en", "socialist republic of viet nam"]["VN"].kind == "name"
    assert known["de", fold("Sozialistische Republik Vietnam").text]["VN"].kind == "official"


def test_every_actor_has_a_name_in_every_language(known: Known) -> None:
    named = {(language, code) for (language, _), found in known.items() for code in found}
    for language in actors.LOCALES:
        missing = {code for code in actors.codes() if (language, code) not in named}
        assert not missing, (language, missing)


def test_adjectives_agree_with_the_names_of_languages_in_cldr() -> None:
    """A check of the typed table: where a people and its language share a word, CLDR knows the word."""
    nations = {"FR": "fr", "DE": "de", "ES": "es", "PT": "pt", "RU": "ru", "CN": "zh", "JP": "ja", "VN": "vi",
               "IT": "it", "PL": "pl", "TR": "tr", "UA": "uk", "SE": "sv", "GR": "el", "HU": "hu", "AL": "sq",
               "BG": "bg", "DK": "da", "FI": "fi", "IS": "is", "TH": "th", "AM": "hy", "LV": "lv"}  # fmt: skip
    rows = {row[0]: row for row in actors.rows("adjectives.tsv")}
    for column, language in ((2, "fr"), (3, "es"), (4, "pt"), (6, "ru"), (8, "it")):
        names = Locale.parse(language).languages
        for code, spoken in nations.items():
            words = {fold(word).text for word in rows[code][column].split("|")}
            expected = set(fold(names[spoken]).text.split(" "))
            assert words & expected, (language, code, words, expected)


@pytest.mark.parametrize(
    ("make", "word", "forms"),
    [
        (inflection.french, "européen", {"européen", "européenne", "européens", "européennes"}),
        (inflection.spanish, "alemán", {"alemán", "alemana", "alemanes", "alemanas"}),
        (inflection.spanish, "iraní", {"iraní", "iraníes", "iranís"}),
        (inflection.portuguese, "chinês", {"chinês", "chinesa", "chineses", "chinesas"}),
        (inflection.italian, "francese", {"francese", "francesi"}),
        (inflection.italian, "turco", {"turco", "turca", "turci", "turchi", "turche"}),
        (inflection.german, "Schweizer", {"Schweizer"}),
        (inflection.german_name, "Frankreich", {"Frankreich", "Frankreichs"}),
        (inflection.russian_name, "Перу", {"Перу"}),
        (inflection.russian_name, "ЮАР", {"ЮАР"}),
        (inflection.russian_name, "Япония", {"Япония", "Японии", "Японию", "Японией"}),
    ],
)  # fmt: skip
def test_forms(make: object, word: str, forms: set[str]) -> None:
    assert callable(make)
    assert make(word) == forms


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("VN", "Viet Nam"), ("TR", "Türkiye"), ("US", "United States"), ("EU", "European Union"),
        ("CI", "Côte d'Ivoire"), ("MM", "Myanmar"), ("ZZ", "ZZ"),
    ],
)  # fmt: skip
def test_names_for_people(code: str, expected: str) -> None:
    assert actors.name(code) == expected


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Iran (Islamic Republic of)", "IR"), ("Bolivia (Plurinational State of)", "BO"), ("Namibia", "NA"),
        ("Democratic People's Republic of Korea", "KP"), ("Republic of Korea", "KR"), ("Côte d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"), ("European Union", "EU"), ("Holy See", "VA"), ("State of Palestine", "PS"),
        ("Cook Islands", "CK"), ("Niue", "NU"), ("Congo", "CG"), ("Democratic Republic of the Congo", "CD"),
        ("Türkiye", "TR"), ("Netherlands (Kingdom of the)", "NL"), ("Viet Nam", "VN"), ("Niger", "NE"),
        ("United Kingdom of Great Britain and Northern Ireland", "GB"), ("Slovak Republic", "SK"),
        ("Republic  of\tMoldova", "MD"), ("Norway", "NO"),
        ("Yugoslavia", None), ("German Democratic Republic", None), ("Republic of Viet Nam", None), ("Nigerland", None),
        ("", None),
    ],
)  # fmt: skip
def test_participants_of_records(written: str, code: str | None) -> None:
    assert actors.from_record(written) == code


@pytest.mark.skipif(not TABLES.is_dir(), reason="the real participant tables are not beside this checkout")
def test_every_participant_of_the_real_tables_is_known() -> None:
    names = set()
    for path in TABLES.glob("*.csv"):
        with path.open(encoding="utf-8") as lines:
            names |= {row[0] for row in list(csv.reader(lines))[1:]}
    assert len(names) > 150
    assert {name for name in names if actors.from_record(name) is None} == set()


def test_a_languages_names_are_ready_in_a_moment() -> None:
    """A generous bar for busy machines; Russian, with all its cases, takes twenty milliseconds on one of 2024."""
    code = (
        "from time import process_time as t;a=t();from monitor import actors;actors.table('ru');print(t()-a)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert float(done.stdout) < 0.5


def test_what_is_read_of_iso_3166_is_what_pycountry_says() -> None:
    fields = ("alpha_2", "name", "common_name", "official_name")
    known = [
        {field: getattr(one, field) for field in fields if hasattr(one, field)} for one in pycountry.countries
    ]
    assert [{field: one[field] for field in fields if field in one} for one in iso.countries()] == known
    official = pycountry.countries.get(alpha_2="VN").official_name
    assert iso.translation("fr").gettext(official) == "République socialiste du Viet Nam"


def test_leaders_are_of_known_actors_and_each_name_stands_for_one() -> None:
    written = {"latin", "cyrillic", "arabic", "han"}
    found: dict[tuple[str, str], str] = {}
    for where in sorted({row[0] for row in actors.rows("leaders.tsv")}):
        assert where in written or where in actors.LOCALES
        for code, names in actors.leaders(where, where):
            assert code in actors.codes()
            for name in Phrases.read(names):
                assert found.setdefault((where, fold(name).text), code) == code, name


def test_leaders_are_known_to_every_language_of_their_script_and_to_their_own() -> None:
    in_german, in_english = (
        {name: code for code, names in actors.leaders(language, "latin") for name in Phrases.read(names)}
        for language in ("de", "en")
    )
    assert in_german["Poutine"] == in_english["Putin"] == "RU"
    assert in_english["Modi"] == "IN"
    assert "Modi" not in in_german  # `modi` is an everyday word in some languages
    assert Phrases.read(dict(actors.leaders("ru", "cyrillic"))["KZ"])[:2] == ("Токаев", "Токаева")
