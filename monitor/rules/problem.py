"""Say what is wrong with a rules folder: where, what, and what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct

_ADDRESS = re.compile(r"://(\S*@)?([^/?#\s`]*)([/?#][^\s`]*)?|(\?)[^?\s`=]*=[^\s`]*")
"""An address, or the query of one that says no scheme: all behind the host may be a key."""

_LOOKED_AT = 2_000
"""Characters of a value: it may have millions, and sixty are shown."""

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
    return as_list(word, by_fold) or (f"; did you mean `{by_fold[close[0]]}`?" if close else "")


def as_list(text: str, by_fold: Mapping[str, str]) -> str:
    """Return `; did you mean the list ...?` of a text that holds several known words, or nothing where it does not."""
    words = [word.casefold() for word in re.split(r"\s*[,;/|]\s*|\s+(?:and|or)\s+", text.strip())]
    if len(words) == 1 or not by_fold.keys() >= set(words):
        return ""
    return f"; did you mean the list `[{', '.join(map(by_fold.__getitem__, words))}]`?"


def short(value: object, limit: int = 60) -> str:
    """Return a value as it may be quoted in one line of a message, which the channel reads; of an address, the host."""
    text = _ADDRESS.sub(_without_keys, " ".join(str(value)[:_LOOKED_AT].split()))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _without_keys(found: re.Match[str]) -> str:
    user, host, rest, query = found.groups()
    return "?…" if query else f"://{'…@' if user else ''}{host}{'/…' if rest else ''}"
