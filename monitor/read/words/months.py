"""Read the dates that stand in a text; months are named by CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from monitor import cldr
from monitor.folding import fold
from monitor.read.hits import NONE, Hit
from monitor.read.kinds import Cue

_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:((?:19|20)\d\d)-(\d\d)-(\d\d)|(\d{1,2})(?:/(\d{1,2})(?:/((?:19|20)?\d\d))?"
    r"|\.(\d{1,2})\.((?:19|20)\d\d)?|-(\d{1,2})-((?:19|20)\d\d)))(?![\d/]|-\d)"
)
"""`2026-05-14`, `14/5`, `14/05/2026`, `14.5.`, `14.05.2026`, `14-05-2026`."""
_FIGURE = re.compile(r"\d[./-]\d")
"""What every date in figures holds: asked first, for few sentences have it."""
_HAN_DAY = "[一二三四五六七八九十]{1,3}"
_HAN = re.compile(
    rf"(?:((?:19|20)\d\d)年)?(\d{{1,2}}|{_HAN_DAY})月(?:(\d{{1,2}}|{_HAN_DAY})[日号號])?|(20\d\d)-(\d\d)-(\d\d)"
)
_HAN_DIGITS = "零一二三四五六七八九"
_EVERYDAY = {"اب", "may", "march", "mar", "set"}
_CASES = {"я": ("е", "ю", "ем"), "а": ("е", "у", "ом")}
"""What else a Russian month may end in, by the end of its genitive."""
_IN = re.compile(r"(?<!\w)(?:in|en|em|since|last|next|this|early|mid|late|of|until|by|from)[\s-]$")
_BEFORE = re.compile(r"(?<![\d.,/])(\d{1,2})(?:st|nd|rd|th|er|\.?[oa]|\.|-?го)?(?:\s(?:of|de|do|من))?\s?$")
"""The day before a month: `14 May`, `14th of May`, `1er mai`, `1º de mayo`, `14. Mai`."""
_AFTER = re.compile(r"\.?\s(\d{1,2})(?:st|nd|rd|th)?(?![\d:%])")
_BOTH = r"\s?[/(]\s?(?:{})\)?"
"""A month by both its Arabic names: `أيار/مايو`."""
_YEAR = re.compile(r"(?:,?\s?/?|\s(?:de|del|of|nam|عام|من عام|لعام)\s)((?:19|20)\d\d)(?!\d)")
_DAY_OF = r"(?<!\w)(?:ngay|hom|sang|chieu|trua|toi)\s"
_DASHED = re.compile(_DAY_OF + r"(\d{1,2})(?:-(\d{1,2}))?(?![\w/-]|\sthang)")
"""`ngày 14-5` and `hôm 14` are days; `tỷ lệ 14-5` is a vote, and `14` a number."""


@cache
def months(code: str) -> dict[str, int]:
    """Return the months of a language by their folded names; none of a language that CLDR's tables here have not."""
    found = {fold(name).text.rstrip("."): number for name, number in cldr.months(code).items()}
    if code == "ru":  # CLDR has `января`, and not `в январе`, `к январю`, `перед январем`
        found |= {name[:-1] + end: found[name] for name in [*found] for end in _CASES.get(name[-1], ())}
    return found


def dates(text: str, code: str) -> Iterator[Hit]:
    """Yield the dates of a folded text, each from its first figure or word to its last."""
    if code == "zh":
        for found in _HAN.finditer(text):
            yield _hit(found, found[1] or found[4], found[2] or found[5], found[3] or found[6])
        return
    for found in _NUMERIC.finditer(text) if _FIGURE.search(text) else ():
        year = found[1] or found[6] or found[8] or found[10]
        month, day = found[2] or found[5] or found[7] or found[9], found[3] or found[4]
        if code == "en" and not found[1]:
            if not year or min(int(month), int(day)) > 12 or max(int(month), int(day)) < 13:
                continue  # which is the day?
            month, day = sorted((month, day), key=int)
        yield _hit(found, year, month, day)
    if code == "vi":
        for found in _DASHED.finditer(text):
            yield (
                _hit(found, None, found[2], found[1]) if found[2] else Hit(*found.span(), day=_day(found[1]))
            )
    last = 0
    for found in _months_in(text, _names(code)):
        start, end = found.span()
        if start < last:
            continue  # `أيار (مايو)`
        before = _BEFORE.search(text, max(0, start - 10), start)
        both = _both(code).match(text, end) if code == "ar" else None
        end = both.end() if both else end
        after = _AFTER.match(text, end) if code == "en" and not before else None
        end = after.end() if after else end
        told = before or after
        if told is None and found.group() in _EVERYDAY and not _IN.search(text, 0, start):
            continue
        day = _day(told[1] if told else None)
        if told and day is None:
            before, end = None, found.end()  # `60 in May`
        year_told = _YEAR.match(text, end)
        last = year_told.end() if year_told else end
        yield Hit(
            before.start() if before else start,
            last,
            month=months(code)[found.group()],
            day=day,
            year=int(year_told[1]) if year_told else None,
        )


def with_weekdays(text: str, hits: list[Hit]) -> list[Hit]:
    """Return the hits without the commas that set a date apart from its day of the week: `on Monday, May 14, it`."""
    if not any(hit.day for hit in hits):
        return hits
    found: list[Hit] = []
    for index, hit in enumerate(hits):
        if hit.mark == "," and found and Cue.FRESH in found[-1].cues:
            after = hits[index + 1] if index + 1 < len(hits) else NONE
            if after.month and after.day and len(text[hit.end : after.start].split()) <= 1:
                continue
        if (
            hit.mark == ","
            and len(found) > 1
            and found[-1].day
            and Cue.FRESH in found[-2].cues
            and hits[index - 2].mark
        ):
            continue
        found.append(hit)
    return found


@cache
def _names(code: str) -> re.Pattern[str]:
    names = sorted(months(code), key=len, reverse=True)
    return re.compile("(?:" + ("|".join(map(re.escape, names)) or "(?!)") + r")(?!\w)")


@cache
def _both(code: str) -> re.Pattern[str]:
    return re.compile(_BOTH.format(_names(code).pattern))


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


def _figure(said: str) -> int:
    """Return what a number of figures or of Chinese characters says: `14`, `十四`, `二十`."""
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    return (_HAN_DIGITS.find(tens) if tens else 1 if ten else 0) * 10 + max(0, _HAN_DIGITS.find(ones or "零"))


def _hit(found: re.Match[str], year: str | None, month: str, day: str | None) -> Hit:
    number = _figure(month)
    if not 1 <= number <= 12:
        return Hit(found.start(), found.end())
    told = int(year) + (2000 if len(year) == 2 else 0) if year else None
    return Hit(
        found.start(), found.end(), month=number, day=_day(str(_figure(day))) if day else None, year=told
    )
