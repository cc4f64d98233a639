"""Write the rules folder that the worker is broken with: feeds of the farm, one rule and channel for each word."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.chaos.farm import Farm


def feeds_file(farm: Farm, feeds: Sequence[str]) -> str:
    """Return feeds.yaml for these feeds (JSON is YAML)."""
    return json.dumps({"feeds": [{"id": feed, "url": farm.url(feed), "every": "1s"} for feed in feeds]})


def rules_file(words: Sequence[str], gathered: Sequence[str] = (), **extra: Any) -> str:
    """Return a rules file: each word goes to the channel of its name.

    Items about `gathered` words may wait for a quarter of an hour to come as one message; the others are critical.
    """
    rules = [
        {
            "id": f"about-{word}",
            "title": f"Items about {word}",
            "match": word,
            "channel": f"#{word}",
            "level": "high" if word in gathered else "critical",
        }
        | extra
        for word in words
    ]
    return json.dumps({"rules": rules})


def write_rules(
    folder: Path, farm: Farm, feeds: Sequence[str], words: Sequence[str], gathered: Sequence[str] = ()
) -> None:
    """Write the folder; each file appears whole, as editors save."""
    folder.mkdir(parents=True, exist_ok=True)
    save(folder / "feeds.yaml", feeds_file(farm, feeds))
    save(folder / "rules.yaml", rules_file(words, gathered))


def save(path: Path, text: str) -> None:
    """Write a file beside and rename it into place."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
