"""Find what comes alive in a posted message: mentions and links, read as Slack reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_CONTROL = re.compile(r"<([^<>]+)>")
_BARE_URL = re.compile(r"(?:https?://|mailto:|www\.)[^\s<>]+", re.IGNORECASE)
_BARE_NAME = re.compile(r"(?<![\w@])@(\w[\w.-]*)")


@dataclass(frozen=True, slots=True)
class Live:
    """Hold one thing a reader's Slack would act on: broadcast, user, group, channel, date, link, auto or odd."""

    kind: str
    value: str


def live(message: dict[str, Any]) -> list[Live]:
    """Return every live mention and link of a message as it was posted (text, blocks, parse, link_names)."""
    parse = message.get("parse")
    found = list(_mrkdwn(message.get("text") or "", auto=parse != "none"))
    if parse == "full" or message.get("link_names"):
        found += [Live("user", name) for name in _BARE_NAME.findall(message.get("text") or "")]
    for block in message.get("blocks") or ():
        found += _block(block)
    return found


def _mrkdwn(text: str, *, auto: bool) -> Iterator[Live]:
    for content in _CONTROL.findall(text):
        yield _control(content)
    if auto:
        for url in _BARE_URL.findall(_CONTROL.sub(" ", text)):
            yield Live("auto", url)


def _control(content: str) -> Live:
    value, _, _ = content.partition("|")
    if value.startswith("!subteam^"):
        return Live("group", value.removeprefix("!subteam^"))
    if value.startswith("!date^"):
        return Live("date", value)
    if value.startswith("!"):
        return Live("broadcast", value[1:])
    if value.startswith("@"):
        return Live("user", value[1:])
    if value.startswith("#"):
        return Live("channel", value[1:])
    value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return Live("link" if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", value) else "odd", value)


def _block(block: Any) -> Iterator[Live]:
    """Walk a block: text objects by their type, rich text by its elements; plain text is never alive."""
    if isinstance(block, list):
        for item in block:
            yield from _block(item)
        return
    if not isinstance(block, dict):
        return
    match block.get("type"):
        case "plain_text" | "text":
            return
        case "mrkdwn":
            yield from _mrkdwn(block.get("text", ""), auto=not block.get("verbatim"))
            return
        case "link":
            yield Live("link", block.get("url", ""))
            return
        case "user":
            yield Live("user", block.get("user_id", ""))
            return
        case "usergroup":
            yield Live("group", block.get("usergroup_id", ""))
            return
        case "broadcast":
            yield Live("broadcast", block.get("range", ""))
            return
        case "button" if block.get("url"):
            yield Live("link", block["url"])
    for value in block.values():
        yield from _block(value)
