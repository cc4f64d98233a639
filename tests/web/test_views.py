"""The store's questions for the page: search, filters, silence."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.decide.poll import Coverage
from monitor.ledger import tally
from monitor.model import Action, Alert, Kind, Level, Record, Step, Telling
from monitor.store import Store
from monitor.store.marks import Verdict
from monitor.store.owed import State
from monitor.store.views import FalseMarks, Filter
from monitor.web.timeline import timeline
from tests.ledger.acts import act
from tests.pipeline.made import entry
from tests.story.made import story
from tests.web.conftest import client
from tests.web.made import BOOK, CYBER, FEEDS, NOW, digest, state
from tests.web.sample import fill


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ghana", 1),
        ("GHANA ratifies", 1),
        ("ratif ghan", 1),  # beginnings of words, in any order
        ('"ratifies the UN"', 1),
        ('"UN the ratifies"', 0),
        ("nghien", 0),
        ("viet cong uoc", 1),  # accents do not matter
        ("签署", 1),  # no spaces between words
        ("乌拉圭 签署", 1),
        ("签署 ghana", 0),
        ("gazette", 3),  # the outlets' names are searched
        ("gazette.example", 0),  # addresses are not
        ("", 10),
        ("   ", 10),
        ('"', 10),
        ("-", 10),
        ("100%", 0),
        ("NOT", 2),  # a word like any other: "will not sign", "does not show"
        ("ghana OR japan", 0),
        ("NEAR(ghana", 0),
        ("body:ghana", 0),
    ],
)
def test_search(store: Store, asked: str, found: int) -> None:
    assert store.views.count(Filter(text=asked)) == found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text(max_size=40) | st.text(alphabet='"*^:()-+{}%_\\签 aNOT', max_size=20))
def test_any_search_is_answered(store: Store, text: str) -> None:
    clean = text.encode("utf-8", "ignore").decode().replace("\0", "")
    assert 0 <= store.views.count(Filter(text=clean)) <= 10


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(treaty=CYBER), 8),
        (Filter(treaty="bbnj"), 1),
        (Filter(actor="GH"), 1),
        (Filter(rule="cyber-done"), 4),
        (Filter(step="refused"), 1),
        (Filter(level="critical"), 4),
        (Filter(state="dead"), 1),
        (Filter(kind="notice"), 1),
        (Filter(mark="not relevant"), 2),
        (Filter(mark="old news"), 1),
        (Filter(mark="wrong treaty"), 0),  # it was taken back
        (Filter(mark="confirmed"), 1),
        (Filter(mark="unmarked"), 7),
        (Filter(mark="nonsense"), 0),
        (Filter(mark="not relevant", rule="cyber-soon", level="high"), 1),
        (Filter(since=date(2026, 11, 24)), 2),
        (Filter(until=date(2026, 11, 1)), 1),
        (Filter(since=date(2026, 11, 22), until=date(2026, 11, 22)), 1),
        (Filter(treaty=CYBER, step="done", text="uruguay"), 0),
        (Filter(treaty=CYBER, step="done", actor="UY"), 1),
    ],
)
def test_filters(store: Store, wanted: Filter, found: int) -> None:
    assert store.views.count(wanted) == found
    assert len(store.views.alerts(wanted, 100)) == found


def test_a_grouped_alert_is_found_by_each_of_its_rules_and_steps(store: Store) -> None:
    row = next(one for one in store.outbox.listing(*State) if "Japan" in one.alert.telling.title)
    other = replace(row.alert.telling, rule="oceans", step=Step.REFUSED)
    telling = replace(row.alert.telling, items=(row.alert.telling, other))
    store.outbox.add([replace(row.alert, id=digest("group"), telling=telling)])
    store.marks.add(digest("group"), Verdict.DUPLICATE, "ana", NOW)
    for wanted in (
        Filter(rule="oceans"),
        Filter(rule="cyber-soon"),
        Filter(step="refused"),
        Filter(step="planned"),
    ):
        assert digest("group") in {one.alert.id for one in store.views.alerts(wanted, 100)}
    found = store.views.false_marks(date(2026, 11, 11))
    assert found["oceans"] == FalseMarks(alerts=1, reasons={Verdict.DUPLICATE: 1})
    assert found["cyber-soon"].alerts == store.views.count(Filter(rule="cyber-soon", mark="not relevant"))


def test_false_marks_are_counted_by_alert_and_by_reason(store: Store) -> None:
    assert store.views.false_marks(date(2026, 11, 11)) == {
        "cyber-soon": FalseMarks(
            alerts=2, reasons={Verdict.DUPLICATE: 1, Verdict.OLD_NEWS: 1, Verdict.WRONG_ACTION: 1}
        )
    }
    assert store.views.false_marks(date(2026, 11, 20))["cyber-soon"].alerts == 1
    assert store.views.false_marks(date(2026, 11, 22)) == {}


def test_edits_are_no_alerts_of_their_own(store: Store) -> None:
    first = store.outbox.listing(limit=1)[0].alert
    edit = Alert(
        id=digest("edit"),
        kind=Kind.UPDATE,
        channel="#c",
        level=Level.HIGH,
        created=NOW,
        updates=first.id,
        telling=first.telling,
    )
    store.outbox.add([edit])
    assert store.views.count(Filter()) == 10


def test_alerts_from_before_the_index_are_found(tmp_path: Path) -> None:
    """A state file of the schema before this one keeps its alerts, and they are searched like new ones."""
    from sqlite_utils import Database

    from monitor.store.schema import APPLICATION_ID, MIGRATIONS

    path = tmp_path / "old.db"
    old = Database(path)
    old.conn.executescript(MIGRATIONS[0] + f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version=1;")
    old.execute(
        "INSERT INTO outbox (id, kind, channel, level, body, rules_version, created_at, due_at)"
        " VALUES (?,?,?,?,?,?,?,?)",
        [digest(1), "news", "#c", "high", '{"title": "Tuvalu signs"}', "", 1.0, 1.0],
    )
    old.conn.commit()
    old.conn.close()
    store = Store.open(path)
    assert store.views.count(Filter(text="tuvalu")) == 1
    store.close()


def test_a_feed_is_silent_only_against_its_own_rhythm(store: Store) -> None:
    assert store.views.silent(NOW) == {"tribune": timedelta(hours=16)}


def test_an_official_record_is_never_called_silent(store: Store) -> None:
    with store.db.atomic():
        store.records.replace(Record(treaty="lake-pact", acts=()), "tribune", NOW)
    assert store.views.silent(NOW) == {}


@pytest.mark.parametrize("silent_before", [timedelta(0), timedelta(days=8)])
def test_a_feed_that_fails_is_not_called_silent(store: Store, silent_before: timedelta) -> None:
    news = NOW - timedelta(days=9)
    failing = state(NOW, news=news, succeeded=news + silent_before, error="answers 404 Not Found")
    with store.db.atomic():
        store.feeds.save("tribune", failing)
    assert store.views.silent(NOW) == {}


def test_a_feed_switched_off_is_not_called_silent(store: Store) -> None:
    with store.db.atomic():
        store.feeds.sync([feed for feed in FEEDS.values() if feed.id != "tribune"], NOW)
    assert store.views.silent(NOW) == {}


def test_what_is_owed_and_late_is_found(store: Store) -> None:
    waiting = Telling(title="late")
    quiet = Alert(
        id=digest("q"),
        kind=Kind.NEWS,
        channel="#c",
        level=Level.LOW,
        created=NOW - timedelta(days=2),
        telling=waiting,
        due=NOW + timedelta(hours=3),
    )
    store.outbox.add([quiet])
    owed = store.views.oldest_owed(NOW)
    assert owed is not None
    assert NOW - owed == timedelta(days=0.005)  # not the one that waits for the morning


def test_acts_in_brackets_are_on_the_timeline_as_over() -> None:
    acts = (
        act("QA", "2026-11-02", in_effect=False),
        act("NO", "2026-11-02"),
        act("QA", "2025-10-26", Action.SIGNATURE),
    )
    record = Record(treaty=CYBER, acts=acts)
    found = timeline(tally(BOOK.treaties[CYBER], record), record, (), NOW.date())
    assert [(one.words, one.kind) for one in found[:3]] == [
        ("Ratification, not in effect any more: Qatar", "date"),
        ("Ratification: Norway", "bound"),
        ("Signature: Qatar", "signed"),
    ]


def test_what_one_reading_of_a_record_brought_goes_by_the_days_of_its_acts(store: Store) -> None:
    days = {"AO": date(1997, 12, 3), "BE": date(2026, 11, 3), "CH": date(2012, 1, 1)}
    with store.db.atomic():
        for actor, day in days.items():
            acted = datetime(day.year, day.month, day.day, tzinfo=UTC)
            held = story(f"ottawa:{actor}:consent", NOW, Step.CONFIRMED, acted=acted)
            row = Coverage(story=held.key, entry=entry(actor), step=Step.CONFIRMED, because="a test")
            store.stories.save([held], [row], NOW)
    assert [one.actor for one in store.views.latest_stories("ottawa")] == ["BE", "CH", "AO"]


async def test_what_runs_from_right_to_left_keeps_to_itself(tmp_path: Path) -> None:
    """Else *7 h ago* behind an Arabic title is shown with its 7 in front of it."""
    title = "تونغا توقع الاتفاقية"
    with closing(fill(tmp_path / "state.db", title)) as store:
        async with client(store) as page:
            for path in ("/alerts", f"/stories/{CYBER}:TO:signature"):
                html = (await page.get(path)).text
                assert html.count(title) == html.count(f"<bdi>{title}</bdi>") >= 1


@pytest.mark.parametrize(
    ("quote", "shown"), [("Ghana handed it in on Monday.", 1), ("Ghana ratifies it", 0), ("", 0)]
)
async def test_a_sentence_that_the_title_holds_is_not_shown_twice(
    page: httpx.AsyncClient, store: Store, quote: str, shown: int
) -> None:
    told = next(row.alert for row in store.outbox.listing(*State) if row.alert.kind is Kind.NEWS)
    telling = replace(told.telling, title="Breaking: Ghana ratifies it", quote=quote)
    with store.db.atomic():
        store.outbox.add([replace(told, id="e" * 32, telling=telling)])
    assert (await page.get(f"/alerts/{'e' * 32}")).text.count("<blockquote") == shown
