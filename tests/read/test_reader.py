"""The reader: mentions, notes, languages, hostile texts, purity."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.languages import load
from monitor.model import Action, Entry, Status
from monitor.read import Reader
from tests.read.casefile import cases


def entry(title: str, summary: str = "", **more: object) -> Entry:
    return Entry(id="0" * 32, feed="f", title=title, summary=summary, **more)  # type: ignore[arg-type]


def test_a_text_without_a_treaty_has_no_reading(reader: Reader) -> None:
    reading = reader.read(entry("Kenya signs trade deal", "Kenya signed a deal with Japan."))
    assert reading.mentions == ()
    assert reading.events == ()


def test_a_mention_says_where_it_stands_and_why(reader: Reader) -> None:
    title = "Côte d'Ivoire signs the HANOI CONVENTION"
    [mention] = reader.read(entry(title)).mentions
    assert (mention.treaty, mention.field, mention.because) == ("un-cybercrime", "title", "named")
    assert title[mention.start : mention.end] == mention.words == "HANOI CONVENTION"


def test_a_mention_in_latin_letters_is_quoted_as_published(reader: Reader) -> None:
    title = "Estoniya podpisala konventsiyu OON protiv kiberprestupnosti"
    [mention] = reader.read(entry(title, language="ru")).mentions
    assert title[mention.start : mention.end] == mention.words
    assert mention.words == "konventsiyu OON protiv kiberprestupnosti"


@pytest.mark.parametrize(
    ("text", "treaty"),
    [
        ("Ghana signed the cybercrime convention in Hanoi.", "un-cybercrime"),
        ("Ghana acceded to the cybercrime convention in Strasbourg, the Council of Europe said.", "budapest"),
    ],
)
def test_context_decides_between_treaties_of_one_name(reader: Reader, text: str, treaty: str) -> None:
    reading = reader.read(entry("", text))
    assert {mention.treaty for mention in reading.mentions} == {treaty}
    assert any(mention.because.startswith("context: ") for mention in reading.mentions)


def test_a_body_without_a_state_is_that_of_the_page_s_address(reader: Reader) -> None:
    text = "The Senate has approved the bill authorising ratification of the High Seas Treaty."
    at_home = reader.read(entry("", text, url="https://www.senat.example.fr/bill")).events
    assert [(event.actor, event.status) for event in at_home] == [("FR", Status.PROCESS)]
    assert [event.actor for event in reader.read(entry("", text, url="https://a.example/b")).events] == [None]
    named = reader.read(
        entry("", f"In Chile, {text[0].lower()}{text[1:]}", url="https://a.example.fr/b")
    ).events
    assert [event.actor for event in named] == ["CL"]


def test_an_office_without_a_state_is_not_that_of_the_page_s_address(reader: Reader) -> None:
    text = "The UN chief is pleased that 65 countries signed the Hanoi Convention, which the chief signed."
    events = reader.read(entry("", text, url="https://www.wire.example.ae/a")).events
    assert "AE" not in {event.actor for event in events}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Justice minister signs the Hanoi Convention", "KE"),
        ("On Tuesday, the president ratified the Hanoi Convention.", "KE"),
        ("FIFA president signs the Hanoi Convention", None),
        ("Justice minister signs the Hanoi Convention with Peru", None),
        ("Communications Minister Doe signs the Hanoi Convention", "KE"),
        ("We have signed the Hanoi Convention, says law minister", "KE"),
        ("We have signed the Hanoi Convention, says blogger", None),
        ("Experts urge government to ratify the Hanoi Convention", "KE"),
        ("Experts urge governments to ratify the Hanoi Convention", None),
    ],
)
def test_an_office_alone_is_that_of_the_page_s_address_where_no_state_is_named(
    reader: Reader, text: str, actor: str | None
) -> None:
    events = reader.read(entry(text, "", url="https://www.wire.example.ke/a")).events
    assert [event.actor for event in events if event.actor] == ([actor] if actor else [])


def test_a_look_alike_is_not_the_treaty(reader: Reader) -> None:
    reading = reader.read(entry("Kenya signs Malabo Convention", "The president signed the Cybercrime Act."))
    assert reading.mentions == ()
    assert any("looks like the treaty" in note for note in reading.notes)


def test_a_quote_is_the_sentence_as_published(reader: Reader) -> None:
    text = "Talks ended late.  Viet Nam — at last — signed the Hanoi Convention!  Others waited."
    [event] = reader.read(entry("", text)).events
    assert event.quote == "Viet Nam — at last — signed the Hanoi Convention!"


def test_notes_say_why_nothing_was_read(reader: Reader) -> None:
    reading = reader.read(entry("", "The striker signed a contract on the day of the Hanoi Convention."))
    assert reading.events == ()
    assert any("done to something else: contract" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Sixty-five nations sign the Hanoi Convention", 65),
        ("三个国家签署《河内公约》", 3),
        ("四十一个国家批准《河内公约》", 41),
    ],
)
def test_a_group_keeps_its_count(reader: Reader, text: str, count: int) -> None:
    [event] = reader.read(entry(text)).events
    assert (event.actor, event.count) == (None, count)


@pytest.mark.parametrize(
    "text",
    [
        "Six nations signed the High Seas Treaty on Monday and three ratified it.",
        "Six more nations signed the High Seas Treaty today and three more have deposited their ratifications.",
    ],
)
def test_those_counted_before_a_second_act_do_that_act_alone(reader: Reader, text: str) -> None:
    counts = [(event.action, event.count) for event in reader.read(entry("", text)).events]
    assert counts == [(Action.SIGNATURE, 6), (Action.RATIFICATION, 3)]


def test_a_wrong_hint_of_language_does_no_harm(reader: Reader) -> None:
    [event] = reader.read(entry("", "Perú firmó la Convención de Hanói en la capital.", language="de")).events
    assert (event.actor, event.action, event.status) == ("PE", Action.SIGNATURE, Status.DONE)


def test_title_and_text_may_be_in_two_languages(reader: Reader) -> None:
    reading = reader.read(
        entry("Kuba unterzeichnet Hanoi-Konvention", "Cuba firmó la Convención de Hanói el lunes.")
    )
    assert {(event.actor, event.status) for event in reading.events} == {("CU", Status.DONE)}
    assert reading.language == "de"


@pytest.mark.parametrize(
    ("published", "background"),
    [(datetime(2025, 10, 27, tzinfo=UTC), False), (datetime(2026, 3, 1, tzinfo=UTC), True)],
)
def test_an_act_long_before_publication_is_history(
    reader: Reader, published: datetime, background: bool
) -> None:
    text = "Ghana signed the Hanoi Convention on 25 October 2025."
    [event] = reader.read(entry("", text, published=published)).events
    assert event.background is background


def test_a_domestic_step_outranks_a_heading_that_says_done(reader: Reader) -> None:
    reading = reader.read(
        entry("Peru ratifies Hanoi Convention", "Peru's parliament voted to ratify the Hanoi Convention.")
    )
    assert [(event.actor, event.status) for event in reading.events] == [("PE", Status.PROCESS)]


def test_a_deposit_outranks_a_domestic_step(reader: Reader) -> None:
    reading = reader.read(
        entry(
            "Peru's parliament approves ratification of Hanoi Convention",
            "Peru then deposited its instrument of ratification of the Hanoi Convention.",
        )
    )
    assert [(event.actor, event.status) for event in reading.events] == [("PE", Status.DONE)]


def test_reading_has_no_memory(reader: Reader) -> None:
    one = entry("Kenya signs Hanoi Convention")
    first = reader.read(one)
    reader.read(entry("Ghana refuses to sign the Hanoi Convention"))
    assert reader.read(one) == first


def test_a_reader_without_treaties_reads_nothing() -> None:
    assert Reader({}).read(entry("Kenya signs Hanoi Convention")).mentions == ()


def test_a_very_long_text_is_read_to_its_cap(reader: Reader) -> None:
    text = "Kenya signed the Hanoi Convention. " + "The weather stayed dry. " * 20_000
    assert [event.actor for event in reader.read(entry("", text)).events] == ["KE"]


WORDS = [
    word for language in load().values() for phrases in language.cues.values() for word in phrases[:2]
] + [
    "Hanoi Convention",
    "Kenya",
    "Việt Nam",
    "72",
    "签署",
    "وقعت",
    "подписала",
    ",",
    ".",
    "(",
    ")",
    "—",
    "?",
    "25/10/2025",
]


@pytest.mark.parametrize("day", ["1 December", "in December", "31 December 2025"])
def test_an_item_of_any_year_is_read(reader: Reader, day: str) -> None:
    for year in (1990, 9999):
        published = datetime(year, 12, 31, tzinfo=UTC)
        reader.read(entry("Kenya signed the Hanoi Convention " + day, published=published))


SENTENCES = [case.text for case in cases()]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.text(max_size=40))
@settings(max_examples=150)
def test_no_text_breaks_the_reader(reader: Reader, text: str, noise: str) -> None:
    reading = reader.read(entry("Hanoi Convention " + noise, text + noise))
    published = {"title": "Hanoi Convention " + noise, "summary": text + noise}
    for mention in reading.mentions:
        assert published[mention.field][mention.start : mention.end] == mention.words


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("Convención de Hanoi: Firma de la Convención de N", ""),  # cut by its feed within a name
        (
            "会议决定:3年9由中华人民共和国签署",
            "ratification traité pour la protection de haute mer et été publie Journal officiel",
        ),
    ],
)
def test_a_text_that_is_cut_or_mixed_is_read(reader: Reader, title: str, summary: str) -> None:
    reader.read(entry(title, summary))


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3), st.integers(0, 200), st.booleans())
@settings(max_examples=150)
def test_sentences_cut_and_joined_break_nothing(
    reader: Reader, sentences: list[str], cut: int, heading: bool
) -> None:
    first, rest = sentences[0][:cut], " ".join(sentences[1:])
    reader.read(entry(first, rest) if heading else entry("", f"{rest} {first}"))


def test_every_action_of_the_ledger_can_be_read(reader: Reader) -> None:
    texts = {
        Action.SIGNATURE: "Kenya signed the Hanoi Convention.",
        Action.RATIFICATION: "Kenya ratified the Hanoi Convention.",
        Action.ACCEPTANCE: "Kenya formally accepted the Agreement on Fisheries Subsidies.",
        Action.ACCESSION: "Kenya acceded to the Hanoi Convention.",
        Action.WITHDRAWAL: "Kenya withdrew from the Ottawa Convention.",
        Action.ENTRY_INTO_FORCE: "The High Seas Treaty entered into force.",
    }
    for action, text in texts.items():
        assert [event.action for event in reader.read(entry("", text)).events] == [action], text


@pytest.mark.parametrize(
    "text",
    [
        "signed " * 3000,
        "Kenya urges Japan to sign and ratify the treaty, " * 400,
        "Kenya, " * 3000 + "signed",
        "签署批准加入" * 1500,
        "72 " * 4000,
        "Hanoi Convention signed " * 500,
    ],
)
def test_a_hostile_text_costs_no_more_than_its_length(reader: Reader, text: str) -> None:
    from time import process_time

    before = process_time()
    reading = reader.read(entry("", "Hanoi Convention " + text))
    assert process_time() - before < 2  # a fifth of a second on an idle machine; quadratic ways took minutes
    assert len(reading.notes) <= 50


SEEN = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("Oman signs the High Seas Treaty", "the treaty closed for signature on 2025-09-20"),
        ("Oman signs the High Seas Treaty in New York", "the treaty closed for signature on 2025-09-20"),
        ("Ten years ago, Peru ratified the Hanoi Convention", "“years ago” looks back"),
        ("Cuba, which signed the Hanoi Convention, hosts a forum", "“which” looks back"),
        ("Explained: Peru signed the Hanoi Convention", "a heading that explains"),
        ("Peru denies it: it signed the Hanoi Convention", "the heading denies or corrects"),
        ("Did Peru sign the Hanoi Convention?", "a question"),
        ("Peru has signed but not ratified the Hanoi Convention", "it is told for what is still missing"),
        ("Peru ratified the Hanoi Convention in November 2026", "a page without a day gives its year"),
        ("73 States have signed the Hanoi Convention", "so many have signed by and by"),
    ],
)  # fmt: skip
def test_history_says_why_it_is_no_news(reader: Reader, title: str, why: str) -> None:
    events = reader.read(entry(title), SEEN).events
    assert {event.why for event in events} == {why}, events
    assert all(event.background for event in events)


def test_a_text_without_a_day_is_judged_by_when_it_was_seen_if_that_is_known(reader: Reader) -> None:
    title = "Oman signs the High Seas Treaty"
    for published, seen, news in (
        (None, None, True),
        (None, SEEN, False),
        (
            SEEN,
            None,
            True,
        ),  # a title with a day of its own is news: told with a warning that the treaty closed
        (datetime(2025, 9, 20, tzinfo=UTC), SEEN, True),
        (None, datetime(2025, 9, 20, tzinfo=UTC), True),
    ):
        [event] = reader.read(entry(title, published=published), seen).events
        assert event.background is not news, (published, seen)
