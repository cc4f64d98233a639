"""What a channel hears is its own rules' affair: it is the same whether or not other channels have rules."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from monitor.decide.kit import Kit
from monitor.decide.mutes import Mute, Mutes, Scope
from monitor.model import Alert, Kind, Level
from tests.pipeline.items import FEEDS, bring, desk, item, kit
from tests.pipeline.made import NORWAY, SIGNS, Desk, acts, news, official

OURS, THEIRS = "#ours", "#theirs"
TREATY = "treaty: un-cybercrime"
REFUSES = "Norway refuses to sign the UN Convention against Cybercrime"
PLANS = "Norway will sign the UN Convention against Cybercrime"
CROWD = "nine countries ratify the High Seas Treaty"


def ours(match: str, *more: str) -> tuple[str, ...]:
    return (f'id: ours, channel: "{OURS}", match: {{{match}}}', *more)


def theirs(match: str) -> str:
    return f'id: theirs, channel: "{THEIRS}", match: {{{match}}}'


def test_a_refusal_of_what_the_item_tells_as_done_is_dropped_whoever_asks_for_the_act() -> None:
    title = "After a row, Norway signs the UN Convention against Cybercrime it refused to sign"
    for others in ((), (theirs(f"{TREATY}, status: done"),)):
        here = desk(*ours(f"{TREATY}, status: refused", *others))
        assert (OURS, Level.NORMAL) not in bring(here, "wire", item(title)), others


def test_a_refusal_after_the_act_is_the_oppositions_whoever_asks_for_the_act() -> None:
    for others in ((), (theirs(f"{TREATY}, status: done"),)):
        here = desk(*ours(f"{TREATY}, status: refused", *others))
        bring(here, "wire", item(SIGNS))
        assert bring(here, "wire", item(REFUSES, number=2)) == [], others


def test_a_plan_after_a_refusal_is_news_whoever_asks_for_the_refusal() -> None:
    for others in ((), (theirs(f"{TREATY}, status: refused"),)):
        here = desk(*ours(f"{TREATY}, status: planned", *others))
        assert bring(here, "wire", item(PLANS)) == [(OURS, Level.NORMAL)]
        bring(here, "wire", item(REFUSES, number=2))
        here.now += timedelta(days=4)
        again = item(PLANS, number=3, published=None)
        assert bring(here, "wire", again) == [(OURS, Level.NORMAL)], others


def test_coverage_that_our_rule_does_not_meet_keeps_a_ceremony_open_whoever_asks_for_it() -> None:
    for others in ((), (theirs("treaty: bbnj, status: done"),)):
        here = desk(*ours("all: [{treaty: bbnj, status: done}, {any: [talks]}]", *others))
        assert bring(here, "wire", item(f"{CROWD} amid talks")).count((OURS, Level.NORMAL)) == 1
        here.now += timedelta(days=10)
        bring(here, "wire", item(CROWD, number=2))
        here.now += timedelta(days=10)
        assert (OURS, Level.NORMAL) not in bring(here, "wire", item(f"Amid talks, {CROWD}", number=3)), others


def test_a_message_grows_by_what_its_own_rules_ask_for() -> None:
    for others in ((), (theirs(f"{TREATY}, status: done"),)):
        here = desk(*ours(f"all: [{{{TREATY}, status: done}}, {{any: [talks]}}]", *others))
        (first, *_) = news(here.poll(item(f"{SIGNS} amid talks"), feed="wire"))
        edits = [
            alert
            for number, (title, feed) in enumerate([(SIGNS, "who"), (f"Amid talks, {SIGNS}", "un")], 2)
            for alert in here.poll(item(title, feed, number), feed=feed).alerts
            if alert.updates == first.id
        ]
        assert [[o.publisher for o in edit.telling.outlets] for edit in edits] == [["The wire", "The un"]]


def test_a_further_publisher_of_an_item_stays_in_its_message() -> None:
    here = desk(*ours(TREATY, f'id: un, channel: "{OURS}", match: {{{TREATY}, status: done}}, feeds: [un]'))
    bring(here, "wire", item(SIGNS))
    shown = []
    for feed, number in (("un", 1), ("who", 2)):
        poll = here.poll(item(SIGNS + ", papers say" * (number - 1), feed, number), feed=feed)
        shown += [[o.publisher for o in a.telling.outlets] for a in poll.alerts if a.kind is Kind.UPDATE]
    assert shown == [["The wire", "The un"], ["The wire", "The un", "The who"]]


def test_a_story_that_no_rule_asks_for_is_remembered_and_covered_by_nothing() -> None:
    here = desk(*ours("treaty: bbnj"))
    poll = here.poll(item(SIGNS), feed="wire")
    assert ([story.key for story in poll.stories], poll.coverage, poll.reports) == ([NORWAY], (), ())
    assert poll.noted[0].stopped == "no rule matched"


MATCHES = (
    TREATY,
    f"{TREATY}, status: done",
    f"{TREATY}, status: [planned, process]",
    f"{TREATY}, status: refused",
    f"{TREATY}, status: urged",
    f"all: [{{{TREATY}, status: done}}, {{any: [talks]}}]",
    "all: [{treaty: bbnj, status: done}, {any: [talks]}]",
    "any: [talks]",
    "any: [minister, talks]",
    "all: [{any: [cybercrime]}, {none: [talks]}]",
    "treaty: bbnj, action: ratification",
)
TEXTS = (
    SIGNS,
    REFUSES,
    PLANS,
    CROWD,
    f"{SIGNS} it refused to sign, says minister",
    f"{CROWD} amid talks",
    f"{SIGNS} amid talks",
    "Norway withdraws from the UN Convention against Cybercrime",
    "Peru ratifies the High Seas Treaty and signs the UN Convention against Cybercrime",
    "Rights groups urge Canada to sign the Hanoi Convention",
    "Minister opens cybercrime talks in Oslo",
    "Norway's minister speaks of many things",
)
SOURCES = ("wire", "un", "who", "blog")
LIMITS = ("", ", feeds: [un]", ', feeds: ["tag:official"]', ", feeds: [wire, blog]")
LEVELS = ("low", "normal", "critical")
CHANNELS = {"ours": OURS, "theirs": THEIRS}
RULES = {
    f"{whose}-{m}-{n}-{level}": f'channel: "{channel}", level: {level}, match: {{{match}}}{limit}'
    for whose, channel in CHANNELS.items()
    for m, match in enumerate(MATCHES)
    for n, limit in enumerate(LIMITS)
    for level in LEVELS
}
MUTES = {
    Scope.RULE: ("ours-0-0-normal", "theirs-0-0-normal"),
    Scope.SOURCE: ("wire", "The un"),
    Scope.STORY: (NORWAY,),
    Scope.TREATY: ("un-cybercrime",),
}


class Brought(Struct, frozen=True):
    """Hold an item as a feed brings it, and after how long."""

    feed: str
    number: int
    title: int
    text: int | None
    guid: bool
    dressed: bool
    days: int | None
    hours: int
    record: bool


BROUGHT = st.builds(
    Brought,
    feed=st.sampled_from(SOURCES),
    number=st.integers(0, 3),
    title=st.integers(0, len(TEXTS) - 1),
    text=st.none() | st.integers(0, len(TEXTS) - 1),
    guid=st.booleans(),
    dressed=st.booleans(),
    days=st.sampled_from((None, 0, 0, 3, 40)),
    hours=st.sampled_from((0, 1, 13, 50, 80, 240, 400)),
    record=st.sampled_from((False, False, False, True)),
)
MUTED = st.none() | st.sampled_from([(scope, one) for scope, some in MUTES.items() for one in some])


Polls = list[tuple[Brought, tuple[Scope, str] | None]]


def some(whose: str) -> st.SearchStrategy[list[str]]:
    names = [name for name in RULES if name.startswith(whose)]
    return st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)


WIRED = Brought(
    feed="wire", number=0, title=0, text=None, guid=False, dressed=False, days=None, hours=0, record=False
)
LOW = [WIRED, replace(WIRED, feed="un"), replace(WIRED, title=1)]
"""An edit that only a low rule of ours asks for, beside a loud one of theirs: our message does not grow."""
CROSSED = [
    replace(WIRED, number=1, title=5, days=0),
    WIRED,
    replace(WIRED, feed="un", title=5, days=0),
    replace(WIRED, feed="un"),
]
"""An item that two feeds bring with different acts: one comes round to the other's title, and our message shows it."""


