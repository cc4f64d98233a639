"""Write one structured line per happening, with secrets blotted out whatever wrote them."""

from __future__ import annotations

import logging
import re
import sys
import time
from collections.abc import Callable, Iterable, MutableMapping
from functools import partial
from typing import Any, TextIO

BLOT = "[secret]"
AGAIN = 60.0
"""Seconds after which an error that goes on is written again."""
SHAPES = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+"  # Slack's tokens
    r"|(?<=hooks\.slack\.com)/[^\s\"'<>]+|(?<=/services)/[^\s\"'<>]+"  # a webhook's address is its secret
    r"|(?<=/websub/)[\w-]+"  # a hub's callback
    r"|(?<=://)[^/\s@:]+:[^/\s@]+(?=@)"  # credentials in an address
    r"|(?<=[?&])(?:token|key|apikey|api_key|access_token|auth|secret|password|sig|signature)=[^&\s\"'<>]+",
    re.IGNORECASE,
)


class Redactor:
    """Blot known secrets and everything shaped like one out of a text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted((s for s in secrets if len(s) >= 6), key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str) -> str:
        """Return the text without secrets."""
        if self._known:
            text = self._known.sub(BLOT, text)
        return SHAPES.sub(BLOT, text)

    def rendered(self, _: Any, __: str, line: Any) -> Any:
        """Blot a rendered line: the last of structlog's processors, so that no value slips by in a list."""
        return self(line) if isinstance(line, str) else line


class _Filter(logging.Filter):
    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._redact(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = self._redact(logging.Formatter().formatException(record.exc_info))
        return True


class Repeats:
    """Drop an error that says the same as one of the last minute: a full disk would say so each second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: dict[str, float] = {}

    def __call__(self, _: Any, level: str, facts: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """Return what is to be written, as one of structlog's processors."""
        if level != "error" or "exc_info" in facts:
            return facts
        from structlog import DropEvent

        now, said = self._clock(), repr(sorted(facts.items()))
        self._said = {known: at for known, at in self._said.items() if now - at < AGAIN}
        if said in self._said:
            raise DropEvent
        self._said[said] = now
        return facts


class Log:
    """Write lines. structlog, and what it brings to draw them, is loaded for the first: a quiet pass writes none."""

    def __init__(self) -> None:
        self._lowest = logging.NOTSET
        self._prepare: Callable[[], None] | None = None

    def configure(self, lowest: int, prepare: Callable[[], None]) -> None:
        """Drop what lies below a level; `prepare` sets structlog up before the next line."""
        self._lowest, self._prepare = lowest, prepare

    def is_enabled_for(self, level: int) -> bool:
        """Say whether a line of this level is written."""
        return level >= self._lowest

    def log(self, level: int, event: str, **facts: Any) -> None:
        """Write a line of a level of `logging`."""
        if level < self._lowest:
            return
        import structlog

        if self._prepare is not None:
            self._prepare()
            self._prepare = None
        structlog.get_logger().log(level, event, **facts)

    def debug(self, event: str, **facts: Any) -> None:
        """Write what is of interest to whoever looks for a fault."""
        self.log(logging.DEBUG, event, **facts)

    def info(self, event: str, **facts: Any) -> None:
        """Write what went as it should."""
        self.log(logging.INFO, event, **facts)

    def warning(self, event: str, **facts: Any) -> None:
        """Write what somebody may have to mend."""
        self.log(logging.WARNING, event, **facts)

    def error(self, event: str, **facts: Any) -> None:
        """Write what failed."""
        self.log(logging.ERROR, event, **facts)

    def exception(self, event: str, **facts: Any) -> None:
        """Write what failed, with the exception that is being handled."""
        self.log(logging.ERROR, event, exc_info=True, **facts)


log = Log()
"""The one log of the process."""


def configure(*, level: str, secrets: Iterable[str], stream: TextIO | None = None) -> Redactor:
    """Set up logging for the process: JSON lines, or coloured ones on a terminal. Returns the redactor."""
    out = stream or sys.stderr
    redact = Redactor(secrets)
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    log.configure(number, partial(_set_up, number, out, redact))
    handler = logging.StreamHandler(out)
    handler.addFilter(_Filter(redact))
    logging.basicConfig(handlers=[handler], level=max(number, logging.WARNING), force=True)
    for chatty in ("slack_sdk", "httpx", "apscheduler", "aiohttp"):
        # slack_sdk writes the webhook's address at DEBUG: its level never goes below INFO.
        logging.getLogger(chatty).setLevel(max(number, logging.WARNING))
    # A job that is still under way at its next turn is skipped, as it should be: no news.
    logging.getLogger("apscheduler.scheduler").setLevel(max(number, logging.ERROR))
    return redact


def _set_up(number: int, out: TextIO, redact: Redactor) -> None:
    """Have structlog write JSON lines, or coloured ones on a terminal."""
    import structlog

    renderer: Any = (
        structlog.dev.ConsoleRenderer()
        if out.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            Repeats(),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
            redact.rendered,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
