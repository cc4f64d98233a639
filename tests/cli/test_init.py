"""Check that the starting rules are copied whole, and never over a user's own."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from monitor.cli.init import init
from monitor.errors import TreatywatchError
from monitor.system.starter_rules import copy, starter

app = typer.Typer()
app.command()(init)


def test_the_starter_is_copied_whole_and_says_what_next(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    result = CliRunner().invoke(app, [str(target)])
    assert result.exit_code == 0, result.output
    assert "treatywatch check" in result.output
    assert "TREATYWATCH_RULES=" in result.output
    assert (target / "feeds.yaml").read_bytes() == (starter() / "feeds.yaml").read_bytes()
    assert (target / "treaties" / "un-cybercrime.yaml").is_file()
    assert not list(target.rglob(".*.new"))


def test_what_is_there_is_never_overwritten_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(TreatywatchError, match=r"feeds\.yaml: already there, nothing was written.*--force"):
        copy(starter(), tmp_path, force=False)
    assert (tmp_path / "feeds.yaml").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "treaties").exists()
    copy(starter(), tmp_path, force=True)
    assert (tmp_path / "feeds.yaml").read_text(encoding="utf-8") != "mine"


def test_a_dangling_link_counts_as_there(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(TreatywatchError, match="already there"):
        copy(starter(), tmp_path, force=False)


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(TreatywatchError, match="cannot be written"):
        copy(starter(), tmp_path / "file" / "rules", force=False)
