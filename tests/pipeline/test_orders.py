"""Outlets tell a few happenings of one week, in any order: the messages are the same, and each tells its own."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Kind
from monitor.sinks.headline import headlines
from tests.pipeline.made import desk, entry

RULES = """
rules:
  - id: all
    title: Everything about it
    match: {treaty: un-cybercrime, action: [signature, ratification, accession], status: [done, planned]}
"""
TREATY = "the UN Convention against Cybercrime"
TOLD = {
    "19 states signed": (
        (f"Nineteen countries sign {TREATY}", ""),
        (f"19 States signed {TREATY} on Monday", "They signed it at the treaty event in New York."),
        ("Diecinueve países firmaron el lunes la Convención de Hanói", ""),
    ),
    "Norway signed": (
        (f"Norway signs {TREATY}", f"It is the 23rd State to sign {TREATY}."),
        (
            f"Norway inks {TREATY}",
            f"That raised the number of signatories of {TREATY} to 23, including Chile.",
        ),
        (f"Norway signed {TREATY} on Monday", "Eighteen other countries signed the convention, too."),
        ("Norwegen unterzeichnet die UN-Konvention gegen Cyberkriminalität", ""),
    ),
    "Peru ratified": (
        (f"Peru ratifies {TREATY}", f"That brings the number of ratifications of {TREATY} to 8."),
        (f"8th ratification of {TREATY}", f"Peru deposited its instrument of ratification of {TREATY}."),
        (f"Peru deposits its instrument of ratification of {TREATY}", f"{TREATY} has 8 ratifications now."),
        ("Le Pérou a ratifié lundi la Convention de Hanoï", ""),
    ),
}
ITEMS = [(told, title, text) for told, items in TOLD.items() for title, text in items]


@settings(max_examples=40)
@given(st.permutations(range(len(ITEMS))))
def test_three_happenings_are_three_messages_in_any_order(order: list[int]) -> None:
    here = desk(RULES)
    for number in order:
        _, title, text = ITEMS[number]
        here.poll(entry(title, number + 1, summary=text, publisher=str(number)))
    outlets: dict[str, set[str]] = {}
    for alert in [alert for alert in here.memory.owed.values() if alert.kind is Kind.NEWS]:
        (head,) = headlines(alert.telling)
        shown = here.memory.shown(alert.id) or alert.telling
        outlets[head.split(" the UN ")[0]] = {outlet.publisher for outlet in shown.outlets}
    assert outlets == {
        told: {str(number) for number, item in enumerate(ITEMS) if item[0] == told} for told in TOLD
    }
