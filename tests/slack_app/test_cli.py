"""`treatywatch slack test`, `stories`, `mute` and `feedback` as people run them."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from monitor.model import Level, Step
from monitor.story import tell
from tests import commands
from tests.commands import SHIPPED
from tests.digest.made import Newsroom
from tests.pipeline.made import NOW, SIGNED, entry, entry_id
from tests.slack_server import SlackServer

ROOT = Path(__file__).parents[2]


async def run(folder: Path, *args: str, **env: str) -> tuple[int, str, str]:
    """Run `treatywatch` and return its exit code, output and errors."""
    env = {"COLUMNS": "200", "TREATYWATCH_STATE": str(folder / "state.db")} | env
    rules = Path(env.pop("TREATYWATCH_RULES", SHIPPED))
    done = await asyncio.to_thread(commands.run, *args, cwd=folder, rules=rules, **env)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


async def test_slack_test_posts_one_message_and_says_all_is_well(slack: SlackServer, tmp_path: Path) -> None:
    code, out, errors = await run(
        tmp_path, "slack", "test",
        SLACK_BOT_TOKEN=slack.token, SLACK_APP_TOKEN="xapp-loopback", SLACK_API_URL=slack.api_url,
    )  # fmt: skip
    (posted,) = slack.workspace.posts()
    assert (code, errors) == (0, "")
    assert "The test message stands in #treaty-alerts." in out
    assert "can connect" in out
    assert "A test by `treatywatch slack test`" in posted.body["text"]


async def test_slack_test_says_what_would_fail_and_what_to_do(slack: SlackServer, tmp_path: Path) -> None:
    slack.workspace.tokens[slack.token] = ("chat:write",)
    slack.workspace.channels["C0TREATY01"].archived = True
    code, _, errors = await run(
        tmp_path, "slack", "test",
        SLACK_BOT_TOKEN=slack.token, SLACK_APP_TOKEN="xapp-unknown", SLACK_API_URL=slack.api_url,
    )  # fmt: skip
    assert code == 1
    for words in (
        "scope channels:history is missing",
        "#treaty-alerts: the test message was not posted: is_archived.",
        "SLACK_APP_TOKEN: Slack says invalid_auth. Make one under Basic Information, App-Level Tokens",
    ):
        assert f"would fail: {words}" in errors
    assert "xapp-unknown" not in errors


async def test_slack_test_by_a_webhook_says_what_it_cannot_do(slack: SlackServer, tmp_path: Path) -> None:
    code, out, _ = await run(tmp_path, "slack", "test", SLACK_WEBHOOK_URL=slack.webhook_url)
    assert len(slack.workspace.posts()) == 1
    assert code == 0
    assert out.startswith("By a webhook: no threads, no edits")
    assert slack.webhook_url not in out


async def test_slack_test_without_a_way_to_slack_does_not_blame_the_token(tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:1/api/"
    code, _, errors = await run(tmp_path, "slack", "test", SLACK_BOT_TOKEN="xoxb-any", SLACK_API_URL=nobody)
    assert code == 1
    assert errors.startswith("would fail: Slack cannot be asked: cannot connect to Slack")
    assert len(errors.splitlines()) == 1
    assert "anew" not in errors


async def test_slack_test_without_slack(tmp_path: Path) -> None:
    code, _, errors = await run(tmp_path, "slack", "test")
    assert code == 1
    assert "Neither SLACK_BOT_TOKEN nor SLACK_WEBHOOK_URL is set" in errors


async def test_keys_and_titles_are_shown_as_they_are(room: Newsroom, tmp_path: Path) -> None:
    room.poll(entry("Nigeria signs the UN Convention against Cybercrime :tada: [bold]"))
    nigeria = "un-cybercrime:NG:signature"
    assert nigeria in (await run(tmp_path, "stories", "list"))[1]
    shown = (await run(tmp_path, "stories", "show", nigeria))[1]
    assert shown.count(nigeria) >= 2
    assert ":tada: [bold]" in shown
    assert ":tada: [bold]" in (await run(tmp_path, "outbox", "list"))[1]
    doors = [
        path.stem for path in (ROOT / "monitor/cli").glob("*.py") if "Console(" in path.read_text("utf-8")
    ]
    assert doors == ["terminal"], "each command prints by the one console that shows texts as they are"


async def test_alerts_of_a_mistyped_channel_are_told_in_the_right_one_once(
    room: Newsroom, tmp_path: Path
) -> None:
    room.poll(entry(SIGNED))
    room.store.outbox.park("#alerts", NOW, NOW, "channel_not_found (Slack knows no such channel)")
    listed = (await run(tmp_path, "outbox", "list", COLUMNS="60"))[1]
    assert "channel_not_found (Slack knows no such channel)" in listed
    assert listed.endswith("#alerts refuses messages: channel_not_found (Slack knows no such channel)\n")
    assert (await run(tmp_path, "outbox", "move", "#alerts", "#legal"))[1] == (
        "1 alert is owed to #legal now\n"
        "No rule names #legal. Correct the rule, or later alerts wait for #alerts again.\n"
    )
    code, _, errors = await run(tmp_path, "outbox", "move", "#alerts", "#legal")
    assert (code, "nothing waits for #alerts" in errors) == (1, True)
    known = room.store.stories.get("un-cybercrime:GH:signature")
    assert "#legal" in [told.channel for told in known.channels]


def owing(room: Newsroom, **files: str) -> str:
    """Leave an alert owed to #alerts; return a rules folder of these files."""
    room.poll(entry(SIGNED))
    folder = room.store.path.parent / "rules"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return str(folder)


