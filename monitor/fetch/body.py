"""Unpack bodies within a hard bound: a bomb costs no more memory than the cap, whatever it claims to hold."""

from __future__ import annotations

import zlib

from msgspec import Struct

ACCEPTED = "gzip, deflate"
"""What is asked for; no bounded decoder for br or zstd is at hand."""
_UNASKED = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP, _GZIP_MEMBER = b"\x1f\x8b", 31
"""How each member of a gzip file begins (RFC 1952, 2.3.1), and zlib's word for one."""


class TooLarge(Exception):
    """Report a body over its cap."""


class Unreadable(Exception):
    """Report a body of which nothing can be unpacked."""


class Body(Struct, frozen=True, kw_only=True):
    """Hold an unpacked body; `broken` if it ended before its end."""

    data: bytes
    broken: bool = False


class Unpacker:
    """Collect one body chunk by chunk, undoing its content coding (RFC 9110, 8.4.1)."""

    __slots__ = ("_begun", "_cap", "_coding", "_head", "_inflater", "_parts", "_size", "_spoilt")

    def __init__(self, coding: str, cap: int) -> None:
        """Take the Content-Encoding header and the cap in unpacked bytes; raise Unreadable for other codings.

        Words that name no coding (`utf-8`, `none`) are met in the wild and mean nothing; and what begins as gzip does
        is gzip, said or not: no feed does otherwise, and some are kept as files (`news.xml.gz`).
        """
        words = [word for word in coding.lower().replace(" ", "").split(",") if word]
        known = [word for word in words if word in _CODINGS]
        if len(known) > 1 or _UNASKED.intersection(words):
            raise Unreadable(f"is packed as {', '.join(words):.40}, which was not asked for")
        self._coding = known[0] if known else "gzip"
        self._cap = cap
        self._begun = False
        self._head = b""
        self._inflater: zlib._Decompress | None = None
        self._parts: list[bytes] = []
        self._size = 0
        self._spoilt = False

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk; raise TooLarge over the cap, Unreadable if not even its beginning unpacks."""
        if self._spoilt:
            return
        if not self._begun:
            self._head += chunk
            if len(self._head) < 2:
                return
            chunk, self._head = self._head, b""
            self._begin(chunk)
        if self._inflater is None:
            self._keep(chunk)
        else:
            self._inflate(chunk)

    def finish(self, *, broken: bool = False) -> Body:
        """Return what came; `broken` says that the connection ended early."""
        if self._head:
            self._keep(self._head)
        unfinished = self._inflater is not None and not self._inflater.eof
        return Body(data=b"".join(self._parts), broken=broken or unfinished or self._spoilt)

    def _begin(self, head: bytes) -> None:
        self._begun = True
        if head[:2] == _GZIP:
            self._inflater = zlib.decompressobj(_GZIP_MEMBER)
        elif self._coding == "deflate":  # what is said to be gzip and does not begin so is not packed
            # "deflate" is zlib by RFC 9110 and raw by custom; a zlib header tells (RFC 1950, 2.2)
            wrapped = head[0] & 15 == 8 and int.from_bytes(head[:2]) % 31 == 0
            self._inflater = zlib.decompressobj(15 if wrapped else -15)

    def _inflate(self, chunk: bytes) -> None:
        assert self._inflater is not None  # noqa: S101 - told by feed
        while chunk:
            try:
                data = self._inflater.decompress(chunk, self._cap - self._size + 1)
            except zlib.error:
                if not self._size:
                    raise Unreadable(f"says that it is packed as {self._coding}, and is not") from None
                self._spoilt = True
                return
            self._keep(data)
            chunk = self._inflater.unconsumed_tail
            if self._inflater.eof:
                chunk = self._inflater.unused_data
                if chunk[:2] != _GZIP:
                    return  # padding after the end is not ours
                self._inflater = zlib.decompressobj(_GZIP_MEMBER)  # a further one (RFC 1952, 2.2)

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._cap:
            self._parts.clear()
            raise TooLarge
        if data:
            self._parts.append(data)
