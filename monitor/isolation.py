"""Parse outside the event loop, in processes of their own that are bounded in time and memory.

A hostile document can then stall or kill its process and nothing else: the poll ends as a failure of its feed.
Each process parses one document at a time and is renewed by itself, so that documents which wait for their turn
neither fail with a hostile one nor have its time counted against theirs.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from functools import partial
from multiprocessing.connection import wait
from types import TracebackType

from monitor.model import Document, Feed, FetchError, Parsed
from monitor.parse import parse
from monitor.treaties import Treaty

SECONDS = 20.0
"""The longest that one document may take."""
MEMORY = 2 * 1024**3
"""Address space of a parsing process, in bytes."""
RECYCLE = 2000
"""Documents after which a process is replaced, so that no leak adds up."""
WORKERS = 2
"""While one is stuck in a hostile document the other goes on; the second is started when it is first needed."""

_treaties: Mapping[str, Treaty] = {}


def _begin(treaties: Mapping[str, Treaty]) -> None:
    """Prepare a parsing process: bounded memory, Ctrl-C left to the worker, and no life without it."""
    global _treaties
    _treaties = treaties
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """End with the worker: killed with -9 it cannot end its processes, which hold their own queue open."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _parse(
    document: Document, feed: Feed, seen: frozenset[bytes], now: datetime | None
) -> Parsed | FetchError:
    return parse(document, feed, _treaties, seen=seen.__contains__, now=now)


class _Process:
    """Hold one parsing process, started when it is first used."""

    def __init__(self, treaties: Mapping[str, Treaty]) -> None:
        self.treaties = treaties
        self.pool = ProcessPoolExecutor(
            max_workers=1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(treaties,),
            max_tasks_per_child=RECYCLE,
        )

    def end(self) -> None:
        """Kill the process, stuck or not."""
        # `shutdown` alone would wait for the stuck document; the pool has no public way to end its processes
        # before Python 3.14's `kill_workers`.
        for process in list((self.pool._processes or {}).values()):
            process.kill()
        self.pool.shutdown(wait=True, cancel_futures=True)


class Isolation:
    """Run `parse.parse` in other processes. An async context manager; `treaties` are sent once to each."""

    def __init__(
        self, treaties: Mapping[str, Treaty], *, workers: int = WORKERS, seconds: float = SECONDS
    ) -> None:
        self._treaties = treaties
        self._seconds = seconds
        self._all = [_Process(treaties) for _ in range(workers)]
        self._idle: asyncio.LifoQueue[_Process] = asyncio.LifoQueue()
        for process in self._all:
            self._idle.put_nowait(process)

    async def __aenter__(self) -> Isolation:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._all:
            process.end()

    def renew(self, treaties: Mapping[str, Treaty]) -> None:
        """Take up changed treaties: each process is replaced before its next document."""
        self._treaties = treaties

    async def parse(
        self,
        document: Document,
        feed: Feed,
        seen: frozenset[bytes] = frozenset(),
        now: datetime | None = None,
    ) -> Parsed | FetchError:
        """Parse a document; one that takes too long or kills its process is a FetchError.

        `seen` are the digests of entries that need not be parsed again, `now` tells dates that lie too far ahead.
        """
        task = partial(_parse, document, feed, seen, now)
        process = (
            await self._idle.get()
        )  # the last one used comes first, so that a quiet worker needs one only
        try:
            if process.treaties is not self._treaties and process.treaties != self._treaties:
                process = self._replace(process)
            try:
                return await self._run(process, task)
            except BrokenProcessPool:
                # Whoever killed the process, an earlier document or the system, this one is tried on its own.
                process = self._replace(process)
                return await self._run(process, task)
        except TimeoutError:
            process = self._replace(process)
            return FetchError(reason=f"the document took longer than {self._seconds:.0f} s to parse")
        except (BrokenProcessPool, MemoryError):
            process = self._replace(process)
            return FetchError(reason="the document needed more memory than parsing is allowed")
        except asyncio.CancelledError:
            process = self._replace(process)  # it is still busy
            raise
        finally:
            self._idle.put_nowait(process)

    async def _run(self, process: _Process, task: Callable[[], Parsed | FetchError]) -> Parsed | FetchError:
        async with asyncio.timeout(self._seconds):
            return await asyncio.get_running_loop().run_in_executor(process.pool, task)

    def _replace(self, process: _Process) -> _Process:
        process.end()
        self._all.remove(process)
        fresh = _Process(self._treaties)
        self._all.append(fresh)
        return fresh
