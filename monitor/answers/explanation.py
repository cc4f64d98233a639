"""Explain what became of an item, stage by stage, in plain words: pure text, for the terminal and for Slack.

Every line is made from what the stages themselves returned, so an explanation cannot tell another story than
the alert.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct

from monitor.actors import name
from monitor.decide import audience
from monitor.decide.alerts import reason_text
from monitor.decide.kit import Kit
from monitor.match import Miss
from monitor.match.why import NO_ACT
from monitor.model import Entry, Event, Feed, Match, Reading
from monitor.normalise.text import clean, cut
from monitor.parse.item import primary
from monitor.rules import Rulebook
from monitor.story import Story, how_far
from monitor.wording import many, some, stamp

MOST_MISSES = 10
MOST_ALIKE = 20
_QUOTE = 200

_DID = {
    "done": "{action}, done",
    "planned": "{action}, announced",
    "process": "{action}, a step on the way",
    "urged": "{action}, urged by others",
    "refused": "{action}, refused",
    "hypothetical": "{action}, only supposed",
}


class PastAlert(Struct, frozen=True, kw_only=True):
    """Hold one alert that an item's story brought."""

    channel: str
    state: str
    """pending, sent, dead ..."""
    at: datetime
    why: str = ""
    """What keeps it from being sent."""


class Past(Struct, frozen=True, kw_only=True):
    """Hold what the store knows of an item that was polled."""

    stories: tuple[tuple[Story, str], ...] = ()
    """The stories that it belongs to, each with the reason."""
    alerts: tuple[PastAlert, ...] = ()
    rules: tuple[str, ...] = ()
    """The rules that it met when it came."""
    rules_version: str | None = None
    titles: tuple[str, ...] = ()
    """The titles with which it joined its stories."""
    stopped: str | None = None
    """Why nothing was told of it, as noted when it came."""
    seen: datetime | None = None
    """When it was first seen: by that is judged what has no date."""


class StageReport(Struct, frozen=True, kw_only=True):
    """Hold one stage's verdict."""

    name: str
    lines: tuple[str, ...]


class Explanation(Struct, frozen=True, kw_only=True):
    """Hold the verdict of every stage on one item, in the order of the path."""

    title: str
    stages: tuple[StageReport, ...]

    def text(self, fold: Callable[[str, int], Sequence[str]] = lambda line, _: (line,)) -> str:
        """Return the explanation as plain lines, each as `fold` breaks it where so many columns are taken."""
        width = max(len(stage.name) for stage in self.stages) + 2
        lines = [*fold(self.title, 0)]
        for stage in self.stages:
            parts = [part for line in stage.lines for part in fold(line, width)]
            lines += [f"{'' if index else stage.name:<{width}}{part}" for index, part in enumerate(parts)]
        return "\n".join(lines)


def free(text: str, language: str | None = None) -> Entry:
    """Return any text as an item: its first line is the title."""
    title, _, rest = text.strip().partition("\n")
    spoken = primary(language) if language else None
    return Entry(id="0" * 32, feed="text", title=clean(title), summary=clean(rest), language=spoken)


def explain(
    entry: Entry,
    reading: Reading,
    kit: Kit,
    *,
    feed: Feed | None,
    now: datetime,
    past: Past | None = None,
    in_full: bool = False,
) -> Explanation:
    """Return every stage's verdict on an item by the rules in force; `past` is what became of it when it was polled.

    What other rules lack is said where none matched, or `in_full`.
    """
    rulebook = kit.rulebook
    matches = kit.matcher.match(entry, reading, feed, now)
    misses = kit.matcher.misses(entry, reading, feed, now)
    stages = [
        StageReport(name="Item", lines=(*_item(entry, feed, past), *_were(entry, past))),
        StageReport(name="Read", lines=tuple(_read(reading, rulebook, entry, feed))),
        StageReport(name="Match", lines=tuple(_match(matches, misses, rulebook, in_full=in_full))),
    ]
    if past is None:
        stages.append(StageReport(name="Alert", lines=(_would(matches),)))
    else:
        stages.append(StageReport(name="Story", lines=tuple(_stories(past))))
        changed = "its title or the rules" if _were(entry, past) else "the rules"
        stages.append(StageReport(name="Alert", lines=tuple(_alerts(past, matches, rulebook, changed))))
    return Explanation(title=entry.title, stages=tuple(stages))


def _item(entry: Entry, feed: Feed | None, past: Past | None) -> list[str]:
    source = entry.publisher or (feed.title if feed else None) or entry.feed
    day = f", {stamp(entry.published)}" if entry.published else ""
    if not day and past and past.seen:
        day = f", no date that can be believed; first seen {stamp(past.seen)}"
    return [
        f"from {source}{day}" if feed or entry.publisher else "free text, taken as if it came today",
        *([f"brought again by {', '.join(entry.carriers)}"] if entry.carriers else []),
        *([entry.url] if entry.url else []),
    ]


