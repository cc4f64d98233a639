"""Feed text may hold anything: on the receiving side nothing of it may mention, link or break a limit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.model import Kind, Line, Message, Outlet, Section, Sent
from monitor.sinks.blocks import lines_that_fit, plain_text, render
from monitor.sinks.escape import cut, escape, length, link, plain
from monitor.sinks.slack import SlackSink
from tests.sinks.made import NOW, alert, telling
from tests.slack_server import SlackServer, Workspace, live
from tests.slack_server.limits import block_errors
from tests.slack_server.methods import METHODS

CONTROLS = [
    "<!channel>", "<!here>", "<!everyone>", "<@U012AB3CD>", "<#C012AB3CD|general>", "<!subteam^S012AB3CD>",
    "<!date^1392734382^{date}|never>", "<https://evil.example|bank.example>", "<mailto:a@evil.example|mail>",
    "<javascript:alert(1)|x>", "https://evil.example/", "www.evil.example", "@channel", "@here", "#general",
    "&lt;!channel&gt;", "&amp;lt;!here&amp;gt;", "&#60;!here&#62;", "*", "_", "~", "`", "```", ">", "&", "<", "|",
    ":rotating_light:", "\u202e", "\u200b", "\u2066", "\x00", "\ud800", "\r\n", "\t", "e" + "\u0301" * 40, "👨‍👩‍👧",
    "\U000e0041", "\ufeff", "&" * 200, "<" * 200, "a" * 4000,
]  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(CONTROLS), st.text(max_size=20)), max_size=12).map("".join)
URL = st.one_of(
    st.none(),
    st.builds("https://news.example/{}".format, TEXT),
    TEXT,
    st.sampled_from(
        [
            "javascript:alert(1)",
            "http://[::1",
            "https://user:pw@evil.example/",
            "file:///etc/passwd",
            "http://\u202e/",
        ]
    ),
)
LINES = st.lists(st.builds(lambda t, u, n: Line(text=t, url=u, note=n), TEXT, URL, TEXT), max_size=4).map(
    tuple
)
TELLING = st.builds(
    lambda **made: telling(events=() if made.pop("bare") else telling().events, **made),
    bare=st.booleans(),
    title=TEXT,
    url=URL,
    quote=TEXT,
    outlets=st.lists(
        st.builds(lambda p, u, t: Outlet(publisher=p, url=u, title=t, published=NOW), TEXT, URL, TEXT),
        max_size=7,
    ).map(tuple),
    because=st.lists(TEXT, max_size=4).map(tuple),
    rule_title=st.one_of(st.none(), TEXT),
    warning=st.one_of(st.none(), TEXT),
    progress=st.one_of(st.none(), TEXT),
    lines=st.lists(TEXT, max_size=8).map(tuple),
    items=st.lists(st.builds(lambda t, u: telling(title=t, url=u, events=()), TEXT, URL), max_size=3).map(
        tuple
    ),
    sections=st.lists(st.builds(lambda t, lines: Section(title=t, lines=lines), TEXT, LINES), max_size=2).map(
        tuple
    ),
)


def allowed(made: Any) -> set[str]:
    named = [made, *made.outlets, *made.items, *(outlet for item in made.items for outlet in item.outlets)]
    named += [line for section in made.sections for line in section.lines]
    return {safe for safe in (link(each.url) for each in named) if safe}


def everywhere(text: str, url: str | None) -> Any:
    """Put one text wherever a feed's text can stand."""
    return telling(
        title=text, url=url, quote=text, because=(text,), lines=(text,), warning=text, rule_title=text, events=(),
        outlets=(Outlet(publisher=text, url=url, title=text),) * 2, items=(telling(title=text, url=url, events=()),),
        sections=(Section(title=text, lines=(Line(text=text, url=url, note=text),)),),
    )  # fmt: skip


@given(TEXT, URL)
@example("<!channel> <!here> <@U012> <https://evil|bank>", None)
@example("", "\x00https://evil.example/")
@example("", "ht\ntps://evil.example/")
@example("&lt;!channel> hi <b>x</b> &", None)
@settings(max_examples=1000)
def test_no_title_mentions_links_or_breaks_a_limit(text: str, url: str | None) -> None:
    check(everywhere(text, url), interactive=True)


@given(TELLING, st.booleans())
@settings(max_examples=150)
def test_no_alert_mentions_links_or_breaks_a_limit(made: Any, interactive: bool) -> None:
    check(made, interactive=interactive)


def check(made: Any, *, interactive: bool) -> None:
    drawn = render(alert(telling=made), NOW, interactive=interactive)
    body = {"channel": "C0TREATY01", "text": drawn.text, "blocks": drawn.blocks, "parse": "none"}
    workspace = Workspace()
    reply = METHODS["chat.postMessage"](workspace, body, "xoxb-loopback")
    assert reply["ok"], reply
    assert "response_metadata" not in reply
    assert METHODS["chat.update"](workspace, {**body, "ts": reply["ts"]}, "xoxb-loopback")["ok"]
    alive = live(body)
    assert {(each.kind, each.value) for each in alive} <= {("link", url) for url in allowed(made)}
    for text in _texts(drawn.blocks):
        assert text == text.encode("utf-8", "strict").decode()
        assert not set(text) & set("\x00\u202e\u200b\u2066\ufeff\u200d\r\t")


