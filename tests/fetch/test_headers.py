"""What the headers say, in all the forms that servers send."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch import headers
from monitor.model import Validators
from monitor.normalise.date import LONGEST

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TEN_LATER = "Tue, 24 Nov 2026 10:10:00 GMT"


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ({}, None),
        ({"cache-control": "max-age=300"}, 300),
        ({"cache-control": "public,Max-Age = 300"}, 300),
        ({"cache-control": 'max-age="300"'}, 300),
        ({"cache-control": "s-maxage=900"}, None),
        ({"cache-control": "x-max-age=900"}, None),
        ({"cache-control": "max-age=300, no-cache"}, None),
        ({"cache-control": "no-store, max-age=300"}, None),
        ({"cache-control": 'max-age=300, no-cache="Set-Cookie"'}, 300),
        ({"cache-control": "max-age=-1"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "max-age=300", "age": "100"}, 200),
        ({"cache-control": "max-age=300", "age": "301"}, None),
        ({"cache-control": "max-age=300", "age": "old"}, 300),
        ({"cache-control": "max-age=" + "9" * 400}, LONGEST.total_seconds()),
        ({"cache-control": "max-age=60", "expires": TEN_LATER}, 60),
        ({"expires": TEN_LATER}, 600),
        ({"expires": TEN_LATER, "date": "Tue, 24 Nov 2026 10:05:00 GMT"}, 300),
        ({"expires": TEN_LATER, "date": "nonsense"}, 600),
        ({"expires": "0"}, None),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, None),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, LONGEST.total_seconds()),
        ({"expires": "Tue, 24 Nov 2026 11:10:00 +0100"}, 600),
        ({"retry-after": "90"}, 90),
        ({"retry-after": " 90 "}, 90),
        ({"retry-after": TEN_LATER}, 600),
        ({"retry-after": "90", "cache-control": "max-age=300"}, 300),
        ({"retry-after": "900", "cache-control": "max-age=300"}, 900),
    ],
)
def test_waits(given: dict[str, str], seconds: float | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert headers.wait(given, NOW) == expected


HOSTILE = st.one_of(st.text(max_size=60), st.from_regex(r"[-+]?\d{0,30}(\.\d*)?|[A-Z][a-z]{2}, \d+ .*"))


@given(st.dictionaries(st.sampled_from(["retry-after", "cache-control", "age", "expires", "date"]), HOSTILE))
def test_no_header_raises_or_asks_for_less_than_nothing(given: dict[str, str]) -> None:
    wait = headers.wait(given, NOW)
    assert wait is None or timedelta(0) < wait <= LONGEST


def test_repeated_headers_are_joined() -> None:
    raw = [(b"Cache-Control", b"public"), (b"cache-control", b"max-age=5"), (b"X", b"\xe9")]
    assert headers.plain(raw) == {"cache-control": "public, max-age=5", "x": "é"}


@pytest.mark.parametrize("etag", ['"a"', 'W/"a"', "a", '"' + "x" * 900 + '"'])
def test_validators_go_back_as_they_came(etag: str) -> None:
    kept = headers.validators({"etag": etag, "last-modified": TEN_LATER})
    assert kept == Validators(etag=etag, last_modified=TEN_LATER)
    assert headers.conditions(kept) == [("If-None-Match", etag), ("If-Modified-Since", TEN_LATER)]


@pytest.mark.parametrize("etag", ["", "é", "a\nb", "x" * 5000])
def test_validators_that_cannot_go_back_are_not_kept(etag: str) -> None:
    assert headers.validators({"etag": etag}) == Validators()
    assert headers.conditions(Validators(etag=etag)) == []
