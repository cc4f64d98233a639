"""Guess in which encoding a document is that says nothing of it, or a lie: by how common its letters are there.

Latin letters stay what they are in all encodings here, so that texts in Latin script show themselves by accents that
stand alone, and are not guessed at.
"""

from __future__ import annotations

import re

_ENCODINGS = ("cp1251", "koi8_r", "cp1256", "iso8859_6", "cp949", "gb18030", "euc_jp", "cp932", "big5hkscs")
"""Those of scripts beyond Latin in which feeds were written before UTF-8."""
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
    from charset_normalizer import from_bytes  # takes 30 ms to load

    whole = sample[: sample.rfind(b"<") + 1] or sample  # or half a character could stand at its end
    best = from_bytes(whole, cp_isolation=[*_ENCODINGS], enable_fallback=False).best()
    return best.encoding if best else None
