"""Say where each treaty stands, by the official record and by the press, as the page shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from markupsafe import Markup

from monitor.actors import name as actor_name
from monitor.model import CONSENT, Action, Record, Step
from monitor.sinks.headline import headlines
from monitor.store import Store
from monitor.story import Story
from monitor.treaties import Treaty
from monitor.web import chart, worldmap
from monitor.web.words import NOUNS, day

NAMED = 4
"""At most this many participants are named in one line of the timeline; more are counted."""
TIMELINE = 40
FAMILIES = {
    "signature": "signature",
    "consent": "ratification or its kin",
    "withdrawal": "withdrawal",
    "entry_into_force": "entry into force",
}
"""The families of acts of `monitor.story`, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Hold what the record says of one participant."""

    name: str
    code: str | None
    signed: date | None = None
    consent: str | None = None
    """The act by which it is bound, in words."""
    bound: date | None = None
    """The day of that act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Hold an act that the press calls done and the record does not show."""

    code: str
    name: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Hold one line of a timeline, or one date ahead."""

    on: date
    words: str
    kind: str = ""
    days: int | None = None
    """How far ahead, for dates ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold a story as a line: where it stands, and in words."""

    key: str
    step: Step
    words: str
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Hold everything the page shows of one treaty."""

    id: str
    title: str
    threshold: int
    in_force: date | None
    clause: str
    signable: bool
    depositary: str
    page: str
    read: datetime | None
    """When the official record was last read; None if never."""
    as_of: str | None = None
    parties: tuple[Party, ...] = ()
    counted: int = 0
    """How many instruments count towards the threshold."""
    reported: tuple[Report, ...] = ()
    dates: tuple[Mark, ...] = ()
    timeline: tuple[Mark, ...] = ()
    stories: tuple[Told, ...] = ()
    today: date = field(kw_only=True)

    @property
    def signed(self) -> tuple[Party, ...]:
        """Return who has signed."""
        return tuple(party for party in self.parties if party.signed)

    @property
    def bound(self) -> tuple[Party, ...]:
        """Return who has consented to be bound."""
        return tuple(party for party in self.parties if party.bound)

    @property
    def unbound(self) -> tuple[Party, ...]:
        """Return who has signed and has not consented to be bound."""
        return tuple(party for party in self.parties if party.signed and not party.bound)

    @property
    def progress(self) -> str:
        """Return in words how far the treaty is from its entry into force."""
        if self.in_force and self.in_force <= self.today:
            count = f" · {len(self.bound)} bound" if self.read else ""
            return f"In force since {day(self.in_force)}{count}"
        if not self.read:
            return f"{self.threshold} needed · the official record has not been read yet"
        if self.in_force:
            return f"{self.counted} of {self.threshold} · enters into force on {day(self.in_force)}"
        togo = max(self.threshold - self.counted, 0)
        return f"{self.counted} of {self.threshold} · {togo} to go"

    @property
    def share(self) -> float:
        """Return the bound part of the progress bar, in percent."""
        if self.in_force and self.in_force <= self.today:
            return 100.0
        return round(min(100 * self.counted / self.threshold, 100), 1)

    @property
    def share_reported(self) -> float:
        """Return the part that reports of the press would add, in percent."""
        more = sum("signature" not in report.words for report in self.reported)
        return round(min(100 * more / self.threshold, 100 - self.share), 1)

    @property
    def map(self) -> Markup:
        """Return the map as SVG."""
        kinds = self.kinds
        names = {code: actor_name(code) for code in kinds}
        label = (
            f"World map. {len(self.bound)} bound, {len(self.signed)} signed, "
            f"{len(self.reported)} reported and not yet in the record. The table of participants names them."
        )
        return worldmap.svg(kinds, names, label)

    @property
    def kinds(self) -> dict[str, str]:
        """Return what each participant is on the map, by its code."""
        kinds = {report.code: "reported" for report in self.reported}
        kinds |= {party.code: "signed" for party in self.signed if party.code and party.code not in kinds}
        return kinds | {party.code: "bound" for party in self.bound if party.code}

    @property
    def off_map(self) -> tuple[str, ...]:
        """Return the participants that the map cannot show, each with what it is."""
        shown = [
            f"{actor_name(c)} ({worldmap.WORDS[k]})" for c, k in self.kinds.items() if not worldmap.on_map(c)
        ]
        gone = [party.name for party in self.parties if party.code is None]
        return (*shown, *gone)

    @property
    def chart(self) -> Markup:
        """Return the count of signatures and of instruments over time, as SVG."""
        return chart.svg(
            {
                "signed": sorted(party.signed for party in self.signed if party.signed),
                "bound": sorted(party.bound for party in self.bound if party.bound),
            },
            goal=self.threshold,
            until=self.today,
        )


def standing(treaty: Treaty, store: Store, now: datetime, *, stories: int = 8) -> Standing:
    """Return where one treaty stands now."""
    record = store.records.get(treaty.id)
    parties = _parties(record)
    today = now.date()
    reported = tuple(_reports(store, treaty, parties))
    clause = treaty.in_force
    ahead = [
        (treaty.signature_closes, "signature closes"),
        (clause.since, "enters into force"),
    ]
    return Standing(
        id=treaty.id,
        title=treaty.title[:1].upper() + treaty.title[1:],
        threshold=clause.count,
        in_force=clause.since,
        clause=_clause(treaty),
        signable=Action.SIGNATURE in treaty.acts,
        depositary=treaty.depositary.name,
        page=treaty.depositary.page,
        read=store.views.records_read().get(treaty.id),
        as_of=record.as_of if record else None,
        parties=parties,
        counted=sum(
            party.bound is not None and (clause.counts_reio or party.code != "EU") for party in parties
        ),
        reported=reported,
        dates=tuple(
            Mark(on=on, words=words, days=(on - today).days) for on, words in ahead if on and on >= today
        ),
        timeline=tuple(_timeline(treaty, record, reported, today))[:TIMELINE],
        stories=tuple(told(story, store) for story in store.views.latest_stories(treaty.id, limit=stories)),
        today=today,
    )


def told(story: Story, store: Store) -> Told:
    """Return a story in words: those of its last alert, otherwise as far as its key tells."""
    telling = store.views.told_of(story.key)
    if telling is not None and not telling.items:
        return Told(key=story.key, step=story.step, words=headlines(telling)[0], updated=story.updated)
    what = FAMILIES.get(story.family, story.title or story.family.partition(":")[2])
    who = actor_name(story.actor) if story.actor else None
    words = f"{who}: {what}" if who else what[:1].upper() + what[1:]
    return Told(key=story.key, step=story.step, words=words, updated=story.updated)


def _parties(record: Record | None) -> tuple[Party, ...]:
    """Return what the record says of each participant, in its order; what is no longer in effect is left out."""
    rows: dict[str, dict[str, object]] = {}
    for act in record.acts if record else ():
        if not act.in_effect:
            continue
        row = rows.setdefault(act.name, {"code": act.actor})
        if act.action is Action.SIGNATURE:
            row["signed"] = act.on
        elif act.action in CONSENT or act.action is Action.SUCCESSION:
            row |= {"bound": act.on, "consent": NOUNS[act.action]}
        elif act.action is Action.WITHDRAWAL:
            row |= {"bound": None, "consent": f"withdrew on {day(act.on)}"}
    return tuple(Party(name=name, **row) for name, row in rows.items())  # type: ignore[arg-type]


def _reports(store: Store, treaty: Treaty, parties: Iterable[Party]) -> Iterable[Report]:
    """Yield the acts that the press calls done and the record does not show."""
    signed = {party.code for party in parties if party.signed}
    bound = {party.code for party in parties if party.bound}
    for actor, action, at in store.stories.reports(treaty.id):
        known = signed if action == Action.SIGNATURE else bound
        if action in {Action.SIGNATURE, *CONSENT} and actor not in known:
            yield Report(code=actor, name=actor_name(actor), words=NOUNS[action], at=at)


def _clause(treaty: Treaty) -> str:
    clause = treaty.in_force
    if clause.since:
        return f"In force since {day(clause.since)}."
    where = f" ({clause.article})" if clause.article else ""
    more = f", with at least {clause.among.at_least} from the {clause.among.name}" if clause.among else ""
    on = "" if clause.rule[0].isdigit() else "on the "
    counted = "after" if clause.rule[0].isdigit() else "counted from"
    return f"Enters into force {on}{clause.rule} {counted} instrument number {clause.count}{more}{where}."


def _timeline(treaty: Treaty, record: Record | None, reported: Iterable[Report], today: date) -> list[Mark]:
    """Return what happened when, the latest first; acts of one day and kind are one line."""
    marks = [
        Mark(on=on, words=words, kind="date")
        for on, words in (
            (treaty.adopted, "Adopted"),
            (treaty.opened, "Opened for signature"),
            (treaty.in_force.since, "Entered into force"),
        )
        if on and on <= today
    ]
    together: dict[tuple[date, str, str], list[str]] = defaultdict(list)
    for act in record.acts if record else ():
        kind = "signed" if act.action is Action.SIGNATURE else "bound"
        if act.action is Action.WITHDRAWAL:
            kind = "date"
        together[act.on, kind, NOUNS[act.action]].append(actor_name(act.actor) if act.actor else act.name)
    for report in reported:
        together[report.at.date(), "reported", f"{report.words} reported"].append(report.name)
    for (on, kind, what), names in together.items():
        who = f"{len(names)} participants" if len(names) > NAMED else ", ".join(names)
        marks.append(Mark(on=on, words=f"{what[:1].upper() + what[1:]}: {who}", kind=kind))
    return sorted(marks, key=lambda mark: mark.on, reverse=True)
