"""An explanation says what each stage did, in plain words and in the order of the path."""

from __future__ import annotations

from msgspec.structs import replace

from monitor.answers.explanation import Past, PastAlert, explain
from monitor.decide.kit import kit
from monitor.model import Action, Event, Feed, Mention, Reading, Status
from monitor.rules import Rulebook
from tests.match.books import NOW, entry, rulebook
from tests.story.made import story

EVENT = Event(
    treaty="alpha",
    action=Action.RATIFICATION,
    status=Status.DONE,
    actor="VN",
    quote="Viet Nam ratified the Alpha Treaty.",
)
MENTION = Mention(treaty="alpha", words="Alpha Treaty", field="title", start=0, end=12, because="named")
READING = Reading(language="en", mentions=(MENTION,), events=(EVENT,), notes=("`signs` is about football",))
BOOK = rulebook(
    {
        "id": "bound",
        "title": "Bound",
        "level": "high",
        "match": {"treaty": "alpha", "action": "ratification"},
    },
    {"id": "signed", "title": "Signed", "match": {"treaty": "alpha", "action": "signature"}},
    {"id": "quiet", "title": "Quiet", "level": "low", "match": "quietly"},
)
KIT = kit(BOOK, channel="#x")


def told(
    reading: Reading,
    book: Rulebook = BOOK,
    past: Past | None = None,
    title: str = "Alpha Treaty",
    *,
    in_full: bool = False,
) -> dict[str, str]:
    feed = Feed(id="one", url="https://one.example/", title="One") if past else None
    made = explain(
        entry(title), reading, kit(book, channel="#x"), feed=feed, now=NOW, past=past, in_full=in_full
    )
    assert made.text().startswith(title)
    return {stage.name: "\n".join(stage.lines) for stage in made.stages}


def test_free_text_goes_from_reading_to_what_would_be_told() -> None:
    stages = told(READING)
    assert list(stages) == ["Item", "Read", "Match", "Alert"]
    assert "names the alpha treaty in the title: “Alpha Treaty” (named)" in stages["Read"]
    assert "ratification, done (the alpha treaty): “Viet Nam ratified the Alpha Treaty.”" in stages["Read"]
    assert "note: `signs` is about football" in stages["Read"]
    assert (
        "yes: bound (Bound) [high], by treaty “Alpha Treaty” in the title, action “ratification”"
        in stages["Match"]
    )
    assert "and 1 more rule came near: signed; `explain --in-full` says what each lacks" in stages["Match"]
    in_full = told(READING, in_full=True)
    assert "no: signed (Signed): action signature is asked for, and ratification was read" in in_full["Match"]
    assert "came near" not in in_full["Match"]
    assert "would be told at once" in stages["Alert"]
    assert "bound" in stages["Alert"]


def test_each_reason_for_silence_has_its_words() -> None:
    nothing = told(Reading())
    assert "no treaty of the rules folder is named" in nothing["Read"]
    assert "no rule matched" in nothing["Match"]
    assert "nothing would be told" in nothing["Alert"]
    named = told(Reading(language="en", mentions=(MENTION,)))
    assert "a treaty is named, and nobody is said to do anything to it" in named["Read"]
    history = told(replace(READING, events=(replace(EVENT, background=True, why="“ago” looks back"),)))
    assert "history, not news (“ago” looks back): Viet Nam" in history["Read"]
    assert "no rule matched" in history["Match"]
    assert "no: bound (Bound): the act that it asks for is told as history, not as news" in history["Match"]
    assert "no: signed: an act is asked for, and no act was read as news" in history["Match"]
    digest = told(Reading(), title="quietly")
    assert "would wait for the digest" in digest["Alert"]


def test_a_language_that_is_not_read_is_said_plainly() -> None:
    reading = Reading(mentions=(MENTION,))
    assert "language not read\n" in told(reading)["Read"]
    assert "what the text tells of it is not read in this language" in told(reading)["Read"]
    item = entry("Alpha Treaty", language="ja")
    made = explain(item, reading, KIT, feed=None, now=NOW)
    assert "language not read (ja, by its own word)" in made.text()
    assert "language en" in told(READING)["Read"]


def test_a_rule_that_only_history_or_its_end_keeps_out_is_named_beside_one_that_matched() -> None:
    over = {"id": "over", "title": "Over", "expires": "2026-01-01", "match": {"treaty": "alpha"}}
    match = told(READING, rulebook({"id": "any", "match": {"treaty": "alpha"}}, over))["Match"]
    assert "yes: any" in match
    assert "no: over (Over): it expired on 2026-01-01" in match


def test_what_was_polled_tells_its_story_and_its_alerts() -> None:
    past = Past(
        stories=((story("alpha:VN:consent", NOW), "opened alpha:VN:consent"),),
        alerts=(PastAlert(channel="#legal", state="sent", at=NOW),),
        rules=("bound",),
        rules_version=BOOK.version,
    )
    stages = told(READING, past=past)
    assert list(stages) == ["Item", "Read", "Match", "Story", "Alert"]
    assert "from One" in stages["Item"]
    assert (
        "alpha:VN:consent: opened alpha:VN:consent; told as far as done (as it was before" in stages["Story"]
    )
    assert "sent to #legal, 2026-11-24 12:00 UTC" in stages["Alert"]
    assert "rules have changed" not in stages["Alert"]


def test_feeds_that_brought_it_again_are_named() -> None:
    brought = replace(entry("Alpha Treaty"), publisher="One", carriers=("two", "three"))
    made = explain(brought, READING, KIT, feed=None, now=NOW)
    assert "brought again by two, three" in made.text()


def test_rules_that_changed_since_are_named() -> None:
    past = Past(rules=("other",), rules_version="0" * 12)
    stages = told(READING, past=past)
    assert "it joined no story" in stages["Story"]
    assert "the rules have changed since: when it came it met other (version 000000000000)" in stages["Alert"]


def test_rules_that_lack_nothing_but_an_act_are_one_line() -> None:
    acts = [{"id": f"r{n}", "match": {"treaty": "alpha", "status": "urged"}} for n in range(9)]
    words = {"id": "words", "match": {"all": [{"treaty": "alpha"}, "quietly"]}}
    match = told(Reading(mentions=(MENTION,)), rulebook(*acts, words))["Match"]
    listed = ", ".join(f"r{n}" for n in range(9))
    assert f"no: {listed}: an act is asked for, and no act was read as news" in match
    assert "no: words (a rule): `quietly` is asked for" in match


def test_many_near_misses_are_named() -> None:
    book = rulebook(*({"id": f"r{n}", "match": {"treaty": "alpha", "status": "urged"}} for n in range(12)))
    stages = told(READING, book)
    assert stages["Match"].count("no: r") == 10
    assert "and 2 more rules came near: r10, r11" in stages["Match"]
