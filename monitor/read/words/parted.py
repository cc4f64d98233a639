"""Join the halves of a verb that parts: `schließt die Ratifizierung ab`, `pulls Ukraine out of the treaty`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.read.hits import NONE, Cue, Hit
from monitor.read.words.meanings import Meaning

GAP = re.compile(r" \.\.\.? ")
"""What stands between the halves of such a verb in a language's file: three dots, or two around a State's name."""
_ARTICLE = 5  # characters that may stand between the second half and the treaty
_WORD = re.compile(r"\w+")


class Parted:
    """Know the verbs of a language that part, each by its second half, which ends its clause or follows a name."""

    def __init__(self, verbs: Iterable[tuple[str, Meaning]], joints: Iterable[str]) -> None:
        """Take (verb, meaning) and the words that join a further verb to one, all folded."""
        self._verbs: dict[str, dict[str, Meaning]] = {}
        self._around: dict[str, dict[str, Meaning]] = {}
        for verb, meaning in verbs:
            first, second = GAP.split(verb)
            if " ... " in verb:
                self._verbs.setdefault(second, {})[first] = meaning
            else:
                self._around.setdefault(first, {})[second] = meaning
        either = "|".join(map(re.escape, self._verbs))
        ends = "|".join([r"\s*(?:[^\w\s]|$)", *(f" {re.escape(word)} " for word in joints)])
        self._second = re.compile(rf"\b(?:{either})\b(?={ends})") if either else None
        around = "|".join(
            f"({re.escape(first)}) [^.,;:]{{2,40}}? ({'|'.join(map(re.escape, seconds))})"
            for first, seconds in self._around.items()
        )
        self._both = re.compile(rf"\b(?:{around})\b") if around else None
        self._first = re.compile("|".join(map(re.escape, self._around)))

    def join(self, text: str, begin: int, finish: int, hits: list[Hit]) -> list[Hit]:
        """Return the hits of a sentence with each such verb in one: at its first half, or behind the State's name."""
        met = self._both is not None and self._first.search(text, begin, finish)  # spares most searches
        for both in self._both.finditer(text, begin, finish) if self._both is not None and met else ():
            last = both.lastindex or 0
            between = [hit for hit in hits if both.end(last - 1) <= hit.start < both.start(last)]
            treaty = next((hit for hit in hits if hit.start >= both.end(last)), NONE)
            left = treaty.treaty and treaty.start - both.end(last) <= _ARTICLE
            leaver = between[-1] if between else NONE
            beside = leaver.name and not text[leaver.end : both.start(last)].strip()
            if left and beside and not any(hit.acts for hit in between):
                meaning = self._around[both[last - 1]][both[last]]
                joined = Hit(both.start(last), both.end(last), meaning.cues, meaning.acts)
                who = [hit for hit in between if hit.name or hit.cues & {Cue.ROLE, Cue.PRONOUN}]
                outside = [hit for hit in hits if not both.start() <= hit.start < both.end()]
                hits = sorted([*outside, *who, joined], key=lambda hit: hit.start)
        if self._second is None:
            return hits
        whole: set[int] = set()
        """Where the first halves stand that have found theirs."""
        for second in self._second.finditer(text, begin, finish):
            verbs = self._verbs[second.group()]
            words = _WORD.finditer(text, begin, second.start())
            firsts = [word for word in words if word.group() in verbs and word.start() not in whole]
            if firsts:
                first = firsts[-1]
                whole.add(first.start())
                meaning = verbs[first.group()]
                halves = {first.start(), second.start()}
                joined = Hit(first.start(), first.end(), meaning.cues, meaning.acts)
                hits = sorted(
                    [*(hit for hit in hits if hit.start not in halves), joined], key=lambda hit: hit.start
                )
        return hits
