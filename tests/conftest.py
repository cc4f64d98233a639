"""Open the state files that tests of several folders work on, and close them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # loaded by those who ask for them
    from monitor.store import Store
    from tests.digest.made import Newsroom


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
