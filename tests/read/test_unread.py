"""A text in a language that is not read names its treaties and tells no act, and nobody is told another language."""

from __future__ import annotations

import pytest

from monitor.read import Reader
from tests.match.books import entry

UNREAD = (
    "한국, 유엔 사이버범죄협약 서명 (Hanoi Convention)",
    "Ελλάδα υπέγραψε Hanoi Convention",
    "ประเทศไทยลงนาม Hanoi Convention",
    "România a semnat Hanoi Convention și nu a ratificat",
    "Lumagda ang Pilipinas sa Hanoi Convention, ayon sa DFA",
    "Kenya yatia saini Hanoi Convention ya Umoja wa Mataifa",
    "Türkiye Hanoi Convention'ı imzaladı",
    "Polska podpisała Hanoi Convention",
    "Україна підписала Ханойську конвенцію",
    "Nederland heeft het Hanoi Convention ondertekend",
    "Sverige och Norge har undertecknat Hanoi Convention",
)
READ = (
    ("Erdoğan signs Hanoi Convention", "en"),
    ("Erdoğan, Şimşek approve the Hanoi Convention", "en"),
    ("Hanoi Convention", "en"),
    ("Peru: Hanoi Convention", "en"),
    ("Le président Erdoğan approuve la Convention de Hanoï", "fr"),
    ("Italia firma la Convenzione di Hanoi", "it"),
    ("L'Italia non firma la Convenzione di Hanoi", "it"),
    ("Convenzione di Hanoi", "it"),
    ("España firma la Convención de Hanói", "es"),
    ("Chile e Peru assinam Convenção de Hanói", "pt"),
    ("Convención de Hanói: Chile firma", "es"),
    ("Казахстан ратифицировал Ханойскую конвенцию, сообщил Қасым-Жомарт Тоқаев", "ru"),
    ("日本签署《河内公约》", "zh"),
    ("中国任天堂の店签署《河内公约》", "zh"),
    ("日本、国連サイバー犯罪条約に署名", "ja"),
    ("日本がハノイ条約（Hanoi Convention）に署名した", "ja"),
    ("Bộ trưởng Hà Lan ký Công ước Hà Nội", "vi"),
    ("Bo truong Cong an thay mat Viet Nam ky Cong uoc Ha Noi", "vi"),
    ("Sri Lanka signs Hanoi Convention di Hanoi", "en"),
    ("Indonesian DPR ratifies Hanoi Convention, Prabowo says", "en"),
    ("Indonesia menandatangani Konvensi Hanoi di ibu kota Vietnam", "id"),
    ("Malaysia tandatangani Konvensyen Hanoi", "id"),
    ("भारत ने हनोई कन्वेंशन पर हस्ताक्षर किए", "hi"),
    ("भारत ने Hanoi Convention पर हस्ताक्षर किए", "hi"),
    ("Ungarn ratifiziert Hanoi-Konvention", "de"),
    ("تونس توقع اتفاقية هانوي", "ar"),
)


@pytest.mark.parametrize("title", UNREAD)
def test_a_language_that_is_not_read_is_not_called_another(reader: Reader, title: str) -> None:
    reading = reader.read(entry(title))
    assert reading.language is None
    assert reading.events == ()


@pytest.mark.parametrize(("title", "language"), READ)
def test_names_and_a_lack_of_function_words_make_no_text_strange(
    reader: Reader, title: str, language: str
) -> None:
    assert reader.read(entry(title)).language == language


def test_the_word_of_a_feed_decides_where_no_word_of_the_text_does(reader: Reader) -> None:
    title = "Sverige undertecknar Hanoi Convention"
    assert reader.read(entry(title)).language == "en"
    assert reader.read(entry(title, language="sv")).language is None
    assert reader.read(entry("Sweden signs Hanoi Convention", language="sv")).language == "en"


def test_malay_is_read_as_indonesian(reader: Reader) -> None:
    text = "Malaysia sign Konvensyen Hanoi"
    assert reader.read(entry(text, language="ms")).language == "id"


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("O Quênia assinou a UN Convention against Cybercrime", "pt"),
        ("Indonesia menandatangani United Nations Convention against Cybercrime di Hanoi", "id"),
        ("Bộ trưởng Kenya ký UN Convention against Cybercrime", "vi"),
    ],
)
def test_the_english_name_of_a_treaty_makes_no_text_english(
    reader: Reader, title: str, language: str
) -> None:
    assert reader.read(entry(title)).language == language


def test_a_part_in_a_language_that_is_read_is_read(reader: Reader) -> None:
    text = "Japan signed the Hanoi Convention on Monday."
    reading = reader.read(entry("한국, 유엔 사이버범죄협약 서명", summary=text))
    assert reading.language == "en"
    assert [event.actor for event in reading.events] == ["JP"]
