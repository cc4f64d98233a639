from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.sinks.slack_setup import SCOPES

ROOT = Path(__file__).parents[2]


def manifest(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return loaded


def test_the_base_manifest_asks_for_what_the_check_wants_and_no_more() -> None:
    assert manifest("slack-manifest.yaml")["oauth_config"]["scopes"]["bot"] == list(SCOPES)


def test_the_full_manifest_is_the_base_and_more_over_socket_mode() -> None:
    full = manifest("slack-manifest-full.yaml")
    assert set(SCOPES) < set(full["oauth_config"]["scopes"]["bot"])
    assert full["settings"]["socket_mode_enabled"]
    assert full["settings"]["interactivity"]["is_enabled"]


@pytest.mark.parametrize("name", ["slack-manifest.yaml", "slack-manifest-full.yaml"])
def test_every_scope_is_explained_and_names_fit_slacks_limits(name: str) -> None:
    made = manifest(name)
    page = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    assert all(f"`{scope}`" in page for scope in made["oauth_config"]["scopes"]["bot"])
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
