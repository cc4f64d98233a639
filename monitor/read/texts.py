"""Hold the fields of an entry, and where treaties are named in them."""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec import Struct

from monitor.folding import Folded, fold
from monitor.model import Mention

_TAG = re.compile(r"#\w+")


class Text(Struct, frozen=True):
    """Hold one field of an entry: its name, its text as published, and the text folded."""

    name: str
    """title, summary or content."""
    original: str
    folded: Folded
    romanised: bool = False
    """It is published in Latin letters and folded into those of its language."""

    @property
    def spoken(self) -> str:
        """Return the text in the letters of its language."""
        return self.folded.text if self.romanised else self.original

    def cased(self, place: int) -> str:
        """Return the character as published behind a place of the folded text; nothing behind its end."""
        return self.original[self.folded.origins[place]] if place < len(self.folded.text) else ""


class Place(Struct, frozen=True):
    """Hold a mention with its place in the folded field; `mention` is None for a look-alike."""

    field: str
    start: int
    end: int
    mention: Mention | None
    languages: frozenset[str] = frozenset()
    """In which languages the treaty is called so."""


def fold_tags(text: str) -> Folded:
    """Fold a text, with blanks between the words of its tags: `#HanoiConvention`."""
    tags = _TAG.finditer(text) if "#" in text else ()
    capitals = (at for tag in tags for at in range(tag.start() + 2, tag.end()) if text[at].isupper())
    cuts = [at for at in capitals if text[at - 1].islower() or text[at + 1 : at + 2].islower()]
    if not cuts:
        return fold(text)
    pieces = (text[start:end] for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True))
    parted = fold(" ".join(pieces))
    blanks = [cut + before for before, cut in enumerate(cuts)]
    return Folded(text, parted.text, origins=[at - bisect_left(blanks, at) for at in parted.origins])
