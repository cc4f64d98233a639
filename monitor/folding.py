"""Fold texts so that people need not think of case, accents, width or apostrophes, and keep every place.

Folding is what makes `ratif*` meet RATIFIÉE and `Ha Noi` meet Hà Nội. It works character by character (after
joining a few letters that come in two pieces), so it costs the same for any text, and the place of each
folded character in the original is worked out later, only where a reason has to quote the text as published.

What is folded: case (full case folding), compatibility forms (width, ligatures, superscripts), accents of
Latin, Greek and Hebrew, vowel signs and tatweel of Arabic with its variants of alef, yeh, teh marbuta and
kaf, Cyrillic yo, candrabindu (as anusvara) and nukta, letters with strokes (đ, ø, ł), digits of all scripts,
apostrophes, hyphens, and invisible characters. What is kept: й, ї and ў, Japanese voicing marks, Korean
syllables, vowel and tone signs of Indian and South-East Asian scripts: without them other words arise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        **dict(zip("đðøłıħŧ", "ddoliht", strict=True)),
        **{"æ": "ae", "œ": "oe", "þ": "th", "ё": "е"},
        **dict(zip("أإآٱىةیکۀہ", "اااايهيكهه", strict=True)),
        "ँ": "ं",
        **dict.fromkeys("’‘ʼʹ´`′＇‛", "'"),
        **dict.fromkeys("‐‑‒–−﹣－", "-"),
        **dict.fromkeys("—―", "--"),
        **dict.fromkeys("\xad\u034f\u061c\u0640\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
        **dict.fromkeys("\u2061\u2062\u2063\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
    }
)

_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff\u093c\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
"""Marks that are dropped: those of alphabets in which people leave them out (and variation selectors)."""

SPACELESS = (
    "\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\u2e80-\u2fdf\u3005-\u3007"
    "\u3021-\u3029\u3031-\u3035\u3040-\u30ff\u3100-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\ua980-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00016fe0-\U00018d0f\U0001b000-\U0001b2ff"
    "\U00020000-\U000323af"
)
"""Letters of scripts without spaces, as a class of characters."""

INDIC = "\u0900-\u0963\u0966-\u0dff"
"""Letters of the scripts of India with the marks that are parts of their words, as a class of characters."""

_KEPT = frozenset("йўїќѓ")
"""Cyrillic letters that decompose but are letters of their own."""

_COMPOSE = re.compile(
    "[иуікг][\u0306\u0308\u0301]|[\u3046-\u3072\u30a6-\u30f2\u309d\u30fd\uff66-\uff9d][\u3099\u309a\uff9e\uff9f]"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\uac00-\ud788][\u11a8-\u11c2]"
)
"""Kept letters that came in pieces (macOS file names, some feeds): joined before anything is dropped."""

_LOUD = re.compile(
    "[^\x00-\x5f\x61-\x7f\u0430-\u044f\u0452-\u045c\u045e\u045f\u03b1-\u03c9\u05d0-\u05ea\u0621\u0627\u0628\u062a-\u063f\u0641-\u0648"
    "\u064a\u067e\u0686\u0698\u06af\u0902-\u0928\u092a-\u0930\u0935-\u093b\u093d-\u094d\u0e01-\u0e32\u0e34-\u0e4e"
    "\u1780-\u17d3\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3«»“”„]"
)
"""Characters that folding may change once case is folded; a test over all of Unicode holds this."""

_QUIET = bytes(byte for byte in range(128) if not _LOUD.match(chr(byte)))
"""What of ASCII is never changed: taken out first, it leaves little of most texts to the pattern."""


def _compose(match: re.Match[str]) -> str:
    joined = unicodedata.normalize("NFKC", match[0])
    return joined if len(joined) == 1 else match[0]


def _letter(char: str) -> str:
    """Fold one character whose case is folded already."""
    if char in _KEPT:
        return char
    plain = char.translate(_LETTERS)
    if plain != char:
        return plain
    if char in "\u309b\u309c" or char in _VOICING:
        return ""  # a voicing mark on nothing that can be voiced
    if "\u1160" <= char <= "\u11ff":
        return ""  # a vowel or final of a Korean syllable that has no beginning
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    spread = unicodedata.normalize("NFKD", char)
    if spread == char or ("\u1100" <= spread <= "\u11ff" and len(spread) == 1):
        return "" if _MARKS.match(char) else char  # a letter of Korean alone is not a part of a syllable
    return unicodedata.normalize("NFC", "".join(map(_again, spread)))


def _again(char: str) -> str:
    """Fold a character that came out of another one, whose case may still have to be folded."""
    return "".join("" if _MARKS.match(c) else c.translate(_LETTERS) for c in char.casefold())


class _Table(dict[str, str]):
    """Remember what each character folds to; there are few of them in any language."""

    def __missing__(self, char: str) -> str:
        folded = self[char] = _letter(char)
        return folded


_TABLE = _Table()
_VOICING = "\u3099\u309a\uff9e\uff9f"
"""Marks of Japanese that join a narrow letter before them, which is no canonical composition."""
_MANY = 64
"""Different characters up to which one replacement each is faster than a look at every place."""


def _loud(match: re.Match[str]) -> str:
    return _TABLE[match[0]]


class Folded:
    """Hold a folded text and find for each of its characters its place in the original."""

    __slots__ = ("_origins", "_pieces", "length", "source", "text")

    def __init__(
        self,
        source: str,
        text: str,
        *,
        pieces: bool = False,
        same: bool = False,
        origins: Sequence[int] | None = None,
    ) -> None:
        self.source = source
        self.text = text
        self.length = len(source)
        """Of the original."""
        self._pieces = pieces
        """Whether letters that came in pieces were joined."""
        self._origins = range(len(source)) if same else origins

    @property
    def origins(self) -> Sequence[int]:
        """Return for each folded character the index of its origin; worked out on first use."""
        if self._origins is None:
            self._origins = _origins_of_pieces(self.source) if self._pieces else _origins(self.source)
        return self._origins

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of the folded characters from `start` up to `end`.

        Accents that follow the last letter as characters of their own belong to it, invisible characters do not.
        """
        origins = self.origins
        first = origins[start] if start < len(origins) else self.length
        if start >= end:
            return first, first
        following = origins[end] if end < len(origins) else self.length
        last = origins[end - 1] + 1
        while last < following and unicodedata.category(self.source[last]) != "Cf":
            last += 1
        return first, last


