"""Add feeds to `feeds.yaml` as text: every comment, blank line and quote of the user's stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

import yaml

from monitor.durations import written
from monitor.model import Feed

HEADER = "# yaml-language-server: $schema=schema/feeds.json\nfeeds:\n"


class FeedListError(ValueError):
    """Report a feeds.yaml that cannot be added to; the message is for people."""


def append(text: str, feeds: Iterable[Feed]) -> str:
    """Return the text with the feeds at the end of its list.

    Raises FeedListError, saying why, for a text that is no feed list or holds its list on one line.
    """
    added = list(feeds)
    if not added:
        return text
    if not text.strip():
        return HEADER + _items(added, 2)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" (line {mark.line + 1})" if mark else ""
        raise FeedListError(f"it is not valid YAML{place}; `treatywatch check` says more") from None
    if root is None:  # comments only
        return _inserted(text, len(text), "feeds:\n" + _items(added, 2))
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    index = next((n for n, (key, _) in enumerate(pairs) if key.value == "feeds"), None)
    if index is None:
        raise FeedListError("it has no `feeds:` list at its top level")
    node = pairs[index][1]
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        end = pairs[index + 1][0].start_mark.index if index + 1 < len(pairs) else len(text)
        return _inserted(text, _before_comments(text, end), _items(added, node.start_mark.column))
    if node.value not in ("", "~", "null", []):
        raise FeedListError("its `feeds:` is not written as a list of lines that begin with `- `")
    start, end = node.start_mark.index, node.end_mark.index  # `feeds: []` or nothing: the list begins below
    text = text[:start].rstrip(" ") + text[end:]
    line_end = text.find("\n", start - 1)
    return _inserted(text, line_end + 1 if line_end >= 0 else len(text), _items(added, 2))


def _inserted(text: str, place: int, lines: str) -> str:
    """Insert whole lines at a place, which is the start of a line or the end of the text."""
    before = text[:place]
    if not before.endswith("\n"):
        before += "\n"
    if "\r\n" in text:
        lines = lines.replace("\n", "\r\n")
    return before + lines + text[place:]


def _before_comments(text: str, place: int) -> int:
    """Step back over the comment lines above the key at `place`; the end of the text stays itself."""
    if place == len(text):
        return place
    lines = text[:place].splitlines(keepends=True)
    while not lines[-1].strip() or lines[-1].lstrip().startswith("#"):
        lines.pop()
    return len("".join(lines))


def _items(feeds: Iterable[Feed], indent: int) -> str:
    return "".join(_item(feed, indent) for feed in feeds)


def _item(feed: Feed, indent: int) -> str:
    """Write one feed as block YAML, leaving out what is at its default."""
    fields: dict[str, object] = {"id": feed.id, "url": feed.url}
    if feed.kind != "feed":
        fields["kind"] = feed.kind
    if feed.title:
        fields["title"] = feed.title
    if feed.tags:
        fields["tags"] = list(feed.tags)
    if feed.language:
        fields["language"] = feed.language
    if feed.every:
        fields["every"] = written(feed.every)
    if not feed.enabled:
        fields["enabled"] = False
    lines = [f"{key}: {_value(value)}" for key, value in fields.items()]
    margin = " " * indent
    return f"{margin}- {lines[0]}\n" + "".join(f"{margin}  {line}\n" for line in lines[1:])


def _value(value: object) -> str:
    """Write a value on one line; the library knows what needs quotes (`no`, a colon, a leading bracket)."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**6)
    return re.sub(r"\n(\.\.\.\n)?\Z", "", text)
