"""Say what an answer to a person consists of: values that one place sends."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from monitor.sinks.blocks import PLAINLY, Block


class Respond(Struct, frozen=True, kw_only=True):
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
            **PLAINLY,
        }
        return body | ({"thread_ts": self.thread_ts} if self.thread_ts else {})


class Open(Struct, frozen=True, kw_only=True):
    """Open a dialog; Slack takes the trigger for three seconds."""

    trigger: str
    view: dict[str, Any]


class Publish(Struct, frozen=True, kw_only=True):
    """Show a person's App Home."""

    user: str
    view: dict[str, Any]


class Reply(Struct, frozen=True, kw_only=True):
    """Hold what goes back with the acknowledgement, and what follows it."""

    ack: dict[str, Any] | None = None
    then: tuple[Respond | Open | Publish, ...] = ()
