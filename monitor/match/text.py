"""Hold one field of an entry as rules see it: folded, with single spaces, and with the way back to the original."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from monitor.folding import Folded, fold
from monitor.match.words import TOKEN

_RUN = re.compile(r"\A[\s-]+|[\s-]{2,}")
"""Where the flat text is shorter than the folded one: before the first word, and between words."""


class FieldText:
    """Hold a field's text in the form in which terms are compared; places are worked out when asked for."""

    __slots__ = ("_flat_starts", "_folded", "_folded_starts", "_words", "flat", "name", "source")

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.source = source
        self._folded: Folded = fold(source)
        spaced = self._folded.text.replace("-", " ")
        # Of ASCII, space alone is white space that can be printed: such a text needs no cutting into words.
        single = spaced.isascii() and spaced.isprintable() and "  " not in spaced
        self.flat = spaced.strip() if single else " ".join(spaced.split())
        """Folded; each run of white space and hyphens is one space."""
        self._flat_starts: list[int] = []
        self._folded_starts: list[int] = []
        self._words: list[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of `flat[start:end]`, which begins and ends with no space."""
        if len(self.flat) == len(self._folded.text.replace("-", " ").rstrip()):
            return self._folded.original(start, end)  # nothing was shortened: every place is the same
        if not self._flat_starts:
            self._flat_starts, self._folded_starts = [0], [0]
            gone = 0
            for run in _RUN.finditer(self._folded.text):
                at = run.start() - gone + 1 if run.start() else 0
                gone = run.end() - at
                self._flat_starts.append(at)
                self._folded_starts.append(run.end())
        return self._folded.original(self._back(start), self._back(end - 1) + 1)

    def _back(self, at: int) -> int:
        piece = bisect_right(self._flat_starts, at) - 1
        return self._folded_starts[piece] + at - self._flat_starts[piece]

    def words(self, start: int, end: int) -> tuple[int, int]:
        """Return the numbers of the first and the last word in `flat[start:end]`."""
        if self._words is None:
            self._words = [token.start() for token in re.finditer(TOKEN, self.flat)]
        first = max(bisect_right(self._words, start) - 1, 0)
        return first, max(bisect_left(self._words, end) - 1, first)
