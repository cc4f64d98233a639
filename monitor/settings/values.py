"""Read the text of each setting."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from monitor.durations import duration, interval, time_of_day, zone

YES, NO = frozenset({"1", "true", "yes", "on", "y", "t"}), frozenset({"0", "false", "no", "off", "n", "f"})
"""How people write yes and no."""
HEADERS_FORM = 'must be JSON in one line, such as {"api.example.org": {"token": "..."}}'
OURS = frozenset({
    "host", "connection", "content-length", "transfer-encoding", "accept-encoding", "te", "upgrade", "expect",
    "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "range", "if-range",
})  # fmt: skip
"""Headers that would change how a request is sent and what its answer means (RFC 9110, sections 7.6.1, 13 and 14)."""
_WEB = r"(?:https|http(?!://(?:[^\s/]+\.)?slack\.com\b))://[^\s/]+"
"""A token or a webhook's address goes to Slack over https only; a stand-in for tests may do without."""
CHANNEL = r"#?[^\s#@,/:?]{1,80}"
"""A channel's name or id; no webhook's address, which is a key."""
FORMS = {
    "slack_bot_token": (
        r"xoxb-[!-~]+$",
        "a bot token begins with xoxb- and has neither blanks nor foreign letters; "
        "see the Slack app's page `OAuth & Permissions`",
    ),
    "slack_app_token": (
        r"xapp-[!-~]+$",
        "an app-level token begins with xapp- and has neither blanks nor foreign letters; "
        "see the Slack app's page `Basic Information`",
    ),
    "slack_webhook_url": (
        rf"{_WEB}/",
        "a webhook is a whole https:// address; see the Slack app's page `Incoming Webhooks`",
    ),
    "slack_api_url": (
        _WEB,
        "must be a whole address that begins with https:// (or http:// for tests)",
    ),
    "slack_channel": (
        f"{CHANNEL}$",
        "must be a channel's name such as #treaty-alerts, or its id such as C0123456789",
    ),
    "contact": (
        r"https?://[^\s/]|(mailto:)?[^\s@]+@[^\s@]",
        "must be a web address that begins with https:// or http://, or a mail address",
    ),
    "host": (
        r"[0-9A-Za-z.:_-]+(%\w+)?$",
        "must be an address of this machine or its name, such as 127.0.0.1",
    ),
    "deadman_url": (r"https?://[^\s/]+", "must be a whole address that begins with https:// or http://"),
}
"""What a setting must begin with, and what is said of one that does not."""


class Secret:
    """Hold a text that no log, error or page may show."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text, to who sends it."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(...)"


def value_of(field: str, text: str) -> Any:
    """Return the value of a setting. Raises ValueError that says what it must be, and never shows it if secret."""
    form, says = FORMS.get(field, ("", ""))
    if not re.match(form, text):
        raise ValueError(says)
    return READ.get(field, str)(text)


def headers_by_host(text: str) -> dict[str, dict[str, str]]:
    """Read `{"host": {"header": "value"}}`. Raises ValueError that holds no value.

    A name is a token of RFC 9110, section 5.6.2; a value is visible ASCII, so that it cannot begin another line.
    """
    try:
        hosts = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(HEADERS_FORM) from None
    if not isinstance(hosts, dict) or not all(isinstance(fields, dict) for fields in hosts.values()):
        raise ValueError(HEADERS_FORM)
    for host, fields in hosts.items():
        if not re.fullmatch(r"[a-z0-9.-]+|[0-9a-f]*:[0-9a-f.:]+", host):
            raise ValueError(
                f"{host!r} is no host; write its name alone, in small letters, without https:// and port"
            )
        for name, value in fields.items():
            if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) or name.lower() in OURS:
                raise ValueError(f"{host}: {name!r} is no header that may be added")
            if not isinstance(value, str) or not re.fullmatch(
                r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?", value
            ):
                raise ValueError(f"{host}: the value of {name} must be a text of visible ASCII")
    return hosts


def _path(text: str) -> Path:
    # A shell does it, and nobody for what stands in `.env`.
    return Path(text).expanduser() if text.split("/")[0] == "~" else Path(text)


def _switch(text: str) -> bool:
    if text.casefold() not in YES | NO:
        raise ValueError("must be 1 (yes) or 0 (no)")
    return text.casefold() in YES


def _headers(text: str) -> Secret:
    headers_by_host(text)
    return Secret(text)


def _websub_url(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url):
        raise ValueError(
            "must be a whole address such as https://news.example.org, without a query or a password"
        )
    return url.rstrip("/")


def _heartbeat(text: str) -> str:
    at, _, place = text.partition(" ")
    time_of_day(at)
    zone(place or "UTC")
    return text


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65535:
        raise ValueError("must be a whole number from 0 to 65535")
    return int(text)


def _level(level: str) -> str:
    if level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError(f"{level!r} is none of DEBUG, INFO, WARNING, ERROR")
    return level.upper()


READ: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("slack_bot_token", "slack_app_token", "slack_webhook_url", "deadman_url"), Secret),
    **dict.fromkeys(("state", "rules"), _path),
    **dict.fromkeys(("baseline", "keep"), duration),
    "allow_private": _switch,
    "poll_every": interval,
    "feed_headers": _headers,
    "heartbeat": _heartbeat,
    "websub_url": _websub_url,
    "port": _port,
    "log_level": _level,
}
"""How the text of a setting is read, unless it is one: raises ValueError that says what it must be."""
