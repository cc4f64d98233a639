"""Split folded text into its dateline and its sentences, in every script that Treatywatch reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from monitor.folding import Folded
from monitor.languages import Head
from monitor.read.sentence import Text
from monitor.read.words.phrases import either, is_letter

_END = re.compile(
    r"[.!?।。؟\n](?:(?<=[.!?])[.!?]*[\"'”»)\]]*(?=\s)|(?<=[。!?؟।])[。!?؟।]*[”」』\"]?|(?<=\n)\n*)"
)
"""What ends a sentence. Its first character stands before the choice, so that text is passed over fast."""
_LONGEST = 1000  # characters of a sentence; longer ones are lists of States or no prose
_ORDINAL = re.compile(r"(?:^|\D)\d{1,2}\.$")
_SIGN = r"[^\w\"'“„«‹(\[【《〈¿¡@#$+-]"
"""What no sentence begins with: space, a red dot, a flag, the mark behind a label."""
_LABELLED = re.compile(r"^\W|[:|•(\[【-]")
"""What shows that a text may open with signs or a label."""
_HEAD = 32  # characters in which a label ends
_CLOSING = ".!?।。؟\"'”»)]】》〉」』%:"
_BEHIND_LABEL = r"\s*[:|•]|\s+-\s+|(?<=\d)\s*-"
"""What parts a label from its heading."""
_SMALL = 3  # words in small letters that a dateline may hold: `15 de mayo de 2026`


class Splitter:
    """Split texts into sentences."""

    def __init__(self, languages: Iterable[Head]) -> None:
        """Take the languages for their words with a full stop behind them, and the labels of their newsrooms."""
        languages = list(languages)
        self._shortened = tuple(sorted({word for one in languages for word in one.shortened}))
        self._alone = tuple(sorted({f" {words}" for one in languages for words in one.alone}))
        labels = {label for one in languages for label in one.labels}
        self._abbreviation = re.compile(rf"(?:^|[\s(\"“.])(?:[^\W\d_]|{either(self._shortened)})\.$")
        label = rf"(?:\d[^\W\d]{{2}} )?(?:{either(labels)})(?: \d)?"  # `1st LD`
        self._opening = re.compile(rf"(?:{_SIGN}|[(\[【]{label}[)\]】]|{label}(?:{_BEHIND_LABEL}))*")

    def split(self, folded: Folded, original: str, *, ordinal_dot: bool) -> list[tuple[int, int]]:
        """Return the places (start, end) of each sentence in the folded text, without surrounding space.

        `ordinal_dot` says that a full stop behind a number of one or two digits ends no sentence.
        """
        text, origins = folded.text, folded.origins
        places: list[tuple[int, int]] = []
        start = 0
        for end in _END.finditer(text):
            if text[end.start()] == "." and self._continues(text, end.start(), end.end(), origins, original):
                continue
            if ordinal_dot and _ORDINAL.search(text[max(0, end.start() - 3) : end.start() + 1]):
                continue
            places.append((start, end.end()))
            start = end.end()
        places.append((start, len(text)))
        places[-1] = places[-1][0], _closed(text, places[-1][0])
        if _LABELLED.search(text, 0, _HEAD) and (opening := self._opening.match(text)):
            places[0] = min(opening.end(), places[0][1]), places[0][1]
        if any(finish - begin > _LONGEST for begin, finish in places):
            places = [cut for place in places for cut in _bounded(text, *place)]
        cut = [(begin, finish, text[begin:finish]) for begin, finish in places]
        told = [one for one in cut if one[2].strip()]
        return [(end - len(said.lstrip()), begin + len(said.rstrip())) for begin, end, said in told]

    def _continues(self, text: str, dot: int, after: int, origins: Sequence[int], original: str) -> bool:
        """Say whether a full stop belongs to an abbreviation: a known one, an initial, or one before a small letter."""
        following = after
        while following < len(text) and text[following].isspace():
            following += 1
        if following < len(text) and original[origins[following]].islower():
            return True
        if text.endswith(self._alone, 0, dot):
            return False
        if dot > 1 and text[dot - 2].isalnum() and not text.endswith(self._shortened, 0, dot):
            return False  # neither an initial nor a known one, which the pattern would find out more slowly
        return bool(self._abbreviation.search(text[max(0, dot - 12) : dot + 1]))


def _closed(text: str, start: int) -> int:
    """Return where the last sentence ends, before signs such as a flag."""
    end = len(text)
    while end > start and not (is_letter(text[end - 1]) or text[end - 1] in _CLOSING):
        end -= 1
    return end


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is too long for a sentence at a space, so that no text costs more than its length."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


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
