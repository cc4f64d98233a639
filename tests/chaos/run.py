"""Run several lanes side by side and add their counts up."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.chaos.count import Tally
from tests.chaos.lane import Lane
from tests.chaos.report import Run


async def run(folder: Path, *, kills: int, seed: int, lanes: int = 4) -> Run:
    """Kill so many times in all: `lanes` workers in bot mode, and two more that get a tenth each.

    One of the two may read Slack's history once a minute only, the other posts through a webhook.
    """
    extra = max(kills // 10, 4)
    each, rest = divmod(kills - 2 * extra, lanes)
    made = [Lane(folder / f"bot-{n}", seed=seed * 1000 + n, kills=each + (n < rest)) for n in range(lanes)]
    made.append(Lane(folder / "bot-harsh", seed=seed * 1000 + 98, kills=extra, harsh=True))
    webhook = Lane(folder / "webhook", seed=seed * 1000 + 99, kills=extra, webhook=True)
    began = time.monotonic()
    *tallies, by_webhook = await asyncio.gather(*(lane.run() for lane in (*made, webhook)))
    bot = Tally()
    for tally in tallies:
        bot.add(tally)
    return Run(
        seed=seed, workers=len(made) + 1, seconds=time.monotonic() - began, bot=bot, webhook=by_webhook
    )
