"""The map knows every State, and shows the small ones."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape

from monitor.web import chart, worldmap
from tests.web.made import HIGH_SEAS, HOSTILE, NOW, SIGNED_FIRST, SIGNED_LATER


def test_every_participant_but_the_union_is_on_the_map() -> None:
    codes = {
        *SIGNED_FIRST,
        *SIGNED_LATER,
        *HIGH_SEAS,
        "VA",
        "PS",
        "CK",
        "NU",
        "TO",
        "WS",
        "KI",
        "MH",
        "SM",
        "LI",
        "AD",
    }
    assert [code for code in sorted(codes) if not worldmap.on_map(code)] == ["EU"]


@pytest.mark.parametrize("code", ["TV", "NR", "MC", "SM", "VA", "MT", "SG", "BH", "KI", "LC"])
def test_a_small_state_is_a_dot(code: str) -> None:
    drawing = worldmap.svg({code: "signed"}, {code: "X"}, "label")
    assert re.search(r'<circle class="signed" cx="[\d.]+" cy="[\d.]+"', drawing)


def test_dots_lie_inside_the_picture() -> None:
    earth = worldmap.world()
    for code, shape in earth["states"].items():
        if "dot" in shape:
            x, y = shape["dot"]
            assert 4 <= x <= earth["width"] - 4, code
            assert 4 <= y <= earth["height"] - 4, code


def test_names_are_escaped() -> None:
    drawing = worldmap.svg({"TV": "bound"}, {"TV": HOSTILE}, HOSTILE)
    assert "<script" not in drawing
    assert str(escape(HOSTILE)) in drawing


def test_the_picture_shows_the_colours() -> None:
    plain = worldmap.png(worldmap.svg({}, {}, "none"), width=300)
    signed = worldmap.png(worldmap.svg({"BR": "signed", "AU": "bound"}, {}, "some"), width=300)
    assert plain != signed
    assert int.from_bytes(signed[16:20]) == 300


def test_the_chart_counts() -> None:
    days = [NOW.date().replace(month=month) for month in (1, 2, 2, 6)]
    drawing = chart.svg({"signed": days, "bound": []}, goal=5, until=NOW.date())
    assert ">4 signed<" in drawing
    assert ">5 needed<" in drawing
    assert "line-bound" not in drawing
    assert chart.svg({"signed": []}, goal=5, until=NOW.date()) == ""
