"""Define the kinds of values that the keys of a rules folder's files hold: texts, ids, durations, channels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from monitor.durations import duration

FeedKind = Literal["feed", "untc", "coe"]
"""The parsers that a feed's `kind` may name (monitor.parse has them)."""


def interval(value: Any) -> timedelta:
    """Read how often a feed is polled. Raises ValueError that says how to write it."""
    every = duration(value if isinstance(value, str) else "")
    if not timedelta(seconds=1) <= every <= timedelta(days=7):
        raise ValueError('must be from "1s" to "7d"')
    return every


def web_address(value: str) -> str:
    """Return a feed's or item's address as it is. Raises ValueError where it is none; never quotes it."""
    problem = 'must be a web address that begins with "http://" or "https://" and names a host'
    try:
        parts = urlsplit(value)
        port_is_a_number = parts.port is None or parts.port >= 0
    except ValueError:
        raise ValueError(problem) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_a_number:
        raise ValueError(problem)
    if re.search(r"\s", value):
        raise ValueError("holds a space; write it as %20")
    return value


def _many(value: Any) -> Any:
    """Let one word stand where a list may stand."""
    return [value] if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Id = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$"),
    Field(description="A short name that never changes: lower case, digits, hyphens, dots."),
]
Duration = Annotated[
    timedelta, BeforeValidator(interval), WithJsonSchema({"type": "string", "pattern": r"^\d{1,6}[smhd]$"})
]
Channel = Annotated[str, StringConstraints(pattern=r"^#?[^\s#@,]{1,80}$")]
Mention = Annotated[str, StringConstraints(pattern=r"^(@here|@channel|[SUW][A-Z0-9]{6,20})$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
MEANT: Mapping[str, str] = {
    "ara": "ar", "deu": "de", "ger": "de", "eng": "en", "us": "en", "spa": "es", "mx": "es", "fra": "fr", "fre": "fr",
    "por": "pt", "rus": "ru", "vie": "vi", "vn": "vi", "zho": "zh", "chi": "zh", "cn": "zh",
}  # fmt: skip
"""By what else a language that is read is called: its three letters (ISO 639-2), a country where it is spoken."""


def rule_language(value: str) -> str:
    """Return a rule's language. Raises ValueError where no item would ever be of it, since it has another code."""
    if value in MEANT:
        raise ValueError(f'must be "{MEANT[value]}"')
    return value


ActionWord = Literal[
    "any", "signature", "ratification", "acceptance", "approval", "accession", "succession", "withdrawal",
    "entry_into_force",
]  # fmt: skip
StatusWord = Literal["any", "done", "planned", "process", "urged", "refused", "hypothetical"]
Words = Annotated[str, StringConstraints(min_length=1, max_length=500)]


def one_or_more(item: Any, most: int = 2_000) -> Any:
    """Return the type of a list that may be written as one word where it has one entry."""
    several = BeforeValidator(_many, json_schema_input_type=item | list[item])
    return Annotated[list[item], several, Field(min_length=1, max_length=most)]


class Part(BaseModel):
    """Refuse unknown keys and later changes."""

    noun: ClassVar[str]
    """What messages call it."""
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
