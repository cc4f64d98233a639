"""Lines of one input that are about one happening share a key; alerts are the levels above the digest."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.answers.classification import Classifier
from monitor.match import Matcher
from monitor.model import Entry, Reading
from monitor.read import Reader
from monitor.rules import load
from monitor.system import folder

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def engines() -> tuple[Reader, Matcher]:
    rulebook = load(folder.read(RULES)).rulebook
    return Reader(rulebook.treaties), Matcher(rulebook)


def answers(engines: tuple[Reader, Matcher], *titles: str) -> list[dict[str, Any]]:
    classifier = Classifier(*engines, NOW)
    entries = [Entry(id=str(number), feed="x", title=title) for number, title in enumerate(titles)]
    return [json.loads(line) for line in classifier.lines((entry.id, entry) for entry in entries)]


def keys(engines: tuple[Reader, Matcher], *titles: str) -> list[str | None]:
    return [answer["story"] for answer in answers(engines, *titles)]


def test_an_item_that_meets_a_bug_costs_no_other_its_line(engines: tuple[Reader, Matcher]) -> None:
    class Stumbling:
        def read(self, entry: Entry) -> Reading:
            if entry.id == "0":
                raise IndexError("beyond the end")
            return engines[0].read(entry)

    classifier = Classifier(Stumbling(), engines[1], NOW)  # reads as a reader does
    entries = [Entry(id=key, feed="x", title="Qatar signs the Hanoi Convention") for key in "01"]
    first, second = map(json.loads, classifier.lines((entry.id, entry) for entry in entries))
    assert (first["alert"], first["events"], second["alert"]) == (False, [], True)
    assert classifier.stumbled == ["0"]


def test_one_actor_one_treaty_one_act_is_one_story(engines: tuple[Reader, Matcher]) -> None:
    one, same, act, actor, treaty = keys(
        engines,
        "Qatar signs the Hanoi Convention",
        "Qatar has signed the UN Convention against Cybercrime",
        "Qatar ratifies the Hanoi Convention",
        "Samoa signs the Hanoi Convention",
        "Qatar signs the High Seas Treaty",
    )
    assert one == same
    assert len({one, act, actor, treaty}) == 4


def test_of_two_treaties_the_story_is_of_the_one_that_the_loudest_rule_asks_for(
    engines: tuple[Reader, Matcher],
) -> None:
    (answer,) = answers(engines, "Nigeria signs Hanoi Convention, ratifies High Seas Treaty")
    assert (answer["treaty"], answer["story"]) == ("un-cybercrime", "un-cybercrime:NG:signature")


def test_what_two_did_together_is_one_story_whichever_of_them_an_outlet_tells_of(
    engines: tuple[Reader, Matcher],
) -> None:
    both, one, other, alone = keys(
        engines,
        "Samoa and Qatar ratify the Hanoi Convention",
        "Qatar ratifies the Hanoi Convention",
        "Samoa ratifies the Hanoi Convention, as does Qatar",
        "Tuvalu ratifies the Hanoi Convention",
    )
    assert both == one == other
    assert alone != both


def test_a_ceremony_that_names_all_who_sign_is_the_story_of_each(engines: tuple[Reader, Matcher]) -> None:
    five, one, same, other = keys(
        engines,
        "Five States sign the Hanoi Convention: Fiji, Benin, Lesotho, Suriname and Kuwait",
        "Benin signs the Hanoi Convention",
        "Five countries sign the Hanoi Convention in New York",
        "Tuvalu signs the Hanoi Convention",
    )
    assert five == one == same
    assert other != five
    many, named = keys(
        engines,
        "Peru, Chile and Cuba were among 60 States that signed the Hanoi Convention in Hanoi",
        "Cuba signs the Hanoi Convention",
    )
    assert many != named
    full, last = keys(
        engines,
        "High Seas Treaty reaches 60 ratifications: Fiji, Nauru and Kiribati deposited theirs",
        "Nauru deposits its ratification of the High Seas Treaty",
    )
    assert full == last


def told(engines: tuple[Reader, Matcher], items: dict[str, str]) -> list[str | None]:
    """Return the stories of titles, each with its summary or without, told at midnight of their day."""
    made = [
        Entry(
            id=day,
            feed="x",
            title=title,
            summary=summary,
            published=datetime.fromisoformat(f"{day}T00:00:00+00:00"),
        )
        for day, text in items.items()
        for title, _, summary in [text.partition(" || ")]
    ]
    return [
        json.loads(line)["story"]
        for line in Classifier(*engines, NOW).lines((entry.id, entry) for entry in made)
    ]


def test_a_plan_and_its_approval_in_one_item_are_the_step_that_goes_further(
    engines: tuple[Reader, Matcher],
) -> None:
    plan, approval, deed = told(
        engines,
        {
            "2026-07-06": "Fiji to sign the Hanoi Convention || Fiji's cabinet authorised the signing.",
            "2026-07-07": "Fiji's cabinet authorises the signing of the Hanoi Convention",
            "2026-09-24": "Fiji signs the Hanoi Convention",
        },
    )
    assert plan == approval
    assert deed != plan


def test_what_was_denied_and_is_told_again_later_is_another_story(engines: tuple[Reader, Matcher]) -> None:
    false, denied, late, true = told(
        engines,
        {
            "2026-05-12": "Togo signs the Hanoi Convention",
            "2026-05-13": "Togo denies signing the Hanoi Convention",
            "2026-05-14": "Togo signs the Hanoi Convention: what it means for you",
            "2026-06-23": "Togo signs the Hanoi Convention in New York",
        },
    )
    assert false == late
    assert denied is None
    assert true != false


def test_a_number_is_the_story_of_the_state_that_made_it_full(engines: tuple[Reader, Matcher]) -> None:
    full, number, more = told(
        engines,
        {
            "2026-05-12": "Togo ratifies the High Seas Treaty, bringing the number of ratifications to 90",
            "2026-05-13": "High Seas Treaty reaches 90 ratifications",
            "2026-05-14": "High Seas Treaty reaches 92 ratifications",
        },
    )
    assert full == number
    assert more != number


def test_a_plan_a_vote_and_the_deed_are_told_apart_and_late_coverage_joins_what_was_told_last(
    engines: tuple[Reader, Matcher],
) -> None:
    items = {
        "2026-03-02": "Qatar will ratify the Hanoi Convention",
        "2026-05-04": "Qatar's cabinet approves ratification of the Hanoi Convention",
        "2026-05-06": "Qatar's Shura Council approves ratification of the Hanoi Convention",
        "2026-07-21": "Qatar's Shura Council ratifies the Hanoi Convention",
        "2026-07-22": "Qatar ratifies the Hanoi Convention after long debate",
        "2026-09-01": "Qatar deposits its instrument of ratification of the Hanoi Convention",
        "2026-09-02": "Qatar ratifies the Hanoi Convention",
        "2026-09-03": "Qatar will ratify the Hanoi Convention, papers say",
    }
    plan, cabinet, council, vote, called, deed, same, late = told(engines, items)
    assert cabinet == council
    assert vote == called
    assert deed == same == late
    assert len({plan, cabinet, vote, deed}) == 4


def test_three_that_ratify_together_are_one_story_and_three_others_another(
    engines: tuple[Reader, Matcher],
) -> None:
    three, one, two, others = keys(
        engines,
        "Estonia, Latvia and Malta ratify the High Seas Treaty",
        "Malta ratifies the High Seas Treaty",
        "Latvia and Estonia ratify the High Seas Treaty",
        "Peru, Chile and Cuba ratify the High Seas Treaty",
    )
    assert three == one == two
    assert others != three


def test_a_ceremony_without_names_is_one_story(engines: tuple[Reader, Matcher]) -> None:
    one, same = keys(engines, "65 nations sign the Hanoi Convention", "72 States sign UN cybercrime treaty")
    assert one is not None
    assert one == same


def test_several_states_that_are_to_sign_together_are_the_ceremony(engines: tuple[Reader, Matcher]) -> None:
    one, same, alone = keys(
        engines,
        "Dozens of States are to sign the Hanoi Convention on Saturday",
        "Brazil, Chile and Peru will sign the Hanoi Convention on Saturday",
        "Brazil will sign the Hanoi Convention on Saturday",
    )
    assert one == same
    assert alone != one


def test_what_no_rule_matches_has_no_story_and_no_alert(engines: tuple[Reader, Matcher]) -> None:
    (answer,) = answers(engines, "Striker signs for Hanoi FC")
    assert (answer["alert"], answer["story"], answer["treaty"], answer["matches"]) == (False, None, None, [])


@pytest.mark.parametrize(
    "title",
    [
        "Lithuania withdraws from the Ottawa Convention",
        "Norway refuses to sign the Hanoi Convention",
        "The High Seas Treaty enters into force",
    ],
)
def test_the_digest_is_no_alert(engines: tuple[Reader, Matcher], title: str) -> None:
    (answer,) = answers(engines, title)
    assert answer["alert"] is False
    assert answer["treaty"] is None
    assert answer["matches"]
    assert answer["events"]


def test_ceremonies_of_other_times_are_other_stories_in_any_order(engines: tuple[Reader, Matcher]) -> None:
    days = ["2026-11-20", "2023-10-01", "2026-11-24", "2023-10-04", None]
    classifier = Classifier(*engines, NOW)
    title = "Dozens of States sign the High Seas Treaty"
    made = [
        Entry(
            id=str(n),
            feed="x",
            title=title,
            published=datetime.fromisoformat(f"{day}T00:00:00+00:00") if day else None,
        )
        for n, day in enumerate(days)
    ]
    found = [json.loads(line)["story"] for line in classifier.lines((entry.id, entry) for entry in made)]
    assert found[0] == found[2]
    assert found[1] == found[3]
    assert found[0] != found[1]
    assert found[4] in found[:4]
