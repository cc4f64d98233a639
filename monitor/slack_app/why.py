"""Answer the button Why?: what was read, what matched, what came of it."""

from __future__ import annotations

from monitor.answers import explanation, hindsight
from monitor.model import Alert, Telling
from monitor.sinks.blocks import Block
from monitor.sinks.headline import headlines
from monitor.slack_app import panels
from monitor.slack_app.bench import Bench

EXPLAINED = 5
"""Happenings of one grouped message that are explained; the page has the others."""


def why(bench: Bench, alert: Alert) -> tuple[list[str], list[Block]]:
    """Return the explanation of an alert as lines and as blocks."""
    tellings = alert.telling.items or (alert.telling,)
    lines: list[str] = []
    blocks: list[Block] = []
    for telling in tellings[:EXPLAINED]:
        story = None if alert.telling.items else alert.story
        for title, under in _stages(bench, telling, story):
            lines += [title, *under]
            blocks += [panels.heading(title), *panels.text(under)]
    if len(tellings) > EXPLAINED:
        more = f"and {len(tellings) - EXPLAINED} more happenings in this message; the page explains each"
        lines.append(more)
        blocks += panels.text([more])
    return lines, blocks


def tried(bench: Bench, text: str) -> tuple[list[str], list[Block]]:
    """Return what the rules in force make of any text; its first line is the title."""
    kit, now, entry = bench.kit(), bench.clock(), explanation.free(text)
    found = explanation.explain(entry, kit.read(entry, now), kit, feed=None, now=now)
    lines = [line for stage in found.stages for line in (stage.name, *stage.lines)]
    blocks = [b for stage in found.stages for b in (panels.heading(stage.name), *panels.text(stage.lines))]
    return lines, blocks


def _stages(bench: Bench, telling: Telling, story: str | None) -> list[tuple[str, tuple[str, ...]]]:
    headline = headlines(telling)[0]
    found = hindsight.entry_of(bench.store, telling, story)
    if found is None:
        if telling.rule is None:
            return [(headline, ("It follows from the official record and the treaty's own dates.",))]
        return [(headline, ("The item's text is no longer kept. What was noted then:", *telling.because))]
    entry, reading = found
    past = hindsight.past(bench.store, entry.id, bench.clock())
    kit = bench.kit()
    feed = kit.rulebook.feeds.get(entry.feed)
    explained = explanation.explain(entry, reading, kit, feed=feed, now=bench.clock(), past=past)
    return [(headline, ()), *((stage.name, stage.lines) for stage in explained.stages)]
