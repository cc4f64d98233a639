"""The pages show what the store holds."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from monitor.answers import regroup
from monitor.decide.burst import listing
from monitor.decide.poll import Coverage
from monitor.model import Kind, Step, Telling
from monitor.slack_app import verdicts
from monitor.store import Store
from monitor.store.marks import Verdict
from monitor.store.owed import State
from monitor.web.standing import standing
from monitor.web.words import stated
from tests.digest.made import Newsroom
from tests.pipeline.made import entry
from tests.story.made import story
from tests.web.conftest import client, tags
from tests.web.made import BOOK, CYBER, HEALTH, NOW, digest
from tests.web.sample import digest_alert


async def test_home_shows_the_first_treaty_first_and_how_far_it_is(page: httpx.AsyncClient) -> None:
    html = (await page.get("/")).text
    assert html.index("The UN Convention against Cybercrime") < html.index("The High Seas Treaty")
    assert "4 of 40 · 36 to go" in html
    assert "signature closes" in html
    assert "in 37 days" in html
    assert "Ghana ratified the UN Convention against Cybercrime" in html


async def test_a_treaty_shows_what_is_reported_beside_what_is_confirmed(page: httpx.AsyncClient) -> None:
    html = (await page.get(f"/treaties/{CYBER}")).text
    assert 'class="reported"' in html
    assert "Ghana: ratification" in html
    assert "<title>Nauru: bound</title>" in html
    assert "Not on the map: European Union (signed)" in html
    assert "Opened for signature" in html


async def test_an_act_that_the_record_held_at_first_is_dated_by_its_day(
    page: httpx.AsyncClient, store: Store
) -> None:
    acted = datetime(2026, 3, 14, tzinfo=UTC)
    held = story(f"{CYBER}:AO:consent", NOW + timedelta(minutes=1), Step.CONFIRMED, acted=acted)
    with store.db.atomic():
        row = Coverage(story=held.key, entry=entry("AO"), step=Step.CONFIRMED, because="a test")
        store.stories.save([held], [row], NOW)
    for path in ("/", f"/treaties/{CYBER}"):
        assert '<time datetime="2026-03-14">14 Mar 2026</time>' in (await page.get(path)).text


async def test_a_treaty_whose_record_was_never_read_says_so(page: httpx.AsyncClient) -> None:
    html = (await page.get("/treaties/pandemic")).text
    assert "the official record has not been read yet" in html


@pytest.mark.parametrize("days", [0, -330])
def test_an_entry_into_force_is_said_in_one_way_past_or_to_come(store: Store, days: int) -> None:
    found = standing(BOOK.treaties["bbnj"], store, NOW + timedelta(days=days))
    assert found.clause == f"{found.progress.partition(' · ')[0]}." == "In force from 17 January 2026."


async def test_filters_narrow_and_stay_in_the_form(page: httpx.AsyncClient) -> None:
    html = (await page.get("/alerts", params={"treaty": "bbnj", "q": "morocco"})).text
    assert "1 alert for this filter" in html
    assert '<option value="bbnj" selected>' in html
    assert 'value="morocco"' in html
    assert "/alerts.csv?q=morocco&amp;treaty=bbnj" in html


async def test_a_rule_of_words_is_offered_as_a_rule_and_not_as_a_treaty(
    page: httpx.AsyncClient, store: Store
) -> None:
    (told, *_) = (row.alert for row in store.outbox.listing(*State) if row.alert.kind is Kind.NEWS)
    words = replace(told, id="e" * 32, telling=Telling(title="A cup tie", treaty="football", rule="football"))
    with store.db.atomic():
        store.outbox.add([words])
    html = (await page.get("/alerts")).text
    assert html.count('<option value="football"') == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Sun, 29 Nov 2026 23:12:04 GMT", "29 Nov 2026, 23:12 UTC"),
        ("24-11-2026 05:00:45 EDT", "24-11-2026 05:00:45 EDT"),
        ("13-05-2026", "13-05-2026"),
        (None, None),
    ],
)
def test_the_date_of_a_record_is_said_as_all_dates_are(written: str | None, said: str | None) -> None:
    assert stated(written) == said


async def test_a_date_that_is_none_is_complained_of(page: httpx.AsyncClient) -> None:
    html = (await page.get("/alerts?since=2026-13-40")).text
    assert "is no date; write it as" in html


async def test_older_alerts_are_one_link_away(page: httpx.AsyncClient, store: Store) -> None:
    base = store.outbox.listing(limit=1)[0].alert
    store.outbox.add([replace(base, id=digest(n), created=NOW + timedelta(seconds=n)) for n in range(95)])
    seen: list[str] = []
    path: str | None = "/alerts"
    for _ in range(10):
        if path is None:
            break
        found = tags((await page.get(path)).text)
        seen += [a["href"] for tag, a in found if tag == "a" and (a["href"] or "").startswith("/alerts/")]
        path = next((a["href"] for tag, a in found if a.get("rel") == "next"), None)
    assert path is None
    assert len(seen) == len(set(seen)) == 105


async def test_an_alert_says_why_and_where_it_stands(page: httpx.AsyncClient, store: Store) -> None:
    alert = next(row for row in store.outbox.listing() if "Ghana" in row.alert.telling.title)
    html = (await page.get(f"/alerts/{alert.alert.id}")).text
    assert "cyber-done: treaty" in html
    assert "does not show it yet" in html
    assert "https://harbour.slack.example/archives/C024BE91L/p" in html
    assert html.count("same treaty, actor and act as") == 3
    assert "treatywatch explain" in html


async def test_a_title_in_another_language_says_which(page: httpx.AsyncClient, store: Store) -> None:
    title = "Việt Nam và 71 nước đã ký Công ước Hà Nội"
    alert = next(row.alert.id for row in store.outbox.listing() if row.alert.telling.title == title)
    for path in ("/alerts", f"/alerts/{alert}"):
        html = (await page.get(path)).text
        assert f'class="out" lang="vi"><bdi>{title}</bdi>' in html
        assert 'lang="en"><bdi>' not in html


async def test_each_happening_of_a_list_says_how_it_goes_beyond_the_record(
    page: httpx.AsyncClient, store: Store
) -> None:
    base = store.outbox.listing(limit=1)[0].alert
    items = [replace(base.telling, title=name, warning=f"{name}: not there.") for name in ("Fiji", "Samoa")]
    group = replace(base, id=digest(1000), created=NOW, telling=listing(items))
    store.outbox.add([group])
    html = (await page.get(f"/alerts/{group.id}")).text
    assert [html.count(f"{name}: not there.") for name in ("Fiji", "Samoa")] == [1, 1]


async def test_a_feed_that_fails_or_fell_silent_is_marked_in_words(page: httpx.AsyncClient) -> None:
    html = (await page.get("/feeds")).text
    assert "Failed 11 times in a row, since 22 Nov 2026, 20:10 UTC." in html
    assert "its longest pause used to be 16 h" in html
    assert html.index("The Evening Courier") < html.index("Mountain Tribune") < html.index("Harbour Gazette")
    assert "courier.example" in html


async def test_a_feed_that_moved_for_good_says_where_to(page: httpx.AsyncClient, store: Store) -> None:
    state = store.feeds.state("observer")
    assert state is not None
    moved = replace(state.schedule, moved_to="https://new.example/k3J9xQ7wE2rT5yU8iO1p", moved_polls=3)
    with store.db.atomic():
        store.feeds.save("observer", replace(state, schedule=moved))
    html = (await page.get("/feeds")).text
    assert "Moved for good to https://new.example/***: change its url in feeds.yaml." in html
    assert html.index("Mountain Tribune") < html.index("Southern Observer") < html.index("A Feed Added Today")


async def test_rules_show_their_place_and_their_matches(page: httpx.AsyncClient) -> None:
    html = (await page.get("/rules")).text
    assert "cybercrime.yaml:21" in html
    assert "matches in 14 days; today" in html


async def test_rules_show_which_alerts_were_false_and_what_is_muted(page: httpx.AsyncClient) -> None:
    html = (await page.get("/rules")).text
    link = "/alerts?rule=cyber-soon&amp;mark=not+relevant&amp;since=2026-11-11"
    assert f'<a href="{link}">2 not relevant</a>: 1 duplicate, 1 old news, 1 wrong action' in html
    assert html.count("not relevant</a>") == 1
    assert "2 alerts for this filter" in (await page.get(link.replace("&amp;", "&"))).text
    assert "<strong>oceans</strong> until 26 Nov 2026, 21:00 UTC, by ana" in html
    assert "U0ANA00001" not in html


async def test_marks_are_shown_with_who_when_and_the_page_that_confirms(
    page: httpx.AsyncClient, store: Store
) -> None:
    alert = next(row for row in store.outbox.listing(*State) if "Ghana" in row.alert.telling.title)
    for path in (f"/alerts/{alert.alert.id}", "/alerts?q=ghana"):
        html = (await page.get(path)).text
        assert '<span class="chip confirmed">Confirmed</span>' in html
        assert 'href="https://treaties.example/XVIII-16" rel="noopener noreferrer"' in html
        assert "19:00 UTC" in html
    html = (await page.get("/alerts?mark=not+relevant")).text
    assert '<option value="not relevant" selected>' in html
    assert "/alerts.csv?mark=not+relevant" in html
    assert html.count('class="chip wrong"') == 3
    assert "&lt;b&gt;eve&lt;/b&gt;" in html


async def test_a_merged_story_leads_to_the_one_that_took_it_in(page: httpx.AsyncClient, store: Store) -> None:
    gone, kept = f"{CYBER}:UY:signature", f"{CYBER}:TO:signature"
    regroup.merge(store, gone, kept, "ana", NOW)
    answer = await page.get(f"/stories/{gone}")
    assert answer.status_code == 307
    html = (await page.get(answer.headers["location"])).text
    assert "Uruguay signed" in html
    assert "Tonga signed" in html
    assert f"<code>{gone}</code>" in html
    alert = next(row.alert for row in store.outbox.listing(*State) if row.alert.story == gone)
    assert f'href="/stories/{kept.replace(":", "%3A")}"' in (await page.get(f"/alerts/{alert.id}")).text
    assert (await page.get("/stories/none")).status_code == 404


async def test_a_story_that_was_split_onward_is_still_shown(page: httpx.AsyncClient, store: Store) -> None:
    key = f"{CYBER}:GH:consent"
    first, *_ = store.views.coverage(key)
    new = regroup.split(store, key, first.entry, "ana", NOW, onward=True).story.key
    assert (await page.get(f"/stories/{key}")).status_code == 200
    html = (await page.get(f"/stories/{new}")).text
    assert "Merged into it" not in html


async def test_a_story_that_was_told_in_a_grouped_message_says_so(room: Newsroom) -> None:
    states = ("Bolivia", "Chile", "Ghana", "Kenya")
    room.poll(*(entry(f"{state} signs the Hanoi Convention", n) for n, state in enumerate(states, 1)))
    async with client(room.store) as page:
        for code, state in zip(("BO", "CL", "GH", "KE"), states, strict=True):
            html = (await page.get(f"/stories/{CYBER}%3A{code}%3Asignature")).text
            assert "Nobody was told" not in html
            assert f"<h1>{state} signed the UN Convention against Cybercrime</h1>" in html
            assert (
                f"{state} signed the UN Convention against Cybercrime, in one message with 3 others" in html
            )


async def test_of_a_time_to_come_at_which_something_was_published_the_day_is_shown(
    page: httpx.AsyncClient, store: Store
) -> None:
    with store.db.atomic():
        store.db.execute("UPDATE coverage SET published = ?", [(NOW + timedelta(hours=5)).timestamp()])
    html = (await page.get(f"/stories/{CYBER}%3AGH%3Aconsent")).text
    assert ">25 Nov 2026</time>" in html
    assert ">in 5 h<" not in html


async def test_what_no_rule_asked_for_says_what_it_is(page: httpx.AsyncClient, store: Store) -> None:
    for treaty, said in (
        (CYBER, "A milestone of the treaty itself"),
        (None, "A notice of the worker itself"),
    ):
        made = digest_alert()
        store.outbox.add([
            replace(made, id=digest(said), kind=Kind.NEWS, telling=replace(made.telling, treaty=treaty))
        ])  # fmt: skip
        assert f"{said}; no rule asked for it." in (await page.get(f"/alerts/{digest(said)}")).text


async def test_a_digest_shows_its_parts(page: httpx.AsyncClient, store: Store) -> None:
    store.outbox.add([digest_alert()])
    html = (await page.get(f"/alerts/{digest_alert().id}")).text
    assert "The UN Convention against Cybercrime · 4 of 40</h2>" in html
    assert (
        '<a href="https://gazette.example/1" rel="noopener noreferrer" class="out"><bdi>Nauru acceded to it</bdi></a>'
        in html
    )
    assert "Harbour Gazette · reported" in html
    assert "&lt;script&gt;" in html
    assert "javascript:" not in html


async def test_an_alert_s_message_shows_what_people_said_and_the_page_says_it_once(
    page: httpx.AsyncClient, store: Store
) -> None:
    alert = next(row.alert for row in store.outbox.listing(*State) if "Japan" in row.alert.telling.title)
    verdicts.mark(store, alert, Verdict.OLD_NEWS, "cy (U0CY000001)", NOW)
    html = (await page.get(f"/alerts/{alert.id}")).text
    assert html.count("What people said</h2>") == 1
    assert "cy, 24 Nov 2026, 21:00 UTC" in html


async def test_refused_rules_are_shown(store: Store) -> None:
    health = replace(HEALTH, rules_trouble="rules/a.yaml:3:1: <b>unknown</b> key")
    async with client(store, health=health) as page:
        html = (await page.get("/rules")).text
    assert "rules/a.yaml:3:1: &lt;b&gt;unknown&lt;/b&gt; key" in html
    assert "1 thing to mend" in html


async def test_an_empty_state_file_has_pages_too(tmp_path) -> None:
    empty = replace(BOOK, feeds={}, rules=(), treaties={})
    with closing(Store.open(tmp_path / "empty.db", create=True)) as store:
        async with client(store, book=empty) as page:
            for path in [
                "",
                "alerts",
                "feeds",
                "rules",
                "alerts.json",
                "alerts.csv",
                "alerts.atom",
                "metrics",
            ]:
                assert (await page.get(f"/{path}")).status_code == 200


async def test_the_map_is_a_picture_too(page: httpx.AsyncClient) -> None:
    answer = await page.get(f"/treaties/{CYBER}/map.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n\x1a\n")


async def test_participants_can_be_taken_away(page: httpx.AsyncClient) -> None:
    rows = list(csv.DictReader(io.StringIO((await page.get(f"/treaties/{CYBER}/participants.csv")).text)))
    assert len(rows) == 76
    nauru = next(row for row in rows if row["code"] == "NR")
    assert (nauru["signed"], nauru["action"], nauru["deposited"]) == ("2025-12-24", "accession", "2026-11-10")
    unread = (await page.get("/treaties/pandemic/participants.csv")).text
    assert unread.splitlines() == [",".join(rows[0])]
    assert (await page.get("/treaties/none/participants.csv")).status_code == 404


async def test_dates_ahead_can_be_subscribed_to(page: httpx.AsyncClient) -> None:
    answer = await page.get("/treaties.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "last day for signature" in answer.text.replace("\r\n ", "")


async def test_a_treaty_s_own_days_need_no_record(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "new.db", create=True)) as empty:
        async with client(empty) as page:
            told = (await page.get("/treaties.ics")).text.replace("\r\n ", "")
    assert "Convention against Cybercrime: last day for signature" in told
