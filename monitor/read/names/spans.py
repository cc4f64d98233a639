"""Say how far a treaty's name reaches in a text: its quotation marks, what brackets explain of it, its subtitle."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from msgspec.structs import replace

from monitor.read.texts import Place, Text

_OPENING, _CLOSING = "\"'“„«‹", "\"'”“»›"
_CALLED = 6
"""Words in brackets before another name of the same treaty: `(also known as the Hanoi Convention)`."""
_SMALL, _LETTERS = 2, 3
"""Words, and letters of each, between the halves of a long name: `Agreement under the ... on the Conservation ...`."""
_BESIDE = frozenset({";", ",", "-"})
"""What may part a name from its subtitle, or from another name of the treaty."""
_MARKS = " 《》〈〉" + _OPENING + _CLOSING
_CLOSED = re.compile(r"[\s》〉\"'”“»›]*\)")
_SHORT = re.compile(r"\s*\([\"'“„«]?([^\W\d_]{2,10}|c?ets (?:no\.? ?)?\d{2,3}|(?:19|20)\d\d)[\"'”“»]?\)")
"""An abbreviation, a number in a series of treaties, or a year, in brackets."""


def widened(places: Iterable[Place], texts: Collection[Text]) -> list[Place]:
    """Return the places of names in order, each with all that belongs to it; other names of it there are left out.

    `"Hanoi Convention"`, `the UN Convention against Cybercrime (UNCC)`, `the UN treaty (the Hanoi Convention)`, and
    `the UN Convention against Cybercrime; Strengthening International Cooperation for ...` are one name each. A mention
    keeps the place of its words.
    """
    known = {text.name: text for text in texts}
    kept: list[Place] = []
    for place in places:
        text = known[place.field]
        here = _quoted(text.folded.text, place)
        before = kept[-1] if kept and kept[-1].field == here.field else None
        if before is not None and here.start < before.end:
            continue  # the name in brackets
        if before is not None and (end := _joined(text.folded.text, before, here)) is not None:
            kept[-1] = _explained(text, replace(before, end=end))
        else:
            kept.append(_explained(text, here))
    return kept


def _quoted(text: str, place: Place) -> Place:
    """Return a place with the quotation marks around it."""
    start = place.start - text.startswith(" ", place.start - 1)
    end = place.end + text.startswith(" ", place.end)
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and after and before in _OPENING and after in _CLOSING:
        return replace(place, start=start - 1, end=end + 1)
    return place


def _joined(text: str, one: Place, other: Place) -> int | None:
    """Return where one name ends together with the other behind it, or None where each stands for itself.

    In brackets the other may be that of a treaty which the first is about: `the protocol to it (Budapest Convention)`.
    """
    if one.mention is None or other.mention is None:
        return None
    gap, closing = text[one.end : other.start].strip(_MARKS), _CLOSED.match(text, other.end)
    words = gap.split()
    same = one.mention.treaty == other.mention.treaty
    if gap.startswith("(") and closing and (gap == "(" or same):
        shorter = one.end - one.start > other.end - other.start
        told = len(words) <= _CALLED and not any(map(str.isdigit, gap))
        return closing.end() if told and (same or shorter) else None
    small = len(words) <= _SMALL and all(word.isalpha() and len(word) <= _LETTERS for word in words)
    return other.end if same and (gap in _BESIDE or small) else None


def _explained(text: Text, place: Place) -> Place:
    """Return a place with an abbreviation in brackets right behind it: `the UN treaty (UNCC)`."""
    found = _SHORT.match(text.folded.text, place.end)
    if found is None or place.mention is None:
        return place
    letters = [text.cased(at) for at in range(*found.span(1))]
    # `the Biodiversity Beyond National Jurisdiction (BBNJ) Agreement`
    goes_on = text.cased(found.end() + 1).isupper()
    return place if goes_on or any(map(str.islower, letters)) else replace(place, end=found.end())
