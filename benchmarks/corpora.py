"""Run a folder of feed documents through the worker's parts: no crash, no hang, and a second poll tells nothing.

    python benchmarks/corpora.py FOLDER [--seconds 5]

Meant for the public collections of test feeds (feedparser's, the W3C validator's, gofeed's, Miniflux's), which are
fetched by hand and never committed. Each file is one feed of its own. A file fails where its parsing takes longer
than that or dies, where a second poll of the same bytes finds a new entry, or where anything raises.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor import logs
from monitor.decide.desk import Pace
from monitor.decide.kit import compile_kit
from monitor.jobs.poller import Poller
from monitor.model import Document, Feed, FetchError, Outcome, Validators
from monitor.store import Store
from monitor.system.isolation import Isolation

SUFFIXES = frozenset({".xml", ".json", ".rss", ".atom", ".rdf", ".html", ".txt"})
TYPES = {".json": "application/feed+json", ".html": "text/html", ".atom": "application/atom+xml"}


class Folder:
    """Answer for each feed with its file, whole, each time."""

    def __init__(self, files: dict[str, Path]) -> None:
        self.files = files

    async def fetch(self, feed: Feed, validators: Validators, *, url: str | None = None) -> Outcome:  # noqa: ARG002
        """Return the file's bytes."""
        path = self.files[feed.id]
        body = await asyncio.to_thread(path.read_bytes)
        if not body:
            return FetchError(reason="answers with an empty document")
        return Document(url=feed.url, body=body, content_type=TYPES.get(path.suffix, "text/xml"))


def documents(folder: Path) -> Iterator[Path]:
    """Yield the files that may be feeds, in a fixed order."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in SUFFIXES and path.is_file() and ".git" not in path.parts:
            yield path


async def run(folder: Path, state: Path, limit: float) -> tuple[Counter[str], list[str]]:
    """Poll every file twice; return what became of them, and what is wrong."""
    files = {f"f{number:05}": path for number, path in enumerate(documents(folder))}
    listing = ", ".join(f"{{id: {id}, url: 'https://corpus.example/{id}'}}" for id in files)
    rules = "rules: [{id: all, title: All, match: {regex: '.'}, channel: '#all'}]"
    kit = compile_kit(
        {"feeds.yaml": f"feeds: [{listing}]", "rules.yaml": rules}, channel="#ops", where="rules"
    )
    at = datetime(2026, 1, 1, tzinfo=UTC)
    clock = {"now": at}
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    store = Store.open(state, create=True)
    with store.db.atomic():
        store.feeds.sync(kit.rulebook.feeds.values(), at)
    async with Isolation({}, workers=1, seconds=limit) as isolation:
        poller = Poller(
            store=store, fetcher=Folder(files), isolation=isolation, kit=kit,  # a folder
            pace=Pace(), clock=lambda: clock["now"], jitter=lambda: 0.5,
        )  # fmt: skip
        for feed, path in files.items():
            name = str(path.relative_to(folder))
            for turn in ("first", "second"):
                began = time.monotonic()
                try:
                    poll = await poller.poll(feed)
                except Exception as error:
                    wrong.append(f"{name}: {turn} poll raises {type(error).__name__}: {error}")
                    break
                seconds = time.monotonic() - began
                trouble = poll.state.error or ""
                if seconds > limit or "took longer than" in trouble or "more memory" in trouble:
                    wrong.append(f"{name}: {turn} poll took {seconds:.1f} s; {trouble}")
                fresh = sum(not noted.edited for noted in poll.noted)
                if turn == "first":
                    outcomes["not a feed" if trouble else "entries" if fresh else "no entries"] += 1
                    outcomes["entries in all"] += fresh
                    # The second poll must know the entries again by themselves, not by the document's digests.
                    store.write_later()
                    with store.db.atomic():
                        store.db.execute(
                            "UPDATE feeds SET body_hash = NULL, digests = NULL WHERE id = ?", [feed]
                        )
                elif fresh or [alert for alert in poll.alerts if alert.kind == "news"]:
                    wrong.append(f"{name}: the second poll finds {fresh} new entries")
            clock["now"] += timedelta(seconds=1)
    store.close()
    return outcomes, wrong


def main() -> int:
    """Run the folder that was named; 1 if any file is wrong."""
    parser = argparse.ArgumentParser(prog="python benchmarks/corpora.py", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=5.0, help="that parsing one file may take")
    options = parser.parse_args()
    logs.configure(level="ERROR", secrets=())
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="treatywatch-corpora-") as made:
        outcomes, wrong = asyncio.run(run(options.folder, Path(made) / "state.db", options.seconds))
    total = sum(outcomes[name] for name in ("entries", "no entries", "not a feed"))
    print(f"{total} documents in {time.monotonic() - began:.0f} s: {dict(outcomes)}")
    for line in wrong:
        print(line)
    return 1 if wrong or not total else 0


if __name__ == "__main__":
    sys.exit(main())