@settings(max_examples=100)
@example(["ours-6-0-normal"], ["theirs-0-0-low"], [(one, None) for one in CROSSED], set(), False)
@example(
    ["ours-0-0-low", "ours-0-1-normal"], ["theirs-0-0-normal"], [(one, None) for one in LOW], {"un"}, False
)
@given(
    some("ours"),
    some("theirs"),
    st.lists(st.tuples(BROUGHT, MUTED), min_size=2, max_size=10),
    st.sets(st.sampled_from(SOURCES)),
    st.booleans(),
)
def test_a_channel_hears_the_same_whether_or_not_others_have_rules(
    own: list[str], others: list[str], polls: Polls, polled: set[str], first: bool
) -> None:
    alone = heard(own, polls, polled)
    assert heard([*others, *own] if first else [*own, *others], polls, polled) == alone


def with_rules(names: list[str]) -> Kit:
    """Return a kit of these rules; the treaties, and what reads them, are made once."""
    whole = kit(*(f"id: {name}, {rule}" for name, rule in RULES.items()), feeds=FEEDS + RECORD)
    by_id = {rule.id: rule for rule in whole.rulebook.rules}
    book = replace(whole.rulebook, rules=tuple(by_id[name] for name in names))
    made = replace(whole, rulebook=book)
    vars(made)["reader"] = whole.reader
    return made


def heard(names: list[str], polls: Polls, polled: set[str]) -> list[Alert]:
    """Return what our channel is owed of these polls."""
    here = Desk(with_rules(names))
    for feed in sorted(polled):
        here.poll(feed=feed)
    owed: list[Alert] = []
    for n, (brought, mute) in enumerate(polls):
        here.now += timedelta(hours=brought.hours)
        here.memory.muted = muted(mute, here.now)
        if brought.record:
            signed = acts(("NO", "signature", "2026-11-23"))
            poll = here.poll(*map(official, signed.acts), feed="record", record=signed)
        else:
            poll = here.poll(made_of(brought, n, here.now), feed=brought.feed)
        owed += [alert for alert in poll.alerts if alert.channel == OURS]
    return owed


RECORD = '  - {id: record, url: "https://record.example/XVIII-16.en.xml", kind: untc}\n'


def muted(mute: tuple[Scope, str] | None, now: datetime) -> Mutes:
    if mute is None:
        return Mutes()
    scope, value = mute
    until = now + timedelta(hours=1)
    return Mutes([Mute(id=1, scope=scope, value=value, until=until, person="Ana")])


def made_of(brought: Brought, n: int, now: datetime) -> object:
    title = TEXTS[brought.title] + f" - {brought.feed}" * brought.dressed
    text = "" if brought.text is None else f"{TEXTS[brought.text]}. " * (1 + n % 3)
    published = None if brought.days is None else now - timedelta(days=brought.days)
    made = item(title, brought.feed, brought.number, summary=text, published=published)
    return replace(made, guid=f"urn:{n}") if brought.guid else made
