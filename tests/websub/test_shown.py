"""Page, `feeds list` and `doctor` say which feeds are pushed, and why others are not."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from monitor.answers.checkup import Grade, push
from monitor.decide.poll import FeedState
from monitor.decide.websub import Stage, Subscription, asked, standing
from monitor.due import Schedule
from monitor.model import Announced, Feed, Validators
from monitor.store import Store
from monitor.store.inspect import Inspected, inspect
from monitor.store.schema import HUBS
from tests.chaos.worker import Worker
from tests.store.older import turn_back
from tests.websub.conftest import START, TOPIC, book

WHAT = Announced(hub="https://hub.example/", topic=TOPIC)
FEEDS = ("active", "asked", "failing", "refused", "leaving", "plain")


def filled(path: Path) -> Store:
    """Return a state file with a feed for each way in which a subscription can stand."""
    store = Store.open(path, create=True)
    numbers = iter(range(100))

    def made(feed: str, stage: Stage, reason: str | None = None) -> Subscription:
        one = asked(feed, WHAT, "https://us.example", START, lambda: f"canary-{next(numbers)}")
        return replace(one, stage=stage, reason=reason, ends=START + timedelta(days=9))

    with store.db.atomic():
        store.feeds.sync([Feed(id=name, url=f"https://{name}.example/feed") for name in FEEDS], START)
        for name in FEEDS[:-1]:
            store.feeds.save(name, FeedState(schedule=Schedule(), due=START, polled=START, announced=WHAT))
        store.subscriptions.save(
            [
                made("active", Stage.LEAVING),
                made("active", Stage.ACTIVE),
                made("active", Stage.ASKED, "answers 500 Internal Server Error"),
                made("asked", Stage.ASKED),
                made("failing", Stage.ASKED, "answers 500 Internal Server Error"),
                made("refused", Stage.REFUSED, "the hub refused: <b>no</b>"),
                made("leaving", Stage.LEAVING),
            ]
        )
    return store


def test_how_a_subscription_stands_in_words(tmp_path: Path) -> None:
    store = filled(tmp_path / "state.db")
    shown = {feed: standing(one) for feed, one in store.subscriptions.shown().items()}
    store.close()
    assert shown == {
        "active": "pushed by hub.example",
        "asked": "not yet pushed by hub.example",
        "failing": "not yet pushed by hub.example: answers 500 Internal Server Error",
        "refused": "not pushed by hub.example: the hub refused: <b>no</b>",
        "leaving": "",
    }


async def test_the_page_says_it(tmp_path: Path) -> None:
    from tests.web.sample import site

    store = filled(tmp_path / "state.db")
    transport = httpx.ASGITransport(app=site(store, book=book()))
    async with httpx.AsyncClient(transport=transport, base_url="http://treatywatch.test") as page:
        html = (await page.get("/feeds")).text
        metrics = (await page.get("/metrics")).text
    store.close()
    assert html.count("· pushed by hub.example") == 1
    assert "the hub refused: &lt;b&gt;no&lt;/b&gt;" in html
    assert "canary" not in html + metrics
    found = dict(re.findall(r'treatywatch_subscriptions{stage="(\w+)"} (\S+)', metrics))
    assert found == {"asked": "3.0", "active": "1.0", "leaving": "2.0", "refused": "1.0"}


async def test_the_list_and_doctor_say_it(tmp_path: Path) -> None:
    filled(tmp_path / "state.db").close()
    (tmp_path / "rules").mkdir()
    lines = "".join(f"  - {{id: {name}, url: 'https://{name}.example/feed'}}\n" for name in FEEDS)
    (tmp_path / "rules" / "feeds.yaml").write_text(f"feeds:\n{lines}")
    env = {"COLUMNS": "200", "TREATYWATCH_WEBSUB_URL": "https://us.example"}
    async with Worker(tmp_path, env, "feeds", "list") as listing:
        await listing.ended()
    listed = "\n".join(listing.output)
    assert listed.count("; pushed by hub.example") == 1
    assert "not pushed by hub.example: the hub refused" in listed
    async with Worker(tmp_path, env, "doctor", "--offline") as doctor:
        await doctor.ended()
    said = next(line for line in doctor.output if " push " in line)
    assert "1 of 5 feeds with a hub are pushed; not failing, refused." in said
    assert "https://us.example/websub/ leads to the page" in said
    assert "canary" not in listed + "\n".join(doctor.output)


@pytest.mark.parametrize(
    ("url", "held", "grade", "says"),
    [
        (
            "https://us.example",
            Inspected(hubs=3, pushed=3),
            Grade.GOOD,
            "3 of 3 feeds with a hub are pushed",
        ),
        (
            "https://us.example",
            Inspected(waiting=tuple("abcdefgh")),
            Grade.LOOK,
            "not a, b, c, d, e and 3 more",
        ),
        ("http://us.example", Inspected(), Grade.LOOK, "is not https"),
    ],
)
def test_the_check(url: str, held: Inspected, grade: Grade, says: str) -> None:
    finding = next(push(url, held))
    assert (finding.grade, says in finding.says) == (grade, True), finding


async def test_without_the_setting_subscriptions_are_forgotten(tmp_path: Path) -> None:
    filled(tmp_path / "state.db").close()
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "feeds.yaml").write_text("feeds: []\n")
    async with Worker(tmp_path, {}, "run", "--once") as worker:
        assert await worker.ended() == 0
    store = Store.open(tmp_path / "state.db", read_only=True)
    assert store.subscriptions.shown() == {}
    store.close()


def test_an_older_state_file_has_its_feeds_read_again(tmp_path: Path) -> None:
    """Documents that were read before hubs were looked for are fetched once more; what was seen stays seen."""
    path = tmp_path / "state.db"
    store = Store.open(path, create=True)
    with store.db.atomic():
        store.db.execute("DROP TABLE subscriptions")
        store.db.execute("DROP INDEX feeds_hub")
        for column in ("hub", "topic", "newest_at"):
            store.db.execute(f"ALTER TABLE feeds DROP COLUMN {column}")
        store.db.execute(
            "INSERT INTO feeds (id, url, enabled, due_at, schedule, etag, body_hash, digests)"
            " VALUES ('one', 'x', 1, 0, '{}', '\"v1\"', x'aa', zeroblob(16))"
        )
        turn_back(store, HUBS)
    store.close()
    assert inspect(path) is not None, "doctor looks at it before it is brought up to date"
    store = Store.open(path)
    state = store.feeds.state("one")
    store.close()
    assert state
    assert (state.validators, state.body_hash, state.announced) == (Validators(), None, None)
    assert len(state.seen) == 1
