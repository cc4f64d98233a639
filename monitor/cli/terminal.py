"""Print on the terminal without a second meaning: keys and titles are shown as they are."""

from __future__ import annotations

import os
import sys
from typing import Any

from rich.console import Console

PIPED = 2_000
"""Columns of what another program reads: a row of a table is one line there, for grep and the like."""


def console(**wishes: Any) -> Console:
    """Return where commands print: `:NG:` in a story's key and `:tada:` in a title are no emoji."""
    if "COLUMNS" not in os.environ and not sys.stdout.isatty():
        wishes.setdefault("width", PIPED)
    return Console(emoji=False, highlight=False, **wishes)