async def test_alerts_are_moved_while_the_rules_are_being_mended(room: Newsroom, tmp_path: Path) -> None:
    broken = owing(room, rules="rules: nonsense\n")
    moved = await run(tmp_path, "outbox", "move", "#alerts", "#legal", TREATYWATCH_RULES=broken)
    assert moved == (0, "1 alert is owed to #legal now\n", "")


async def test_alerts_are_moved_to_the_spelling_of_a_channel_that_rules_are_told_by(
    room: Newsroom, tmp_path: Path
) -> None:
    rule = "  - {{id: {0}, title: T, match: pact, channel: '{1}'}}\n"
    text = "rules:\n" + rule.format("one", "legal") + rule.format("two", "#legal")
    folder = owing(room, rules=text, feeds="feeds: []\n")
    moved = await run(tmp_path, "outbox", "move", "alerts", "legal", TREATYWATCH_RULES=folder)
    assert moved == (0, "1 alert is owed to #legal now\n", "")


async def test_the_outbox_lists_what_a_list_holds_and_for_what_it_waits(
    room: Newsroom, tmp_path: Path
) -> None:
    names = ("Ghana", "Kenya", "Chile", "Peru")
    titles = [f"{name} signs the UN Convention against Cybercrime" for name in names]
    (alert, *_) = room.poll(*(entry(title, number) for number, title in enumerate(titles, 1))).alerts
    far = NOW.replace(year=2099)
    quiet = replace(alert, id="1" * 32, due=far + timedelta(hours=7))
    gathered = replace(
        alert, id="2" * 32, created=far + timedelta(minutes=1), due=far + timedelta(minutes=15)
    )
    room.store.outbox.add([quiet, gathered])
    listed = (await run(tmp_path, "outbox", "list"))[1]
    assert f"   4 happenings: {titles[0]}; {titles[1]}; ...\n" in listed
    assert f"     • {titles[3]}\n" in listed
    assert "waits for the end of quiet hours at 2099-11-24 19:00:00 UTC" in listed
    assert "is gathered with others of its kind, and goes out at 2099-11-24 12:15:00 UTC" in listed
    assert "tries" not in listed
    assert "4 happenings: Ghana signs" in (await run(tmp_path, "status"))[1]


async def test_wrong_rules_hide_neither_feeds_nor_alerts(room: Newsroom, tmp_path: Path) -> None:
    room.poll(entry(SIGNED))
    (wrong := tmp_path / "wrong").mkdir()
    (wrong / "feeds.yaml").write_text("feeds: [\n")
    code, out, errors = await run(tmp_path, "status", TREATYWATCH_RULES=str(wrong))
    assert code == 1
    assert re.search(r"feeds: \d+ enabled, \? disabled, .*\nalerts: 1 pending\n.*  Ghana signs ", out), out
    problem, where = errors.splitlines()
    assert "feeds.yaml:" in problem
    assert (
        where
        == "A worker that runs goes on with the last good rules; its page shows their treaties and feeds."
    )
    for words in (("feeds", "list"), ("status", "bbnj"), ("status", "--json")):
        assert await run(tmp_path, *words, TREATYWATCH_RULES=str(wrong)) == (1, "", errors)
    (tmp_path / "state.db").unlink()
    assert await run(tmp_path, "status", TREATYWATCH_RULES=str(wrong)) == (1, "", f"{problem}\n")


async def test_what_a_digest_would_say_can_be_seen_before_it_comes(room: Newsroom, tmp_path: Path) -> None:
    room.poll(entry(SIGNED), entry("A cybercrime rumour about the talks", 2))
    code, out, _ = await run(tmp_path, "digest", "--since", "3650d")
    assert code == 0
    assert "every day in #treaty-alerts, next at " in out
    assert "Ghana signed the UN Convention against Cybercrime" in out
    assert (await run(tmp_path, "digest", "--since", "ever"))[0] == 2


