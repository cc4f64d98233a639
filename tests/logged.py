"""Listen to the log of the process."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        facts = vars(record)["facts"]
        self.lines.append(
            {"event": record.msg, "level": record.levelname, "exc_info": record.exc_info, **facts}
        )


@contextmanager
def logged() -> Iterator[list[dict[str, Any]]]:
    """Yield the lines that our own log writes meanwhile, as dictionaries."""
    logger, listener = logging.getLogger("treatywatch"), _Listener()
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(listener)
    try:
        yield listener.lines
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
