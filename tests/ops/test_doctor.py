"""Plant faults in a real installation, one at a time, and see doctor name each and say what to do."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.answers import checkup
from monitor.answers.checkup import CheckResult, Grade
from monitor.decide.poll import FeedState
from monitor.due import Schedule
from monitor.model import Alert, Feed, Kind, Level, Telling
from monitor.store import Store, worker_lock
from monitor.store.inspect import Inspected
from tests.slack_server import SlackServer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>
<item><title>One</title>
<link>https://a.example/1</link><pubDate>Tue, 24 Nov 2026 11:00:00 GMT</pubDate></item></channel></rss>"""


@dataclass
class Installation:
    """A folder with rules, a state file, a feed on loopback and a Slack, all well."""

    folder: Path
    slack: SlackServer
    feed_status: int = 200
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> Path:
        return self.folder / "state.db"

    async def doctor(self, *arguments: str) -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "monitor", "doctor", *arguments,
            cwd=self.folder, env=self.environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await asyncio.wait_for(process.communicate(), 60)
        text = output.decode()
        assert self.slack.token not in text
        assert "Traceback" not in text, text
        assert process.returncode is not None
        return process.returncode, text

    async def says(self, *words: str, code: int = 1, options: tuple[str, ...] = ()) -> str:
        """Hold what doctor says, and its exit code."""
        found, text = await self.doctor(*options)
        assert found == code, text
        assert [word for word in words if word not in text] == [], text
        return text


@pytest.fixture
async def installation(tmp_path: Path) -> AsyncIterator[Installation]:
    async with SlackServer() as slack:
        made = Installation(tmp_path, slack)

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            head = (
                f"HTTP/1.1 {made.feed_status} X\r\nContent-Length: {len(FEED)}\r\nConnection: close\r\n\r\n"
            )
            writer.write(head.encode() + FEED)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        rules = tmp_path / "rules"
        (rules / "treaties").mkdir(parents=True)
        (rules / "feeds.yaml").write_text(f"feeds:\n  - id: gazette\n    url: http://127.0.0.1:{port}/rss\n")
        (rules / "rules.yaml").write_text("rules:\n  - id: any\n    title: Any\n    match: harbour\n")
        shipped = Path(__file__).parents[2] / "rules" / "treaties" / "un-cybercrime.yaml"
        (rules / "treaties" / "un-cybercrime.yaml").write_text(shipped.read_text())
        made.environment = {
            "PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2]), "PORT": "0", "NO_COLOR": "1",
            "TREATYWATCH_RULES": str(rules), "TREATYWATCH_STATE": str(made.state), "TREATYWATCH_ALLOW_PRIVATE": "1",
            "SLACK_BOT_TOKEN": slack.token, "SLACK_API_URL": slack.api_url, "SLACK_CHANNEL": "#treaty-alerts",
        }  # fmt: skip
        Store.open(made.state, create=True).close()
        yield made
        server.close()
        await server.wait_closed()


async def test_a_sound_installation_is_ready(installation: Installation) -> None:
    text = await installation.says(
        "Ready.",
        "1 rule, 1 treaty, 1 feed",
        "the token has its scopes",
        "gazette answers",
        "agrees with Slack's",
        "is whole",
        code=0,
    )
    assert " push " not in text


async def test_fault_1_a_token_of_the_wrong_kind(installation: Installation) -> None:
    installation.environment["SLACK_BOT_TOKEN"] = "xapp-wrong-kind"
    text = await installation.says("SLACK_BOT_TOKEN: a bot token begins with xoxb-")
    assert "xapp-wrong-kind" not in text


async def test_a_misspelt_variable_is_named(installation: Installation) -> None:
    installation.environment["SLACK_CHANEL"] = "#legal"
    await installation.says(
        "SLACK_CHANEL is no setting; did you mean SLACK_CHANNEL?", code=0, options=("--offline",)
    )


