"""What is owed is not sent while it is muted, nor once its outlet does not tell it any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from monitor.decide.mutes import Scope
from monitor.model import Action, Alert, Event, Kind, Outlet, Status, Telling
from monitor.store.marks import Marks
from monitor.store.outbox import Outbox
from tests.deliver.made import START, edit, ids, numbered, sent
from tests.sinks.made import telling

SECOND = timedelta(seconds=1)


BACK = telling(outlets=(Outlet(publisher="One", url=None, title="Denied", was="Signed"),))
"""What a message shows whose only outlet does not tell it any more."""


def withdrawal(number: int, of: int) -> Alert:
    return edit(number, of=of, telling=BACK, story="gh", withdraws=True)


def test_what_is_denied_by_who_told_it_before_it_left_is_not_sent(outbox: Outbox) -> None:
    outbox.add([numbered(1, story="gh"), numbered(3, kind=Kind.NOTICE, story="gh"), numbered(4, story="ke")])
    outbox.add([withdrawal(2, of=1)])
    (owed,) = outbox.due(START)
    assert int(owed.alert.id, 16) == 3
    assert outbox.claim(owed, START) is None, "its thread will not be there"
    assert ids(outbox) == [4]


def test_what_was_sent_or_may_have_been_is_not_withdrawn(outbox: Outbox) -> None:
    outbox.add([numbered(1, story="gh"), numbered(2, kind=Kind.NOTICE, story="gh")])
    (owed,) = outbox.due(START)
    assert outbox.claim(owed, START)
    outbox.add([withdrawal(3, of=1)])
    outbox.mark_unknown(owed.alert.id, "timed out", START, START)
    outbox.retry_later(owed.alert.id, START, "not found")
    (owed,) = outbox.due(START)
    message = outbox.claim(owed, START)
    assert message.alert.telling == BACK


@pytest.mark.parametrize("elsewhere", [False, True])
def test_it_is_owed_again_where_its_outlet_tells_it_again_and_nobody_did_since(
    outbox: Outbox, *, elsewhere: bool
) -> None:
    outbox.add([numbered(1, story="gh"), withdrawal(2, of=1)])
    assert outbox.due(START) == ()
    if elsewhere:
        outbox.add([numbered(3, story="gh")])
        sent(outbox, 3)
    outbox.add([edit(4, of=1, telling=telling(), story="gh")])
    assert ids(outbox) == ([] if elsewhere else [1])


def test_what_waits_for_the_end_of_quiet_hours_comes_to_its_turn_when_they_are_changed(
    outbox: Outbox,
) -> None:
    night, quarter = START + 8 * 3600 * SECOND, START + 800 * SECOND
    outbox.add([numbered(1, due=night), numbered(2, due=quarter), numbered(3, due=night, kind=Kind.DIGEST)])
    outbox.hasten(START)
    assert (ids(outbox), ids(outbox, 800 * SECOND)) == ([1], [1])
    sent(outbox, 1)
    assert ids(outbox, 800 * SECOND) == [2]


@pytest.mark.parametrize(
    ("scope", "value", "kept"),
    [
        (Scope.TREATY, "un-cybercrime", True),
        (Scope.STORY, "gh", True),
        (Scope.RULE, "acts", True),
        (Scope.SOURCE, "One", True),
        (Scope.SOURCE, "wire", True),
        (Scope.RULE, "words", False),
        (Scope.SOURCE, "Two", False),
    ],
)
def test_what_was_owed_before_a_mute_is_kept_back_too_until_it_is_told_again_after_it(
    outbox: Outbox, scope: Scope, value: str, *, kept: bool
) -> None:
    outlets = (
        Outlet(publisher="One", url=None, title="One", feed="wire"),
        Outlet(publisher="Two", url=None, title="Two"),
    )
    one = telling(treaty="un-cybercrime", because=("acts: by a word",), outlets=outlets[:1], items=())
    thread = {"story": "gh", "thread": "t:GH"}
    outbox.add([numbered(1, telling=one, **thread), numbered(2, kind=Kind.NOTICE, **thread)])
    marks = Marks(outbox.db)
    marks.mute(scope, value, START + SECOND, "Ana", START)
    (owed,) = outbox.due(START)
    assert (outbox.claim(owed, START) is None) is kept
    if kept:
        (notice,) = outbox.due(START)
        assert outbox.claim(notice, START) is None, "its thread will not be there"
        outbox.add([edit(3, of=1, telling=replace(one, outlets=outlets), story="gh")])
        (owed,) = outbox.due(START + SECOND)
        assert outbox.claim(owed, START + SECOND)


def test_a_mute_keeps_back_a_list_only_as_a_whole(outbox: Outbox) -> None:
    items = tuple(
        telling(treaty=treaty, events=(), because=(), outlets=(), items=()) for treaty in ("bbnj", "tpnw")
    )
    outbox.add([numbered(1, telling=telling(items=items)), numbered(2)])
    marks = Marks(outbox.db)
    marks.mute(Scope.TREATY, "bbnj", START + SECOND, "Ana", START)
    (owed,) = outbox.due(START)
    assert outbox.claim(owed, START)
    marks.mute(Scope.TREATY, "tpnw", START + SECOND, "Ana", START)
    outbox.retry_later(owed.alert.id, START, "asked to wait")
    assert outbox.claim(owed, START) is None


def test_a_mute_of_one_act_keeps_back_no_message_that_tells_of_another(outbox: Outbox) -> None:
    signs = [
        Event(treaty=treaty, action=Action.SIGNATURE, status=Status.DONE, actor="GH")
        for treaty in ("bbnj", "tpnw")
    ]
    outbox.add([numbered(1, story="gh", thread="t:GH", telling=telling(treaty="bbnj", events=tuple(signs)))])
    (owed,), marks, later = outbox.due(START), Marks(outbox.db), START + SECOND
    marks.mute(Scope.TREATY, "bbnj", later, "Ana", START)
    marks.mute(Scope.STORY, "gh", later, "Ana", START)
    assert not marks.mutes(START).owed(owed.alert)
    marks.mute(Scope.TREATY, "tpnw", later, "Ana", START)
    assert marks.mutes(START).owed(owed.alert)


def test_what_a_further_outlet_adds_is_not_kept_back_by_a_mute_of_the_first(outbox: Outbox) -> None:
    outlets = tuple(Outlet(publisher=name, url=None, title=name) for name in ("One", "Two"))
    outbox.add([numbered(1, telling=telling(outlets=outlets[:1]), thread="t:GH")])
    outbox.add([edit(2, of=1, telling=telling(outlets=outlets))])
    Marks(outbox.db).mute(Scope.SOURCE, "One", START + SECOND, "Ana", START)
    (owed,) = outbox.due(START)
    assert outbox.claim(owed, START)


@pytest.mark.parametrize(
    "told",
    [
        telling(treaty="bbnj", events=()),
        telling(treaty="bbnj", events=(), items=(telling(treaty="bbnj", events=()),) * 2),
    ],
    ids=["milestone", "list"],
)
def test_a_milestone_and_a_list_wait_for_the_end_of_a_mute_since_nobody_will_tell_them_again(
    outbox: Outbox, told: Telling
) -> None:
    hour = 3600 * SECOND
    outbox.add([numbered(1, story=None, telling=told)])
    marks = Marks(outbox.db)
    mute = marks.mute(Scope.TREATY, "bbnj", START + 24 * hour, "Ana", START)
    for at in (START, START + hour):
        (owed,) = outbox.due(at)
        assert outbox.claim(owed, at) is None
        assert ids(outbox, at - START) == []
    marks.unmute(mute.id, "Ana", at)
    assert ids(outbox, 2 * hour) == [1], "a mute may be ended early"
