"""Say what each of Slack's refusals means: whether, when and how a message may be sent again.

Codes are those of chat.postMessage and its kin (docs.slack.dev/reference/methods/chat.postMessage) and of incoming
webhooks (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import aiohttp

from monitor.model import Failed, Fault
from monitor.normalise import date

_CODES: dict[Fault, str] = {
    Fault.RATE: "ratelimited rate_limited",
    Fault.LATER: "service_unavailable team_added_to_org org_login_required accesslimited",
    Fault.UNKNOWN: "internal_error fatal_error request_timeout",
    Fault.MESSAGE: (
        "invalid_blocks invalid_blocks_format invalid_attachments msg_too_long msg_blocks_too_long no_text"
        " too_many_attachments attachment_payload_limit_exceeded markdown_text_conflict metadata_too_large"
        " invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app invalid_arguments"
        " invalid_arg_name invalid_array_arg invalid_form_data invalid_json json_not_object unknown_method"
        " invalid_payload"
    ),
    Fault.CHANNEL: (
        "channel_not_found not_in_channel is_archived channel_is_archived restricted_action"
        " restricted_action_read_only_channel restricted_action_thread_only_channel"
        " restricted_action_non_threadable_channel messages_tab_disabled ekm_access_denied action_prohibited"
        " user_not_found posting_to_general_channel_denied"
    ),
    Fault.TOKEN: (
        "not_authed invalid_auth account_inactive token_revoked token_expired missing_scope no_permission"
        " not_allowed_token_type access_denied app_access_restricted two_factor_setup_required team_not_found"
        " team_access_not_granted enterprise_is_restricted no_service no_team invalid_token no_active_hooks"
        " message_limit_exceeded"
    ),
}
FAULTS = {code: fault for fault, codes in _CODES.items() for code in codes.split()}

THREAD = frozenset(
    {"cannot_reply_to_message", "restricted_action_thread_locked", "thread_not_found", "message_not_found"}
)
"""No reply is possible there: the message is posted as one of its own instead."""
NOT_EDITABLE = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "channel_not_found"}
)
"""Of chat.update: a person deleted the message, or its time is over. Nothing is posted anew."""

QUOTA_WAIT = timedelta(hours=1)
"""After message_limit_exceeded: a quota of the whole workspace, not of a second."""
LONGEST_BELIEVED = timedelta(hours=1)
"""A Retry-After beyond this is not believed."""


def failed(code: str, detail: str = "", headers: Mapping[str, str] | None = None) -> Failed:
    """Return what an error code means. A code never seen before may be tried again, with a limit."""
    if code == "message_limit_exceeded":
        return Failed(fault=Fault.TOKEN, reason=f"{code}{detail}", wait=QUOTA_WAIT)
    fault = FAULTS.get(code, Fault.CHANNEL if code.startswith("restricted_action") else Fault.STRANGE)
    wait = retry_after(headers or {}) if fault in (Fault.RATE, Fault.LATER) else None
    return Failed(fault=fault, reason=f"{code}{detail}", wait=wait)


def failed_status(status: int, headers: Mapping[str, str]) -> Failed | None:
    """Return what an HTTP status means by itself; None where the body has to say.

    A 502 or 504 comes from something between us and Slack and does not tell whether Slack took the message.
    """
    if status == 429:
        return Failed(fault=Fault.RATE, reason="HTTP 429", wait=retry_after(headers))
    if status == 503:
        return Failed(fault=Fault.LATER, reason="HTTP 503", wait=retry_after(headers))
    if status >= 500:
        return Failed(fault=Fault.UNKNOWN, reason=f"HTTP {status}")
    return None


def failed_transport(error: Exception) -> Failed:
    """Return what a broken request means; the words never hold an address, which may be a secret."""
    name = type(error).__name__
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return Failed(fault=Fault.TOKEN, reason="the configured Slack address is not an address")
    if isinstance(
        error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.ClientSSLError
    ):
        return Failed(fault=Fault.LATER, reason=f"cannot connect to Slack ({name})")
    if isinstance(error, TimeoutError):
        return Failed(fault=Fault.UNKNOWN, reason="no answer in time")
    return Failed(fault=Fault.UNKNOWN, reason=f"no clear answer ({name})")


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long Slack asks us to wait, from a second to `LONGEST_BELIEVED`; None if that cannot be read.

    Headers are aiohttp's, which may be asked for in any case.
    """
    wait = date.retry_after(headers.get("Retry-After", ""), date.parse(headers.get("Date")))
    return None if wait is None else min(max(wait, timedelta(seconds=1)), LONGEST_BELIEVED)


def ahead(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Return how far `now` is ahead of the Date that an answer carries; zero where it carries none."""
    then = date.parse(headers.get("Date"))
    return now - then if then else timedelta(0)
