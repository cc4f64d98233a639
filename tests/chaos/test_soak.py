"""Ten days in virtual time: nothing lost, nothing told twice, and the state file stops growing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.chaos.soak import soak, text


async def test_days_go_by(tmp_path: Path) -> None:
    done = await soak(
        tmp_path, days=10, feeds=4, seed=5, keep=timedelta(days=2), a_day=8.0, every=timedelta(hours=4)
    )
    assert done.published > 300
    assert done.wanted > 20
    assert done.missing == [], text(done, 10, 4, 5)
    assert done.duplicates == []
    early, late = done.growth(done.file_bytes, 0, 0.3), done.growth(done.file_bytes, 0.5, 1)
    assert late < 0.5 * early, text(done, 10, 4, 5)
