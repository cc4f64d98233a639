"""Say in plain words what went wrong with a fetch; never an exception's own text: it may hold an address."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from http import HTTPStatus

import aiohttp
from aiohttp import http_exceptions

from monitor.fetch.dial import AddressRefused

_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLError, "TLS failed"),
    (socket.gaierror, "no address is known for its host name"),
    (ConnectionRefusedError, "its server refuses connections"),
    (aiohttp.ConnectionTimeoutError, "its server could not be reached in time"),
    (aiohttp.ServerTimeoutError, "its server fell silent"),
    (aiohttp.ClientPayloadError, "its server broke the connection off"),
    (http_exceptions.LineTooLong, "its server sent oversized headers"),
    (http_exceptions.BadHttpMessage, "its server sent something that is not proper HTTP"),
    (aiohttp.ClientResponseError, "its server sent something that is not proper HTTP"),
    (aiohttp.InvalidURL, "its address is not valid"),
    (aiohttp.ServerDisconnectedError, "its server closed the connection without an answer"),
    (ConnectionResetError, "its server broke the connection off"),
    (BrokenPipeError, "its server broke the connection off"),
    (TimeoutError, "its server could not be reached in time"),
    (aiohttp.ClientConnectionError, "its server could not be reached"),
    (OSError, "its server could not be reached"),
    (ValueError, "its address is not valid"),  # a port of 99999, a broken internationalised name
)


def words(error: BaseException) -> str:
    """Return one line for people: what happened, without addresses, credentials or tokens."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, AddressRefused):
            return f"refused: {cause}"
        if isinstance(cause, ssl.SSLCertVerificationError) and hasattr(cause, "verify_message"):
            return f"its TLS certificate is not valid: {cause.verify_message.rstrip('.')}"
        if isinstance(cause, ssl.SSLError) and getattr(cause, "reason", None):
            return f"TLS failed: {cause.reason.replace('_', ' ').lower()}"
    for kind, text in _WORDS:
        if any(isinstance(cause, kind) for cause in causes):
            return text
    return f"the request failed ({type(error).__name__})"


def unanswered(error: BaseException) -> bool:
    """Say whether no server was reached at all, which is no word against it: our own network may be down."""
    if isinstance(error, aiohttp.ClientError):
        reached = not isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    else:
        reached = not isinstance(error, OSError)
    # an address that is not asked, and a server that spoke
    return not reached and not any(isinstance(one, AddressRefused | ssl.SSLError) for one in _causes(error))


def status_words(status: int) -> str:
    """Name an HTTP status, for example `answers 404 Not Found`."""
    try:
        key = ": it wants a key, which TREATYWATCH_FEED_HEADERS can hold" if status == 401 else ""
        return f"answers {status} {HTTPStatus(status).phrase}{key}"
    except ValueError:
        return f"answers {status}"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception, what caused it, and the system's error inside aiohttp's; at most ten."""
    for _ in range(10):
        if error is None:
            return
        yield error
        inner = getattr(error, "os_error", None) or getattr(error, "certificate_error", None)
        if isinstance(inner, BaseException):
            yield inner
        error = error.__cause__ or error.__context__
