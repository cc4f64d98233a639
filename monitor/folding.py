"""Fold texts so that people need not think of case, accents, width or apostrophes, and keep every place.

Folding is what makes `ratif*` meet RATIFIÉE and `Ha Noi` meet Hà Nội. Each folded character remembers which
character of the original it came from, so that a reason can always quote the text as published.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ё": "е",
     "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": "", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'",
     "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "",
     "\u2060": "", "\ufeff": ""}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """Hold a folded text and, for each of its characters, the index of its origin in the original."""

    text: str
    origins: Sequence[int]
    length: int
    """Of the original."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of the folded characters from `start` up to `end`."""
        if start >= end:
            return (0, 0)
        last = self.origins[end - 1] + 1
        following = self.origins[end] if end < len(self.origins) else self.length
        return self.origins[start], max(last, following) if following - last < 1 else last


def fold(text: str) -> Folded:
    """Fold a text: compatibility forms, case, diacritics, apostrophes, hyphens, invisible characters."""
    if text.isascii():
        return Folded(text.lower(), range(len(text)), len(text))
    out: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(text):
        if char < "\x80":
            out.append(char.lower())
            origins.append(index)
            continue
        folded = "".join(
            c for c in unicodedata.normalize("NFKD", char.casefold().translate(_LETTERS)) if not unicodedata.combining(c)
        ).translate(_LETTERS)
        out.append(folded)
        origins.extend([index] * len(folded))
    return Folded("".join(out), origins, len(text))
