"""Carry long HTML texts around feedparser, not through it.

feedparser looks at every character of a text several times, although nothing in it can change how the feed is read
once its type is certain (RSS's `description` and `content:encoded`, Atom's `summary` and `content` of type html).
So such a text is taken out, a short ticket stands in for it, and the text is put back where the ticket comes out.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from hashlib import blake2b

_C1 = re.compile("[\x80-\x9f]")


class LongTexts:
    """Keep the texts of one document."""

    def __init__(self, digests: Iterable[bytes]) -> None:
        """Make tickets that the document cannot hold: they are made of its own digests."""
        self._name = f"longtext{blake2b(b''.join(digests), digest_size=12).hexdigest()}n"
        self._texts: list[str] = []

    def set_aside(self, text: str) -> bytes:
        """Keep a text and return its ticket."""
        self._texts.append(text)
        return f"{self._name}{len(self._texts) - 1}".encode()

    def put_back(self, value: str) -> str:
        """Return the text that a value from feedparser stands for: the value itself, unless it is a ticket."""
        number = value.removeprefix(self._name)
        return value if number == value else _mend(self._texts[int(number)])


def _mend(text: str) -> str:
    """Repair what feedparser repairs: UTF-8 that was read as Latin-1 and encoded anew, and windows-1252 in C1."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return _C1.sub(lambda char: bytes([ord(char[0])]).decode("cp1252", "ignore") or char[0], text)
