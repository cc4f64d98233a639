"""Find the dateline of a text: `HANOI, May 3 (AP) - `."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.languages import Head
from monitor.read.texts import Text

_SMALL = 3  # words in small letters that a dateline may hold: `15 de mayo de 2026`


class Datelines:
    """Know how datelines are written: `HANOI, May 3 (AP) - `, `中新网5月3日电 `."""

    def __init__(self, languages: Iterable[Head]) -> None:
        """Take the languages for what ends the dateline of a wire where no blanks are written."""
        wires = "".join(sorted({wire for one in languages for wire in one.wires})) or "\n"
        self.whole = re.compile(
            r"^(?:[^.!?]|(?<=\d)\.(?=\d)|(?<=\s[a-z]{3})\.(?=\s\()){0,70}?(?:\([^()]{2,30}\)\.?\s*[-:]*|\s-{1,2}|\s\|"
            r"|\s/[^/]{2,24}/\.?\s*[-:]*|^[^.!?:\s]{3,16}:|^[^.!?:]{3,24}\.\s?-?)\s"
            rf"|^[^。!?,]{{2,24}}\d日?[{wires}]\)?\s?"
        )
        self.sign = re.compile(rf"[^.:]{{3,24}}[.:]|[^-(|/]{{0,71}}[-(|/]|[^{wires}]{{0,26}}[{wires}]")
        """What no dateline is without, and is found sooner."""

    def end(self, text: Text) -> int:
        """Return where the dateline of a text ends, or 0 where it has none."""
        folded = text.folded.text
        found = self.whole.match(folded) if self.sign.match(folded) else None
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
