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
    ["https://a.example/feed?token=hunter2", "https://a.example/hunter2/feed", "https://a.example/f?hunter2",
     "https://a.example/f#hunter2", "a.example/feed?key=hunter2", "a.example/hunter2", "https:/a.example/hunter2",
     "https:\\\\a.example\\hunter2", "//a.example/hunter2", "https://a.example/my hunter2", "feed:a.example/hunter2",
     "https://user:hunter2@a.example", "https://user:hunter/2@a.example", "https://user:my hunter2@a.example/",
     "hunter2@a.example/feed", "https://user:hunter2@a.example:8443/hunter2", "https://a.example:hunter2",
     "https://user:hunter2@bücher-a.example/hunter2", "https://user:hunter2@[2001:db8::a.example]:8443/hunter2"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["feeds:\n  - '{}'", "feeds: '{}'", "'{}': x", "include: ['{}']", *[
    f"feeds:\n  - {{{{id: y, url: x, {field}}}}}"
    for field in ("'{}': z", "tags: ['{}']", "kind: '{}'", "every: '{}'", "language: '{}'", "enabled: '{}'")
], "feeds:\n  - id: '{}'\n    url: x"])  # fmt: skip
def test_a_key_in_an_address_at_a_wrong_place_is_never_shown(address: str, place: str) -> None:
    """The channel reads what is wrong with rules; a list of bare addresses is the first thing that people try."""
    found = "\n".join(problems(feeds_=place.format(address)))
    assert "hunter" not in found
    assert "a.example" in found


@pytest.mark.parametrize(
    "name",
    ["U.S./China", "and/or", "../x.yaml", "@team", "12:30/13:00", "https://a.example", "a.example:8443", "?"],
)
def test_what_holds_no_key_is_shown_as_it_is(name: str) -> None:
    assert any(f"`{name}`" in line for line in problems(feeds_=f"feeds:\n  - '{name}'"))


def test_an_address_is_no_channel() -> None:
    """A webhook's address is a key, and pages name channels."""
    hook = "https://hooks.slack.com/services/T0/B0/hunter2"
    [found] = problems(rules_=f"rules:\n  - {{id: x, title: t, match: y, channel: '{hook}'}}\n")
    assert "`https://hooks.slack.com/…` is not a possible `channel`" in found
