"""Check a message against Slack's limits as documented (docs.slack.dev/reference/block-kit), with Slack's errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

BLOCKS_MAX = 50
TEXT_KEPT = 40_000
UPDATE_TEXT_MAX = 4_000
METADATA_MAX = 8_192
_EVENT_TYPE = re.compile(r"[A-Za-z0-9_-]+")

_KEYS: dict[str, set[str]] = {
    "header": {"text"},
    "section": {"text", "expand"},
    "context": {"elements"},
    "actions": {"elements"},
    "divider": set(),
    "rich_text": {"elements"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
}
_RICH: dict[str, set[str]] = {
    "rich_text_section": set(),
    "rich_text_quote": {"border"},
    "rich_text_preformatted": {"border"},
    "rich_text_list": {"style", "indent", "offset", "border"},
}
_LEAVES: dict[str, tuple[set[str], set[str]]] = {
    "text": ({"text"}, {"style"}),
    "link": ({"url"}, {"text", "unsafe", "style"}),
    "emoji": ({"name"}, {"unicode", "style", "skin_tone"}),
    "user": ({"user_id"}, {"style"}),
    "usergroup": ({"usergroup_id"}, {"style"}),
    "broadcast": ({"range"}, {"style"}),
    "channel": ({"channel_id"}, {"style"}),
    "date": ({"timestamp", "format"}, {"url", "fallback", "style"}),
}


def length(text: str) -> int:
    """Count code points of the text once escaped, the strictest of the readings that Slack leaves open.

    Of text that is markup already (mrkdwn, a message's `text`) the plain `len` is that.
    """
    raw = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return max(len(text), len(raw) + 4 * raw.count("&") + 3 * (raw.count("<") + raw.count(">")))


def block_errors(blocks: Any, most: int = BLOCKS_MAX) -> list[str]:
    """Return what Slack would have against these blocks; empty where it takes them."""
    if not isinstance(blocks, list):
        return ["blocks must be a list"]
    errors = [f"no more than {most} blocks"] if len(blocks) > most else []
    ids: set[str] = set()
    for index, block in enumerate(blocks):
        errors += [f"/blocks/{index}: {error}" for error in _block(block, ids)]
    return errors


def metadata_fault(metadata: Any) -> tuple[str | None, str | None]:
    """Return an error and a warning about a message's metadata; with a warning it is dropped unsaid."""
    if metadata is None:
        return None, None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        return "invalid_metadata_format", None
    if len(json.dumps(metadata)) > METADATA_MAX:
        return "metadata_too_large", None
    if not _EVENT_TYPE.fullmatch(str(metadata.get("event_type", ""))):
        return None, "invalid_metadata_schema"
    return None, None


def _block(block: Any, ids: set[str]) -> Iterator[str]:
    if not isinstance(block, dict) or block.get("type") not in _KEYS:
        yield "unsupported type"
        return
    kind = block["type"]
    if extra := set(block) - _KEYS[kind] - {"type", "block_id"}:
        yield f"invalid additional property {sorted(extra)}"
    block_id = block.get("block_id")
    if block_id is not None:
        if not 1 <= len(block_id) <= 255 or block_id in ids:
            yield "block_id too long or not unique"
        ids.add(block_id)
    match kind:
        case "header":
            yield from _text(block.get("text"), 150, only="plain_text")
        case "section":
            yield from _text(block.get("text"), 3000)
        case "context":
            yield from _elements(block, 10)
            for element in block.get("elements", ()):
                yield from _text(element, 2000)
        case "actions":
            yield from _elements(block, 25)
            for element in block.get("elements", ()):
                yield from _element(element)
        case "rich_text":
            for element in block.get("elements", ()):
                yield from _rich(element)


def _elements(block: dict[str, Any], most: int) -> Iterator[str]:
    if not 1 <= len(block.get("elements", ())) <= most:
        yield f"between 1 and {most} elements"


def _element(element: dict[str, Any]) -> Iterator[str]:
    if length(element.get("action_id", "x")) > 255:
        yield "action_id too long"
    if element.get("type") == "button":
        yield from _text(element.get("text"), 75, only="plain_text")
        if length(element.get("value", "")) > 2000:
            yield "value too long"
        if length(element.get("url", "")) > 3000:
            yield "url too long"


def _text(text: Any, most: int, only: str | None = None) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in ("plain_text", "mrkdwn"):
        yield "not a text object"
        return
    if only and text["type"] != only:
        yield f"must be {only}"
    allowed = {"emoji"} if text["type"] == "plain_text" else {"verbatim"}
    if set(text) - allowed - {"type", "text"}:
        yield "invalid additional property"
    size = len if text["type"] == "mrkdwn" else length
    if not isinstance(text.get("text"), str) or not 1 <= size(text["text"]) <= most:
        yield f"text must be 1 to {most} characters"


def _rich(element: Any) -> Iterator[str]:
    if not isinstance(element, dict) or element.get("type") not in _RICH:
        yield "unsupported rich text element"
        return
    if set(element) - _RICH[element["type"]] - {"type", "elements"}:
        yield "invalid additional property"
    for child in element.get("elements", ()):
        if element["type"] == "rich_text_list":
            yield from _rich(child)
            continue
        needed, optional = _LEAVES.get(child.get("type"), (set(), set()))
        if not needed or not needed <= set(child) or set(child) - needed - optional - {"type"}:
            yield f"invalid rich text leaf {child.get('type')}"
        elif any(child[key] in ("", None) for key in needed):
            yield f"empty {child['type']}"
        elif length(child.get("url", "")) > 3000 or length(child.get("text", "x")) > 3000:
            yield f"{child['type']} too long"
