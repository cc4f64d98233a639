"""Draw panels in Block Kit: plain text and rich text only, so that no text of a feed or a person comes alive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from monitor.model import Line
from monitor.sinks.blocks import (
    BLOCKS_MAX,
    TEXT_MAX,
    Block,
    bold,
    bullets,
    button,
    paragraphs,
    plain_block,
    rich,
    row,
)
from monitor.sinks.escape import cut, escape, length, plain
from monitor.sinks.view import line_source

__all__ = ["button", "confirm_dialog", "fit", "heading", "home", "listed", "row", "said", "text"]

HOME_BLOCKS_MAX = 100
LIST_MAX = 60
"""Lines of one list; more belong onto the page, and are counted."""


def heading(words: str) -> Block:
    """Return a line in bold."""
    return rich([bold(plain(words))])


def text(lines: Iterable[str]) -> list[Block]:
    """Return lines as plain text, in as few blocks as they fit."""
    return paragraphs(map(plain, lines))


def listed(lines: Sequence[Line]) -> list[Block]:
    """Return lines as a list of links; those beyond what a list takes are counted."""
    more = [Line(text=f"and {len(lines) - LIST_MAX} more")] if len(lines) > LIST_MAX else []
    return [rich([bullets(map(line_source, [*lines[:LIST_MAX], *more]))])] if lines else []


def fit(blocks: Sequence[Block], most: int = BLOCKS_MAX) -> tuple[Block, ...]:
    """Return blocks as many as a message takes; the last one says if some were left out."""
    if len(blocks) <= most:
        return tuple(blocks)
    return (*blocks[: most - 1], *text(["(There is more than one message takes; the page shows all of it.)"]))


def said(lines: Iterable[str]) -> str:
    """Return the text that notifications and screen readers use."""
    return escape(cut("\n".join(plain(line) for line in lines), TEXT_MAX))


def confirm_dialog(private: str, suggestion: str | None) -> dict[str, Any]:
    """Return the dialog that asks for the page that confirms an alert."""
    entry: Block = {
        "type": "plain_text_input",
        "action_id": "link",
        "placeholder": plain_block("https://", 150),
        "max_length": 3000,
    }
    if suggestion and length(suggestion) <= 3000:
        entry["initial_value"] = suggestion
    return {
        "type": "modal",
        "callback_id": "confirmed",
        "private_metadata": private,
        "title": plain_block("Confirmed", 24),
        "submit": plain_block("Confirm", 24),
        "close": plain_block("Cancel", 24),
        "blocks": [
            {
                "type": "input",
                "block_id": "link",
                "label": plain_block("The page that confirms it", 150),
                "element": entry,
            }
        ],
    }


def home(blocks: Sequence[Block]) -> dict[str, Any]:
    """Return an App Home of these blocks."""
    return {"type": "home", "blocks": list(fit(blocks, HOME_BLOCKS_MAX))}
