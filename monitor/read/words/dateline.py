"""Find the dateline of a text: `HANOI, May 3 (AP) - `."""

from __future__ import annotations

import re

from monitor.read.texts import Text

_DATELINE = re.compile(
    r"^(?:[^.!?]|(?<=\d)\.(?=\d)|(?<=\s[a-z]{3})\.(?=\s\()){0,70}?(?:\([^()]{2,30}\)\.?\s*[-:]*|\s-{1,2}|\s\|"
    r"|\s/[^/]{2,24}/\.?\s*[-:]*|^[^.!?:\s]{3,16}:|^[^.!?:]{3,24}\.\s?-?)\s"
    r"|^[^。!?,]{2,24}\d日?(?:电|電|讯|訊)\)?\s?"
)
_SIGN = re.compile(r"[^.:]{3,24}[.:]|[^-(|/]{0,71}[-(|/]|[^电電讯訊]{0,26}[电電讯訊]")
"""What no dateline is without, and is found sooner."""
_SMALL = 3  # words in small letters that a dateline may hold: `15 de mayo de 2026`


def dateline_end(text: Text) -> int:
    """Return where the dateline of a text ends, or 0 where it has none."""
    folded = text.folded.text
    found = _DATELINE.match(folded) if _SIGN.match(folded) else None
    return found.end() if found and _is_dateline(text, found) else 0


def _is_dateline(text: Text, found: re.Match[str]) -> bool:
    """Say whether a beginning is a dateline: before a colon only a word in capitals is, as in `ISLAMABAD:`."""
    if sum(word[:1].islower() for word in text.original[: found.end()].split()) > _SMALL:
        return False  # `Jamaica is now a signatory to the United Nations (UN) Convention`
    if found.end() < len(text.original) and text.cased(found.end()).islower():
        return False  # `Cambodia - long accused of ... -`
    if found.group().endswith(". ") and "(" not in found.group():
        return text.original[: found.end()].isupper()  # `VADUZ. An ihrer Sitzung`
    return not found.group().endswith(": ") or "(" in found.group() or text.original[: found.end()].isupper()
