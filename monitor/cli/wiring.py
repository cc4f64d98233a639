"""Put the worker together from the settings: what `run` and other commands share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from monitor import folder, logs
from monitor.errors import TreatywatchError
from monitor.kit import compile_kit
from monitor.pipeline import Kit
from monitor.service import Service
from monitor.settings import Settings, read_settings
from monitor.sinks import Sink, choose
from monitor.store import Store, worker_lock


def kit_in_force(settings: Settings) -> Kit:
    """Read and compile the rules folder. Raises RulesError with every problem."""
    return compile_kit(folder.read(settings.rules), channel=settings.slack_channel, where=str(settings.rules))


async def serve(*, once: bool) -> int:
    """Run the worker by the settings; return its exit code."""
    settings = read_settings()
    logs.configure(level=settings.log_level, secrets=settings.secrets())
    kit = kit_in_force(settings)
    sink: Sink = choose(settings, Console())
    with worker_lock(settings.state):
        store = Store.open(settings.state, create=True)
        try:
            faults = await sink.check_setup()
            if faults:
                raise TreatywatchError("\n".join(faults))
            async with Service(settings, store=store, sink=sink, kit=kit) as service:
                if not once:
                    await service.run()
                    return 0
                await service.run_once()
                tally = service.tally
                return 1 if tally.polled and tally.failed == tally.polled else 0
        finally:
            await sink.close()
            store.close()


@contextmanager
def reading() -> Iterator[Store]:
    """Open the state file to read, beside a running worker. Raises StateError where there is none."""
    store = Store.open(read_settings().state, read_only=True)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def writing() -> Iterator[Store]:
    """Open the state file to change something briefly; a running worker waits its turn."""
    store = Store.open(read_settings().state)
    try:
        yield store
    finally:
        store.close()
