"""Keep the promise through fifty kills: nothing lost, nothing told twice (the short form of `make chaos`)."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.report import text
from tests.chaos.run import run


async def test_nothing_is_lost_and_nothing_told_twice_through_fifty_kills(tmp_path: Path) -> None:
    done = await run(tmp_path, kills=50, seed=3, lanes=4)
    assert done.kills >= 50
    assert done.bot.in_flight > 0
    assert done.bot.published > 50
    assert done.good, text(done)
    # A kill between a 429 and its writing down leaves nobody who knows of it; otherwise it is respected.
    assert done.bot.impatient <= 5
