"""Marks become examples that `check` takes, and that fail it until the rule is mended."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.answers import feedback
from monitor.match.examples import try_examples
from monitor.model import Kind
from monitor.rules import load
from monitor.store.marks import Mark, Verdict
from tests.digest.made import Newsroom, kit
from tests.pipeline.made import FEEDS, NOW, OUR_RULES, RULES, SIGNED, entry


def told(room: Newsroom, title: str, number: int, **changes: object) -> str:
    (alert,) = [a for a in room.poll(entry(title, number, **changes)).alerts if a.kind is Kind.NEWS]
    return alert.id


def proposed(room: Newsroom) -> list[str]:
    return feedback.proposals(feedback.gather(room.store, NOW), kit().rulebook)


def pasted(block: str):
    """Load the rules with a block pasted into the rule `acts`."""
    at = OUR_RULES.index("  - id: refusals")
    treaty = (RULES / "treaties" / "un-cybercrime.yaml").read_text(encoding="utf-8")
    texts = {"feeds.yaml": FEEDS, "ours.yaml": f"{OUR_RULES[:at]}{block}\n{OUR_RULES[at:]}"}
    return load(texts | {"treaties/un-cybercrime.yaml": treaty})


def test_marks_become_examples_to_paste(room: Newsroom) -> None:
    right = told(room, SIGNED, 1, summary='It "signed" it: #today')
    wrong = told(room, "Kenya signs the UN Convention against Cybercrime", 2)
    twin = told(room, "Chile signs the UN Convention against Cybercrime", 3)
    room.store.marks.add(right, Verdict.CONFIRMED, "ana (U1)", room.now, "https://un.example/1")
    room.store.marks.add(wrong, Verdict.WRONG_ACTION, "ben (U2)", room.now)
    room.store.marks.add(twin, Verdict.DUPLICATE, "ben (U2)", room.now)
    (block,) = proposed(room)
    assert block.splitlines()[0] == "    # ours.yaml:3, rule acts"
    assert "# confirmed, ana, 2026-11-24 https://un.example/1" in block
    assert "# no example, see `treatywatch stories`" in block
    loaded = pasted(block)
    assert loaded.problems == ()
    (acts, *_) = loaded.rulebook.rules
    assert [one.title for one in acts.match_examples] == [SIGNED]
    assert acts.match_examples[0].summary == 'It "signed" it: #today'
    assert [one.title for one in acts.no_match_examples] == [
        "Kenya signs the UN Convention against Cybercrime"
    ]
    (problem,) = try_examples(loaded.rulebook, NOW)  # the rule is still to be mended
    assert "must not match" in problem.message


def test_what_people_disagree_about_is_left_to_them(room: Newsroom) -> None:
    alert = told(room, SIGNED, 1)
    room.store.marks.add(alert, Verdict.CONFIRMED, "ana", room.now)
    undone = room.store.marks.add(alert, Verdict.OLD_NEWS, "ben", room.now)
    (block,) = proposed(room)
    assert "people disagree" in block
    assert "examples:" not in block
    room.store.marks.undo(undone.id, "ben", room.now)
    (block,) = proposed(room)
    assert "match:" in block


def test_without_marks_there_is_nothing(room: Newsroom) -> None:
    told(room, SIGNED, 1)
    assert proposed(room) == []


@given(st.text(min_size=1, max_size=200), st.text(max_size=300), st.text(max_size=40))
def test_any_text_is_valid_yaml_and_comes_back(title: str, summary: str, person: str) -> None:
    title = title.strip() or "-"
    title = "".join(char for char in title if not "\ud800" <= char <= "\udfff" and char != "\0")
    made = replace(entry(title or "-"), title=title or "-", summary=summary)
    mark = Mark(id=1, alert="a" * 32, verdict=Verdict.WRONG_TREATY, link=None, person=person, at=NOW)
    answered = feedback.Answered(mark=mark, rule="acts", entry=made)
    (block,) = feedback.proposals([answered], kit().rulebook)
    loaded = pasted(block)
    assert [problem.message for problem in loaded.problems] == []
    assert loaded.rulebook.rules[0].no_match_examples[0].title == (title or "-").strip()
