"""Run the demo as a newcomer does: in a folder of its own, with settings around that must not touch it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from monitor.demo.play import demo_settings
from monitor.settings import Settings

HOSTILE = {
    "SLACK_BOT_TOKEN": "xoxb-not-a-real-token",
    "SLACK_WEBHOOK_URL": "http://127.0.0.1:9/never",
    "TREATYWATCH_STATE": "elsewhere/state.db",
    "TREATYWATCH_RULES": "no-such-folder",
    "TREATYWATCH_BASELINE": "nonsense",
    "PORT": "1",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
}


def long_enough() -> float:
    """Return the seconds in which every scene is polled before the next: a busy machine needs more, a user's has 60."""
    return min(60, 12 * max(1, os.getloadavg()[0] / (os.cpu_count() or 1)))


def test_the_demo_alerts_suppresses_sums_up_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_APP_TOKEN=wrong\nTREATYWATCH_ALLOW_PRIVATE=0\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "demo", "--seconds", str(long_enough())],
        cwd=tmp_path, env=os.environ | HOSTILE | {"COLUMNS": "160"}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    assert sorted(tmp_path.rglob("*")) == before
    shown = done.stdout
    for told in (
        "Viet Nam",
        "Azerbaijan",
        "Qatar",
        "confirmed by the depositary",
        "alerts, each told once",
        "Ledger: ",
        "Summary",
        "Next: `treatywatch run` polls",
    ):
        assert told in shown, shown
    for noise in ("Rovers", "Dockers", "Governor", "Swimmer", "Ministerin", "entrenadora"):
        assert noise not in shown, shown
    assert "Traceback" not in done.stderr
    assert done.stderr == ""


def test_the_demo_ends_in_peace_when_nobody_reads_on(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "monitor", "demo", "--seconds", "5"],
        cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as demo:  # fmt: skip
        assert demo.stdout
        assert demo.stderr
        demo.stdout.readline()
        demo.stdout.close()
        assert demo.stderr.read() == ""
    assert demo.returncode == 1


def test_no_setting_of_the_user_s_reaches_the_demo(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path)
    assert settings.slack_bot_token is settings.slack_webhook_url is settings.slack_app_token is None
    assert (settings.state.parent, settings.rules.parent, settings.port) == (tmp_path, tmp_path, 0)
    assert settings.poll_every == Settings().poll_every
