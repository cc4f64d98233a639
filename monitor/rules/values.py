"""Define the kinds of values that the keys of a rules folder's files hold: texts, ids, durations, channels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from msgspec import Meta

from monitor.durations import CLOCK
from monitor.model import Level
from monitor.settings.values import CHANNEL

FeedKind = Literal["feed", "untc", "coe"]
"""The parsers that a feed's `kind` may name (monitor.parse has them)."""


def web_address(value: Any) -> None:
    """Check a feed's or item's address. Raises ValueError where it is none; never quotes it."""
    problem = 'must be a web address that begins with "http://" or "https://" and names a host'
    address = str(value)
    try:
        parts = urlsplit(address)
        port_is_a_number = parts.port is None or parts.port >= 0
    except ValueError:
        raise ValueError(problem) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_a_number:
        raise ValueError(problem)
    if re.search(r"\s", address):
        raise ValueError("holds a space; write it as %20")


LongText = Annotated[str, Meta(min_length=1, max_length=2_000)]
Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$",
        description="A short name that never changes: lower case, digits, hyphens, dots.",
    ),
]
Channel = Annotated[str, Meta(pattern=f"^{CHANNEL}$")]
Ping = Annotated[str, Meta(pattern=r"^(@here|@channel|[SUW][A-Z0-9]{6,20})$")]
Duration = Annotated[str, Meta(extra_json_schema={"pattern": r"^\d{1,6}[smhd]$"})]
"""What `durations.interval` reads."""
TimeOfDay = Annotated[str, Meta(extra_json_schema={"pattern": f"^{CLOCK}$"})]
"""What `durations.time_of_day` reads."""
Zone = Annotated[LongText, Meta(description="An IANA time zone.", examples=["Europe/Berlin"])]
MEANT: Mapping[str, str] = {
    "ara": "ar", "deu": "de", "ger": "de", "eng": "en", "us": "en", "spa": "es", "mx": "es", "fra": "fr", "fre": "fr",
    "por": "pt", "rus": "ru", "vie": "vi", "vn": "vi", "ita": "it", "zho": "zh", "chi": "zh", "cn": "zh",
    "jpn": "ja", "jp": "ja", "hin": "hi", "ind": "id", "ms": "id", "msa": "id", "may": "id",
}  # fmt: skip
"""By what else a language that is read is called: its three letters (ISO 639-2), a country where it is spoken."""


ActionWord = Literal[
    "any", "signature", "ratification", "acceptance", "approval", "accession", "succession", "withdrawal",
    "entry_into_force",
]  # fmt: skip
StatusWord = Literal["any", "done", "planned", "process", "urged", "refused", "hypothetical"]
FieldWord = Literal["title", "summary", "content", "url", "author", "category"]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_RANK = {
    word: rank
    for words in (Level, *map(get_args, (FeedKind, ActionWord, StatusWord, FieldWord, Day)))
    for rank, word in enumerate(words)
}


def in_order(words: Iterable[str]) -> list[str]:
    """Return words of one of the lists above in its own order, for msgspec sorts them by the alphabet."""
    return sorted(words, key=lambda word: (_RANK.get(word, 0), word))


SearchText = Annotated[str, Meta(min_length=1, max_length=500)]
