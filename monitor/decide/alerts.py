"""Compose what is owed to whom: from an entry, its matches and its stories to alerts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from monitor import story
from monitor.ledger import Milestone, contradiction, ends, tally
from monitor.model import Alert, Entry, Event, Kind, Level, Match, Outlet, Reason, Record, Telling
from monitor.story import ORDER, Joined, thread_of
from monitor.treaties import Treaty
from monitor.wording import in_words, many

LEVELS: tuple[Level, ...] = (Level.LOW, Level.NORMAL, Level.HIGH, Level.CRITICAL)
WARNINGS = 3
"""Acts of one item of which is said how they go beyond the record; of the others, how many they are."""


class Route(Struct, frozen=True, kw_only=True):
    """Say where a rule's alerts go."""

    title: str
    level: Level
    channels: tuple[str, ...]
    mention: str | None = None


def digest(*parts: str) -> str:
    """Return 32 hexadecimal digits that stand for these parts."""
    return blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def news(
    entry: Entry,
    channel: str,
    matches: Sequence[Match],
    told: Sequence[Joined],
    routes: Mapping[str, Route],
    now: datetime,
    rules_version: str,
) -> Alert:
    """Return the alert by which a channel is told of these stories, for these matches of its rules.

    `informed` adds what it says beside the text.
    """
    headline = main(told, matches, entry.title)
    # the rule that the message names is one of the loudest, if it can be one that asks for the headline
    first, *others = sorted(
        matches, key=lambda match: (-LEVELS.index(match.level), not story.asks(match, headline))
    )
    route = routes[first.rule]
    steps = sorted(f"{j.story.key}={j.step}" + f"+{j.turns}" * bool(j.turns) for j in told)
    # a step that is told once more, since it is critical now or was misread, is another message
    again = sorted({story.told_again(item, channel) for item in told} - {""})
    return Alert(
        id=digest("news", channel, *steps, *again),
        kind=Kind.NEWS,
        channel=channel,
        level=first.level,
        telling=Telling(
            title=entry.title,
            url=entry.url,
            treaty=headline.story.treaty,
            events=_ordered(headline, told),
            step=headline.step,
            quote=headline.event.quote if headline.event else "",
            outlets=(outlet(entry),),
            because=tuple(because(match) for match in (first, *others)),
            rule=first.rule,
            rule_title=route.title,
            mention=_mention(matches, routes),
        ),
        created=now,
        story=headline.story.key,
        thread=thread_of(headline.story),
        rules_version=rules_version,
        burst=f"{headline.story.treaty}:{headline.story.family}" if headline.event else None,
    )


def informed(
    alert: Alert, news: Sequence[Joined], known: Mapping[str, Treaty], record: Record | None, today: date
) -> Alert:
    """Return an alert with what the treaties and the ledger say beside the text; `record` is its treaty's."""
    treaty = known.get(alert.telling.treaty or "")
    if treaty is None:
        return alert
    treaties = dict.fromkeys(j.event.treaty for j in news if j.event)
    own = [j.event for j in news if j.event and j.event.treaty == treaty.id]
    warnings = dict.fromkeys(filter(None, (contradiction(event, record, treaty, today) for event in own)))
    leaves = {on for event in own if event.official and (on := ends(treaty.withdrawal, event))}
    stands = [tally(treaty, record).progress] if record else []
    stands += [f"takes effect on {in_words(on)}" for on in sorted(leaves)]
    telling = replace(
        alert.telling,
        treaty_name=treaty.title,
        treaty_names=tuple((key, known[key].title) for key in treaties if key in known),
        progress=" · ".join(stands) or None,
        warning=_warning(list(warnings)),
    )
    return replace(alert, telling=telling)


def _warning(said: Sequence[str]) -> str | None:
    """Return what is said of acts that go beyond the record, in full of the first."""
    more = len(said) - WARNINGS
    rest = [f"{many(more, 'more act goes', 'more acts go')} beyond the record."] if more > 0 else []
    return " ".join([*said[:WARNINGS], *rest]) or None


