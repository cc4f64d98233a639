"""Turn what feeds call text into plain text: no markup, no invisible tricks, one line.

Entities are resolved exactly once, so that `AT&amp;T` in HTML reads AT&T and a plain `AT&amp;T` stays as it is.
What comes out may be cut into any channel, but must be escaped there: a plain text may well say `<!channel>`.
"""

from __future__ import annotations

import html as entities
import re
import unicodedata

TITLE, BODY = 1_000, 100_000
"""Characters kept of a title and of a body; 100,000 are a small book."""

_TAG = re.compile(r"<(/?)([a-zA-Z][\w:.-]*+)(?:[^<>\"']*+(?:\"[^\"<]*+\"|'[^'<]*+'))*+[^<>\"']*+>")
_BROKEN_TAG = re.compile(r"</?[a-zA-Z][^<>]*+(?:>|$)|<[!?/][^<>]*+>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_UNSEEN = re.compile(
    r"(?is)<(script|style|template|noscript|iframe|object|svg|math|textarea|select)\b[^<>]*+>.*?(?:</\1\s*+>|\Z)"
)
_GAPS = {
    "br": "\n",
    **dict.fromkeys((
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
        "font", "i", "ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ), ""),
    **dict.fromkeys((
        "td", "th", "img", "input", "button", "label", "picture", "source", "video", "audio", "figure",
        "embed", "param", "area", "map",
    ), " "),
}  # fmt: skip
"""What a tag leaves between the words around it; one that is not named here begins a paragraph."""
_PARAGRAPH = re.compile(r"\n[ \t\r\f\v\xa0]*+\n")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Controls, bidirectional and zero-width marks, tags and lone surrogates; no white space."""
BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
"""Of the invisible ones those that Python counts as printable: letters and marks that show nothing."""
_JOINERS = re.compile("[\u200c\u200d]+")


def plain(source: str, *, html: bool, limit: int = BODY, lines: bool = False) -> str:
    """Return the text of `source` as one line of at most `limit` characters, NFC, without invisible characters.

    With `html`, tags go (block tags leave a space), scripts, styles and comments go with their contents, and
    entities are resolved once. Without, everything is text. With `lines`, paragraphs stay apart by a line break,
    so that a heading or a list item does not run into the next sentence. Never raises; linear in time.
    """
    source = source[: limit * 20 + 1_000]
    if html:
        source = entities.unescape(_strip(source) if "<" in source else source)
    if not lines:
        return clean(source, limit)
    return cut("\n".join(filter(None, map(_line, _PARAGRAPH.split(source)))), limit)


def clean(text: str, limit: int = BODY) -> str:
    """Return a text in one line, NFC, without invisible characters, cut at `limit`. Idempotent."""
    return cut(_line(text), limit)


def _line(text: str) -> str:
    # Of white space only the plain blank is printable, so that such a text need not be taken apart.
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    text = " ".join(text.split())
    if text.isprintable() and (text.isascii() or not any(map(text.__contains__, BLANKS))):
        # No control, format or surrogate character at all, as is usual: spares looking at each one.
        return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    text = " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())
    if "\u200c" in text or "\u200d" in text:
        text = " ".join(_JOINERS.sub(_keep_joiner, text).split())
    return text


def cut(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters; what was cut ends in an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip(" \n\u200c\u200d") + "…"


def _strip(source: str) -> str:
    """Take markup away. Each pattern either stops at the next `<` or is known to find its end: no rescanning."""
    if "<!--" in source:
        head, end, tail = source.rpartition("-->")
        source = _COMMENT.sub("", head + end) + tail.replace("<!--", "")
    if "]]>" in source or "<![CDATA[" in source:
        source = source.replace("<![CDATA[", "").replace("]]>", "")
    source = _TAG.sub(_gap, _UNSEEN.sub(" ", source))
    return _BROKEN_TAG.sub(" ", source) if "<" in source else source


def _gap(tag: re.Match[str]) -> str:
    return _GAPS.get(tag[2].lower(), "\n\n")


def _keep_joiner(found: re.Match[str]) -> str:
    """Keep one joiner inside a word of a script that needs it (Persian, Indic, emoji), none elsewhere."""
    text, start, end = found.string, found.start(), found.end()
    inside = start > 0 and end < len(text) and text[start - 1] > "\x7f" and text[end] > "\x7f"
    return found[0][0] if inside else ""
