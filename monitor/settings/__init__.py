"""Read the settings from the environment (12-factor) and an `.env` file; nothing else decides them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import timedelta
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream
from msgspec import Meta, Struct, structs

from monitor.durations import written
from monitor.errors import TreatywatchError
from monitor.settings.values import Secret, headers_by_host, value_of

PREFIXES = ("SLACK_", "TREATYWATCH_")
"""A name in `.env` that begins so is meant for this program; others may stand there for other programs."""
UNSPOKEN = {"SLACK_API_URL": "Slack's own", "TREATYWATCH_CONTACT": "the project's page"}
"""Defaults that are named rather than shown."""


def name_of(field: str) -> str:
    """Return the variable of a setting: those that others set, too, have no prefix of ours."""
    return field.upper() if field == "port" or field.startswith("slack_") else f"TREATYWATCH_{field.upper()}"


class Settings(Struct, frozen=True, kw_only=True):
    """Hold every setting; each field's description is what the README and `--help` say of it."""

    slack_bot_token: Annotated[
        Secret | None, Meta(description="bot token; without it (and a webhook) alerts go to the console")
    ] = None
    slack_app_token: Annotated[
        Secret | None, Meta(description="app-level token: switches Socket Mode on (buttons, slash commands)")
    ] = None
    slack_webhook_url: Annotated[
        Secret | None,
        Meta(description="an incoming webhook instead of a bot token (no threads, no edits)"),
    ] = None
    slack_channel: Annotated[
        str, Meta(description="channel for alerts whose rule names none, and for notices")
    ] = "#treaty-alerts"
    slack_api_url: Annotated[
        str | None, Meta(description="base address of the Slack Web API (for tests)")
    ] = None
    state: Annotated[Path, Meta(description="the SQLite file")] = Path("state/treatywatch.db")
    rules: Annotated[Path, Meta(description="the rules folder")] = Path("rules")
    allow_private: Annotated[
        bool, Meta(description="1 lets feeds live on private and loopback addresses")
    ] = False
    poll_every: Annotated[timedelta, Meta(description="interval of a feed that names none")] = timedelta(
        minutes=5
    )
    baseline: Annotated[timedelta, Meta(description="on a feed's first poll only younger entries alert")] = (
        timedelta(hours=24)
    )
    keep: Annotated[timedelta, Meta(description="how long texts are kept for backtest and search")] = (
        timedelta(days=180)
    )
    contact: Annotated[
        str,
        Meta(description="a web or mail address that publishers may turn to; sent in the User-Agent"),
    ] = "https://github.com/treatywatch/treatywatch"
    feed_headers: Annotated[
        Secret | None,
        Meta(
            description='headers for hosts that want a key, as JSON: `{"api.example.org": {"token": "..."}}`'
        ),
    ] = None
    heartbeat: Annotated[
        str | None,
        Meta(
            description="when the channel gets a daily line that all is well, such as `09:00 Europe/Berlin`"
        ),
    ] = None
    deadman_url: Annotated[
        Secret | None, Meta(description="an address that is called every minute while all is well")
    ] = None
    websub_url: Annotated[
        str | None,
        Meta(description="where hubs reach the page from outside; lets them push new items (WebSub)"),
    ] = None
    port: Annotated[int, Meta(description="the page's port; 0 takes a free one")] = 8000
    host: Annotated[str, Meta(description="the address that the page listens on")] = "127.0.0.1"
    log_level: Annotated[str, Meta(description="DEBUG, INFO, WARNING or ERROR")] = "INFO"

    @property
    def webhook_only(self) -> bool:
        """Say whether alerts go through a webhook, which belongs to one channel."""
        return self.slack_webhook_url is not None and self.slack_bot_token is None

    def secrets(self) -> list[str]:
        """Return every secret value, for the log's redactor."""
        held = (self.slack_bot_token, self.slack_app_token, self.slack_webhook_url, self.deadman_url)
        keys = [value for fields in self.keys().values() for value in fields.values()]
        return [secret.reveal() for secret in held if secret] + keys

    def fetching(self) -> dict[str, Any]:
        """Return the arguments of a Fetcher that settings decide."""
        return {"contact": self.contact, "allow_private": self.allow_private, "keys": self.keys()}

    def keys(self) -> dict[str, dict[str, str]]:
        """Return the headers that a host's requests carry, by host."""
        return headers_by_host(self.feed_headers.reveal()) if self.feed_headers else {}


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Return the settings: the environment's, and the file's where that is silent.

    An empty variable is none, also where the file has it: `SLACK_BOT_TOKEN= treatywatch run` tells the terminal.

    Raises TreatywatchError that names each wrong variable and never its value if secret.
    """
    said = {name.upper(): value for name, value in [*_in_file(env_file), *os.environ.items()]}
    values: dict[str, Any] = {}
    problems: list[str] = []
    for field in Settings.__struct_fields__:
        # secrets that are kept in files come with the end of a line
        if text := (said.get(name_of(field)) or "").strip():
            try:
                values[field] = value_of(field, text)
            except ValueError as error:
                problems.append(f"{name_of(field)}: {error}")
    if problems:
        raise TreatywatchError("\n".join(problems))
    return Settings(**values)


def listed() -> list[tuple[str, str, str]]:
    """Return (name, meaning, default in words) of every setting, for people."""
    kinds = get_type_hints(Settings, include_extras=True)
    return [
        (
            name_of(field.name),
            str(kinds[field.name].__metadata__[0].description),
            UNSPOKEN.get(name_of(field.name), _shown(field.default)),
        )
        for field in structs.fields(Settings)
    ]


def variables() -> set[str]:
    """Return the variables of all settings."""
    return set(map(name_of, Settings.__struct_fields__))


def _shown(default: Any) -> str:
    if isinstance(default, timedelta):
        return "24h" if default == timedelta(days=1) else written(default)
    return str(int(default)) if isinstance(default, bool) else str(default or "")


def _in_file(path: Path | None) -> Iterable[tuple[str, str | None]]:
    """Return what an `.env` file sets, if there is one.

    Raises TreatywatchError for each line that is no setting, misspelt name or name set twice; values are never shown.
    """
    if path is None or not (path.is_file() or path.is_dir() or path.is_symlink()):
        return ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TreatywatchError(f"{path}: the file is not UTF-8; save it as plain text in UTF-8") from None
    except OSError as error:
        raise TreatywatchError(f"{path}: cannot be read ({error.strerror})") from None
    known = variables()
    lines: dict[str, int] = {}
    problems: list[str] = []
    for binding in parse_stream(StringIO(text)):
        line = binding.original.line + _blank_lines(binding.original.string)
        name = (binding.key or "").upper()
        said = _wrong(binding, known)
        if lines.setdefault(name, line) != line and name in known:  # which one is meant, nobody can say
            said = f"{name} is set twice, first on line {lines[name]}"
        if said:
            problems.append(f"{path}:{line}: {said}")
    if problems:
        raise TreatywatchError("\n".join(problems))
    return dotenv_values(stream=StringIO(text)).items()


def _wrong(binding: Binding, known: set[str]) -> str:
    """Say what is wrong with a line of an `.env` file, if anything is."""
    key = binding.key or ""
    if binding.error:
        return "cannot be read; write one NAME=value a line, and # before a remark"
    if key.startswith(PREFIXES) and key not in known:
        return _stray(key, known)
    if key == "SLACK_CHANNEL" and not binding.value and re.search(r"=\s+#\S", binding.original.string):
        return f"{key} is empty: a # behind a blank begins a remark, so put the channel's name in quotes"
    return ""


def strays(names: Iterable[str]) -> tuple[str, ...]:
    """Say which variables of an environment are nearly settings, or ours by their name; nothing refuses them."""
    known = variables()
    ours = (name for name in sorted(set(names) - known) if name.startswith(PREFIXES))
    return tuple(_stray(name, known) for name in ours if name.startswith(PREFIXES[1]) or _near(name, known))


def _stray(name: str, known: Iterable[str]) -> str:
    meant = f"did you mean {near}?" if (near := _near(name, known)) else "`treatywatch run --help` lists them"
    return f"{name} is no setting; {meant}"


def _near(name: str, known: Iterable[str]) -> str | None:
    """Return the setting that a name is nearly, whichever of the prefixes it has."""
    plain = {one.partition("_")[2] or one: one for one in known}
    found = get_close_matches(name.partition("_")[2], plain, 1, 0.8)
    return plain[found[0]] if found else None


def _blank_lines(text: str) -> int:
    """Return how many lines the parser took before a binding's own: blank ones belong to the next binding."""
    return text[: len(text) - len(text.lstrip())].count("\n")
