"""Say what is wrong with a rules folder: where, what, and what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Literal
from unicodedata import combining, name, normalize

from msgspec import Struct

_ADDRESS = re.compile(
    r"((?::[/\\]++|[/\\]{2,}+|…@)(?:\[[^\]\s]*+\]|[^\[/\\?#;:\s`]*+)(?::\d{1,5}\b)?+).+"
    r"|(\b[\w-]+(?:\.[\w-]+)+(?::\d+)?(?=[/\\?#;]))[^\s`]+|(?<=\?)[^?\s`=]*=[^\s`]*"
)
"""An address as far as its host, one without a scheme, or a query; all behind may be a key."""

_LOOKED_AT, _SHOWN = 500, 60
"""Characters of a value, which may have millions."""

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
    return as_list(word, by_fold) or (
        f"; did you mean `{by_fold[close[0]]}`?{foreign(word, '')}" if close else ""
    )


def foreign(word: str, mark: str = ";") -> str:
    """Say behind a mark which sign of a word nobody sees, or takes for the letter that it looks like; or nothing."""
    for sign in word:
        if not sign.isprintable():
            return f"{mark} an invisible character (U+{ord(sign):04X}) stands in it"
        if not normalize("NFKD", sign)[0].isascii() and not combining(sign):
            return f"{mark} `{sign}` in it is U+{ord(sign):04X}, {name(sign, 'without a name').capitalize()}"
    return ""


def as_list(text: str, by_fold: Mapping[str, str]) -> str:
    """Return `; did you mean the list ...?` of a text that holds several known words, or nothing where it does not."""
    words = [word.casefold() for word in re.split(r"\s*[,;/|]\s*|\s+(?:and|or)\s+", text.strip())]
    if len(words) == 1 or not by_fold.keys() >= set(words):
        return ""
    return f"; did you mean the list `[{', '.join(map(by_fold.__getitem__, words))}]`?"


def short(value: object) -> str:
    """Return a value as it may be quoted in one line of a message, which the channel reads; of an address, the host."""
    text = " ".join(str(value)[:_LOOKED_AT].split())
    before, at, behind = text.rpartition("@")
    if before.strip("<"):  # a password may hold anything
        text = f"…{at}{behind}"
    text = _ADDRESS.sub(_to_host, text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _to_host(found: re.Match[str]) -> str:
    host = found[1] or found[2]
    return f"{host}/…" if host else "…"
