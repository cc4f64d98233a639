"""Which of several happenings an item is mainly about, and which are none beside the others."""

from __future__ import annotations

from monitor.model import Action, Event, Status
from monitor.story import (
    join,
    main,
    without_totals,
)
from tests.story.made import NOW, Book, event


def of(title: str, *events: Event) -> str:
    """Return the key of the story that an entry of this title and these events is mainly about."""
    book = Book()
    return main([joined for one in events if (joined := book.take(one)) is not None], title).story.key


def test_a_host_in_a_title_that_tells_no_act_stands_for_the_ceremony() -> None:
    host = event("VN", quote="Vietnam signed first.")
    others = event(None, count=65, quote="Then 65 countries signed.")
    assert of("Vietnam works for safety online", host, others) == "un-cybercrime:*:signature:20261124"
    assert of("Vietnam works for safety online", host) == "un-cybercrime:VN:signature"
    told = event("VN", quote="Vietnam signs pact with 65 others")
    assert of("Vietnam signs pact with 65 others", told, others) == "un-cybercrime:VN:signature"


def test_a_step_towards_consent_leads_only_where_the_same_state_has_signed() -> None:
    step = event("NZ", Action.RATIFICATION, Status.PROCESS)
    assert of("New Zealand on its way", event("NZ"), step) == "un-cybercrime:NZ:consent"
    assert of("Treaty day", event("BO"), event("NP", Action.RATIFICATION)) == "un-cybercrime:BO:signature"


def test_two_that_act_together_are_one_story_whomever_an_outlet_names_first() -> None:
    quote = "China and the US ratify the treaty"
    both = [event(code, Action.RATIFICATION, quote=quote) for code in ("CN", "US")]
    assert of("Climate", *both) == of("Climate", *reversed(both)) == "un-cybercrime:CN:consent"
    apart = [event(code, Action.RATIFICATION, quote=f"{code} ratified the treaty") for code in ("US", "CN")]
    assert of("Climate", *apart) == of("Climate", *reversed(apart)) == "un-cybercrime:CN:consent"


def test_a_treaty_called_by_a_city_does_not_make_its_host_the_story() -> None:
    title = "72 countries sign treaty named after Hanoi"
    crowd = event(None, count=72, quote=title)
    assert (
        of(title, crowd, event("VN", quote="Vietnam signed first.")) == "un-cybercrime:*:signature:20261124"
    )


def left(title: str, *events: Event) -> list[str | None]:
    """Return whose acts are left of what an entry of this title tells."""
    book = Book()
    joined = [item for one in events if (item := join(one, NOW, book.stories.get, book.recent)) is not None]
    return [item.story.actor for item in without_totals(joined, title)]


def test_a_number_below_the_state_that_leads_is_no_happening() -> None:
    ratified = "Ghana becomes the 60th to ratify the treaty"
    ghana = event("GH", Action.RATIFICATION, quote=ratified)
    sixty = event(None, Action.RATIFICATION, count=60, quote="60th ratification of treaty")
    assert left(ratified, ghana, sixty) == ["GH"]
    assert left("60th ratification of treaty", sixty, ghana) == ["GH"], "instruments come one by one"
    more = "Peru to sign treaty this week"
    plan = event("PE", status=Status.PLANNED, quote=more)
    others = event(None, status=Status.PLANNED, count=18, quote="Peru and 18 others are to sign it.")
    assert left(more, plan, others) == ["PE"]


def test_a_number_that_several_made_full_is_no_happening_unless_the_title_tells_it() -> None:
    codes = ["PE", "TD", "TG", "FJ", "NR", "KI"]
    named = [event(code, Action.RATIFICATION, quote="Six deposited their instruments.") for code in codes]
    reached = event(None, Action.RATIFICATION, count=28, quote="Treaty at 28 ratifications")
    assert left("Treaty day", *named, reached) == left("Peru, Chad and Togo ratify", *named, reached) == codes
    assert left("Treaty at 28 ratifications", *named, reached) == [*codes, None]
    assert left("Treaty day", *named, event(None, count=28)) == [*codes, None], "another act"


def test_a_number_stays_that_the_title_tells_or_that_leads() -> None:
    title = "19 countries sign the treaty, among them Peru"
    crowd = event(None, count=19, quote=title)
    assert left(title, crowd, event("PE", quote=title)) == [None, "PE"]
    below = event("PE", quote="Peru was among them.")
    assert left("19 countries sign the treaty", crowd, below) == [None, "PE"]
    assert left("Treaty day", crowd, event("PE", Action.RATIFICATION)) == [None, "PE"], "another act"


def test_others_whom_nobody_counts_are_nothing_to_tell_beside_the_named() -> None:
    title = "Peru, Chad, Togo and others sign the treaty"
    named = [event(code, quote=title) for code in ("PE", "TD", "TG")]
    assert left(title, *named, event(None, quote=title)) == ["PE", "TD", "TG"]
    assert left("States sign the treaty", event(None, quote="States sign the treaty")) == [None]


def test_a_treaty_s_entry_into_force_is_no_number_beside_a_state_s() -> None:
    title = "Treaty enters into force, for Peru in May"
    force = [event(code, Action.ENTRY_INTO_FORCE, quote=title) for code in ("PE", None)]
    assert left(title, *force) == ["PE", None]