@given(TELLING)
@settings(max_examples=100)
def test_plain_text_is_whole_lines_within_the_limit(made: Any) -> None:
    text = plain_text(alert(telling=made), NOW, mark="(shortened)")
    assert 0 < len(text) <= 4000
    assert {each.value for each in live({"text": text, "parse": "none"})} <= allowed(made)
    assert {each.kind for each in live({"text": text, "parse": "none"})} <= {"link"}


@given(TEXT)
def test_plain_is_idempotent_and_shows_what_it_holds(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert "\n" not in once


@given(TEXT, st.integers(2, 300))
def test_a_cut_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    whole = plain(text)
    short = cut(whole, limit)
    assert len(escape(short)) == length(short) <= limit
    assert whole.startswith(short.removesuffix("…").rstrip()) or short == whole


@given(st.lists(TEXT.map(plain), max_size=300))
@settings(max_examples=50)
def test_a_digest_that_fits_leaves_nothing_out(lines: list[str]) -> None:
    kept = lines[: lines_that_fit(lines)]
    drawn = render(alert(kind=Kind.DIGEST, telling=telling(events=(), lines=tuple(kept))), NOW)
    assert not block_errors(drawn.blocks)
    shown = "\n".join(_texts(drawn.blocks))
    assert "more line" not in shown or "more line" in "".join(kept)
    assert all(cut(line, 3000) in shown for line in kept)


def test_entities_are_escaped_once_and_read_as_written() -> None:
    drawn = render(alert(telling=telling(events=(), title="AT&T <b> & Q&amp;A")), NOW)
    assert drawn.text.splitlines()[0] == "AT&amp;T &lt;b&gt; &amp; Q&amp;amp;A"
    assert drawn.blocks[0]["text"]["text"] == "AT&T <b> & Q&amp;A"


def test_cuts_on_whole_characters() -> None:
    assert cut("e\u0301" * 10, 7) == "e\u0301" * 3 + "…"
    assert cut("🇻🇳🇻🇳🇻🇳", 4) == "🇻🇳…"
    assert cut("&&&", 11) == "&&…"
    assert cut("short", 5) == "short"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://news.example/a?b=1&c=2#d", "https://news.example/a?b=1&c=2#d"),
        ("https://news.example/a|b<c>d e", "https://news.example/a%7Cb%3Cc%3Ed%20e"),
        ("https://news.example/\u202egpj.exe", "https://news.example/%E2%80%AEgpj.exe"),
        ("HTTPS://news.example/é", "HTTPS://news.example/é"),
        ("https://user:secret@news.example/", None),
        ("https://bank.example\\@evil.example/", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//news.example/a", None),
        ("https:///a", None),
        ("http://[::1", None),
        ("http://a:port/", None),
        ("https://news.example/" + "a" * 3000, None),
        ("https://news.example/\ud800", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_that_are_what_they_seem_are_linked(url: str | None, safe: str | None) -> None:
    assert link(url) == safe


@pytest.mark.parametrize(
    ("wish", "alive"),
    [
        ("@here", ("broadcast", "here")),
        ("@channel", ("broadcast", "channel")),
        ("S012AB3CD", ("group", "S012AB3CD")),
        ("U012AB3CD", ("user", "U012AB3CD")),
        ("@everyone", None),
        ("<!channel>", None),
        ("everyone please look", None),
        ("<https://evil.example|x>", None),
        (None, None),
    ],
)
def test_mentions_come_from_the_rule_alone(wish: str | None, alive: tuple[str, str] | None) -> None:
    drawn = render(alert(telling=telling(mention=wish, url=None, outlets=())), NOW)
    found = live({"text": drawn.text, "blocks": drawn.blocks, "parse": "none"})
    assert {(each.kind, each.value) for each in found} == ({alive} if alive else set())


@pytest.mark.parametrize(
    ("wish", "alive"),
    [
        ("@here S012AB3CD U012AB3CD", {("broadcast", "here"), ("group", "S012AB3CD"), ("user", "U012AB3CD")}),
        ("@here @here", {("broadcast", "here")}),
        ("S012AB3CD everyone else", set()),
    ],
)
def test_several_rules_mention_everybody_whom_they_name(wish: str, alive: set[tuple[str, str]]) -> None:
    drawn = render(alert(telling=telling(mention=wish, url=None, outlets=())), NOW)
    found = live({"text": "", "blocks": drawn.blocks, "parse": "none"})
    assert {(each.kind, each.value) for each in found} == alive
    assert len(found) == len(alive)


async def test_hostile_titles_over_the_wire(slack: SlackServer) -> None:
    slack.workspace.rates["post"] = slack.workspace.rates["workspace"] = (1e6, 1e6)
    sink = SlackSink(slack.token, api_url=slack.api_url, interactive=True)
    for number, hostile in enumerate(CONTROLS):
        made = telling(title=hostile, quote=hostile, because=(hostile,), lines=(hostile,), warning=hostile)
        sent = await sink.send(
            Message(alert=alert(id=f"{number:032}", telling=made)), NOW + timedelta(days=3)
        )
        assert isinstance(sent, Sent)
    posts = slack.workspace.posts()
    assert len(posts) == len(CONTROLS)
    alive = {(each.kind, each.value) for post in posts for each in live(post.body)}
    assert alive == {("link", "https://wire.example/1")}
    assert all("blocks" in post.body for post in posts)


def _texts(block: Any) -> list[str]:
    if isinstance(block, list):
        return [text for item in block for text in _texts(item)]
    if isinstance(block, dict):
        own = [block["text"]] if isinstance(block.get("text"), str) else []
        return own + [text for value in block.values() for text in _texts(value)]
    return []
