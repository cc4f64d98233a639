"""Say where words begin and end, in every script.

A word is a run of letters, digits, marks and underscores (Unicode categories L, N, M, Pc as far as `str.isalnum`
and the category of marks go). Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese and Tibetan letters are
written without spaces, or with endings joined on (Korean): next to one of them a word may begin and end anywhere
but between a letter and its own mark.
"""

from __future__ import annotations

import re
import unicodedata

from monitor.folding import INDIC, SPACELESS

_spaceless = re.compile(f"[{SPACELESS}]").match

TOKEN = f"[{SPACELESS}]|(?:(?![{SPACELESS}])[\\w\u0300-\u036f{INDIC}])+"
"""What counts as one word for `near`: a word, or one letter of a script without spaces. Compiled by whoever asks."""


def is_word(char: str) -> bool:
    """Say whether a character is part of a word."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def edge(left: str, right: str) -> bool:
    """Say whether a word may end after the character `left` and another begin with `right`."""
    if right == " " or left == " " or not is_word(right) or not is_word(left):
        return True
    if unicodedata.category(right)[0] == "M":
        return False
    return _spaceless(left) is not None or _spaceless(right) is not None


def begins(text: str, at: int) -> bool:
    """Say whether a word may begin at this place."""
    return at == 0 or edge(text[at - 1], text[at])


def ends(text: str, at: int) -> bool:
    """Say whether a word may end before this place."""
    return at == len(text) or edge(text[at - 1], text[at])


def word_end(text: str, at: int) -> int:
    """Return where the word that goes on at this place ends."""
    while not ends(text, at):
        at += 1
    return at
