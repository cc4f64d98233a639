from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.normalise.text import clean, plain


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&amp;T"),
        ("&lt;!channel&gt; says &lt;b&gt;", "<!channel> says <b>"),
        ("<p>One</p><p>two</p>", "One two"),
        ("<b>V</b>iet <i>Nam</i>", "Viet Nam"),
        ("a<br>b<br/>c", "a b c"),
        ("<script>alert('x')</script>safe<style>p{}</style>", "safe"),
        ("<SCRIPT src=x>never closed <p>gone", ""),
        ("a<!-- hidden <b>x</b> -->b", "ab"),
        ("a<!-- never closed", "a never closed"),
        ('<img alt="a > b" src="x">text', "text"),
        ("<a href='x>text</a>", "text"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("<![CDATA[x]]>", "x"),
        ("caf&eacute; &#8217; &nbsp; end", "café ’ end"),
        ("&#0;&#xD800;x", "\ufffd\ufffdx"),
        ("text <a hre", "text"),
        ("<custom-tag>x</custom-tag>", "x"),
    ],
)
def test_html_becomes_text_once(source: str, text: str) -> None:
    assert plain(source, html=True) == text


def test_plain_text_stays_as_it_is() -> None:
    assert plain("AT&amp;T <b> <!channel>", html=False) == "AT&amp;T <b> <!channel>"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\x00b", "ab"),
        ("a\ud800b", "ab"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\u200bb\u2060c\ufeffd\u00ade", "abcde"),
        ("a\u00a0 \u3000\n\tb", "a b"),
        ("e\u0301", "é"),
        ("a\u200db", "ab"),
        ("\u0645\u06cc\u200c\u0634\u0648\u062f", "\u0645\u06cc\u200c\u0634\u0648\u062f"),
        ("\U0001f468\u200d\U0001f4bb", "\U0001f468\u200d\U0001f4bb"),
        ("\U000e0041x\u3164", "x"),
    ],
)
def test_invisible_characters_go(source: str, text: str) -> None:
    assert clean(source) == text


def test_lines_keep_paragraphs_apart() -> None:
    source = "<h2>Head</h2><p>one\ntwo</p><ul><li>x</li><li>y</li></ul>a<br>b<br><br>c"
    assert plain(source, html=True, lines=True) == "Head\none two\nx\ny\na b\nc"
    assert plain("one\ntwo\n \nthree", html=False, lines=True) == "one two\nthree"


def test_long_texts_are_cut() -> None:
    assert plain("word " * 100, html=False, limit=10) == "word word…"
    assert len(plain("<p>x</p>" * 100_000, html=True, limit=1_000, lines=True)) == 1_000


@given(st.text(), st.booleans(), st.booleans())
def test_nothing_forbidden_is_left(source: str, html: bool, lines: bool) -> None:
    text = plain(source, html=html, limit=50, lines=lines)
    assert len(text) <= 50
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200b]", text)
    assert lines or "\n" not in text
    text.encode("utf-8")


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\u200c\u200d a\u0301ب\u00a0\u115f"))))
def test_clean_is_idempotent(source: str) -> None:
    once = clean(source)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(st.sampled_from("<>&!-/\"'= abp\n[]C;#"), max_size=200))
def test_markup_of_any_shape_ends(source: str) -> None:
    assert "<p>" not in plain(source.replace("&", ""), html=True).replace("< p", "")


@pytest.mark.parametrize(
    "piece", ["<", "<a ", '<a b="', "<!--", "-->", "<script>", "<![CDATA[", "&", "&amp", "</", "<a'\"", "\n "]
)
def test_hostile_repetition_takes_no_more_than_linear_time(piece: str) -> None:
    began = time.process_time()
    plain(piece * 60_000, html=True, lines=True)
    assert time.process_time() - began < 2
