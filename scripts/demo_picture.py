"""Take the README's picture of the demo: python scripts/demo_picture.py docs/demo.svg

It plays the demo, and draws its opening, the first alert of each kind, and the summary.
"""

from __future__ import annotations

import asyncio
import re
import sys
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

sys.path.insert(0, str(Path(__file__).parents[1]))

from monitor.demo.play import Terminal, play
from monitor.model import Delivery, Kind, Level, Message, Step
from monitor.sinks.console import ConsoleSink

WANTED = {
    (Step.DONE, Level.HIGH),
    (Step.DONE, Level.CRITICAL),
    (Step.PROCESS, Level.HIGH),
    (Step.CONFIRMED, Level.CRITICAL),
}


class Watched(Console):
    """Keep what is printed beside the alerts."""

    def print(self, *objects: Any, **wishes: Any) -> None:
        """Print as ever, and keep it."""
        self.__dict__.setdefault("kept", []).extend(objects)
        super().print(*objects, **wishes)


class Camera(Terminal):
    """Draw the first alert of each step and level once more."""

    def __init__(self, console: Console, drawn: ConsoleSink) -> None:
        super().__init__(console)
        self.drawn, self.left = drawn, set(WANTED)

    async def send(self, message: Message, now: datetime) -> Delivery:
        """Show an alert, and draw it where it is the first of its kind."""
        kind = (message.alert.telling.step, message.alert.level)
        if message.alert.kind is not Kind.UPDATE and kind in self.left:
            self.left.remove(kind)
            await self.drawn.send(message, now)
        return await super().send(message, now)


def main(target: Path) -> None:
    """Play the demo and write its picture."""
    sys.argv[0] = "treatywatch"  # as the summary names it
    look = {"width": 104, "highlight": False, "force_terminal": True, "color_system": "truecolor"}
    alerts, whole = (
        Console(record=True, file=StringIO(), **look),
        Console(record=True, file=StringIO(), **look),
    )
    watched = Watched(highlight=False)
    asyncio.run(play(Camera(watched, ConsoleSink(alerts))))
    whole.print(watched.kept[0])
    whole.print(Text.from_ansi(alerts.export_text(styles=True)))
    whole.print(Text("..."))
    whole.print(watched.kept[-1])
    svg = whole.export_svg(title="treatywatch demo")
    # rich names web fonts of a server; a picture in a repository should load nothing.
    target.write_text(re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
