"""Compose digests: what was new by treaty, where the treaties stand, what comes, what is noisy or sick. Pure.

Nothing is dropped: what does not fit into one message goes on in the next, in the thread of the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from monitor.decide.alerts import digest as digest_of
from monitor.decide.mutes import MUTED
from monitor.ledger import Ledger, contradiction
from monitor.model import Alert, Event, Kind, Level, Line, Record, Section, Step, Telling
from monitor.sinks.headline import headlines
from monitor.store.news import FoundEntry, NewStep
from monitor.story import is_of, step_of
from monitor.timetable import DigestPlan
from monitor.wording import in_words, many

ROOM = 9_000
"""Characters of one message's sections, links included; Slack does not say how much a message takes."""
LINES_MOST = 50
"""Lines of one message."""
SECTIONS_MOST = 40
"""Sections of one message: Slack takes 50 blocks, of which each is one."""
AHEAD = {"day": timedelta(days=8), "week": timedelta(days=92)}
"""How far ahead dates are shown."""
NOISY = 10
"""Matches in a period from which a rule is worth a look; less if people called an alert of it not relevant."""
PLAIN_STEPS = {Step.CONFIRMED: "confirmed by the depositary", Step.DONE: "reported"}


class Noise(Struct, frozen=True, kw_only=True):
    """Hold how much a rule brought, and how much of it people called not relevant."""

    rule: str
    title: str
    matches: int
    not_relevant: int


