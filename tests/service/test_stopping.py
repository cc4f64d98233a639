"""SIGTERM ends the worker within ten seconds and loses nothing; a second one ends it at once."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.farm import Farm, Held, Item
from tests.chaos.processes import children
from tests.chaos.rules import write_rules
from tests.chaos.slack import Slack
from tests.chaos.worker import Worker


@asynccontextmanager
async def owing(tmp_path: Path, trouble: dict[str, Any]) -> AsyncIterator[tuple[Slack, Item]]:
    """Have one item to tell, and a Slack in this trouble."""
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack:
        write_rules(tmp_path / "rules", farm, ["one"], ["zebrafish"])
        await slack.break_down(trouble)
        yield slack, farm.publish("one")


async def test_a_stop_lets_the_message_in_flight_arrive(tmp_path: Path) -> None:
    async with owing(tmp_path, {"kind": "slow", "seconds": 3.0, "commit": True}) as (slack, item):
        async with Worker(tmp_path, slack.env) as worker:
            await slack.broken()
            began = time.monotonic()
            worker.terminate()
            assert await worker.ended() == 0
            assert time.monotonic() - began < 10
            await worker.until("delivery", outcome="sent")
        async with Worker(tmp_path, slack.env, "run", "--once") as worker:
            assert await worker.ended() == 0
        assert len(await slack.posts(item.token)) == 1


@pytest.mark.parametrize("command", [("run",), ("run", "--once")], ids=" ".join)
async def test_a_stop_does_not_wait_for_a_slack_that_never_answers(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    async with owing(tmp_path, {"kind": "hang", "commit": True}) as (slack, item):
        async with Worker(tmp_path, slack.env, *command) as worker:
            await slack.broken()
            began = time.monotonic()
            worker.terminate()
            assert await worker.ended() == 0
            assert time.monotonic() - began < 10
            assert children(worker.pid) == []
            assert not [line for line in worker.errors if not line.startswith("{")]
        async with Worker(tmp_path, slack.env, "run", "--once") as worker:
            assert await worker.ended() == 0
            await worker.until("delivery", outcome="found")
        assert len(await slack.posts(item.token)) == 1


async def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    async with owing(tmp_path, {"kind": "hang", "commit": True}) as (slack, item):
        async with Worker(tmp_path, slack.env) as worker:
            await slack.broken()
            worker.terminate()
            await worker.until("stopping")
            began = time.monotonic()
            worker.terminate()
            assert await worker.ended() != 0
            assert time.monotonic() - began < 10
            assert "Traceback" not in "\n".join(worker.errors)
        async with Worker(tmp_path, slack.env, "run", "--once") as worker:
            assert await worker.ended() == 0
        assert len(await slack.posts(item.token)) == 1


@pytest.fixture
def terminal() -> Iterator[None]:
    """Let who is begun hear that the terminal is closed, even if `nohup` began the tests."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("terminal")
async def test_a_closed_terminal_ends_it_as_cleanly(tmp_path: Path) -> None:
    async with owing(tmp_path, {"kind": "slow", "seconds": 3.0, "commit": True}) as (slack, item):
        async with Worker(tmp_path, slack.env) as worker:
            await slack.broken()
            worker.hang_up()
            assert await worker.ended() == 0
            await worker.until("delivery", outcome="sent")
        assert len(await slack.posts(item.token)) == 1


async def test_a_stop_does_not_wait_for_a_slow_feed(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack:
        write_rules(tmp_path / "rules", farm, ["one"], ["zebrafish"])
        held = farm.hold["before"] = Held()
        async with Worker(tmp_path, slack.env) as worker:
            await asyncio.wait_for(held.reached.wait(), 60)
            began = time.monotonic()
            worker.terminate()
            assert await worker.ended() == 0
            assert time.monotonic() - began < 10


async def test_a_killed_worker_leaves_no_process_behind(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack:
        write_rules(tmp_path / "rules", farm, ["one"], ["zebrafish"])
        item = farm.publish("one")
        async with Worker(tmp_path, slack.env) as worker:
            await slack.posted(item.token)
            assert children(worker.pid)
            worker.kill()
            # its standard error ends when the last process that holds it does
            await worker.ended(seconds=10)


async def test_a_stop_before_the_worker_listens_is_clean_too(tmp_path: Path) -> None:
    asked = asyncio.Event()

    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()  # until the worker is gone
        writer.close()

    async with Farm() as farm, await asyncio.start_server(silence, "127.0.0.1", 0) as server:
        write_rules(tmp_path / "rules", farm, ["one"], ["zebrafish"])
        host, port = server.sockets[0].getsockname()
        env = {"SLACK_BOT_TOKEN": "xoxb-loopback", "SLACK_API_URL": f"http://{host}:{port}/api/"}
        async with Worker(tmp_path, env) as worker:
            await asked.wait()
            worker.terminate()
            assert await worker.ended() == 0
            await worker.until("stopped before it had started")
            assert not [line for line in worker.errors if not line.startswith("{")]


@pytest.mark.parametrize("number", ["SIGTERM", "SIGINT", "SIGHUP"])
async def test_a_stop_while_modules_load_and_rules_are_checked_is_no_mistake_of_theirs(number: str) -> None:
    script = f"""
import os, signal
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # which is ignored below nohup
from monitor.system import signals
signals.leave_early()
class Field:
    def __set_name__(self, owner, name):  # Python 3.11 makes a RuntimeError of whatever this raises
        os.kill(os.getpid(), signal.{number})
        os.getpid()
class Model:
    field = Field()
"""
    run = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stderr=asyncio.subprocess.PIPE)
    _, said = await run.communicate()
    assert (run.returncode, said.count(b"\n")) == (0, 1), said
