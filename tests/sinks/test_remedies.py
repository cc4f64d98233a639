"""What to do about each of Slack's refusals."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model import Fault
from monitor.sinks import notices
from monitor.sinks.faults import FAULTS, failed, failed_status, failed_transport
from monitor.sinks.remedies import REMEDIES, remedy
from monitor.sinks.slack_setup import refusal

ANSWERED = [
    code for code, fault in FAULTS.items() if fault is not Fault.MESSAGE and code != "request_timeout"
]
"""Without those of a message that Slack cannot take, and of one that came cut off."""


@pytest.mark.parametrize("code", ANSWERED)
def test_no_code_of_slacks_is_blamed_on_the_way_to_it(code: str) -> None:
    """Slack that answers is reached: what it says is of the token, the workspace, the channel or of Slack itself."""
    assert remedy(failed(code))
    assert "DNS" not in remedy(failed(code, " (needs chat:write)"))


def test_every_remedy_is_of_a_code_that_is_known() -> None:
    assert set(REMEDIES) <= set(FAULTS)


def test_no_answer_is_a_matter_of_the_way() -> None:
    unreached = failed_transport(TimeoutError())
    assert refusal(unreached) == f"Slack cannot be asked: no answer in time. {remedy(unreached)}"
    assert "DNS" in remedy(unreached)
    unavailable = failed_status(503, {})
    assert unavailable
    assert "DNS" in remedy(unavailable)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("restricted_action_read_only_channel", "posting permissions"),
        ("not_in_channel", "/invite"),
        ("user_not_found", "name another one"),
    ],
)
def test_operators_hear_what_to_do_about_a_channel_that_refuses(code: str, words: str) -> None:
    notice = notices.parked("#legal", code, "#alerts", datetime(2026, 12, 2, tzinfo=UTC))
    assert words in notice.telling.lines[1]