async def test_what_a_channel_was_told_is_not_moved_to_it_again(room: Newsroom, tmp_path: Path) -> None:
    room.poll(entry(SIGNED))
    known = room.store.stories.get("un-cybercrime:GH:signature")
    assert known is not None
    with room.store.db.atomic():
        room.store.stories.save([tell(known, "#legal", Step.DONE, Level.HIGH)], (), NOW)
    room.poll(entry("Kenya signs the UN Convention against Cybercrime", 2))
    assert (
        "2 alerts are owed to #alerts now\n"
        in (await run(tmp_path, "outbox", "move", "#alerts", "#alerts"))[1]
    )
    said = (await run(tmp_path, "outbox", "move", "#alerts", "legal", SLACK_CHANNEL="#legal"))[1]
    assert said == "1 alert is owed to #legal now; 1 dropped, since it was told of the same already\n"
    assert "#legal was told of it already" in (await run(tmp_path, "outbox", "list"))[1]


async def test_stories_mutes_and_feedback_beside_a_state_file(room: Newsroom, tmp_path: Path) -> None:
    room.poll(entry(SIGNED))
    room.poll(entry("Kenya signs the UN Convention against Cybercrime", 2))
    code, out, _ = await run(tmp_path, "stories", "list", "--treaty", "un-cybercrime")
    assert code == 0
    assert "un-cybercrime:GH:signature" in out
    ghana, kenya = "un-cybercrime:GH:signature", "un-cybercrime:KE:signature"
    assert f"{kenya} is part of {ghana} now" in (await run(tmp_path, "stories", "merge", kenya, ghana))[1]
    code, out, _ = await run(tmp_path, "stories", "show", ghana)
    assert entry_id(2) in out
    listed = (await run(tmp_path, "outbox", "list", COLUMNS="60"))[1]
    assert re.search(r"^ [0-9a-f]{32} ", listed, re.M), listed
    said = (await run(tmp_path, "status"))[1]
    assert "? of 40" in said
    assert "official record not read yet: " in said
    header = "treaty,participant,code,signed,action,deposited,number,bound,withdrawn,withdrawal"
    assert (await run(tmp_path, "status", "--format", "csv"))[1].splitlines() == [header]
    for words, error in (
        (("stories", "list", "--treaty", "nope"), "'nope' is no treaty here; choose among"),
        (("status", "nope"), "'nope' is no treaty here; choose among"),
        (
            ("mute", "add", "source", "Ones"),
            "Ones: no feed and no outlet of the history has this name; did you mean",
        ),
        (("mute", "add", "story", "zz"), "zz: there is no such story."),
    ):
        code, _, errors = await run(tmp_path, *words)
        assert (code, error in errors) == (1, True), errors
    (bare := tmp_path / "bare").mkdir()
    (bare / "feeds.yaml").write_text("feeds: []\n")
    for words, error in (
        (("status", "nope"), "'nope' is no treaty here; the rules hold none."),
        (("stories", "list", "--treaty", "nope"), "'nope' is no treaty here; the rules hold none."),
        (("mute", "add", "treaty", "nope"), "nope: there is no treaty of this id. Known: none."),
    ):
        code, _, errors = await run(tmp_path, *words, TREATYWATCH_RULES=str(bare))
        assert (code, error in errors) == (1, True), errors
    code, out, _ = await run(tmp_path, "stories", "split", ghana, entry_id(2))
    assert f"{ghana}~2 is new; 1 message is owed" in out
    code, _, errors = await run(tmp_path, "stories", "show", kenya)
    assert (code, f"It was merged into {ghana}." in errors) == (1, True)
    code, out, _ = await run(tmp_path, "mute", "add", "treaty", "bbnj", "--for", "1h")
    assert "1: muted treaty bbnj until" in out
    assert "source One" in (await run(tmp_path, "mute", "add", "source", "One"))[1]
    assert "treaty bbnj" in (await run(tmp_path, "mute", "list"))[1]
    assert "is no longer muted" in (await run(tmp_path, "mute", "end", "1"))[1]
    code, _, errors = await run(tmp_path, "mute", "add", "rule", "no-such")
    assert (code, "there is no rule of this id" in errors) == (1, True)
    for wrong in (("mute", "add", "rule", "treaty-signed", "--for", "ever"), ("feedback", "--since", "x")):
        code, _, errors = await run(tmp_path, *wrong)
        assert (code, "a number and a unit" in errors) == (2, True)
    code, _, errors = await run(tmp_path, "mute", "add", "treaty", "bbnj", "--for", "0h")
    assert (code, "is no time at all" in errors) == (2, True), "it said that it is muted until now"
    code, _, errors = await run(tmp_path, "feedback", "--since", "7d")
    assert (code, "Nobody marked an alert in the last 7d." in errors) == (0, True)
