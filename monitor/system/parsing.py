"""Parse the documents that come over a socket, one after the other: what a parsing process does.

`monitor.system.isolation` starts it and says why it is there. It loads as little as parsing needs, since it is started
where memory is short and time is measured.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.model import Document, Feed, FetchError, Parsed
from monitor.parse import parse

if TYPE_CHECKING:
    from monitor.treaties import Treaty

SIZE = 8
"""Bytes that say how long an answer is."""


def main() -> None:
    """Answer each task with its pickled answer or exception, until the worker ends; arguments: socket, memory."""
    for number in (signal.SIGINT, signal.SIGHUP):  # Ctrl-C and a closed terminal are the worker's
        signal.signal(number, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = int(sys.argv[2])
    resource.setrlimit(
        resource.RLIMIT_AS, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard)
    )
    threading.Thread(target=_follow_worker, daemon=True).start()
    # An end of file and a broken pipe say that the worker has ended.
    with (
        suppress(EOFError, OSError),
        socket.socket(fileno=int(sys.argv[1])) as way,
        way.makefile("rb") as tasks,
    ):
        while True:
            data = pickle.dumps(_answer(*pickle.load(tasks)), pickle.HIGHEST_PROTOCOL)  # noqa: S301 - the worker's
            way.sendall(len(data).to_bytes(SIZE))
            way.sendall(data)


def _answer(
    document: Document,
    feed: Feed,
    treaties: Mapping[str, Treaty],
    seen: frozenset[bytes],
    now: datetime | None,
) -> Parsed | FetchError | Exception:
    """Parse one document; what the parser raised is the worker's to deal with, and knows where it was raised."""
    try:
        return parse(document, feed, treaties, seen=seen.__contains__, now=now)
    except Exception as error:
        error.add_note("".join(traceback.format_tb(error.__traceback__)))
        return error


def _follow_worker() -> None:
    """End with the worker, stuck or not: killed with -9 it cannot end its processes. It holds the pipe to us open."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    main()
