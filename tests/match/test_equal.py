"""The matcher finds what the plain reference finds, reasons and places included, on any rules and texts."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.match import Matcher
from monitor.model import Action, Event, Feed, Mention, Reading, Status
from monitor.rules import load
from tests.match import reference
from tests.match.books import NOW, entry, rulebook

WORDS = [
    "sign", "signs", "un", "u.n.", "ratifié", "RATIFIE", "ratifie\u0301", "Straße", "strasse", "hanoi", "Hà Nội",
    "公约", "签署", "约签", "ลงนาม", "ไม่", "ещё", "еще", "мои\u0306", "か\u3099", "が", "ｶﾞ", "ガ", "협약", "اتفاقيـة",
    "اتفاقيه", "हस्ता", "हस्त", "7", "٧", "don’t", "co\u00adop", "coop", "İst", "a", "ab", "aa", "_", "\u202b",
]  # fmt: skip
GAPS = [" ", "  ", "-", "\u2011", "\u00a0", ", ", "", "\n", ".", "’", " - ", "\u200b", "\u0301"]
text = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=9).map(
    lambda pairs: "".join(part for pair in pairs for part in pair)
)
phrase = (
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2)
    .map(" ".join)
    .filter(lambda w: w.strip(" _\u202b"))
)
term = st.one_of(phrase, phrase.map(lambda words: words.rstrip(".\u202b_ ") + "*"))
PATTERNS = ["(?i)sign\\w*", "\\d+", "签.", "[áé]\\b", "^un", "a$"]

TREATIES = ["alpha", "beta", "gamma"]
ACTORS = ["VN", "FR", "EU"]
events = st.builds(
    Event,
    treaty=st.sampled_from(TREATIES),
    action=st.sampled_from(list(Action)[:3]),
    status=st.sampled_from(list(Status)[:2]),
    actor=st.none() | st.sampled_from(ACTORS),
    background=st.sampled_from([False, False, False, True]),
)
mentions = st.builds(
    Mention,
    treaty=st.sampled_from(TREATIES),
    words=st.just("the treaty"),
    field=st.sampled_from(["title", "summary"]),
    start=st.integers(0, 9),
    end=st.just(19),
    because=st.just("named"),
)
readings = st.builds(
    Reading,
    language=st.none() | st.sampled_from(["en", "fr"]),
    mentions=st.lists(mentions, max_size=2).map(tuple),
    events=st.lists(events, max_size=3).map(tuple),
)


def some(values: list[str]) -> st.SearchStrategy[Any]:
    return st.sampled_from([*values, "any"]) | st.lists(st.sampled_from(values), min_size=1, max_size=2)


event_tests = st.fixed_dictionaries(
    {},
    optional={
        "treaty": some(TREATIES),
        "actor": some([*ACTORS, "PAIR"]),
        "action": some([action.value for action in Action][:3]),
        "status": some([status.value for status in Status][:2]),
    },
).filter(bool)
word_tests = st.one_of(
    term,
    st.builds(lambda words: {"exact": words}, phrase),
    st.builds(lambda pattern: {"regex": pattern}, st.sampled_from(PATTERNS)),
    st.builds(
        lambda terms, within, ordered: {"near": {"terms": terms, "within": within, "ordered": ordered}},
        st.lists(term | st.lists(term, min_size=1, max_size=2), min_size=2, max_size=3),
        st.integers(1, 4),
        st.booleans(),
    ),
)
FIELDS = ["title", "summary", "content", "url", "author", "category"]


def combined(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda items: {"all": items}, several),
        st.builds(lambda items: {"any": items}, several),
        st.builds(lambda items, others: {"all": items, "none": others}, several, several),
    )


words_only = st.recursive(word_tests, combined, max_leaves=4)
inside = st.builds(
    lambda names, part: {"in": names, "any": [part]},
    st.sampled_from(FIELDS) | st.lists(st.sampled_from(FIELDS), min_size=1, max_size=2),
    words_only,
)
trees = st.recursive(word_tests | event_tests | inside, combined, max_leaves=7)
rules = st.fixed_dictionaries(
    {"match": trees},
    optional={
        "languages": st.lists(st.sampled_from(["en", "fr"]), min_size=1, max_size=1),
        "feeds": st.sampled_from([["one"], ["tag:un"], ["two"]]),
        "expires": st.sampled_from(["2026-11-23", "2026-11-24"]),
        "enabled": st.booleans(),
    },
)
feeds = st.none() | st.sampled_from(
    [Feed(id="one", url="x", tags=("un",), language="en"), Feed(id="two", url="y")]
)
PAIR = [{"id": "PAIR", "members": ["VN", "FR"]}]


@settings(max_examples=300)
@given(
    made=st.lists(rules, min_size=1, max_size=5),
    title=text,
    summary=text,
    content=text,
    categories=st.lists(text, max_size=2),
    reading=readings,
    feed=feeds,
)
def test_the_matcher_equals_the_reference(
    made: list[Any],
    title: str,
    summary: str,
    content: str,
    categories: list[str],
    reading: Reading,
    feed: Feed | None,
) -> None:
    try:
        book = rulebook(*made, groups=PAIR)
    except AssertionError:  # a rule that finds nothing, which `load` refuses
        assume(False)
    item = entry(title, summary=summary, content=content, author=title[:8], categories=tuple(categories))
    expected = reference.match_all(book, item, reading, feed, NOW)
    assert Matcher(book).match(item, reading, feed, NOW) == expected
    assert Matcher(book, few=0).match(item, reading, feed, NOW) == expected  # terms looked up by their words


def test_the_reference_is_not_idle() -> None:
    """Rules of every operator match in it, so that equality means something."""
    tree = {
        "all": [
            "ratif*",
            {"near": {"terms": ["sign", "公约"], "within": 3}},
            {"regex": "\\d+"},
            {"treaty": "alpha"},
        ]
    }
    book = rulebook({"match": tree})
    reading = Reading(
        mentions=(Mention(treaty="alpha", words="x", field="title", start=0, end=1, because="named"),)
    )
    found = reference.match_all(book, entry("RATIFIED: 7 sign 公约"), reading, None, NOW)
    assert [reason.words for reason in found[0].because] == ["RATIFIED", "sign 公约", "7", "x"]


def test_load_is_what_refuses_in_the_property() -> None:
    assert (
        load({"feeds.yaml": "feeds: []", "r.yaml": "rules: [{id: a, title: t, match: {none: [x]}}]"}).rulebook
        is None
    )
