"""Fetch one feed: ask, follow redirects, unpack within bounds. Trouble is a value and holds no secret."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode

import aiohttp
import httpx
from msgspec import Struct
from msgspec.structs import replace

from monitor import __version__
from monitor.fetch import headers
from monitor.fetch.address import Guard, Network
from monitor.fetch.body import ACCEPTED, Body, TooLarge, Unpacker, Unreadable
from monitor.fetch.dial import Lookup, system_lookup, tls_context
from monitor.fetch.host_gate import HostGate
from monitor.fetch.limits import MEBI, Limits
from monitor.fetch.masking import unkeyed
from monitor.fetch.target import Target, next_hop, target
from monitor.fetch.transport import open_transport
from monitor.fetch.trouble import status_words, unanswered, words
from monitor.model import Document, Feed, FetchError, NotModified, Outcome, Validators
from monitor.wording import redirected

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.9, */*;q=0.5"
)
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
KEPT_METHOD = frozenset({307, 308})
BUSY = frozenset({429, 503})
BUSY_FOR = 60.0
"""Seconds that a host is spared after a 429 or 503 that names no time."""

NO_DOCUMENT = frozenset({204, 205, 206})
"""Successes without a whole document: nobody asked for a part."""
TROUBLE = (aiohttp.ClientError, httpx.InvalidURL, OSError, ValueError)
"""What the network and hostile answers raise."""

Result = TypeVar("Result")

_NOTHING = httpx.ByteStream(b"")


class _Redirect(Struct, frozen=True):
    status: int
    location: str


class Client:
    """Fetch feeds over one shared transport, open until `aclose`. Made in a running loop, from plain arguments."""

    def __init__(
        self,
        *,
        contact: str,
        allow_private: bool = False,
        keys: Mapping[str, Mapping[str, str]] | None = None,
        networks: Sequence[Network] = (),
        limits: Limits | None = None,
        lookup: Lookup | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Take the contact for the User-Agent and what is allowed beyond public addresses.

        `keys` are headers by host, for hosts that want them; they go over https only, and to that host only.
        `lookup` and `clock` are the system's unless a test hands in its own.
        """
        self._guard = Guard(allow_private=allow_private, networks=tuple(networks))
        self._limits = limits or Limits()
        self._keys = {host: tuple(fields.items()) for host, fields in (keys or {}).items()}
        self._clock = clock
        always = [("User-Agent", user_agent(contact)), ("Accept", ACCEPT), ("Accept-Encoding", ACCEPTED)]
        self._transport = open_transport(
            self._guard, self._limits, lookup or system_lookup(), tls_context(), always
        )
        self._gate = HostGate(
            at_once=self._limits.per_host,
            gap=self._limits.gap,
            slow_gap=self._limits.slow_gap,
            clock=asyncio.get_running_loop().time,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def fetch(
        self, feed: Feed, validators: Validators | None = None, *, url: str | None = None
    ) -> Outcome:
        """Fetch a feed, at `url` where it is known to have moved. `validators` None asks for all of it."""
        answer: Outcome
        answer, moved_to = await self._walk(url or feed.url, lambda asked: self._ask(asked, validators))
        # A new address with a secret in it is followed each time, and kept nowhere.
        if moved_to and isinstance(answer, Document) and unkeyed(moved_to) == moved_to:
            return replace(answer, moved_to=moved_to)
        return answer

    async def submit(self, url: str, fields: Mapping[str, str]) -> FetchError | None:
        """Send a form to a WebSub hub, through the same guard and limits; return why it was not taken, if it was not.

        Redirects that keep a form (307, 308) are followed. What is answered is not read.
        """
        body = urlencode(fields).encode()
        answer, _ = await self._walk(url, lambda asked: self._send(asked, body))
        return answer

    async def call(self, url: str) -> FetchError | None:
        """Call an address (GET), through the same guard and limits; return why that failed, if it did.

        Whatever success is answered will do (many who watch answer with nothing), and it is not read.
        """
        answer, _ = await self._walk(url, lambda asked: self._send(asked, None))
        return answer

    async def _walk(
        self, url: str, ask: Callable[[Target], Awaitable[Result | _Redirect]]
    ) -> tuple[Result | FetchError, str | None]:
        """Ask at an address, and where its redirects lead: within one deadline, each hop in its host's turn.

        Return the answer, and its address where it was found by permanent redirects alone.
        """
        asked = target(url)
        if isinstance(asked, str):
            return FetchError(reason=asked), None
        clock = asyncio.get_running_loop().time
        left, first = self._limits.total, asked.url.raw_host
        seen: set[httpx.URL] = set()
        permanent = True
        answer: Result | FetchError | _Redirect
        while True:
            async with self._gate.turn(asked.host, spaced=not asked.here):
                start = clock()
                try:
                    async with asyncio.timeout(left):
                        answer = await ask(asked)
                except TimeoutError:
                    late = f"took longer than {self._limits.total:g} seconds"
                    answer = FetchError(reason=late, unanswered=True)
                left -= clock() - start
            if not isinstance(answer, _Redirect):
                if asked.url.raw_host != first:
                    answer = _from_elsewhere(answer, asked.url.host)
                return answer, asked.address if seen and permanent else None
            permanent = permanent and answer.status in PERMANENT
            seen.add(asked.url)
            hop = next_hop(asked, answer.location)
            if not isinstance(hop, str) and hop.url in seen:
                hop = "redirects in a circle"
            elif not isinstance(hop, str) and len(seen) > self._limits.redirects:
                hop = f"redirects more than {self._limits.redirects} times"
            if isinstance(hop, str):
                return FetchError(reason=hop), None
            asked = hop

    async def _send(self, asked: Target, form: bytes | None) -> FetchError | _Redirect | None:
        """Send a form, or only call, and judge the answer by its status."""
        method, followed, body, fields = "GET", REDIRECTS, _NOTHING, []
        if form is not None:
            method, followed, body = "POST", KEPT_METHOD, httpx.ByteStream(form)
            fields = [
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Content-Length", str(len(form))),
            ]
        if asked.authorization:
            fields.append(("Authorization", asked.authorization))
        try:
            request = httpx.Request(method, asked.url, headers=fields, stream=body)
            response = await self._transport.handle_async_request(request)
        except TROUBLE as error:
            return FetchError(reason=words(error))
        await response.aclose()
        status = response.status_code
        answered = headers.plain(response.headers.raw)
        if status in followed and "location" in answered:
            return _Redirect(status, answered["location"])
        if status in BUSY:
            self._spare(asked, answered)
        return None if 200 <= status < 300 else FetchError(reason=status_words(status))

    async def _ask(self, asked: Target, kept: Validators | None) -> Outcome | _Redirect:
        """Send one request and read its answer."""
        fields = headers.conditions(kept)
        conditional = bool(fields)
        if asked.authorization:
            fields.append(("Authorization", asked.authorization))
        if self._keys and (asked.url.scheme == "https" or asked.here):
            given = self._keys.get(asked.url.raw_host.decode(), ())
            # Two of them would be read as one that nobody knows; what stands in a feed's address is meant for it.
            fields.extend(
                key for key in given if not asked.authorization or key[0].lower() != "authorization"
            )
        try:
            request = httpx.Request("GET", asked.url, headers=fields, stream=_NOTHING)
            response = await self._transport.handle_async_request(request)
        except TROUBLE as error:
            return FetchError(reason=words(error), unanswered=unanswered(error))
        try:
            return await self._judge(asked, response, conditional=conditional)
        finally:
            await response.aclose()

    async def _judge(
        self, asked: Target, response: httpx.Response, *, conditional: bool
    ) -> Outcome | _Redirect:
        """Tell by its status what an answer to a request, `conditional` or not, is; only a document's body is read."""
        status = response.status_code
        fields = headers.plain(response.headers.raw)
        if status == 304:
            if not conditional:
                return FetchError(reason="answers 304 Not Modified, unasked")
            return NotModified(wait=headers.wait(fields, self._clock()))
        if 200 <= status < 300 and status not in NO_DOCUMENT:
            return await self._document(asked, response, fields)
        if status in REDIRECTS:
            location = fields.get("location")
            if location is None:
                return FetchError(reason="redirects without saying where to")
            return _Redirect(status, location)
        wait = self._spare(asked, fields) if status in BUSY else None
        return FetchError(reason=status_words(status), wait=wait, gone=status == 410)

    def _spare(self, asked: Target, fields: dict[str, str]) -> timedelta | None:
        """Leave a busy host alone for a while; return how long it asked for, if it did."""
        wait = headers.retry_after(fields, self._clock())
        self._gate.slow(asked.host, wait.total_seconds() if wait else BUSY_FOR)
        return wait

    async def _document(
        self, asked: Target, response: httpx.Response, fields: dict[str, str]
    ) -> Document | FetchError:
        try:
            body = await self._body(response, fields)
        except TooLarge:
            return FetchError(
                reason=f"is larger than {self._limits.wire_bytes // MEBI} MiB as sent"
                f" or {self._limits.body_bytes // MEBI} MiB unpacked"
            )
        except Unreadable as error:
            return FetchError(reason=str(error))
        except TROUBLE as error:
            return FetchError(reason=words(error))
        if not body.data:
            return FetchError(reason="answers with an empty document")
        return Document(
            url=str(asked.url),
            body=body.data,
            content_type=fields.get("content-type"),
            # the validators of a document that broke off would hide its rest behind a 304
            validators=Validators() if body.broken else headers.validators(fields),
            links=fields.get("link"),
            wait=headers.wait(fields, self._clock()),
            truncated=body.broken,
        )

    async def _body(self, response: httpx.Response, fields: dict[str, str]) -> Body:
        """Read and unpack a body; one that breaks off or falls silent after it has begun is kept as broken."""
        unpacker = Unpacker(fields.get("content-encoding", ""), self._limits.body_bytes)
        room = self._limits.wire_bytes
        try:
            async for chunk in response.aiter_raw():
                room -= len(chunk)
                if room < 0:
                    raise TooLarge
                unpacker.feed(chunk)
        except (aiohttp.ClientError, OSError):
            body = unpacker.finish(broken=True)
            if not body.data:
                raise
            return body
        return unpacker.finish()


def _from_elsewhere(answer: Result, host: str) -> Result:
    """Return an answer of another host than the one that was asked; trouble names it, now or once it is parsed."""
    if isinstance(answer, Document):
        return replace(answer, redirected_to=host)
    if isinstance(answer, FetchError):
        return replace(answer, reason=redirected(answer.reason, host))
    return answer


def user_agent(contact: str) -> str:
    """Name this program and whom to write to, in the form that robots use; plain ASCII without controls."""
    plain = "".join(sign for sign in contact if " " <= sign <= "~" and sign not in "()")
    return f"treatywatch/{__version__} (+{plain.strip()})" if plain.strip() else f"treatywatch/{__version__}"
