"""Read addresses to fetch: what to ask for, whom to count it for, which credentials go along. Pure."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field, replace
from ipaddress import ip_address

import httpx

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Hold one address to ask, its credentials apart."""

    url: httpx.URL
    """Without userinfo and fragment."""
    userinfo: bytes = field(default=b"", repr=False)
    """As in the address, percent-encoded."""

    @property
    def host(self) -> str:
        """Return host and port: what turns are counted by."""
        return f"{self.url.host}:{self.url.port or PORTS[self.url.scheme]}"

    @property
    def here(self) -> bool:
        """Say whether this is our own machine by its very name, which needs no sparing."""
        name = self.url.host
        if name == "localhost":
            return True
        try:
            return ip_address(name).is_loopback
        except ValueError:
            return False

    @property
    def authorization(self) -> str | None:
        """Return the header that carries the credentials (RFC 7617), None if there are none."""
        if not self.userinfo:
            return None
        named = httpx.URL("http://x/").copy_with(userinfo=self.userinfo)
        pair = f"{named.username}:{named.password}"
        return f"Basic {b64encode(pair.encode()).decode()}"

    @property
    def address(self) -> str:
        """Return the address in full, credentials included: for the store, never for a log."""
        return str(self.url.copy_with(userinfo=self.userinfo)) if self.userinfo else str(self.url)


def target(url: str) -> Target | str:
    """Read an address; return why not, in words, if it cannot be fetched."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError):
        return "its address is not valid"
    return _checked(parsed)


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
    hop = _checked(parsed)
    if isinstance(hop, str):
        return "redirects to something that is no address"
    upgraded = (hop.host, asked.host) == (f"{asked.url.host}:443", f"{asked.url.host}:80")
    same = hop.host == asked.host or upgraded
    return replace(hop, userinfo=asked.userinfo if same else b"")


def _checked(url: httpx.URL) -> Target | str:
    if url.scheme not in PORTS:
        return "its address is not http or https"
    if not url.host:
        return "its address names no host"
    if url.fragment or url.userinfo:
        return Target(url=url.copy_with(fragment=None, userinfo=b""), userinfo=url.userinfo)
    return Target(url=url)
