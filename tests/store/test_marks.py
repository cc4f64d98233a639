"""What people said is kept, with who and when, and can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.decide.mutes import Scope
from monitor.store import Store
from monitor.store.marks import Verdict

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_mark_is_kept_once_and_taken_back_once(store: Store) -> None:
    mark = store.marks.add("a" * 32, Verdict.OLD_NEWS, "Ana", NOW)
    assert store.marks.add("a" * 32, Verdict.OLD_NEWS, "Ana", NOW + timedelta(hours=1)) == mark
    other = store.marks.add("a" * 32, Verdict.CONFIRMED, "Ben", NOW, "https://un.example/1")
    assert store.marks.of_alert("a" * 32) == [mark, other]
    assert store.marks.undo(mark.id, "Ben", NOW) == "a" * 32
    assert store.marks.undo(mark.id, "Ben", NOW) is None
    assert store.marks.of_alert("a" * 32) == [other]
    row = store.db.execute("SELECT person, undone_by FROM marks WHERE id = ?", [mark.id]).fetchone()
    assert row == ("Ana", "Ben")


def test_a_mute_ends_by_itself_or_by_hand_and_a_new_one_replaces_it(store: Store) -> None:
    first = store.marks.mute(Scope.RULE, "acts", NOW + timedelta(hours=1), "Ana", NOW)
    second = store.marks.mute(Scope.RULE, "acts", NOW + timedelta(days=1), "Ben", NOW)
    assert list(store.marks.mutes(NOW).mutes) == [second]
    assert store.marks.unmute(first.id, "Ben", NOW) is None
    assert list(store.marks.mutes(NOW + timedelta(days=1)).mutes) == []
    assert store.marks.unmute(second.id, "Ana", NOW) == second
    assert list(store.marks.mutes(NOW).mutes) == []


def test_merges_are_followed_and_a_split_entry_goes_its_own_way(store: Store) -> None:
    store.marks.place("a", None, "b", "Ana", NOW)
    store.marks.place("b", None, "c", "Ana", NOW)
    store.marks.place("a", "e1", "d", "Ana", NOW)
    assert store.marks.placed("a") == "c"
    assert store.marks.placed("a", "e2") == "c"
    assert store.marks.placed("a", "e1") == "d"
    store.marks.unplace("b")
    assert store.marks.placed("a") == "b"
    store.marks.place("b", None, "a", "Ana", NOW)  # a circle, which `regroup` refuses to make, ends as well
    assert store.marks.placed("a") in ("a", "b")


def test_a_story_names_all_that_was_merged_into_it(store: Store) -> None:
    store.marks.place("a", None, "b", "Ana", NOW)
    store.marks.place("b", None, "c", "Ana", NOW)
    store.marks.place("d", "e1", "c", "Ana", NOW)  # one entry, not the story
    assert store.marks.taken_in("c") == ["a", "b"]
    assert store.marks.taken_in("a") == []


def test_marks_of_many_alerts_are_asked_for_at_once(store: Store) -> None:
    first = store.marks.add("a" * 32, Verdict.OLD_NEWS, "Ana", NOW)
    second = store.marks.add("a" * 32, Verdict.CONFIRMED, "Ben", NOW, "https://un.example/1")
    gone = store.marks.add("b" * 32, Verdict.DUPLICATE, "Ben", NOW)
    store.marks.undo(gone.id, "Ben", NOW)
    assert store.marks.of_alerts(["b" * 32, "a" * 32, "c" * 32]) == {"a" * 32: (first, second)}
    assert store.marks.of_alerts([]) == {}


def test_digests_remember_where_they_ended(store: Store) -> None:
    assert store.marks.digested("daily") is None
    store.marks.digest_until("daily", NOW)
    store.marks.digest_until("daily", NOW + timedelta(days=1))
    assert store.marks.digested("daily") == NOW + timedelta(days=1)
