"""Choose the story that an entry is mainly about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from monitor import actors
from monitor.model import Action, Match, Step
from monitor.story.course import ORDER
from monitor.story.happening import Joined
from monitor.story.joining import FAMILIES

FEW = 2
"""More named actors than this beside a number of others are a ceremony, not somebody's act."""


def asks(match: Match, item: Joined) -> bool:
    """Say whether a rule asks for that by which an entry joined a story."""
    return item.event in match.events if item.event else item.rule == match.rule


def main(joined: Sequence[Joined], title: str) -> Joined:
    """Return the story that an entry is mainly about, among those it joined (at least one).

    It is the act of an actor whom the title names, if these are few; where it names more, or counts them, it is the
    ceremony. What the title says counts before the text, an act before the entry into force that it brings about,
    and the further step decides between equals.
    """
    if len(joined) == 1:
        return joined[0]  # most entries tell one thing: names need not be looked for
    in_title = actors.named(title)
    crowd = len(in_title & {item.story.actor for item in joined}) > FEW
    counted = {_act(item) for item in joined if item.event and (item.event.count or 0) > FEW}
    signed = {item.story.actor for item in joined if _act(item)[1:] == ("signature", Step.DONE)}
    telling = any(_said(item, title) for item in joined)
    numbered = any(
        _act(item) in counted and item.story.actor is None and _said(item, title) for item in joined
    )
    if numbered:  # `72 States sign the treaty named after Hanoi`
        in_title = actors.named(title, capitals=False)
    doing = Counter(_act(item) for item in joined if item.story.actor)
    # Instruments come one by one: `60 ratifications` is what the State brought about that gave the sixtieth.
    bringing = {act for act, many in doing.items() if act[1:] == ("consent", Step.DONE) and many <= FEW}

    def rank(item: Joined) -> tuple[bool, bool, bool, bool, bool, bool, int]:
        # Hosts stand in the title of their ceremony: one is a story only where the title tells what was done.
        own = item.story.actor in in_title and not crowd and (telling or _act(item) not in counted)
        act = item.event is None or item.event.action is not Action.ENTRY_INTO_FORCE
        nobody = item.story.actor is None
        # `Members ratify: Peru, Chad and Togo did so`, `Peru, Chad and Togo did so, which makes 28`
        reached = (
            not _said(item, title) and item.event is not None and (item.event.count or 0) > doing[_act(item)]
        )
        group = item.story.family == "consent" and _act(item) in doing and (reached or _uncounted(item))
        total = nobody and (_act(item) in bringing or group)
        ceremony = nobody and not total and (crowd or (not telling and _act(item) in counted))
        # Whoever takes a step towards consent has signed before: a signature beside it is how it came to it.
        further = item.story.family == "consent" and ORDER.index(item.step) >= ORDER.index(Step.PROCESS)
        bound = further and item.story.actor in signed
        said = _said(item, title) or (item.story.actor is not None and _act(item) in bringing & counted)
        return (act, own, ceremony, said and not total, not nobody, bound, ORDER.index(item.step))

    first = max(joined, key=rank)
    # Of those who act together the same one leads, whomever an outlet names first: `A and B ratify`, `B and A ratify`.
    beside = [item for item in joined if together(item, first) and rank(item) == rank(first)]
    return min(beside, key=lambda item: item.story.actor or "") if 0 < len(beside) <= FEW else first


def without_totals(joined: Sequence[Joined], title: str) -> list[Joined]:
    """Return the ways in which an entry joined stories, without the numbers told beside the State that leads.

    `Peru signed, the 76th to do so`, `Peru signed with 18 others`: the news is Peru's. How many did the same is told by
    what is mainly about them, or is how things stand. A number of signers stays that the title tells; instruments come
    one by one, so that the story of the State that leads keeps the number, and others whom nobody counts (`Peru, Chad
    and others sign`) are nothing to tell. That a treaty enters into force is no number of States.
    """
    acts: dict[tuple[str, str, Step], list[Joined]] = {}
    for item in joined:
        if item.event and item.event.action is not Action.ENTRY_INTO_FORCE:
            acts.setdefault((item.event.treaty, FAMILIES[item.event.action], item.step), []).append(item)
    totals: list[Joined] = []
    reached: dict[str, int] = {}
    for same in acts.values():
        numbers = [item for item in same if item.story.actor is None]
        if 0 < len(numbers) < len(same):
            led = main(same, title).story
            consent = led.family == "consent"
            left = [n for n in numbers if _uncounted(n) or (led.actor and (consent or not _said(n, title)))]
            totals += left
            if led.actor and consent:
                reached[led.key] = max((n.event.count or 0 for n in left if n.event), default=0)
    return [_of_number(item, reached.get(item.story.key, 0)) for item in joined if item not in totals]


def _of_number(item: Joined, number: int) -> Joined:
    """Return how an entry joined a story, which keeps how many States had done the same."""
    return replace(item, story=replace(item.story, number=number)) if number else item


def together(one: Joined, other: Joined) -> bool:
    """Say whether two named actors did the same."""
    return bool(one.story.actor and other.story.actor) and _act(one) == _act(other)


def _uncounted(item: Joined) -> bool:
    """Say whether an entry joined a ceremony by others of whom it gives no number."""
    return item.event is not None and item.event.count is None


def _said(item: Joined, title: str) -> bool:
    """Say whether a title tells the event by which an entry joined a story."""
    return item.event is not None and bool(item.event.quote) and item.event.quote in title


def _act(item: Joined) -> tuple[str, str, Step]:
    """Return what was done to which treaty and how far, whoever did it."""
    return item.story.treaty, item.story.family, item.step
