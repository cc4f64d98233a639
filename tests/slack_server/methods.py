# ruff: noqa: ARG001 - every method takes the same three arguments
"""Answer the Web API's methods as Slack documents them (docs.slack.dev/reference/methods), on a Workspace."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from tests.slack_server.limits import TEXT_KEPT, UPDATE_TEXT_MAX, block_errors, metadata_fault
from tests.slack_server.workspace import Channel, Posted, Workspace

Args = dict[str, Any]
Reply = dict[str, Any]
BOT = {"user": "U0TREATYW1", "bot_id": "B0TREATYW1", "app_id": "A0TREATYW1"}


def _no(error: str, **more: Any) -> Reply:
    return {"ok": False, "error": error, **more}


def _needs(workspace: Workspace, token: str, scope: str) -> Reply | None:
    granted = workspace.tokens[token]
    if scope in granted:
        return None
    return _no("missing_scope", needed=scope, provided=",".join(granted))


def auth_test(workspace: Workspace, args: Args, token: str) -> Reply:
    return {
        "ok": True, "url": "https://loopback.slack.example/", "team": "Loopback", "user": "treatywatch",
        "team_id": "T0TREATYW1", "user_id": BOT["user"], "bot_id": BOT["bot_id"],
    }  # fmt: skip


def post_message(workspace: Workspace, args: Args, token: str) -> Reply:
    refused = _needs(workspace, token, "chat:write")
    if refused:
        return refused
    channel = workspace.find_channel(str(args.get("channel", "")))
    if channel is None:
        return _no("channel_not_found")
    if channel.broken or channel.archived:
        return _no(channel.broken or "is_archived")
    if not channel.member and (channel.private or "chat:write.public" not in workspace.tokens[token]):
        return _no("channel_not_found" if channel.private else "not_in_channel")
    body = {key: value for key, value in args.items() if key not in ("token", "metadata")}
    reply = _content(body) or _thread(channel, body)
    if reply:
        return reply
    error, warning = metadata_fault(args.get("metadata"))
    if error:
        return _no(error)
    warnings = [warning] if warning else []
    if len(body.get("text") or "") > TEXT_KEPT:
        body["text"] = body["text"][:TEXT_KEPT]
        warnings.append("message_truncated")
    posted = workspace.commit(channel, body, None if warning else args.get("metadata"))
    answer = {"ok": True, "channel": channel.id, "ts": posted.ts, "message": _shown(posted, metadata=True)}
    return {**answer, "response_metadata": {"warnings": warnings}} if warnings else answer


def update(workspace: Workspace, args: Args, token: str) -> Reply:
    refused = _needs(workspace, token, "chat:write")
    if refused:
        return refused
    channel = workspace.channels.get(str(args.get("channel", "")))
    if channel is None:
        return _no("channel_not_found")
    if channel.archived:
        return _no("is_archived")
    message = _message(channel, args.get("ts"))
    if message is None:
        return _no("message_not_found")
    body = {key: value for key, value in args.items() if key not in ("token", "metadata", "ts")}
    reply = _content(body)
    if reply:
        return reply
    if len(body.get("text") or "") > UPDATE_TEXT_MAX:
        return _no("msg_too_long")
    body.setdefault("parse", "client")
    body["thread_ts"] = message.thread_ts
    message.body, message.edits = body, message.edits + 1
    workspace.note("update", message)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "text": body.get("text", "")}


def history(workspace: Workspace, args: Args, token: str) -> Reply:
    return _read(workspace, args, token, None)


def replies(workspace: Workspace, args: Args, token: str) -> Reply:
    return _read(workspace, args, token, str(args.get("ts", "")))


def list_channels(workspace: Workspace, args: Args, token: str) -> Reply:
    kinds = str(args.get("types", "public_channel")).split(",")
    for kind, scope in (("public_channel", "channels:read"), ("private_channel", "groups:read")):
        if kind in kinds and (refused := _needs(workspace, token, scope)):
            return refused
    seen = [
        channel
        for channel in workspace.channels.values()
        if ("private_channel" if channel.private else "public_channel") in kinds
        and (channel.member or not channel.private)
    ]
    page, cursor = _paged(seen, args, 1000)
    return {"ok": True, "channels": [_about(c) for c in page], "response_metadata": {"next_cursor": cursor}}


def info(workspace: Workspace, args: Args, token: str) -> Reply:
    channel = workspace.channels.get(str(args.get("channel", "")))
    if channel is None or (channel.private and not channel.member):
        return _no("channel_not_found")
    refused = _needs(workspace, token, "groups:read" if channel.private else "channels:read")
    return refused or {"ok": True, "channel": _about(channel)}


def upload_url(workspace: Workspace, args: Args, token: str) -> Reply:
    refused = _needs(workspace, token, "files:write")
    if refused:
        return refused
    if not args.get("filename") or not str(args.get("length", "")).isdigit():
        return _no("invalid_arguments")
    id = f"F0TREATY{len(workspace.files):02}"
    workspace.files[id] = {"id": id, "name": args["filename"], "length": int(args["length"]), "bytes": None}
    return {"ok": True, "file_id": id, "upload_url": f"{args['base']}/upload/{id}"}


def complete_upload(workspace: Workspace, args: Args, token: str) -> Reply:
    files = args.get("files") or []
    channel = workspace.find_channel(str(args.get("channel_id", "")))
    if args.get("channel_id") and channel is None:
        return _no("channel_not_found")
    for file in files:
        held = workspace.files.get(file.get("id"))
        if held is None or held["bytes"] is None:
            return _no("file_not_found")
    if channel is not None:
        body = {"text": args.get("initial_comment") or "", "files": [file["id"] for file in files]}
        workspace.commit(channel, {**body, "thread_ts": args.get("thread_ts")}, None)
    return {"ok": True, "files": [{"id": file["id"], "title": file.get("title", "")} for file in files]}


def publish_view(workspace: Workspace, args: Args, token: str) -> Reply:
    view = args.get("view") or {}
    errors = block_errors(view.get("blocks"), 100)
    if errors or view.get("type") != "home":
        return _no("invalid_arguments", response_metadata={"messages": errors})
    workspace.views[str(args.get("user_id"))] = view
    return {"ok": True, "view": {**view, "id": "V0TREATYW1"}}


def open_view(workspace: Workspace, args: Args, token: str) -> Reply:
    view = args.get("view") or {}
    errors = block_errors(view.get("blocks"), 100)
    if not args.get("trigger_id"):
        return _no("invalid_trigger_id")
    if len(view.get("title", {}).get("text", "")) > 24 or not view.get("callback_id"):
        errors.append("title too long, or no callback_id")
    if errors or view.get("type") != "modal":
        return _no("invalid_arguments", response_metadata={"messages": errors})
    workspace.views[f"trigger:{args['trigger_id']}"] = view
    return {"ok": True, "view": {**view, "id": "V0TREATYW2"}}


METHODS: dict[str, Callable[[Workspace, Args, str], Reply]] = {
    "auth.test": auth_test,
    "chat.postMessage": post_message,
    "chat.update": update,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.list": list_channels,
    "conversations.info": info,
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete_upload,
    "views.publish": publish_view,
    "views.open": open_view,
}


def _content(body: Args) -> Reply | None:
    """Refuse what a message may not hold."""
    if not body.get("text") and not body.get("blocks") and not body.get("attachments"):
        return _no("no_text")
    if len(body.get("attachments") or ()) > 100:
        return _no("too_many_attachments")
    if body.get("blocks") is not None:
        errors = block_errors(body["blocks"])
        if errors:
            return _no("invalid_blocks", errors=errors, response_metadata={"messages": errors})
    return None


def _thread(channel: Channel, body: Args) -> Reply | None:
    """Refuse a reply to nothing, and to a reply."""
    if not body.get("thread_ts"):
        return None
    root = _message(channel, body["thread_ts"])
    if root is None:
        return _no("thread_not_found")
    return _no("cannot_reply_to_message") if root.thread_ts not in (None, root.ts) else None


def _read(workspace: Workspace, args: Args, token: str, thread: str | None) -> Reply:
    channel = workspace.channels.get(str(args.get("channel", "")))
    if channel is None:
        return _no("channel_not_found")
    refused = _needs(workspace, token, "groups:history" if channel.private else "channels:history")
    if refused:
        return refused
    if not channel.member:
        return _no("not_in_channel")
    if thread is not None and _message(channel, thread) is None:
        return _no("thread_not_found")
    seen = [message for message in channel.messages if _visible(workspace, message, args, thread)]
    if thread is None:
        seen.reverse()
    page, cursor = _paged(seen, args, workspace.history_page)
    metadata = str(args.get("include_all_metadata")) in ("1", "true", "True")
    return {
        "ok": True,
        "messages": [_shown(message, metadata=metadata) for message in page],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def _visible(workspace: Workspace, message: Posted, args: Args, thread: str | None) -> bool:
    """Tell whether a message is in the asked-for part: bounds are exclusive unless asked otherwise."""
    if message.deleted or message.at + workspace.history_lag > workspace.clock():
        return False
    if thread is not None and message.ts == thread:
        return True
    if thread is not None and message.thread_ts != thread:
        return False
    if (
        thread is None
        and message.thread_ts not in (None, message.ts)
        and not message.body.get("reply_broadcast")
    ):
        return False
    at, inclusive = float(message.ts), str(args.get("inclusive")) in ("1", "true", "True")
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    return oldest < at < latest or (inclusive and at in (oldest, latest))


def _paged(items: list[Any], args: Args, most: int) -> tuple[list[Any], str]:
    start = int(base64.b64decode(args["cursor"])) if args.get("cursor") else 0
    end = start + max(1, min(int(args.get("limit") or 100), most))
    return items[start:end], base64.b64encode(str(end).encode()).decode() if end < len(items) else ""


def _message(channel: Channel, ts: Any) -> Posted | None:
    return next((m for m in channel.messages if m.ts == ts and not m.deleted), None)


def _shown(message: Posted, *, metadata: bool) -> Reply:
    shown: Reply = {
        "type": "message", "ts": message.ts, "text": message.body.get("text", ""),
        "user": BOT["user"], "bot_id": BOT["bot_id"], "app_id": BOT["app_id"],
    }  # fmt: skip
    if message.body.get("blocks"):
        shown["blocks"] = message.body["blocks"]
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.metadata and metadata:
        shown["metadata"] = message.metadata
    return shown


def _about(channel: Channel) -> Reply:
    return {
        "id": channel.id, "name": channel.name, "is_private": channel.private, "is_archived": channel.archived,
        "is_member": channel.member,
    }  # fmt: skip
