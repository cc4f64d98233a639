"""Mask what is secret in addresses before anybody reads them, and in what httpx logs."""

from __future__ import annotations

import logging
import re

import httpx

_USERINFO = re.compile(r"(?<=//)[^/?#\s]*@")
_QUERY = re.compile(r"([?&;][^=&;#\s]*)=([^&;#\s]+)")
_SECRET_NAME = re.compile(r"auth|code|cred|hash|key|pass|pw|secret|session|sig|token|user", re.IGNORECASE)
_LONG = 16
"""Values from this length on are masked whatever their name: tokens hide under any."""


def masked(url: str) -> str:
    """Return an address fit for logs and pages: no userinfo, no value of a query that may be a token."""
    return _QUERY.sub(_value, _USERINFO.sub("***@", url))


def _value(found: re.Match[str]) -> str:
    name, value = found[1], found[2]
    return f"{name}=***" if len(value) >= _LONG or _SECRET_NAME.search(name) else found[0]


class _MaskAddresses(logging.Filter):
    """Mask the address in httpx's line for each request."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                masked(str(arg)) if isinstance(arg, httpx.URL) else arg for arg in record.args
            )
        return True


def hush_httpx() -> None:
    """Keep httpx's own line for each request out of the log, and masked for whoever asks for it."""
    log = logging.getLogger("httpx")
    if not any(isinstance(kept, _MaskAddresses) for kept in log.filters):
        log.addFilter(_MaskAddresses())
        if log.level == logging.NOTSET:
            log.setLevel(logging.WARNING)
