"""CSV, JSON and Atom carry the filtered view, whole and safe to open."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import feedparser
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Alert, Kind, Level, Telling
from monitor.store import Store
from monitor.store.owed import Owed, State
from monitor.web import exports
from tests.web.conftest import client
from tests.web.sample import NOW, digest


async def test_all_three_carry_the_same_alerts(page: httpx.AsyncClient) -> None:
    query = "?treaty=un-cybercrime&step=done"
    rows = list(csv.DictReader(io.StringIO((await page.get("/alerts.csv" + query)).text)))
    alerts = (await page.get("/alerts.json" + query)).json()["alerts"]
    feed = feedparser.parse((await page.get("/alerts.atom" + query)).content)
    assert len(rows) == 4
    assert [row["id"] for row in rows] == [alert["id"] for alert in alerts]
    assert [entry.id for entry in feed.entries] == [
        f"urn:treatywatch:alert:{alert['id']}" for alert in alerts
    ]
    assert tuple(rows[0]) == exports.COLUMNS == tuple(alerts[0])
    ghana = next(alert for alert in alerts if alert["actors"] == ["GH"])
    assert ghana["headline"] == "Ghana ratified the UN Convention against Cybercrime"
    assert ghana["rules_version"] == "4f2a9c1be07d"
    assert ghana["sent"]
    assert ghana["slack"].startswith("https://harbour.slack.example/archives/")


async def test_the_atom_feed_is_well_formed_and_names_itself(page: httpx.AsyncClient) -> None:
    answer = await page.get("/alerts.atom?q=onerror")
    feed = feedparser.parse(answer.content)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert not feed.bozo
    assert feed.feed.id == "http://treatywatch.test/alerts.atom?q=onerror"
    assert feed.entries[0].link.startswith("https://courier.example/")
    assert "<script>" not in feed.entries[0].title


async def test_a_long_export_is_whole(store: Store) -> None:
    base = store.outbox.listing(limit=1)[0].alert
    many = exports_rows = 1203
    store.outbox.add(
        [replace(base, id=digest("long", n), created=NOW + timedelta(seconds=n)) for n in range(many)]
    )
    async with client(store) as page:
        alerts = (await page.get("/alerts.json")).json()["alerts"]
        lines = list(csv.reader(io.StringIO((await page.get("/alerts.csv")).text)))
    assert len({alert["id"] for alert in alerts}) == exports_rows + 10
    assert len(lines) == exports_rows + 10 + 1


@pytest.mark.parametrize("title", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(title: str) -> None:
    (cells,) = csv.DictReader(io.StringIO(exports.csv_lines([owed(title)], None, head=True)))
    assert cells["title"] == f"'{title}"


@given(title=st.text(), quote=st.text())
def test_any_text_makes_a_feed_that_parsers_read(title: str, quote: str) -> None:
    usable = title.encode("utf-8", "ignore").decode().replace("\0", "")
    feed = feedparser.parse(
        exports.atom(
            [owed(usable, quote.encode("utf-8", "ignore").decode())],
            here="http://a/",
            page="http://b/",
            now=NOW,
        )
    )
    assert not feed.bozo
    assert len(feed.entries) == 1


def owed(title: str, quote: str = "") -> Owed:
    telling = Telling(title=title, quote=quote)
    alert = Alert(id="0" * 32, kind=Kind.NEWS, channel="#c", level=Level.HIGH, telling=telling, created=NOW)
    return Owed(seq=1, alert=alert, state=State.PENDING, attempts=0, strikes=0, due=NOW)