async def test_fault_2_a_token_that_slack_refuses(installation: Installation) -> None:
    installation.environment["SLACK_BOT_TOKEN"] = "xoxb-revoked"
    text = await installation.says("SLACK_BOT_TOKEN: Slack says", "Copy the bot token")
    assert "xoxb-revoked" not in text


async def test_an_app_token_that_slack_refuses(installation: Installation) -> None:
    installation.environment["SLACK_APP_TOKEN"] = "xapp-unknown"
    text = await installation.says("SLACK_APP_TOKEN: Slack says invalid_auth. Make one under")
    assert "xapp-unknown" not in text
    installation.environment["SLACK_APP_TOKEN"] = "xapp-loopback"
    await installation.says("the token has its scopes", code=0)


async def test_fault_3_the_bot_is_not_in_the_channel(installation: Installation) -> None:
    next(iter(installation.slack.workspace.channels.values())).member = False
    await installation.says("#treaty-alerts: the bot is not in the channel. Write /invite there")


async def test_fault_4_there_is_no_such_channel(installation: Installation) -> None:
    installation.environment["SLACK_CHANNEL"] = "#no-such-channel"
    await installation.says("#no-such-channel: there is no such channel")


async def test_a_digest_goes_to_a_channel_that_is_not_there(installation: Installation) -> None:
    digest = "{every: week, on: monday, at: '07:00', zone: UTC, channel: '#weekly'}"
    (installation.folder / "rules" / "defaults.yaml").write_text(f"defaults: {{}}\ndigests: [{digest}]\n")
    await installation.says("#weekly: there is no such channel")


async def test_fault_5_a_mistake_in_the_rules(installation: Installation) -> None:
    (installation.folder / "rules" / "rules.yaml").write_text(
        "rules:\n  - id: a\n    titel: A\n    match: harbour\n"
    )
    await installation.says("rules.yaml:3:5:", "title")


async def test_fault_6_a_damaged_state_file(installation: Installation) -> None:
    for part in installation.folder.glob("state.db-*"):
        part.unlink()
    whole = bytearray(installation.state.read_bytes())
    whole[4096:8192] = b"\xff" * 4096
    installation.state.write_bytes(whole)
    await installation.says("the state file is damaged", "Restore a backup")


async def test_fault_7_a_state_file_that_is_none(installation: Installation) -> None:
    installation.environment["TREATYWATCH_STATE"] = str(
        installation.folder / "rules" / "feeds.yaml" / "state.db"
    )
    await installation.says("is no folder", "Set TREATYWATCH_STATE")


async def test_fault_8_a_feed_that_does_not_answer(installation: Installation) -> None:
    installation.feed_status = 404
    await installation.says("gazette: ", "answers 404 Not Found", "look at this machine's network")


