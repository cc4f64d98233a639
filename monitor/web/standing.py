"""Say where each treaty stands, by the official record and by the press, as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from markupsafe import Markup
from msgspec import Struct

from monitor.actors import name as actor_name
from monitor.answers.review import reported_only
from monitor.ledger import Ledger, in_force, tally
from monitor.model import CONSENT, Action, Step, Telling
from monitor.sinks.headline import headlines
from monitor.store import Store
from monitor.story import Story, item_of
from monitor.treaties import Treaty
from monitor.web import chart, worldmap
from monitor.web.timeline import Dated, Report, ahead, timeline
from monitor.web.words import NOUNS, stated

FAMILIES = {
    "signature": "signature",
    "consent": "ratification or accession",
    "withdrawal": "withdrawal",
    "entry_into_force": "entry into force",
}
"""The families of acts of `monitor.story`, in words."""


class Party(Struct, frozen=True, kw_only=True):
    """Hold what the record says of one participant."""

    name: str
    code: str | None
    signed: date | None = None
    consent: str | None = None
    """The act by which it consented to be bound, in words; None if it has not."""
    deposited: date | None = None
    """The day of that act."""


class Told(Struct, frozen=True, kw_only=True):
    """Hold a story as a line: where it stands, and in words."""

    key: str
    step: Step
    words: str
    updated: datetime
    done: date | None = None
    """The day of an act that the record held at its first reading, which is no news of that time."""
    misread: bool = False
    """People called what was told of it misread."""
    taken_back: str = ""
    """The title of now, where nobody tells it any more who did."""


class Standing(Struct, frozen=True, kw_only=True):
    """Hold everything the page shows of one treaty."""

    ledger: Ledger
    clause: str
    read: datetime | None
    """When the official record was last read; None if never."""
    today: date
    as_of: str | None
    parties: tuple[Party, ...]
    reported: tuple[Report, ...]
    dates: tuple[Dated, ...]
    timeline: tuple[Dated, ...]
    stories: tuple[Told, ...]

    @property
    def treaty(self) -> Treaty:
        """The treaty itself."""
        return self.ledger.treaty

    @property
    def progress(self) -> str:
        """How far the treaty is from its entry into force, in words."""
        return _begun(self.ledger.progress)

    @property
    def signed(self) -> tuple[Party, ...]:
        """Return who has signed."""
        return tuple(party for party in self.parties if party.signed)

    @property
    def bound(self) -> tuple[Party, ...]:
        """Return who has consented to be bound."""
        return tuple(party for party in self.parties if party.deposited)

    @property
    def unbound(self) -> tuple[Party, ...]:
        """Return who has signed and has not consented to be bound."""
        return tuple(party for party in self.parties if party.signed and not party.deposited)

    @property
    def share(self) -> float:
        """Return the bound part of the progress bar, in percent."""
        if self.ledger.in_force and self.ledger.in_force <= self.today:
            return 100.0
        return round(min(100 * self.ledger.counted / self.treaty.in_force.count, 100), 1)

    @property
    def share_reported(self) -> float:
        """Return the part that reports of the press would add, in percent."""
        more = sum(report.consent for report in self.reported)
        return round(min(100 * more / self.treaty.in_force.count, 100 - self.share), 1)

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
                "bound": sorted(party.deposited for party in self.bound if party.deposited),
            },
            goal=self.treaty.in_force.count,
            until=self.today,
        )


def standing(treaty: Treaty, store: Store, now: datetime, *, stories: int = 8) -> Standing:
    """Return where one treaty stands now."""
    record = store.records.get(treaty.id)
    ledger = tally(treaty, record)
    today = now.date()
    reported = tuple(_reports(store, ledger))
    return Standing(
        ledger=ledger,
        clause=_clause(treaty),
        read=store.views.records_read().get(treaty.id),
        as_of=stated(ledger.as_of),
        parties=tuple(_parties(ledger)),
        reported=reported,
        dates=tuple(ahead(ledger, today)),
        timeline=tuple(timeline(ledger, record, reported, today)),
        stories=tuple(told(story, store) for story in store.views.latest_stories(treaty.id, limit=stories)),
        today=today,
    )


def told(story: Story, store: Store) -> Told:
    """Return a story in words: those of its last alert, otherwise as far as its key tells."""
    telling = store.views.told_of(story.key) or _grouped(story, store)
    if telling is not None and telling.items:
        telling = item_of(telling, story)
    return Told(
        key=story.key,
        step=story.step,
        words=_by_key(story) if telling is None else headlines(telling)[0],
        updated=story.updated,
        done=story.acted.date() if telling is None and story.acted and story.step is Step.CONFIRMED else None,
        misread=story.misread(story.step),
        taken_back=story.taken_back,
    )


def _by_key(story: Story) -> str:
    what = FAMILIES.get(story.family, story.title or story.family.partition(":")[2])
    who = actor_name(story.actor) if story.actor else None
    return f"{who}: {what}" if who else _begun(what)


def _begun(words: str) -> str:
    """Return words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def _grouped(story: Story, store: Store) -> Telling | None:
    """Return the grouped message that told a story last beside another one that it is filed under."""
    alert = store.outbox.alert(story.alerts[-1]) if story.alerts else None
    return alert.telling if alert else None


def _parties(ledger: Ledger) -> Iterable[Party]:
    """Yield each participant by name, with what it did that is still in effect."""
    signed = {act.name: act for act in ledger.signatures}
    bound = {party.name: party for party in ledger.parties}
    for written in sorted({*signed, *bound}):
        party, act = bound.get(written), signed.get(written)
        code = party.code if party else act.actor if act else None
        yield Party(
            name=actor_name(code) if code else written,
            code=code,
            signed=act.on if act else None,
            consent=NOUNS[party.action] if party else None,
            deposited=party.deposited if party else None,
        )


def _reports(store: Store, ledger: Ledger) -> Iterable[Report]:
    """Yield the signatures and instruments that the press calls done and the record does not show."""
    for actor, action, at in reported_only(store, ledger):
        if action in {Action.SIGNATURE, *CONSENT}:
            yield Report(
                code=actor,
                name=actor_name(actor),
                words=NOUNS[action],
                consent=action != Action.SIGNATURE,
                at=at,
            )


def _clause(treaty: Treaty) -> str:
    clause = treaty.in_force
    if clause.since:
        return f"{_begun(in_force(clause.since))}."
    where = f" ({clause.article})" if clause.article else ""
    more = f", with at least {clause.among.at_least} from the {clause.among.name}" if clause.among else ""
    on = "" if clause.rule[0].isdigit() else "on the "
    counted = "after" if clause.rule[0].isdigit() else "counted from"
    return f"Enters into force {on}{clause.rule} {counted} instrument number {clause.count}{more}{where}."
