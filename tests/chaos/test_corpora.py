"""The script for other people's documents passes over hostile ones, and says when there are none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.chaos.worker import ROOT
from tests.isolation.documents import HOSTILE, items


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "benchmarks/corpora.py", str(folder), "--seconds", "50"],  # machines are busy
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_every_document_is_polled_twice_and_told_once(tmp_path: Path) -> None:
    for number, document in enumerate(HOSTILE.values()):
        (tmp_path / f"hostile{number}.xml").write_bytes(document.body)
    (tmp_path / "good.xml").write_bytes(items(3).body)
    (tmp_path / "notes.md").write_text("no feed")
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(HOSTILE) + 1} documents" in done.stdout


def test_an_empty_folder_is_no_proof(tmp_path: Path) -> None:
    assert run(tmp_path).returncode == 1
