"""Find words close to each other in time that grows with the number of their occurrences, not with its square."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Spot(Struct, frozen=True, order=True):
    """Hold one occurrence of a term: the numbers of its words, and its place in the text."""

    first: int
    last: int
    start: int
    end: int


def closest(terms: Sequence[Sequence[Spot]], within: int, *, ordered: bool) -> tuple[int, int] | None:
    """Return the stretch (start, end) of the first place where all terms stand close enough, or None.

    Close enough: the last to begin does so at most `within` words after the end of the first to end. Going through
    the occurrences as they begin, each is tried as the last one, with the latest of every other term before it.
    `ordered` asks for the terms in their order, none overlapping the next.
    """
    return _ordered(terms, within) if ordered else _unordered(terms, within)


def _unordered(terms: Sequence[Sequence[Spot]], within: int) -> tuple[int, int] | None:
    """Keep for each term the occurrence that ends last among those begun so far."""
    begun = sorted((spot, index) for index, spots in enumerate(terms) for spot in spots)
    latest: list[Spot | None] = [None] * len(terms)
    for spot, index in begun:
        kept = latest[index]
        if kept is None or spot.last >= kept.last:
            latest[index] = spot
        others = [other for at, other in enumerate(latest) if at != index and other is not None]
        if len(others) < len(terms) - 1:
            continue
        if spot.first - min(spot.last, *(other.last for other in others)) <= within:
            chosen = [spot, *others]
            return min(one.start for one in chosen), max(one.end for one in chosen)
    return None


def _ordered(terms: Sequence[Sequence[Spot]], within: int) -> tuple[int, int] | None:
    """Keep for each occurrence the latest first term from which it can be reached in order."""
    reached = [(spot, spot) for spot in sorted(terms[0])]  # (occurrence, its first term)
    for spots in terms[1:]:
        before = sorted(reached, key=lambda pair: pair[0].last)
        reached, at, best = [], 0, None
        for spot in sorted(spots):
            while at < len(before) and before[at][0].last < spot.first:
                first = before[at][1]
                best = first if best is None or (first.last, first.first) >= (best.last, best.first) else best
                at += 1
            if best is not None:
                reached.append((spot, best))
    for spot, first in reached:
        if spot.first - first.last <= within:
            return first.start, spot.end
    return None
