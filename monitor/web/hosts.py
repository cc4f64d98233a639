"""Refuse requests that a page of another site has sent here under a name of its own (DNS rebinding).

Whoever owns a name can have it lead to this machine, and a browser that is on that name's page then reads ours as if it
belonged to it. Such a request names the page's own port. One that a proxy passes on does not, whatever name it brings.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


def is_here(host: str) -> bool:
    """Say whether a host is this machine by its very name, which leads nowhere else."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")  # RFC 6761, section 6.3


class OwnNames:
    """Wrap an application that listens to this machine alone, at a port."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, but for a name that is not this machine's."""
        answer = self.app
        if scope["type"] == "http" and self._is_foreign(Headers(scope=scope).get("host", "")):
            answer = PlainTextResponse(f"This page is at http://localhost:{self.port}/ alone.\n", 421)
        await answer(scope, receive, send)

    def _is_foreign(self, named: str) -> bool:
        try:
            parts = urlsplit(f"//{named}")
            return parts.port == self.port and not is_here((parts.hostname or "").rstrip("."))
        except ValueError:
            return True
