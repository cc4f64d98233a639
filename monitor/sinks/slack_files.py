"""Put a picture beside a message in Slack (files.getUploadURLExternal and files.completeUploadExternal)."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from monitor.model import Failed
from monitor.sinks import faults
from monitor.sinks.slack import SlackSink, refused


async def upload(
    sink: SlackSink, png: bytes, *, name: str, title: str, channel: str, thread: str
) -> Failed | None:
    """Post a picture into a message's thread, once; None if it stands there. It needs the scope files:write."""
    try:
        await sink.client.files_upload_v2(
            content=png, filename=name, title=title, alt_txt=title, channel=channel, thread_ts=thread
        )
    except SlackApiError as error:
        return refused(error).failed
    except Exception as error:  # whatever the transport or the SDK's reading of the answer raises
        return faults.failed_transport(error)
    return None
