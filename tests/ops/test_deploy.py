"""What is shipped for operators is checked by its own tools where they are there, and against the program always."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

from monitor.jobs.health import KINDS
from monitor.jobs.metrics import Metrics
from monitor.settings import variables
from monitor.store import Store
from tests.web.conftest import Served, served  # noqa: F401 - a fixture
from tests.web.made import NOW
from tests.web.sample import fill

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DASHBOARD = json.loads((DEPLOY / "grafana" / "treatywatch.json").read_text())
ALERTS = yaml.safe_load((DEPLOY / "prometheus" / "treatywatch.rules.yml").read_text())
UNITS = sorted((DEPLOY / "systemd").glob("treatywatch*"))
NAMES = variables()

promtool = pytest.mark.skipif(not shutil.which("promtool"), reason="no promtool: apt-get install prometheus")
systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="no systemd-analyze: apt-get install systemd"
)


def run(*command: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def questions() -> Iterator[str]:
    """Every PromQL expression of the dashboard, its variables filled in, and of the alert rules."""
    for panel in DASHBOARD["panels"]:
        yield from (target["expr"] for target in panel["targets"])
    yield from (one["expr"] for one in DASHBOARD["annotations"]["list"])
    yield from (rule["expr"] for group in ALERTS["groups"] for rule in group["rules"])


def filled(expression: str) -> str:
    return expression.replace("$__rate_interval", "5m").replace("$instance", ".*")


@promtool
def test_the_alert_rules_pass_their_own_tests() -> None:
    assert "SUCCESS" in run("promtool", "test", "rules", "treatywatch.test.yml", cwd=DEPLOY / "prometheus")


@promtool
def test_every_question_is_promql(tmp_path: Path) -> None:
    rules = [{"record": f"q{number}", "expr": filled(one)} for number, one in enumerate(questions())]
    file = tmp_path / "rules.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "g", "rules": rules}]}))
    assert f"{len(rules)} rules found" in run("promtool", "check", "rules", str(file))


def test_every_question_asks_for_metrics_and_labels_that_there_are(tmp_path: Path) -> None:
    store: Store = fill(tmp_path / "state.db")
    text = Metrics(store, lambda: NOW, lambda: "v", lambda: dict.fromkeys(KINDS, 0)).text().decode()
    store.close()
    known = set(re.findall(r"^# TYPE (\w+)", text, re.MULTILINE))
    known |= {f"{name}_bucket" for name in known} | {name.removesuffix("_total") + "_total" for name in known}
    asked = {name for question in questions() for name in re.findall(r"treatywatch_\w+", question)}
    assert asked
    assert asked <= known
    moods = set(re.findall(r'treatywatch_feeds\{mood="(\w+)"', text))
    assert set(re.findall(r'mood="(\w+)"', " ".join(questions()))) <= moods
    assert {
        word for found in re.findall(r'kind=~?"([\w|]+)"', " ".join(questions())) for word in found.split("|")
    } <= set(KINDS)
    states = set(re.findall(r'treatywatch_outbox_alerts\{state="(\w+)"', text))
    assert {
        word
        for found in re.findall(r'state!?~?="([\w|]+)"', " ".join(questions()))
        for word in found.split("|")
    } <= states


@promtool
def test_the_metrics_please_prometheus(tmp_path: Path) -> None:
    store = fill(tmp_path / "state.db")
    text = Metrics(store, lambda: NOW, lambda: "v", lambda: dict.fromkeys(KINDS, 0)).text()
    store.close()
    done = subprocess.run(
        ["promtool", "check", "metrics"], input=text, capture_output=True, timeout=60, check=False
    )
    complaints = [line for line in done.stdout.decode().splitlines() if "_created" not in line]
    assert complaints == []


def test_the_dashboard_is_whole() -> None:
    panels = DASHBOARD["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert all(panel["title"] and panel["description"] and panel["targets"] for panel in panels)
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not cells & taken
        taken |= cells


@systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_are_understood_by_systemd(unit: Path, tmp_path: Path) -> None:
    program = tmp_path / "treatywatch"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for other in UNITS:
        text = other.read_text().replace("/opt/treatywatch/bin/treatywatch", str(program))
        (tmp_path / other.name).write_text(re.sub(r"^Documentation=.*\n", "", text, flags=re.MULTILINE))
    assert run("systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)).strip() == ""


@systemd
def test_the_service_is_well_shut_in() -> None:
    found = run(
        "systemd-analyze", "security", "--offline=true", str(DEPLOY / "systemd" / "treatywatch.service")
    )
    level = re.search(r"Overall exposure level for treatywatch.service: ([\d.]+)", found)
    assert float(level[1]) < 2


def test_every_variable_that_is_set_is_one_that_is_read() -> None:
    text = "".join(
        path.read_text()
        for path in (*UNITS, ROOT / "Dockerfile", ROOT / "compose.yaml", DEPLOY / "kubernetes.yaml")
    )
    assert set(re.findall(r"\b(?:TREATYWATCH|SLACK)_[A-Z_]+", text)) <= NAMES


def test_the_package_of_the_image_is_made_of_what_is_copied_into_it(tmp_path: Path) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER (?!root)", dockerfile, re.MULTILINE)
    let_in = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    build, image = (
        {word for line in re.findall(r"^COPY (?!--)(.*)", stage, re.MULTILINE) for word in line.split()[:-1]}
        for stage in dockerfile.split("\nFROM ")[1:]
    )
    assert let_in == build | image
    for source in build:
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        copy(ROOT / source, tmp_path / source)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert {"monitor/starter/rules/feeds.yaml", "monitor/cli/help.txt"} <= set(ZipFile(wheel).namelist())


def test_what_a_platform_with_a_procfile_installs_has_the_command_that_it_runs() -> None:
    process, command = (ROOT / "Procfile").read_text().strip().split(": ")
    assert process == "worker"
    assert command.split()[0] in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["."]


def test_the_health_check_of_the_image_tells_live_from_dead(served: Served) -> None:  # noqa: F811
    check = json.loads(re.search(r"HEALTHCHECK.*\\\n\s+CMD (\[.*\])", (ROOT / "Dockerfile").read_text())[1])
    port = served.url.rpartition(":")[2]
    for number, alive in ((port, True), ("9", False)):
        done = subprocess.run(
            [sys.executable, *check[1:]],
            env={**os.environ, "PORT": number},
            capture_output=True,
            timeout=30,
            check=False,
        )
        assert (done.returncode == 0) is alive


def test_compose_kubernetes_fly_and_litestream_are_what_they_should_be() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["treatywatch"]
    assert compose["read_only"] is True
    assert all(port.startswith("127.0.0.1:") for port in compose["ports"])
    claim, deployment, service = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text())
    pod = deployment["spec"]["template"]
    (container,) = pod["spec"]["containers"]
    assert (deployment["spec"]["replicas"], deployment["spec"]["strategy"]["type"]) == (1, "Recreate")
    assert deployment["spec"]["selector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()
    assert service["spec"]["selector"] == deployment["spec"]["selector"]["matchLabels"]
    assert pod["spec"]["enableServiceLinks"] is False, "what they set looks like settings"
    assert claim["metadata"]["name"] == pod["spec"]["volumes"][0]["persistentVolumeClaim"]["claimName"]
    assert {mount["name"] for mount in container["volumeMounts"]} == {
        volume["name"] for volume in pod["spec"]["volumes"]
    }
    fly = tomllib.loads((DEPLOY / "fly.toml").read_text())
    litestream = yaml.safe_load((DEPLOY / "litestream.yml").read_text())
    assert container["livenessProbe"]["httpGet"]["path"] == fly["checks"]["live"]["path"] == "/healthz"
    assert litestream["dbs"][0]["path"] in (DEPLOY / "systemd" / "treatywatch.service").read_text()
