"""Renew monitor/cldr from Babel's copy of CLDR: python scripts/cldr.py

After a newer Babel, and after a new time zone in monitor/actors/capitals.tsv. tests/cldr compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from monitor.actors import LOCALES, codes, rows
from monitor.actors.iso import countries
from monitor.folding import fold

TABLES = Path(__file__).parents[1] / "monitor" / "cldr"
REGIONS = {"ar": ("ar_JO", "ar_IQ", "ar_DZ", "ar_MA"), "id": ("ms",)}
"""Where a language has other months: Arabic those of the Levant and of the Maghreb, Indonesian those of Malay."""


def tables() -> dict[str, str]:
    """Return what each file of monitor/cldr holds, by its name."""
    locales = {locale: Locale.parse(locale) for names in LOCALES.values() for locale in names}
    head = "\t".join(("code", *locales))
    return {
        "states.tsv": _text("Names of States and the EU by locale.", head, _states(locales)),
        "cities.tsv": _text("The city of each time zone by locale.", head, _cities(locales)),
        "months.tsv": _text(
            "Months: language, number, names parted by `|`.", "language\tmonth\tnames", _months()
        ),
    }


def _text(what: str, head: str, lines: Iterator[tuple[str, ...]]) -> str:
    note = f"# {what} Made by scripts/cldr.py from CLDR (c) Unicode, Inc., under the Unicode License v3."
    return "\n".join((note, head, *map("\t".join, lines), ""))


def _states(locales: dict[str, Locale]) -> Iterator[tuple[str, ...]]:
    for code in sorted(codes() | {country["alpha_2"] for country in countries()}):
        yield code, *(locale.territories.get(code, "") for locale in locales.values())


def _cities(locales: dict[str, Locale]) -> Iterator[tuple[str, ...]]:
    for zone in sorted({zone for _, zone, _ in rows("capitals.tsv") if zone != "-"}):
        # CLDR leaves out a city that is written as in the zone's own name.
        city = zone.rpartition("/")[2].replace("_", " ")
        yield zone, *(locale.time_zones.get(zone, {}).get("city", city) for locale in locales.values())


def _months() -> Iterator[tuple[str, ...]]:
    for language in LOCALES:
        found: dict[str, tuple[int, str]] = {}
        widths = ("wide", "abbreviated") if language == "en" else ("wide",)
        for locale in map(Locale.parse, (language, *REGIONS.get(language, ()))):
            for width in widths:
                for form in ("format", "stand-alone"):
                    for number, name in locale.months[form][width].items():
                        found[fold(name).text] = number, name
        for month in range(1, 13):
            yield language, str(month), "|".join(name for number, name in found.values() if number == month)


if __name__ == "__main__":
    for name, text in tables().items():
        (TABLES / name).write_text(text, encoding="utf-8")
