"""Expand the patterns of language files: each stands for some phrases."""

from __future__ import annotations

from typing import Self

from monitor.folding import fold
from monitor.patterns import choices, expanded

_LARGEST = 4000  # forms of one pattern


def expand(pattern: str) -> tuple[str, ...]:
    """Expand `sign{,s,ed}` to each of its spellings.

    Raises ValueError for a brace without its partner and for a pattern with thousands of spellings.
    """
    if "{" not in pattern and "}" not in pattern:
        return (" ".join(pattern.split()),)  # most have none, and are made sooner so
    return expanded(choices(pattern, ",", _LARGEST))


class Phrases(tuple[str, ...]):
    """Phrases, written as `one | two`, with `{a,b}` for either and a trailing `*` for any ending of the word."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: object) -> Self:
        """Return every phrase once, expanded. Raises ValueError where one says nothing."""
        patterns = raw.split("|") if isinstance(raw, str) else raw
        if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
            raise ValueError("no phrases; write `one | two`, or a list of texts")
        found = dict.fromkeys(word for pattern in patterns for word in expand(pattern))
        for word in found:
            if not word.strip("* "):
                raise ValueError("an empty phrase; look for a stray | or an empty choice in braces")
        return cls(found)


class Letters(Phrases):
    """Beginnings and endings of words, folded as the texts are in which they are looked for."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: object) -> Self:
        """Return every one once, expanded and folded. Raises ValueError where one says nothing."""
        return cls(fold(letters).text for letters in super().read(raw))
