"""What time alone gives to tell, each finding under a key that does not change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from monitor.decide.mutes import Scope
from monitor.decide.poll import FeedState, Noted, Poll
from monitor.due import Schedule
from monitor.errors import StateError
from monitor.fetch import Fetcher
from monitor.model import Act, Action, Alert, Entry, Feed, Kind, Level, Record
from monitor.normalise import identity
from monitor.rules import Rulebook, load
from monitor.store import Store
from monitor.timetable import DigestPlan
from monitor.worker import rounds
from tests.fetch.loopback import Loopback, reply, serving
from tests.logged import logged
from tests.store.damage import damage

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
TREATY = Path(__file__).parents[2] / "rules" / "treaties" / "un-cybercrime.yaml"
FEED = Feed(id="wire", url="https://wire.example/rss")
BEAT = DigestPlan(every="day", at=time(9), zone="UTC")


@cache
def rulebook() -> Rulebook:
    texts = {
        "feeds.yaml": "feeds:\n  - {id: wire, url: 'https://wire.example/rss'}\n",
        "treaties/un-cybercrime.yaml": TREATY.read_text(encoding="utf-8"),
    }
    found = load(texts).rulebook
    assert found is not None
    return found


@pytest.fixture
def store(store: Store) -> Store:
    with store.db.atomic():
        store.feeds.sync([FEED], NOW - timedelta(days=90))
    return store


def polled(store: Store, at: datetime, *titles: str, record: Record | None = None) -> None:
    before = store.feeds.state("wire")
    noted = []
    for title in titles:
        entry = Entry(
            id=f"{abs(hash((title, at))):032x}"[:32], feed="wire", title=title, guid=f"{title} {at}"
        )
        noted.append(Noted(entry=entry, keys=identity.keys(entry)))
    state = FeedState(
        schedule=Schedule(),
        due=at + timedelta(minutes=5),
        first_polled=at,
        polled=at,
        succeeded=at,
        news=at if titles else (before.news if before else None),
    )
    store.record(Poll(feed=FEED, at=at, state=state, outcome="new", noted=tuple(noted), record=record), "v")
    store.write_later()


def test_a_window_that_closes_is_told_under_one_key_a_step(store: Store) -> None:
    def found(now: datetime) -> list[str]:
        return [key for key, _ in rounds.treaties(store, rulebook(), "#a", now)]

    assert found(datetime(2026, 11, 24, tzinfo=UTC)) == []
    month = found(NOW)
    assert len(month) == 1
    assert found(NOW + timedelta(days=1)) == month
    assert found(datetime(2026, 12, 31, tzinfo=UTC)) != month
    (_, alert), *_ = rounds.treaties(store, rulebook(), "#a", NOW)
    assert (alert.kind, alert.level, alert.channel) == (Kind.NEWS, Level.HIGH, "#a")
    assert "closes for signature" in alert.telling.title


def test_what_was_told_is_not_found_again(store: Store) -> None:
    (key, _), *_ = rounds.treaties(store, rulebook(), "#a", NOW)
    with store.db.atomic():
        store.tell_once(key, NOW)
    assert list(rounds.treaties(store, rulebook(), "#a", NOW)) == []


def test_a_muted_treaty_tells_no_milestone_until_the_mute_is_over(store: Store) -> None:
    store.marks.mute(Scope.TREATY, "un-cybercrime", NOW + timedelta(days=1), "Ana", NOW)
    assert list(rounds.treaties(store, rulebook(), "#a", NOW)) == []
    assert len([*rounds.treaties(store, rulebook(), "#a", NOW + timedelta(days=2))]) == 1


def test_the_count_down_begins_with_the_first_instrument_and_names_the_progress(store: Store) -> None:
    codes = [chr(a) + chr(b) for a in range(65, 91) for b in range(65, 91)][:37]
    acts = tuple(
        Act(actor=code, name=code, action=Action.RATIFICATION, on=date(2026, 3, 1)) for code in codes
    )
    polled(store, NOW, record=Record(treaty="un-cybercrime", acts=acts))
    titles = [alert.telling for _, alert in rounds.treaties(store, rulebook(), "#a", NOW)]
    assert any("needs 3 more" in telling.title and telling.progress for telling in titles)


def test_a_feed_that_falls_silent_is_told_once_for_each_silence(store: Store) -> None:
    for day in range(40, 20, -2):
        polled(store, NOW - timedelta(days=day), f"news {day}")
    polled(store, NOW)
    (key, alert), *rest = rounds.silence(store, rulebook(), "#ops", NOW)
    assert rest == []
    assert alert.kind is Kind.NOTICE
    assert "wire fell silent" in alert.telling.title
    assert [k for k, _ in rounds.silence(store, rulebook(), "#ops", NOW + timedelta(days=1))] == [key]


def test_a_feed_in_its_rhythm_is_not_silent(store: Store) -> None:
    for day in range(20, -1, -2):
        polled(store, NOW - timedelta(days=day), f"news {day}")
    assert list(rounds.silence(store, rulebook(), "#ops", NOW)) == []


def test_the_heartbeat_comes_once_a_day_and_says_what_is_wrong(store: Store) -> None:
    polled(store, NOW - timedelta(hours=4), "one", "two")
    ((key, alert),) = rounds.heartbeat(store, rulebook(), BEAT, (), "#ops", NOW)
    assert alert.telling.title == "All well: 1 feed (0 failing), 2 entries, 0 alerts in a day"
    ((later, _),) = rounds.heartbeat(store, rulebook(), BEAT, (), "#ops", NOW + timedelta(hours=3))
    assert later == key
    ((tomorrow, ill),) = rounds.heartbeat(
        store, rulebook(), BEAT, ("Slack is down",), "#ops", NOW + timedelta(days=1)
    )
    assert tomorrow != key
    assert ill.telling.title.startswith("Not all is well")
    assert ill.telling.lines[0] == "Slack is down"
    with store.db.atomic():
        store.db.execute("UPDATE feeds SET schedule = json_set(schedule, '$.failures', 2)")
    ((_, some),) = rounds.heartbeat(store, rulebook(), BEAT, (), "#ops", NOW)
    assert some.telling.title.startswith("Most feeds fail, all else is well: 1 feed (1 failing), 2 entries")
    with store.db.atomic():
        store.feeds.sync([FEED, replace(FEED, id="other")], NOW)
    ((_, some),) = rounds.heartbeat(store, rulebook(), BEAT, (), "#ops", NOW)
    assert some.telling.title.startswith("Some feeds fail, all else is well: 2 feeds (1 failing), 2 entries")


def test_the_heartbeat_is_silent_about_the_time_before_the_first_poll(store: Store) -> None:
    assert list(rounds.heartbeat(store, rulebook(), BEAT, (), "#ops", NOW)) == []
    ((_, ill),) = rounds.heartbeat(store, rulebook(), BEAT, ("Slack is down",), "#ops", NOW)
    polled(store, NOW, "one")
    ((_, one),) = rounds.heartbeat(store, rulebook(), BEAT, ("Slack is down",), "#ops", NOW)
    assert one.telling.title.endswith("1 feed (0 failing), 1 entry, 0 alerts in a day")
    assert list(rounds.heartbeat(store, rulebook(), BEAT, (), "#ops", NOW)) == []
    ((_, well),) = rounds.heartbeat(store, rulebook(), BEAT, (), "#ops", NOW + timedelta(days=1))
    assert (ill.level, well.level) == (Level.HIGH, Level.LOW)


def test_findings_are_the_same_alert_each_time(store: Store) -> None:
    once = [alert.id for _, alert in rounds.treaties(store, rulebook(), "#a", NOW)]
    later = [
        replace(alert).id for _, alert in rounds.treaties(store, rulebook(), "#a", NOW + timedelta(hours=1))
    ]
    assert once == later


async def test_a_state_file_that_is_gone_is_said_once_each_time(store: Store) -> None:
    owed: list[Alert] = []
    watch = rounds.StateWatch(store, "#ops", owed.append, lambda: NOW + timedelta(minutes=len(owed)))
    away = store.path.with_name("elsewhere.db")
    for times in (1, 2):
        await watch.look()
        store.path.rename(away)
        await watch.look()
        await watch.look()
        away.rename(store.path)
        assert len({alert.id for alert in owed}) == times
    assert "moved or deleted under the worker" in owed[0].telling.title
    assert (owed[0].kind, owed[0].channel) == (Kind.NOTICE, "#ops")


async def test_a_state_file_that_was_damaged_under_the_worker_is_said_once(store: Store) -> None:
    owed: list[Alert] = []
    watch = rounds.StateWatch(store, "#ops", owed.append, lambda: NOW)
    await watch.look()
    damage(store)
    with pytest.raises(StateError, match="the state file is damaged"):
        store.feeds.all()
    await watch.look()
    await watch.look()
    (told,) = owed
    assert "the state file is damaged" in told.telling.title


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply(200, b"OK"), None),
        (reply(200), None),
        (reply(202), None),
        (reply(204), None),
        (reply(302, b"", "Location: /called"), None),
        (reply(404, b"no such check"), "answers 404 Not Found"),
        (reply(503), "answers 503 Service Unavailable"),
    ],
)
async def test_a_dead_man_s_switch_is_called_and_may_answer_with_nothing(
    answer: bytes, reason: str | None
) -> None:
    with logged() as lines:
        async with (
            serving(Loopback(routes={"/ping/secret": answer})) as switch,
            Fetcher(contact="x", allow_private=True) as fetcher,
        ):
            await rounds.reassure(fetcher, switch.url("/ping/secret"))
    assert switch.requests[0].path == "/ping/secret"
    assert [line.get("reason") for line in lines] == ([reason] if reason else [])
    assert "secret" not in repr(lines)
