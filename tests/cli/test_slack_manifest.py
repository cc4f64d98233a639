"""The manifests as a user gets them, from a checkout or a wheel."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("options", "name"), [([], "slack-manifest.yaml"), (["--full"], "slack-manifest-full.yaml")]
)
def test_the_manifest_is_printed_as_it_is_and_the_wheel_carries_it(options: list[str], name: str) -> None:
    result = CliRunner().invoke(app, ["slack", "manifest", *options])
    assert result.exit_code == 0
    assert result.stdout == (ROOT / name).read_text(encoding="utf-8")
    carried = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert name in carried["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
