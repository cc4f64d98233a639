"""Hold a workspace: channels, messages, tokens, rates, and the ledger of all that was ever taken."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.slack_server.breakdowns import Plan

SCOPES = ("chat:write", "channels:history", "groups:history", "channels:read", "groups:read", "files:write",
          "commands")  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Posted:
    """Hold one message that stands, or stood, in a channel."""

    channel: str
    ts: str
    body: dict[str, Any]
    """As sent: text, blocks, parse, link_names ..."""
    at: float
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    edits: int = 0
    deleted: bool = False

    @property
    def alert_id(self) -> str | None:
        """Return the alert's id in the metadata."""
        return self.metadata["event_payload"].get("alert_id") if self.metadata else None


@dataclass(slots=True, kw_only=True)
class Channel:
    """Hold one channel and the bot's place in it."""

    id: str
    name: str
    private: bool = False
    member: bool = True
    archived: bool = False
    broken: str | None = None
    """An error code for every post."""
    messages: list[Posted] = field(default_factory=list)


@dataclass(slots=True)
class Bucket:
    """Hold a token bucket; a refusal opens a window in which every call is refused and counted as impatient."""

    rate: float
    burst: float
    level: float = -1.0
    at: float = 0.0
    closed_until: float = 0.0

    def take(self, now: float) -> float:
        """Return 0 if the call may go, otherwise the seconds to wait."""
        if self.level < 0:
            self.level = self.burst
        else:
            self.level = min(self.burst, self.level + max(0.0, now - self.at) * self.rate)
        self.at = now
        if now < self.closed_until:
            return self.closed_until - now
        if self.level >= 1:
            self.level -= 1
            return 0.0
        wait = max(1.0, (1 - self.level) / self.rate)
        self.closed_until = now + wait
        return wait


class Workspace:
    """Answer what a workspace would; knows no HTTP."""

    def __init__(self, clock: Callable[[], float] = time.time, ledger: Path | None = None) -> None:
        self.clock = clock
        self.tokens: dict[str, tuple[str, ...]] = {
            "xoxb-loopback": SCOPES,
            "xapp-loopback": ("connections:write",),
        }
        self.revoked: str | None = None
        """An error code for every call with a token, such as token_revoked."""
        self.channels: dict[str, Channel] = {}
        self.add_channel("treaty-alerts", "C0TREATY01")
        self.plan = Plan()
        self.history_lag = 0.0
        self.history_page = 999
        self.rates: dict[str, tuple[float, float]] = {
            "post": (1.0, 4.0),
            "workspace": (20.0, 40.0),
            "chat.update": (50 / 60, 50.0),
            "conversations.history": (50 / 60, 50.0),
            "conversations.replies": (50 / 60, 50.0),
        }
        """Calls a second and burst; per channel for posts, per workspace for the others."""
        self.buckets: dict[str, Bucket] = {}
        self.impatient = 0
        """Calls made inside a window that Slack had asked to wait for."""
        self.calls: list[str] = []
        self.ledger_file = ledger
        self.ledger: list[dict[str, Any]] = []
        self.files: dict[str, dict[str, Any]] = {}
        self.views: dict[str, dict[str, Any]] = {}
        self.responses: dict[str, list[dict[str, Any]]] = {}
        """What was sent to each response_url, by the last part of its path."""
        self._last_ts = 0

    def add_channel(self, name: str, id: str, **more: Any) -> Channel:
        """Make a channel; the bot is in it unless told otherwise."""
        self.channels[id] = Channel(id=id, name=name, **more)
        return self.channels[id]

    def harsh(self) -> None:
        """Read history once a minute, 15 messages at a time, as apps outside the Marketplace since 2025."""
        self.history_page = 15
        for method in ("conversations.history", "conversations.replies"):
            self.rates[method] = (1 / 60, 1.0)
            self.buckets.pop(method, None)

    def find_channel(self, name: str) -> Channel | None:
        """Return a channel by id, name or #name."""
        wanted = name.removeprefix("#")
        return self.channels.get(name) or next((c for c in self.channels.values() if c.name == wanted), None)

    def posts(self, channel: str | None = None) -> list[Posted]:
        """Return all messages that stand, oldest first."""
        return [
            message
            for one in self.channels.values()
            if channel is None or one.name == channel.removeprefix("#")
            for message in one.messages
            if not message.deleted
        ]

    def wait_for(self, key: str, kind: str) -> float:
        """Return the seconds to wait before a call that falls under this limit; 0 if it may go."""
        if kind not in self.rates:
            return 0.0
        bucket = self.buckets.setdefault(key, Bucket(*self.rates[kind]))
        now = self.clock()
        if now < bucket.closed_until:
            self.impatient += 1
        return bucket.take(now)

    def commit(self, channel: Channel, body: dict[str, Any], metadata: dict[str, Any] | None) -> Posted:
        """Take a message: from here on it stands, whatever the caller gets to hear."""
        now = self.clock()
        self._last_ts = max(int(now * 1_000_000), self._last_ts + 1)
        ts = f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06}"
        message = Posted(
            channel=channel.id, ts=ts, body=body, at=now, metadata=metadata, thread_ts=body.get("thread_ts")
        )
        channel.messages.append(message)
        self.note("post", message)
        return message

    def note(self, event: str, message: Posted) -> None:
        """Write one line into the ledger, which nobody can take back."""
        line = {
            "event": event, "at": self.clock(), "channel": self.channels[message.channel].name, "ts": message.ts,
            "thread_ts": message.thread_ts, "alert_id": message.alert_id, "text": message.body.get("text"),
        }  # fmt: skip
        self.ledger.append(line)
        if self.ledger_file:
            with self.ledger_file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
