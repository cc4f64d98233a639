"""Hold what one fetch may cost."""

from __future__ import annotations

from msgspec import Struct

MEBI = 1024 * 1024


class Limits(Struct, frozen=True, kw_only=True):
    """Bound one fetch in time, bytes and hops, and all of them in number. Times are in seconds."""

    connect: float = 10.0
    """Name lookup is not in it, TCP and TLS are."""
    read: float = 20.0
    """The longest silence."""
    total: float = 45.0
    """The whole fetch with its redirects, so that a drip ends too; waiting for a turn is not in it."""
    wire_bytes: int = 10 * MEBI
    """Of the body as sent."""
    body_bytes: int = 20 * MEBI
    """Of the body unpacked."""
    redirects: int = 5
    in_flight: int = 500
    """Connections in all."""
    per_host: int = 2
    """Requests to one host at once."""
    gap: float = 0.25
    """Between the starts of two requests to one host; not kept towards loopback addresses."""
    slow_gap: float = 2.0
    """The same, one at a time, while a host that answered 429 or 503 wants us to slow down."""
