"""Parse outside the event loop, in a process of its own that is bounded in time and memory.

A hostile document can then stall or kill that process and nothing else: the poll ends as a failure of its feed.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import signal
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType

from monitor.model import Document, Feed, FetchError, Parsed
from monitor.parse import parse
from monitor.treaties import Treaty

SECONDS = 20.0
"""The longest that one document may take."""
MEMORY = 2 * 1024**3
"""Address space of the parsing process, in bytes."""
RECYCLE = 2000
"""Documents after which the process is replaced, so that no leak adds up."""

_treaties: Mapping[str, Treaty] = {}


def _begin(treaties: Mapping[str, Treaty]) -> None:
    """Prepare the parsing process: bounded memory, and Ctrl-C left to the worker."""
    global _treaties
    _treaties = treaties
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))


def _parse(document: Document, feed: Feed) -> Parsed | FetchError:
    return parse(document, feed, _treaties)


class Isolation:
    """Run `parse.parse` in another process. An async context manager; `treaties` are sent once."""

    def __init__(self, treaties: Mapping[str, Treaty], *, workers: int = 1, seconds: float = SECONDS) -> None:
        self._treaties = treaties
        self._workers = workers
        self._seconds = seconds
        self._pool: ProcessPoolExecutor | None = None

    async def __aenter__(self) -> Isolation:
        self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def renew(self, treaties: Mapping[str, Treaty]) -> None:
        """Take up changed treaties from the next document on."""
        if treaties != self._treaties:
            self._treaties = treaties
            old, self._pool = self._pool, None
            self._start()
            if old is not None:
                old.shutdown(wait=False)

    async def parse(self, document: Document, feed: Feed) -> Parsed | FetchError:
        """Parse a document; a document that takes too long or kills the process is a FetchError."""
        loop = asyncio.get_running_loop()
        pool = self._pool or self._start()
        try:
            async with asyncio.timeout(self._seconds):
                return await loop.run_in_executor(pool, _parse, document, feed)
        except TimeoutError:
            self._replace(pool)
            return FetchError(reason=f"the document took longer than {self._seconds:.0f} s to parse")
        except (BrokenProcessPool, MemoryError):
            self._replace(pool)
            return FetchError(reason="the document needed more memory than parsing is allowed")

    def _start(self) -> ProcessPoolExecutor:
        self._pool = ProcessPoolExecutor(
            max_workers=self._workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self._treaties,),
            max_tasks_per_child=RECYCLE,
        )
        return self._pool

    def _replace(self, pool: ProcessPoolExecutor) -> None:
        """Kill a stuck process; whoever waits for the same pool fails and is polled again."""
        if pool is self._pool:
            self._stop()
            self._start()

    def _stop(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            # `shutdown` alone would wait for the stuck document; the pool has no public way to end its processes
            # before Python 3.14's `kill_workers`.
            for process in list((pool._processes or {}).values()):
                process.kill()
            pool.shutdown(wait=True, cancel_futures=True)
