"""Decide what an alert shows, as plain lines: Block Kit, plain text and the terminal are drawings of this."""

from __future__ import annotations

from datetime import UTC, datetime, time

from msgspec import Struct

from monitor.decide import retitled
from monitor.model import Alert, Kind, Line, Outlet, Step, Telling
from monitor.sinks import texts
from monitor.sinks.escape import behind, link, plain
from monitor.sinks.headline import headlines
from monitor.wording import clock, day

OUTLETS_SHOWN = 5
"""Other outlets listed by name; the rest is a number."""


class Citation(Struct, frozen=True, kw_only=True):
    """Hold one linked line: a title, where it leads, who published it and when."""

    title: str
    url: str | None
    byline: str
    ago: datetime | None = None
    """When it was published, if it is known to the minute: for who can say anew how long ago that is."""

    @property
    def said(self) -> str:
        """The title, with its byline in brackets."""
        return f"{self.title} ({self.byline})" if self.byline else self.title

    @property
    def flat(self) -> str:
        """The title, with its byline behind it."""
        return f"{self.title} · {self.byline}" if self.byline else self.title


class View(Struct, frozen=True, kw_only=True):
    """Hold everything an alert shows, in order, as single lines of plain text, neither cut nor escaped."""

    headline: str
    level: str
    """The level's emoji and word; empty for a digest, which holds all levels."""
    status: str
    """Step, who says so, progress; empty for a notice."""
    also: tuple[str, ...]
    """Further acts of the same alert."""
    warning: str
    source: Citation | None
    quote: str
    others: tuple[Citation, ...]
    others_title: str
    others_more: str
    lines: tuple[str, ...]
    sections: tuple[tuple[str, tuple[Citation, ...]], ...]
    """Lines under a title each, none of them cut."""
    why: tuple[str, ...]


def view(alert: Alert, now: datetime) -> View:
    """Return what an alert shows at `now`."""
    telling = alert.telling
    main, *also = headlines(telling)
    emoji, word = texts.LEVELS[alert.level]
    others = telling.outlets[1:]
    shown = [_source(outlet, now) for outlet in others[:OUTLETS_SHOWN]]
    title = texts.counted(texts.OUTLETS, len(others)) if others else ""
    rest = len(others) - len(shown)
    if len(telling.items) > 1:
        # A grouped message lists every happening: nothing is dropped, so nothing is cut here.
        shown, title, rest = [_item(item, now) for item in telling.items], texts.ITEMS, 0
    return View(
        headline=main,
        level="" if alert.kind is Kind.DIGEST else f"{emoji} {word}",
        status=_status(telling),
        also=tuple(texts.ALSO.format(headline=sentence) for sentence in also),
        warning=_warning(telling),
        source=None if len(telling.items) > 1 else _main_source(telling, main, now),
        quote=_quote(telling),
        others=tuple(shown),
        others_title=title,
        others_more=texts.MORE_OUTLETS.format(count=rest) if rest else "",
        lines=tuple(plain(line) for line in telling.lines),
        sections=tuple(
            (plain(section.title), tuple(map(line_source, section.lines))) for section in telling.sections
        ),
        why=_why(telling),
    )


def _when(at: datetime, now: datetime) -> str:
    """Return a time in words: of midnight to the second the day alone, as records and many feeds give one; and of what
    is to come, whose hour is an embargo's or another zone's."""
    return day(at) if at.time() == time() or at > now else clock(at)


def _on_day(said: str, at: datetime, now: datetime) -> str:
    """Return what is said of an outlet, and when it told it."""
    return f"{said} · {behind(said, _when(at, now))}"


def line_source(line: Line) -> Citation:
    """Return one line of a section, with what stands behind it."""
    return Citation(title=plain(line.text) or texts.UNTITLED, url=link(line.url), byline=plain(line.note))


def _status(telling: Telling) -> str:
    parts: list[str] = []
    if telling.step is not None:
        confirmed = telling.step is Step.CONFIRMED
        if telling.events:  # words alone tell no act, so nothing of it is done or planned
            parts.append(texts.STEPS[telling.step])
        parts.append(texts.CONFIRMED if confirmed else texts.REPORTED)
    if telling.progress:
        parts.append(plain(telling.progress))
    return " · ".join(parts)


def _warning(telling: Telling) -> str:
    gone = texts.RETITLED_ALL if retitled.gone(telling) and len(telling.items) < 2 else ""
    warning = " ".join(filter(None, (gone, plain(telling.warning or ""))))
    return texts.WARNING.format(warning=warning) if warning else ""


def _main_source(telling: Telling, headline: str, now: datetime) -> Citation | None:
    """Return the item itself; where the headline is all that there is of it, the depositary's page, or nothing."""
    url = link(telling.url)
    if telling.outlets:
        own = _source(telling.outlets[0], now)
        if telling.outlets[0].was:
            return own
        return Citation(
            title=plain(telling.title) or own.title, url=url or own.url, byline=own.byline, ago=own.ago
        )
    title = plain(telling.title) or texts.UNTITLED
    if title == headline:
        return Citation(title=texts.PAGE, url=url, byline="") if url else None
    return Citation(title=title, url=url, byline="")


def _source(outlet: Outlet, now: datetime) -> Citation:
    at = outlet.published.astimezone(UTC) if outlet.published else None
    publisher = plain(outlet.publisher) or texts.UNKNOWN_OUTLET
    said = " · ".join((publisher, *_was(outlet)))
    return Citation(
        title=plain(outlet.title) or texts.UNTITLED,
        url=link(outlet.url),
        byline=_on_day(said, at, now) if at else f"{said} · {texts.UNDATED}",
        ago=at if at and at.time() != time() and at <= now else None,
    )


def _was(outlet: Outlet) -> tuple[str, ...]:
    """Return what says that an outlet's title was another one when it was told."""
    return (texts.RETITLED.format(title=plain(outlet.was)),) if outlet.was else ()


def _item(item: Telling, now: datetime) -> Citation:
    """Return one happening of a grouped message: what happened, and who reported it first, and when."""
    first = item.first
    byline = plain(first.publisher) if first else ""
    if first and first.published:
        byline = _on_day(byline, first.published.astimezone(UTC), now)
    if first and first.was:
        byline = f"{byline} · {texts.RETITLED_TO.format(title=plain(first.title))}"
    if item.warning:
        byline = f"{byline} · {texts.WARNING.format(warning=plain(item.warning))}"
    return Citation(title="; ".join(headlines(item)), url=link(item.url), byline=byline)


def _quote(telling: Telling) -> str:
    """Return the sentence that said it; a heading that stands above already is not said twice."""
    quote = plain(telling.quote)
    return "" if quote in plain(telling.title) else quote


def _why(telling: Telling) -> tuple[str, ...]:
    rule = plain(telling.rule_title or telling.rule or "")
    words = " · ".join(plain(reason) for reason in telling.because if plain(reason))
    if not rule:
        return (words,) if words else ()
    return (texts.WHY_WORDS.format(rule=rule, words=words) if words else texts.WHY.format(rule=rule),)
