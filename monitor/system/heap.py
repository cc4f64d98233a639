"""Keep the garbage collector away from what stays: some hundred thousand objects of rules, names and languages.

Looking at them again and again for cycles took half of the time of starting and a quarter of a worker's, and held
its loop for a tenth of a second each time (docs/performance.md). What reference counts free is freed as ever.
"""

from __future__ import annotations

import gc

THRESHOLDS = (20_000, 50, 100)
"""Objects made before the youngest are looked at, and how seldom the older ones are; Python's own are 700, 10, 10.

Closed connections are what asyncio leaves in cycles, ten objects each: two thousand of them wait at most."""


def relax() -> None:
    """Look for cycles seldom."""
    gc.set_threshold(*THRESHOLDS)


def pause() -> None:
    """Look for no cycles until `settle`: what a worker makes while it starts is mostly what stays."""
    gc.disable()


def settle() -> None:
    """Leave everything that is held by now out of later collections; to be called once the rules are compiled."""
    if gc.get_freeze_count():  # not the first rules: those before may go. The start leaves hardly any garbage
        gc.unfreeze()
        gc.collect()
    gc.freeze()
    gc.enable()
