"""Open the state files and the Slack that tests of several folders work on; time no example of Hypothesis."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:  # loaded by those who ask for them
    from monitor.store import Store
    from tests.digest.made import Newsroom
    from tests.slack_server import SlackServer

settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")  # how long an example takes says how busy the machine is


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    from monitor.store import Store

    opened = Store.open(tmp_path / "state.db", create=True)
    yield opened
    opened.close()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    from tests.digest.made import newsroom

    made = newsroom(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    from tests.slack_server import SlackServer

    async with SlackServer() as running:
        yield running
