"""Play Slack on loopback, honestly: its answers, refusals, limits, lags and breakdowns, with a ledger of its own.

In a test: `async with SlackServer() as slack:` gives `slack.api_url`, `slack.webhook_url` and `slack.workspace`.
As a process: `python -m tests.slack_server --port 0 --ledger FILE` prints one JSON line with its addresses.

What it does not know, because Slack does not publish it: the true size of bursts, the workspace's own limit, the
largest metadata, how far history lags behind a write, and the unit of lengths (here: code points of the escaped
text). Each is a knob with a guess. A real workspace is the only judge of these.
"""

from tests.slack_server.breakdowns import Breakdown
from tests.slack_server.live import Live, live
from tests.slack_server.server import SlackServer
from tests.slack_server.workspace import Channel, Posted, Workspace

__all__ = ["Breakdown", "Channel", "Live", "Posted", "SlackServer", "Workspace", "live"]
