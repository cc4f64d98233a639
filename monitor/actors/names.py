"""Make the names of States and the European Union in each language, as newspapers write them.

Names come from CLDR and ISO 3166; adjectives, short names and capitals that no kept library has in these languages
come from the small tables of this folder. Each language is made when it is asked for, and none must be known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from msgspec import Struct

from monitor import cldr
from monitor.actors.inflection import ADJECTIVES, NAMES, as_it_is
from monitor.actors.iso import Country, countries, translation
from monitor.actors.record import UN_USAGE
from monitor.folding import fold

LOCALES = {
    "en": ("en",),
    "fr": ("fr",),
    "es": ("es",),
    "ar": ("ar",),
    "ru": ("ru",),
    "zh": ("zh_Hans", "zh_Hant", "zh_Hant_HK"),
    "vi": ("vi",),
    "de": ("de",),
    "pt": ("pt", "pt_PT"),
    "it": ("it",),
    "id": ("id", "ms"),
    "hi": ("hi",),
    "ja": ("ja",),
}
"""Language to the CLDR locales that its names are taken from. Any other has those of ISO 3166 and English ones."""
_FALLBACK = ("en",)

_TRANSLATED = frozenset({"fr", "es", "ar", "ru", "vi", "de", "pt", "it", "id", "hi", "ja"})
"""Languages whose translation of ISO 3166 is used (Chinese ones hold no official names)."""
_UNSPACED = frozenset({"zh", "ja"})
"""Languages in which names of one or two characters are no rare words."""

NameKind = Literal["name", "official", "adjective", "capital"]


class ActorName(Struct, frozen=True, kw_only=True):
    """Hold one way to write an actor in a language."""

    words: str
    code: str
    """ISO 3166-1 alpha-2, `EU` for the European Union, `XK` for Kosovo."""
    kind: NameKind
    risky: bool = False
    """It is an everyday word, a first name, another place or another people too: ask more of the context."""


def rows(file: str) -> Iterator[list[str]]:
    """Yield the rows of one of this folder's tables, without comments."""
    text = files("monitor.actors").joinpath(file).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def codes() -> frozenset[str]:
    """Return the code of every actor: members and observers of the UN, parties of its treaties, the EU."""
    return frozenset(row[0] for row in rows("adjectives.tsv"))


@cache
def regions(language: str) -> tuple[str, ...]:
    """Return the words that hold the name of a State and do not mean it: `Gulf of Guinea`, `Latin America`."""
    return tuple(word for code, *words in rows("regions.tsv") if code == language for word in words)


def leaders(language: str, script: str) -> Iterator[tuple[str, str]]:
    """Yield the code of a State and patterns of the names of those who lead it, for a language or all of its script.

    They are parted by `|`, as in the files of languages.
    """
    for written, code, patterns in rows("leaders.tsv"):
        if written in (language, script):
            yield code, patterns


