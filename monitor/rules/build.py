"""Make a rule of what its file and the defaults say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.model import Level
from monitor.rules.files import RuleEntry
from monitor.rules.rulebook import Example, Rule
from monitor.rules.source import Source
from monitor.rules.tree import Node

Path = tuple[str | int, ...]

_KEPT = {"id", "title", "expires", "enabled"}
"""The keys that a rule has as its file has them."""
_TELLING = {"level", "channel", "channels", "feeds", "languages", "mention"}
"""The keys that defaults.yaml may set."""


def rule(source: Source, entry: RuleEntry, node: Node, path: Path, defaults: Mapping[str, Any]) -> Rule:
    """Return a rule; what it does not say itself, the defaults say. `path` is where it stands in its file."""
    told = {**defaults, **entry.model_dump(include=_TELLING, exclude_none=True)}
    if entry.channel or entry.channels:  # a rule's own word replaces the default, whichever key it used
        told |= {"channel": entry.channel, "channels": entry.channels}
    line, column = source.find((*path, "id"))
    examples = entry.examples
    return Rule(
        **entry.model_dump(include=_KEPT),
        match=node,
        level=told.get("level", Level.NORMAL),
        channels=tuple(told.get("channels") or filter(None, [told.get("channel")])),
        feeds=tuple(told.get("feeds", ())),
        languages=tuple(told.get("languages", ())),
        mention=told.get("mention"),
        match_examples=_examples(source, examples.match, (*path, "examples", "match")) if examples else (),
        no_match_examples=_examples(source, examples.no_match, (*path, "examples", "no_match"))
        if examples
        else (),
        file=source.file,
        line=line,
        column=column,
    )


def _examples(source: Source, raw: list[Any], path: Path) -> tuple[Example, ...]:
    made = []
    for index, item in enumerate(raw):
        line, column = source.find((*path, index))
        values = {"title": item} if isinstance(item, str) else item.model_dump()
        made.append(Example(**values, line=line, column=column))
    return tuple(made)
