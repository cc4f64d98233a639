"""Say what to do about each of Slack's refusals, in a sentence for who set the worker up.

What each code means is told at docs.slack.dev/reference/methods, of auth.test and chat.postMessage.
"""

from __future__ import annotations

from monitor.model import Failed, Fault

SCOPE = "Add it under OAuth & Permissions (or paste slack-manifest.yaml anew) and reinstall the app."

_OF_THE_WAY = "Look at this machine's network, DNS and proxy, and at SLACK_API_URL if set."
_OF_SLACK = "That is Slack's own trouble, see https://slack-status.com; it passes."
_OF_THE_WORKSPACE = "Whoever runs the workspace must mend that."
_OF_THE_CHANNEL = "Invite the bot to the channel, un-archive it, or name another one."
_COPY = "Copy the bot token (xoxb-...) anew."
_REINSTALL = "Reinstall the app to the workspace, and copy its bot token (xoxb-...) anew."
_APPROVE = "Whoever runs the workspace must allow the app there."
_POSTING = (
    "Let apps post there, in the channel's settings under posting permissions, or name another channel."
)
_UNARCHIVE = "Un-archive it or name another one."
_HOOK = "The webhook is gone: make another under Incoming Webhooks in the app's settings."

REMEDIES: dict[str, str] = {
    "not_authed": _COPY,
    "invalid_auth": _COPY,
    "invalid_token": _COPY,
    "account_inactive": _REINSTALL,
    "token_revoked": _REINSTALL,
    # Rotation cannot be switched off again (docs.slack.dev/authentication/using-token-rotation).
    "token_expired": "The app rotates its tokens, which is not followed: make another app from the manifest.",
    "not_allowed_token_type": "Take the Bot User OAuth Token (xoxb-...) of the page OAuth & Permissions.",
    "missing_scope": SCOPE,
    "access_denied": _APPROVE,
    "app_access_restricted": _APPROVE,
    "team_access_not_granted": _APPROVE,
    "enterprise_is_restricted": "Install the app to a workspace of the organisation, not to the organisation.",
    "two_factor_setup_required": "Whoever installed the app must set up two-factor sign-in.",
    "accesslimited": "Whoever runs the workspace must allow this machine's address: it is limited to others.",
    "ekm_access_denied": "Whoever runs the workspace has suspended posting there.",
    "org_login_required": "The workspace is being moved into an organisation: wait until that is done.",
    "team_added_to_org": "The workspace is being moved into an organisation: wait until that is done.",
    "message_limit_exceeded": "The workspace has sent all messages that it may: it waits, or wants another plan.",
    "channel_not_found": "Make it, or invite the bot where it is private.",
    "not_in_channel": "Write /invite there and choose the bot.",
    "is_archived": _UNARCHIVE,
    "channel_is_archived": _UNARCHIVE,
    "action_prohibited": _POSTING,
    "posting_to_general_channel_denied": _POSTING,
    "no_service": _HOOK,
    "no_active_hooks": _HOOK,
    "no_team": _HOOK,
    "ratelimited": "Try again in a minute.",
    "rate_limited": "Try again in a minute.",
    "internal_error": _OF_SLACK,
    "fatal_error": _OF_SLACK,
    "service_unavailable": _OF_SLACK,
}


def remedy(failed: Failed) -> str:
    """Return what to do about it; empty where that is a programmer's affair (a message that Slack cannot take)."""
    code = failed.reason.partition(" ")[0]
    if found := REMEDIES.get(code):
        return found
    if code.startswith("restricted_action"):
        return _POSTING
    if failed.fault is Fault.TOKEN:
        return _OF_THE_WORKSPACE
    if failed.fault is Fault.CHANNEL:
        return _OF_THE_CHANNEL
    return _OF_THE_WAY if failed.fault in {Fault.LATER, Fault.UNKNOWN} else ""
