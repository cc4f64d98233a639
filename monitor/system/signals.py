"""Hear the signals by which a worker is asked to stop."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable

from monitor.logs import log

STOPS = (signal.SIGTERM, signal.SIGINT)
_IGNORED = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
"""Since `nohup` began it, which is to go on."""


def leave_early() -> None:
    """Let what would kill a worker that does not listen yet end it in peace: it has told and changed nothing."""
    for number in (*STOPS, *(() if _IGNORED else (signal.SIGHUP,))):
        signal.signal(number, _leave)


def _leave(*_: object) -> None:
    log.warning("stopped before it had started")
    # Not by an exception, which whatever runs just now might take for its own.
    os._exit(0)


def listen(stop: Callable[[], None], hang_up: Callable[[], None]) -> None:
    """Call `stop` at each signal that asks for it, and `hang_up` when the terminal is closed: shells say so twice."""
    loop = asyncio.get_running_loop()
    for number in STOPS:
        loop.add_signal_handler(number, stop)
    if not _IGNORED:
        loop.add_signal_handler(signal.SIGHUP, hang_up)


def forget() -> None:
    """Listen no more."""
    for number in (*STOPS, signal.SIGHUP):
        asyncio.get_running_loop().remove_signal_handler(number)
