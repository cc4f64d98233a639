"""Read the dates that stand in a text; months are named by CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from monitor import cldr
from monitor.folding import fold
from monitor.read.hits import Hit

_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?:/((?:19|20)\d\d))?(?![\d/])")
_HAN = re.compile(r"(?:((?:19|20)\d\d)年)?(\d{1,2})月(?:(\d{1,2})日)?")
_EVERYDAY = {"اب", "may", "march", "mar", "set", "mai", "mars"}
_CASES = {"я": ("е", "ю", "ем"), "а": ("е", "у", "ом")}
"""What else a Russian month may end in, by the end of its genitive."""
_IN = re.compile(r"(?<!\w)(?:in|en|im|em|since|last)\s$")


@cache
def months(code: str) -> dict[str, int]:
    """Return the months of a language by their folded names; none of a language that CLDR's tables here have not."""
    found = {fold(name).text.rstrip("."): number for name, number in cldr.months(code).items()}
    if code == "ru":  # CLDR has `января`, and not `в январе`, `к январю`, `перед январем`
        found |= {name[:-1] + end: found[name] for name in [*found] for end in _CASES.get(name[-1], ())}
    return found


def dates(text: str, code: str) -> Iterator[Hit]:
    """Yield the months of a folded text, with day and year where they stand beside them."""
    if code == "zh":
        for found in _HAN.finditer(text):
            yield _hit(found, found[1], found[2], found[3])
        return
    if code != "en":
        for found in _NUMERIC.finditer(text):
            yield _hit(found, found[3], found[2], found[1])
    for found in _months_in(text, _names(code)):
        before = re.search(r"(?<!\d)(\d{1,2})\D{1,4}$", text[max(0, found.start() - 6) : found.start()])
        after = re.match(r"\D{1,3}(\d{1,2})(?!\d)", text[found.end() : found.end() + 6])
        day = after[1] if after and code == "en" else before[1] if before else after[1] if after else None
        if day is None and found.group() in _EVERYDAY and not _IN.search(text, 0, found.start()):
            continue
        year = re.match(
            r"[^\d]{0,4}(?:\d{1,2}[^\d]{1,3})?((?:19|20)\d\d)", text[found.end() : found.end() + 14]
        )
        yield Hit(
            found.start(),
            found.end(),
            month=months(code)[found.group()],
            day=_day(day),
            year=int(year[1]) if year else None,
        )


@cache
def _names(code: str) -> re.Pattern[str]:
    names = sorted(months(code), key=len, reverse=True)
    return re.compile("(?:" + ("|".join(map(re.escape, names)) or "(?!)") + r")(?!\w)")


def _months_in(text: str, names: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the names of months that stand as words; what stands before is asked last, for it costs most."""
    found = names.search(text)
    while found is not None:
        start = found.start()
        part = start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_")
        if not part:
            yield found
        found = names.search(text, start + 1 if part else found.end())


def _day(digits: str | None) -> int | None:
    return int(digits) if digits and 1 <= int(digits) <= 31 else None


def _hit(found: re.Match[str], year: str | None, month: str, day: str | None) -> Hit:
    number = int(month)
    if not 1 <= number <= 12:
        return Hit(found.start(), found.end())
    return Hit(found.start(), found.end(), month=number, day=_day(day), year=int(year) if year else None)
