"""Say what a model refused in plain words: the wrong word, what may stand there, the near word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from monitor.rules.files import DefaultsFile, FeedsFile, GroupsFile, RulesFile, TreePart
from monitor.rules.meaning import BARE_LIST
from monitor.rules.problem import near, short

Location = tuple[str | int, ...]

_HOMES: Mapping[str, str] = {
    "feeds": "feeds.yaml",
    "rules": "a file of rules",
    "groups": "groups.yaml",
    **dict.fromkeys(("defaults", "quiet_hours", "digests"), "defaults.yaml"),
}
"""Where the sections stand that some file has at its top level."""
_UNION_TAGS = frozenset({"text", "tree", "item", "several"})
_SECRET = frozenset({"url", "record"})
"""Keys whose values are never quoted: an address may hold a password."""
_KINDS = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "list_type": "a list (lines that begin with `- `)",
    "tuple_type": "a list (lines that begin with `- `)",
    "dict_type": "a mapping (lines of `key: value`)",
    "model_type": "a mapping (lines of `key: value`)",
    "model_attributes_type": "a mapping (lines of `key: value`)",
}


_ELSEWHERE = {"and": "all", "or": "any", "not": "none"}
"""What keys of a `match:` are called in other languages for queries."""
_PATTERNS = {
    "tags": ": lower case letters, digits, hyphens and dots only",
    "id": ": lower case letters, digits, hyphens and dots only",
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


def sentences(
    errors: Iterable[Mapping[str, Any]], model: type[BaseModel]
) -> Iterator[tuple[Location, str, bool]]:
    """Yield `sentence` of each error; a list that seems short only because of its wrong items is none."""
    for error in errors:
        least = (error.get("ctx") or {}).get("min_length", 0)
        if error["type"] != "too_short" or len(error["input"]) < least:
            yield sentence(error, model)


def sentence(error: Mapping[str, Any], model: type[BaseModel]) -> tuple[Location, str, bool]:
    """Return (path in the file, message, whether the key is meant rather than its value) of a pydantic error."""
    kind, raw, value = error["type"], error["loc"], error.get("input")
    where, owner = _walk(model, raw if kind not in ("extra_forbidden", "missing") else raw[:-1])
    name = next(
        (str(step) for step in reversed(raw) if isinstance(step, str) and step not in _UNION_TAGS), ""
    )
    noun = getattr(owner, "noun", None) or (f"`{where[-1]}`" if where else "the file")
    if kind == "extra_forbidden":
        key = str(raw[-1])
        keys = [field.alias or name for name, field in owner.model_fields.items()]
        whole = owner in (FeedsFile, RulesFile, DefaultsFile, GroupsFile)
        home = f"; it belongs in {_HOMES[key]}" if whole and key in _HOMES else ""
        blank = "; what stands before it is no space" if key != key.strip() else ""
        meant = _ELSEWHERE.get(key.casefold(), key) if owner is TreePart else key
        hint = home or blank or near(meant, keys) or f"; its keys are {', '.join(keys)}"
        return (*where, key), f"`{short(key)}` is not a key of {noun}{hint}", True
    if kind == "missing":
        return where, f"`{raw[-1]}` is missing from {noun}", False
    if not name and kind == "value_error":  # of several keys, the first word of what is said names one
        said = str(error["ctx"]["error"])
        return (*where, *said.partition(" ")[0].split(".")), said, False
    if not name:
        return where, f"{noun} must be a mapping (lines of `key: value`), not `{short(value)}`", False
    if name == "[key]":
        return where[:-1], f"`{short(value)}` is no language{_PATTERNS['language']}", True
    if kind == "string_type" and isinstance(value, list) and (owner is TreePart or where[-1] == "match"):
        return where, BARE_LIST, False
    return where, _said(kind, name, value, error), False


def empty(name: str) -> str:
    """Say that a key has nothing after it."""
    comment = "; a # begins a comment, so quote a channel's name" if name.startswith("channel") else ""
    return f"`{name}` is empty{comment}"


def _said(kind: str, name: str, value: Any, error: Mapping[str, Any]) -> str:
    context = error.get("ctx") or {}
    shown = "" if name in _SECRET else f"`{short(value)}`"
    if value is None:
        return empty(name)
    if kind in _KINDS:
        if kind == "string_type" and isinstance(value, (int, float)):
            return f'`{name}` must be text; put it in quotes: "{_as_written(value)}"'
        article = {dict: "a mapping", list: "a list", str: "text", bool: "true or false"}
        return f"`{name}` must be {_KINDS[kind]}, not {article.get(type(value), shown)}" + _quoted(
            value, shown
        )
    if kind in ("enum", "literal_error"):
        allowed = [
            word.strip("' ") for word in str(context.get("expected", "")).replace(" or ", ", ").split(",")
        ]
        alike = [word for word in allowed if word.startswith(str(value).casefold()[:4])]
        hint = near(str(value), allowed, 0.75) or near(str(value), alike, 0.5) or ": " + ", ".join(allowed)
        return f"{shown} is not a possible `{name}`{hint}"
    if kind == "value_error":
        said = str(context.get("error", error["msg"]))
        wrong = f", not {shown}" if said.startswith("must ") and shown else ""
        return f"`{name}` {said}{wrong}" if said.startswith(("must ", "holds ")) else said
    if kind == "string_pattern_mismatch":
        capitals = name == "id" and "A-Z" in context["pattern"]
        remedy = ": letters, digits and hyphens only" if capitals else _PATTERNS.get(name, "")
        return f"{shown or 'the text'} is not a possible `{name}`{remedy}"
    if kind in ("too_short", "string_too_short"):
        return (
            f"`{name}` is empty"
            if not value
            else f"`{name}` needs {context.get('min_length')} entries at least"
        )
    if kind in ("too_long", "string_too_long"):
        return f"`{name}` is longer than {context.get('max_length')}"
    if kind in ("greater_than_equal", "less_than_equal"):
        least = kind == "greater_than_equal"
        return f"`{name}` must be {context['ge' if least else 'le']} at {'least' if least else 'most'}, not {shown}"
    if kind.startswith("date"):
        return f"{shown} is not a possible `{name}`: write a day as 2026-12-31"
    return f"`{name}`: {error['msg'][:1].lower()}{error['msg'][1:]}"


def _quoted(value: Any, shown: str) -> str:
    return f" ({shown})" if isinstance(value, (str, bool)) and shown else ""


def _as_written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _walk(model: type[BaseModel], location: Location) -> tuple[Location, type[BaseModel]]:
    """Follow a location of pydantic's: return it without the tags of unions, and the model that it leads to."""
    path: list[str | int] = []
    owner = model
    for step in location:
        fields = {field.alias or name: field for name, field in owner.model_fields.items()}
        if isinstance(step, str) and step in fields:
            path.append(step)
            inner = _model_in(fields[step].annotation)
            owner = inner or owner
        elif step in _UNION_TAGS:
            continue
        else:
            path.append(step)
    return tuple(path), owner


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
