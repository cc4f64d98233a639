"""Read addresses to fetch: what to ask for, whom to count it for, which credentials go along. Pure."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from ipaddress import ip_address

import httpx
from msgspec import Struct
from msgspec.structs import replace

PORTS = {"http": 80, "https": 443}


KEPT = 8192
"""Addresses that are kept read: reading one anew costs as much as a tenth of a fetch."""


class Target(Struct, frozen=True, kw_only=True):
    """Hold one address to ask, its credentials apart."""

    url: httpx.URL
    """Without userinfo and fragment."""
    host: str
    """Host and port: what turns are counted by."""
    here: bool = False
    """It is our own machine by its very name, which needs no sparing."""
    userinfo: bytes = b""
    """As in the address, percent-encoded."""
    authorization: str | None = None
    """The header that carries the credentials (RFC 7617)."""

    def __repr__(self) -> str:
        return f"Target({self.url!r})"  # its credentials stay out of every log

    @property
    def address(self) -> str:
        """Return the address in full, credentials included: for the store, never for a log."""
        return str(self.url.copy_with(userinfo=self.userinfo)) if self.userinfo else str(self.url)


@lru_cache(KEPT)
def target(url: str) -> Target | str:
    """Read an address; return why not, in words, if it cannot be fetched."""
    try:
        return _checked(httpx.URL(url))
    except (httpx.InvalidURL, ValueError, TypeError):
        return "its address is not valid"


def next_hop(asked: Target, location: str) -> Target | str:
    """Follow a Location header; return why not, in words, if it leads where a feed may not go.

    Credentials go along only to the same host and port, or from http to https there; those in the Location
    are not taken.
    """
    try:
        parsed = asked.url.join(location)
    except (httpx.InvalidURL, ValueError, TypeError):
        return "redirects to something that is no address"
    if parsed.scheme not in PORTS:
        return "redirects to something that is not http or https"
    if asked.url.scheme == "https" and parsed.scheme == "http":
        return "redirects from https to http, which would give up its protection"
    try:
        hop = _checked(parsed.copy_with(userinfo=b""))
    except ValueError:
        hop = ""
    if isinstance(hop, str):
        return "redirects to something that is no address"
    name = asked.url.raw_host.decode("ascii")
    upgraded = (hop.host, asked.host) == (f"{name}:443", f"{name}:80")
    if hop.host == asked.host or upgraded:
        return replace(hop, userinfo=asked.userinfo, authorization=asked.authorization)
    return hop


def _checked(url: httpx.URL) -> Target | str:
    if url.scheme not in PORTS:
        return "its address is not http or https"
    host = url.raw_host.decode("ascii")
    if not url.host:  # raises ValueError for an international name that is none, such as `xn--`
        return "its address names no host"
    bare = url.copy_with(fragment=None, userinfo=b"") if url.fragment or url.userinfo else url
    return Target(
        url=bare,
        host=f"{host}:{url.port or PORTS[url.scheme]}",
        here=_is_here(host),
        userinfo=url.userinfo,
        authorization=_basic(url.username, url.password) if url.userinfo else None,
    )


def _basic(user: str, password: str) -> str:
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


@lru_cache(KEPT)
def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
