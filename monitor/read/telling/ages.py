"""Tell by the days of a treaty and of an entry whether an act lies ahead or long back, or can have been done at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from monitor.model import CONSENT
from monitor.read.act import Found
from monitor.read.hits import Action, Form, Status
from monitor.read.times.dates import LATE, is_ahead, is_old
from monitor.treaties import Treaty

NEW = timedelta(days=440)
"""How long around its opening a treaty is joined by signing it, and how long after its entry into force it is news."""
_ABSURD = timedelta(days=18_000)  # a date so long before or after a treaty could be signed is a mistake
_ZONES = timedelta(days=1)  # by which a day may be another elsewhere
_FEW = 25  # more signatures than come together on one later day
_ANNOUNCED = timedelta(days=90)  # a day without a year that lies longer back is rather one to come
_FASTEST = timedelta(days=90)
"""In which no treaty was ratified by more than a few: the Paris Agreement by some twenty."""


class Ages(Struct, frozen=True):
    """Know the days of the treaties and of an entry."""

    treaties: Mapping[str, Treaty]
    now: datetime | None
    """The day from which the entry looks back."""
    own: bool
    """It is the entry's own, and not when it was first seen."""
    latest: int
    """The last year that dates an act of the entry."""

    def since(self, treaty: str) -> timedelta | None:
        """Return how long after the opening of a treaty the entry was written, where both days are known."""
        opened = self.treaties[treaty].opened
        return self.now.date() - opened if self.now and opened else None

    def closed(self, treaty: str) -> bool:
        """Say whether a treaty is known to be closed for signature."""
        return self.now is not None and not self.treaties[treaty].signature_open(self.now.date())

    def only_signed(self, one: Found) -> bool:
        """Say whether those who are said to consent can only have signed: at the ceremony, or so many so soon.

        An instrument goes to the depositary, who sits elsewhere than where a treaty is `opened_in`. Where no day is
        known, so many is half as many again as would have brought the treaty into force.
        """
        treaty, since, done = self.treaties[one.treaty], self.since(one.treaty), one.status is Status.DONE
        if one.action not in CONSENT or Action.SIGNATURE not in treaty.acts or one.deposited:
            return False
        there = one.where is not None and one.where == treaty.opened_in and one.where not in one.doers.codes
        if there and (done or one.status is Status.PLANNED) and (since is None or abs(since) <= LATE):
            return True
        count, clause = one.doers.count or 0, treaty.in_force
        if not (done and one.doers.group and count > _FEW):
            return False
        if self.now is None:
            return clause.since is None and count > 1.5 * clause.count
        return since is not None and -LATE <= since <= _FASTEST

    def is_to_come(self, one: Found) -> bool:
        """Say whether what is told as done is ahead: by its own day, or an entry into force by its treaty's.

        Then the number was reached, and the clause's days run.
        """
        if one.status is not Status.DONE or self.now is None:
            return False
        enters = one.action is Action.ENTRY_INTO_FORCE
        if one.date is not None:
            nearest = enters or one.date.day is None
            return not one.over and is_ahead(one.date, self.now, nearest=nearest)
        day = self.treaties[one.treaty].in_force.since
        return enters and not one.fresh and self.own and day is not None and self.now.date() < day

    def lies_back(self, one: Found) -> bool:
        """Say whether the day of an act, or that on which it was announced, lies long before the entry."""
        if one.date is None:
            return False
        if one.status is Status.PLANNED and not one.date.year:
            enters = one.action is Action.ENTRY_INTO_FORCE
            return self.now is not None and not enters and is_old(one.date, self.now, within=_ANNOUNCED)
        year = one.date.year
        return is_old(one.date, self.now) if self.now else bool(year and year < self.latest)

    def earlier(self, one: Found) -> bool:
        """Say whether a signature came before another act: `joins it, having signed in 2023`."""
        dated = one.date is not None and one.date.year is not None
        return (bool(one.past) and (dated or one.form is Form.GERUND)) or self.lies_back(one)

    def elapsed(self, one: Found, action: Action) -> str:
        """Say why an act was done long ago by its treaty's days, or by how it is told; nothing if it was not."""
        treaty, since = self.treaties[one.treaty], self.since(one.treaty)
        first = treaty.opened if one.status is Status.DONE else treaty.adopted
        told = one.status in {Status.DONE, Status.PROCESS}
        if told and first and self.own and self.now and _ZONES < first - self.now.date() < _ABSURD:
            return f"it was not yet open on {first}"
        if one.status is not Status.DONE:
            return ""
        if action is Action.ENTRY_INTO_FORCE:
            count = treaty.in_force.count
            early = since is not None and since <= _FASTEST and count > _FEW
            return f"it asks for {count} States and was opened on {treaty.opened}" if early else ""
        opening = since is not None and since <= LATE
        if not self.own and not one.fresh:
            if one.date is not None and one.date.year is not None:
                return "a page without a day gives its year"
            if one.was and not one.doers.codes:
                return "a page without a day tells it as past"
        if self.now is None:
            return ""
        if one.was and not one.fresh and not opening:
            return "it is told as how things stand"
        if action is not Action.SIGNATURE or opening:
            return ""
        closes = treaty.signature_closes
        dated = one.fresh or (one.date is not None and one.date.day is not None)
        news = dated or (one.title and self.own)
        if closes is not None and LATE < self.now.date() - closes < _ABSURD and not news:
            return f"the treaty closed for signature on {closes}"
        held = one.where is not None and one.where == treaty.opened_in and not dated
        return f"the ceremony there was on {treaty.opened}" if held else ""

    def long_open(self, treaty: str, count: int | None) -> bool:
        """Say whether a count of signatures is a state of play: soon after the opening it no longer is news."""
        since = self.since(treaty)
        return since is not None and since > LATE and not (count is not None and count <= _FEW)

    def long_in_force(self, treaty: str, count: int) -> bool:
        """Say whether a count of consents is a state of play: all who are bound by a treaty of old."""
        clause = self.treaties[treaty].in_force
        if clause.since is None or count <= max(_FEW, clause.count):
            return False
        # where no day is known, by twice as many as it took
        return self.now.date() - clause.since > NEW if self.now else count >= 2 * clause.count
