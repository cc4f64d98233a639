"""Say where words begin and end, in every script.

A word is a run of letters, digits, marks and underscores (Unicode categories L, N, M, Pc as far as `str.isalnum`
and the category of marks go). Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese and Tibetan letters are
written without spaces, or with endings joined on (Korean): next to one of them a word may begin and end anywhere
but between a letter and its own mark.
"""

from __future__ import annotations

import re
import unicodedata

SPACELESS = (
    "\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\u2e80-\u2fdf\u3005-\u3007"
    "\u3021-\u3029\u3031-\u3035\u3040-\u30ff\u3100-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\ua980-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00016fe0-\U00018d0f\U0001b000-\U0001b2ff"
    "\U00020000-\U000323af"
)
"""Letters of scripts without spaces, as a class of characters."""
_spaceless = re.compile(f"[{SPACELESS}]").match

TOKEN = re.compile(f"[{SPACELESS}]|(?:(?![{SPACELESS}])[\\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff])+")
"""What counts as one word for `near`: a word, or one letter of a script without spaces."""


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
