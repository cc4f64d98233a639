"""What WebSub asks a subscriber to judge, by values alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.decide import websub
from monitor.decide.websub import Stage, Subscription, Task
from monitor.fetch.masking import masked
from monitor.model import Announced, Document, Feed, Parsed
from monitor.parse import parse
from tests.websub.hub import sign

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HERE = "https://news.example/feed"
WHAT = Announced(hub="https://hub.example/", topic=HERE)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><id>n</id>{links}
<entry><id>1</id><title>One</title><link rel="hub" href="https://evil.example/"/></entry></feed>"""
RSS = """<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>N</title>{links}
<item><title>One</title><guid>1</guid></item></channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:a="http://www.w3.org/2005/Atom"><channel><title>N</title>{links}</channel>
<item><title>One</title><link>https://news.example/1</link></item></rdf:RDF>"""


def chance() -> Callable[[], str]:
    numbers = iter(range(1000))
    return lambda: f"chance-{next(numbers)}"


def subscription(**changed: object) -> Subscription:
    return replace(websub.asked("one", WHAT, "https://us.example", NOW, chance()), **changed)


def found(body: str, links: str | None = None, url: str = HERE) -> Announced | None:
    document = Document(url=url, body=body.encode(), links=links)
    parsed = parse(document, Feed(id="one", url=url), {})
    assert isinstance(parsed, Parsed)
    return websub.announced(document, parsed, masked)


# --- What is announced ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [ATOM, RSS, RDF])
def test_a_document_names_its_hub(form: str) -> None:
    tag = "link" if form is ATOM else "a:link"
    links = f'<{tag} rel="hub" href="https://hub.example/"/><{tag} rel="self" href="/feed"/>'
    assert found(form.format(links=links)) == WHAT
    assert found(form.format(links="")) is None
    assert found(form.format(links=f'<{tag} rel="hub" href="https://hub.example/"/>')) is None, "no topic"


def test_a_json_feed_names_its_hub() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "N",
        "feed_url": HERE,
        "items": [{"id": "1", "title": "One"}],
        "hubs": [{"type": "rssCloud", "url": "https://c.example/"}, {"type": "WebSub", "url": WHAT.hub}, 7],
    }
    assert found(json.dumps(feed)) == WHAT
    assert found(json.dumps(feed | {"hubs": "x"})) is None


def test_headers_come_first() -> None:
    body = RSS.format(links='<a:link rel="hub" href="https://b.example/"/><a:link rel="self" href="/b"/>')
    header = f'<https://hub.example/>; rel="hub", <{HERE}>; rel="self"'
    assert found(body, header) == WHAT
    assert found(RSS.format(links=""), header) == WHAT
    assert found(body, '<https://hub.example/>; rel="hub"') == replace(WHAT, topic="https://news.example/b")
    assert found(body, "</next>; rel=next") == Announced(
        hub="https://b.example/", topic="https://news.example/b"
    )


def test_a_hub_with_tls_is_preferred() -> None:
    header = f"<http://a.example/>; rel=hub, <https://hub.example/>; rel=hub, <{HERE}>; rel=self"
    assert found(RSS.format(links=""), header) == WHAT


@pytest.mark.parametrize(
    "hub",
    ["ftp://hub.example/", "javascript:alert(1)", "https:///x", "https://hub.example:99999/", "https://h.example/ö",
     "https://user:pass@hub.example/", "https://hub.example/?token=abc", f"https://hub.example/{'x' * 3000}", "https://[x/"],
)  # fmt: skip
def test_hubs_that_cannot_be_asked_or_hold_a_secret_are_not_kept(hub: str) -> None:
    assert found(RSS.format(links=""), f"<{hub}>; rel=hub, <{HERE}>; rel=self") is None
    assert found(RSS.format(links=""), f"<https://hub.example/>; rel=hub, <{hub}>; rel=self") is None


def test_http_hubs_are_asked_with_tls_first() -> None:
    plain = subscription(announced=Announced(hub="http://hub.example/h", topic=HERE))
    assert websub.hub_address(plain) == "https://hub.example/h"
    assert websub.hub_address(replace(plain, tries=1)) == "http://hub.example/h"
    odd = subscription(announced=Announced(hub="http://hub.example:8080/h", topic=HERE))
    assert websub.hub_address(odd) == "http://hub.example:8080/h"
    assert websub.hub_address(subscription(tries=1)) == "https://hub.example/"


# --- The life of a subscription ----------------------------------------------------------------------------


def test_a_request_holds_what_the_specification_asks_for() -> None:
    one = subscription()
    fields = websub.form(one, Task.SUBSCRIBE)
    assert fields == {
        "hub.mode": "subscribe", "hub.topic": HERE, "hub.callback": f"https://us.example/websub/{one.token}",
        "hub.lease_seconds": "864000", "hub.secret": one.secret,
    }  # fmt: skip
    assert websub.form(one, Task.UNSUBSCRIBE) == {
        "hub.mode": "unsubscribe", "hub.topic": HERE, "hub.callback": f"https://us.example/websub/{one.token}"
    }  # fmt: skip


def test_tokens_and_secrets_are_not_shown() -> None:
    assert "chance" not in repr(subscription())


