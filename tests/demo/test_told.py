"""Play the demo through the real worker, with the clock in the test's hand: what is told, and that it is told once."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime

import pytest
import pytest_asyncio

from monitor.decide.kit import compile_kit
from monitor.demo.play import demo_settings, feeds_file
from monitor.demo.server import serving
from monitor.demo.show import BEGIN, LENGTH, clock, load
from monitor.model import Alert, Delivery, Kind, Message, Sent, Step
from monitor.sinks.console import ConsoleSink
from monitor.store import Store
from monitor.system import folder
from monitor.system.starter_rules import copy, starter
from monitor.worker.service import Service

START = BEGIN
STEP = 2
UNCC = "un-cybercrime"


class Ear(ConsoleSink):
    """Keep what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Alert] = []

    async def send(self, message: Message, now: datetime) -> Delivery:  # noqa: ARG002 - Sink's shape
        self.heard.append(message.alert)
        return Sent(channel_id="C", ts=message.update_ts or f"{len(self.heard)}.0")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def heard(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Alert], Service]:
    show, second = load(), 0.0
    settings = demo_settings(tmp_path_factory.mktemp("demo"))
    async with serving(show, lambda: second, START) as base:
        copy(starter(), settings.rules, force=False)
        (settings.rules / "feeds.yaml").write_text(feeds_file(show, base), encoding="utf-8")
        kit = compile_kit(folder.read(settings.rules), channel=settings.slack_channel, where="rules")
        store, ear = Store.open(settings.state, create=True), Ear()
        async with Service(
            settings, store=store, sink=ear, kit=kit, clock=lambda: clock(START, second), jitter=lambda: 0.0
        ) as service:
            for moment in range(0, int(LENGTH) + 3 * STEP, STEP):
                second = float(moment)
                async with asyncio.timeout(30):
                    while store.feeds.due(clock(START, second)):
                        await service.tick()
                        await asyncio.sleep(0)
                await service.deliverer.deliver_due(clock(START, second))
        store.close()
    return ear.heard, service


def told(alerts: list[Alert]) -> Counter[tuple[str | None, str, Step | None]]:
    """Count (actor, action, step) over all alerts, those inside grouped messages too."""
    counted: Counter[tuple[str | None, str, Step | None]] = Counter()
    for alert in alerts:
        if alert.kind is Kind.NEWS:
            for telling in alert.telling.items or (alert.telling,):
                counted.update((event.actor, event.action.value, telling.step) for event in telling.events)
    return counted


async def test_each_happening_is_told_once_and_noise_never(heard: tuple[list[Alert], Service]) -> None:
    alerts, service = heard
    counted = told(alerts)
    assert set(counted.values()) == {1}, counted
    signed = {"VN", "EU", "FR", "ES", "RU", "CN", "BR", "QA"}
    assert {actor for actor, act, step in counted if (act, step) == ("signature", Step.DONE)} >= signed
    confirmed = {actor for actor, act, step in counted if (act, step) == ("signature", Step.CONFIRMED)}
    assert confirmed == signed | {"GB"}
    assert counted["EU", "signature", Step.PLANNED] == counted[None, "signature", Step.PLANNED] == 1
    assert counted["AZ", "ratification", Step.PROCESS] == 1
    assert counted["QA", "ratification", Step.DONE] == counted["QA", "ratification", Step.CONFIRMED] == 1
    assert not [key for key in counted if key[0] == "AZ" and key[1:] != ("ratification", Step.PROCESS)]
    assert {alert.telling.treaty for alert in alerts if alert.kind is Kind.NEWS} == {UNCC}
    assert service.tally.failed == 0


async def test_the_confused_headline_is_told_with_its_contradiction(
    heard: tuple[list[Alert], Service],
) -> None:
    alerts, _ = heard
    (confused,) = [alert for alert in alerts if alert.telling.title.startswith("Spain ratifies")]
    assert confused.telling.warning is not None
    assert "record" in confused.telling.warning


async def test_an_official_alert_gives_the_treatys_name_as_its_reason(
    heard: tuple[list[Alert], Service],
) -> None:
    alerts, _ = heard
    official = [alert for alert in alerts if alert.telling.title.startswith("Official: Qatar deposited")]
    assert official
    for alert in official:
        (because,) = alert.telling.because
        assert "treaty “UN Convention against Cybercrime” in the title; action “ratification”" in because


async def test_duplicates_are_counted_and_outlets_gathered(heard: tuple[list[Alert], Service]) -> None:
    alerts, service = heard
    assert service.tally.known > 0
    edits = [alert for alert in alerts if alert.kind is Kind.UPDATE]
    assert any("Demo: Вестник «Полярис»" in {o.publisher for o in edit.telling.outlets} for edit in edits)
