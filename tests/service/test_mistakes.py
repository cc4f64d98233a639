"""A user's mistake ends in plain words and exit code 1: no traceback, and nothing that was there is overwritten."""

from __future__ import annotations

import socket
import sqlite3
from pathlib import Path

import pytest

from monitor.store import Store
from tests.chaos.farm import Farm
from tests.chaos.rules import write_rules
from tests.chaos.slack import Slack
from tests.chaos.worker import Worker
from tests.commands import run

FEEDS = "feeds:\n  - {id: one, url: 'http://127.0.0.1:9/feed'}\n"
RULES = "rules:\n  - {id: a, title: A, match: zebrafish}\n"


def rules_folder(folder: Path, feeds: str | None = FEEDS, rules: str = RULES) -> None:
    (folder / "rules").mkdir()
    if feeds is not None:
        (folder / "rules" / "feeds.yaml").write_text(feeds)
    (folder / "rules" / "rules.yaml").write_text(rules)


async def refusal(folder: Path, env: dict[str, str] | None = None, code: int = 1) -> list[str]:
    """Run the worker, which must refuse to; return what it said to the user (log lines left out)."""
    async with Worker(folder, env or {}) as worker:
        assert await worker.ended() == code, worker.errors
    said = "\n".join(worker.errors + worker.output)
    assert "Traceback" not in said
    assert "canary" not in said
    return [line for line in worker.errors if not line.startswith("{")]


@pytest.mark.parametrize(
    ("feeds", "words"),
    [
        (None, ["feeds"]),
        ("feds:\n  - {id: one, url: 'https://one.example/feed'}\n", ["feeds.yaml:1:1", "feds", "feeds"]),
        ("feeds:\n  - {id: one, ur: 'https://one.example/feed'}\n", ["feeds.yaml:2:", "ur", "url"]),
        ("feeds:\n  - {id: one, url: 'file:///etc/passwd'}\n", ["feeds.yaml:2:", "http"]),
        ("feeds: [\n", ["feeds.yaml:"]),
    ],
)
async def test_wrong_feeds(tmp_path: Path, feeds: str | None, words: list[str]) -> None:
    rules_folder(tmp_path, feeds)
    said = await refusal(tmp_path)
    assert all(any(word in line for line in said) for word in words), said
    assert len(said) <= 2
    assert not (tmp_path / "state.db").exists()


async def test_no_rules_folder(tmp_path: Path) -> None:
    said = await refusal(tmp_path)
    assert len(said) == 1
    assert str(tmp_path / "rules") in said[0]


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SLACK_BOT_TOKEN", "canary-of-the-wrong-shape", "xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-canary-of-the-wrong-kind", "xapp-"),
        ("SLACK_WEBHOOK_URL", "canary", "https://"),
        ("TREATYWATCH_POLL_EVERY", "often", "30s"),
        ("PORT", "eighty", "PORT"),
        ("SLACK_API_URL", "slack", "whole address"),
        ("TREATYWATCH_DEADMAN_URL", "canary", "whole address"),
        ("TREATYWATCH_HOST", "300.1.1.1", "no address of this machine"),
    ],
)
async def test_wrong_settings(tmp_path: Path, name: str, value: str, word: str) -> None:
    rules_folder(tmp_path)
    said = await refusal(tmp_path, {name: value})
    assert len(said) == 1
    assert name in said[0]
    assert word in said[0]


async def test_a_token_that_slack_refuses(tmp_path: Path) -> None:
    rules_folder(tmp_path)
    async with Slack(tmp_path) as slack:
        said = await refusal(tmp_path, slack.env | {"SLACK_BOT_TOKEN": "xoxb-canary"})
    assert len(said) == 1
    assert "SLACK_BOT_TOKEN" in said[0]
    assert "invalid_auth" in said[0]


