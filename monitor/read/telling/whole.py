"""Hold what an entry tells as a whole, by which each of its acts is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set

from msgspec import Struct

from monitor.model import CONSENT
from monitor.read.found import Found
from monitor.read.kinds import Action, Form, Status
from monitor.read.telling.ages import Ages
from monitor.read.telling.repeats import LEAVING, By


class Whole(Struct, frozen=True):
    """Hold what an entry tells as a whole."""

    bound: Action | None
    """The kind of consent that it speaks of most."""
    stepping: Set[By]
    """Who takes a step towards a signature."""
    signed: Set[By]
    """Whose signature it tells, but for those that came before."""
    consented: Set[By]
    """Whose consent it tells by its kind."""
    unbound: Set[By]
    """Whose consent is still to come, but for States that never sign."""
    leaving: Set[By]
    """Who leaves: they are known to have joined."""
    long_ago: Set[tuple[str, bool, str | None]]
    """(treaty, whether it was a signature, actor) of what the text tells of an old day only."""
    totals: Set[tuple[str, int | None]]
    """(treaty, count) of the signatures that are a state of play."""


def whole(found: list[Found], ages: Ages, kinds: Counter[Action], unbound: Set[By]) -> Whole:
    """Return what the acts of an entry tell together; `kinds` and `unbound` are what it speaks of besides."""
    signatures = [one for one in found if one.action is Action.SIGNATURE]
    signed = [one for one in signatures if one.status not in {Status.URGED, Status.REFUSED}]
    unnamed = [(one.treaty, one.doers.count) for one in signatures if not one.doers.codes]
    totals = {(treaty, count) for treaty, count in unnamed if ages.long_open(treaty, count)}
    crowds = [one for one in signed if not (one.past or one.doers.codes)]
    many = {(one.treaty, None) for one in crowds if (one.treaty, one.doers.count) not in totals}
    consents = [one for one in found if one.action in CONSENT and not one.loose]
    ahead = [one for one in consents if one.status in {Status.PLANNED, Status.URGED} and not one.past]
    left = [one for one in found if one.action is Action.WITHDRAWAL]
    below = [one for one in found if not one.title and one.action in {Action.SIGNATURE, *CONSENT}]
    done = (one for one in below if one.status is Status.DONE and one.form in {Form.DONE, Form.PASSIVE})
    now = (one for one in below if not (one.past or ages.lies_back(one)))
    # `Chad joins the treaty. It is now a party`
    parties = (one.action for one in found if one.loose and one.status is Status.DONE and not one.past)
    party = Action.RATIFICATION if Action.RATIFICATION in parties else None
    return Whole(
        bound=next((action for action, _ in kinds.most_common() if action in CONSENT), party),
        stepping=who(one for one in signatures if one.status is Status.PROCESS),
        signed=who(one for one in signed if not ages.earlier(one)) | many,
        consented=who(one for one in consents if one.status is not Status.URGED),
        unbound=unbound | who(one for one in ahead if one.action is not Action.ACCESSION),
        leaving=who(one for one in left if one.status in LEAVING),
        long_ago=_did(filter(ages.lies_back, done)) - _did(now),
        totals=totals,
    )


def who(acts: Iterable[Found]) -> set[By]:
    """Return (treaty, actor) of all named States that do these acts."""
    return {(one.treaty, code) for one in acts for code in one.doers.codes}


def _did(acts: Iterable[Found]) -> set[tuple[str, bool, str | None]]:
    """Return (treaty, whether they signed it, actor) of all named States that do these acts."""
    return {(one.treaty, one.action is Action.SIGNATURE, code) for one in acts for code in one.doers.codes}
