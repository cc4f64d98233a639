"""The count finds what is missing and what was told again: a proof that could not fail would be none."""

from __future__ import annotations

from collections import Counter

from tests.chaos.count import Tally, told
from tests.chaos.report import Run


def post(text: str, alert: str | None = None) -> dict[str, str | None]:
    return {"text": text, "alert_id": alert}


def test_missing_and_repeated_are_found() -> None:
    posts = [post("one alpha", "a1"), post("a list: beta, gamma", "a2"), post("beta once more", "a3")]
    assert told(["alpha", "beta", "gamma", "delta"], posts) == (["delta"], ["beta once more"])


def test_a_notice_that_comes_twice_is_found_by_its_id() -> None:
    assert told([], [post("rules refused", "n1"), post("rules refused", "n1")]) == ([], ["rules refused"])


def test_without_ids_the_words_tell() -> None:
    assert told(["alpha"], [post("alpha"), post("alpha"), post("alpha")]) == ([], ["alpha", "alpha"])


def test_the_verdict() -> None:
    def verdict(bot: Tally, webhook: Tally) -> bool:
        return Run(seed=1, workers=1, seconds=1.0, bot=bot, webhook=webhook).good

    kills = Counter({"posted": 3})
    assert verdict(Tally(kills=kills), Tally(in_flight=2, repeated=["x", "y"]))
    assert not verdict(Tally(kills=kills), Tally(in_flight=1, repeated=["x", "y"]))
    for wrong in (
        Tally(missing=["x"]),
        Tally(repeated=["x"]),
        Tally(owed=1),
        Tally(dead=1),
        Tally(traces=["x"]),
    ):
        assert not verdict(wrong, Tally())
