"""Read a filter from an address, and write it back: the same for the page and for CSV, JSON and Atom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from msgspec import Struct

from monitor.model import Kind, Level, Step
from monitor.store.views import Filter

NAMES = ("q", "treaty", "actor", "step", "rule", "level", "state", "kind", "mark", "story", "since", "until")
LONGEST = 300
YEARS = range(1900, 2200)
WORDS: Mapping[str, tuple[str, ...]] = {
    name: tuple(map(str, kinds)) for name, kinds in (("level", Level), ("step", Step), ("kind", Kind))
}
"""What may be asked by names of which there are few."""


class Asked(Struct, frozen=True, kw_only=True):
    """Hold what an address asks for, what of it could not be understood, and the address to ask it again."""

    filter: Filter
    values: Mapping[str, str]
    """Every name of NAMES, empty where it is not asked."""
    complaints: tuple[str, ...]
    query: str
    """Without `?`; empty when nothing is asked."""
    before: int | None = None

    @property
    def narrowed(self) -> bool:
        """Say whether more than the search box is used."""
        return any(value for name, value in self.values.items() if name != "q")


def asked(params: Mapping[str, str]) -> Asked:
    """Return what the address asks; what cannot be understood is left out and complained of."""
    values = {name: params.get(name, "").replace("\x00", "").strip()[:LONGEST] for name in NAMES}
    complaints: list[str] = []
    days: dict[str, date | None] = {"since": None, "until": None}
    for name in days:
        try:
            on = date.fromisoformat(values[name]) if values[name] else None
        except ValueError:
            complaints.append(f"{values[name]!r} is no date; write it as 2026-11-24.")
            on = None
        if on and on.year not in YEARS:
            complaints.append(f"{values[name]} is too far from today.")
            on = None
        days[name], values[name] = on, values[name] if on else ""
    for name, words in WORDS.items():
        if values[name] and values[name] not in words:
            complaints.append(f"{values[name]!r} is no {name}; write one of {', '.join(words)}.")
            values[name] = ""
    if days["since"] and days["until"] and days["since"] > days["until"]:
        complaints.append(f"{values['since']} is after {values['until']}: nothing can lie between them.")
    texts = {name: values[name] or None for name in NAMES if name not in ("q", "since", "until")}
    before = params.get("before", "")
    return Asked(
        filter=Filter(text=values["q"] or None, since=days["since"], until=days["until"], **texts),
        values=values,
        complaints=tuple(complaints),
        query=urlencode({name: value for name, value in values.items() if value}),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )
