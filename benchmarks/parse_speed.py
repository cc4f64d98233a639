"""Measure parsing against feedparser's defaults, on feeds that this file makes up (or on a folder of real ones).

    python benchmarks/parse_speed.py [FOLDER]

For each feed: CPU milliseconds of feedparser's defaults, of a first poll here (parsing and normalising), and of a
poll with one new entry; and the ratios. The limit is expat alone.
"""

from __future__ import annotations

import argparse
import html
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

import feedparser

from monitor.model import Document, Feed, Parsed
from monitor.parse import feed as feeds

FEED = Feed(id="speed", url="https://feeds.example/speed.xml")
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Speed</title><ttl>30</ttl>'
)


def main(folders: list[str], feeds_made: int) -> None:
    bodies = [file.read_bytes() for folder in folders for file in sorted(Path(folder).rglob("*.xml"))]
    bodies = bodies or [made_up(random.Random(seed), escaped=bool(seed % 2)) for seed in range(feeds_made)]
    rows = [row for row in map(measure, bodies) if row]
    names = ("KB", "expat", "defaults", "first poll", "one new", "defaults / first", "defaults / one new")
    print(" | ".join(names))
    for row in rows[:20]:
        print(" | ".join(f"{value:.2f}" for value in row))
    print("median: " + " | ".join(f"{statistics.median(column):.2f}" for column in zip(*rows, strict=True)))


def measure(body: bytes) -> tuple[float, ...] | None:
    document = Document(url=FEED.url, body=body)
    first = feeds.parse(document, FEED, {})
    if not isinstance(first, Parsed) or len(first.digests) < 2:
        return None
    seen = frozenset(first.digests[1:])
    limit = milliseconds(lambda: expat.ParserCreate().Parse(body, True))
    defaults = milliseconds(lambda: feedparser.parse(body))
    whole = milliseconds(lambda: feeds.parse(document, FEED, {}))
    new = milliseconds(lambda: feeds.parse(document, FEED, {}, seen=seen.__contains__))
    return len(body) / 1024, limit, defaults, whole, new, defaults / whole, defaults / new


def milliseconds(work: Callable[[], object], rounds: int = 7) -> float:
    """Return the CPU time of one call: the least of several rounds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best * 1_000


def made_up(random_: random.Random, escaped: bool, entries: int = 20) -> bytes:
    """Return a feed as news sites write them: whole articles in HTML, links, pictures, categories."""
    words = [
        "".join(random_.choices("abcdefghijklmnoprstuvé", k=random_.randint(2, 10))) for _ in range(2_000)
    ]

    def text(count: int) -> str:
        return " ".join(random_.choices(words, k=count))

    def article(paragraphs: int) -> str:
        return "".join(
            f'<p class="x" style="margin: 0">{text(30)} <a href="/{n}?a=1&amp;b=2">{text(3)}</a> <b>{text(2)}</b> '
            f'{text(20)} &amp; {text(5)}</p><figure><img src="/{n}.jpg" alt="{text(4)}"/></figure>'
            for n in range(paragraphs)
        )

    def wrapped(markup: str) -> str:
        return html.escape(markup) if escaped else f"<![CDATA[{markup}]]>"

    items = "".join(
        f"<item><title>{text(9)}</title><link>https://feeds.example/news/{n}?utm_source=rss</link>"
        f'<guid isPermaLink="false">https://feeds.example/?p={n}</guid><pubDate>2026-11-23T10:{n:02d}:00Z</pubDate>'
        f"<dc:creator>{text(2)}</dc:creator><category>{text(1)}</category><category>{text(1)}</category>"
        f"<description>{wrapped(article(1))}</description><content:encoded>{wrapped(article(9))}</content:encoded></item>"
        for n in range(entries)
    )
    return f"{HEAD}{items}</channel></rss>".encode()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folders", nargs="*")
    arguments.add_argument("--feeds", type=int, default=6, help="to make up")
    main(arguments.parse_args().folders, arguments.parse_args().feeds)
