"""Tell which happening an entry is about, and what of it is news.

A happening is what one actor did to one treaty: (treaty, actor, family of actions). A story is what was published
about one happening. It has steps (`course`): planned, process, done, confirmed by the record, or refused. A step that
goes further than what a channel was told is news there; more coverage of a known step is not. A State that withdraws
and later consents again, or the other way round, begins a second story of the same act.

Where no actor is named ("72 states"), the story is the ceremony: the open story of that treaty and family within a
window, whatever the count. An announced ceremony is a story of its own, since no name says that it is the one that was
held. A number told beside a State that leads is neither its happening nor a ceremony; and one that is no greater than
that of the States that are known to have acted these days (`Two more States sign`) is more coverage of what they did.
"""

from __future__ import annotations

from monitor.story.course import LONG_AGO, OPEN_FOR, ORDER, Course, Reach, go_on, place
from monitor.story.happening import Joined, Story, Told, key_of, thread_of
from monitor.story.joining import FAMILIES, TEXT_WINDOW, is_of, join, join_text, step_of
from monitor.story.lead import FEW, asks, main, together, without_totals
from monitor.story.told import (
    foremost,
    how_far,
    is_news,
    is_reported,
    item_of,
    merged_into,
    move,
    settled,
    tell,
    tell_all,
    told_again,
)
from monitor.story.undone import of_actor

__all__ = [
    "FAMILIES", "FEW", "LONG_AGO", "OPEN_FOR", "ORDER", "TEXT_WINDOW", "Course", "Joined", "Reach", "Story", "Told",
    "asks", "foremost", "go_on", "how_far", "is_news", "is_of", "is_reported", "item_of", "join", "join_text",
    "key_of", "main", "merged_into", "move", "of_actor", "place", "settled", "step_of", "tell", "tell_all",
    "thread_of", "together", "told_again", "without_totals",
]  # fmt: skip
