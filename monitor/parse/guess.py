"""Guess in which encoding a document is that says nothing of it, or a lie: by how common its letters are there.

Read in a wrong encoding, a text becomes rare letters of another script. Latin letters stay what they are in all
encodings here, so that texts in Latin script show themselves by accents that stand alone, and are not guessed at.
"""

from __future__ import annotations

import re
from functools import cache

_ALPHABETS = {
    **dict.fromkeys(("cp1251", "koi8-r"), "оеаинтсрвлкмдпуя"),
    **dict.fromkeys(("cp1256", "iso8859-6"), "اليمونرتبةعدسفحك"),
}
"""The letters that make up most of a text, most frequent first."""
_ROWS = {
    "cp949": (
        (0xB0, 0xC8),
    ),  # all syllables; Korean read as one of the others is common as well, so it stands first
    "gb18030": ((0xB0, 0xD7),),
    "euc_jp": ((0xA4, 0xA5), (0xB0, 0xCF)),
    "cp932": ((0x82, 0x83), (0x88, 0x97)),
    "big5hkscs": ((0xA4, 0xC6),),
}
"""First bytes of what is in daily use: kana, and the characters that each standard lists first (its level 1)."""
_SAMPLE = 8_192
"""Bytes that are looked at, from the first beyond ASCII on; the worker's own loop has no time for more."""
_HIGH = re.compile(rb"[\x80-\xff]+")


def guess(body: bytes) -> str | None:
    """Return the likeliest encoding of a document that is not UTF-8; None where its script is Latin or unknown."""
    first = _HIGH.search(body)
    start = first.start() if first else 0
    sample = body[start : start + _SAMPLE]
    runs = [len(run) for run in _HIGH.findall(sample)]
    if sum(length for length in runs if length > 2) * 2 <= sum(runs):  # accents among plain letters
        return None
    found = max((*_ROWS, *_ALPHABETS), key=lambda encoding: _share(sample, encoding))
    return found if _share(sample, found) >= 0.7 else None


def _share(sample: bytes, encoding: str) -> float:
    """Return which part of the letters beyond ASCII, and of what cannot be read, is common in an encoding."""
    text = sample.decode(encoding, "replace")
    letters = [sign for sign in text if sign > "\x7f" and (sign.isalpha() or sign == "\ufffd")]
    return sum(sign in _common(encoding) for sign in letters) / max(len(letters), 4)


@cache
def _common(encoding: str) -> frozenset[str]:
    if letters := _ALPHABETS.get(encoding):
        return frozenset(letters + letters.upper())
    least = 0x40 if encoding in ("cp932", "big5hkscs") else 0xA1
    pairs = (
        (lead, trail) for a, b in _ROWS[encoding] for lead in range(a, b + 1) for trail in range(least, 0xFF)
    )
    return frozenset(
        sign for pair in pairs if len(sign := bytes(pair).decode(encoding, "ignore")) == 1 and sign.isalpha()
    )
