"""Say what is wrong with a rules folder: where, what, and what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct

_CREDENTIALS = re.compile(r"://[^/@\s]*@")

Severity = Literal["error", "warning"]


class Problem(Struct, frozen=True, order=True):
    """Name one mistake with its place; line and column count from 1."""

    file: str
    """Relative to the rules folder."""
    line: int
    column: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        said = "" if self.severity == "error" else "warning: "
        return f"{self.file}:{self.line}:{self.column}: {said}{self.message}"


def near(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return `; did you mean ...?` with the known word nearest to this one, or nothing where none is near."""
    by_fold = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold().strip(), list(by_fold), n=1, cutoff=cutoff)
    return f"; did you mean `{by_fold[close[0]]}`?" if close else ""


def short(value: object, limit: int = 60) -> str:
    """Return a value as it may be quoted in one line of a message; an address loses its password."""
    text = _CREDENTIALS.sub("://…@", " ".join(str(value).split()))
    return text if len(text) <= limit else text[: limit - 1] + "…"
