"""Expand the patterns of language files: each stands for some phrases."""

from __future__ import annotations

import re
from math import prod
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

_BRACES = re.compile(r"\{([^{}]*)\}")
_LARGEST = 4000  # forms of one pattern: more is surely a slip of the pen


def expand(pattern: str) -> tuple[str, ...]:
    """Expand `sign{,s,ed}` to each of its spellings.

    Raises ValueError for a brace without its partner and for a pattern with thousands of spellings.
    """
    pattern = " ".join(pattern.split())
    if "{" not in pattern and "}" not in pattern:
        return (pattern,)
    parts = _BRACES.split(pattern)
    if any(brace in part for part in parts[::2] for brace in "{}"):
        raise ValueError(f"{pattern!r} has a brace without its partner; write {{one,other}}")
    choices = [part.split(",") if index % 2 else [part] for index, part in enumerate(parts)]
    number = prod(map(len, choices))
    if number > _LARGEST:
        raise ValueError(f"{pattern!r} stands for {number} spellings; at most {_LARGEST} are allowed")
    found = [""]
    for choice in choices:
        found = [begun + words for begun in found for words in choice]
    blanks = "\n".join(("", *found, ""))
    if "  " in blanks or "\n " in blanks or " \n" in blanks:  # an empty choice between two blanks
        found = [" ".join(words.split()) for words in found]
    return tuple(dict.fromkeys(found))


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
