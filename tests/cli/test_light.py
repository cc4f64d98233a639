"""`run --once` loads nothing that one pass does without: its start is most of what a quiet pass costs."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

SERVING = "apscheduler jinja2 prometheus_client rich slack_sdk starlette typer uvicorn wcwidth"
READING = "aiohttp feedparser httpx icalendar monitor.match monitor.parse.feed monitor.read"
HEAVY = (*SERVING.split(), *READING.split())
WORKER = "monitor.worker.wiring, monitor.sinks.console"
PROBE = f"import sys, {WORKER}; print(*(name for name in sys.argv[1:] if name in sys.modules))"


def test_a_pass_loads_no_page_no_slack_and_no_parser_before_it_needs_them() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE, *HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_parsing_process_loads_what_parsing_needs_and_no_more() -> None:
    probe = PROBE.replace(WORKER, "monitor.system.parsing, monitor.parse.judge")
    heavy = ("aiohttp", "asyncio", "httpx", "monitor.read", "pydantic", "sqlite3")
    done = subprocess.run([sys.executable, "-c", probe, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_dates_as_nearly_all_are_written_load_no_library_for_odd_ones() -> None:
    usual = (
        "Mon, 23 Nov 2026 12:00:00 EST",
        "2026-11-23T12:00:00Z",
        "Thu, 01-Jan-1970 00:00:01 GMT",
        "0",
        "-1",
    )
    probe = (
        f"import sys; from monitor.normalise.date import parse; [parse(text) for text in {usual!r}]\n"
        "print('dateutil' in sys.modules); parse('23-11-2026'); print('dateutil' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_the_first_request_loads_no_command_line_of_httpx() -> None:
    probe = (
        "import asyncio, sys; from monitor.fetch import Fetcher\n"
        "async def ask():\n"
        "    async with Fetcher(contact='') as fetcher: fetcher.open()\n"
        "asyncio.run(ask()); print(*(name for name in sys.argv[1:] if name in sys.modules))"
    )
    command = [sys.executable, "-c", probe, "httpx", "click", "pygments", "rich"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["httpx"]


@pytest.mark.parametrize(
    "module", ["monitor.system", "typer", "monitor.cli.stories", "rich.table", "monitor.store"]
)
def test_ctrl_c_while_a_command_is_loaded_leaves_no_trace(module: str) -> None:
    probe = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {module!r}: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder()); sys.argv = ['treatywatch', 'stories', 'list']\n"
        "from monitor.__main__ import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert (done.returncode in (-signal.SIGINT, 1, 130), done.stdout) == (True, "")
    assert "Traceback" not in done.stderr
