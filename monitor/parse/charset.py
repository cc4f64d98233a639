"""Find out in which encoding a document is, and turn it into UTF-8 that an XML parser takes.

The order is that of RFC 7303, section 3: byte order mark, charset of the Content-Type header, encoding of the XML
declaration, UTF-8. Four departures, since servers lie and readers suffer: bytes that are valid UTF-8 with several
non-ASCII characters are UTF-8 whatever was declared (chance cannot make them), a header's `utf-8` that they are not and
its `iso-8859-1` yield to the declaration, and names are read as browsers do (WHATWG Encoding: `iso-8859-1` and
`us-ascii` mean windows-1252, `gb2312` means gb18030, `shift_jis` means cp932). Where nothing is said of
bytes that are no UTF-8, their letters tell (`guess`).
"""

from __future__ import annotations

import codecs
import re

from monitor.parse.guess import guess

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_EBCDIC = "<?xm".encode("cp037")
"""XML 1.0, appendix F.1: enough of EBCDIC is the same in all its kinds to read the declaration."""
_MEANT = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254", "tis-620": "cp874", "big5": "big5hkscs",
}  # fmt: skip
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:+-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(rb"\s*<\?xml\b[^<>]{0,200}?\?>")
_DECLARED = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9_.:+-]{1,40})[\"']")
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r")
"""No XML 1.0 document may hold these (section 2.2), yet feeds do: without them the rest can be read."""


def to_utf8(body: bytes, content_type: str | None) -> bytes:
    """Return the document in UTF-8 without byte order mark, XML declaration and characters that XML forbids.

    Never raises; bytes that the encoding does not know become U+FFFD.
    """
    text, encoding = _split_mark(body)
    valid = _extra(text) if encoding in (None, "utf-8") else -1
    encoding = encoding or _choose(text, content_type, valid)
    if encoding != "utf-8" or valid < 0:
        text = text.decode(encoding, "replace").encode("utf-8", "replace")
    text = text.translate(None, _CONTROLS).removeprefix(codecs.BOM_UTF8)
    if b"\xef\xbf" in text:
        text = text.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def _split_mark(body: bytes) -> tuple[bytes, str | None]:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :], encoding
    return body, None


def _choose(body: bytes, content_type: str | None, valid: int) -> str:
    """Return the encoding; `valid` is what `_extra` says of the body."""
    start = body.lstrip(b" \t\r\n")[:4]
    for pattern, encoding in _WIDE:
        if start.startswith(pattern):
            return encoding
    header = _HEADER.search(content_type or "")
    if start == _EBCDIC:
        body = body[:200].decode("cp037").encode("ascii", "replace")
    declaration = _DECLARATION.match(body)
    declared = _DECLARED.search(declaration[0]) if declaration else None
    names = (header[1] if header else "", declared[1].decode("ascii") if declared else "")
    known = [encoding for encoding in map(_known, names) if encoding]
    sound = valid >= 0 or _mostly_utf8(body)
    # Servers say iso-8859-1 and utf-8 of all they have (Apache's AddDefaultCharset): then a declaration knows better.
    doubtful = {"cp1252"} if sound else {"cp1252", "utf-8"}
    encoding = next((name for name in known if name not in doubtful), "")
    if not encoding:
        damaged = sound and valid < 0  # such as a summary that was cut inside a character
        encoding = "utf-8" if damaged or (sound and not known) else guess(body) or "cp1252"
    return "utf-8" if valid >= (2 if encoding.startswith("cp") else 6) else encoding


def _known(name: str) -> str | None:
    """Return Python's name of a text encoding, as browsers understand it; None for unknown names."""
    try:
        codec = codecs.lookup(name)
        b"<".decode(codec.name)
    except (LookupError, ValueError, TypeError, UnicodeError):
        return None  # no such encoding, or one that is none for text, such as `zip`
    if codec.name.startswith(
        ("utf-16", "utf-32", "idna", "punycode", "unicode_escape", "raw_unicode_escape")
    ):
        return None  # the first bytes would have shown these; the rest are Python's own
    return _MEANT.get(codec.name, codec.name)


def _mostly_utf8(body: bytes) -> bool:
    """Say whether reading as UTF-8 finds more characters beyond ASCII than damage."""
    text = body.decode("utf-8", "replace")
    return text.count("\ufffd") <= len(body) - len(text)


def _extra(body: bytes) -> int:
    """Return how many bytes beyond one a character the body has as UTF-8, -1 if it is none."""
    try:
        return len(body) - len(body.decode("utf-8"))
    except UnicodeDecodeError:
        return -1
