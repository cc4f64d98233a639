"""Write one structured line per happening, with secrets blotted out whatever wrote them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, TextIO

import structlog

BLOT = "[secret]"
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


def configure(*, level: str, secrets: Iterable[str], stream: TextIO | None = None) -> Redactor:
    """Set up logging for the process: JSON lines, or coloured ones on a terminal. Returns the redactor."""
    out = stream or sys.stderr
    redact = Redactor(secrets)
    renderer: Any = (
        structlog.dev.ConsoleRenderer()
        if out.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
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
    handler = logging.StreamHandler(out)
    handler.addFilter(_Filter(redact))
    logging.basicConfig(handlers=[handler], level=max(number, logging.WARNING), force=True)
    for chatty in ("slack_sdk", "httpx", "apscheduler", "aiohttp"):
        # slack_sdk writes the webhook's address at DEBUG: its level never goes below INFO.
        logging.getLogger(chatty).setLevel(max(number, logging.WARNING))
    # A job that is still under way at its next turn is skipped, as it should be: no news.
    logging.getLogger("apscheduler.scheduler").setLevel(max(number, logging.ERROR))
    return redact
