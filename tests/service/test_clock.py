"""The worker goes on when the wall clock is set: years ahead, a day back, and back to where it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.decide.kit import compile_kit
from monitor.decide.poll import FeedState
from monitor.due import Schedule
from monitor.errors import StateError
from monitor.model import Alert, Feed, Kind, Level, Telling
from monitor.settings import Settings
from monitor.store import Store
from monitor.store.pauses import Hold, channel_scope
from monitor.system import folder
from monitor.system.clock import ClockWatch, unless_set
from monitor.system.clockwork import Every, Round, scheduler_of
from monitor.worker.service import Service
from tests.chaos.farm import Farm
from tests.chaos.rules import write_rules
from tests.logged import logged
from tests.service.made import Kept

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
YEARS = timedelta(days=3653)


class Clock:
    def __init__(self) -> None:
        self.offset = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset


@asynccontextmanager
async def working(tmp_path: Path, farm: Farm, clock: Clock) -> AsyncIterator[Kept]:
    """Run the service in this loop with a clock of ours."""
    write_rules(tmp_path / "rules", farm, ["one"], ["zebrafish"])
    settings = Settings(state=tmp_path / "state.db", rules=tmp_path / "rules", allow_private=True, port=0)
    kit = compile_kit(folder.read(settings.rules), channel="#ops", where="rules")
    store, sink = Store.open(settings.state, create=True), Kept()
    try:
        async with Service(settings, store=store, sink=sink, kit=kit, clock=clock) as service:
            running = asyncio.create_task(service.run())
            try:
                yield sink
            finally:
                service.stop()
                await running
    finally:
        store.close()


async def test_polling_and_telling_go_on_through_steps_of_the_clock(tmp_path: Path) -> None:
    clock = Clock()
    async with Farm() as farm, working(tmp_path, farm, clock) as sink:
        for offset in (timedelta(0), YEARS, timedelta(0), -timedelta(days=1), YEARS, -YEARS):
            clock.offset = offset
            await farm.polled("one", 4)  # a second apart: the step was noticed meanwhile
            item = farm.publish("one")
            item.published = clock()
            await sink.told(item.token)
        assert len(sink.titles) == 6


async def test_changed_quiet_hours_hold_at_once_for_what_waits(tmp_path: Path) -> None:
    clock, hour = Clock(), timedelta(hours=1)
    defaults = tmp_path / "rules" / "defaults.yaml"
    defaults.parent.mkdir()
    begin, end = (f"{datetime.now(UTC) + step:%H:%M}" for step in (-hour, 2 * hour))
    hours = f"{{from: '{begin}', to: '{end}', critical: waits}}"
    defaults.write_text(f"defaults: {{level: normal}}\nquiet_hours: [{hours}]\n")
    async with Farm() as farm, working(tmp_path, farm, clock) as sink:
        await farm.polled("one", 2)
        item = farm.publish("one")
        await farm.polled("one", 4)
        assert sink.titles == []
        defaults.write_text("defaults: {level: normal}\n")
        await sink.told(item.token)


async def test_quiet_hours_that_were_changed_while_the_worker_was_off_hold_from_its_start(
    tmp_path: Path,
) -> None:
    clock = Clock()
    waits = Alert(
        id="a" * 32, kind=Kind.NEWS, channel="#ops", level=Level.HIGH, telling=Telling(title="Ghana signs"),
        created=clock(), due=clock() + timedelta(hours=8),
    )  # fmt: skip
    store = Store.open(tmp_path / "state.db", create=True)
    store.outbox.add([waits])
    store.close()
    async with Farm() as farm, working(tmp_path, farm, clock) as sink:
        await sink.told("Ghana signs")


async def test_rounds_that_a_step_ahead_made_late_are_not_caught_up() -> None:
    rounds: list[float] = []
    third = asyncio.Event()
    loop = asyncio.get_running_loop()
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )

    async def work() -> None:
        rounds.append(loop.time())
        if len(rounds) == 3:
            third.set()

    half = timedelta(seconds=0.3)
    scheduler.add_job(work, Every(half), next_run_time=datetime.now(UTC) - 5 * YEARS)
    scheduler.start()
    await asyncio.wait_for(third.wait(), 60)
    scheduler.shutdown(wait=False)
    assert rounds[2] - rounds[0] > 0.4


async def test_a_round_that_finds_the_state_file_locked_is_made_again_and_is_no_bug() -> None:
    met = 0
    again = asyncio.Event()

    async def work() -> None:
        nonlocal met
        met += 1
        if met == 1:
            raise StateError("state.db: the state file stayed locked by another program")
        again.set()

    with logged() as lines:
        scheduler = scheduler_of([Round(work, timedelta(seconds=0.1))])
        scheduler.start()
        await asyncio.wait_for(again.wait(), 60)
        scheduler.shutdown(wait=False)
    assert [(line["event"], line["exc_info"]) for line in lines if line["level"] == "ERROR"] == [
        ("round put off", None)
    ]


@pytest.mark.parametrize(
    ("wall", "steady", "told"),
    [
        (100.0, 100.0, None),
        (103.0, 100.0, None),
        (100.0, 103.0, None),
        (3700.0, 100.0, 3600),
        (-86300.0, 100.0, -86400),
    ],
)
def test_a_step_is_told_from_the_passing_of_time(wall: float, steady: float, told: int | None) -> None:
    at = {"wall": NOW, "steady": 50.0}

    def read_wall() -> datetime:
        return at["wall"]

    def read_steady() -> float:
        return at["steady"]

    watch = ClockWatch(read_wall, read_steady)
    at["wall"] = NOW + timedelta(seconds=wall)
    at["steady"] = 50.0 + steady
    assert watch.is_set() == (told is not None)
    step = watch.step()
    assert (None if step is None else round(step.total_seconds())) == told
    assert watch.step() is None
    assert not watch.is_set()


async def test_what_time_gives_to_tell_waits_until_a_step_was_told() -> None:
    """After a suspend all rounds seem to have stood still; the heartbeat would say so, and was the first to look."""
    at, done = [NOW], list[str]()
    watch = ClockWatch(lambda: at[0], lambda: 0.0)

    async def work() -> None:
        done.append("done")

    at[0] = NOW + timedelta(hours=8)
    await unless_set(watch, work)
    assert done == []
    watch.step()
    await unless_set(watch, work)
    assert done == ["done"]


def test_feeds_that_wait_for_a_wrong_time_are_due(store: Store) -> None:
    planned = timedelta(minutes=5)
    dues = {
        "soon": NOW + planned,
        "late": NOW - planned,
        "hour": NOW + timedelta(hours=1),
        "decade": NOW + YEARS,
    }
    with store.db.atomic():
        store.feeds.sync([Feed(id=name, url=f"https://{name}.example/") for name in dues], NOW)
        for name, due in dues.items():
            store.feeds.save(name, FeedState(schedule=Schedule(planned=planned), due=due))
        store.bring_back(NOW)
    assert set(store.feeds.due(NOW)) == {"late", "hour", "decade"}


def test_what_is_owed_does_not_wait_for_a_wrong_time(store: Store) -> None:

    def alert(name: str, created: datetime, due: datetime | None = None) -> Alert:
        return Alert(
            id=name, kind=Kind.NEWS, channel=f"#{name}", level=Level.HIGH, telling=Telling(title=name),
            created=created, due=due,
        )  # fmt: skip

    with store.db.atomic():
        store.outbox.add([
            alert("ahead", NOW + YEARS),
            alert("an-hour", NOW + timedelta(hours=1)),
            alert("quiet", NOW, NOW + timedelta(hours=9)),
            alert("quiet-decade", NOW, NOW + YEARS),
            alert("paused", NOW),
            alert("paced", NOW),
        ])  # fmt: skip
        store.outbox.pauses.set(
            channel_scope("#paused"), Hold.RATE, NOW + YEARS, NOW + YEARS - timedelta(hours=1)
        )
        store.outbox.pauses.set(channel_scope("#paced"), Hold.RATE, NOW + timedelta(minutes=1), NOW)
        store.bring_back(NOW)
    ready = {owed.alert.id for owed in store.outbox.due(NOW, limit=9)}
    assert ready == {"ahead", "an-hour", "quiet", "quiet-decade", "paused"}, "quiet hours are asked for anew"
