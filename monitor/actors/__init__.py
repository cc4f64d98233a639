"""Know the actors of treaties: States and the European Union, in the words that newspapers use for them.

Names come from CLDR (through Babel) and ISO 3166 (through pycountry); adjectives, short names and capitals
that no kept library has in these languages come from the four small tables of this folder.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import pycountry
from babel import Locale

from monitor.actors.inflection import ADJECTIVES, NAMES, as_it_is
from monitor.actors.named import named
from monitor.actors.record import UN_USAGE, from_record
from monitor.folding import fold

__all__ = ["ActorName", "codes", "from_record", "name", "named", "table"]

LOCALES = {
    "en": ("en",),
    "fr": ("fr",),
    "es": ("es",),
    "ar": ("ar",),
    "ru": ("ru",),
    "zh": ("zh_Hans", "zh_Hant"),
    "vi": ("vi",),
    "de": ("de",),
    "pt": ("pt", "pt_PT"),
}
"""Language to the CLDR locales that its names are taken from."""

_ISO_LOCALES = {"fr": "fr", "es": "es", "ar": "ar", "ru": "ru", "vi": "vi", "de": "de", "pt": "pt"}
"""Language to the translation of ISO 3166 that pycountry ships (Chinese ones hold no official names)."""

Kind = Literal["name", "official", "adjective", "capital"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorName:
    """Hold one way to write an actor."""

    words: str
    code: str
    """ISO 3166-1 alpha-2, `EU` for the European Union, `XK` for Kosovo."""
    kind: Kind
    languages: tuple[str, ...]
    """The languages that write it so."""
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
def _risky() -> frozenset[tuple[str, str]]:
    """Return (language, folded word) of the words that need more context in each of their forms."""
    return frozenset((language, fold(word).text) for language, *words in rows("risky.tsv") for word in words)


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


_Written = tuple[str, str, Kind, str, bool]
"""The words, the code, the kind, the language, and whether other forms are to be made of the words."""


def _names() -> Iterator[_Written]:
    """Yield the names of CLDR, of names.tsv and of ISO 3166."""
    for language, locales in LOCALES.items():
        for locale in locales:
            territories = Locale.parse(locale).territories
            for code in codes():
                for words in _variants(territories.get(code, "")):
                    yield words, code, "name", language, True
    for language, code, column in rows("names.tsv"):
        for words in column.split("|"):
            yield words, code, "name", language, language != "ru"  # this table has the Russian cases
    countries = [country for country in pycountry.countries if country.alpha_2 in codes()]
    for country in countries:
        for field in ("name", "common_name"):
            words = getattr(country, field, "")
            if words and "," not in words:
                yield words, country.alpha_2, "name", "en", False
        if official := getattr(country, "official_name", ""):
            yield official, country.alpha_2, "official", "en", False
    for language, locale in _ISO_LOCALES.items():
        translation = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[locale])
        for country in countries:
            official = getattr(country, "official_name", "")
            translated = translation.gettext(official) if official else ""
            if translated and translated != official:
                yield translated, country.alpha_2, "official", language, True


def _adjectives() -> Iterator[_Written]:
    """Yield the adjectives of every language."""
    for code, *columns in rows("adjectives.tsv"):
        for language, column in zip(ADJECTIVES, columns, strict=True):
            for word in column.split("|"):
                if word != "-":
                    yield word, code, "adjective", language, True


def _capitals() -> Iterator[_Written]:
    """Yield the capitals: those of a time zone by CLDR, the others by the table."""
    for code, zone, others in rows("capitals.tsv"):
        if zone != "-":
            for language, locales in LOCALES.items():
                for locale in locales:
                    # CLDR leaves out a city that is written as in the zone's own name.
                    city = zone.rpartition("/")[2].replace("_", " ")
                    city = Locale.parse(locale).time_zones.get(zone, {}).get("city", city)
                    yield city, code, "capital", language, True
        for part in others.split(";"):
            languages, _, cities = part.partition("=")
            for city in cities.split(","):
                if city:
                    for language in languages.split(","):
                        yield city, code, "capital", language, True


@cache
def table() -> Sequence[ActorName]:
    """Return every way to write an actor, each once for a code; a few words stand for two actors.

    Made once and kept: about a fifth of a second. Words are as written; the reader folds them.
    Where a word is both a name and a capital (`Luxembourg`), it is a name.
    """
    order: dict[Kind, int] = {"name": 0, "official": 1, "adjective": 2, "capital": 3}
    merged: dict[tuple[str, str], tuple[Kind, list[str], bool]] = {}
    for base, code, kind, language, inflect in (*_names(), *_adjectives(), *_capitals()):
        rules = ADJECTIVES if kind == "adjective" else NAMES
        forms = rules.get(language, as_it_is)(base) if inflect else {base}
        doubtful = (language, fold(base).text) in _risky() or (len(base) < 3 and language != "zh")
        for words in forms:
            known, languages, risky = merged.get((words, code), (kind, [], False))
            if language not in languages:
                languages = [*languages, language]
            best = kind if order[kind] < order[known] else known
            merged[words, code] = (best, languages, risky or doubtful)
    return tuple(
        ActorName(words=words, code=code, kind=kind, languages=tuple(languages), risky=risky)
        for (words, code), (kind, languages, risky) in sorted(merged.items())
    )


@cache
def name(code: str, language: str = "en") -> str:
    """Return an actor's name for people: in English as the UN says it, otherwise as CLDR does.

    An unknown code is returned as it is, so that a message never fails for want of a name.
    """
    if language == "en" and code in UN_USAGE:
        return UN_USAGE[code]
    if code not in codes() and pycountry.countries.get(alpha_2=code) is None:
        return code
    locale = LOCALES.get(language, ("en",))[0]
    found = next(_variants(Locale.parse(locale).territories.get(code, "")), "")
    return found or UN_USAGE.get(code, code)
