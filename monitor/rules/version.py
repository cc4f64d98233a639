"""Name a state of the rules folder, so that an alert can say by which rules it was made."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b


def version(texts: Mapping[str, str]) -> str:
    """Return 12 hexadecimal digits that change with any change of any text or name."""
    digest = blake2b(digest_size=6)
    for name, text in sorted(texts.items()):
        for part in (name, text):
            body = part.encode("utf-8", "surrogatepass")
            digest.update(len(body).to_bytes(8, "big") + body)
    return digest.hexdigest()
