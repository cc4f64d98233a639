"""What an alert says is of its own channel: its headline, its treaty's facts, its level and whom it calls."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Action, Event, Level, Status, Step
from monitor.sinks.headline import headlines
from tests.pipeline.made import (
    GENERAL,
    LEGAL,
    NORWAY,
    RESERVES,
    ROW,
    SIGNS,
    acts,
    desk,
    entry,
    heard,
    news,
    official,
)

TWO = """
rules:
  - id: bud
    title: Budapest watchers
    level: critical
    mention: "@here"
    channel: "#budapest"
    match: {treaty: budapest, actor: any, status: [done, planned]}
  - id: cyb
    title: UN watchers
    channel: "#uncyber"
    mention: S0123ABCD
    match: {treaty: un-cybercrime, actor: any, status: [done, planned]}
"""
ACCEDED = "Peru acceded to the Budapest Convention on Monday"
BOTH = "Peru signs the UN Convention against Cybercrime after acceding to the Budapest Convention on Monday"


def test_a_channel_is_told_of_its_own_treaty_and_of_nothing_else() -> None:
    here = desk(TWO)
    assert heard(here.poll(entry(ACCEDED))) == [("#budapest", Level.CRITICAL)]
    (alert,) = news(here.poll(entry(BOTH, 2)))
    assert (alert.channel, alert.level, alert.telling.treaty) == ("#uncyber", Level.NORMAL, "un-cybercrime")
    assert (alert.story, alert.thread) == ("un-cybercrime:PE:signature", "un-cybercrime:PE")
    assert (alert.telling.mention, alert.telling.rule) == ("S0123ABCD", "cyb")


def test_each_channel_has_the_headline_the_facts_and_the_thread_of_what_it_asks_for() -> None:
    budapest, un = news(desk(TWO).poll(entry(BOTH)))
    assert headlines(budapest.telling) == ("Peru acceded to the Budapest Convention on Cybercrime",)
    assert headlines(un.telling) == ("Peru signed the UN Convention against Cybercrime",)
    assert (budapest.thread, un.thread) == ("budapest:PE", "un-cybercrime:PE")
    assert budapest.telling.treaty_name != un.telling.treaty_name
    assert [e.treaty for e in budapest.telling.events] == ["budapest"]


def test_of_one_channel_only_what_is_news_there_makes_the_level_and_the_mention() -> None:
    here = desk(TWO.replace("#uncyber", "#budapest"))
    here.poll(entry(ACCEDED))
    (alert,) = news(here.poll(entry(BOTH, 2)))
    assert (alert.level, alert.telling.mention) == (Level.NORMAL, "S0123ABCD")
    assert [line.partition(":")[0] for line in alert.telling.because] == ["cyb"]


def test_all_are_called_whom_the_rules_of_the_message_call_each_once() -> None:
    rules = TWO.replace("#uncyber", "#budapest") + (
        '  - {id: also, title: Also, channel: "#budapest", mention: S0123ABCD, match: {treaty: un-cybercrime}}\n'
        '  - {id: mute, title: No mention, channel: "#budapest", match: {treaty: un-cybercrime}}\n'
    )
    (alert,) = news(desk(rules).poll(entry(BOTH)))
    assert (alert.level, alert.telling.mention) == (Level.CRITICAL, "@here S0123ABCD")


def test_how_many_signed_is_not_told_beside_a_state_and_hides_no_ceremony() -> None:
    here = desk(GENERAL)
    total = "The addition raised the number of signatories of the UN Convention against Cybercrime to 13."
    (alert,) = news(here.poll(entry(SIGNS, summary=total)))
    assert headlines(alert.telling) == ("Norway signed the UN Convention against Cybercrime",)
    assert news(here.poll(entry("Norway inks UN Convention against Cybercrime", 2, summary=total))) == []
    (many,) = news(
        here.poll(entry("Nine countries signed the UN Convention against Cybercrime on Monday", 3))
    )
    assert headlines(many.telling) == ("9 states signed the UN Convention against Cybercrime",)


WATCHED = """
rules:
  - {id: quiet, title: Others bound, match: {treaty: bbnj, action: ratification, status: done}}
  - {id: watched, title: Watched signed, level: high, match: {treaty: un-cybercrime, action: signature, status: done}}
