"""Mistakes in a feed are named in place, and no password with them."""

from __future__ import annotations

import pytest

from tests.rules.texts import problems

FEEDS = [
    ("url: ftp://a.example/x", "3:10: `url` must be a web address that begins with"),
    ("url: https://", "3:10: `url` must be a web address that begins with"),
    ("url: https://[::1/x", "3:10: `url` must be a web address that begins with"),
    ("url: https://a.example:99999/", "3:10: `url` must be a web address that begins with"),
    ("url: https://a.example/x y", "3:10: `url` holds a space; write it as %20"),
    (
        "url: https://a.example\nevery: 5 min",
        '4:12: `every` must be a number and a unit, such as "30s", "5m", "1h"',
    ),
    ("url: https://a.example\nevery: 300", "4:12: `every` must be a number and a unit"),
    ("url: https://a.example\nevery: 90d", '4:12: `every` must be from "1s" to "7d"'),
    ("url: https://a.example\nkind: rss", "4:11: `rss` is not a possible `kind`: feed, untc, coe"),
    ("url: https://a.example\ntags: UN", "4:11: `UN` is not a possible `tags`: lower case letters"),
    ("url: https://a.example\nURL: b", "4:5: `URL` is not a key of a feed; did you mean `url`?"),
]


@pytest.mark.parametrize(("feed", "expected"), FEEDS)
def test_a_feed_with_one_mistake(feed: str, expected: str) -> None:
    lines = "".join(f"    {line}\n" for line in feed.splitlines())
    found = problems(feeds_=f"feeds:\n  - id: x\n{lines}")
    assert len(found) == 1, found
    assert found[0].removeprefix("feeds.yaml:").startswith(expected)


def test_a_password_in_an_address_is_never_shown() -> None:
    feeds = (
        "feeds:\n  - id: x\n    url: https://user:hunter2@a.example:0x1/\n  - https://user:hunter2@b.example/\n"
        "  - id: y\n    url: {a: 'https://user:hunter2@b.example/'}\n  - id: https://user:hunter2@c.example\n"
        "    url: https://user:hunter2@d.example/\n  - id: z\n    url: https://user:hunter2@d.example/\n"
    )
    found = problems(feeds_=feeds)
    assert len(found) >= 5
    assert not [line for line in found if "hunter2" in line]


@pytest.mark.parametrize(
    "address",
    ["https://a.example/feed?token=hunter2", "https://a.example/hunter2/feed", "a.example/feed?key=hunter2",
     "https://user:hunter/2@a.example"],
)  # fmt: skip
def test_a_key_in_an_address_at_a_wrong_place_is_never_shown(address: str) -> None:
    """The channel reads what is wrong with rules; a list of bare addresses is the first thing that people try."""
    feeds = f"feeds:\n  - {address}\n  - id: '{address}'\n    url: x\n"
    feeds += f"  - {{id: y, '{address}': z, tags: ['{address}']}}\n"
    found = problems(feeds_=feeds)
    assert len(found) >= 4
    assert not [line for line in found if "hunter" in line]
    assert all("a.example" in line for line in found if "not a possible `id`" in line)
