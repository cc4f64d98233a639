"""What is asked first of a text's beginning lets every dateline pass."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.languages import load
from monitor.read.words.sentences import Datelines

DATELINES = Datelines(load().heads.values())
PIECES = st.lists(st.sampled_from([*"aA1 .:-(|/)!,", "may", "日", "电", "電", "讯", " 3"]), max_size=60)


@given(PIECES.map("".join))
@example("电视台北京1日电 ")
@example(f"{'a' * 70} - ")
@example(f"{'a' * 70}(ab) ")
@example("a 1.5 may. (AP) ")
def test_a_text_without_the_sign_of_a_dateline_has_none(text: str) -> None:
    assert DATELINES.sign.match(text) or not DATELINES.whole.match(text)


@pytest.mark.parametrize("text", ["HANOI: Peru", "HANOI, May 3 (AP) - Peru", "河内10月25日电 ", "Lima. - El"])
def test_datelines_have_their_sign(text: str) -> None:
    assert DATELINES.sign.match(text)
    assert DATELINES.whole.match(text)