class Material(Struct, frozen=True, kw_only=True):
    """Hold everything that a digest is made from."""

    since: datetime
    until: datetime
    steps: tuple[NewStep, ...] = ()
    found: tuple[FoundEntry, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    records: Mapping[str, Record | None] = {}
    """What the ledgers count, by treaty."""
    noise: tuple[Noise, ...] = ()
    feeds: tuple[Line, ...] = ()
    """Feeds that fail or fell silent, with the reason."""
    muted: tuple[str, ...] = ()
    rules: dict[str, str] | None = None
    """Titles of the rules, by id."""


def compose(plan: DigestPlan, material: Material, channel: str) -> tuple[Alert, ...]:
    """Return the messages of a digest, in order; none where a day brought nothing new."""
    material = replace(material, steps=tuple(_unless_confirmed(material.steps)))
    sections = [*_news(material), *_found(material)]
    dates = _dates(plan, material)
    if plan.every == "day" and not sections and not dates.lines:
        return ()
    if plan.every == "week":
        sections.append(_standings(material))
    sections += [dates, _noise(material)]
    sections.append(Section(title="Feeds that need a person", lines=material.feeds))
    sections.append(Section(title="Muted", lines=tuple(Line(text=mute) for mute in material.muted)))
    sections = [section for section in sections if section.lines]
    pages = list(_pages(sections)) or [()]
    about = _foremost(material)
    name = "Weekly digest" if plan.every == "week" else "Daily digest"
    day = material.until.astimezone(ZoneInfo(plan.zone)).date()
    return tuple(
        Alert(
            id=digest_of("digest", plan.key, material.until.isoformat(), str(number)),
            kind=Kind.DIGEST,
            channel=channel,
            level=Level.LOW,
            telling=Telling(
                title=f"{name}, {in_words(day)}" + (f" ({number} of {len(pages)})" if len(pages) > 1 else ""),
                treaty=about if number == 1 else None,
                lines=(_period(material),) if number == 1 else (),
                sections=page,
            ),
            created=material.until,
            thread=f"digest:{plan.key}:{material.until:%Y%m%dT%H%M%S}",
        )
        for number, page in enumerate(pages, 1)
    )


def _unless_confirmed(steps: Sequence[NewStep]) -> list[NewStep]:
    """Return the steps without each report of an act that the depositary confirmed before the digest came."""
    kept: list[NewStep] = []
    confirmed: set[str] = set()
    for step in reversed(steps):
        if step.step is Step.CONFIRMED:
            confirmed.add(step.story.key)
        if step.step is not Step.DONE or step.story.key not in confirmed:
            kept.append(step)
    return kept[::-1]


def headline(step: NewStep, treaty_name: str | None) -> str:
    """Return a new step as a sentence; a story of words alone has its title."""
    event = _event(step)
    if event is None:
        return step.outlet.title
    telling = Telling(
        title=step.outlet.title,
        treaty=step.story.treaty,
        treaty_name=treaty_name,
        events=(event,),
        step=step.step,
    )
    return headlines(telling)[0]


def _event(step: NewStep) -> Event | None:
    own = (event for event in step.reading.events if is_of(event, step.story))
    return next((event for event in own if step_of(event) is step.step), None)


def _news(material: Material) -> Iterator[Section]:
    """Yield a section for each treaty with new steps, in the order of the rules folder; others last."""
    known = {ledger.treaty.id: ledger for ledger in material.ledgers}
    order = [*known, *dict.fromkeys(step.story.treaty for step in material.steps)]
    for treaty in dict.fromkeys(order):
        own = [step for step in material.steps if step.story.treaty == treaty]
        ledger = known.get(treaty)
        if own:
            rule = (material.rules or {}).get(treaty, treaty)
            title = f"{ledger.treaty.heading} · {ledger.progress}" if ledger else rule
            lines = tuple(_step(step, ledger, material) for step in own)
            yield Section(title=title, lines=lines)


def _step(step: NewStep, ledger: Ledger | None, material: Material) -> Line:
    event = _event(step)
    notes = [step.outlet.publisher]
    if step.story.misread(step.step):
        notes.append("called misread")
    elif step.outlet.was:
        notes.append(f"taken back, was “{step.outlet.was}”")
    elif step.step in PLAIN_STEPS and not step.story.family.startswith("text:"):
        notes.append(PLAIN_STEPS[step.step])
    if step.stopped and step.stopped.startswith(MUTED):
        notes.append("muted, so not told")
    elif step.story.furthest is None:
        notes.append("not told before")
    if event and ledger:  # an alert says so, too, and what is left to the digest has none
        record = material.records.get(ledger.treaty.id)
        notes.append(contradiction(event, record, ledger.treaty, material.until.date()) or "")
    treaty_name = ledger.treaty.title if ledger else None
    return Line(text=headline(step, treaty_name), url=step.outlet.url, note=" · ".join(filter(None, notes)))


def _found(material: Material) -> Iterator[Section]:
    """Yield a section for each rule of which finds without a story are left to the digest."""
    by_rule: dict[str, list[Line]] = {}
    for found in material.found:
        entry = found.entry
        left = found.stopped.partition(" (")[0] if found.stopped else ""
        note = " · ".join(filter(None, (entry.publisher or entry.feed, left)))
        line = Line(text=entry.title, url=entry.url, note=note)
        by_rule.setdefault(found.rule, []).append(line)
    for rule, lines in by_rule.items():
        yield Section(title=(material.rules or {}).get(rule, rule), lines=tuple(lines))


def _standings(material: Material) -> Section:
    unread = [ledger for ledger in material.ledgers if not ledger.read]
    alike = unread if len(unread) > 1 else []  # one line for all that nothing is known of
    lines = tuple(
        Line(text=ledger.treaty.heading, url=ledger.treaty.depositary.page, note=ledger.progress)
        for ledger in material.ledgers
        if ledger not in alike
    )
    if alike:
        lines = (
            *lines,
            Line(text=", ".join(ledger.treaty.id for ledger in alike), note="no official record was read"),
        )
    return Section(title="Where the treaties stand", lines=lines)


def _dates(plan: DigestPlan, material: Material) -> Section:
    today = material.until.date()
    found: list[tuple[date, str]] = []
    for ledger in material.ledgers:
        title = ledger.treaty.heading
        for day, what in (
            (ledger.treaty.signature_closes, "closes for signature"),
            (ledger.in_force, "enters into force"),
        ):
            if day and today <= day <= today + AHEAD[plan.every]:
                found.append((day, f"{title} {what}"))
    lines = tuple(Line(text=f"{in_words(day)}: {words}") for day, words in sorted(found))
    return Section(title="Dates ahead", lines=lines)


def _noise(material: Material) -> Section:
    noisy = [noise for noise in material.noise if noise.not_relevant or noise.matches >= NOISY]
    noisy.sort(key=lambda noise: (-noise.not_relevant, -noise.matches, noise.rule))
    lines = tuple(
        Line(
            text=noise.title,
            note=f"{noise.matches} matches, {noise.not_relevant} called not relevant ({noise.rule})",
        )
        for noise in noisy
    )
    return Section(title="Rules that bring the most", lines=lines)


def _pages(sections: Sequence[Section]) -> Iterator[tuple[Section, ...]]:
    """Lay sections out on pages; one that does not fit goes on on the next, under its title."""
    page: list[Section] = []
    room, lines_left = ROOM, LINES_MOST
    for section in sections:
        part: list[Line] = []
        for line in section.lines:
            size = len(line.text) + len(line.url or "") + len(line.note) + 8
            full = size > room or lines_left == 0 or len(page) == SECTIONS_MOST
            if full and (page or part):
                yield (*page, *([Section(title=section.title, lines=tuple(part))] if part else []))
                page, part, room, lines_left = [], [], ROOM, LINES_MOST
            part.append(line)
            room, lines_left = room - size, lines_left - 1
        page.append(Section(title=section.title, lines=tuple(part)))
        room -= len(section.title)
    if page:
        yield tuple(page)


def _foremost(material: Material) -> str | None:
    """Return the treaty with the most news, whose map goes with the digest."""
    counts = Counter(step.story.treaty for step in material.steps)
    known = [ledger.treaty.id for ledger in material.ledgers]
    return max((id_ for id_ in known if id_ in counts), key=counts.__getitem__, default=None)


def _period(material: Material) -> str:
    count = len(material.steps) + len(material.found)
    what = many(count, "new step") if count else "No new steps"
    return f"{what} from {in_words(material.since)} to {in_words(material.until)}."
