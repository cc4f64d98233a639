"""Put times, spans and numbers into the words that people read, each in one way everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from monitor.model import Action

_DEPOSITED = {
    Action.RATIFICATION: "instrument of ratification of",
    Action.ACCEPTANCE: "instrument of acceptance of",
    Action.APPROVAL: "instrument of approval of",
    Action.ACCESSION: "instrument of accession to",
    Action.SUCCESSION: "notification of succession to",
}
RECORDED: dict[Action, tuple[str, str]] = {
    Action.SIGNATURE: ("signed {treaty}", "signed {treaty}"),
    Action.WITHDRAWAL: ("notified its withdrawal from {treaty}", "notified their withdrawal from {treaty}"),
} | {
    action: (f"deposited its {what} {{treaty}}", f"deposited their {what.replace(' ', 's ', 1)} {{treaty}}")
    for action, what in _DEPOSITED.items()
}
"""What a depositary records (UN Treaty Handbook, sections 3 to 5): of one participant, of several."""


def day(value: date | None) -> str:
    """Say a day in little room: `25 Oct 2025`."""
    return "" if value is None else f"{value.day} {value:%b} {value.year}"


def clock(value: datetime | None) -> str:
    """Say a moment in little room: `25 Oct 2025, 14:05 UTC`."""
    return "" if value is None else f"{day(value)}, {value:%H:%M} UTC"


def in_words(value: date) -> str:
    """Return a day as sentences write it: `31 December 2026`; of a moment the time as well."""
    at = f", {value:%H:%M} UTC" if isinstance(value, datetime) else ""
    return f"{value.day} {value:%B} {value.year}{at}"


def stamp(value: datetime) -> str:
    """Say a moment in lines that are sorted and searched: `2025-10-25 14:05 UTC`."""
    return f"{value:%Y-%m-%d %H:%M} UTC"


def lasting(span: timedelta) -> str:
    """Say a span in its largest unit: `4 min`, `3 h`, `12 days`."""
    seconds = max(span.total_seconds(), 0)
    if seconds < 3600:
        return f"{max(round(seconds / 60), 1)} min"
    if seconds < 36 * 3600:
        return f"{round(seconds / 3600)} h"
    return f"{round(seconds / 86400)} days"


def many(number: int, one: str, more: str = "") -> str:
    """Return a number of things: `1 feed`, `1,200 entries`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def most(part: int, whole: int) -> bool:
    """Say whether a part is most of a whole: more than half."""
    return part * 2 > whole


def well(failing: int, feeds: int) -> str:
    """Say how it is where nothing is wrong but that feeds fail: `All well`, `Some feeds fail, all else is well`."""
    return (
        f"{'Most' if most(failing, feeds) else 'Some'} feeds fail, all else is well"
        if failing
        else "All well"
    )


def counts(numbers: Mapping[str, int]) -> str:
    """Return numbers of things by their plural: `1 rule, 14 treaties`."""
    ones = {name: f"{name[:-3]}y" if name.endswith("ies") else name[:-1] for name in numbers}
    return ", ".join(many(number, ones[name], name) for name, number in numbers.items())


def some(things: Sequence[str], most: int) -> str:
    """Return the first things in a list, the others counted: `a, b and 3 more`."""
    more = f" and {len(things) - most} more" if len(things) > most else ""
    return ", ".join(things[:most]) + more


def begun(words: str) -> str:
    """Return words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def redirected(trouble: str, host: str) -> str:
    """Say of trouble which other host answered: often one for log-in, consent or blocking, not the publisher's own."""
    return f"{trouble} (redirected to {host})"
