"""The worker as a process listens to Slack where it has an app-level token, and stops cleanly."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.worker import Worker
from tests.slack_server import SlackServer

RULES = """
rules:
  - id: words
    title: Words
    match: cybercrime
"""


async def test_the_worker_answers_a_command_and_stops(slack: SlackServer, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "feeds.yaml").write_text("feeds: []\n", encoding="utf-8")
    (folder / "ours.yaml").write_text(RULES, encoding="utf-8")
    env = {
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_APP_TOKEN": "xapp-loopback",
        "SLACK_API_URL": slack.api_url,
    }
    async with Worker(tmp_path, env) as worker:
        await slack.sockets.wait_for(lambda sockets: sockets.sockets, 30)
        payload = {
            "text": "status", "user_id": "U1", "user_name": "ana", "response_url": slack.response_url("one")
        }  # fmt: skip
        await slack.sockets.push({"type": "slash_commands", "envelope_id": "e1", "payload": payload})
        await slack.sockets.wait_for(lambda _: slack.workspace.responses.get("one"))
        (answer,) = slack.workspace.responses["one"]
        assert "0 of 0 feeds are well" in answer["text"]
        worker.terminate()
        assert await worker.ended() == 0
        said = "\n".join(worker.errors)
    assert "xapp-loopback" not in said
    assert slack.response_url("one") not in said
