"""Expand patterns of names and phrases: choices in braces make one text stand for some."""

from __future__ import annotations

import re
from math import prod

_BRACES = re.compile(r"\{([^{}]*)\}")


def choices(pattern: str, between: str, most: int) -> list[list[str]]:
    """Take a pattern apart: the alternatives of each of its parts, with `between` between them.

    Raises ValueError for a brace without its partner and for a pattern that stands for more than `most` texts.
    """
    parts = _BRACES.split(" ".join(pattern.split()))
    if any(brace in part for part in parts for brace in "{}"):
        raise ValueError(f"{pattern!r} has a brace without its partner; write {{one{between}other}}")
    found = [part.split(between) if index % 2 else [part] for index, part in enumerate(parts)]
    number = prod(map(len, found))
    if number > most:  # surely a slip of the pen
        raise ValueError(f"{pattern!r} stands for {number} spellings; at most {most} are allowed")
    return found


def expanded(parts: list[list[str]]) -> tuple[str, ...]:
    """Return the texts that a pattern stands for, each once and with single blanks."""
    found = [""]
    for choice in parts:
        found = [begun + words for begun in found for words in choice]
    blanks = "\n".join(("", *found, ""))
    if "  " in blanks or "\n " in blanks or " \n" in blanks:  # an empty choice between two blanks
        found = [" ".join(words.split()) for words in found]
    return tuple(dict.fromkeys(found))
