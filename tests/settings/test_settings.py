"""Settings come from the environment; a wrong one is named, and a secret one never shown."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.durations import duration
from monitor.errors import TreatywatchError
from monitor.settings import listed, read_settings, strays, variables


@contextmanager
def environment(**values: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("5m", 300), ("1h", 3600), ("2d", 172800), (" 10m ", 600)]
)
def test_durations(text: str, seconds: int) -> None:
    assert duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["5", "m", "5 minutes", "-1h", "1.5h", "", "9" * 100 + "s"])
def test_wrong_durations_say_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match='such as "30s", "5m"'):
        duration(text)


def test_a_duration_may_be_taken_from_any_day_of_today_or_added_to_it() -> None:
    assert duration("36500d") == timedelta(days=36500)
    for text in ("36501d", "999999d", "99999999d", "9" * 90 + "s"):
        with pytest.raises(ValueError, match="longer than a hundred years"):
            duration(text)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_BOT_TOKEN", "canary-bot-secret", "begins with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-canary # the bot's", "neither blanks nor foreign letters"),
        ("SLACK_BOT_TOKEN", "xoxb-canary\u200b", "neither blanks nor foreign letters"),
        ("SLACK_APP_TOKEN", "canary-app-secret", "begins with xapp-"),
        ("SLACK_APP_TOKEN", "xapp-canary\u00a0x", "neither blanks nor foreign letters"),
        ("SLACK_WEBHOOK_URL", "canary-hook-secret", "whole https:// address"),
        ("SLACK_WEBHOOK_URL", "http://hooks.slack.com/services/T0/B0/canary", "whole https:// address"),
        ("SLACK_API_URL", "http://slack.com/api/canary", "begins with https://"),
        ("SLACK_CHANNEL", "canary desk", "a channel's name such as #treaty-alerts"),
        ("SLACK_CHANNEL", "@canary", "a channel's name such as #treaty-alerts"),
        ("PORT", "canary-port", "must be a whole number"),
        ("PORT", "70000", "whole number from 0 to 65535"),
        ("PORT", "-1", "whole number from 0 to 65535"),
        ("TREATYWATCH_ALLOW_PRIVATE", "canary", "must be 1 (yes) or 0 (no)"),
        ("SLACK_API_URL", "canary", "must be a whole address"),
        ("TREATYWATCH_POLL_EVERY", "five minutes", 'such as "30s", "5m"'),
        ("TREATYWATCH_POLL_EVERY", "0s", 'must be from "1s" to "7d"'),
        ("TREATYWATCH_POLL_EVERY", "30d", 'must be from "1s" to "7d"'),
        ("TREATYWATCH_LOG_LEVEL", "LOUD", "none of DEBUG"),
        ("TREATYWATCH_FEED_HEADERS", "canary", "must be JSON in one line"),
        ("TREATYWATCH_FEED_HEADERS", '["canary"]', "must be JSON in one line"),
        ("TREATYWATCH_FEED_HEADERS", '{"a.example": "canary"}', "must be JSON in one line"),
        ("TREATYWATCH_FEED_HEADERS", '{"https://a.example/": {"token": "canary"}}', "without https://"),
        ("TREATYWATCH_FEED_HEADERS", '{"a.example:8443": {"token": "canary"}}', "without https:// and port"),
        ("TREATYWATCH_FEED_HEADERS", '{"a.example": {"Host": "canary"}}', "'Host' is no header that may be"),
        (
            "TREATYWATCH_FEED_HEADERS",
            '{"a.example": {"If-None-Match": "canary"}}',
            "is no header that may be",
        ),
        ("TREATYWATCH_FEED_HEADERS", '{"a.example": {"a b": "canary"}}', "'a b' is no header"),
        ("TREATYWATCH_FEED_HEADERS", '{"a.example": {"token": "canary\\nx: y"}}', "visible ASCII"),
        ("TREATYWATCH_FEED_HEADERS", '{"a.example": {"token": 5}}', "visible ASCII"),
        ("TREATYWATCH_FEED_HEADERS", "[" * 100_000, "must be JSON"),
        (
            "TREATYWATCH_CONTACT",
            "canary",
            "must be a web address that begins with https:// or http://, or a mail",
        ),
        ("TREATYWATCH_CONTACT", "https://", "or a mail address"),
        ("TREATYWATCH_HOST", "canary/", "must be an address of this machine or its name"),
        ("TREATYWATCH_HOST", "http://canary", "must be an address of this machine or its name"),
        ("TREATYWATCH_HEARTBEAT", "nine o'clock", 'must be a time of day, such as "08:00"'),
        ("TREATYWATCH_HEARTBEAT", "25:00", "must be a time of day"),
        ("TREATYWATCH_HEARTBEAT", "09:00 Atlantis", "must be a time zone such as Europe/Berlin"),
    ],
)
def test_a_wrong_setting_is_named_and_not_shown(name: str, value: str, said: str) -> None:
    with environment(**{name: value}), pytest.raises(TreatywatchError) as caught:
        read_settings(env_file=None)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert said in message
    assert "canary" not in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONTACT", "https://desk.example/bots"),
        ("CONTACT", "desk@news.example"),
        ("CONTACT", "mailto:desk@news.example"),
        ("CONTACT", "https://desk.example/bots, desk@news.example"),
        *(("HOST", host) for host in ("0.0.0.0", "::", "::1", "fe80::1%eth0", "localhost", "news_1.example")),  # noqa: S104
    ],
)
def test_a_contact_and_a_host_are_written_in_many_ways(name: str, value: str) -> None:
    with environment(**{f"TREATYWATCH_{name}": value}):
        assert getattr(read_settings(env_file=None), name.lower()) == value


def test_a_home_folder_is_found_as_a_shell_does(tmp_path: Path) -> None:
    with environment(HOME=str(tmp_path), TREATYWATCH_STATE="~/state.db", TREATYWATCH_RULES="~/rules"):
        settings = read_settings(env_file=None)
    assert (settings.state, settings.rules) == (tmp_path / "state.db", tmp_path / "rules")


def test_the_end_of_a_line_belongs_to_no_value() -> None:
    said = {"SLACK_BOT_TOKEN": "xoxb-1\n", "SLACK_CHANNEL": "#legal\n", "TREATYWATCH_STATE": "s.db\n"}
    with environment(**said, TREATYWATCH_ALLOW_PRIVATE=" 1 ", SLACK_APP_TOKEN="\n"):
        settings = read_settings(env_file=None)
    assert settings.secrets() == ["xoxb-1"]
    assert (settings.slack_channel, settings.state, settings.allow_private) == ("#legal", Path("s.db"), True)
    assert settings.slack_app_token is None


def test_secrets_hide_in_every_form() -> None:
    with environment(SLACK_BOT_TOKEN="xoxb-canary"):
        settings = read_settings(env_file=None)
    assert "canary" not in repr(settings) + str(settings) + repr(settings.slack_bot_token)
    assert settings.secrets() == ["xoxb-canary"]


def test_an_env_file_is_read_and_the_environment_wins_where_it_is_empty_too(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SLACK_CHANNEL=#from-file\nTREATYWATCH_POLL_EVERY=30s\nSLACK_BOT_TOKEN=xoxb-file\n")
    with environment(SLACK_CHANNEL="#from-environment", SLACK_BOT_TOKEN=""):
        settings = read_settings(env_file=file)
    assert settings.slack_bot_token is None
    assert (settings.slack_channel, settings.poll_every) == ("#from-environment", timedelta(seconds=30))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\n# a remark\n\nnonsense here = =\n", ":4: cannot be read; write one NAME=value a line"),
        (
            b"PORT=1\nSLACK_BOT_TOKN=xoxb-canary\n",
            ":2: SLACK_BOT_TOKN is no setting; did you mean SLACK_BOT_TOKEN?",
        ),
        (
            b"TREATYWATCH_ZZZ=canary\n",
            ":1: TREATYWATCH_ZZZ is no setting; `treatywatch run --help` lists them",
        ),
        (b"\xff\xfeP\x00O\x00", ": the file is not UTF-8"),
        (
            b"PORT=1\nSLACK_CHANNEL= #legal\n",
            ":2: SLACK_CHANNEL is empty: a # behind a blank begins a remark",
        ),
        (
            b"SLACK_CHANNEL = #legal # canary\n",
            ":1: SLACK_CHANNEL is empty: a # behind a blank begins a remark",
        ),
        (b"PORT=1\n\nPORT=canary\n", ":3: PORT is set twice, first on line 1"),
        (
            b"SLACK_CHANNEL=a\nOTHER=1\nOTHER=2\nexport slack_channel=canary\n",
            ":4: SLACK_CHANNEL is set twice, first on line 1",
        ),
    ],
)
def test_a_broken_env_file_is_named_with_its_line(tmp_path: Path, text: bytes, said: str) -> None:
    file = tmp_path / ".env"
    file.write_bytes(text)
    with pytest.raises(TreatywatchError) as caught:
        read_settings(env_file=file)
    assert str(caught.value).startswith(f"{file}{said}")
    assert "canary" not in str(caught.value)


def test_an_env_file_that_is_a_folder_or_not_there_behind_its_link_is_named(tmp_path: Path) -> None:
    folder, link = tmp_path / "folder", tmp_path / "link"
    folder.mkdir()  # as Docker makes one where what it shall mount is missing
    link.symlink_to("nowhere")
    for file, said in ((folder, "Is a directory"), (link, "No such file or directory")):
        with pytest.raises(TreatywatchError, match=f"{file.name}: cannot be read .{said}"):
            read_settings(env_file=file)
    assert read_settings(env_file=tmp_path / "none").port == 8000


def test_a_misspelt_variable_of_the_environment_is_named_and_another_program_s_is_not() -> None:
    names = [
        "SLACK_CHANNEL",
        "SLACK_CHANEL",
        "SLACK_TEAM_OF_OTHERS",
        "TREATYWATCH_CHANEL",
        "PATH",
        "TREATYWATCH_KEP",
    ]
    assert strays(names) == (
        "SLACK_CHANEL is no setting; did you mean SLACK_CHANNEL?",
        "TREATYWATCH_CHANEL is no setting; did you mean SLACK_CHANNEL?",
        "TREATYWATCH_KEP is no setting; did you mean TREATYWATCH_KEEP?",
    )


def test_other_programs_may_have_lines_in_the_env_file_too(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("\ufeffexport PORT=81 # ours\nDATABASE_URL='a\nb'\nLONELY\n", encoding="utf-8")
    with environment():
        assert read_settings(env_file=file).port == 81


def test_run_help_lists_every_setting_with_its_default() -> None:
    said = CliRunner().invoke(app, ["run", "--help"], env={"COLUMNS": "200", "TERMINAL_WIDTH": "200"}).output
    for name, meaning, default in listed():
        assert re.search(rf"{name} +{re.escape(meaning)} +{re.escape(default)}".rstrip(" +"), said), name
    assert {default for name, _, default in listed() if name == "TREATYWATCH_POLL_EVERY"} == {"5m"}


def test_every_setting_says_what_it_is_and_has_its_variable() -> None:
    for name, meaning, _ in listed():
        assert meaning, name
        assert name == name.upper()
    assert {name for name, _, _ in listed()} == variables()


def test_headers_of_hosts_are_read_and_count_as_secrets() -> None:
    given = '{"api.example.org": {"token": "canary-key", "Authorization": "Bearer canary-2"}, "::1": {}}'
    with environment(TREATYWATCH_FEED_HEADERS=given):
        settings = read_settings(env_file=None)
    assert settings.keys() == {
        "api.example.org": {"token": "canary-key", "Authorization": "Bearer canary-2"},
        "::1": {},
    }
    assert {"canary-key", "Bearer canary-2"} <= set(settings.secrets())
    assert "canary" not in repr(settings)
