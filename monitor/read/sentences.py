"""Split folded text into sentences, in every script that Treatywatch reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.folding import Folded

_END = re.compile(r"[.!?]+[\"'”»)\]]*(?=\s)|[。！？!?؟…]+[”」』\"]?|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“.])(?:(?<!\bon )[^\W\d_]|mr|mrs|ms|dr|st|no|nos|art|gen|col|sen|rep|hon|prof|vs|inc|jr|sr|gov|lt|maj|"
    r"eng|amb|atty|messrs|dep|adm|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|rt|mme|m|г|ст|им|т|sra|sr|dra|ee|uu|nr|bzw|ca|tp|gs|ts|ths|pgs)\.$"
)


_LONGEST = 1000  # characters of a sentence; longer ones are lists of States or no prose
_ORDINAL = re.compile(r"(?:^|\D)\d{1,2}\.$")


def split(folded: Folded, original: str, ordinal_dot: bool = False) -> list[tuple[int, int]]:
    """Return the places (start, end) of each sentence in the folded text, without surrounding space.

    `ordinal_dot` says that a full stop behind a number of one or two digits ends no sentence.
    """
    text = folded.text
    places: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        if end.end() <= start:
            continue
        if end.group()[0] == "." and _continues(text, end.start(), end.end(), folded, original):
            continue
        if ordinal_dot and _ORDINAL.search(text[max(0, end.start() - 3) : end.start() + 1]):
            continue
        places.append((start, end.end()))
        start = end.end()
    places.append((start, len(text)))
    places = [cut for place in places for cut in _bounded(text, *place)]
    return [
        (begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip()))
        for begin, finish in places
        if (piece := text[begin:finish]).strip()
    ]


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is too long for a sentence at a space, so that no text costs more than its length."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _continues(text: str, dot: int, after: int, folded: Folded, original: str) -> bool:
    """Say whether a full stop belongs to an abbreviation: a known one, an initial, or one before a small letter."""
    following = after
    while following < len(text) and text[following].isspace():
        following += 1
    if following < len(text) and original[folded.origins[following]].islower():
        return True
    return bool(_ABBREVIATION.search(text[max(0, dot - 12) : dot + 1]))
