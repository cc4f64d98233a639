"""Print on the terminal without a second meaning: keys and titles are shown as they are."""

from __future__ import annotations

from typing import Any

from rich.console import Console


def console(**wishes: Any) -> Console:
    """Return where commands print: `:NG:` in a story's key and `:tada:` in a title are no emoji."""
    return Console(emoji=False, highlight=False, **wishes)
