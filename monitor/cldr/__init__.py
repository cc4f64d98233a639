"""Look up names of States, cities and months in Unicode's CLDR, of which tables beside this module hold what is used.

scripts/cldr.py makes them. Babel's data of these locales, of which they are a hundredth, took 12 MiB of memory and
a tenth of a second.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def _rows(file: str) -> list[list[str]]:
    """Return the rows of a table, the names of its columns first."""
    text = files(__name__).joinpath(file).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


def _column(file: str, locale: str) -> dict[str, str]:
    head, *rows = _rows(file)
    at = head.index(locale)
    return {row[0]: row[at] for row in rows}


@cache
def states(locale: str) -> dict[str, str]:
    """Return the name of each State and of the EU in a locale, by its code."""
    return _column("states.tsv", locale)


@cache
def cities(locale: str) -> dict[str, str]:
    """Return the city of each time zone in a locale: of those whose city is a capital."""
    return _column("cities.tsv", locale)


@cache
def months(language: str) -> dict[str, int]:
    """Return the number of each month by its names in a language."""
    return {
        name: int(number)
        for code, number, names in _rows("months.tsv")
        if code == language
        for name in names.split("|")
    }