async def test_fault_9_a_port_that_is_taken(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        installation.environment["PORT"] = str(taken.getsockname()[1])
        await installation.says(
            "the page cannot listen on 127.0.0.1:", "(Address already in use). Set PORT to a free port,"
        )
        with worker_lock(installation.state):  # it is the running worker that has it
            await installation.says("a worker runs on it", code=0)


async def test_fault_10_an_alert_that_was_given_up_and_a_channel_that_refuses(
    installation: Installation,
) -> None:
    store = Store.open(installation.state)
    for number in (1, 2):
        telling = Telling(title="x")
        alert = Alert(
            id=f"{number:032}", kind=Kind.NEWS, channel="#c", level=Level.HIGH, created=NOW, telling=telling
        )
        store.outbox.add([alert])
    store.outbox.give_up(f"{1:032}", "no")
    store.outbox.park("#c", NOW, NOW, "the channel is archived")
    store.close()
    await installation.says(
        "1 alert waits because its channel refuses it. Mend the channel", "1 alert was given up"
    )


async def test_a_feed_that_moved_and_a_second_name_of_the_state_file(installation: Installation) -> None:
    store = Store.open(installation.state)
    with store.db.atomic():
        store.feeds.sync([Feed(id="gazette", url="https://old.example/rss")], NOW)
        moved = Schedule(moved_to="https://new.example/rss", moved_polls=3)
        store.feeds.save("gazette", FeedState(schedule=moved, due=NOW))
    store.close()
    (installation.folder / "copy.db").hardlink_to(installation.state)
    await installation.says(
        "1 feed has moved for good (gazette). `treatywatch feeds list` says where to",
        "the state file has 2 names (hard links)",
        code=0,
    )


async def test_a_feed_is_chosen_by_its_id_and_offline_asks_nobody(installation: Installation) -> None:
    unknown = "nobody is no feed of feeds.yaml; `treatywatch feeds list` shows their ids"
    text = await installation.says(unknown, options=("--feed", "nobody"))
    assert "DNS" not in text
    await installation.says(
        "gazete is no feed of feeds.yaml; did you mean `gazette`?", options=("--feed", "gazete")
    )
    installation.feed_status = 404
    installation.environment["SLACK_BOT_TOKEN"] = "xoxb-revoked"
    _, text = await installation.doctor("--offline")
    assert "Slack says" not in text
    assert "answers 404" not in text
    assert "look  slack     Slack was not asked" in text


async def test_a_host_that_is_none_of_this_machine_s_is_named(installation: Installation) -> None:
    installation.environment["TREATYWATCH_HOST"] = "192.0.2.1"
    await installation.says(
        "TREATYWATCH_HOST: 192.0.2.1 is no address of this machine. Set 127.0.0.1", options=("--offline",)
    )


@pytest.mark.parametrize(
    ("finding", "grade", "says"),
    [
        (checkup.disk(50 * 10**6), Grade.BAD, "50 MB free beside the state file. Free some"),
        (checkup.disk(500 * 10**6), Grade.LOOK, "that is little"),
        (checkup.disk(5 * 10**9), Grade.GOOD, "5,000 MB"),
        (checkup.clock(NOW, None, NOW + timedelta(hours=1)), Grade.BAD, "3600 s behind Slack's. Set it"),
        (checkup.clock(NOW, None, NOW - timedelta(minutes=1)), Grade.LOOK, "60 s ahead of Slack's"),
        (checkup.clock(NOW, None, NOW), Grade.GOOD, "agrees"),
        (checkup.clock(NOW, NOW + timedelta(days=2), NOW), Grade.BAD, "later than this machine's clock"),
        (checkup.sqlite((3, 46, 1), full_text=False), Grade.BAD, "lacks FTS5"),
        (checkup.sqlite((3, 31, 1), full_text=True), Grade.BAD, "3.38.0 or newer is needed"),
        (checkup.rules({"rules": 0, "feeds": 3}), Grade.LOOK, "without rules nothing is told"),
        (checkup.rules({"rules": 1, "treaties": 0}), Grade.LOOK, "without treaties no act is read"),
        (next(checkup.mistakes([f"r.yaml:{n}:1: no" for n in range(9)])), Grade.BAD, "r.yaml:0:1"),
        (checkup.page("0.0.0.0:8000", is_open=True), Grade.LOOK, "has no password"),
        (next(checkup.feeds(Inspected(feeds=10, failing=8))), Grade.BAD, "8 of 10 feeds failed"),
        (
            next(checkup.feeds(Inspected(feeds=9, moved=("a", "b")))),
            Grade.LOOK,
            "2 feeds have moved for good (a, b)",
        ),
        (next(checkup.names(2)), Grade.LOOK, "the state file has 2 names"),
    ],
)
def test_the_checks(finding: CheckResult, grade: Grade, says: str) -> None:
    assert (finding.grade, says in finding.says) == (grade, True), finding


async def test_a_webhook_is_tried_without_a_post(installation: Installation) -> None:
    del installation.environment["SLACK_BOT_TOKEN"]
    installation.environment["SLACK_WEBHOOK_URL"] = installation.slack.webhook_url
    await installation.says("Slack was not asked", code=0, options=("--offline",))
    await installation.says("the webhook answers", code=0)
    installation.slack.webhook_broken = (404, "no_service")
    await installation.says("the webhook takes nothing (no_service)", code=1)
    assert installation.slack.workspace.posts() == []
