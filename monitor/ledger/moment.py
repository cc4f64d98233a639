"""Do the day arithmetic of clauses of entry into force and of withdrawal."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from monitor.model import Act, Action, Event
from monitor.treaties import ORDINALS
from monitor.wording import in_words


def moment(rule: str, deposit: date) -> date:
    """Return the day that a clause names, counted from the day of a deposit.

    - `90 days`: the ninetieth day after the deposit (UN Convention against Cybercrime, article 65).
    - `3 months`: the same day of the month, three months on (CRC's protocols); the month's last day if it is shorter.
    - `first of month after 3 months`: the first day of the month that follows the end of the three months
      (Council of Europe); `... after 60 days` likewise (Rome Statute, article 126).
    - `first of sixth month`: the first day of the sixth month after the month of the deposit (Ottawa, article 17).

    Raises ValueError for any other rule; `monitor.treaties.Rule` lets none through.
    """
    if found := re.fullmatch(r"(first of month after )?(\d+) (day|month)s?", rule):
        number = int(found[2])
        end = deposit + timedelta(days=number) if found[3] == "day" else _months(deposit, number)
        return _months(end.replace(day=1), 1) if found[1] else end
    if found := re.fullmatch(r"first of (\w+) month", rule):
        return _months(deposit.replace(day=1), ORDINALS[found[1]])
    raise ValueError(f"{rule!r} is no way of counting that this program knows")


def _months(day: date, number: int) -> date:
    """Return the day some months later, or the last of its month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def ends(rule: str | None, act: Act | Event) -> date | None:
    """Return the day on which a withdrawal takes effect by its treaty's rule; None of any other act, and where nobody
    knows the day of its notice."""
    if rule is None or act.on is None or act.action is not Action.WITHDRAWAL:
        return None
    return moment(rule, act.on)


def in_force(day: date) -> str:
    """Say from when a treaty is in force, in the one way for days past and to come."""
    return f"in force from {in_words(day)}"
