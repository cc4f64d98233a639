"""Meet phrases in folded text: how they are folded, where they end, and whether they stand as words of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from monitor.folding import INDIC, fold

_OPEN = rf"[\w{INDIC}]*"
_MARKS = frozenset(chr(code) for code in range(0x900, 0x964) if not chr(code).isalnum())
_SOLID = dict.fromkeys(map(ord, _MARKS), "a")


@cache
def _opened(rest: str) -> re.Pattern[str]:
    """Compile what follows a literal, which most often is but its open end."""
    return re.compile(re.escape(rest).replace(r"\*", _OPEN))


def either(words: Iterable[str]) -> str:
    """Return the pattern of one of these words, the longest first; that of none is met nowhere."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def folded(phrases: str) -> list[str]:
    """Return phrases, each a line with single blanks, folded.

    All are folded at once, which takes a fifth of the time: folding looks at nothing beyond the end of a line.
    """
    lines = fold(phrases).text
    if "  " in lines or "\n " in lines or " \n" in lines or lines[:1] == " " or lines[-1:] == " ":
        return [" ".join(line.split()) for line in lines.split("\n")]  # some of it folded to nothing
    return lines.split("\n")


def open_end(phrase: str) -> tuple[str, str]:
    """Return the literal beginning of a folded phrase, and the rest of one with an open end, from its asterisk on."""
    literal, star, rest = phrase.partition("*")
    return literal, star + rest


def ends_at(rest: str, text: str, end: int) -> int | None:
    """Return where a phrase ends whose literal was found up to `end`, if its rest follows."""
    found = _opened(rest).match(text, end) if rest else None
    return found.end() if found else None if rest else end


def as_written(text: str) -> str:
    """Return a text in one case and one spelling of its accents, but with them."""
    return unicodedata.normalize("NFC", text).casefold()


def bounded(text: str, start: int, end: int, clitics: frozenset[str]) -> bool:
    """Say whether a phrase stands as words of its own, or behind letters that its script joins to it."""
    return finishes(text, end) and begins(text, start, clitics)


def is_letter(char: str) -> bool:
    """Say whether a character is a letter or a figure, or a vowel of Devanagari, which Python takes for a mark."""
    return char.isalnum() or char in _MARKS


def solid(text: str) -> str:
    """Return a text of the same length with letters in the place of Devanagari's marks, for a look at its words."""
    return text.translate(_SOLID)


def finishes(text: str, end: int) -> bool:
    """Say whether words of their own may end at a place."""
    return end == len(text) or not (is_letter(text[end]) and is_letter(text[end - 1]))


def begins(text: str, start: int, clitics: frozenset[str]) -> bool:
    """Say whether words of their own, or such behind letters joined to them, may begin at a place."""
    if not start or not (is_letter(text[start - 1]) and is_letter(text[start])):
        return True
    if not clitics:
        return False
    begin = start
    while begin and text[begin - 1].isalnum() and start - begin < 5:
        begin -= 1
    return text[begin:start] in clitics
