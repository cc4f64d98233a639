"""Find what stands in a text besides words: marks, dates as a language writes them, years, and numbers in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor import cldr
from monitor.folding import fold
from monitor.languages import Language
from monitor.read.hits import NONE, Cue, Hit
from monitor.read.words.phrases import either

_SIMPLE_MARKS = re.compile(r"[,،、;:()؛|\[\]]")
_MARKS = re.compile(rf"{_SIMPLE_MARKS.pattern}| - | ?-{{2,}} ?")
_CJK = "\u3041-\u30fa\u4e00-\u9fff"
_DIGITS = re.compile(
    rf"\d(?:(?<![^\W{_CJK}]\d)|(?<=[لبوف]\d))(?<![.,/-]\d)\d{{0,2}}(?![%/]|[^\W{_CJK}]|[.,:]\d|-\d|\.[oa](?!\w))"
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
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:((?:19|20)\d\d)-(\d\d)-(\d\d)|(\d{1,2})(?:/(\d{1,2})(?:/((?:19|20)?\d\d))?"
    r"|\.(\d{1,2})\.((?:19|20)\d\d)?|-(\d{1,2})-((?:19|20)\d\d)))(?![\d/]|-\d)"
)
"""`2026-05-14`, `14/5`, `14/05/2026`, `14.5.`, `14.05.2026`, `14-05-2026`."""
_FIGURE = re.compile(r"\d[./-]\d")
"""What every date in figures holds: asked first, for few sentences have it."""
_HAN_DAY = "[一二三四五六七八九十]{1,3}"
_HAN = rf"(?:((?:19|20)\d\d|%s)年)?(\d{{1,2}}|{_HAN_DAY})月(?:(\d{{1,2}}|{_HAN_DAY})[日号號])?|(20\d\d)-(\d\d)-(\d\d)"
"""`2025年10月25日`, `令和7年10月`."""
_HAN_DIGITS = "零一二三四五六七八九"


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


class Calendar:
    """Know how one language writes its dates, and find them."""

    def __init__(self, language: Language) -> None:
        """Take the language, whose months are CLDR's; its tables here may have none."""
        self._style = language.dates
        era = rf"(?:{either(self._style.eras)})(?:\d{{1,2}}|元)"
        self._han = re.compile(_HAN % era) if language.unspaced else None
        named = {fold(name).text.rstrip("."): number for name, number in cldr.months(language.code).items()}
        ends = [(old, end) for old, endings in self._style.endings.items() for end in endings]
        cases = {name[:-1] + end: named[name] for name in named for old, end in ends if name[-1] == old}
        self.months = named | cases
        """The months by their folded names."""
        months, style = either(self.months), self._style
        ending, of, year = either(style.day_ends), either(style.of), either(style.year)
        self._named = re.compile(rf"(?:{months})(?!\w)")
        self._twice = re.compile(rf"\s?[/(]\s?(?:{months})(?!\w)\)?")
        self._within = re.compile(rf"(?<!\w)(?:{either(style.within)})[\s-]$")
        self._before = re.compile(rf"(?<![\d.,/])(\d{{1,2}})(?:{ending})?(?:\s(?:{of}))?\s?$")
        self._after = re.compile(rf"\.?\s(\d{{1,2}})(?:{ending})?(?![\d:%])")
        self._year = re.compile(rf"(?:,?\s?/?|\s(?:{year})\s)((?:19|20)\d\d)(?!\d)")
        self._days = re.compile(
            rf"(?<!\w)(?:{either(style.days)})\s(\d{{1,2}})(?:-(\d{{1,2}}))?(?![\w/-]|\s(?:{either(style.months)}))"
        )

    def dates(self, text: str) -> Iterator[Hit]:
        """Yield the dates of a folded text, each from its first figure or word to its last."""
        if self._han is not None:
            for found in self._han.finditer(text):
                year = self._since(found[1]) if found[1] else found[4]
                yield _hit(found, year, found[2] or found[5], found[3] or found[6])
            return
        for found in _NUMERIC.finditer(text) if _FIGURE.search(text) else ():
            year = found[1] or found[6] or found[8] or found[10]
            month, day = found[2] or found[5] or found[7] or found[9], found[3] or found[4]
            if self._style.month_first and not found[1]:
                if not year or min(int(month), int(day)) > 12 or max(int(month), int(day)) < 13:
                    continue  # which is the day?
                month, day = sorted((month, day), key=int)
            yield _hit(found, year, month, day)
        for found in self._days.finditer(text) if self._style.days else ():
            both = found[2] is not None  # `tỷ lệ 14-5` is a vote, and `14` a number
            yield _hit(found, None, found[2], found[1]) if both else Hit(*found.span(), day=_day(found[1]))
        last = 0
        for found in _words(self._named, text):
            if found.start() >= last:  # `أيار (مايو)`
                told = self._told(text, found)
                if told is not None:
                    last = told.end
                    yield told

    def _since(self, year: str) -> str:
        """Return a year by our count that may be one of an era: `令和7` for 2025."""
        for era, before in self._style.eras.items():
            if year.startswith(era):
                return str(before + int(year.removeprefix(era).replace("元", "1")))
        return year

    def _told(self, text: str, found: re.Match[str]) -> Hit | None:
        """Return the date of a month by its name, with its day and its year; None where it is a word of every day."""
        start, end = found.span()
        before = self._before.search(text, max(0, start - 10), start)
        both = self._twice.match(text, end) if self._style.twice else None
        end = both.end() if both else end
        after = self._after.match(text, end) if self._style.month_first and not before else None
        end = after.end() if after else end
        told = before or after
        if told is None and found.group() in self._style.everyday and not self._within.search(text, 0, start):
            return None
        day = _day(told[1] if told else None)
        if told and day is None:
            before, end = None, found.end()  # `60 in May`
        year = self._year.match(text, end)
        return Hit(
            before.start() if before else start,
            year.end() if year else end,
            month=self.months[found.group()],
            day=day,
            year=int(year[1]) if year else None,
        )


def with_weekdays(text: str, hits: list[Hit]) -> list[Hit]:
    """Return the hits without the commas that set a date apart from its day of the week: `on Monday, May 14, it`."""
    if not any(hit.day for hit in hits):
        return hits
    found: list[Hit] = []
    for index, hit in enumerate(hits):
        if hit.mark == ",":
            before, last = [NONE, NONE, *found][-2:]
            after = hits[index + 1] if index + 1 < len(hits) else NONE
            near = after.month and after.day and len(text[hit.end : after.start].split()) <= 1
            opens = near and Cue.FRESH in last.cues
            if opens or (last.day and Cue.FRESH in before.cues and hits[index - 2].mark):
                continue
        found.append(hit)
    return found


def _words(names: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield names that stand as words; what stands before is asked last, for it costs most."""
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