@cache
def _risky(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words, folded, that need more context in each of their forms, and those of all languages as written.

    `Paris` is a first name in English, so that it needs more context in every language that writes it so.
    """
    listed = list(rows("risky.tsv"))
    own = frozenset(fold(word).text for code, *words in listed if code == language for word in words)
    return own, frozenset(word for _, *words in listed for word in words)


def _variants(text: str) -> Iterator[str]:
    """Yield the spellings that one CLDR name stands for: `Myanmar (Burma)` is two, `&` is a word."""
    text = text.replace("’", "'")
    found = re.fullmatch(r"(.+?) \(([^()]+)\)", text)
    for part in found.groups() if found else (text,):
        if not part or " - " in part:
            continue  # `Congo - Kinshasa` is written by nobody; names.tsv has the usual forms
        yield part
        if "&" in part:
            yield part.replace("&", "and")


_Written = tuple[str, str, NameKind, bool]
"""The words, the code, the kind, and whether other forms are to be made of the words."""


def _names(language: str) -> Iterator[_Written]:
    """Yield the names of CLDR, of names.tsv and of ISO 3166."""
    for locale in LOCALES.get(language, _FALLBACK):
        states = cldr.states(locale)
        for code in codes():
            for words in _variants(states.get(code, "")):
                yield words, code, "name", True
    for spoken, code, column in rows("names.tsv"):
        if spoken == language:
            for words in column.split("|"):
                yield words, code, "name", language != "ru"  # this table has the Russian cases
    known = [country for country in countries() if country["alpha_2"] in codes()]
    yield from _english(known) if language == "en" else _translated(language, known)


def _english(known: Sequence[Country]) -> Iterator[_Written]:
    """Yield the names of ISO 3166, which are English."""
    for country in known:
        for words in (country["name"], country.get("common_name", "")):
            if words and "," not in words:
                yield words, country["alpha_2"], "name", False
    for country in known:
        if "official_name" in country:
            yield country["official_name"], country["alpha_2"], "official", False


def _translated(language: str, known: Sequence[Country]) -> Iterator[_Written]:
    """Yield the names of ISO 3166 in another language, where CLDR has none or only short ones."""
    said = translation(language).gettext
    for country in known if language not in LOCALES else ():
        words = said(country.get("common_name", country["name"]))
        if "," not in words:
            yield words, country["alpha_2"], "name", True
    for country in known if language not in LOCALES or language in _TRANSLATED else ():
        official = country.get("official_name")
        if official and said(official) != official:
            yield said(official), country["alpha_2"], "official", True


def _adjectives(language: str) -> Iterator[_Written]:
    """Yield the adjectives."""
    if language not in ADJECTIVES:
        return
    column = list(ADJECTIVES).index(language) + 1
    for row in rows("adjectives.tsv"):
        for word in row[column].split("|"):
            if word != "-":
                yield word, row[0], "adjective", True


def _capitals(language: str) -> Iterator[_Written]:
    """Yield the capitals: those of a time zone by CLDR, the others by the table."""
    named = [cldr.cities(locale) for locale in LOCALES.get(language, _FALLBACK)]
    for code, zone, others in rows("capitals.tsv"):
        if zone != "-":
            yield from ((cities[zone], code, "capital", True) for cities in named)
        for part in others.split(";"):
            languages, _, cities = part.partition("=")
            if language in languages.split(","):
                yield from ((city, code, "capital", True) for city in cities.split(",") if city)


@cache
def table(language: str) -> Sequence[ActorName]:
    """Return every way to write an actor in a language, each once for a code; a few words stand for two actors.

    Made once and kept. Words are as written; the reader folds them. Where a word is both a name and a capital
    (`Luxembourg`), it is a name; so is an adjective that differs from its State's name by an accent (`malí`).
    """
    order: dict[NameKind, int] = {"name": 0, "official": 1, "adjective": 2, "capital": 3}
    own, written = _risky(language)
    named = {(fold(base).text, code) for base, code, _, _ in _names(language)}
    merged: dict[tuple[str, str], tuple[NameKind, bool]] = {}
    for base, code, kind, inflect in (*_names(language), *_adjectives(language), *_capitals(language)):
        rules = ADJECTIVES if kind == "adjective" else NAMES
        forms = rules.get(language, as_it_is)(base) if inflect else {base}
        doubtful = fold(base).text in own or (len(base) < 3 and language not in _UNSPACED)
        for words in forms:
            plain: NameKind = "name" if kind == "adjective" and (fold(words).text, code) in named else kind
            known, risky = merged.get((words, code), (plain, False))
            best = plain if order[plain] < order[known] else known
            merged[words, code] = (best, risky or doubtful or words in written)
    return tuple(
        ActorName(words=words, code=code, kind=kind, risky=risky)
        for (words, code), (kind, risky) in sorted(merged.items())
    )


@cache
def name(code: str) -> str:
    """Return an actor's name for people: as the UN says it, or as CLDR does, where the UN says the same.

    An unknown code is returned as it is, so that a message never fails for want of a name.
    """
    return UN_USAGE.get(code) or next(_variants(cldr.states("en").get(code, "")), code)


def called(code: str | None, written: str) -> str:
    """Return the name of a participant: as people say it, or as the record writes it where it is no known actor."""
    return name(code) if code else written
