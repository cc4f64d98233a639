"""Find what stands in a text besides words: marks, dates, years, and numbers in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.languages import Language
from monitor.read.hits import Hit
from monitor.read.words.months import Calendar
from monitor.read.words.phrases import either

_SIMPLE_MARKS = re.compile(r"[,،、;:()؛|\[\]]")
_MARKS = re.compile(rf"{_SIMPLE_MARKS.pattern}| - | ?-{{2,}} ?")
_HAN = "\u3041-\u30fa\u4e00-\u9fff"
_DIGITS = re.compile(
    rf"\d(?:(?<![^\W{_HAN}]\d)|(?<=[لبوف]\d))(?<![.,/-]\d)\d{{0,2}}(?![%/]|[^\W{_HAN}]|[.,:]\d|-\d|\.[oa](?!\w))"
)
"""In Arabic an article or a preposition may be joined to it (`الـ40`).

Here and below a digit is asked for first and what stands before it next, so that other text is passed over fast."""
_THOUSANDS = re.compile(r"\d(?<![\w.,/-]\d)\d{0,2}(?: \d{3})+(?!\w)")
"""More than there are States, as most languages group digits: `20 000`."""
_ASIDE = re.compile(r"\((?:[^()]{1,80}|(?:[^(),]{1,40},){3,}[^(),]{1,60})\)")
"""What stands in brackets, a list however long it is."""
_DASH = r"(?:(?<= )-(?= )|--)"
_DASHED = re.compile(rf"{_DASH}(?:[^-;:]|(?<=\w)-(?=\w)){{1,160}}(?={_DASH})")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19[4-9]\d|20[0-4]\d)(?<![\d/.,-]\d{4})(?![\d%])")
_DOTTED = re.compile(r"\. \w")  # behind a number: `als 75. Staat`
_DAY = ("日", "号", "號")


class Signs:
    """Know how one language writes dates and ordinals."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._calendar = Calendar(language)
        begins, ended = (r"[.,/-]", "") if language.unspaced else (r"[\w.,/-]", r"(?!\w)")
        ordinal = re.compile(rf"(\d(?<!{begins}\d)\d{{0,2}})[ -]?(?:{either(language.ordinal_ends)}){ended}")
        self._ordinal = ordinal if language.ordinal_ends else None  # `74th`

    def found(self, text: str, free: bytearray) -> Iterator[Hit]:
        """Yield marks, dates, years and numbers of a sentence where no word stands, with their places in it."""
        if "(" in text:
            for aside in _ASIDE.finditer(text):
                free[aside.start()] = free[aside.end() - 1] = 0
        if " - " in text or "--" in text:
            for dashed in _DASHED.finditer(text):
                # One dash may close an aside and open the next.
                for at in filter(free.__getitem__, dashed.span()):
                    begin, end = max(at - 1, 0), at + 1 + text.startswith("--", at)
                    free[begin:end] = bytes(end - begin)
                    yield Hit(at, end, mark=",")
        for told in self._calendar.dates(text):
            free[told.start : told.end] = bytes(told.end - told.start)
            yield told
        marks = _MARKS if " - " in text or "--" in text else _SIMPLE_MARKS
        for mark in marks.finditer(text):
            if free[mark.start()]:
                yield Hit(mark.start(), mark.end(), mark="," if mark.group() in ",،、" else ";")
        if _DIGIT.search(text):
            yield from self._numbers(text, free)

    def _numbers(self, text: str, free: bytearray) -> Iterator[Hit]:
        """Yield ordinals, years and numbers in digits."""
        for many in _THOUSANDS.finditer(text):
            free[many.start() : many.end()] = bytes(many.end() - many.start())
        dotted = self._language.ordinal_dot
        for ranked in self._ordinal.finditer(text) if self._ordinal is not None else ():
            if dotted and not text[ranked.end() :].strip():
                break  # the full stop of the text: `auf 41.`
            if free[ranked.start()]:
                free[ranked.start() : ranked.end()] = bytes(ranked.end() - ranked.start())
                yield Hit(ranked.start(), ranked.end(), ordinal=int(ranked[1]))
        for year in _YEAR.finditer(text):
            if free[year.start()]:
                yield Hit(year.start(), year.end(), year=int(year.group()))
        for digits in _DIGITS.finditer(text):
            if self._language.unspaced and text[digits.end() : digits.end() + 1] in _DAY:
                if self._language.agglutinates and free[digits.start()]:
                    yield Hit(digits.start(), digits.end() + 1, day=int(digits.group()))
                continue  # `加纳2日批准公约`
            if free[digits.start()] and not (dotted and _DOTTED.match(text, digits.end())):
                yield Hit(digits.start(), digits.end(), number=int(digits.group()))
