"""Measure what is kept of seen entries: bytes on disk, and lookups as the table grows.

    python benchmarks/state_speed.py [--most 1000000]

Entries of three keys each, written twenty to a transaction through `Store`. A lookup is a document's worth of keys
(twenty entries) asked for at once; the limit is the same question put to sqlite3 itself, without a line of ours.
CPU microseconds a key. `--most 10000000` takes some minutes and a gigabyte of disk.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
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
        store.db.execute("PRAGMA synchronous=OFF")  # filling is not what is measured
        empty, chance, kept, count, size = disk(store), random.Random(5), [], 0, 10_000
        while size <= most:
            while count < size:
                with store.db.atomic():
                    for _ in range(DOCUMENT * 50):
                        keys = [chance.randbytes(KEY) for _ in range(KEYS)]
                        store.entries.remember(keys, keys[0].hex(), keys[1], NOW)
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
            print(f"{count:,}: {(disk(store) - empty) / count:.1f}, {ours:.2f}, {bare:.2f}")
            size *= 10
        store.close()


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
            assert ask(keys) == len(keys)  # type: ignore[operator]
        best = min(best, time.process_time() - began)
    return best / asked * 1e6


def disk(store: Store) -> int:
    size, count = (store.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count"))
    return int(size * count)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--most", type=int, default=1_000_000)
    main(arguments.parse_args().most)
