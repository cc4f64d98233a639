"""Read the few response headers that matter. Pure; whatever a server sends, nothing is raised."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from monitor.model import Validators
from monitor.normalise import date

VALIDATOR_SIZE = 1024
"""Longer validators are not kept: they come back in every request."""

_MAX_AGE = re.compile(r'(?:^|[,\s])max-age\s*=\s*"?(\d+)', re.ASCII | re.IGNORECASE)
_NO_CACHE = re.compile(r"(?:^|[,\s])no-(?:cache|store)\s*(?:,|$)", re.IGNORECASE)
_SENDABLE = re.compile(r"[\x20-\x7e]+")


def plain(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """Make a mapping with lower-case names of headers as received; repeated ones are joined by commas."""
    fields: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), _text(value)
        fields[key] = f"{fields[key]}, {text}" if key in fields else text
    return fields


def _text(value: bytes) -> str:
    """Read a value as browsers do: addresses in Location and Link come in bare UTF-8."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def wait(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long the server asks us to wait, the longest of Retry-After and freshness, or None.

    Uncapped. Sources: RFC 9110, 10.2.3 (Retry-After); RFC 9111, 4.2 (freshness), 5.1 (Age), 5.3 (Expires).
    """
    waits = [found for found in (retry_after(headers, now), freshness(headers, now)) if found is not None]
    return max(waits, default=None)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long Retry-After asks for; where the answer does not say when it was sent, that is now."""
    value = headers.get("retry-after")
    return (date.retry_after(value, _sent(headers, now)) or None) if value else None


def freshness(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return for how long the answer counts as fresh: max-age less Age, otherwise Expires less Date."""
    control = headers.get("cache-control", "")
    if _NO_CACHE.search(control):
        return None
    found = _MAX_AGE.search(control)
    if found:
        used = date.seconds(headers.get("age", "")) or timedelta(0)
        left = (date.seconds(found[1]) or timedelta(0)) - used
        return left if left > timedelta(0) else None
    at = date.parse(headers.get("expires"))
    return date.until(at, _sent(headers, now)) if at else None


def _sent(headers: Mapping[str, str], now: datetime) -> datetime:
    return date.parse(headers.get("date")) or now


def validators(headers: Mapping[str, str]) -> Validators:
    """Keep ETag and Last-Modified as sent, as far as they can be sent back."""
    return Validators(
        etag=_sendable(headers.get("etag")), last_modified=_sendable(headers.get("last-modified"))
    )


def conditions(kept: Validators | None) -> list[tuple[str, str]]:
    """Make the request headers that ask 'has it changed?' (RFC 9110, 13.1.2 and 13.1.3)."""
    if kept is None:
        return []
    pairs = (("If-None-Match", kept.etag), ("If-Modified-Since", kept.last_modified))
    return [(name, value) for name, value in pairs if _sendable(value) and value]


def _sendable(value: str | None) -> str | None:
    if value and len(value) <= VALIDATOR_SIZE and _SENDABLE.fullmatch(value):
        return value
    return None
