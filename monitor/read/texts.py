"""Hold the fields of an entry, and where treaties are named in them."""

from __future__ import annotations

from msgspec import Struct

from monitor.folding import Folded
from monitor.model import Mention


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
