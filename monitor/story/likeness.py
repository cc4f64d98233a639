"""Tell whether two titles that one rule of words found tell the same story.

Two titles of one rule are alike by what the rule looks for, and the word that makes them two stories is often a single
one (*grants*, *revokes*; *not*). So what the rule found says nothing, and a title tells the story of another only
where it repeats it: the same words in the same order, or these and a few more before or after them, as outlets add
(*LIVE:*, *officials say*). What is reworded is told twice, since a second message costs less than a lost one.
tests/story/titles.yaml holds the titles by which this was chosen and measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from monitor.folding import SPACELESS, fold

LEAST = 3
"""Telling words that a title must share with a longer one, so that `Deep-sea mining` stands for nothing else."""
LEAST_EQUAL = 2
"""Telling words of titles that have no others."""
EXTRA = 0.5
"""Telling words that the longer title may have more, for each that they share."""

_SMALL = frozenset(
    fold(
        "a am an and as at au aux by con d da das de del dem den der des die do dos du e ein eine el em en et for from"
        " her his il im in is its l la las le les los na nos o of on os para par por pour s su sur that the their to um"
        " un una und une von with y zu в и из к на о с у على في من و"
    ).text.split()
)
"""Words that tell no story: articles and the commonest prepositions."""
_TURNING = frozenset(
    fold(
        "again denies denied jamais kein keine nein never nicht nie no non not nova novo nuevo nunca não pas"
        " encore erneut wieder otra вновь не нет опять снова chưa không 不 再 又 拒 未 没 没 لا لم لن ليس مجددا"
    ).text.split()
)
"""Words before or after a title that turn it, or say that it happened once more."""


@cache
def _token() -> re.Pattern[str]:
    """Return what finds words, each letter of a script without spaces by itself."""
    return re.compile(rf"[{SPACELESS}]|[^\W{SPACELESS}]+")


class Title:
    """Hold the words of a title, to be compared with others."""

    __slots__ = ("_found", "_words")

    def __init__(self, text: str, found: Iterable[str] = ()) -> None:
        """Take a title, and the words in it that a rule looked for."""
        self._words = _words(text)
        self._found = list(filter(None, map(_words, dict.fromkeys(found))))

    def tells_like(self, earlier: str) -> bool:
        """Say whether this title tells the same story as one that the same rule found before."""
        short, long = self._words, _words(earlier)
        for found in self._found:
            # Words that only one of the titles has may be the news: `any: [grants, revokes]`.
            if _find(found, short) is not None and _find(found, long) is not None:
                short, long = _without(found, short), _without(found, long)
        if len(short) > len(long):
            short, long = long, short
        more = len(long) - len(short)
        if long[more:] == short:
            ends = long[:more]
        elif long[: len(short)] == short:
            ends = long[len(short) :]
        else:
            return False
        if not _TURNING.isdisjoint(ends):
            return False
        shared, extra = _telling(short), _telling(ends)
        return shared >= (LEAST if extra else LEAST_EQUAL) and extra <= EXTRA * shared


def _words(text: str) -> list[str]:
    return _token().findall(fold(text).text)


def _telling(words: Sequence[str]) -> int:
    return sum(word not in _SMALL for word in words)


def _find(part: list[str], words: list[str]) -> int | None:
    places = range(len(words) - len(part) + 1)
    return next((at for at in places if words[at : at + len(part)] == part), None)


def _without(part: list[str], words: list[str]) -> list[str]:
    """Return words without a part, wherever it stands: in one pass, for a hostile title may be nothing else."""
    kept: list[str] = []
    at = 0
    while at < len(words):
        if words[at : at + len(part)] == part:
            at += len(part)
        else:
            kept.append(words[at])
            at += 1
    return kept
