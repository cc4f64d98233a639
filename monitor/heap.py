"""Keep the garbage collector away from what stays for as long as the worker runs."""

from __future__ import annotations

import gc


def settle() -> None:
    """Leave everything that is held by now out of later collections; to be called once the rules are compiled.

    The compiled rules, names and languages are some hundred thousand objects. Looking at them again and again for
    cycles cost a quarter of the worker's time, and held the loop for a tenth of a second each time.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
