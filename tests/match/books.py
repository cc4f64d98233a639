"""Build rulebooks and entries for tests from the least that is needed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from monitor.match import Matcher
from monitor.model import Entry, Feed, Match, Reading
from monitor.rules import Rulebook, load

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

TREATIES = {
    f"treaties/{name}.yaml": json.dumps(
        {
            "id": name,
            "title": f"the {name} treaty",
            "names": {"en": [f"{name} treaty"]},
            "depositary": {"name": "UN Secretary-General", "page": "https://treaties.example/page"},
            "in_force": {"count": 40, "rule": "90 days"},
        }
    )
    for name in ("alpha", "beta", "gamma")
}
FEEDS = {
    "feeds": [
        {"id": "one", "url": "https://one.example/feed", "tags": ["un"], "language": "en"},
        {"id": "two", "url": "https://two.example/feed"},
    ]
}


def rulebook(*rules: dict[str, Any], groups: list[dict[str, Any]] | None = None) -> Rulebook:
    """Load rules written as plain values; JSON is YAML."""
    made = [{"id": f"r{number}", "title": "a rule"} | rule for number, rule in enumerate(rules)]
    texts = TREATIES | {"feeds.yaml": json.dumps(FEEDS), "rules.yaml": json.dumps({"rules": made})}
    if groups:
        texts["groups.yaml"] = json.dumps({"groups": groups})
    loaded = load(texts)
    assert loaded.rulebook is not None, [str(problem) for problem in loaded.problems]
    return loaded.rulebook


def entry(title: str, **fields: Any) -> Entry:
    return Entry(**({"id": "0" * 32, "feed": "one", "title": title} | fields))


def matches(
    tree: Any, title: str, reading: Reading | None = None, feed: Feed | None = None, **fields: Any
) -> tuple[Match, ...]:
    """Match one title against one tree."""
    matcher = Matcher(rulebook({"match": tree}))
    return matcher.match(entry(title, **fields), reading or Reading(), feed, NOW)


def words(tree: Any, title: str, **fields: Any) -> list[str] | None:
    """Return the words by which one title meets one tree, or None."""
    found = matches(tree, title, **fields)
    return [reason.words for reason in found[0].because] if found else None
