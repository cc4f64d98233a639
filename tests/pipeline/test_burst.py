"""A flood becomes few messages, and nothing of it is dropped, doubled or told out of order."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor import actors
from monitor.decide import burst
from monitor.decide.alerts import digest
from monitor.decide.burst import GATHER_AFTER, ITEMS_MOST
from monitor.model import Level, Step
from monitor.sinks.blocks import plain_text
from tests.pipeline.made import NOW, Desk, entry, news

NAMES = "Ghana Kenya Chile Peru Nepal Togo Malta Gabon Qatar Tonga Palau Benin Cuba Fiji".split()  # noqa: SIM905
SIGN = "{} signs the UN Convention against Cybercrime"


def test_after_ten_in_an_hour_further_ones_wait_for_the_quarter_and_come_as_one() -> None:
    desk = Desk().started()  # polls are five minutes apart: the first is at 12:15
    told = [news(desk.poll(entry(SIGN.format(name), n))) for n, name in enumerate(NAMES, 1)]
    at_once = [alert for (alert,) in told[:GATHER_AFTER]]
    assert [alert.due for alert in at_once] == [None] * GATHER_AFTER
    waiting = [alert for (alert,) in told[GATHER_AFTER:]]
    first, second, *_ = waiting
    assert (first.due, len(first.telling.items), first.thread) == (NOW + timedelta(minutes=75), 1, None)
    assert second.id == first.id
    assert [len(alert.telling.items) for alert in waiting] == [1, 2, 1, 2]
    assert waiting[2].due == NOW + timedelta(minutes=90)
    assert actors_in(waiting[1], waiting[3]) == ["PW", "BJ", "CU", "FJ"]


def test_a_story_in_a_gathered_message_is_told_and_its_later_steps_are_news() -> None:
    desk = Desk().started()
    for n, name in enumerate(NAMES[: GATHER_AFTER + 1], 1):
        poll = desk.poll(entry(SIGN.format(name), n))
    (story,) = poll.stories
    assert story.furthest is Step.DONE
    assert story.alerts == (poll.alerts[0].id,)
    assert news(desk.poll(entry(SIGN.format("Palau") + ", say ministers", 20))) == []
    (alert,) = news(desk.poll(entry("Palau ratifies the UN Convention against Cybercrime", 21)))
    assert alert.due is None  # another kind of act is another burst


def test_the_next_hour_tells_at_once_again() -> None:
    desk = Desk().started()
    for n, name in enumerate(NAMES[: GATHER_AFTER + 2], 1):
        desk.poll(entry(SIGN.format(name), n))
    desk.now += timedelta(hours=1)
    (alert,) = news(desk.poll(entry(SIGN.format("Fiji"), 19)))
    assert alert.due is None


def test_stories_of_words_alone_are_never_gathered() -> None:
    desk = Desk().started()
    dues = [
        alert.due
        for n in range(30)
        for alert in news(
            desk.poll(entry(f"cybercrime workshop {digest(str(n))} {digest(str(-n - 1))}", n + 1))
        )
    ]
    assert len(dues) > GATHER_AFTER
    assert set(dues) == {None}


def test_critical_alerts_are_never_gathered() -> None:
    desk = Desk().started()
    (draft,) = news(desk.poll(entry(SIGN.format("Ghana"))))
    critical = [change(draft, n, level=Level.CRITICAL) for n in range(3)]
    for _ in range(GATHER_AFTER):
        owed = burst.owe(critical, desk.memory, desk.now)
        assert [owing.alert.due for owing in owed] == [None] * 3
        desk.memory.owed |= {owing.alert.id + "x": owing.alert for owing in owed}


def test_a_summit_in_one_poll_is_as_few_messages_as_can_list_it() -> None:
    desk = Desk().started()
    (draft,) = news(desk.poll(entry(SIGN.format("Ghana"))))
    owed = burst.grouped([change(draft, n) for n in range(ITEMS_MOST * 2 + 5)])
    assert [len(owing.alert.telling.items) for owing in owed] == [ITEMS_MOST, ITEMS_MOST, 5]
    assert len({owing.alert.id for owing in owed}) == 3


def test_a_list_begins_with_the_loudest_and_its_row_agrees() -> None:
    desk = Desk().started()
    (draft,) = news(desk.poll(entry(SIGN.format("Ghana"))))
    quiet = [change(draft, n, rule="quiet", story=f"s{n}", level=Level.NORMAL) for n in range(ITEMS_MOST + 1)]
    loud = change(draft, "ZW", rule="loud", story="loud", mention="@here", level=Level.CRITICAL)
    first, rest = (owing.alert for owing in burst.grouped([*quiet, loud]))
    assert (first.level, first.story, first.telling.rule) == (Level.CRITICAL, "loud", "loud")
    assert actors_in(first)[:2] == ["ZW", actors_in(quiet[0])[0]]
    assert (rest.level, rest.telling.rule) == (Level.NORMAL, "quiet")
    assert "<!here>" in plain_text(first, NOW)
    assert "<!here>" not in plain_text(rest, NOW)


def test_a_list_calls_everybody_once_that_its_rules_call() -> None:
    desk = Desk().started()
    (draft,) = news(desk.poll(entry(SIGN.format("Ghana"))))
    wishes = [None, "@here", "S0123ABCD", "@here"]
    (owing,) = burst.grouped([change(draft, n, mention=wish) for n, wish in enumerate(wishes)])
    said = plain_text(owing.alert, NOW)
    assert (said.count("<!here>"), said.count("<!subteam^S0123ABCD>")) == (1, 1)


def test_a_gathered_message_begins_with_a_louder_one_that_comes_later() -> None:
    desk = Desk().started()
    (draft,) = news(desk.poll(entry(SIGN.format("Ghana"))))
    normal = [change(draft, n, rule="quiet", story=f"s{n}", level=Level.NORMAL) for n in range(2)]
    waiting = burst.gathered(burst.gathered(None, normal[0], NOW), normal[1], NOW)
    assert (waiting.story, actors_in(waiting)) == ("s0", actors_in(*normal))
    loud = change(
        draft, "ZW", rule="loud", story="loud", mention="@here", progress="3 of 40", level=Level.HIGH
    )
    grown = burst.gathered(waiting, loud, NOW)
    assert (grown.id, grown.due, grown.grows) == (waiting.id, waiting.due, True)
    assert (grown.level, grown.story, grown.telling.rule) == (Level.HIGH, "loud", "loud")
    assert grown.telling.progress == "3 of 40"
    assert actors_in(grown) == ["ZW", *actors_in(*normal)]


def test_a_list_names_each_publisher_once() -> None:
    desk = Desk().started()
    drafts = news(desk.poll(*(entry(SIGN.format(name), n) for n, name in enumerate(NAMES[:3], 1))))
    assert [o.publisher for o in burst.listing([draft.telling for draft in drafts]).outlets] == ["One"]


@settings(max_examples=40)
@given(
    st.lists(st.integers(1, 7), min_size=1, max_size=12),
    st.lists(st.integers(1, 90), min_size=12, max_size=12),
)
def test_every_happening_is_told_once_however_it_comes(sizes: list[int], minutes: list[int]) -> None:
    codes = iter(sorted(actors.codes() - {"EU"})[: sum(sizes)])
    desk = Desk().started()
    (draft,) = news(desk.poll(entry(SIGN.format("Ghana"))))
    desk.memory.owed.clear()
    wanted: list[str] = []
    for size, minute in zip(sizes, minutes, strict=False):
        desk.now += timedelta(minutes=minute)
        part = [next(codes) for _ in range(size)]
        wanted += part
        owed = burst.owe([change(draft, code, created=desk.now) for code in part], desk.memory, desk.now)
        assert sorted(d for owing in owed for d in owing.drafts) == sorted(code * 16 for code in part)
        desk.memory.owed |= {owing.alert.id: owing.alert for owing in owed}
    told = actors_in(*desk.memory.owed.values())
    assert sorted(told) == sorted(wanted)


def change(draft, code, *, rule="acts", mention=None, progress=None, **changes):
    who = code if isinstance(code, str) else sorted(actors.codes() - {"EU"})[code]
    event = replace(draft.telling.events[0], actor=who)
    telling = replace(
        draft.telling, events=(event,), title=who, rule=rule, mention=mention, progress=progress
    )
    return replace(draft, id=who * 16, telling=telling, **changes)


def actors_in(*alerts) -> list[str]:
    return [
        event.actor
        for alert in alerts
        for telling in (alert.telling.items or (alert.telling,))
        for event in telling.events
    ]
