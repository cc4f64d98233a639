"""CSV, JSON and Atom carry the filtered view, whole and safe to open."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta

import feedparser
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from typer.testing import CliRunner

from monitor.answers.recorded import Recorded
from monitor.cli import app as cli
from monitor.decide.alerts import update
from monitor.decide.burst import listing
from monitor.model import Alert, Kind, Level, Outlet, Telling
from monitor.store import Store
from monitor.store.owed import Owed, State
from monitor.web import exports
from monitor.wording import clock
from tests.web.made import NOW, digest


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


async def test_all_three_carry_what_people_said(page: httpx.AsyncClient) -> None:
    query = "?mark=confirmed"
    (row,) = csv.DictReader(io.StringIO((await page.get("/alerts.csv" + query)).text))
    (alert,) = (await page.get("/alerts.json" + query)).json()["alerts"]
    (entry,) = feedparser.parse((await page.get("/alerts.atom" + query)).content).entries
    link = "https://treaties.example/XVIII-16"
    assert alert["marks"] == [
        {"said": "confirmed", "person": "ben (U0BEN00001)", "at": "2026-11-24T19:00:00+00:00", "link": link}
    ]
    assert row["marks"] == f"Confirmed, ben (U0BEN00001), 2026-11-24T19:00:00+00:00, {link}"
    assert f"Confirmed, ben, 24 Nov 2026, 19:00 UTC {link}" in entry.content[0].value
    assert "confirmed" in {tag.term for tag in entry.tags}
    assert entry.updated == "2026-11-24T19:00:00+00:00"


async def test_the_record_names_outlets_that_came_later(page: httpx.AsyncClient, store: Store) -> None:
    alert = next(row.alert for row in store.outbox.listing(*State) if "Ghana" in row.alert.telling.title)
    more = (*alert.telling.outlets, Outlet(publisher="North Wire", url=None, title="Ghana too"))
    edit = update(alert, more, NOW)
    store.outbox.add([update(alert, more[:1], NOW), replace(edit, id=digest("edit"))])
    (found,) = (await page.get("/alerts.json?actor=GH")).json()["alerts"]
    html = (await page.get("/alerts?actor=GH")).text
    assert found["outlets"] == ["Harbour Gazette", "North Wire"]
    assert "Harbour Gazette, North Wire" in html


async def test_a_grouped_alert_lists_its_happenings(page: httpx.AsyncClient, store: Store) -> None:
    rows = [one for one in store.outbox.listing(*State) if one.alert.kind is Kind.NEWS]
    group = listing([row.alert.telling for row in rows[:4]])
    store.outbox.add([replace(rows[0].alert, id=digest("group"), telling=group)])
    alert = (await page.get("/alerts.json")).json()["alerts"][0]
    row = next(csv.DictReader(io.StringIO((await page.get("/alerts.csv")).text)))
    atom = feedparser.parse((await page.get("/alerts.atom")).content).entries
    html = (await page.get("/alerts")).text
    assert [item["title"] for item in alert["items"]] == [one.alert.telling.title for one in rows[:4]]
    assert {item["rule"] for item in alert["items"]} == {one.alert.telling.rule for one in rows[:4]}
    listed = next(one for one in atom if one.id.endswith(digest("group")))
    assert listed.link == f"http://treatywatch.test/alerts/{digest('group')}"
    for item in alert["items"]:
        at = clock(datetime.fromisoformat(item["published"]))
        line = f"{item['headline']} (“{item['title']}”, {item['outlet']}, {at}) {item['url']}"
        assert line in row["items"]
        assert line in listed.content[0].value
        assert f'href="{item["url"]}"' in html
    assert row["title"].startswith("4 happenings: ")


async def test_a_filter_that_cannot_be_understood_gives_no_file(page: httpx.AsyncClient) -> None:
    for name in ("alerts.csv", "alerts.json", "alerts.atom"):
        for query, said in (
            ("since=foo", "no date"),
            ("since=2026-11-24&until=2026-11-01", "nothing can lie between"),
            ("level=foo", "is no level; write one of critical, high, normal, low."),
            ("step=Done", "is no step; write one of"),
        ):
            answer = await page.get(f"/{name}?{query}")
            assert answer.status_code == 400
            assert said in answer.text


async def test_the_command_writes_what_the_page_gives(store: Store, page: httpx.AsyncClient) -> None:
    for format_ in ("csv", "json"):
        done = CliRunner().invoke(
            cli, ["record", "--since", "2026-11-15", "--until", "2026-11-23", "--format", format_],
            env={"TREATYWATCH_STATE": str(store.path)},
        )  # fmt: skip
        assert done.exit_code == 0, done.output
        given = await page.get(f"/alerts.{format_}?since=2026-11-15&until=2026-11-23")
        links = re.compile(r"https://harbour\.slack\.example/[^,\"]*")  # only the worker knows the workspace
        unlinked = links.sub("", given.text).replace('"slack": ""', '"slack": null')
        assert done.stdout_bytes.decode() == unlinked
        assert links.search(given.text)
    assert done.stdout.count('"id"') == 5


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--since", "November"], "'November' is no date"),
        (["--since", "2026-11-20", "--until", "2026-11-01"], "2026-11-20 is after 2026-11-01"),
        (["--format", "pdf"], "'pdf' is not one of"),
    ],
)
def test_the_command_says_what_it_cannot_understand(store: Store, options: list[str], said: str) -> None:
    done = CliRunner().invoke(cli, ["record", *options], env={"TREATYWATCH_STATE": str(store.path)})
    assert done.exit_code == 2
    assert said in " ".join(done.output.replace("│", " ").split())


async def test_the_atom_feed_is_well_formed_and_names_itself(page: httpx.AsyncClient) -> None:
    answer = await page.get("/alerts.atom?q=onerror")
    feed = feedparser.parse(answer.content)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert not feed.bozo
    assert feed.feed.id == "http://treatywatch.test/alerts.atom?q=onerror"
    assert feed.entries[0].link.startswith("https://courier.example/")
    assert "<script>" not in feed.entries[0].title


async def test_a_long_export_is_whole(page: httpx.AsyncClient, store: Store) -> None:
    base = store.outbox.listing(limit=1)[0].alert
    many = exports_rows = 1203
    store.outbox.add(
        [replace(base, id=digest("long", n), created=NOW + timedelta(seconds=n)) for n in range(many)]
    )
    alerts = (await page.get("/alerts.json")).json()["alerts"]
    lines = list(csv.reader(io.StringIO((await page.get("/alerts.csv")).text)))
    assert len({alert["id"] for alert in alerts}) == exports_rows + 10
    assert len(lines) == exports_rows + 10 + 1


@pytest.mark.parametrize(
    "title", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\uff1d1", "\uff0b1"]
)
def test_a_spreadsheet_takes_no_cell_for_a_formula(title: str) -> None:
    # in many locales a spreadsheet parts cells at `;`
    (cells,) = csv.DictReader(io.StringIO("".join(exports.as_csv([[owed(f"{title};a;{title}; -5")]], None))))
    assert cells["title"] == f"'{title};a;'{title}; -5"


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


def test_a_sentence_that_is_the_title_stands_once_in_a_feed() -> None:
    made = exports.atom([owed("Ghana signs", "Ghana signs")], here="http://a/", page="http://b/", now=NOW)
    assert feedparser.parse(made).entries[0].content[0].value.splitlines() == [
        "Ghana signs",
        "Delivery: waiting",
    ]


def owed(title: str, quote: str = "") -> Recorded:
    telling = Telling(title=title, quote=quote)
    alert = Alert(id="0" * 32, kind=Kind.NEWS, channel="#c", level=Level.HIGH, telling=telling, created=NOW)
    owed = Owed(seq=1, alert=alert, state=State.PENDING, attempts=0, strikes=0, due=NOW)
    return Recorded(owed=owed, shown=alert.telling, edited=NOW)