"""


def test_of_two_treaties_the_act_leads_that_the_loudest_rule_asks_for() -> None:
    title = "Nigeria signs Hanoi Convention, ratifies High Seas Treaty"
    (alert,) = news(desk(WATCHED).poll(entry(title)))
    assert headlines(alert.telling) == (
        "Nigeria signed the UN Convention against Cybercrime",
        "Nigeria ratified the High Seas Treaty (BBNJ Agreement)",
    )
    assert (alert.level, alert.telling.treaty, alert.telling.rule) == (Level.HIGH, "un-cybercrime", "watched")
    assert (alert.story, alert.thread) == ("un-cybercrime:NG:signature", "un-cybercrime:NG")
    assert [line.partition(":")[0] for line in alert.telling.because] == ["watched", "quiet"]
    (alert,) = news(desk(WATCHED.replace("level: high, ", "")).poll(entry(title)))
    assert (alert.telling.treaty, alert.telling.rule) == ("bbnj", "quiet"), (
        "as loud: the rule of the headline"
    )


def test_every_treaty_that_an_alert_tells_of_has_its_name() -> None:
    here = desk("rules:\n  - {id: all, title: All, match: {treaty: any, actor: any, status: done}}\n")
    (alert,) = news(here.poll(entry("Chile ratifies the High Seas Treaty and signs the Budapest Convention")))
    said = headlines(alert.telling)
    assert len(said) == 2
    assert [line for line in said if "bbnj" in line or " budapest" in line] == []
    states = ("Peru", "Kenya", "Ghana", "Nepal")
    titles = [f"{state} ratifies the High Seas Treaty" for state in states[:2]]
    titles += [f"{state} signs the Budapest Convention" for state in states[2:]]
    (grouped,) = news(here.poll(*(entry(title, number) for number, title in enumerate(titles, 2))))
    assert len(grouped.telling.items) == 4
    assert [line for line in headlines(grouped.telling) if "bbnj" in line or " budapest" in line] == []


def test_a_report_is_held_against_the_record_of_its_own_treaty() -> None:
    here = desk("rules:\n  - {id: all, title: All, match: {treaty: any, actor: any, status: done}}\n")
    signed = acts(("CL", Action.SIGNATURE, "2025-10-25"))
    here.poll(*map(official, signed.acts), feed="record", record=signed)
    (own,) = news(here.poll(entry("Kenya ratifies the UN Convention against Cybercrime")))
    assert "Kenya" in (own.telling.warning or "")
    title = "Norway signs the UN Convention against Cybercrime; Peru ratifies the High Seas Treaty"
    (other,) = news(here.poll(entry(title, 2)))
    assert (other.telling.treaty, len(other.telling.events)) == ("un-cybercrime", 2)
    assert other.telling.warning is None


def test_each_act_of_an_item_is_held_against_the_record() -> None:
    here = desk("rules:\n  - {id: all, title: All, match: {treaty: any, actor: any, status: done}}\n")
    signed = acts(("CL", Action.SIGNATURE, "2025-10-25"))
    here.poll(*map(official, signed.acts), feed="record", record=signed)
    (two,) = news(here.poll(entry("Kenya and Ghana ratify the UN Convention against Cybercrime")))
    assert [name in (two.telling.warning or "") for name in ("Kenya", "Ghana")] == [True, True]
    (five,) = news(
        here.poll(entry("Peru, Nepal, Fiji, Qatar and Togo ratify the UN Convention against Cybercrime", 2))
    )
    assert (five.telling.warning or "").count("no instrument") == 3
    assert (five.telling.warning or "").endswith(" 2 more acts go beyond the record.")


def test_the_first_document_of_a_record_confirms_what_a_channel_was_told_as_reported_and_nothing_else() -> (
    None
):
    here = desk(GENERAL + LEGAL)
    (reported,) = news(here.poll(entry(SIGNS)))
    here.poll(entry("Peru will sign the UN Convention against Cybercrime", 2))
    table = acts(*((state, Action.SIGNATURE, "2026-11-23") for state in ("CL", "NO", "PE")))
    (confirmed,) = news(here.poll(*map(official, table.acts), feed="record", record=table))
    assert (confirmed.channel, confirmed.telling.step) == ("#general", Step.CONFIRMED)
    assert (confirmed.story, confirmed.thread) == (NORWAY, reported.thread)
    assert here.memory.stories[NORWAY].alerts == (confirmed.id,)
    again = here.poll(*map(official, table.acts), feed="record", record=table)
    assert again.alerts == ()
    for number, state in enumerate(("Norway", "Peru", "Chile"), 3):
        late = here.poll(entry(f"{state} signs the UN Convention against Cybercrime, aides say", number))
        assert news(late) == [], f"{state}: the record told of it"


TITLES = (
    SIGNS,
    RESERVES,
    ROW,
    BOTH,
    ACCEDED,
    "Norway will sign the UN Convention against Cybercrime",
    "Norway to sign the UN Convention against Cybercrime with reservations",
    "Norway and Peru sign the UN Convention against Cybercrime",
    "LIVE: extradition, more to follow",
)
RULES = (
    GENERAL.rstrip("\n").lstrip("\n").removeprefix("rules:\n"),
    LEGAL.strip("\n"),
    LEGAL.strip("\n").replace("id: legal", "id: loud").replace("#legal", "#general"),
    LEGAL.strip("\n").replace("id: legal", "id: law").replace("#legal", "#law").replace("critical", "high"),
    TWO.strip("\n").removeprefix("rules:\n"),
    '  - {id: dsm, title: Words, level: high, channel: "#mining", match: extradition}',
    '  - {id: both, title: Words, level: critical, channels: ["#general", "#legal"], match: "reservation*"}',
    '  - {id: quiet, title: Quiet, level: low, channel: "#general", match: {treaty: any, status: planned}}',
)  # fmt: skip


@settings(max_examples=40)
@given(
    st.sets(st.sampled_from(RULES), min_size=1),
    st.lists(st.lists(st.tuples(st.sampled_from(TITLES), st.integers(1, 6)), max_size=3), max_size=6),
)
def test_no_channel_misses_an_act_it_asks_for_or_hears_of_it_twice(
    rules: set[str], polls: list[list[tuple[str, int]]]
) -> None:
    here = desk("rules:\n" + "\n".join(rule for rule in RULES if rule in rules) + "\n")
    ids: list[str] = []
    told: list[tuple[object, ...]] = []
    for some in polls:
        poll = here.poll(*(entry(title, number) for title, number in some))
        for alert in news(poll):
            ids.append(alert.id)
            for telling in alert.telling.items or (alert.telling,):
                told += [(*act(alert.channel, e), alert.level is Level.CRITICAL) for e in telling.events]
        heard_of = {one[:-1] for one in told}
        for match in (
            match for noted in poll.noted for match in noted.matches if match.level is not Level.LOW
        ):
            done = [event for event in match.events if event.status is Status.DONE]
            channels = here.kit.routes[match.rule].channels
            assert {act(channel, event) for channel in channels for event in done} <= heard_of
    assert len(set(ids)) == len(ids), "an id is owed once"
    assert len(set(told)) == len(told), "once, and once more where it is critical"


def act(channel: str, event: Event) -> tuple[object, ...]:
    return channel, event.treaty, event.actor, event.action, event.status
