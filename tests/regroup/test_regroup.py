"""People merge and split stories; messages, coverage and what comes later follow."""

from __future__ import annotations

import fcntl
from contextlib import suppress

import pytest
from msgspec.structs import replace

from monitor.answers import regroup
from monitor.errors import TreatywatchError
from monitor.model import Action, Kind, Level, Step
from monitor.store.database import lock_file
from monitor.story import tell
from tests.digest.made import Newsroom
from tests.pipeline.made import SIGNED, entry, entry_id

GHANA, KENYA = "un-cybercrime:GH:signature", "un-cybercrime:KE:signature"


@pytest.fixture
def room(room: Newsroom) -> Newsroom:
    room.poll(entry(SIGNED))
    room.poll(entry("Kenya signs the UN Convention against Cybercrime", 2))
    return room


def edits(room: Newsroom) -> dict[str, str]:
    """Return the latest edit of each message, as `channel title` to the sections that it shows."""
    return {
        row.alert.updates or "": str(
            [(s.title, [line.text for line in s.lines]) for s in row.alert.telling.sections]
        )
        for row in room.owed(Kind.UPDATE)
    }


def test_merged_stories_are_one_and_later_coverage_follows(room: Newsroom) -> None:
    kenya_alert = room.store.stories.get(KENYA).alerts[0]
    done = regroup.merge(room.store, KENYA, GHANA, "ana", room.now)
    assert (done.story.key, done.edits) == (GHANA, 2)
    assert room.store.stories.get(KENYA) is None
    assert [one.entry for one in room.store.views.coverage(GHANA)] == [entry_id(n) for n in (1, 2)]
    assert "Ghana signed" in edits(room)[kenya_alert]
    poll = room.poll(entry("Kenya has signed the Hanoi Convention", 3, feed="two"), feed="two")
    assert [alert.kind for alert in poll.alerts] == [Kind.UPDATE]
    assert [c.story for c in poll.coverage] == [GHANA]
    assert "by hand" in poll.coverage[0].because


def test_after_a_merge_the_message_names_the_outlet_that_its_title_and_link_are_of(room: Newsroom) -> None:
    regroup.merge(room.store, GHANA, KENYA, "ana", room.now)
    poll = room.poll(entry("Kenya has signed the Hanoi Convention", 3, feed="two"), feed="two")
    for alert in (*(row.alert for row in room.owed(Kind.UPDATE)), *poll.alerts):
        first, *others = alert.telling.outlets
        assert (first.title, first.url) == (alert.telling.title, alert.telling.url)
        assert alert.telling.url not in [outlet.url for outlet in others]


def test_after_a_merge_the_act_is_reported_of_one_state(room: Newsroom) -> None:
    regroup.merge(room.store, GHANA, KENYA, "ana", room.now)
    room.poll(entry("Ghana has signed the Hanoi Convention", 3, feed="two"), feed="two")
    reports = room.store.stories.reports("un-cybercrime")
    assert [(actor, action) for actor, action, _ in reports] == [("KE", Action.SIGNATURE)]


def test_an_act_of_two_names_is_reported_once(room: Newsroom) -> None:
    for number, title in enumerate(
        ("Thailand accedes to the", "Thailand ratifies the", "Thailand signs the"), 3
    ):
        room.poll(entry(f"{title} UN Convention against Cybercrime", number))
    reports = room.store.stories.reports("un-cybercrime")
    assert [action for actor, action, _ in reports if actor == "TH"] == [Action.ACCESSION, Action.SIGNATURE]


def test_a_merge_can_be_turned_round(room: Newsroom) -> None:
    regroup.merge(room.store, KENYA, GHANA, "ana", room.now)
    third = room.poll(entry("Chile signs the UN Convention against Cybercrime", 4)).stories[0].key
    regroup.merge(room.store, GHANA, third, "ana", room.now)
    poll = room.poll(entry("Kenya has signed the Hanoi Convention", 3, feed="two"), feed="two")
    assert [c.story for c in poll.coverage] == [third]


@pytest.mark.parametrize(
    ("one", "into", "said"),
    [
        ("no-such", GHANA, "there is no such story"),
        (GHANA, "no-such", "there is no such story"),
        (GHANA, GHANA, "one story already"),
    ],
)
def test_a_senseless_merge_is_refused(room: Newsroom, one: str, into: str, said: str) -> None:
    with pytest.raises(TreatywatchError, match=said):
        regroup.merge(room.store, one, into, "ana", room.now)


def test_no_worker_moves_a_story_between_the_look_at_it_and_its_change(room: Newsroom) -> None:
    unlocked: list[str] = []

    def look(sql: str) -> None:
        with lock_file(room.store.path).open("rb") as file, suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # as a worker that writes would
            unlocked.append(sql)

    room.store.db.conn.set_trace_callback(look)
    regroup.merge(room.store, KENYA, GHANA, "ana", room.now)
    regroup.split(room.store, GHANA, entry_id(2), "ana", room.now)
    assert [sql for sql in unlocked if "FROM" in sql] == []


