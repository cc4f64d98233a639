"""Expand the patterns of language files: each stands for some phrases."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

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


def _listed(value: object) -> object:
    """Split `one | two | three`; a list stays a list."""
    return [part.strip() for part in value.split("|")] if isinstance(value, str) else value


def _expanded(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Expand every pattern, drop what repeats, refuse what says nothing."""
    found = tuple(dict.fromkeys(word for phrase in phrases for word in expand(phrase)))
    for word in found:
        if not word.strip("* "):
            raise ValueError("an empty phrase; look for a stray | or an empty choice in braces")
    return found


Phrases = Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_expanded)]
"""`one | two`, with `{a,b}` for either and a trailing `*` for any ending of the word."""

Letters = Annotated[Phrases, AfterValidator(lambda found: tuple(fold(letters).text for letters in found))]
"""Beginnings and endings of words, folded as the texts are in which they are looked for."""
