"""Say what a file's struct refused in plain words: the wrong word, what may stand there, the near word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, inspect

from monitor.rules.files import DefaultsFile, ExamplePart, FeedsFile, GroupsFile, RulesFile, TreePart
from monitor.rules.meaning import BARE_LIST
from monitor.rules.problem import foreign, near, short
from monitor.rules.values import in_order
from monitor.shapes import Mistake, Path, words

_HOMES: Mapping[str, str] = {
    "feeds": "feeds.yaml",
    "rules": "a file of rules",
    "groups": "groups.yaml",
    **dict.fromkeys(("defaults", "quiet_hours", "digests"), "defaults.yaml"),
}
"""Where the sections stand that some file has at its top level."""
_SECRET = frozenset({"url", "record"})
"""Keys whose values are never quoted: an address may hold a password."""
_KINDS: Mapping[type[inspect.Type], str] = {
    **dict.fromkeys((inspect.StrType, inspect.LiteralType, inspect.EnumType), "text"),
    inspect.DateType: "a day such as 2026-12-31",
    inspect.BoolType: "true or false",
    inspect.IntType: "a whole number",
    **dict.fromkeys((inspect.ListType, inspect.VarTupleType), "a list (lines that begin with `- `)"),
    **dict.fromkeys((inspect.DictType, inspect.StructType), "a mapping (lines of `key: value`)"),
}
_ELSEWHERE = {"and": "all", "or": "any", "not": "none"}
"""What keys of a `match:` are called in other languages for queries."""
_PATTERNS = {
    "tags": ": lower case letters a to z, digits, hyphens and dots only",
    "id": ": lower case letters a to z, digits, hyphens and dots only",
    "language": ': write two or three small letters, such as "en"',
    "languages": ': write two or three small letters, such as "en"',
    "channel": ': write "#name" in quotes',
    "channels": ': write "#name" in quotes',
    **dict.fromkeys(("page", "record", "url"), ": write an address that begins with https:// or http://"),
    **dict.fromkeys(
        ("rule", "later", "withdrawal"),
        ': write it as "90 days", "3 months" or "first of month after 3 months"',
    ),
    **dict.fromkeys(("of", "named", "opened_in"), ': write a code of two capitals, such as "VN"'),
    "mention": ": write @here, @channel or the id of a Slack group (S…) or person (U…)",
}


def sentence(mistake: Mistake) -> tuple[Path, str, bool]:
    """Return (path in the file, message, whether the key is meant rather than its value)."""
    where, owner, value = mistake.path, mistake.owner, mistake.value
    noun = getattr(owner, "noun", "") or (f"`{where[-1]}`" if where else "the file")
    if mistake.fault == "unknown":
        return (
            (*where, str(value)),
            f"`{short(value)}` is not a key of {noun}{_meant(str(value), owner)}",
            True,
        )
    if mistake.fault == "missing":
        return where, f"`{value}` is missing from {noun}", False
    if mistake.fault == "whole":  # of several keys, the first word of what is said names one
        return (*where, *mistake.said.partition(" ")[0].split(".")), mistake.said, False
    if mistake.of_key:
        return (*where, str(value)), f"`{short(value)}` is no language{_PATTERNS['language']}", True
    name = next((step for step in reversed(where) if isinstance(step, str)), "")
    if mistake.fault == "empty":
        comment = "; a # begins a comment, so quote a channel's name" if name.startswith("channel") else ""
        return where, f"{f'`{name}`' if name else noun} is empty{comment}", True
    if not name:
        return where, f"{noun} must be a mapping (lines of `key: value`), not `{short(value)}`", False
    bare = isinstance(mistake.shape, inspect.StrType) and isinstance(value, list)
    if bare and (owner is TreePart or where[-1] == "match"):
        return where, BARE_LIST, False
    return where, _said(mistake, name), False


def _meant(key: str, owner: type[Struct]) -> str:
    """Say what an unknown key may have been meant for, or which keys there are."""
    keys = owner.__struct_encode_fields__
    if owner in (FeedsFile, RulesFile, DefaultsFile, GroupsFile) and key in _HOMES:
        return f"; it belongs in {_HOMES[key]}"
    if key in ("quiet_hours", "digests"):
        return f"; it belongs in {_HOMES[key]}, where it begins a line"
    if key != key.strip():
        return "; what stands before it is no space"
    if not key.isprintable():
        return foreign(key)
    meant = _ELSEWHERE.get(key.casefold(), key) if owner is TreePart else key
    quotes = "; a text that holds `: ` needs quotes" if owner in (TreePart, ExamplePart) else ""
    return near(meant, keys) or f"; its keys are {', '.join(keys)}{quotes}"


def _said(mistake: Mistake, name: str) -> str:
    """Say what is wrong with the value of a key."""
    value: Any = mistake.value
    shape: Any = mistake.shape
    shown = "" if name in _SECRET else f"`{short(_as_written(value))}`"
    match mistake.fault:
        case "kind":
            if isinstance(shape, inspect.StrType) and isinstance(value, (int, float)):
                return f'`{name}` must be text; put it in quotes: "{_as_written(value)}"'
            article = {dict: "a mapping", list: "a list", str: "text", bool: "true or false"}
            kind = article.get(type(value), shown)
            if isinstance(value, list) and f"{name}s" in mistake.owner.__struct_encode_fields__:
                kind += f"; for several there is `{name}s`"
            return f"`{name}` must be {_KINDS[type(shape)]}, not {kind}" + _quoted(value, shown)
        case "choice":
            return f"{shown} is not a possible `{name}`{_choice(str(value), shape)}"
        case "check":
            said = mistake.said
            wrong = f", not {shown}" if said.startswith("must ") and shown else ""
            return f"`{name}` {said}{wrong}" if said.startswith(("must ", "holds ")) else said
        case "form" if isinstance(shape, inspect.DateType):
            written = re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))
            remedy = "no calendar has that day" if written else "write a day as 2026-12-31"
            return f"{shown} is not a possible `{name}`: {remedy}"
        case "form":
            capitals = name == "id" and "A-Z" in shape.pattern
            remedy = ": letters, digits and hyphens only" if capitals else _PATTERNS.get(name, "")
            odd = foreign(str(value)) if name in ("id", "tags") else ""
            return f"{shown or 'the text'} is not a possible `{name}`{remedy}{odd}"
        case "short":
            return f"`{name}` needs {shape.min_length} entries at least" if value else f"`{name}` is empty"
        case "long":
            return f"`{name}` is longer than {shape.max_length}"
        case "least":
            return f"`{name}` must be {shape.ge} at least, not {shown}"
    return f"`{name}` must be {shape.le} at most, not {shown}"


def _choice(value: str, shape: Any) -> str:
    """Say which of the possible words was meant, or which there are."""
    allowed = in_order(words(shape))
    alike = [word for word in allowed if word.startswith(value.casefold()[:4])]
    return near(value, allowed, 0.75) or near(value, alike, 0.5) or ": " + ", ".join(allowed)


def _quoted(value: Any, shown: str) -> str:
    return f" ({shown})" if isinstance(value, (str, bool)) and shown else ""


def _as_written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
