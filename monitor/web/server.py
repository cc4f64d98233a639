"""Serve the page from the worker's own loop, and leave its signals to the worker."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from monitor.errors import TreatywatchError
from monitor.web.hosts import OwnNames, is_here

GRACE = 2
"""Seconds that a stop waits for requests under way."""

CONNECTIONS = 200
"""Open at once; what comes beyond them is hung up on, so that polls and messages never lack a place for theirs."""
BACKLOG = 64
"""Taken in one turn of the loop, before any can be hung up on (uvicorn's 2,048 may be more than files can be open)."""
PATIENCE = 20.0
"""Seconds that a connection has to bring a request whole; one that brings none, uvicorn closes sooner."""


class HttpConnection(H11Protocol):
    """Bound what a reader of the page may hold open: uvicorn waits for ever for a request that was begun."""

    most, patience = CONNECTIONS, PATIENCE

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Hang up on one too many, and later on one that asks nothing, or nothing more."""
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.abort()
        else:
            self.loop.call_later(self.patience, self._look, None)

    def _look(self, before: RequestResponseCycle | None) -> None:
        """Hang up where nothing was asked since the look before, and nothing is being answered; or look again later."""
        asked: RequestResponseCycle | None = self.cycle  # uvicorn types it as if there were one always
        if asked is before and (asked is None or asked.response_complete):
            self.transport.abort()
        elif not self.transport.is_closing():
            self.loop.call_later(self.patience, self._look, asked)


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave SIGTERM and SIGINT alone: the worker stops the page with everything else."""
        yield


class Server:
    """Listen on an address; an async context manager. Port 0 takes a free port, see `port`."""

    def __init__(
        self, app: ASGIApp, *, host: str, port: int, connection: type[HttpConnection] = HttpConnection
    ) -> None:
        self._socket = listen(host, port)
        self.host = host
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            OwnNames(app, self.port) if is_here(host) else app,
            http=connection,
            backlog=BACKLOG,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=GRACE,
        )
        self._server = _Server(config)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Server:
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        if self._task is not None:
            await self._task
        self._socket.close()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raise TreatywatchError that names the setting to change."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.getaddrinfo(host, port, family)  # `create_server` hides which of the two was wrong
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise TreatywatchError(
                f"TREATYWATCH_HOST: {host} is no address of this machine. Set 127.0.0.1 (this machine alone) "
                "or 0.0.0.0 (all its addresses)."
            ) from error
        reason = os.strerror(error.errno) if error.errno else error
        remedy = "Set PORT to a free port, or to 0."
        if error.errno == errno.EACCES:
            remedy = "Ports below 1024 are for the system's own services: set PORT to 8000 or another above."
        raise TreatywatchError(
            f"PORT: the page cannot listen on {host}:{port} ({reason}). {remedy}"
        ) from error