@lru_cache(maxsize=4)
def fold(text: str) -> Folded:
    """Fold a text; `fold(fold(x).text).text == fold(x).text`.

    The last few are remembered, because reading and matching fold the same fields one after the other.
    """
    if text.isascii():
        return Folded(text, text.lower().replace("`", "'"), same=True)
    cased = text.casefold()
    pieces = not unicodedata.is_normalized("NFC", cased) or any(mark in cased for mark in _VOICING)
    if pieces:
        cased = _COMPOSE.sub(_compose, cased)  # rare, and slower than all the rest
    rare = cased.encode("utf-8", "surrogatepass").translate(None, _QUIET).decode("utf-8", "surrogatepass")
    loud = set(_LOUD.findall(rare))
    if len(loud) > _MANY:
        return Folded(text, _LOUD.sub(_loud, cased), pieces=pieces)
    same = not pieces and len(cased) == len(text)
    for char in loud:
        folded = _TABLE[char]
        same = same and len(folded) == 1
        cased = cased.replace(char, folded)
    return Folded(text, cased, pieces=pieces, same=same)


class _Widths(dict[str, int]):
    """Remember how many characters each character becomes."""

    def __missing__(self, char: str) -> int:
        width = self[char] = sum(len(_TABLE[small]) for small in char.casefold())
        return width


_WIDTHS = _Widths()


def _origins(source: str) -> Sequence[int]:
    """Work out the origin of each folded character; only characters that change their number need a look."""
    out: list[int] = []
    at = 0
    for loud in _LOUD.finditer(source):
        width = _WIDTHS[loud[0]]
        if width != 1:
            out.extend(range(at, loud.start()))
            out.extend([loud.start()] * width)
            at = loud.end()
    if at == 0:
        return range(len(source))
    out.extend(range(at, len(source)))
    return out


def _origins_of_pieces(source: str) -> Sequence[int]:
    """Work out the origins where letters came in pieces: rare, so character by character."""
    cased: list[str] = []
    places: list[int] = []
    for index, char in enumerate(source):
        small = char.casefold()
        cased.append(small)
        places.extend([index] * len(small))
    small = "".join(cased)
    pieces: dict[int, tuple[int, str]] = {m.start(): (m.end(), _compose(m)) for m in _COMPOSE.finditer(small)}
    out: list[int] = []
    at = 0
    while at < len(small):
        end, piece = pieces.get(at, (at + 1, small[at]))
        for char in piece:
            folded = _TABLE[char] if _LOUD.match(char) else char
            out.extend([places[at]] * len(folded))
        at = end
    return out