def test_a_merged_story_is_not_merged_again_and_says_where_it_is(room: Newsroom) -> None:
    regroup.merge(room.store, KENYA, GHANA, "ana", room.now)
    with pytest.raises(TreatywatchError, match=f"merged into {GHANA}"):
        regroup.merge(room.store, KENYA, GHANA, "ana", room.now)


def test_a_split_off_entry_is_a_story_of_its_own_and_told(room: Newsroom) -> None:
    room.poll(entry("Ghana has signed the Hanoi Convention, once more", 3, feed="two"), feed="two")
    done = regroup.split(room.store, GHANA, entry_id(3), "ana", room.now)
    assert (done.story.key, done.owed, done.edits) == (f"{GHANA}~2", 1, 1)
    told = room.owed(Kind.NEWS)[-1].alert
    assert (told.story, told.telling.title) == (
        f"{GHANA}~2",
        "Ghana has signed the Hanoi Convention, once more",
    )
    assert [event.actor for event in told.telling.events] == ["GH"]
    assert room.store.stories.get(f"{GHANA}~2").furthest is Step.DONE
    assert [one.entry for one in room.store.views.coverage(GHANA)] == [entry_id(1)]
    poll = room.poll(entry("Ghana has signed the Hanoi Convention, once more!", 3, feed="two"), feed="two")
    assert {c.story for c in poll.coverage} <= {f"{GHANA}~2"}  # its edited text stays where it was put
    poll = room.poll(entry("Ghana signs the Hanoi Convention, papers say", 5, feed="two"), feed="two")
    assert [c.story for c in poll.coverage] == [GHANA]


def test_what_was_split_and_merged_back_is_no_other_story_that_is_split_off(room: Newsroom) -> None:
    room.poll(entry("Ghana has signed the Hanoi Convention, once more", 3, feed="two"), feed="two")
    first = regroup.split(room.store, GHANA, entry_id(3), "ana", room.now).story.key
    regroup.merge(room.store, first, GHANA, "ana", room.now)
    room.poll(entry("Ghana signs the Hanoi Convention, papers say", 5, feed="two"), feed="two")
    second = regroup.split(room.store, GHANA, entry_id(5), "ana", room.now).story.key
    assert second != first
    told = room.owed(Kind.NEWS)[-1].alert
    assert (told.story, told.telling.title) == (second, "Ghana signs the Hanoi Convention, papers say")
    assert [one.entry for one in room.store.views.coverage(second)] == [entry_id(5)]
    assert room.store.marks.placed(GHANA, entry_id(5)) == second
    assert room.store.marks.placed(GHANA, entry_id(3)) == GHANA


def test_a_second_act_takes_what_comes_later(room: Newsroom) -> None:
    room.poll(entry("Ghana signs the Hanoi Convention anew", 3, feed="two"), feed="two")
    regroup.split(room.store, GHANA, entry_id(3), "ana", room.now, onward=True)
    poll = room.poll(entry("Ghana signs the Hanoi Convention, papers say", 5))
    assert [c.story for c in poll.coverage] == [f"{GHANA}~2"]
    assert [alert.kind for alert in poll.alerts] == [Kind.UPDATE]


def test_a_senseless_split_is_refused(room: Newsroom) -> None:
    with pytest.raises(TreatywatchError, match="is all there is"):
        regroup.split(room.store, GHANA, entry_id(1), "ana", room.now)
    with pytest.raises(TreatywatchError, match="is not in the story"):
        regroup.split(room.store, GHANA, entry_id(2), "ana", room.now)


def test_merged_stories_are_told_in_the_channels_of_both(room: Newsroom) -> None:
    (kenya,) = (row.alert for row in room.owed(Kind.NEWS) if row.alert.story == KENYA)
    apart = replace(kenya, id="f" * 32, channel="#legal")
    story = room.store.stories.get(KENYA)
    with room.store.db.atomic():
        room.store.outbox.add([apart])
        told = tell(replace(story, alerts=(kenya.id, apart.id)), "#legal", Step.DONE, Level.HIGH)
        room.store.stories.save([told], [], room.now)
    merged = regroup.merge(room.store, KENYA, GHANA, "ana", room.now).story
    assert [(one.channel, one.step) for one in merged.channels] == [
        ("#alerts", Step.DONE),
        ("#legal", Step.DONE),
    ]
    poll = room.poll(entry("Kenya has signed the Hanoi Convention", 3, feed="two"), feed="two")
    ghana = room.store.stories.get(GHANA).alerts[0]
    assert {alert.updates for alert in poll.alerts} == {ghana}, "no rule of #legal asks for it"
    assert apart.id in room.store.stories.get(GHANA).alerts
    done = regroup.split(room.store, GHANA, entry_id(3), "ana", room.now)
    assert [one.channel for one in done.story.channels] == ["#alerts", "#legal"]
    assert done.owed == 2