async def test_a_token_that_is_refused_later_stops_no_polling(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack:
        write_rules(tmp_path / "rules", farm, ["one"], ["zebrafish"])
        farm.publish("one")
        async with Worker(tmp_path, slack.env, "run", "--once") as worker:
            assert await worker.ended() == 0
        await slack.admin("set", revoked="token_revoked")
        item = farm.publish("one")
        async with Worker(tmp_path, slack.env) as worker:
            await worker.until("feeds are polled, and alerts wait until the token is mended")
            await farm.polled("one", 2)
            farm.items["one"].remove(item)
            worker.terminate()
            assert await worker.ended() == 0
        async with Worker(tmp_path, slack.env, "run", "--once") as worker:
            assert await worker.ended() == 1
        assert await slack.posts(item.token) == []
        await slack.admin("set", revoked=None)
        async with Worker(tmp_path, slack.env) as worker:
            await slack.posted(item.token)
            worker.terminate()
            assert await worker.ended() == 0


@pytest.mark.parametrize(
    "content", [b"a letter to the treasurer\n" * 90, b"SQLite format 3\x00" + b"\x01" * 5000]
)
async def test_a_state_file_that_is_none_is_left_alone(tmp_path: Path, content: bytes) -> None:
    rules_folder(tmp_path)
    (tmp_path / "state.db").write_bytes(content)
    said = await refusal(tmp_path)
    assert len(said) == 1
    assert str(tmp_path / "state.db") in said[0]
    assert (tmp_path / "state.db").read_bytes() == content


async def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    rules_folder(tmp_path)
    with sqlite3.connect(tmp_path / "state.db") as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()
    said = await refusal(tmp_path)
    assert len(said) == 1
    with sqlite3.connect(tmp_path / "state.db") as db:
        assert [row[0] for row in db.execute("SELECT name FROM sqlite_master")] == ["recipes"]
    db.close()


async def test_a_damaged_state_file_is_refused_and_kept(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack:
        farm.publish("one")
        write_rules(tmp_path / "rules", farm, ["one"], ["zebrafish"])
        async with Worker(tmp_path, slack.env, "run", "--once") as worker:
            assert await worker.ended() == 0
        state = tmp_path / "state.db"
        whole = state.read_bytes()
        damaged = whole[:4096] + b"\xff" * (len(whole) - 8192) + whole[-4096:]
        state.write_bytes(damaged)
        said = await refusal(tmp_path, slack.env)
        assert len(said) == 1
        assert "damaged" in said[0]
        assert state.read_bytes() == damaged
        assert len(await slack.ledger()) == 1


async def test_a_port_that_is_taken(tmp_path: Path) -> None:
    rules_folder(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = await refusal(tmp_path, {"PORT": str(port)})
    assert len(said) == 1
    assert "PORT" in said[0]


async def test_a_second_worker_leaves_and_the_first_goes_on(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack:
        farm.publish("one")
        write_rules(tmp_path / "rules", farm, ["one"], ["zebrafish"])
        async with Worker(tmp_path, slack.env) as first:
            await first.until("started")
            said = await refusal(tmp_path, slack.env, code=3)
            assert len(said) == 1
            assert "another worker" in said[0]
            item = farm.publish("one")
            await slack.posted(item.token)
            first.kill()
            await first.ended()
        async with Worker(tmp_path, slack.env) as second:
            await second.until("started")
            item = farm.publish("one")
            # The kill may have left one message to be looked up first.
            await slack.posted(item.token, seconds=45)
        assert [len(await slack.posts(item.token)) for item in farm.all] == [1, 1, 1]


async def test_a_state_file_that_is_moved_away_is_said_once_by_log_slack_doctor_and_status(
    tmp_path: Path,
) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack:
        write_rules(tmp_path / "rules", farm, ["one"], ["zebrafish"])
        async with Worker(tmp_path, slack.env) as worker:
            await worker.until("started")
            state = tmp_path / "state.db"
            state.rename(tmp_path / "moved.db")
            await worker.until("the state file is gone")
            await slack.posted("moved or deleted under the worker")
            for command in ("status", "doctor"):
                async with Worker(tmp_path, slack.env, command) as asked:
                    assert await asked.ended() == 1
                said = " ".join([*asked.errors, *asked.output])
                assert "moved or deleted under the worker" in said
                assert "Set PORT" not in said
            worker.terminate()
            assert await worker.ended() == 0
        assert len(await slack.posts("moved or deleted under the worker")) == 1
        assert sum(line["event"] == "the state file is gone" for line in worker.lines()) == 1


def test_commands_that_read_say_that_there_is_nothing_yet(tmp_path: Path) -> None:
    rules_folder(tmp_path)
    asked = run("outbox", "list", cwd=tmp_path, **Worker(tmp_path, {}).env)
    assert asked.returncode == 1
    assert b"there is no state file yet" in asked.stderr
    assert b"Traceback" not in asked.stderr
    assert not (tmp_path / "state.db").exists()


@pytest.mark.parametrize(
    "command",
    [
        "status",
        "outbox list",
        "vacuum",
        "backup b.db",
        "restore b.db",
        "run --once",
        "feeds list",
        "doctor --offline",
    ],
)
def test_a_state_file_that_cannot_be_reached(tmp_path: Path, command: str) -> None:
    rules_folder(tmp_path)
    # the tests may run as root, who reaches everything: a name that is too long stands for a folder closed to others
    env = Worker(tmp_path, {}).env | {"TREATYWATCH_STATE": str(tmp_path / ("x" * 300))}
    asked = run(*command.split(), cwd=tmp_path, **env)
    said = (asked.stdout + asked.stderr).decode()
    assert asked.returncode == 1
    assert "Traceback" not in said
    assert "File name too long" in said
    (tmp_path / "circle.db").symlink_to("circle.db")
    env["TREATYWATCH_STATE"] = str(tmp_path / "circle.db")
    asked = run(*command.split(), cwd=tmp_path, **env)
    said = (asked.stdout + asked.stderr).decode()
    assert asked.returncode == 1
    assert "Traceback" not in said
    assert "Too many levels of symbolic links" in said
    asked = run(*command.split(), cwd=tmp_path, **(env | {"TREATYWATCH_STATE": "/"}))
    assert (asked.returncode, b"Traceback" in asked.stdout + asked.stderr) == (1, False)


@pytest.mark.parametrize("command", ["outbox", "stories"])
def test_more_than_can_be_counted_is_wrong_usage(tmp_path: Path, command: str) -> None:
    Store.open(tmp_path / "state.db", create=True).close()
    args = (command, "list", "--limit", str(2**63))
    done = run(*args, cwd=tmp_path, TREATYWATCH_STATE=str(tmp_path / "state.db"))
    assert done.returncode == 2
    assert b"--limit" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["outbox retry", "explain", "stories show", "mute add story"])
def test_a_name_that_is_no_utf8_is_known_to_nobody(tmp_path: Path, command: str) -> None:
    Store.open(tmp_path / "state.db", create=True).close()
    done = run(*command.split(), "\udcff", cwd=tmp_path, TREATYWATCH_STATE=str(tmp_path / "state.db"))
    assert done.returncode == 1
    assert done.stderr == b"'\\udcff' is not UTF-8, so that nothing in the state file is called so.\n"


def test_a_file_whose_name_is_no_utf8_is_named_as_it_is(tmp_path: Path) -> None:
    Store.open(tmp_path / "state.db", create=True).close()
    done = run("backup", "\udcff", cwd=tmp_path, TREATYWATCH_STATE=str(tmp_path / "state.db"))
    assert done.stdout.startswith(b"\xff: ")
    assert (done.returncode, done.stderr) == (0, b"")
