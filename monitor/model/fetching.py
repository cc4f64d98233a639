"""Hold what polling a feed brings: trouble is a value too."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct


class Feed(Struct, frozen=True, kw_only=True):
    """Describe something polled that yields entries; `kind` picks its parser."""

    id: str
    url: str
    kind: str = "feed"
    title: str | None = None
    every: timedelta | None = None
    """The longest wait between polls (a ceiling), or None for the setting's default."""
    tags: tuple[str, ...] = ()
    language: str | None = None
    """BCP 47 primary tag that entries are taken to be in when they do not say."""
    enabled: bool = True


class Validators(Struct, frozen=True, kw_only=True):
    """Hold what a server gave to ask 'has it changed?' with (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


class Announced(Struct, frozen=True, kw_only=True):
    """Say where a feed's publisher tells of new items (WebSub): the hub to subscribe at, and to what."""

    hub: str
    topic: str
    """The address that is subscribed to: the feed's, as its publisher writes it."""


class Document(Struct, frozen=True, kw_only=True):
    """Hold the bytes that one fetch returned, decoded from their transfer and content codings."""

    url: str
    """The address that answered, after redirects."""
    body: bytes
    content_type: str | None = None
    """The Content-Type header as sent, with its charset if any."""
    validators: Validators = Validators()
    wait: timedelta | None = None
    """How long the server asks us to wait: the longest of Retry-After, Cache-Control max-age, Expires."""
    moved_to: str | None = None
    """The new address when every redirect on the way was permanent (301, 308)."""
    redirected_to: str | None = None
    """The host that answered, where it is not the one that was asked."""
    truncated: bool = False
    """The body broke off before its announced end."""
    links: str | None = None
    """The Link header as sent (RFC 8288)."""

    def __repr__(self) -> str:
        return f"Document({self.url!r}, {len(self.body)} bytes of {self.content_type})"


class NotModified(Struct, frozen=True, kw_only=True):
    """Say that the server answered 304."""

    wait: timedelta | None = None


class FetchError(Struct, frozen=True, kw_only=True):
    """Say why a poll brought nothing: trouble is a value. `reason` is for people and holds no secret."""

    reason: str
    wait: timedelta | None = None
    """Retry-After of a 429 or 503."""
    gone: bool = False
    """The server answered 410."""
    unanswered: bool = False
    """No server was reached, or none answered in time: the trouble may be our own network's."""


Outcome = Document | NotModified | FetchError