def _were(entry: Entry, past: Past | None) -> list[str]:
    """Return the other titles that an item had when it joined its stories."""
    titles = past.titles if past else ()
    return [f"its title was changed since; it was “{title}”" for title in titles if title != entry.title]


def _read(reading: Reading, rulebook: Rulebook, entry: Entry, feed: Feed | None) -> list[str]:
    unread = reading.language is None and bool(reading.mentions) and not reading.events
    said = entry.language or (feed.language if feed else None)
    lines = [f"language {reading.language}"] if reading.language else []
    if unread:
        lines.append(f"language not read{f' ({said}, by its own word)' if said else ''}")
    seen: set[str] = set()
    for mention in reading.mentions:
        if mention.treaty not in seen:
            seen.add(mention.treaty)
            named = f"names {_treaty(mention.treaty, rulebook)} in the {mention.field}"
            lines.append(f"{named}: “{mention.words}” ({mention.because})")
    lines += [_event(event, rulebook) for event in reading.events]
    lines += [f"note: {note}" for note in reading.notes]
    if not reading.mentions and not reading.events:
        lines.append("no treaty of the rules folder is named")
    elif unread:
        lines.append("a treaty is named; what the text tells of it is not read in this language")
    elif not reading.events:
        lines.append("a treaty is named, and nobody is said to do anything to it")
    return lines


def _treaty(treaty: str, rulebook: Rulebook) -> str:
    known = rulebook.treaties.get(treaty)
    return known.title if known else treaty


def _event(event: Event, rulebook: Rulebook) -> str:
    action = event.action.value.replace("_", " ")
    who = name(event.actor) if event.actor else f"{event.count} States" if event.count else "no State named"
    said = f"{who}: {_DID[event.status.value].format(action=action)} ({_treaty(event.treaty, rulebook)})"
    if event.background:
        said = f"history, not news{f' ({event.why})' if event.why else ''}: {said}"
    if event.official:
        said += ", by the depositary's record"
    quote = cut(event.quote, _QUOTE)
    return f"{said}: “{quote}”" if quote else said


def _match(
    matches: Sequence[Match], misses: Sequence[Miss], rulebook: Rulebook, *, in_full: bool
) -> list[str]:
    lines = []
    for match in matches:
        because = ", ".join(map(reason_text, match.because))
        lines.append(
            f"yes: {_rule(match.rule, rulebook)} [{match.level.value}], by {because or 'what it leaves out'}"
        )
    return (lines or ["no rule matched"]) + _missed(misses, rulebook, in_full=in_full or not matches)


def _missed(misses: Sequence[Miss], rulebook: Rulebook, *, in_full: bool) -> list[str]:
    """Say what other rules lack: of the nearest `in_full`, else of those whose tree is met."""
    acts = [miss for miss in misses if all(lack.endswith(NO_ACT) for lack in miss.lacks)]
    near = [miss for miss in misses if miss not in acts]
    told = near[:MOST_MISSES] if in_full else [miss for miss in near if miss.but_for]
    lines = [f"no: {_rule(miss.rule, rulebook)}: {'; '.join(miss.lacks)}" for miss in told]
    if beyond := [miss.rule for miss in near if miss not in told]:
        hint = "" if in_full else "; `explain --in-full` says what each lacks"
        lines.append(f"and {many(len(beyond), 'more rule')} came near: {some(beyond, MOST_ALIKE)}{hint}")
    if acts:  # all for one reason: what each asks for would only hide what another lacks
        rules = some([miss.rule for miss in acts], MOST_ALIKE)
        lines.append(f"no: {rules}: an act is asked for, and {NO_ACT}")
    return lines


def _rule(rule_id: str, rulebook: Rulebook) -> str:
    rule = rulebook.rule(rule_id)
    return f"{rule_id} ({rule.title})" if rule else rule_id


def _would(matches: Sequence[Match]) -> str:
    if loud := audience.loud(matches):
        return f"would be told at once, unless its story was told before ({', '.join(match.rule for match in loud)})"
    return "would wait for the digest" if matches else "nothing would be told"


def _stories(past: Past) -> list[str]:
    lines = [f"{story.key}: {why}; told as far as {how_far(story)}" for story, why in past.stories]
    return lines or ["it joined no story"]


def _alerts(past: Past, matches: Sequence[Match], rulebook: Rulebook, changed: str) -> list[str]:
    lines = [
        f"{told.state} to {told.channel}, {stamp(told.at)}{': ' * bool(told.why)}{told.why}"
        for told in past.alerts
    ]
    if past.stopped:
        lines.insert(0, f"not told anew: {past.stopped}")
    if not lines:
        lines.append(
            "nothing was told: no rule matched when it came"
            if not past.rules
            else "nothing was told for this item: its rules go to the digest, or its story was told as far already"
        )
    if past.rules_version and past.rules_version != rulebook.version:
        then, today = set(past.rules), {match.rule for match in matches}
        if then != today:
            said = ", ".join(sorted(then)) or "none"
            lines.append(
                f"{changed} have changed since: when it came it met {said} (version {past.rules_version})"
            )
    return lines
