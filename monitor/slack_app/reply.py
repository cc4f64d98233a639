"""Say what an answer to a person consists of: values that one place sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Respond:
    """Answer at the address that Slack gave for it: seen by the asker alone, valid for 30 minutes and five times."""

    url: str
    text: str
    blocks: tuple[Block, ...]
    replace: bool = False
    """Take the place of the panel that was clicked."""
    thread_ts: str | None = None

    def body(self) -> dict[str, Any]:
        """Return the answer as Slack takes it (docs.slack.dev/interactivity/handling-user-interaction)."""
        body: dict[str, Any] = {
            "response_type": "ephemeral",
            "replace_original": self.replace,
            "text": self.text,
            "blocks": list(self.blocks),
            "parse": "none",
            "unfurl_links": False,
            "unfurl_media": False,
        }
        return body | ({"thread_ts": self.thread_ts} if self.thread_ts else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Open a dialog; Slack takes the trigger for three seconds."""

    trigger: str
    view: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """Show a person's App Home."""

    user: str
    view: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Hold what goes back with the acknowledgement, and what follows it."""

    ack: dict[str, Any] | None = None
    then: tuple[Respond | Open | Publish, ...] = ()
