"""Show alerts on the terminal: what is used where no Slack is set, and what the demo shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.logs import log
from monitor.model import Delivery, Failed, Fault, Level, Message, Sent
from monitor.sinks.escape import LEFT_TO_RIGHT
from monitor.sinks.view import Citation, View, view

if TYPE_CHECKING:  # rich is loaded for the first alert: most passes have none
    from rich.console import Console, RenderableType
    from rich.text import Text

_COLOURS = {Level.CRITICAL: "red", Level.HIGH: "yellow", Level.NORMAL: "blue", Level.LOW: "bright_black"}


class ConsoleSink:
    """Print one tidy block an alert; nothing in it is read as markup, and no control character reaches it."""

    pace = timedelta(0)
    burst = 1

    def __init__(self, console: Console | None = None) -> None:
        self._given = console

    @cached_property
    def console(self) -> Console:
        """Where it prints."""
        from rich.console import Console

        return self._given or Console(highlight=False)

    async def send(self, message: Message, now: datetime) -> Delivery:
        """Print one alert. It gets no place that could be edited or replied to, so no edit ever comes here."""
        from rich.panel import Panel
        from rich.text import Text

        shown = view(message.alert, now)
        colour = _COLOURS[message.alert.level]
        title = Text(" · ".join(part for part in (shown.level, message.alert.channel) if part))
        try:
            self.console.print(Panel(block(shown), title=title, title_align="left", border_style=colour))
        except SystemExit:  # rich's answer to a broken pipe
            log.error("nobody reads any more what alerts are printed to; set Slack, or write them to a file")
            raise
        except OSError as error:  # a full disk
            return Failed(fault=Fault.LATER, reason=f"the alert cannot be printed: {error.strerror}")
        return Sent()

    async def find(self, message: Message, since: datetime, now: datetime) -> Sent | Failed | None:  # noqa: ARG002
        """Say that nothing was printed: a terminal cannot be asked, and printing twice does no harm."""
        return None

    async def probe(self) -> Failed | None:
        """Say that a terminal always works."""
        return None


def block(shown: View) -> RenderableType:
    """Return the lines of one alert for rich."""
    from rich.console import Group
    from rich.text import Text

    lines = [Text(shown.headline, style="bold")]
    if shown.status:
        lines.append(Text(shown.status, style="italic"))
    lines += [Text(sentence) for sentence in shown.also]
    if shown.warning:
        lines.append(Text(shown.warning, style="bold yellow"))
    if shown.source:
        lines += _source(shown.source)
    if shown.quote:
        lines.append(Text(f"“{shown.quote}”"))
    if shown.others:
        lines.append(Text(f"{shown.others_title}:"))
        lines += [_line(f"  • {source.said}") for source in shown.others]
        if shown.others_more:
            lines.append(Text(f"  {shown.others_more}"))
    lines += [Text(line) for line in shown.lines]
    for title, titled in shown.sections:
        lines += [Text(title, style="bold")] if title else []
        lines += [_line(f"  • {line.flat}") for line in titled]
    lines += [Text(line, style="dim") for line in shown.why]
    return Group(*lines)


def _source(source: Citation) -> list[Text]:
    from rich.text import Text

    link = [Text(source.url, style="blue", overflow="fold")] if source.url else []
    return [_line(source.said), *link]


def _line(text: str) -> Text:
    """Return a line without marks of direction, which many terminals show as a box."""
    from rich.text import Text

    return Text(text.replace(LEFT_TO_RIGHT, ""))
