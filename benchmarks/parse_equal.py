"""Prove on a folder of feeds that the fast way of parsing equals the plain one, and that no file hangs or crashes it.

    python benchmarks/parse_equal.py FOLDER [FOLDER ...]

For every file: the fast answer equals the plain one (feedparser on the whole document); with all entries but one
seen before, the answer is exactly that entry; parsing again after everything was seen finds nothing; no text holds
NUL or a lone surrogate. Prints what differs, then the counts; exit code 1 if anything did.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from monitor.model import Document, Entry, Feed, FetchError, Parsed
from monitor.parse import feed as feeds

SLOW = 5.0
"""Seconds that one file may take."""
FEED = Feed(id="equal", url="https://feeds.example/equal.xml")


def main(folders: list[str]) -> int:
    files = sorted(file for folder in folders for file in Path(folder).rglob("*") if file.is_file())
    counts = {"files": 0, "feeds": 0, "not feeds": 0, "entries": 0, "cut": 0, "different": 0, "slow": 0}
    for file in files:
        document = Document(url="https://feeds.example/a/equal.xml", body=file.read_bytes())
        began = time.perf_counter()
        found = feeds.parse(document, FEED, {})
        took = time.perf_counter() - began
        counts["files"] += 1
        if took > SLOW:
            counts["slow"] += 1
            print(f"{file}: took {took:.1f} s")
        plain = feeds.parse(document, FEED, {}, frugal=False)
        trouble = compare(found, plain) or once_more(document, found)
        if isinstance(found, FetchError):
            counts["not feeds"] += 1
        else:
            counts["feeds"] += 1
            counts["entries"] += len(found.entries)
            counts["cut"] += bool(found.digests)
        if trouble:
            counts["different"] += 1
            print(f"{file}: {trouble}")
    print(", ".join(f"{number} {name}" for name, number in counts.items()))
    return 1 if counts["different"] or counts["slow"] else 0


def compare(found: Parsed | FetchError, plain: Parsed | FetchError) -> str | None:
    """Say how two answers differ."""
    if isinstance(found, FetchError) or isinstance(plain, FetchError):
        return None if found == plain else f"fast {found!r:.200} but plain {plain!r:.200}"
    for fast, slow in zip(found.entries, plain.entries, strict=False):
        for name in Entry.__slots__:
            if getattr(fast, name) != getattr(slow, name):
                return f"{name}: fast {getattr(fast, name)!r:.200} but plain {getattr(slow, name)!r:.200}"
    for name in Parsed.__slots__:
        if getattr(found, name) != getattr(plain, name):
            return f"{name} differs ({len(found.entries)} and {len(plain.entries)} entries)"
    return None


def once_more(document: Document, found: Parsed | FetchError) -> str | None:
    """Say what is wrong with reading a document of which some or all entries were read before."""
    if isinstance(found, FetchError):
        return None
    for entry in found.entries:
        text = f"{entry.title}{entry.summary}{entry.content}{entry.guid}{entry.url}{entry.author}"
        if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
            return "a text holds NUL or a lone surrogate"
    if not found.digests or len(found.digests) != len(found.entries):
        return None  # not cut, or the document repeats an entry
    by_digest = dict(zip(found.digests, found.entries, strict=True))
    for wanted in (found.digests[:1], found.digests[-1:], ()):
        seen = frozenset(found.digests) - frozenset(wanted)
        again = feeds.parse(document, FEED, {}, seen=seen.__contains__)
        if isinstance(again, FetchError):
            return f"refused once its entries were seen: {again.reason}"
        if again.entries == found.entries:
            continue  # a document that cannot be cut is read whole each time
        if again.entries != tuple(by_digest[digest] for digest in wanted):
            return (
                compare(again, Parsed(entries=tuple(by_digest[digest] for digest in wanted)))
                or "other entries"
            )
        if again.title != found.title or again.every != found.every or again.digests != found.digests:
            return "the feed's own data differ once its entries were seen"
    return None


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
