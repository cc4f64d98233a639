"""Draw an alert in Slack's Block Kit, within all of Slack's limits, and as one plain text.

Text from feeds goes into plain_text and rich_text, which Slack does not parse, and never into mrkdwn. Limits:
docs.slack.dev/reference/block-kit/blocks and docs.slack.dev/reference/methods/chat.update.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from monitor.model import Alert, Kind, Telling
from monitor.sinks import texts
from monitor.sinks.escape import cut, escape, length, plain
from monitor.sinks.view import Citation, View, view

HEADER_MAX = 150
SECTION_MAX = 3000
CONTEXT_MAX = 2000
TEXT_MAX = 4000
TITLE_MAX = 300
QUOTE_MAX = 700
BUTTON_MAX = 75
VALUE_MAX = 2000
BLOCKS_MAX = 50
LINES_MAX = 12_000
"""Of a message's further lines in all; Slack does not publish its limit for the whole (msg_blocks_too_long)."""

PLAINLY = {"parse": "none", "unfurl_links": False, "unfurl_media": False}
"""Sent with every message: Slack makes no links, mentions and previews of its own."""
Block = dict[str, Any]
_ID = re.compile(r"[SUW][A-Z0-9]{2,30}")


class Rendered(Struct, frozen=True, kw_only=True):
    """Hold a message as Slack takes it: the notification's text and the blocks."""

    text: str
    blocks: list[Block]


def render(alert: Alert, now: datetime, *, interactive: bool = False) -> Rendered:
    """Return an alert as a Slack message; buttons only where something listens to them."""
    shown = view(alert, now)
    mention = _mentions(alert.telling)
    blocks: list[Block] = [
        {"type": "header", "text": plain_block(shown.headline, HEADER_MAX)},
        *(paragraphs([shown.headline]) if _loses(shown) else []),
        *(_section(_mrkdwn(status)) for status in (_status(shown, mention),) if status),
        *paragraphs(shown.also),
        *paragraphs([shown.warning]),
    ]
    if shown.source or shown.quote:
        blocks.append(rich(_source(shown)))
    if shown.others:
        blocks.append(rich(_others(shown)))
    blocks += _lines(shown.lines)
    blocks += [
        rich([*([bold(title)] if title else []), bullets(lines)]) for title, lines in shown.sections if lines
    ]
    if shown.why:
        elements = [plain_block(why, CONTEXT_MAX) for why in shown.why[:10]]
        blocks.append({"type": "context", "elements": elements})
    if interactive and alert.kind in (Kind.NEWS, Kind.UPDATE):
        value = alert.updates or alert.id  # an edit of its message answers to the alert itself
        blocks.append(row(*(button(*named, value) for named in texts.BUTTONS.items())))
    return Rendered(text=plain_text(alert, now), blocks=blocks[:BLOCKS_MAX])


def plain_text(alert: Alert, now: datetime, *, mark: str = "") -> str:
    """Return an alert as one escaped text of whole lines: the notification, and what is sent if blocks are refused."""
    shown = view(alert, now)
    mention = _mentions(alert.telling)
    head = escape(cut(shown.headline, SECTION_MAX))
    status = escape(cut(" · ".join(part for part in (shown.level, shown.status) if part), HEADER_MAX * 2))
    lines = [line for line in (f"{head} {mark}".rstrip(), f"{mention} {status}".strip()) if line]
    lines += [escape(cut(line, SECTION_MAX)) for line in (*shown.also, shown.warning) if line]
    if shown.source:
        lines.append(escape(cut(shown.source.said, TITLE_MAX)))
        if shown.source.url:
            lines.append(f"<{escape(shown.source.url)}>")
    happenings = [f"• {source.said}" for source in shown.others if len(alert.telling.items) > 1]
    parts = [part for title, own in shown.sections for part in (title, *(f"• {line.flat}" for line in own))]
    further = (shown.others_title, *happenings, *shown.lines, *parts, *shown.why)
    lines += [escape(cut(line, SECTION_MAX)) for line in further if line]
    return _joined(lines, TEXT_MAX)


def title_only(alert: Alert) -> str:
    """Return the least an alert can be: its title, escaped."""
    return escape(cut(plain(alert.telling.title) or texts.UNTITLED, SECTION_MAX))


def lines_that_fit(lines: Sequence[str]) -> int:
    """Return how many of a digest's lines one message takes; the others belong into the next one."""
    room = LINES_MAX
    for index, line in enumerate(lines):
        room -= min(length(line), SECTION_MAX) + 1
        if room < 0:
            return index
    return len(lines)


def mention_of(wish: str) -> str:
    """Return the markup of a rule's mention: `@here`, a user's or a user group's id; empty for anything else."""
    if wish in ("@here", "@channel"):
        return f"<!{wish[1:]}>"
    if not _ID.fullmatch(wish):
        return ""
    return f"<!subteam^{wish}>" if wish.startswith("S") else f"<@{wish}>"


