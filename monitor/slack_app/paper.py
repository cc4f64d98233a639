"""Draw panels in Block Kit: plain text and rich text only, so that no text of a feed or a person comes alive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from monitor.model import Line
from monitor.sinks.blocks import BLOCKS_MAX, BUTTON_MAX, SECTION_MAX, TEXT_MAX, TITLE_MAX, Block
from monitor.sinks.escape import cut, escape, length, link, plain

VALUE_MAX = 2000
HOME_BLOCKS_MAX = 100
LIST_MAX = 60
"""Lines of one list; more belong onto the page, and are counted."""


def heading(words: str) -> Block:
    """Return a line in bold."""
    text = {"type": "text", "text": cut(plain(words), TITLE_MAX), "style": {"bold": True}}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [text]}]}


def text(lines: Iterable[str]) -> list[Block]:
    """Return lines as plain text, in as few blocks as they fit."""
    packed: list[str] = []
    for line in lines:
        line = cut(plain(line), SECTION_MAX)
        if packed and length(packed[-1]) + 1 + length(line) <= SECTION_MAX:
            packed[-1] += f"\n{line}"
        elif line:
            packed.append(line)
    return [{"type": "section", "text": _plain(part, SECTION_MAX)} for part in packed]


def listed(lines: Sequence[Line]) -> list[Block]:
    """Return lines as a list of links; those beyond what a list takes are counted."""
    if not lines:
        return []
    shown = [*lines[:LIST_MAX]]
    if len(lines) > LIST_MAX:
        shown.append(Line(text=f"and {len(lines) - LIST_MAX} more"))
    items = [{"type": "rich_text_section", "elements": [*_linked(line)]} for line in shown]
    many = {"type": "rich_text_list", "style": "bullet", "elements": items}
    return [{"type": "rich_text", "elements": [many]}]


def button(action: str, words: str, value: str, *, style: str | None = None) -> Block:
    """Return a button; `value` is what comes back with the click."""
    made: Block = {
        "type": "button",
        "action_id": action,
        "text": _plain(words, BUTTON_MAX),
        "value": value[:VALUE_MAX],
    }
    return made | ({"style": style} if style else {})


def row(*buttons: Block) -> Block:
    """Return buttons in a row; Slack wants the action ids of one row to differ."""
    return {"type": "actions", "elements": list(buttons)}


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
        "placeholder": _plain("https://", 150),
        "max_length": 3000,
    }
    if suggestion and length(suggestion) <= 3000:
        entry["initial_value"] = suggestion
    return {
        "type": "modal",
        "callback_id": "confirmed",
        "private_metadata": private,
        "title": _plain("Confirmed", 24),
        "submit": _plain("Confirm", 24),
        "close": _plain("Cancel", 24),
        "blocks": [
            {
                "type": "input",
                "block_id": "link",
                "label": _plain("The page that confirms it", 150),
                "element": entry,
            }
        ],
    }


def home(blocks: Sequence[Block]) -> dict[str, Any]:
    """Return an App Home of these blocks."""
    return {"type": "home", "blocks": list(fit(blocks, HOME_BLOCKS_MAX))}


def _linked(line: Line) -> Iterable[Block]:
    words, url = cut(plain(line.text), TITLE_MAX) or "(no title)", link(line.url)
    yield {"type": "link", "url": url, "text": words} if url else {"type": "text", "text": words}
    if line.note:
        yield {"type": "text", "text": f" · {cut(plain(line.note), TITLE_MAX)}"}


def _plain(words: str, limit: int) -> Block:
    return {"type": "plain_text", "text": cut(words, limit) or "-", "emoji": False}
