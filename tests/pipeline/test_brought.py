"""Whatever feeds bring an item, in which order and dress: each rule tells it once, if a feed brings it that may."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.decide.poll import Poll
from tests.pipeline.items import desk, item, kit
from tests.pipeline.made import SIGNS, Desk, news

SOURCES = ("wire", "un", "who", "blog")
LIMITS = ("", "feeds: [un]", "feeds: [who]", 'feeds: ["tag:official"]', "feeds: [wire, who]")
TITLES = (
    SIGNS,
    "Ghana signs the Hanoi Convention",
    "Extradition talks begin in Vienna",
    "A cat is found in a tree",
)
WORDS, ACTS = {0, 1, 2}, {0, 1}
MET = "any: [norway, ghana, extradition]"
SIGNED = "treaty: un-cybercrime, action: signature"


def told(poll: Poll) -> list[tuple[str, int]]:
    """Return which channels hear of which items."""
    made = [
        (alert.channel, telling)
        for alert in news(poll)
        for telling in alert.telling.items or (alert.telling,)
    ]
    numbers = range(len(TITLES))
    return [(to, n) for to, telling in made for n in numbers if telling.title.startswith(TITLES[n])]


POLLS = st.lists(
    st.tuples(st.sampled_from(SOURCES), st.integers(0, 3), st.booleans(), st.booleans(), st.integers(0, 90)),
    max_size=14,
)


@settings(max_examples=80)
@given(POLLS, st.lists(st.sampled_from(LIMITS), min_size=1, max_size=4))
def test_each_rule_tells_what_a_feed_of_its_brings_exactly_once(
    polls: list[tuple[str, int, bool, bool, int]], limits: list[str]
) -> None:
    made = [f'id: r{n}, channel: "#r{n}", match: {{{MET}}}, {limit}' for n, limit in enumerate(limits)]
    made += [f'id: a{n}, channel: "#a{n}", match: {{{SIGNED}}}, {limit}' for n, limit in enumerate(limits)]
    here = desk(*(one.rstrip(", ") for one in made))
    heard: list[tuple[str, int]] = []
    wanted: set[tuple[str, int]] = set()
    for number, (feed, which, other_guid, dressed, hours) in enumerate(polls):
        here.now += timedelta(hours=hours)
        title = f"{TITLES[which]} - {feed}" if dressed else TITLES[which]
        one = item(title, feed, which, published=None, summary=f"text {number}" * (hours % 5))
        heard += told(here.poll(replace(one, guid=f"urn:{number}") if other_guid else one, feed=feed))
        source = here.kit.rulebook.feeds[feed]
        for rule in here.kit.rulebook.rules:
            if rule.looks_at(source) and which in (WORDS if rule.id[0] == "r" else ACTS):
                wanted.add((rule.channels[0], which))
    assert len(heard) == len(set(heard))
    assert set(heard) == wanted


BROUGHT = st.lists(
    st.tuples(st.sampled_from(SOURCES), st.sets(st.integers(0, 3)), st.booleans()), max_size=10
)


@settings(max_examples=80)
@given(BROUGHT, st.sets(st.sampled_from(SOURCES)), st.sets(st.sampled_from(SOURCES)))
def test_each_item_is_told_once_if_a_feed_brings_it_that_is_not_new(
    polls: list[tuple[str, set[int], bool]], polled: set[str], dressing: set[str]
) -> None:
    here = Desk(kit(f'id: words, channel: "#words", match: {{{MET}}}', f"id: acts, match: {{{SIGNED}}}"))
    for feed in sorted(polled):
        here.poll(feed=feed)
    heard: list[tuple[str, int]] = []
    wanted: set[tuple[str, int]] = set()
    brought: set[tuple[str, int]] = set()
    for number, (feed, which, other_guid) in enumerate(polls):
        here.now += timedelta(hours=20)
        dress = " - " + feed if feed in dressing else ""
        items = [
            item(TITLES[one] + dress, feed, one, published=None, summary=f"{number}" * (number % 4))
            for one in sorted(which)
        ]
        if other_guid and not dressing:
            items = [replace(one, guid=f"urn:{number}:{one.id}") for one in items]
        heard += told(here.poll(*items, feed=feed))
        if feed in polled:
            fresh = {one for one in which if (feed, one) not in brought}
            wanted |= {("#words", one) for one in fresh & WORDS} | {("#alerts", one) for one in fresh & ACTS}
        brought |= {(feed, one) for one in which}
        polled = polled | {feed}
    assert len(heard) == len(set(heard))
    assert set(heard) == wanted