def _mentions(telling: Telling) -> str:
    """Return the markup of all whom an alert calls, each once: a list calls those of each of its happenings."""
    marks: list[str] = []
    for one in (telling, *telling.items):
        own = [mention_of(wish) for wish in (one.mention or "").split()]
        marks += own if all(own) else []  # a text that is more than mentions is none
    return " ".join(dict.fromkeys(marks))


def _loses(shown: View) -> bool:
    """Say whether a header has no room for all of a headline that stands nowhere else: the remedy is a notice's end."""
    alone = shown.source is None and not shown.others
    return alone and cut(shown.headline, HEADER_MAX) != shown.headline


def _status(shown: View, mention: str) -> str:
    status = escape(cut(shown.status, HEADER_MAX * 2))
    level = f"*{shown.level}*" if shown.level else ""
    return " ".join(part for part in (mention, level, f"· {status}" if status else "") if part)


def _source(shown: View) -> list[Block]:
    parts: list[Block] = []
    if shown.source:
        parts.append(
            _rich_section([*_linked(shown.source, TITLE_MAX, bold=True), *_byline(shown.source, "\n")])
        )
    if shown.quote:
        parts.append({"type": "rich_text_quote", "elements": [_text(cut(shown.quote, QUOTE_MAX))]})
    return parts


def _others(shown: View) -> list[Block]:
    parts = [_rich_section([_text(f"{shown.others_title}:")]), bullets(shown.others, TITLE_MAX // 2)]
    return [*parts, _rich_section([_text(shown.others_more)])] if shown.others_more else parts


def _lines(lines: Sequence[str]) -> list[Block]:
    """Return further lines in as few sections as they fit; what does not fit is counted, not hidden."""
    fitting = lines_that_fit(lines)
    rest = len(lines) - fitting
    kept = [*lines[:fitting], texts.counted(texts.MORE_LINES, rest)] if rest else lines
    return paragraphs(kept)


def paragraphs(lines: Iterable[str]) -> list[Block]:
    """Return lines as plain text, in as few sections as whole lines fit into; empty ones are left out."""
    packed: list[str] = []
    for line in lines:
        line = cut(line, SECTION_MAX)
        if packed and length(packed[-1]) + 1 + length(line) <= SECTION_MAX:
            packed[-1] += f"\n{line}"
        elif line:
            packed.append(line)
    return [_section(plain_block(text, SECTION_MAX)) for text in packed]


def bold(words: str) -> Block:
    """Return a line in bold, for `rich`."""
    return _rich_section([{**_text(cut(words, TITLE_MAX)), "style": {"bold": True}}])


def bullets(lines: Iterable[Citation], limit: int = TITLE_MAX) -> Block:
    """Return lines as a list of links, for `rich`."""
    items = [_rich_section([*_linked(line, limit), *_byline(line, " · ")]) for line in lines]
    return {"type": "rich_text_list", "style": "bullet", "elements": items}


def _joined(lines: Iterable[str], limit: int) -> str:
    """Join escaped lines, leaving out those that no longer fit, never a part of one."""
    text = ""
    for line in lines:
        if len(text) + 1 + len(line) <= limit:
            text += f"\n{line}" if text else line
    return text


def plain_block(text: str, limit: int) -> Block:
    """Return a text that Slack does not parse."""
    return {"type": "plain_text", "text": cut(text, limit) or texts.UNTITLED, "emoji": False}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _section(text: Block) -> Block:
    return {"type": "section", "text": text}


def rich(elements: list[Block]) -> Block:
    """Return rich text, which Slack does not parse either."""
    return {"type": "rich_text", "elements": elements}


def _rich_section(elements: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": elements}


def _text(text: str) -> Block:
    return {"type": "text", "text": text}


def _byline(source: Citation, before: str) -> list[Block]:
    said = [_text(before + cut(source.byline, TITLE_MAX))] if source.byline else []
    if said and source.ago:
        at = int(source.ago.timestamp())
        said.append({"type": "date", "timestamp": at, "format": texts.AGO})
    return said


def _linked(source: Citation, limit: int, *, bold: bool = False) -> list[Block]:
    title = cut(source.title, limit)
    style: Block = {"style": {"bold": True}} if bold else {}
    if source.url is None:
        return [{**_text(title), **style}]
    return [{"type": "link", "url": source.url, "text": title, **style}]


def button(action: str, words: str, value: str) -> Block:
    """Return a button; `value` is what comes back with the click."""
    text = plain_block(words, BUTTON_MAX)
    return {"type": "button", "action_id": action, "text": text, "value": value[:VALUE_MAX]}


def row(*buttons: Block) -> Block:
    """Return buttons in a row; Slack wants the action ids of one row to differ."""
    return {"type": "actions", "elements": list(buttons)}
