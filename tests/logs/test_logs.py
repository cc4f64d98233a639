"""No secret reaches a log line, whoever writes it and in whatever form."""

from __future__ import annotations

import io
import json
import logging
from asyncio import CancelledError
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.logs import BLOT, Redactor, Repeats, configure, log

SECRETS = ("xoxb-111-canarybot", "xapp-1-canaryapp", "https://hooks.slack.com/services/T0/B0/canaryhook")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    configure(level="DEBUG", secrets=SECRETS, stream=stream)
    yield stream
    logging.getLogger("treatywatch").setLevel(logging.NOTSET)
    logging.basicConfig(handlers=[logging.NullHandler()], level=logging.WARNING, force=True)


def test_our_own_lines_are_json_and_clean(lines: io.StringIO) -> None:
    log.info("poll", feed="f", error=f"refused {SECRETS[0]}", url=SECRETS[2], lines=[SECRETS[1]])
    line = json.loads(lines.getvalue())
    assert line["event"] == "poll"
    assert line["level"] == "info"
    assert "canary" not in lines.getvalue()
    assert BLOT in line["error"]


def test_an_error_that_goes_on_is_written_once_a_minute(lines: io.StringIO) -> None:
    for _ in range(3):
        log.error("times of polls not recorded", error="the disk is full")
    log.error("times of polls not recorded", error="locked")
    for _ in range(2):
        log.warning("the clock was set", seconds=3)
    assert len(lines.getvalue().splitlines()) == 4
    for said in ("one", "one", "another"):  # a bug that each second meets anew
        try:
            raise ValueError(said)
        except ValueError:
            log.exception("delivery met a bug")
    assert len(lines.getvalue().splitlines()) == 6
    times = iter([0.0, 1.0, 59.0, 61.0, 62.0])
    repeats = Repeats(lambda: next(times))
    full = logging.makeLogRecord({"msg": "full", "levelno": logging.ERROR})
    assert [repeats.filter(full) for _ in range(5)] == [True, False, False, True, False]


def test_a_job_that_a_stop_cancels_is_no_error(lines: io.StringIO) -> None:
    for raised in (CancelledError, ValueError):
        try:
            raise raised
        except raised:
            logging.getLogger("apscheduler.executors.default").exception("Job raised an exception")
    (line,) = lines.getvalue().splitlines()
    assert "ValueError" in json.loads(line)["exception"]


def test_other_libraries_lines_are_clean(lines: io.StringIO) -> None:
    logging.getLogger("slack_sdk.web").warning("posting to %s with %s", SECRETS[2], SECRETS[1])
    assert json.loads(lines.getvalue())["event"].startswith("posting to")
    assert "canary" not in lines.getvalue()


def test_slack_sdk_never_speaks_at_debug(lines: io.StringIO) -> None:
    logging.getLogger("slack_sdk").debug("Sending a request - url: %s", SECRETS[2])
    logging.getLogger("slack_sdk.webhook.client").debug("Sending a request - url: %s", SECRETS[2])
    assert lines.getvalue() == ""


def test_tracebacks_are_clean(lines: io.StringIO) -> None:
    try:
        raise ValueError(f"no route to {SECRETS[2]}?token=canarytoken")
    except ValueError:
        log.exception("bug")
        logging.getLogger("other").exception("bug")
    ours, other = map(json.loads, lines.getvalue().splitlines())
    assert "ValueError" in ours["exception"]
    assert ours["exception"] == other["exception"]
    assert "canary" not in lines.getvalue()


class Terminal(io.StringIO):
    """A stream that people look at."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_lines_for_people() -> None:
    terminal = Terminal()
    configure(level="INFO", secrets=SECRETS, stream=terminal)
    log.info("poll", feed="f", error=SECRETS[0])
    log.log(logging.DEBUG, "not written")
    assert "[info    ] \033[1mpoll\033[0m feed='f' error='[secret]'\n" in terminal.getvalue()
    assert len(terminal.getvalue().splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://user:canary@feeds.example/rss",
        "https://feeds.example/rss?token=canary&x=1",
        "https://feeds.example/rss?x=1&access_token=canary",
        "Bearer xoxb-99-canary",
        "https://hooks.slack.com/workflows/canary/canary",
        "http://127.0.0.1:9/services/T1/B1/canary",
    ],
)
def test_what_is_shaped_like_a_secret_goes_even_if_nobody_named_it(text: str) -> None:
    assert "canary" not in Redactor()(text)


@given(st.text(), st.text())
def test_a_known_secret_never_passes(before: str, after: str) -> None:
    assert "sEcReTvAlUe99" not in Redactor(["sEcReTvAlUe99"])(before + "sEcReTvAlUe99" + after)


@given(st.text(alphabet="abc xyz.,:/0123456789"))
def test_plain_text_passes_as_it_is(text: str) -> None:
    assert Redactor(["sEcReTvAlUe99"])(text) == text
