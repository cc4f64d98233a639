"""What cannot identify the items of one document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.normalise.identity import (
    doubts,
)


def flags(items: list[tuple[str, str, str]]) -> list[str]:
    return ["".join(name[0] for name in ("guid", "link", "title") if getattr(d, name)) for d in doubts(items)]


def test_distinct_items_are_not_doubted() -> None:
    assert flags([("1", "https://a.example/1", "One"), ("2", "https://a.example/2", "Two")]) == ["", ""]


def test_copies_of_one_item_are_not_doubted() -> None:
    item = ("1", "https://a.example/1?utm_source=a", "One")
    assert flags([item, ("1", "http://www.a.example/1", "ONE")]) == ["", ""]


def test_a_guid_over_different_links_is_doubted() -> None:
    assert flags(
        [("1", "https://a.example/1", "One"), ("1", "https://a.example/2", "Two"), ("3", "", "x")]
    ) == ["g", "g", ""]


def test_a_guid_and_link_over_different_titles_are_doubted() -> None:
    assert flags([("1", "https://a.example/", "One"), ("1", "https://a.example/", "Two")]) == ["gl", "gl"]


def test_a_title_over_different_links_is_doubted() -> None:
    assert flags([("1", "https://a.example/1", "Daily"), ("2", "https://a.example/2", "daily")]) == ["t", "t"]


@given(
    st.lists(
        st.tuples(*[st.sampled_from(["", "1", "2", "https://a.example/1", "https://a.example/1#x"])] * 3)
    )
)
def test_doubts_are_one_for_each_item_in_any_order(items: list[tuple[str, str, str]]) -> None:
    found = doubts(items)
    assert len(found) == len(items)
    assert doubts(items[::-1]) == found[::-1]
