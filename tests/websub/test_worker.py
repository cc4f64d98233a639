"""A running worker is reached by its hub: what is pushed is told once, and without a poll."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from pathlib import Path

import aiohttp

from tests.chaos.farm import Farm, Held
from tests.chaos.rules import rules_file, save
from tests.chaos.slack import Slack
from tests.chaos.worker import Worker
from tests.service.made import farm_is_due
from tests.websub.hub import Hub, sign


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def write(folder: Path, farm: Farm, every: str) -> None:
    (folder / "rules").mkdir(exist_ok=True)
    save(
        folder / "rules" / "feeds.yaml",
        json.dumps({"feeds": [{"id": "one", "url": farm.url("one"), "every": every}]}),
    )
    save(folder / "rules" / "rules.yaml", rules_file(["zebrafish"]))


async def test_an_item_that_is_pushed_reaches_slack_without_a_poll(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack, Hub() as hub:
        farm.announces["one"] = hub.url
        farm.publish("one", word="pond")
        write(tmp_path, farm, "1h")
        port = free_port()
        env = slack.env | {
            "PORT": str(port), "TREATYWATCH_WEBSUB_URL": f"http://127.0.0.1:{port}/", "TREATYWATCH_LOG_LEVEL": "DEBUG"
        }  # fmt: skip
        topic = farm.url("one")
        async with Worker(tmp_path, env) as worker:
            await hub.until(1)
            await worker.until("subscribed", feed="one")
            polls = farm.served["one"]
            first = farm.publish("one")
            whole = farm.document("one").encode()
            assert await hub.publish(topic, whole) == [202]
            await slack.posted(first.token)
            ((_, callback),) = hub.held
            forged = farm.publish("one")
            body = farm.document("one").encode()
            assert await hub.send(callback, body, sign("guessed", body)) == 202
            farm.items["one"] = [second := farm.publish("one")]  # a hub may leave out what it sent before
            assert await hub.publish(topic, farm.document("one").encode()) == [202]
            await slack.posted(second.token)
            assert await hub.publish(topic, whole) == [202]
            await worker.until("push", outcome="unchanged")
            assert farm.served["one"] == polls
            assert await slack.posts(forged.token) == []
            pages = {}
            async with aiohttp.ClientSession() as http:
                for path in ("/", "/alerts", "/feeds", "/rules", "/readyz", "/metrics"):
                    async with http.get(f"http://127.0.0.1:{port}{path}") as answer:
                        pages[path] = await answer.text()
            assert "pushed by 127.0.0.1" in pages["/feeds"]
            counted = dict(re.findall(r'treatywatch_pushes_total{outcome="(\w+)"} (\S+)', pages["/metrics"]))
            assert counted == {"new": "2.0", "unchanged": "1.0", "failed": "0.0", "unsigned": "1.0"}
            worker.terminate()
            assert await worker.ended() == 0
        farm.items["one"] = [second, forged, first]
        write(tmp_path, farm, "1s")
        await farm_is_due(tmp_path)
        async with Worker(tmp_path, env) as again:
            await farm.polled("one", 2)
            later = farm.publish("one")
            await slack.posted(later.token)
            again.terminate()
            assert await again.ended() == 0
        assert [len(await slack.posts(item.token)) for item in (first, second, forged, later)] == [1] * 4
        told = "\n".join([*pages.values(), *worker.errors, *worker.output, *again.errors])
        for asked in hub.asked:
            assert asked.secret not in told
            assert asked.callback.rpartition("/")[2] not in told


async def test_push_and_poll_at_once_tell_an_item_once(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack, Hub() as hub:
        farm.announces["one"] = hub.url
        write(tmp_path, farm, "1s")
        port = free_port()
        env = slack.env | {"PORT": str(port), "TREATYWATCH_WEBSUB_URL": f"http://127.0.0.1:{port}"}
        async with Worker(tmp_path, env) as worker:
            await hub.until(1)
            for _ in range(3):
                held = farm.hold["midway"] = Held()
                item = farm.publish("one")
                await asyncio.wait_for(held.reached.wait(), 60)
                assert await hub.publish(farm.url("one"), farm.document("one").encode()) == [202]
                farm.release()
                await slack.posted(item.token)
            await farm.polled("one", 2)
            worker.terminate()
            assert await worker.ended() == 0
        assert [len(await slack.posts(item.token)) for item in farm.all] == [1] * 3


async def test_without_the_setting_nobody_is_asked(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack, Hub() as hub:
        farm.announces["one"] = hub.url
        write(tmp_path, farm, "1s")
        async with Worker(tmp_path, slack.env) as worker:
            page = (await worker.until("started"))["page"]
            await farm.polled("one", 3)
            async with aiohttp.ClientSession() as http, http.post(f"{page}websub/x", data=b"x") as answer:
                assert answer.status == 404
            worker.terminate()
            assert await worker.ended() == 0
        assert hub.asked == []
