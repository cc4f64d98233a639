"""Measure what is kept of seen entries: bytes on disk, and lookups as the table grows.

    python benchmarks/state_speed.py [--most 1000000]

Entries of three keys each, written twenty to a transaction through `Store`. A lookup is a document's worth of keys
(twenty entries) asked for at once; the limit is the same question put to sqlite3 itself, without a line of ours.
CPU microseconds a key. Beyond a million entries the table is filled in the order of its keys, since filling it by
chance takes an hour; that changes nothing for lookups, and its bytes are not shown. Ten million take a gigabyte.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from monitor.normalise.identity import KEY
from monitor.store import Store

NOW = datetime(2026, 11, 24, tzinfo=UTC)
KEYS, DOCUMENT = 3, 20


def main(most: int) -> None:
    print("entries: bytes an entry, CPU us a key: recall, sqlite3 alone")
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "state.db", create=True)
        empty, chance, kept, count, size = disk(store), random.Random(5), [], 0, 10_000
        while size <= most:
            bulky = size > 1_000_000
            if bulky:
                kept = fill_in_order(store, size - count)
                count = size
            while count < size:
                with store.db.atomic(durable=False):
                    for _ in range(DOCUMENT * 50):
                        keys = [chance.randbytes(KEY) for _ in range(KEYS)]
                        store.entries.remember([(tuple(keys), keys[0].hex(), keys[1])], NOW)
                        if chance.random() < 5_000 / most:
                            kept.append(keys)
                        count += 1
            some = chance.sample(kept, min(len(kept), 2_000)) if len(kept) > DOCUMENT else kept
            documents = [
                [key for keys in some[at : at + DOCUMENT] for key in keys]
                for at in range(0, len(some), DOCUMENT)
            ]
            ours = cost(documents, lambda keys: len(store.entries.recall(keys)))
            bare = cost(documents, lambda keys: plain(store, keys))
            size_each = "-" if bulky else f"{(disk(store) - empty) / count:.1f}"
            print(f"{count:,}: {size_each}, {ours:.2f}, {bare:.2f}", flush=True)
            size *= 10
        store.close()


def fill_in_order(store: Store, entries: int) -> list[list[bytes]]:
    """Add entries with keys spread evenly over all that are possible; return some of them."""
    chance, step = random.Random(6), 2**64 // (entries * KEYS)
    kept: list[bytes] = []

    def rows() -> Iterator[tuple[int, int, int]]:
        for at in range(entries * KEYS):
            number = -(2**63) + at * step + chance.randrange(step)
            if at % 1_000 == 0:
                kept.append(number.to_bytes(KEY, "big", signed=True))
            yield number, number, at & 0x7FFFFFFF

    with store.db.atomic(durable=False):
        store.db.conn.executemany("INSERT OR IGNORE INTO seen VALUES (?,?,?)", rows())
    chance.shuffle(kept)
    return [kept[at : at + KEYS] for at in range(0, len(kept) - KEYS, KEYS)]


def plain(store: Store, keys: list[bytes]) -> int:
    numbers = [int.from_bytes(key, "big", signed=True) for key in keys]
    marks = ",".join("?" * len(numbers))
    return len(store.db.conn.execute(f"SELECT * FROM seen WHERE key IN ({marks})", numbers).fetchall())  # noqa: S608


def cost(documents: list[list[bytes]], ask: object) -> float:
    """Return CPU microseconds a key: the least of five rounds."""
    best, asked = 9e9, sum(map(len, documents))
    for _ in range(5):
        began = time.process_time()
        for keys in documents:
            assert ask(keys) == len(keys)
        best = min(best, time.process_time() - began)
    return best / asked * 1e6


def disk(store: Store) -> int:
    size, count = (store.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count"))
    return int(size * count)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--most", type=int, default=1_000_000)
    main(arguments.parse_args().most)
