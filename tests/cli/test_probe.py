"""Check what a probe says of answers that are good, poor and useless."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.jobs.probe import judge, unlisted
from monitor.model import Document, Entry, Feed, FetchError, NotModified, Outcome, Parsed, Validators

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FEED = Feed(id="a", url="https://a.example/rss")
KEPT = Validators(etag='"1"')


def entry(days: float | None = 0.0) -> Entry:
    published = None if days is None else NOW - timedelta(days=days)
    return Entry(id="0" * 32, feed="a", title="t", published=published)


def document(**changes: object) -> Document:
    fields: dict[str, object] = {"url": FEED.url, "body": b"x", "content_type": "text/xml; charset=utf-8"}
    return Document(**{**fields, "validators": KEPT, **changes})


def test_a_healthy_feed_has_no_remarks() -> None:
    found = judge(FEED, document(), Parsed(entries=(entry(2), entry(0.5))), NOW)
    assert (found.good, found.answer, found.content_type, found.entries) == (True, "200", "text/xml", 2)
    assert found.newest == NOW - timedelta(hours=12)
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("answer", "parsed", "remark"),
    [
        (document(), Parsed(entries=()), "it is empty"),
        (document(), Parsed(entries=(entry(None),)), "no entry has a date"),
        (document(), Parsed(entries=(entry(40),)), "its newest entry is 40 days old"),
        (document(), Parsed(entries=(entry(),), skipped=("no title",)), "no title"),
        (document(truncated=True), Parsed(entries=(entry(),)), "broke off before its end"),
        (document(validators=Validators()), Parsed(entries=(entry(),)), "no ETag or Last-Modified"),
        (document(wait=timedelta(hours=6)), Parsed(entries=(entry(),)), "asks to wait 6 h between polls"),
        (
            document(wait=timedelta(days=9)),
            Parsed(entries=(entry(),)),
            "asks to wait 9 days between polls, of which a day at most is kept",
        ),
        (
            document(moved_to="https://me:pw@b.example/"),
            Parsed(entries=(entry(),)),
            "moved for good to https://***@b",
        ),
    ],
)
def test_what_could_be_better_is_said(answer: Outcome, parsed: Parsed, remark: str) -> None:
    found = judge(FEED, answer, parsed, NOW)
    assert found.good
    assert len(found.remarks) == 1
    assert found.remarks[0].startswith(remark)


@pytest.mark.parametrize(
    ("answer", "parsed", "said"),
    [
        (FetchError(reason="answers 404 Not Found"), None, "answers 404 Not Found"),
        (document(), FetchError(reason="a web page, not a feed"), "a web page, not a feed"),
        (NotModified(), None, "it answered 304 though nothing was asked"),
    ],
)
def test_what_cannot_be_used_says_why(answer: Outcome, parsed: FetchError | None, said: str) -> None:
    found = judge(FEED, answer, parsed, NOW)
    assert not found.good
    assert said in (found.answer, *found.remarks)


def test_a_feed_is_named_by_id_or_address() -> None:
    feeds = {"a": FEED}
    assert unlisted("a", feeds, {}) is FEED
    assert unlisted(FEED.url, feeds, {}) is FEED
    other = unlisted("https://b.example/", feeds, {})
    assert (other.id, other.kind) == ("probe", "feed")
    assert unlisted("nonsense", feeds, {}) is None
