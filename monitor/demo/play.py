"""Play the demo: the real worker, in this process, on the demo's feeds, with its alerts on the terminal."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import yaml
from msgspec import Struct
from rich.console import Console
from rich.live import Live
from rich.text import Text

from monitor import logs
from monitor.decide.kit import compile_kit
from monitor.demo.screen import Screen
from monitor.demo.server import serving
from monitor.demo.show import BEGIN, LENGTH, Show, clock, load
from monitor.model import Delivery, Kind, Message, Sent
from monitor.settings import Settings
from monitor.sinks.console import ConsoleSink
from monitor.sinks.view import view
from monitor.store import Store
from monitor.system import folder
from monitor.system.starter_rules import copy, starter
from monitor.worker.service import Service

SETTLE = 4.0
"""Seconds after the last scene, so that the last poll and delivery are seen."""
PATIENCE = 20.0
"""Seconds after it that a busy machine has for them: the demo is to end within 90."""
FRAME = 0.25
EVERY = "2m"
"""By the show's clock: two seconds of the show."""
CHANNEL = "#invented-for-the-demo"
"""Shown at the head of every alert, so that nobody takes one for news."""


class Terminal(ConsoleSink):
    """Print alerts and give each a place of its own, as Slack does, so that further outlets are told too."""

    shown = 0

    async def send(self, message: Message, now: datetime) -> Delivery:
        """Print one alert, or one line where it is known and another outlet tells it."""
        if message.alert.kind is Kind.UPDATE:
            seen, outlets = view(message.alert, now), message.alert.telling.outlets
            line = (
                f"↻ {seen.headline}: {seen.others_title.lower() or 'now'}, the latest {outlets[-1].publisher}"
            )
            self.console.print(Text(line, style="dim"))
            return Sent(channel_id=message.alert.channel, ts=message.update_ts)
        self.shown += 1
        await super().send(message, now)
        return Sent(channel_id=message.alert.channel, ts=str(self.shown))


class Stopwatch(Struct):
    """Tell how far the show is, and what its clock says; it stands still until it is started."""

    pace: float
    """Seconds of the show in one of ours."""
    started: float | None = None

    def elapsed(self) -> float:
        """Return the seconds of the script that have passed."""
        return 0.0 if self.started is None else (monotonic() - self.started) * self.pace

    def now(self) -> datetime:
        """Return the time on the show's clock."""
        return clock(BEGIN, self.elapsed())

    def start(self) -> None:
        """Begin."""
        self.started = monotonic()


async def play(terminal: Terminal, *, seconds: float = LENGTH) -> int:
    """Play the show in so many seconds, and return how many alerts were shown. Leaves nothing behind."""
    console = terminal.console
    show, watch = load(), Stopwatch(pace=LENGTH / seconds)
    logs.configure(level="ERROR", secrets=())
    with TemporaryDirectory(prefix="treatywatch-demo-") as place:
        async with serving(show, watch.elapsed, BEGIN) as base:
            rules = Path(place) / "rules"
            copy(starter(), rules, force=False)
            (rules / "feeds.yaml").write_text(feeds_file(show, base), encoding="utf-8")
            settings = demo_settings(Path(place))
            kit = compile_kit(folder.read(rules), channel=settings.slack_channel, where=str(rules))
            store = Store.open(settings.state, create=True)
            try:
                service = Service(settings, store=store, sink=terminal, kit=kit, clock=watch.now)
                screen = Screen(show, service, store, base)
                console.print(screen.opening())
                async with service:
                    await _perform(console, screen, service, watch, seconds)
                console.print(screen.closing())
                return service.tally.sent
            finally:
                store.close()


async def _perform(
    console: Console, screen: Screen, service: Service, watch: Stopwatch, seconds: float
) -> None:
    """Run the worker until the show is over, or until somebody stops it."""
    worker = asyncio.create_task(service.run())
    watch.start()
    try:
        with Live(console=console, auto_refresh=False, transient=True) as live:
            while not worker.done() and not _is_over(service.store, watch):
                for line in screen.acts(watch.elapsed()):
                    console.print(line)
                live.update(screen.footer(watch.elapsed(), seconds), refresh=True)
                with suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.shield(worker), FRAME)
    finally:  # also where whom the screen is piped to has gone
        if not worker.done():
            service.stop()
        await worker


def _is_over(store: Store, watch: Stopwatch) -> bool:
    """Say whether every feed was polled after the last scene and nothing is owed; or it is too late to wait for it."""
    late = (watch.elapsed() - LENGTH) / watch.pace
    if late < SETTLE:
        return False
    polled = (state.polled or BEGIN for state in store.feeds.all().values())
    all_told = min(polled) >= clock(BEGIN, LENGTH) and not store.outbox.due(watch.now())
    return all_told or late > PATIENCE


def demo_settings(place: Path) -> Settings:
    """Return settings that neither the environment nor an `.env` file changes."""
    return Settings(
        state=place / "demo.db",
        rules=place / "rules",
        allow_private=True,
        baseline=timedelta(hours=24),
        port=0,
        slack_channel=CHANNEL,
    )


def feeds_file(show: Show, base: str) -> str:
    """Return the demo's feeds.yaml: every outlet, and the record, at the server's address."""
    feeds = [
        {
            "id": outlet.id,
            "url": base + (outlet.moved_from or outlet.path),
            "title": outlet.title,
            "tags": outlet.tags,
            "language": outlet.language,
            "every": EVERY,
        }
        for outlet in show.outlets
    ]
    record = {
        "id": "record",
        "url": base + show.record.path,
        "kind": "untc",
        "title": show.record.title,
        "tags": ["demo", "official"],
        "every": EVERY,
    }
    return yaml.safe_dump({"feeds": [*feeds, record]}, allow_unicode=True, sort_keys=False)
