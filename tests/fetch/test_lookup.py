"""Names are looked up beside the loop, and a name server that hangs holds nothing up: not even the end."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time

import pytest

from monitor.fetch.dial import LOOKUP_THREADS, system_lookup

HANGING = """
import asyncio, time
from monitor.fetch.dial import system_lookup

async def main():
    lookup = system_lookup(lambda host, port: time.sleep(600))
    try:
        await asyncio.wait_for(lookup("slow.example", 443), 0.2)
    except TimeoutError:
        print("gave up")

asyncio.run(main())
"""


CRAMPED = """
import asyncio, encodings.idna, os, resource
from monitor.fetch.dial import LOOKUP_THREADS, system_lookup

async def main():
    lookup, refused = system_lookup(), 0
    os.geteuid() or os.setuid(65534)  # root may have as many threads as it likes
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    for _ in range(LOOKUP_THREADS + 1):
        try:
            await asyncio.wait_for(lookup("localhost", 80), 20)
        except TimeoutError:
            print("waits for ever")
            return
        except OSError:
            refused += 1
    print(refused == LOOKUP_THREADS + 1)

asyncio.run(main())
"""


async def test_this_machine_is_found() -> None:
    assert "127.0.0.1" in await system_lookup()("localhost", 80)


async def test_what_the_resolver_raises_comes_back() -> None:
    with pytest.raises(socket.gaierror):
        await system_lookup()("nowhere.invalid", 80)
    with pytest.raises(UnicodeError):
        await system_lookup()("a" * 70 + ".example", 80)


def under_way() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "lookup"]


async def test_lookups_are_bounded_and_those_beyond_wait() -> None:
    go = threading.Event()

    def ask(host: str, port: int) -> list[str]:  # noqa: ARG001
        go.wait(10)
        return ["192.0.2.1"]

    for earlier in under_way():
        earlier.join(10)
    lookup = system_lookup(ask)
    tasks = [asyncio.create_task(lookup(f"host{n}.example", 80)) for n in range(LOOKUP_THREADS + 5)]
    await asyncio.sleep(0)
    assert len(under_way()) == LOOKUP_THREADS
    tasks[0].cancel()  # its thread still hangs, so that its place stays taken
    await asyncio.wait([tasks[0]])
    assert len(under_way()) == LOOKUP_THREADS
    go.set()
    answers = await asyncio.gather(*tasks[1:])
    assert answers == [["192.0.2.1"]] * (LOOKUP_THREADS + 4)


def test_a_hanging_name_server_does_not_hold_up_the_end() -> None:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", HANGING], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "gave up\n"), done.stderr
    assert time.monotonic() - began < 15


def test_where_no_thread_can_be_started_a_lookup_fails_and_the_next_ones_wait_for_none() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRAMPED], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == "True\n", done.stderr
