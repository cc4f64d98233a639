"""Say where each treaty stands, by the official record and by the press, as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from markupsafe import Markup
from msgspec import Struct

from monitor.actors import name as actor_name
from monitor.answers.review import reported_only
from monitor.ledger import Ledger, Party, in_force, tally
from monitor.model import GIVEN, Act, Action, Step, Telling
from monitor.sinks.headline import headlines
from monitor.store import Store
from monitor.story import Story, item_of
from monitor.treaties import Treaty
from monitor.web import chart, worldmap
from monitor.web.timeline import Dated, Report, ahead, timeline
from monitor.web.words import NOUNS, stated
from monitor.wording import begun

FAMILIES = {
    "signature": "signature",
    "consent": "ratification or accession",
    "withdrawal": "withdrawal",
    "entry_into_force": "entry into force",
}
"""The families of acts of `monitor.story`, in words."""


class StoryLine(Struct, frozen=True, kw_only=True):
    """Hold a story as a line: where it stands, and in words."""

    key: str
    step: Step
    words: str
    updated: datetime
    done: date | None = None
    """The day of an act that the record held at its first reading, which is no news of that time."""
    misread: bool = False
    """People called what was told of it misread."""
    disputed: bool = False
    """An outlet denied it, and the record does not confirm it."""
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
    reported: tuple[Report, ...]
    dates: tuple[Dated, ...]
    timeline: tuple[Dated, ...]
    stories: tuple[StoryLine, ...]

    @property
    def treaty(self) -> Treaty:
        """The treaty itself."""
        return self.ledger.treaty

    @property
    def progress(self) -> str:
        """How far the treaty is from its entry into force, in words."""
        return begun(self.ledger.progress)

    @property
    def signed(self) -> list[Act]:
        """Return the signatures, by the names of who signed."""
        return sorted(self.ledger.signatures, key=lambda act: act.name)

    @property
    def bound(self) -> list[Party]:
        """Return who has consented to be bound, by name."""
        return sorted(self.ledger.parties, key=lambda party: party.name)

    @property
    def unbound(self) -> list[Act]:
        """Return the signatures of those who have not consented to be bound."""
        bound = {party.name for party in self.ledger.parties}
        return [act for act in self.signed if act.name not in bound]

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
        kinds |= {act.actor: "signed" for act in self.signed if act.actor and act.actor not in kinds}
        return kinds | {party.code: "bound" for party in self.bound if party.code}

    @property
    def off_map(self) -> tuple[str, ...]:
        """Return the participants that the map cannot show, each with what it is."""
        shown = [
            f"{actor_name(c)} ({worldmap.WORDS[k]})" for c, k in self.kinds.items() if not worldmap.on_map(c)
        ]
        gone = {act.name for act in self.signed if act.actor is None}
        return (*shown, *sorted(gone | {party.name for party in self.bound if party.code is None}))

    @property
    def chart(self) -> Markup:
        """Return the count of signatures and of instruments over time, as SVG."""
        return chart.svg(
            {
                "signed": [act.on for act in self.ledger.signatures],
                "bound": [party.deposited for party in self.ledger.parties],
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
        reported=reported,
        dates=tuple(ahead(ledger, today)),
        timeline=tuple(timeline(ledger, record, reported, today)),
        stories=tuple(told(story, store) for story in store.views.latest_stories(treaty.id, limit=stories)),
        today=today,
    )


def told(story: Story, store: Store) -> StoryLine:
    """Return a story in words: those of its last alert, otherwise as far as its key tells."""
    telling = store.views.told_of(story.key) or _grouped(story, store)
    if telling is not None and telling.items:
        telling = item_of(telling, story)
    return StoryLine(
        key=story.key,
        step=story.step,
        words=_by_key(story) if telling is None else headlines(telling)[0],
        updated=story.updated,
        done=story.acted.date() if telling is None and story.acted and story.step is Step.CONFIRMED else None,
        misread=story.misread(story.step),
        disputed=story.disputed,
        taken_back=story.taken_back,
    )


def _by_key(story: Story) -> str:
    what = FAMILIES.get(story.family, story.title or story.family.partition(":")[2])
    who = actor_name(story.actor) if story.actor else None
    return f"{who}: {what}" if who else begun(what)


def _grouped(story: Story, store: Store) -> Telling | None:
    """Return the grouped message that told a story last beside another one that it is filed under."""
    alert = store.outbox.alert(story.alerts[-1]) if story.alerts else None
    return alert.telling if alert else None


def _reports(store: Store, ledger: Ledger) -> Iterable[Report]:
    """Yield the signatures and instruments that the press calls done and the record does not show."""
    for actor, action, at in reported_only(store, ledger):
        if action in GIVEN:
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
        return f"{begun(in_force(clause.since))}."
    where = f" ({clause.article})" if clause.article else ""
    more = f", with at least {clause.among.at_least} from the {clause.among.name}" if clause.among else ""
    on = "" if clause.rule[0].isdigit() else "on the "
    counted = "after" if clause.rule[0].isdigit() else "counted from"
    return f"Enters into force {on}{clause.rule} {counted} instrument number {clause.count}{more}{where}."
