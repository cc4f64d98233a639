"""Make a rule of what its file and the defaults say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import asdict

from monitor.model import Level
from monitor.rules.files import RuleDefaults, RuleEntry
from monitor.rules.rulebook import Example, Rule
from monitor.rules.source import Source
from monitor.rules.tree import Node
from monitor.shapes import Path


def told(entry: RuleDefaults) -> dict[str, Any]:
    """Return what an entry says of whom it tells and where it applies, without what it leaves open."""
    said = {name: getattr(entry, name) for name in RuleDefaults.__struct_fields__}
    return {name: value for name, value in said.items() if value is not None}


def listed(value: str | Sequence[str] | None) -> Sequence[str]:
    """Return what a key holds that may be one word or several."""
    return [value] if isinstance(value, str) else value or ()


def rule(source: Source, entry: RuleEntry, node: Node, path: Path, defaults: dict[str, Any]) -> Rule:
    """Return a rule; what it does not say itself, the defaults say. `path` is where it stands in its file."""
    said = defaults | told(entry)
    if entry.channel or entry.channels:  # a rule's own word replaces the default, whichever key it used
        said |= {"channel": entry.channel, "channels": entry.channels}
    line, column = source.find((*path, "id"))
    examples = entry.examples
    return Rule(
        id=entry.id,
        title=entry.title,
        expires=entry.expires,
        enabled=entry.enabled,
        match=node,
        level=said.get("level", Level.NORMAL),
        channels=tuple(said.get("channels") or filter(None, [said.get("channel")])),
        feeds=tuple(listed(said.get("feeds"))),
        languages=tuple(listed(said.get("languages"))),
        mention=said.get("mention"),
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
        values = {"title": item} if isinstance(item, str) else asdict(item)
        made.append(Example(**values, line=line, column=column))
    return tuple(made)
