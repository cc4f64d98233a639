"""docs/operations.md says what is true: commands run, metrics and addresses exist, bounds are the code's."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import httpx

from monitor.answers.recorded import chunks
from monitor.jobs import health
from monitor.jobs.metrics import Metrics
from monitor.store import Store
from monitor.store.views import Filter
from monitor.web.exports import COLUMNS
from tests.web.conftest import client
from tests.web.made import NOW
from tests.web.sample import fill

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_every_command_is_one() -> None:
    from typer.testing import CliRunner

    from monitor.cli import app

    named = {
        tuple(found.split())
        for found in re.findall(
            r"treatywatch ((?:outbox )?[a-z]+)", TEXT.replace("treatywatch treatywatch", "treatywatch")
        )
    }
    assert {("backup",), ("outbox", "retry")} <= named
    for command in named:
        assert CliRunner().invoke(app, [*command, "--help"]).exit_code == 0, command


def test_the_shown_commands_do_what_is_said(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from monitor.cli import app

    fill(tmp_path / "state.db").close()
    environment = {
        "TREATYWATCH_STATE": str(tmp_path / "state.db"),
        "TREATYWATCH_RULES": str(ROOT / "rules"),
        "PORT": "0",
    }
    lines = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]
    assert len(lines) == 5
    for line in lines:
        words = re.split("[#>]", line)[0].split()[1:]
        arguments = [str(tmp_path / word) if word.endswith(".db") else word for word in words]
        done = CliRunner().invoke(app, arguments, env=environment)
        assert done.exit_code == 0, done.output
        assert "record" not in words or "Ghana ratified" in done.output
    assert (tmp_path / "monday.db").exists()


def test_the_table_of_metrics_is_the_code_s(tmp_path: Path) -> None:
    store: Store = fill(tmp_path / "state.db")
    text = Metrics(store, lambda: NOW, lambda: "v", lambda: dict.fromkeys(health.KINDS, 0)).text().decode()
    store.close()
    there = set(re.findall(r"^# TYPE (\w+)", text, re.MULTILINE))
    told = set(re.findall(r"`(treatywatch_\w+)", TEXT))
    assert told == there


async def test_every_address_answers(tmp_path: Path) -> None:
    store = fill(tmp_path / "state.db")
    page: httpx.AsyncClient
    async with client(store) as page:
        for path in {
            "/healthz",
            "/readyz",
            "/metrics",
            *re.findall(r"`(/(?:treaties|alerts)[\w./-]*\w)`", TEXT),
        }:
            assert (await page.get(path)).status_code == 200, path
    store.close()


def test_the_record_keeps_what_is_pruned_elsewhere_and_has_the_columns_told(tmp_path: Path) -> None:
    store = fill(tmp_path / "state.db")
    with store.db.atomic():
        assert store.entries.prune(NOW, timedelta(0))
    kept = [row for chunk in chunks(store, Filter()) for row in chunk]
    store.close()
    assert len(kept) == 10
    assert {"created", "outlets", "rule", "rules_version", "because", "state", "sent", "marks"} <= set(
        COLUMNS
    )


def test_files_that_are_named_are_there() -> None:
    for name in re.findall(r"`(deploy/[\w./-]+|Dockerfile|compose\.yaml|Procfile)`", TEXT) + re.findall(
        r"\]\((\w[^)]*)\)", TEXT
    ):
        assert (ROOT / name).exists() or (ROOT / "docs" / name).exists(), name


def test_the_bounds_are_the_code_s() -> None:
    flat = " ".join(TEXT.split())
    for bound, words in (
        (health.TICK_BOUND, "within {} minutes"),
        (health.OVERDUE_BOUND, "waited {} minutes"),
        (health.OWED_BOUND, "owed for {} minutes"),
    ):
        assert words.format(int(bound.total_seconds() // 60)) in flat
