"""Parse outside the event loop, in processes of their own that are bounded in time and memory.

A hostile document can then stall or kill its process and nothing else: the poll ends as a failure of its feed.
Each process parses one document at a time and is renewed by itself, so that documents which wait for their turn
neither fail with a hostile one nor have its time counted against theirs. The processes run `monitor.system.parsing`: a
program of its own needs half of the memory of what `multiprocessing` starts, and no threads to feed it.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from monitor.model import Document, Feed, FetchError, Parsed
from monitor.settings import PREFIXES
from monitor.system.parsing import SIZE
from monitor.treaties import Treaty

SECONDS = 20.0
"""The longest that one document may take."""
MEMORY = 2 * 1024**3
"""Address space of a parsing process, in bytes."""
RECYCLE = 2000
"""Documents after which a process is replaced, so that no leak adds up."""
WORKERS = 2
"""While one is stuck in a hostile document the other goes on."""
STUCK = 5.0
"""Seconds after which a document counts as stuck, and the next process is started: more than starting one takes on a
busy machine. One process keeps a core busy."""
LARGE = 1_000_000
"""Bytes of an answer that is unpacked beside the loop."""
STARTER = "import sys; sys.path[:] = sys.argv[3:]; from monitor.system.parsing import main; main()"
"""Our own search path is handed over, since that of a new process depends on how it is started."""

Work = tuple[Document, Feed, Mapping[str, Treaty], frozenset[bytes], datetime | None]


class Died(Exception):
    """Report that a parsing process ended in the middle of a document."""


class _Process:
    """Hold one parsing process, started when it is first used."""

    def __init__(self) -> None:
        self.tasks = 0
        self._running: subprocess.Popen[bytes] | None = None
        self._way: socket.socket
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter | None = None

    async def run(self, task: Work) -> Parsed | FetchError:
        """Return the answer to a task; raises what the parser raised, and Died."""
        if self._running is None:
            await self._start()
        self.tasks += 1
        assert self._writer is not None  # noqa: S101 - it was started
        try:
            self._writer.write(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))
            await self._writer.drain()
            size = int.from_bytes(await self._reader.readexactly(SIZE))
            data = await self._reader.readexactly(size)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise Died from error
        answer = await asyncio.to_thread(pickle.loads, data) if size > LARGE else pickle.loads(data)  # noqa: S301 - our own process
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    async def _start(self) -> None:
        self._way, theirs = socket.socketpair()
        with theirs:
            self._running = _started(theirs.fileno())
        self._reader, self._writer = await asyncio.open_connection(sock=self._way, limit=LARGE)

    def end(self) -> None:
        """Kill the process, stuck or not."""
        running, self._running = self._running, None
        if running is not None:
            running.kill()
            with running:  # closes the pipe and takes leave of the process
                pass
            if self._writer is not None:
                self._writer.close()
            else:  # it was given up while it was being started
                self._way.close()


def _started(way: int) -> subprocess.Popen[bytes]:
    """Start a process that takes its tasks from a socket. It needs no secrets, so it is given none."""
    return subprocess.Popen(  # noqa: S603 - this Python, our own module
        [sys.executable, "-c", STARTER, str(way), str(MEMORY), *sys.path],
        stdin=subprocess.PIPE,  # nothing is written: it ends with us, and the process with it
        pass_fds=[way],
        env={name: value for name, value in os.environ.items() if not name.startswith(PREFIXES)},
    )


class Isolation(Struct, eq=False):
    """Run `parse.parse` in other processes. An async context manager; records are read for `treaties`."""

    treaties: Mapping[str, Treaty]
    workers: int = WORKERS
    seconds: float = SECONDS
    stuck: float = STUCK
    _all: list[_Process] = field(default_factory=list)
    _idle: asyncio.LifoQueue[_Process] = field(default_factory=asyncio.LifoQueue)

    def __post_init__(self) -> None:
        self._add()

    async def __aenter__(self) -> Isolation:
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in self._all:
            process.end()
        await asyncio.sleep(0)  # their sockets are closed in the loop's next round

    def renew(self, treaties: Mapping[str, Treaty]) -> None:
        """Take up changed treaties."""
        self.treaties = treaties

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
        # the last one used comes first, so that a quiet worker needs one only
        process = await self._idle.get()
        treaties = {} if feed.kind == "feed" else self.treaties  # only records are about treaties
        task = (document, feed, treaties, seen, now)
        sound = False
        try:
            try:
                answer = await self._run(process, task)
            except Died:
                # Whoever killed the process, an earlier document or the system, this one is tried on its own.
                process = self._replace(process)
                answer = await self._run(process, task)
            sound = process.tasks < RECYCLE
            return answer
        except TimeoutError:
            return FetchError(reason=f"the document took longer than {self.seconds:.0f} s to parse")
        except (Died, MemoryError):
            return FetchError(reason="the document needed more memory than parsing is allowed")
        finally:
            # After an error it may be busy still, or full.
            self._idle.put_nowait(process if sound else self._replace(process))

    async def _run(self, process: _Process, task: Work) -> Parsed | FetchError:
        help_ = asyncio.get_running_loop().call_later(self.stuck, self._add)
        try:
            async with asyncio.timeout(self.seconds):
                return await process.run(task)
        finally:
            help_.cancel()

    def _add(self) -> None:
        """Let another process take documents, up to the number allowed."""
        if len(self._all) < self.workers:
            process = _Process()
            self._all.append(process)
            self._idle.put_nowait(process)

    def _replace(self, process: _Process) -> _Process:
        process.end()
        self._all.remove(process)
        fresh = _Process()
        self._all.append(fresh)
        return fresh
