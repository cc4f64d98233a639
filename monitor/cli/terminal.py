"""Print on the terminal without a second meaning: keys and titles are shown as they are."""

from __future__ import annotations

import os
import sys
from typing import Any

from rich.console import Console
from rich.text import Text

PIPED = 2_000
"""Columns of what another program reads: a row of a table is one line there, for grep and the like."""


def console(**wishes: Any) -> Console:
    """Return where commands print: `:NG:` in a story's key and `:tada:` in a title are no emoji."""
    if "COLUMNS" not in os.environ and not sys.stdout.isatty():
        wishes.setdefault("width", PIPED)
    return Console(emoji=False, highlight=False, **wishes)


def fold(line: str, taken: int = 0) -> list[str]:
    """Break a line at the terminal's width, of which so many columns are taken; no address is broken."""
    terminal = console()
    width = max(terminal.width - taken - 2, 20)
    parts = Text(line).wrap(terminal, width, overflow="ignore" if "://" in line else "fold")
    return [f"{'  ' * bool(index)}{part.plain.rstrip()}" for index, part in enumerate(parts)]
