"""Read ISO 3166 (codes of States with their names) and ISO 639 (codes of languages) from the data files of pycountry.

The files are read as they are, of which that of States takes a thousandth of a second; the library itself takes
thirty, and has nothing more that is wanted.
"""

from __future__ import annotations

import gettext
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NotRequired, TypedDict


class Country(TypedDict):
    """Hold one country as ISO 3166-1 has it."""

    alpha_2: str
    name: str
    common_name: NotRequired[str]
    official_name: NotRequired[str]


def _data() -> Path:
    """Return the folder of the library's data."""
    found = find_spec("pycountry")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("pycountry is not installed")
    return Path(found.submodule_search_locations[0])


def _table(standard: str) -> Any:
    """Return the rows of a standard of ISO, by its number."""
    text = (_data() / "databases" / f"iso{standard}.json").read_text(encoding="utf-8")
    return json.loads(text)[standard]


@cache
def countries() -> tuple[Country, ...]:
    """Return all countries."""
    found: list[Country] = _table("3166-1")
    return tuple(found)


@cache
def languages() -> dict[str, str]:
    """Return every code of a language with the one that stands for it where there are several: that of two letters.

    So does RFC 5646, section 2.2.1, by whose codes feeds and pages say their language.
    """
    found: dict[str, str] = {}
    for one in _table("639-3"):
        short = one.get("alpha_2", one["alpha_3"])
        found |= dict.fromkeys((short, one["alpha_3"], one.get("bibliographic", short)), short)
    return found


def translation(language: str) -> gettext.NullTranslations:
    """Return what ISO's names are in a language; in one that it has not, they stay English."""
    return gettext.translation("iso3166-1", _data() / "locales", languages=[language], fallback=True)
