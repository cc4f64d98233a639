"""Folding: what becomes alike, what stays apart, and where each character came from."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.folding import _LOUD, _letter, fold

ALIKE = [
    ("RATIFIÉE", "ratifiee"),
    ("Hà Nội", "ha noi"),
    ("Ha\u0300 No\u0323\u0302i", "ha noi"),
    ("Công ước", "cong uoc"),
    ("Straße", "strasse"),
    ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
    ("Türkiye İstanbul ılık", "turkiye istanbul ilik"),
    ("Ｕ．Ｎ．", "u.n."),
    ("oﬃce", "office"),
    ("Æsop œuvre Þing", "aesop oeuvre thing"),
    ("Łódź, Đà Nẵng, Øre", "lodz, da nang, ore"),
    ("l’ONU l‘ONU lʼONU l´ONU l`ONU", "l'onu l'onu l'onu l'onu l'onu"),
    ("cyber‑crime cyber–crime", "cyber-crime cyber-crime"),
    ("co\xadoper\u200bation\u2060", "cooperation"),
    ("Ещё всё", "еще все"),
    ("Конвенцию\u0301", "конвенцию"),
    ("اَلتَّوْقِيع", "التوقيع"),
    ("اتفاقيـــة", "اتفاقيه"),
    ("إتفاقية أمم آسيا", "اتفاقيه امم اسيا"),
    ("ایران و کنوانسیون", "ايران و كنوانسيون"),
    ("٧٢ دولة", "72 دوله"),
    ("१२", "12"),
    ("שָׁלוֹם", "שלום"),
    ("\u202bنص\u202c", "نص"),
    ("CO₂ 5²", "co2 52"),
    ("ﾊﾉｲ条約", "ハノイ条約"),
    ("ｶﾞｷﾞ", "ガギ"),
    ("か\u3099", "が"),
    ("\u1112\u1161\u11ab국", "한국"),
    ("Ǿ", "o"),
    ("№ 5", "no 5"),
    ("𝐔𝐍", "un"),
]

APART = [
    ("мой", "мои"),
    ("їх", "іх"),
    ("か", "が"),
    ("ハ", "パ"),
    ("ไม่", "ไม"),
    ("की", "का"),
    ("क्षमा", "कषमा"),
    ("ម៉ោង", "មោង"),
    ("网络", "網絡"),
]


@pytest.mark.parametrize(("text", "folded"), ALIKE)
def test_alike(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize(("one", "other"), APART)
def test_apart(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_every_quiet_character_is_truly_left_alone() -> None:
    wrong = [
        hex(code)
        for code in range(0x30000)
        if not 0xD800 <= code < 0xE000
        for char in chr(code).casefold()
        if not _LOUD.match(char) and _letter(char) != char
    ]
    assert wrong == []


TEXTS = st.text() | st.text(
    alphabet="aÉ é\u0301ßİıиё\u0306\u0308か\u3099ｶﾞ\u1112\u1161\u11abـَأ-–’\u200bﷺ𝐔", max_size=30
)


@given(TEXTS)
def test_each_folded_character_has_its_origin_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)
    assert all(0 <= origin < len(text) for origin in folded.origins)


@given(TEXTS)
@example("\u0300\u0316ｶ\u3099")
def test_folding_is_a_matter_of_pieces(text: str) -> None:
    """Folding what a folded stretch came from gives the stretch again, so a quoted reason is what matched."""
    folded = fold(text)
    start, end = folded.original(0, len(folded.text))
    assert fold(text[start:end]).text == folded.text


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


def test_places_are_those_of_the_text_as_published() -> None:
    text = "Lễ ký «Straße» de\u0301ja\u0300 vu"
    folded = fold(text)
    for word, published in [("ky", "ký"), ("strasse", "Straße"), ("ss", "ß"), ("deja", "de\u0301ja\u0300")]:
        at = folded.text.index(word)
        start, end = folded.original(at, at + len(word))
        assert text[start:end] == published


def test_an_empty_stretch_has_a_place() -> None:
    assert fold("é").original(0, 0) == (0, 0)
    assert fold("é").original(1, 1) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0301\u0323" * 250_000,
        "\u0323" * 250_000 + "\u0301" * 250_000,
        "か\u3099" * 250_000,
        "\u1100" * 500_000,
    ],
)
def test_hostile_marks_cost_no_more_than_text(text: str) -> None:
    before = time.process_time()
    fold(text)
    assert time.process_time() - before < 2
