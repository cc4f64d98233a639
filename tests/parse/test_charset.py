from __future__ import annotations

import codecs
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.parse.charset import to_utf8
from tests.parse.reading import one, rss

RUSSIAN = "Вьетнам подписал конвенцию о киберпреступности"
FRENCH = "Le Viêt Nam a signé à Hanoï la convention"
CHINESE = "越南签署网络犯罪公约"
TRADITIONAL = "越南簽署網路犯罪公約"
JAPANESE = "日本がサイバー犯罪条約に署名"
KOREAN = "베트남 사이버범죄협약 서명"
UKRAINIAN = "В'єтнам підписав конвенцію про кіберзлочинність"
ARABIC = "فيتنام توقع اتفاقية الأمم المتحدة لمكافحة الجريمة السيبرانية"
ITALIAN = "La città è già pronta: perché però no? È così, società e libertà «à è ò»…"
GERMAN = "Österreich übergibt Ratifikationsurkunde für größere Übereinkünfte – „größtenteils“"


def document(title: str, encoding: str | None) -> str:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    return declaration + rss(f"<title>{title}</title><link>https://wire.example/1</link>")


@pytest.mark.parametrize(
    ("title", "real", "declared", "header"),
    [
        (FRENCH, "utf-8", "utf-8", None),
        (FRENCH, "utf-8", None, None),
        (FRENCH, "latin-1", "iso-8859-1", None),
        (FRENCH, "latin-1", None, "application/rss+xml; charset=ISO-8859-1"),
        (FRENCH + "\u2019\u20ac", "cp1252", "iso-8859-1", None),
        (RUSSIAN, "cp1251", "windows-1251", None),
        (RUSSIAN, "koi8-r", "koi8-r", "text/xml"),
        (CHINESE, "gb2312", "gb2312", None),
        (CHINESE, "gb18030", None, "text/xml; charset=GBK"),
        (TRADITIONAL, "big5", None, "text/xml; charset=Big5"),
        (JAPANESE, "shift_jis", "Shift_JIS", None),
        (JAPANESE, "euc-jp", "EUC-JP", "application/xml"),
        (KOREAN, "euc-kr", "euc-kr", None),
        # Lies: what the bytes are is not what was said.
        (FRENCH, "utf-8", "iso-8859-1", "text/xml; charset=iso-8859-1"),
        (RUSSIAN, "utf-8", "windows-1251", None),
        (CHINESE * 3, "utf-8", "gb2312", None),
        (FRENCH, "utf-8", None, "text/xml; charset=no-such-thing"),
        (FRENCH, "latin-1", "utf-8", None),
        (FRENCH, "latin-1", None, None),
        (FRENCH, "utf-8", "utf-16", None),
        # The header outranks the declaration (RFC 7303, section 3).
        (RUSSIAN, "cp1251", "utf-8", "application/xml; charset=windows-1251"),
        # ... but not where it is what a server says of everything.
        (RUSSIAN, "cp1251", "windows-1251", "text/xml; charset=utf-8"),
        (RUSSIAN, "cp1251", "windows-1251", "text/xml; charset=iso-8859-1"),
        (CHINESE, "gbk", "gb2312", "application/rss+xml; charset=UTF-8"),
        (FRENCH, "latin-1", "utf-8", "text/xml; charset=utf-8"),
        # Nothing is said, or what cannot be: letters tell.
        (RUSSIAN, "cp1251", None, None),
        (RUSSIAN.upper(), "cp1251", "utf-8", None),
        (RUSSIAN, "koi8-r", None, "text/xml; charset=utf-8"),
        (RUSSIAN, "cp1251", "iso-8859-1", "text/xml; charset=no-such-thing"),
        (UKRAINIAN, "cp1251", None, None),
        (ARABIC, "cp1256", None, None),
        (ARABIC, "iso8859-6", "utf-8", None),
        (CHINESE, "gbk", None, None),
        (TRADITIONAL, "big5", None, "application/xml"),
        (JAPANESE, "shift_jis", None, None),
        (JAPANESE, "euc-jp", "utf-8", None),
        (KOREAN, "euc-kr", None, None),
        (ITALIAN, "cp1252", None, None),
        (ITALIAN.upper(), "cp1252", "utf-8", None),
        (GERMAN, "cp1252", None, "text/xml; charset=utf-8"),
        # Codecs of Python's that are no encodings of text.
        (FRENCH, "utf-8", "zip", "text/xml; charset=base64"),
        (FRENCH, "utf-8", "unicode_escape", "text/xml; charset=idna"),
    ],
)
def test_titles_survive_their_encoding(
    title: str, real: str, declared: str | None, header: str | None
) -> None:
    assert one(document(title, declared).encode(real), header).title == title


def test_letters_tell_an_encoding_wherever_they_begin() -> None:
    for title, encoding in ((RUSSIAN, "cp1251"), (CHINESE, "gbk")):
        assert to_utf8(b"a" * 100_000 + title.encode(encoding), None).decode().endswith(title)


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings(encoding: str, mark: bool) -> None:
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    marks |= {"utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE}
    body = document(CHINESE, "utf-16").encode(encoding)
    assert one((marks[encoding] if mark else b"") + body, "text/xml; charset=utf-8").title == CHINESE


def test_the_mark_outranks_everything() -> None:
    body = codecs.BOM_UTF8 + document(FRENCH, "iso-8859-1").encode()
    assert one(body, "text/xml; charset=windows-1251").title == FRENCH


def test_ebcdic_can_be_told_by_its_declaration() -> None:
    assert one(document("Treaty", "cp037").encode("cp037")).title == "Treaty"


def test_one_broken_byte_does_not_spoil_the_rest() -> None:
    body = document(RUSSIAN, "utf-8").encode().replace(b"</title><link>", b"\xff</title><link>")
    assert one(body).title == RUSSIAN + "\ufffd"


def test_one_broken_byte_does_not_make_a_lie_true() -> None:
    for title in (RUSSIAN, CHINESE):
        body = document(title, "iso-8859-1").encode().replace(b"</title><link>", b"\xd0</title><link>")
        assert one(body, "text/xml; charset=ISO-8859-1").title == title + "\ufffd"


def test_forbidden_characters_go() -> None:
    body = document("A\x00B\x0bC\x1bD\ufffeE", "utf-8").encode()
    assert one(body).title == "ABCDE"
    assert one(document("A&#0;B&#xD800;&#x1F;C&#9999999999999;&#233;", "utf-8")).title == "ABCé"


def test_json_is_read_in_its_encoding() -> None:
    items = [{"id": "1", "title": RUSSIAN}]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}, ensure_ascii=False)
    assert one(body.encode("utf-16")).title == RUSSIAN
    assert one(body.replace(RUSSIAN, "A\\u0000\\ud800B")).title == "AB"


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=60)))
def test_any_bytes_become_utf8(body: bytes, content_type: str | None) -> None:
    text = to_utf8(body, content_type)
    text.decode("utf-8")
    assert b"\x00" not in text


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff\ufeff")))
def test_utf8_stays_as_it_is(text: str) -> None:
    body = ("<a>" + text + "</a>").encode()
    assert to_utf8(body, "text/xml; charset=utf-8") == body
