"""What is composed is dropped nowhere, and fits."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.answers.digest import LINES_MOST, ROOM, Material, compose
from monitor.ledger import tally
from monitor.model import Line, Record
from monitor.sinks.blocks import render
from monitor.store.news import FoundEntry
from monitor.timetable import DigestPlan
from tests.digest.made import flat, kit
from tests.pipeline.made import NOW, entry
from tests.slack_server.limits import block_errors


def test_treaties_whose_records_were_never_read_are_one_line() -> None:
    treaty = kit().rulebook.treaties["un-cybercrime"]
    ledgers = tuple(
        tally(replace(treaty, id=id_, title=id_), record)
        for id_, record in (("a", None), ("b", Record(treaty="b", acts=())), ("c", None))
    )
    plan = DigestPlan(every="week", at=time(8), zone="UTC")
    (alert,) = compose(plan, Material(since=NOW, until=NOW, ledgers=ledgers), "#weekly")
    (text,) = (flat(section) for section in alert.telling.sections if section.title.startswith("Where"))
    assert text == "# Where the treaties stand\nB | 0 of 40 · 40 to go\na, c | no official record was read"


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=400), st.booleans()), max_size=150))
def test_a_digest_drops_nothing_and_each_message_fits(items: list[tuple[str, str, bool]]) -> None:
    found = tuple(
        FoundEntry(
            rule=rule,
            entry=replace(entry(f"{n} {title}", n), url=f"https://x.example/{'y' * 900 if long else n}"),
        )
        for n, (rule, title, long) in enumerate(items)
    )
    plan = DigestPlan(every="week", at=NOW.time(), zone="UTC")
    messages = compose(plan, Material(since=NOW, until=NOW + timedelta(days=7), found=found), "#c")
    lines = [line for alert in messages for section in alert.telling.sections for line in section.lines]
    assert sorted(line.text for line in lines) == sorted(one.entry.title for one in found)
    assert len({alert.id for alert in messages}) == len(messages)
    for alert in messages:
        size = sum(
            len(line.text) + len(line.url or "")
            for section in alert.telling.sections
            for line in section.lines
        )
        count = sum(len(section.lines) for section in alert.telling.sections)
        assert count == 1 or (size <= ROOM and count <= LINES_MOST)
        assert block_errors(render(alert, NOW).blocks) == []


def test_a_digest_of_many_rules_shows_each() -> None:
    found = tuple(FoundEntry(rule=f"rule-{n}", entry=entry(f"Title {n} of many", n)) for n in range(120))
    plan = DigestPlan(every="day", at=NOW.time(), zone="UTC")
    messages = compose(plan, Material(since=NOW, until=NOW, found=found), "#c")
    shown = "".join(str(render(alert, NOW).blocks) for alert in messages)
    assert [one.entry.title for one in found if f"'{one.entry.title}'" not in shown] == []


def test_a_digest_bears_the_day_of_those_who_read_it() -> None:
    morning = datetime(2026, 11, 23, 23, tzinfo=UTC)
    plan = DigestPlan(every="week", at=time(8), zone="Asia/Tokyo")
    (alert,) = compose(plan, Material(since=morning - timedelta(days=7), until=morning), "#c")
    assert alert.telling.title == "Weekly digest, 24 November 2026"
    assert alert.telling.lines == (
        "No new steps from 16 November 2026, 23:00 UTC to 23 November 2026, 23:00 UTC.",
    )


def test_a_digest_has_no_buttons() -> None:
    plan = DigestPlan(every="week", at=NOW.time(), zone="UTC")
    material = Material(since=NOW, until=NOW, feeds=(Line(text="one", note="HTTP 500"),))
    (alert,) = compose(plan, material, "#c")
    kinds = {block["type"] for block in render(alert, NOW, interactive=True).blocks}
    assert "actions" not in kinds
