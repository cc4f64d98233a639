"""Compile patterns on RE2, whose time is linear in the text: no pattern of an analyst's can stop the monitor."""

from __future__ import annotations

from typing import Any

import re2

MAX_MEMORY = 16 << 20
"""Bytes that one pattern's automaton may take; RE2 refuses larger patterns and never grows beyond."""

_REMEDIES = (
    ("(?=", "looks ahead, which this linear-time engine cannot do; use `all`, `none` or `near`"),
    ("(?!", "looks ahead, which this linear-time engine cannot do; use `none`"),
    ("(?<", "looks behind, which this linear-time engine cannot do; use `near` with `ordered: true`"),
    ("(?>", "is an atomic group, which this linear-time engine does not need; write (?: instead"),
    ("(?P", "refers back to a group, which this linear-time engine cannot do; write the text out"),
    ("invalid escape sequence: \\Z", "is written $ or \\z here"),
    ("invalid escape sequence", "is not known here; a reference back to a group (\\1) cannot be done at all"),
    ("missing ]", "opens a [ that is never closed"),
    ("missing )", "opens a ( that is never closed"),
    ("unexpected )", "closes a ) that was never opened"),
    (
        "no argument for repetition",
        "repeats nothing; put a backslash before the sign to mean the sign itself",
    ),
    ("bad repetition operator", "repeats a repetition, such as ++; one sign is enough here"),
    ("invalid repetition size", "repeats more than 1,000 times"),
    ("invalid character class range", "names a class of characters that is not known"),
    ("pattern too large", "is too large"),
)


def options() -> Any:
    """Return the settings for every pattern: as written, no groups kept, nothing printed by the library."""
    chosen = re2.Options()
    chosen.log_errors = False
    chosen.never_capture = True
    chosen.max_mem = MAX_MEMORY
    return chosen


def compile_regex(pattern: str) -> Any:
    """Compile a pattern. Raises ValueError with what is wrong in plain words."""
    try:
        compiled: Any = re2.compile(pattern, options())  # type: ignore[no-untyped-call]
    except re2.error as error:
        detail = error.args[0] if error.args else b""
        said = detail.decode("utf-8", "replace") if isinstance(detail, bytes) else str(detail)
        part = said.partition(": ")[2] or pattern
        for known, remedy in _REMEDIES:
            if known in said:
                raise ValueError(f"`{part}` {remedy}") from None
        raise ValueError(f"the pattern cannot be compiled: {said}") from None
    except UnicodeEncodeError:
        raise ValueError("the pattern holds half a character") from None
    if compiled.search("") is not None:
        raise ValueError("the pattern meets an empty text, and so every item")
    return compiled
