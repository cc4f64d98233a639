from __future__ import annotations

import io

import pytest
from rich.console import Console

from monitor.model import Failed, Fault, Message, Outlet, Sent
from monitor.sinks.console import ConsoleSink
from tests.logged import logged
from tests.sinks.made import NOW, alert, telling


async def shown(**changes: object) -> str:
    out = io.StringIO()
    sink = ConsoleSink(Console(file=out, width=100, color_system=None))
    assert await sink.send(Message(alert=alert(telling=telling(**changes))), NOW) == Sent()
    return out.getvalue()


async def test_shows_who_did_what_and_where_it_was_read() -> None:
    text = await shown(warning="The record shows a signature only.")
    for words in (
        "🟠 High · #treaty-alerts",
        "Viet Nam ratified the UN Convention against Cybercrime",
        "Done · reported · 2 of 40 · 38 to go",
        "The record shows a signature only.",
        "Hanoi deposits with New York (Example Wire · 24 Nov 2026, 11:55 UTC)",
        "https://wire.example/1",
        "“Viet Nam has ratified the convention, its foreign ministry said.”",
        "Why: Ratifications of the UN Convention against Cybercrime · matched ratif*",
    ):
        assert words in text


async def test_a_terminal_gets_no_marks_of_direction() -> None:
    text = await shown(outlets=(Outlet(publisher="صحيفة المنارة", url=None, title="Qatar", published=NOW),))
    assert "(صحيفة المنارة · 24 Nov 2026, 12:00 UTC)" in text


async def test_what_a_headline_says_whole_is_not_said_twice() -> None:
    title = "The Lake Pact closes for signature in 7 days"
    text = await shown(title=title, events=(), outlets=(), quote="", url="https://lake.example/status")
    assert text.count(title) == 1
    assert "The depositary's page" in text
    assert "https://lake.example/status" in text


async def test_neither_markup_nor_control_characters_reach_the_terminal() -> None:
    text = await shown(title="[red]x[/red] \x1b[2J\x07 [link=https://evil.example]y[/link]", events=())
    assert "[red]x[/red] [2J [link=https://evil.example]y[/link]" in text
    assert "\x1b" not in text
    assert "\x07" not in text


async def test_cannot_be_asked_and_always_works() -> None:
    sink = ConsoleSink(Console(file=io.StringIO()))
    assert await sink.find(Message(alert=alert()), NOW, NOW) is None
    assert await sink.probe() is None


async def test_a_pipe_that_nobody_reads_is_named_before_it_ends_the_worker() -> None:
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    class Ending(Console):
        def on_broken_pipe(self) -> None:  # rich's own also turns standard output of this process away
            raise SystemExit(1)

    sink = ConsoleSink(Ending(file=Gone()))
    with logged() as lines, pytest.raises(SystemExit):
        await sink.send(Message(alert=alert()), NOW)
    assert "nobody reads any more" in lines[-1]["event"]


async def test_an_alert_that_a_full_disk_does_not_take_is_printed_later() -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(28, "No space left on device")

    sink = ConsoleSink(Console(file=Full()))
    assert await sink.send(Message(alert=alert()), NOW) == Failed(
        fault=Fault.LATER, reason="the alert cannot be printed: No space left on device"
    )
