"""Write one structured line per happening, with secrets blotted out whatever wrote them."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TextIO

BLOT = "[secret]"
AGAIN = 60.0
"""Seconds after which an error that goes on is written again."""
_BOLD, _PLAIN = "\033[1m", "\033[0m"
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


class _Lines(logging.Formatter):
    """Draw a record as a line of JSON (https://jsonlines.org) or, on a terminal, for people; no secret is in either."""

    def __init__(self, redact: Redactor, *, terminal: bool) -> None:
        super().__init__()
        self._redact = redact
        self._terminal = terminal

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: the facts of our own log, the event, its level and its moment."""
        event, level = record.getMessage(), record.levelname.lower()
        facts = dict(getattr(record, "facts", {}))
        moment = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        if self._terminal:
            told = " ".join(f"{name}={fact!r}" for name, fact in facts.items())
            return self._redact(f"{moment} [{level:<8}] {_BOLD}{event}{_PLAIN} {told}\n{trace}".rstrip())
        facts |= {"event": event, "level": level, "timestamp": moment}
        facts |= {"exception": trace} if trace else {}
        return json.dumps(self._clean(facts), ensure_ascii=False)

    def _clean(self, fact: object) -> object:
        """Return a fact as JSON has it, each text in it without secrets, so that the line stays JSON."""
        if isinstance(fact, dict):
            return {str(name): self._clean(part) for name, part in fact.items()}
        if isinstance(fact, list | tuple):
            return [self._clean(part) for part in fact]
        if fact is None or isinstance(fact, bool | int | float):
            return fact
        return self._redact(fact if isinstance(fact, str) else repr(fact))


class Repeats(logging.Filter):
    """Drop an error that says the same as one of the last minute: a full disk would say so each second, and a bug in
    looking what is owed would fill it with its tracebacks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the line is to be written."""
        if record.levelno != logging.ERROR:
            return True
        raised = record.exc_info[1] if record.exc_info else None
        said = f"{record.name} {record.getMessage()} {getattr(record, 'facts', {})!r} {raised!r}"
        now = self._clock()
        self._said = {known: at for known, at in list(self._said.items()) if now - at < AGAIN}
        return self._said.setdefault(said, now) == now


def _goes_wrong(record: logging.LogRecord) -> bool:
    """Say whether a line is written: a job that a stop cancels, which the scheduler calls an exception, is no error."""
    raised = record.exc_info[0] if record.exc_info else None
    return raised is None or raised.__name__ != "CancelledError"


class Log:
    """Write lines, each an event with its facts."""

    def __init__(self) -> None:
        self._logger = logging.getLogger("treatywatch")

    def is_enabled_for(self, level: int) -> bool:
        """Say whether a line of this level is written."""
        return self._logger.isEnabledFor(level)

    def log(self, level: int, event: str, **facts: Any) -> None:
        """Write a line of a level of `logging`."""
        self._logger.log(level, event, extra={"facts": facts})

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
        self._logger.exception(event, extra={"facts": facts})


log = Log()
"""The one log of the process."""


def configure(*, level: str, secrets: Iterable[str], stream: TextIO | None = None) -> Redactor:
    """Set up logging for the process: JSON lines, or ones for people on a terminal. Returns the redactor."""
    out = stream or sys.stderr
    redact = Redactor(secrets)
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    handler = logging.StreamHandler(out)
    handler.setFormatter(_Lines(redact, terminal=out.isatty()))
    handler.addFilter(_goes_wrong)
    handler.addFilter(Repeats())
    logging.basicConfig(handlers=[handler], level=max(number, logging.WARNING), force=True)
    logging.getLogger("treatywatch").setLevel(number)
    for chatty in ("slack_sdk", "httpx", "apscheduler", "aiohttp"):
        # slack_sdk writes the webhook's address at DEBUG: its level never goes below INFO.
        logging.getLogger(chatty).setLevel(max(number, logging.WARNING))
    # A job that is still under way at its next turn is skipped, as it should be: no news.
    logging.getLogger("apscheduler.scheduler").setLevel(max(number, logging.ERROR))
    return redact
