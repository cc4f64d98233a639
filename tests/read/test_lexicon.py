"""The words that are looked for: compiled many at once, found as if each were compiled alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.languages import load
from monitor.read.words.phrases import ends_at, folded, open_end
from monitor.read.words.signs import Signs

PIECES = st.sampled_from(
    [
        "a",
        "É",
        "e\u0301",
        "\u0301",
        "и\u0306",
        "\u0306",
        "ك",
        "\u064b",
        "ｶﾞ",
        "ﾞ",
        "각",
        "ㄱ",
        "\u11a8",
        "-",
        "*",
        " ",
        "\n",
        "`",
    ]
)
WORDS = st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=6)
PHRASES = st.lists(WORDS.map(lambda words: " ".join(words.split())), max_size=6)


@given(PHRASES)
def test_phrases_fold_together_as_they_fold_alone(phrases: list[str]) -> None:
    assert folded("\n".join(phrases)) == [line for phrase in phrases or [""] for line in folded(phrase)]


def test_a_phrase_with_an_open_end_takes_any_ending() -> None:
    literal, rest = open_end("ratif* the pact")
    assert literal == "ratif"
    text = "they ratified the pact"
    assert ends_at(rest, text, 10) == len(text)
    assert ends_at(rest, "they ratified a pact", 10) is None


@given(st.lists(st.sampled_from(["-", " ", "a", "(", ")", ","]), max_size=12).map("".join))
def test_signs_stay_within_the_text_and_stand_once(text: str) -> None:
    free = bytearray(b"\1" * len(text))
    starts = [hit.start for hit in Signs(load()["en"]).found(text, free)]
    assert len(free) == len(text)
    assert len(starts) == len(set(starts))