@pytest.mark.parametrize(
    ("changed", "wanted", "task"),
    [
        ({}, WHAT, Task.SUBSCRIBE),
        ({}, None, Task.DROP),
        ({}, replace(WHAT, topic="https://other.example/"), Task.DROP),
        ({"stage": Stage.ACTIVE, "ends": NOW + timedelta(days=1)}, WHAT, Task.FOLLOW),
        ({"stage": Stage.ACTIVE, "ends": NOW + timedelta(days=1)}, None, Task.LEAVE),
        ({"stage": Stage.ACTIVE, "ends": NOW}, WHAT, Task.LAPSE),
        ({"stage": Stage.LEAVING, "ends": NOW + timedelta(days=1)}, WHAT, Task.UNSUBSCRIBE),
        ({"stage": Stage.LEAVING, "ends": NOW + timedelta(days=1), "tries": 3}, WHAT, Task.DROP),
        ({"stage": Stage.LEAVING, "ends": NOW}, None, Task.DROP),
        ({"stage": Stage.REFUSED}, WHAT, Task.DROP),
    ],
)
def test_what_is_due(changed: dict[str, object], wanted: Announced | None, task: Task) -> None:
    assert websub.to_do(subscription(**changed), wanted, NOW) is task


def test_a_hub_that_fails_is_asked_ever_more_rarely() -> None:
    one, waits = subscription(), []
    for _ in range(12):
        one = websub.sent(one, "answers 500", NOW, 0.0)
        waits.append(one.due - NOW)
    assert waits[:3] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(days=1)
    assert one.reason == "answers 500"
    assert websub.sent(subscription(), None, NOW, 0.0).due == NOW + timedelta(hours=1)


# --- What a hub asks ---------------------------------------------------------------------------------------


def asks(**changed: str) -> dict[str, str]:
    query = {"mode": "subscribe", "topic": HERE, "challenge": "c-1", "lease_seconds": "3600"} | changed
    return {f"hub.{name}": value for name, value in query.items()}


def test_a_verified_subscription_is_renewed_before_its_lease_ends() -> None:
    answer = websub.answer(subscription(tries=2, reason="x"), asks(), NOW, 0.5)
    assert answer
    assert answer.challenge == "c-1"
    after = answer.after
    assert after
    assert (after.stage, after.ends, after.tries, after.reason) == (
        Stage.ACTIVE,
        NOW + timedelta(hours=1),
        0,
        None,
    )
    assert NOW + timedelta(minutes=40) < after.due < NOW + timedelta(minutes=50)
    assert websub.answer(after, asks(), NOW, 0.5), "a hub may ask again"


@given(st.text(max_size=30) | st.integers().map(str))
def test_leases_stay_within_bounds(seconds: str) -> None:
    answer = websub.answer(subscription(), asks(lease_seconds=seconds), NOW, 0.5)
    assert answer
    assert answer.after
    assert answer.after.ends
    assert timedelta(minutes=1) <= answer.after.ends - NOW <= timedelta(days=30)
    assert NOW < answer.after.due < answer.after.ends


@pytest.mark.parametrize(
    ("changed", "query"),
    [
        ({}, {"topic": "https://news.example/other"}),
        ({}, {"mode": "unsubscribe"}),
        ({"stage": Stage.ACTIVE}, {"mode": "unsubscribe"}),
        ({"stage": Stage.LEAVING}, {"mode": "subscribe"}),
        ({"stage": Stage.REFUSED}, {"mode": "subscribe"}),
        ({}, {"mode": "publish"}),
        ({}, {"challenge": ""}),
        ({}, {"challenge": "x" * 501}),
        ({}, {"challenge": "a\x00b"}),
        ({}, {"challenge": "<ö>"}),
    ],
)
def test_what_was_not_agreed_on_is_not_confirmed(changed: dict[str, object], query: dict[str, str]) -> None:
    assert websub.answer(subscription(**changed), asks(**query), NOW, 0.5) is None


def test_a_refusal_is_kept_with_its_reason() -> None:
    reason = "too many <b>\u202esubscriptions\n"
    answer = websub.answer(subscription(stage=Stage.ACTIVE), asks(mode="denied", reason=reason), NOW, 0.5)
    assert answer
    assert answer.after
    assert answer.after.stage is Stage.REFUSED
    assert answer.after.reason == "the hub refused: too many <b>subscriptions"
    assert answer.after.due == NOW + timedelta(days=7)


def test_a_hub_that_refuses_what_is_to_end_has_ended_it() -> None:
    answer = websub.answer(subscription(stage=Stage.LEAVING), asks(mode="denied"), NOW, 0.5)
    assert answer
    assert answer.after is None


def test_hubs_may_decode_what_needs_no_encoding() -> None:
    assert websub.same_address("https://a.example/%7Ex%2fy", "https://a.example/~x%2Fy")
    assert not websub.same_address("https://a.example/x%2Fy", "https://a.example/x/y")


# --- What a hub pushes -------------------------------------------------------------------------------------


@given(st.binary(max_size=300), st.sampled_from(["sha1", "sha256", "sha384", "sha512"]), st.data())
def test_only_the_secret_signs(body: bytes, method: str, data: st.DataObject) -> None:
    good = sign("secret", body, method)
    assert websub.signed("secret", body, good)
    assert websub.signed("secret", body, good.upper())
    assert not websub.signed("other", body, good)
    assert not websub.signed("secret", body + b"x", good)
    at = data.draw(st.integers(len(method) + 1, len(good) - 1))
    assert not websub.signed("secret", body, good[:at] + ("0" if good[at] != "0" else "1") + good[at + 1 :])
    assert not websub.signed("secret", body, good[:at])


@given(
    st.none()
    | st.text(max_size=80)
    | st.sampled_from(["sha256=", "md5=d41d8cd98f00b204e9800998ecf8427e", "="])
)
def test_nothing_else_does(header: str | None) -> None:
    assert not websub.signed("secret", b"", header)
