"""The text of `treatywatch status`."""

from __future__ import annotations

import io
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from monitor.cli.status import show
from monitor.overview import overview
from tests.web.sample import BOOK, NOW, fill


@pytest.mark.parametrize(
    ("days", "words"), [(0, "in force since 2026-01-17"), (-330, "in force from 2026-01-17")]
)
def test_an_entry_into_force_to_come_is_none_yet(tmp_path: Path, days: int, words: str) -> None:
    printed = io.StringIO()
    with closing(fill(tmp_path / "state.db")) as store:
        show(Console(file=printed, width=120), overview(store, BOOK, NOW + timedelta(days=days)))
    assert words in printed.getvalue()
