"""Readiness names what is out of bounds, and metrics carry the same facts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace
from prometheus_client.parser import text_string_to_metric_families

from monitor.decide.poll import Noted, Poll
from monitor.deliver import Deliverer
from monitor.due import Schedule
from monitor.errors import StateError
from monitor.jobs.health import KINDS, counts, problems
from monitor.jobs.metrics import Metrics
from monitor.model import Entry, Fault, Level, Match
from monitor.settings import Settings
from monitor.sinks.console import ConsoleSink
from monitor.store import Store
from monitor.worker.condition import Condition
from monitor.worker.reloader import Reloader
from tests.store.damage import damage
from tests.web.conftest import client
from tests.web.made import FEEDS, HEALTH, NOW, keys, state


async def test_all_well(page: httpx.AsyncClient) -> None:
    assert (await page.get("/healthz")).json() == {"live": True}
    answer = await page.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "problems": []})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"polled": NOW - timedelta(minutes=3)}, "Polling stands still: its last round ended 3 min ago"),
        ({"delivered": NOW - timedelta(hours=3)}, "Delivery stands still: its last round ended 3 h ago"),
        ({"polled": None}, "Polling stands still"),
        ({"rules_trouble": "a.yaml:1:1: no"}, "last good ones are in force: a.yaml:1:1: no"),
        ({"trouble": ("Slack refuses the token.",)}, "Slack refuses the token."),
    ],
)
async def test_what_the_worker_knows_of_itself(store: Store, change: dict[str, object], said: str) -> None:
    async with client(store, health=replace(HEALTH, **change)) as page:
        answer = await page.get("/readyz")
        html = (await page.get("/feeds")).text
    assert answer.status_code == 503
    assert said in answer.json()["problems"][0]
    assert "1 thing to mend" in html


async def test_a_state_file_that_takes_nothing_is_said(page: httpx.AsyncClient, store: Store) -> None:
    """Nothing is owed, so that no delivery fails, and yet nobody would learn of any news."""
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]
    store.db.execute(f"PRAGMA max_page_count = {pages}")
    many = [("x" * 200 + str(number),) for number in range(5000)]
    with pytest.raises(StateError), store.db.atomic():
        store.db.conn.executemany("INSERT INTO told VALUES (?, 0)", many)
    answer = await page.get("/readyz")
    assert "1 thing to mend" in (await page.get("/")).text
    assert answer.status_code == 503
    assert "Nothing is recorded, so nothing is told." in answer.json()["problems"][0]
    assert "the disk is full" in answer.json()["problems"][0]
    assert counts(HEALTH, store, NOW)["state"] == 1
    store.db.execute("PRAGMA max_page_count = 1073741823")
    with store.db.atomic():
        assert store.tell_once("after", NOW)
    assert problems(HEALTH, store, NOW) == ()


async def test_feeds_that_fail_are_not_the_worker_s_ill_health_and_not_all_well(
    page: httpx.AsyncClient, store: Store
) -> None:
    assert (await page.get("/readyz")).status_code == 200
    for path in ("/", "/feeds"):
        html = (await page.get(path)).text
        assert '<p class="state calm"><a href="/feeds#feeds">1 feed fails</a></p>' in html
        assert "All well" not in html
    assert "Some feeds fail, all else is well" in html
    with store.db.atomic():
        for feed in list(FEEDS)[1:]:
            store.feeds.save(feed, state(NOW, schedule=Schedule(failures=1)))
        store.feeds.save(next(iter(FEEDS)), state(NOW, schedule=Schedule()))
    assert "Most feeds fail, all else is well" in (await page.get("/feeds")).text
    with store.db.atomic():
        for feed in FEEDS:
            store.feeds.save(feed, state(NOW, schedule=Schedule()))
    html = (await page.get("/feeds")).text
    assert html.count("All well") == 2


def test_a_worker_that_just_started_is_given_time(store: Store) -> None:
    fresh = replace(HEALTH, started=NOW - timedelta(seconds=20), polled=None, delivered=None)
    assert problems(fresh, store, NOW) == ()


def test_what_waited_while_it_was_off_is_not_late_at_once(store: Store) -> None:
    with store.db.atomic():
        store.db.execute("UPDATE feeds SET due_at = ?", [(NOW - timedelta(days=2)).timestamp()])
        store.db.execute(
            "UPDATE outbox SET state = 'pending', due_at = ?", [(NOW - timedelta(days=2)).timestamp()]
        )
    fresh = replace(HEALTH, started=NOW - timedelta(seconds=20), polled=None, delivered=None)
    assert problems(fresh, store, NOW) == ()
    later = NOW + timedelta(minutes=20)
    said = problems(replace(fresh, polled=later, delivered=later), store, later)
    assert [line.partition(":")[0] for line in said] == ["Feeds wait", "Alerts wait"]


def test_late_alerts_overdue_feeds_and_a_dead_network_are_said(store: Store) -> None:
    later = NOW + timedelta(minutes=30)
    health = replace(HEALTH, polled=later, delivered=later)
    found = " ".join(problems(health, store, later))
    assert "Feeds wait: the longest overdue should have been polled 30 min ago." in found
    assert "Alerts wait: the oldest has been owed for 37 min." in found
    with store.db.atomic():
        for feed in FEEDS:
            store.feeds.save(feed, state(NOW, schedule=Schedule(failures=2), error="no answer"))
    said = "Every feed fails. `treatywatch feeds list` says how; check this machine's network."
    assert said in problems(HEALTH, store, NOW)


def test_a_channel_that_refuses_is_said_at_once_and_until_nothing_is_kept_for_it(store: Store) -> None:
    (id_,) = store.db.execute("SELECT id FROM outbox WHERE state = 'sent' LIMIT 1").fetchone()
    with store.db.atomic():
        store.db.execute("UPDATE outbox SET state = 'parked', channel = '#legal' WHERE id = ?", [id_])
    (said,) = (line for line in problems(HEALTH, store, NOW) if "refuses" in line)
    assert said == "#legal refuses the alerts that wait for it. `treatywatch outbox list` says why."
    assert counts(HEALTH, store, NOW)["owed"] > 0
    assert store.outbox.drop(id_, "told by hand")
    assert not any("refuses" in line for line in problems(HEALTH, store, NOW))


def test_a_state_file_that_was_deleted_under_the_worker_is_said(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "state.db", create=True)
    try:
        assert not any("state file" in line for line in problems(HEALTH, store, NOW))
        (tmp_path / "state.db").unlink()
        assert any("moved or deleted under the worker" in line for line in problems(HEALTH, store, NOW))
        (tmp_path / "state.db").write_bytes(b"another")
        assert any("moved or deleted under the worker" in line for line in problems(HEALTH, store, NOW))
    finally:
        store.close()


def values(text: str) -> dict[tuple[str, str], float]:
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_metrics_count_polls_and_read_levels(store: Store) -> None:
    metrics = Metrics(store, lambda: NOW, lambda: "abc")
    entry = Entry(id="1" * 32, feed="wire", title="x")
    match = Match(rule="oceans", level=Level.NORMAL, treaty=None, because=())
    noted = (
        Noted(entry=entry, keys=keys(entry), matches=(match,)),
        Noted(entry=entry, keys=keys(entry), edited=True),
    )
    metrics.polled(
        Poll(feed=FEEDS["wire"], at=NOW, state=state(NOW), outcome="new", noted=noted, known=7), 0.2
    )
    metrics.polled(Poll(feed=FEEDS["wire"], at=NOW, state=state(NOW), outcome="failed"), 3)
    metrics.delivered({"sent": 2, "found": 1, Fault.RATE: 1})
    found = values(metrics.text().decode())
    assert found["treatywatch_polls_total", "new"] == 1
    assert found["treatywatch_polls_total", "failed"] == 1
    assert found["treatywatch_polls_total", "not modified"] == 0
    assert found["treatywatch_poll_seconds_sum", ""] == pytest.approx(3.2)
    assert found["treatywatch_entries_total", ""] == 1
    assert found["treatywatch_entries_known_total", ""] == 7
    assert found["treatywatch_matches_total", "oceans"] == 1
    assert found["treatywatch_delivery_failures_total", "rate"] == 1
    assert found["treatywatch_alerts_sent_total", ""] == 3
    assert found["treatywatch_outbox_alerts", "pending"] == 1
    assert found["treatywatch_outbox_alerts", "dead"] == 1
    assert found["treatywatch_outbox_oldest_seconds", ""] == 432
    assert found["treatywatch_feeds", "failing"] == 1
    assert found["treatywatch_feeds", "silent"] == 1
    assert found["treatywatch_rules_info", "abc"] == 1
    assert found["treatywatch_database_bytes", ""] > 10_000


async def test_metrics_count_what_keeps_the_worker_from_being_ready(store: Store) -> None:
    asked = {"health": HEALTH}
    metrics = Metrics(store, lambda: NOW, lambda: "v", lambda: counts(asked["health"], store, NOW))
    found = values(metrics.text().decode())
    assert {kind: found["treatywatch_problems", kind] for kind in KINDS} == dict.fromkeys(KINDS, 0)
    asked["health"] = replace(HEALTH, rules_trouble="a.yaml:1:1: no", trouble=("Slack refuses the token.",))
    found = values(metrics.text().decode())
    assert {kind for kind in KINDS if found["treatywatch_problems", kind]} == {"delivery", "rules"}


async def test_two_workers_in_one_process_share_no_number(store: Store) -> None:
    one, other = (Metrics(store, lambda: NOW, lambda: "v") for _ in range(2))
    one.delivered({"sent": 5})
    assert values(other.text().decode())["treatywatch_alerts_sent_total", ""] == 0


async def test_damage_under_the_worker_is_what_everybody_hears(store: Store, page: httpx.AsyncClient) -> None:
    assert (await page.get("/readyz")).status_code == 200
    damage(store)
    said = "the state file is damaged. Restore a backup with `treatywatch restore`."
    for path in ("/", "/alerts", "/alerts.csv", "/alerts.json"):
        answer = await page.get(path)
        assert (answer.status_code, answer.text) == (500, f"{store.path}: {said}\n")
    answer = await page.get("/readyz")
    assert answer.status_code == 503
    (problem,) = answer.json()["problems"]
    assert problem == f"What is polled cannot be recorded, so nothing is told. {store.path}: {said}"
    assert counts(HEALTH, store, NOW)["state"] == 1


async def test_a_worker_that_met_damage_says_so_of_itself(store: Store) -> None:
    damage(store)
    deliverer = Deliverer(store.outbox, ConsoleSink(), default_channel="#ops")
    condition = Condition(store, deliverer, Reloader(Settings(), "as it was"), lambda: NOW)
    (problem,) = condition.problems()
    assert "the state file is damaged" in problem