def _mention(matches: Sequence[Match], routes: Mapping[str, Route]) -> str | None:
    """Return all whom these matches' rules call, each once, those of the loudest first."""
    ordered = sorted(matches, key=lambda match: -LEVELS.index(match.level))
    return " ".join(dict.fromkeys(filter(None, (routes[match.rule].mention for match in ordered)))) or None


def main(told: Sequence[Joined], matches: Sequence[Match], title: str) -> Joined:
    """Return the story that leads an alert: what somebody did, before what was found by words alone.

    Of acts to several treaties, those to the treaty that the loudest rule asks for: it makes the alert's level.
    """
    acts = [item for item in told if item.event] or told
    loud = [max((LEVELS.index(m.level) for m in matches if story.asks(m, item)), default=-1) for item in acts]
    treaties = {item.story.treaty for item, level in zip(acts, loud, strict=True) if level == max(loud)}
    return story.main([item for item in acts if item.story.treaty in treaties], title)


def update(original: Alert, outlets: Sequence[Outlet], now: datetime) -> Alert:
    """Return the edit of an alert's message that shows further outlets."""
    return replace(
        original,
        # the same outlets may be shown anew: one of them changed its title, and then told it again
        id=digest("update", original.id, now.isoformat(), *(outlet.publisher for outlet in outlets)),
        kind=Kind.UPDATE,
        telling=replace(original.telling, outlets=tuple(outlets)),
        created=now,
        updates=original.id,
    )


def notice(key: str, text: str, channel: str, now: datetime, lines: Sequence[str] = ()) -> Alert:
    """Return a message to the operators; the same `key` is owed once."""
    return Alert(
        id=digest("notice", key),
        kind=Kind.NOTICE,
        channel=channel,
        level=Level.HIGH,
        telling=Telling(title=text, lines=tuple(lines)),
        created=now,
    )


def milestone(found: Milestone, treaty: Treaty, progress: str | None, channel: str, now: datetime) -> Alert:
    """Return the message about a treaty's own milestone: its count, its dates."""
    return Alert(
        id=digest("milestone", found.key),
        kind=Kind.NEWS,
        channel=channel,
        level=found.level,
        telling=Telling(
            title=found.title,
            url=treaty.depositary.page,
            treaty=treaty.id,
            treaty_name=treaty.title,
            progress=progress,
        ),
        created=now,
    )


def outlet(entry: Entry) -> Outlet:
    """Return where an entry was published."""
    publisher = entry.publisher or entry.feed
    feed = "" if publisher == entry.feed else entry.feed
    return Outlet(publisher=publisher, url=entry.url, title=entry.title, published=entry.published, feed=feed)


def each_once(outlets: Iterable[Outlet]) -> tuple[Outlet, ...]:
    """Return outlets in order, each publisher once."""
    found: dict[str, Outlet] = {}
    for one in outlets:
        found.setdefault(one.publisher, one)
    return tuple(found.values())


def because(match: Match) -> str:
    """Return the reason of a match in one line."""
    reasons = dict.fromkeys(reason_text(reason) for reason in match.because)
    return f"{match.rule}: {'; '.join(reasons)}"


def reason_text(reason: Reason) -> str:
    """Return one reason in words: which operator, which words, in which field."""
    where = f" in the {reason.field}" if reason.field else ""
    return f"{reason.operator} “{reason.words}”{where}"


def _ordered(headline: Joined, joined: Iterable[Joined]) -> tuple[Event, ...]:
    """Return the events told, those of the headline's treaty, act and step first."""

    def rank(item: Joined) -> tuple[bool, bool, int]:
        return (
            item.story.treaty != headline.story.treaty,
            item.story.family != headline.story.family,
            -ORDER.index(item.step),
        )

    events = [item.event for item in sorted(joined, key=rank) if item.event is not None]
    return tuple(dict.fromkeys(events))
