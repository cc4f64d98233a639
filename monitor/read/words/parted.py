"""Join the halves of a verb that parts around its object: `schließt die Ratifizierung ab`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.read.hits import Hit
from monitor.read.words.meanings import Meaning

GAP = " ... "
"""What stands between the halves of such a verb in a language's file."""
_WORD = re.compile(r"\w+")


class Parted:
    """Know the verbs of a language that part, each by its second half, which ends its clause."""

    def __init__(self, verbs: Iterable[tuple[str, Meaning]]) -> None:
        """Take (verb, meaning), all folded."""
        self._verbs: dict[str, dict[str, Meaning]] = {}
        for verb, meaning in verbs:
            first, _, second = verb.partition(GAP)
            self._verbs.setdefault(second, {})[first] = meaning
        either = "|".join(map(re.escape, self._verbs))
        self._second = re.compile(rf"\b(?:{either})\b(?=\s*(?:[^\w\s(]|$)| und | oder )") if either else None

    def join(self, text: str, begin: int, finish: int, hits: list[Hit]) -> list[Hit]:
        """Return the hits of a sentence with each such verb at the place of its first half, and no second half."""
        if self._second is None:
            return hits
        for second in self._second.finditer(text, begin, finish):
            opens = max((hit.end for hit in hits if hit.mark and hit.end <= second.start()), default=begin)
            verbs = self._verbs[second.group()]
            firsts = [word for word in _WORD.finditer(text, opens, second.start()) if word.group() in verbs]
            if firsts:
                first = firsts[-1]
                meaning = verbs[first.group()]
                halves = {first.start(), second.start()}
                joined = Hit(first.start(), first.end(), meaning.cues, meaning.acts)
                hits = sorted([*(hit for hit in hits if hit.start not in halves), joined], key=_start)
        return hits


def _start(hit: Hit) -> int:
    return hit.start
