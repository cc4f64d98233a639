"""Show the demo's alerts on the terminal, and a few of them in the README's picture."""

from __future__ import annotations

import re
from datetime import datetime
from io import StringIO

from rich.console import Console, RenderableType
from rich.text import Text

from monitor.model import Delivery, Kind, Level, Message, Sent, Step
from monitor.sinks.console import ConsoleSink
from monitor.sinks.view import view

PICTURED = (
    (Step.DONE, Level.HIGH),
    (Step.DONE, Level.CRITICAL),
    (Step.PROCESS, Level.HIGH),
    (Step.CONFIRMED, Level.CRITICAL),
)
"""The picture shows the first alert of each of these steps and levels."""


class Terminal(ConsoleSink):
    """Print alerts and give each a place of its own, as Slack does, so that further outlets are told too."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._shown: list[tuple[Message, datetime]] = []

    async def send(self, message: Message, now: datetime) -> Delivery:
        """Print one alert, or one line where it is known and another outlet tells it."""
        if message.alert.kind is Kind.UPDATE:
            shown, outlets = view(message.alert, now), message.alert.telling.outlets
            line = f"↻ {shown.headline}: {shown.others_title.lower() or 'now'}, the latest {outlets[-1].publisher}"
            self.console.print(Text(line, style="dim"))
            return Sent(channel_id=message.alert.channel, ts=message.update_ts)
        self._shown.append((message, now))
        await super().send(message, now)
        return Sent(channel_id=message.alert.channel, ts=str(len(self._shown)))

    async def picture(self, opening: RenderableType, closing: RenderableType) -> str:
        """Return an SVG of the opening, one alert of each kind, and the summary."""
        console = Console(
            record=True,
            width=104,
            highlight=False,
            file=StringIO(),
            force_terminal=True,
            color_system="truecolor",
        )
        drawn = ConsoleSink(console)
        console.print(opening)
        wanted = list(PICTURED)
        for message, now in self._shown:
            kind = (message.alert.telling.step, message.alert.level)
            if kind in wanted:
                wanted.remove(kind)
                await drawn.send(message, now)
        console.print(Text("..."))
        console.print(closing)
        svg = console.export_svg(title="treatywatch demo")
        # rich names web fonts of a server; a picture in a repository should load nothing.
        return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
