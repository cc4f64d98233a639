"""The worker knows its workspace's address, and the page links each alert to its message there."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

from monitor.model import Alert, Kind, Level, Telling
from monitor.store import Store
from tests.chaos.worker import Worker
from tests.slack_server import SlackServer
from tests.web.made import NOW, digest


async def test_alerts_link_to_their_messages(slack: SlackServer, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "feeds.yaml").write_text("feeds: []\n", encoding="utf-8")
    alert = Alert(
        id=digest("linked"), kind=Kind.NOTICE, channel="#alerts", level=Level.HIGH, created=NOW,
        telling=Telling(title="Ghana ratifies"),
    )  # fmt: skip
    store = Store.open(tmp_path / "state.db", create=True)
    store.outbox.add([alert])
    store.close()
    slack.workspace.add_channel("alerts", "C0TREATY07")
    env = {"SLACK_BOT_TOKEN": slack.token, "SLACK_API_URL": slack.api_url, "SLACK_CHANNEL": "#alerts"}
    async with Worker(tmp_path, env) as worker:
        started = await worker.until("started")
        await worker.until("delivery", outcome="sent", id=alert.id)
        async with httpx.AsyncClient(base_url=started["page"]) as page:
            html = (await page.get(f"/alerts/{alert.id}")).text
            (row,) = (await page.get("/alerts.json")).json()["alerts"]
    (posted,) = slack.workspace.posts()
    link = f"https://loopback.slack.example/archives/C0TREATY07/p{posted.ts.replace('.', '')}"
    assert re.search(rf'href="{re.escape(link)}"[^>]*><bdi>Open in Slack<', html)
    assert row["slack"] == link
