"""Plant secrets that sing, walk every failing path at DEBUG, and listen: no output, file or page may hold one."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import aiohttp

from tests.chaos.farm import Farm
from tests.chaos.rules import rules_file, save
from tests.chaos.slack import Slack
from tests.chaos.worker import Worker

SONG = "canarysong"
TOKEN = f"xoxb-1234-{SONG}bot"
APP_TOKEN = f"xapp-1-{SONG}app"
QUERY = f"?token={SONG}0123456789&format=rss&k={SONG}abcdefghijk"
WORDS = ("zebrafish", "axolotl", "dugong")
PAGES = ("/", "/alerts", "/feeds", "/rules", "/health", "/healthz", "/metrics")
COMMANDS = (
    ("status",), ("status", "--json"), ("feeds", "list"), ("outbox", "list", "--state", "sent"),
    ("feeds", "probe", "--all"), ("doctor",), ("check",),
)  # fmt: skip


def with_secrets(url: str) -> str:
    return url.replace("://", f"://reader:{SONG}pass@", 1) + QUERY


def feeds_of(farm: Farm) -> dict[str, str]:
    """Return feeds that fail in every way there is, each with secrets in its address."""
    here = f"http://127.0.0.1:{farm.port}"
    return {
        "good": with_secrets(farm.url("good")),
        "failing": with_secrets(farm.url("failing")),
        "moving": with_secrets(farm.url("moving")),
        "elsewhere": with_secrets(farm.url("elsewhere")),
        "missing": with_secrets(f"{here}/nothing-here"),
        "tls": with_secrets(farm.url("tls").replace("http:", "https:")),
        "unknown-host": with_secrets("http://nowhere.invalid/feed"),
        "closed-port": with_secrets("http://127.0.0.1:9/feed"),
        "metadata": with_secrets("http://169.254.169.254/latest"),
    }


def write(folder: Path, feeds: dict[str, str]) -> None:
    (folder / "rules").mkdir(exist_ok=True)
    listing = [{"id": id, "url": url, "every": "1s"} for id, url in feeds.items()]
    save(folder / "rules" / "feeds.yaml", json.dumps({"feeds": listing}))
    save(folder / "rules" / "rules.yaml", rules_file(WORDS))


def songs(text: str) -> list[str]:
    """Return the lines in which a secret sings."""
    return [line[:300] for line in text.splitlines() if SONG in line]


def on_disk(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("state.db*") if SONG.encode() in path.read_bytes()]


async def test_no_failing_path_lets_a_secret_out(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, [*WORDS, "treaty-alerts"]) as slack:
        await slack.admin("token", token=TOKEN)
        farm.moods["failing"] = ["500", "html", "empty", "cut", "drop"] * 4
        farm.moods["moving"] = [with_secrets(farm.url("good"))] * 40
        farm.moods["elsewhere"] = [with_secrets("http://169.254.169.254/")] * 40
        write(tmp_path, feeds_of(farm))
        good = (tmp_path / "rules" / "feeds.yaml").read_text()
        env = {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": slack.api_url,
            "TREATYWATCH_LOG_LEVEL": "DEBUG",
        }
        heard: dict[str, list[str]] = {}
        async with Worker(tmp_path, env) as worker:
            page = (await worker.until("started"))["page"].rstrip("/")
            for number, (breakdown, word) in enumerate(zip(("drop", "html", "truncate"), WORDS, strict=True)):
                await slack.break_down({"kind": breakdown, "commit": True})
                farm.publish("good", word=word)
                await slack.broken(number + 1, seconds=30)
            save(
                tmp_path / "rules" / "feeds.yaml",
                good.replace("http://", "htp://").replace("https://", "ftp://"),
            )
            await worker.until("rules refused; the last good ones stay in force")
            save(tmp_path / "rules" / "feeds.yaml", good)
            await farm.polled("failing", 3)
            await slack.admin("set", revoked="token_revoked")
            farm.publish("good")
            await worker.until("delivery stopped", seconds=60)
            async with aiohttp.ClientSession() as http:
                for path in PAGES:
                    async with http.get(page + path) as answer:
                        heard[path] = songs(await answer.text())
            for command in COMMANDS:
                async with Worker(tmp_path, env, *command) as asked:
                    await asked.ended(seconds=60)
                heard[" ".join(command)] = songs("\n".join([*asked.output, *asked.errors]))
            worker.terminate()
            await worker.ended()
        errors = "\n".join(worker.errors)
        assert "169.254.169.254" in errors  # the failing paths were walked
        assert "nowhere.invalid" in errors or "name" in errors
        heard["the log"] = songs(errors + "\n".join(worker.output))
        heard["the state file"] = on_disk(tmp_path)
        heard["Slack"] = songs(json.dumps(await slack.ledger(), indent=0))
        assert {where: what for where, what in heard.items() if what} == {}


async def test_a_webhook_that_fails_is_never_named(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path) as slack:
        write(tmp_path, {"good": farm.url("good")})
        base = slack.base
        for address in (f"{base}/services/T0/B0/{SONG}", f"http://127.0.0.1:9/services/T0/B0/{SONG}"):
            env = {"SLACK_WEBHOOK_URL": address, "TREATYWATCH_LOG_LEVEL": "DEBUG"}
            farm.publish("good")
            async with Worker(tmp_path, env) as worker:
                await worker.until("delivery", seconds=30)
                await asyncio.sleep(0)
                worker.terminate()
                await worker.ended()
            assert songs("\n".join(worker.errors + worker.output)) == []
            assert on_disk(tmp_path) == []


async def test_a_wrong_address_in_feeds_yaml_is_reported_without_its_secrets(tmp_path: Path) -> None:
    wrong = [
        "htp://reader:{0}@host.example/feed",
        "https://reader:{0}@",
        "https://host.example:port/?token={0}",
    ]
    for number, url in enumerate(wrong):
        write(tmp_path, {"one": url.format(SONG + "0123456789")})
        for command in (("run", "--once"), ("check",), ("feeds", "list")):
            async with Worker(tmp_path, {}, *command) as worker:
                assert await worker.ended() != 0, (number, command)
            assert songs("\n".join(worker.errors + worker.output)) == [], (number, command)
            assert any("feeds.yaml:1:" in line for line in worker.errors + worker.output), (number, command)
